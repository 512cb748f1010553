"""What the stories of brands begin with: a brand whose profile could be submitted."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.brands.models import Brand, BrandState, ProfilePicture, Revision, RevisionState
from portal.core.db import db
from portal.documents.models import FileKind, StoredFile
from portal.markets.models import Market
from tests.client import Browser, Shown
from tests.make import Make

FULL: dict[str, Any] = {
    "story_zh": "两口子从一台缝纫机做起，专做梨形身材穿得好看的女裤，十二年没有换过版师。",
    "founded_year": 2012,
    "origin_region": "430200",
    "category": "W03",
    "styles": ["commuter", "minimal"],
    "positioning": "middle",
    "summer_band": "s3",
    "supply_kind": "own_factory",
    "monthly_capacity": 30000,
    "modes": ["distribution", "agency"],
    "levels": ["province", "city"],
    "exclusivity": "exclusive",
}
_numbers = count(1)


def picture(place: int, caption: str = "") -> ProfilePicture:
    """Return a picture whose bytes nobody asks for."""
    stored = StoredFile(
        kind=FileKind.PICTURE,
        sha256=f"{next(_numbers):064x}",
        name=f"{place}.jpg",
        byte_size=1,
        width=600,
        height=800,
    )
    return ProfilePicture(file=stored, position=place, caption_zh=caption)


@pytest.fixture
def ready(make: Make) -> Callable[..., Brand]:
    """Return a maker of brands whose draft lacks nothing that submitting asks for."""

    def made(market: Market | None = None, pictures: int = 3, **fields: Any) -> Brand:
        brand = make.brand(market)
        draft = newest(brand)
        for name, value in (FULL | fields).items():
            setattr(draft, name, value)
        draft.pictures = [picture(place) for place in range(pictures)]
        db.session.commit()
        return brand

    return made


def newest(brand: Brand) -> Revision:
    """Return the newest revision of a brand as it is in the database now."""
    query = (
        select(Revision)
        .options(selectinload(Revision.pictures))
        .where(Revision.brand_id == brand.id)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return db.session.scalars(query).one()


def publish(brand: Brand) -> Revision:
    """Make the newest revision the published one, as if the office had."""
    revision = newest(brand)
    revision.state = RevisionState.PUBLISHED
    brand.state = BrandState.VISIBLE
    db.session.commit()
    return revision


def address(brand: Brand, page: str = "profile") -> str:
    """Return the address of a page of a brand."""
    market = db.session.get_one(Market, brand.market_id)
    return f"/markets/{market.slug}/brands/{brand.slug}/{page}"


def typed(page: Shown, button: str, **answers: Any) -> dict[str, Any]:
    """Return what the page's form holds, with some answers typed anew, as a script sends it."""
    fields = {name: list(values) for name, values in page.form_with(button).fields.items()}
    return fields | {name: [value] for name, value in answers.items()} | {"as_you_go": ["1"]}


def goes_on(who: Browser, page: Shown, button: str, **answers: Any) -> Shown:
    """Let a script send what was typed so far."""
    script = {"HX-Request": "true"}
    data = typed(page, button, **answers)
    return who.post(page.address, data=data, headers=script, follow=False)
