"""A market with a mentor and a photo studio, its office, and a brand in the second stage."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions as incubation
from portal.markets.models import Market
from portal.mentoring import actions, queries, rules
from portal.mentoring.actions import Offer
from portal.mentoring.forms import slot_text
from portal.mentoring.models import Booking, Service, ServiceKind
from portal.mentoring.queries import Choice
from tests.client import Browser, Shown
from tests.make import Make
from tests.onboarding import steps

EVERY_DAY = {day: [(540, 720)] for day in range(7)}
"""9:00-12:00."""


def offer(**given: Any) -> Offer:
    """Return what is offered: three hours every morning, at most a day before the change."""
    usual: dict[str, Any] = {
        "name_zh": "周老师",
        "name_en": "Teacher Zhou",
        "about_zh": "带上样衣",
        "about_en": "",
        "topics": ["design"],
        "place_zh": "3F 会议室",
        "place_en": "Meeting room, 3F",
        "capacity": 1,
        "slot_minutes": 60,
        "notice_hours": 24,
        "hours": EVERY_DAY,
    }
    return Offer(**usual | given)


def offered(market: Market, kind: ServiceKind = ServiceKind.MENTOR, **given: Any) -> Service:
    """Offer something in a market."""
    made = actions.create(market, kind, offer(**given), by=None)
    db.session.commit()
    return made


def slot(days: int = 3, hour: int = 9) -> datetime:
    """Return when a slot begins, so many days from today."""
    return rules.instant(clock.today() + timedelta(days=days), hour * 60)


def bookings() -> list[Booking]:
    return list(db.session.scalars(select(Booking).order_by(Booking.id)))


@dataclass
class Room:
    """A brand's owner before a market's mentor."""

    market: Market
    brand: Brand
    mentor: Service
    owner: Browser
    office: Browser

    @property
    def here(self) -> str:
        return f"/markets/{self.market.slug}"

    def times(self, service: Service | None = None, brand: Brand | None = None) -> str:
        """Return the address where a brand chooses a time."""
        whose, what = brand or self.brand, service or self.mentor
        return f"{self.here}/brands/{whose.slug}/sessions/book/{what.id}"

    def tap(
        self,
        at: datetime,
        service: Service | None = None,
        browser: Browser | None = None,
        page: Shown | None = None,
    ) -> Shown:
        """Say yes to a time, as the last page's button sends it, also where it is gone since."""
        who = browser or self.owner
        shown = page or who.get(self.times(service))
        token = next(one.fields["csrf_token"] for one in shown.forms if "csrf_token" in one.fields)
        address = shown.address.partition("?")[0]
        answers = {"csrf_token": token, "slot": slot_text(at), "topic": "design"}
        return who.post(address, data=answers)

    def booked(self, at: datetime, service: Service | None = None) -> Booking:
        """Book behind the pages."""
        what = service or self.mentor
        choice = Choice(self.brand_now, queries.service(self.market.slug, what.id))
        made = actions.book(choice, at, by=None)
        db.session.commit()
        return made

    @property
    def brand_now(self) -> Brand:
        """Return the brand with its market."""
        return queries.choice(self.market.slug, self.brand.slug, self.mentor.id).brand


@pytest.fixture
def room(make: Make, browser: Browser, another: Any) -> Room:
    """Return a brand on its way, its owner and the office at their browsers."""
    db.session().expire_on_commit = False
    market = make.market()
    brand = make.brand(market, name_zh="云锦裤业", name_en="Cloud Trousers")
    owner = make.owner(brand)
    incubation.enrol(brand, steps.programme(market), by=None)
    db.session.commit()
    mentor = offered(market)
    return Room(
        market,
        brand,
        mentor,
        browser.sign_in(owner),
        another().sign_in(make.manager(market)),
    )
