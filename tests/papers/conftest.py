"""What the stories of papers begin with: a market with an office, a brand that is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core.db import db
from portal.directory import actions as directory
from portal.markets.models import Market
from portal.papers import actions, queries
from portal.papers.models import Effect, Paper, PaperVersion, Scope
from portal.papers.rules import Written
from tests.client import Browser, Shown
from tests.make import Make, jpeg

HAND_IN = "Hand in"


@dataclass
class Desk:
    """An office, an owner, and a brand between them."""

    make: Make
    market: Market
    brand: Brand
    owner: Browser
    office: Browser
    people: dict[str, Any]

    def page(self, rest: str = "papers") -> str:
        """Return the address of a page of the brand."""
        return f"/markets/{self.market.slug}/brands/{self.brand.slug}/{rest}"

    def rules(self, kind: str) -> str:
        """Return the address of a rule of the market."""
        return f"/markets/{self.market.slug}/papers/rules/{kind}"

    def hand_in(self, slot: str = "licence", by: Browser | None = None, **answers: Any) -> Shown:
        """Hand a paper in as its people do."""
        files = {"files": [("licence.jpg", jpeg())]}
        said = {"expires_on": "2027-11-22"} | answers
        return (by or self.owner).submit(self.page(f"papers/{slot}"), HAND_IN, files=files, **said)

    def verified(self, slot: str = "licence", **answers: Any) -> Shown:
        """Hand a paper in and have the office verify it."""
        self.hand_in(slot, **answers)
        return self.office.submit(self.page(f"papers/{slot}"), "Verify")

    def require(self, kind: str, effect: Effect, grace_days: int = 0) -> None:
        """Let the market ask for a paper."""
        ruling = queries.ruling(self.market.slug, kind)
        actions.require(
            ruling,
            by=self.people["manager"],
            effect=effect,
            scope=Scope.EVERY,
            grace_days=grace_days,
            seen=ruling.row.id if ruling.row else 0,
        )
        db.session.commit()

    def versions(self, kind: str = "licence") -> list[PaperVersion]:
        """Return the versions of a paper as they are now."""
        query = (
            select(PaperVersion)
            .join(PaperVersion.paper)
            .options(selectinload(PaperVersion.files))
            .where(Paper.brand_id == self.brand.id, Paper.kind == kind)
            .order_by(PaperVersion.place)
        )
        return list(db.session.scalars(query))


def written(end: date | None, **more: Any) -> Written:
    """Return what stands on a paper that ends on a day."""
    return Written(expires_on=end, **more)


@pytest.fixture
def desk(make: Make, browser: Browser, another: Callable[[], Browser]) -> Desk:
    """Return a shown brand with its owner and its office at their browsers."""
    return desk_of(make, browser, another())


def desk_of(make: Make, owner: Browser, office: Browser) -> Desk:
    """Make a shown brand of women's trousers with its people."""
    market = make.market()
    brand = make.brand(market, state=BrandState.VISIBLE, revisions=[])
    make.save(
        Revision(
            brand_id=brand.id,
            number=1,
            state=RevisionState.PUBLISHED,
            name_zh=brand.name_zh,
            name_en=brand.name_en,
            category="W03",
        )
    )
    directory.reindex(brands.brand(market.slug, brand.slug))
    db.session.commit()
    people = {"owner": make.owner(brand), "manager": make.manager(market)}
    return Desk(
        make,
        market,
        brand,
        owner.sign_in(people["owner"]),
        office.sign_in(people["manager"]),
        people,
    )
