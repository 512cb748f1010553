"""A market with a floor of stalls, its manager at the desk, and a brand that may come."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions as incubation
from portal.leasing.models import Let
from portal.markets.models import Floor, Hall, Market, Stall
from tests.client import Browser, Shown
from tests.make import Make
from tests.onboarding import steps

RENT = {"rent_fen": "80", "deposit_fen": "5,000"}


def day(number: int) -> date:
    """Return a day counted from today."""
    return clock.today() + timedelta(days=number)


@dataclass
class Desk:
    """A manager and his market."""

    browser: Browser
    market: Market
    brand: Brand
    hall: Hall
    floor: Floor

    @property
    def here(self) -> str:
        return f"/markets/{self.market.slug}"

    def add(self, numbers: str, **answers: Any) -> Shown:
        """Add stalls of 12.5 m² to the first floor."""
        given: dict[str, Any] = {
            "floor_id": self.floor.id,
            "numbers": numbers,
            "area": "12.5",
        } | answers
        return self.browser.submit(f"{self.here}/stalls/new", "Add these stalls", **given)

    def page(self, number: str, rest: str = "") -> str:
        """Return the address of a standing stall's page."""
        return f"{self.here}/stalls/{stall(number).id}{rest}"

    def let(self, number: str, first: int, last: int, **answers: Any) -> Shown:
        """Let a stall for days counted from today."""
        days: dict[str, Any] = {"starts_on": day(first), "ends_on": day(last)}
        given: dict[str, Any] = {"brand": self.brand.name_zh} | days | RENT | answers
        return self.browser.submit(self.page(number, "/let"), "Let the stall", **given)


def stall(number: str) -> Stall:
    query = select(Stall).where(Stall.number == number).order_by(Stall.withdrawn_at.is_not(None))
    return db.session.scalars(query.order_by(Stall.id.desc())).first() or pytest.fail(number)


def lets() -> list[Let]:
    return list(db.session.scalars(select(Let).order_by(Let.id)))


@pytest.fixture
def desk(browser: Browser, make: Make) -> Desk:
    """Return a manager at his desk; the brand is on its way in a programme."""
    db.session().expire_on_commit = False
    market = make.market()
    brand = make.brand(market, name_zh="云锦裤业", name_en="Cloud Trousers")
    make.owner(brand)
    enrolment = incubation.enrol(brand, steps.programme(market), by=None)
    enrolment.stage_entered_at = clock.now() - timedelta(days=400)
    db.session.commit()
    hall = market.halls[0]
    return Desk(browser.sign_in(make.manager(market)), market, brand, hall, hall.floors[0])
