"""A market that asks for figures, a brand on its way in it, and the people of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core.db import db
from portal.figures import monthly
from portal.figures.models import FigureChoice, FigureSheet
from portal.incubation import actions as incubation
from portal.incubation.models import Enrolment, Programme
from portal.markets.models import Market
from portal.notices.models import Notice
from tests.client import Browser
from tests.incubation.conftest import SMALL
from tests.make import Make

ASKED = ["pieces_sold", "sales_band", "exchange", "staff"]


def programme_of(market: Market, by: User) -> Programme:
    """Open a programme of the small template."""
    template = incubation.load_template(SMALL)
    names: dict[str, Any] = {"name_zh": "秋季班", "name_en": "Autumn"}
    return incubation.open_programme(market, template, starts_on=date(2025, 1, 1), by=by, **names)


@dataclass
class Stall:
    """A market with its office, and brands that are asked for figures."""

    make: Make
    market: Market
    manager: User
    programme: Programme
    brands: list[Brand] = field(default_factory=list)
    owners: list[User] = field(default_factory=list)

    @property
    def brand(self) -> Brand:
        return self.brands[0]

    @property
    def owner(self) -> User:
        return self.owners[0]

    @property
    def home(self) -> str:
        return f"/markets/{self.market.slug}/figures"

    def page(self, month: str = "", brand: Brand | None = None) -> str:
        """Return the address of a brand's figures, of a month when given."""
        slug = (brand or self.brand).slug
        address = f"/markets/{self.market.slug}/brands/{slug}/figures"
        return f"{address}/{month}" if month else address

    def ask(self, *codes: str, since: date = date(2025, 1, 1)) -> None:
        """Let the office ask for these figures from a month on."""
        number = len(self.choices()) + 1
        choice = FigureChoice(number=number, from_month=since, fields=list(codes or ASKED))
        choice.market_id, choice.by_name = self.market.id, self.manager.name
        self.make.save(choice)

    def choices(self) -> list[FigureChoice]:
        query = select(FigureChoice).where(FigureChoice.market_id == self.market.id)
        return list(db.session.scalars(query.order_by(FigureChoice.number)))

    def join(self, admitted: datetime, **fields: Any) -> Brand:
        """Admit a brand at a moment, with an owner."""
        brand = self.make.brand(self.market, **fields)
        incubation.enrol(brand, self.programme, by=self.manager)
        self.enrolment(brand).created_at = admitted
        self.brands.append(brand)
        self.owners.append(self.make.owner(brand))
        db.session.commit()
        return brand

    def enrolment(self, brand: Brand | None = None) -> Enrolment:
        query = select(Enrolment).where(Enrolment.brand_id == (brand or self.brand).id)
        return db.session.scalars(query).one()

    def answer(self, brand: Brand, month: str, **values: int) -> FigureSheet:
        """Let a brand have answered a month."""
        day = monthly.read_month(month)
        assert day
        sheet = FigureSheet(brand_id=brand.id, month=day, values=values, by_name="李秀兰")
        return self.make.save(sheet)

    def sheet(self, month: str, brand: Brand | None = None) -> FigureSheet | None:
        """Return what stands for a month, read afresh."""
        db.session.rollback()
        query = (
            select(FigureSheet)
            .where(
                FigureSheet.brand_id == (brand or self.brand).id,
                FigureSheet.month == monthly.read_month(month),
            )
            .options(selectinload(FigureSheet.changes))
        )
        return db.session.scalars(query).one_or_none()


@pytest.fixture
def stall(make: Make, at: Callable[..., None]) -> Stall:
    """Return a brand that was admitted in June 2025; it is 3 October 2026, morning, in Zhuzhou."""
    at(2026, 10, 3, 2, 0)
    market = make.market()
    manager = make.manager(market)
    found = Stall(make, market, manager, programme_of(market, manager))
    db.session.commit()
    found.ask()
    found.join(datetime.fromisoformat("2025-06-10T02:00:00+00:00"))
    return found


def told(kind: str) -> list[int]:
    """Return who got a message of a kind, by number."""
    db.session.rollback()
    return sorted(db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind)))


__all__ = ["Browser", "Stall", "told"]
