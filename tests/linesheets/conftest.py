"""What the stories of line sheets begin with."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from portal.brands.models import Brand, BrandState
from portal.connections.models import Connection, ConnectionState, Side
from portal.core import clock
from portal.core.db import db
from portal.documents.models import FileKind, StoredFile
from portal.linesheets.models import LineSheet, Style, StylePhoto, View
from tests.make import Make

FULL: dict[str, Any] = {
    "name_zh": "直筒西裤",
    "category": "W03",
    "colours": [{"zh": "墨绿", "en": "Bottle green", "hex": "#2b4a3f"}],
    "sizes": ["155/66A", "160/70A"],
    "fibres": [{"part": "", "fibres": [{"code": "cotton", "share": 10000}]}],
    "wearer": "adult",
    "contact": "direct",
    "safety_class": "B",
    "standard": "FZ/T 81007",
    "tag_price": 39_900,
    "supply_discount": 3_600,
    "least_pieces": 12,
    "availability": "at_once",
}
"""A style that agents may see."""
_numbers = count(1)


def photo(view: View = View.FRONT) -> StylePhoto:
    """Return a picture whose bytes nobody asks for."""
    stored = StoredFile(
        kind=FileKind.PICTURE,
        sha256=f"5{next(_numbers):063x}",
        name="a.jpg",
        byte_size=1,
        width=600,
        height=800,
        edition=1,
    )
    return StylePhoto(file=stored, view=view)


def address(brand: Brand, page: str = "") -> str:
    """Return the address of a page of a brand's line sheets."""
    market = db.session.get_one(type(brand), brand.id).market_id
    from portal.markets.models import Market

    slug = db.session.get_one(Market, market).slug
    return f"/markets/{slug}/brands/{brand.slug}/lines{page}"


def style(number: str, position: int = 0, **other: Any) -> Style:
    """Return a style that agents may see."""
    return Style(number=number, position=position, photos=[photo()], **(FULL | other))


def connect(make: Make, brand: Brand, **fields: Any) -> Connection:
    """Let a verified agent's company read a brand's terms for a month."""
    agent = make.agent()
    usual = {
        "market_id": brand.market_id,
        "brand_id": brand.id,
        "agent_id": agent.id,
        "author_id": make.agent_person(agent).id,
        "begun_by": Side.AGENT,
        "state": ConnectionState.ACTIVE,
        "answer_by": clock.today(),
        "ends_on": clock.today() + timedelta(days=30),
    }
    return make.save(Connection(**usual | fields))


Sheets = Callable[..., LineSheet]


@pytest.fixture
def sheets(make: Make) -> Sheets:
    """Return a maker of line sheets: of a visible brand, with styles of these numbers."""

    def made(*numbers: str, brand: Brand | None = None, **fields: Any) -> LineSheet:
        brand = brand or make.brand()
        brand.state = BrandState.VISIBLE
        usual = {
            "brand_id": brand.id,
            "year": 2027,
            "wave": "spring_1",
            "number": 1,
            "name_zh": "2027春一波",
            "styles": [style(one, place) for place, one in enumerate(numbers)],
        }
        return make.save(LineSheet(**usual | fields))

    return made
