"""One brand's months: which may be filled in, what was answered, what the market asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, selectinload

from portal.agency.models import OVER, Enquiry
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.figures import monthly, rules
from portal.figures.fields import Figure
from portal.figures.models import FigureChoice, FigureSheet
from portal.incubation.models import Enrolment, EnrolmentState
from portal.markets.models import Market


@dataclass(frozen=True)
class BrandMonths:
    """A brand with its months: those it may fill in, those it answered."""

    brand: Brand
    first: date | None
    """The first month it may fill in; None while there is none."""
    asked_from: date | None
    """The first month it is asked for; None while its programme pauses or is over."""
    sheets: Mapping[date, FigureSheet]
    choices: Sequence[FigureChoice]

    @property
    def market_id(self) -> int:
        """Return whose office looks after it."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose figures they are."""
        return self.brand.id

    @property
    def last(self) -> date:
        """Return the newest month that is over."""
        return monthly.last_complete(clock.today())

    def may_fill(self, month: date) -> bool:
        """Say whether a month is over and not before the brand's first."""
        return self.first is not None and self.first <= month <= self.last

    @property
    def waits(self) -> bool:
        """Say whether the newest month is asked for and not answered."""
        asked = self.asked_from is not None and self.asked_from <= self.last
        return asked and self.last not in self.sheets

    def fields(self, month: date) -> list[Figure]:
        """Return what the market asks for that month."""
        return rules.asked_fields(rules.in_force(self.choices, month))

    def before(self, month: date, code: str) -> tuple[date, int] | None:
        """Return the last known value of a figure before a month, and of which month it is."""
        known = [one for one in self.sheets if one < month and code in self.sheets[one].values]
        return (max(known), self.sheets[max(known)].values[code]) if known else None


@dataclass(frozen=True)
class MonthOfBrand(BrandMonths):
    """One month of a brand, as its address names it."""

    month: date

    @property
    def sheet(self) -> FigureSheet | None:
        """Return what was answered, or None."""
        return self.sheets.get(self.month)

    @property
    def asked(self) -> list[Figure]:
        """Return what the form asks."""
        return self.fields(self.month)


def brand_months(market: str, brand: str) -> BrandMonths:
    """Return a brand's months; NoResultFound for another market's brand."""
    return BrandMonths(**_months(market, brand, None))


def month_of_brand(market: str, brand: str, month: str) -> MonthOfBrand:
    """Return one month of a brand with every correction.

    NoResultFound for a month that is not over, before the brand's first, or none at all.
    """
    wanted = monthly.read_month(month)
    if wanted is None:
        raise NoResultFound
    found = MonthOfBrand(**_months(market, brand, wanted), month=wanted)
    if not found.may_fill(wanted):
        raise NoResultFound
    return found


def _months(market: str, brand: str, with_changes: date | None) -> dict[str, Any]:
    query = (
        select(Brand)
        .join(Brand.market)
        .options(contains_eager(Brand.market))
        .where(Market.slug == market, Brand.slug == brand)
    )
    found = db.session.scalars(query).one()
    known = enrolments(found.id)
    chosen = choices(found.market_id)
    answered = db.session.scalars(
        select(FigureSheet)
        .where(FigureSheet.brand_id == found.id)
        .options(*([selectinload(FigureSheet.changes)] if with_changes else []))
    ).all()
    first = asked_from = None
    if known and chosen:
        begun = chosen[0].from_month
        first = max(begun, min(monthly.first_whole_month(one.created_at) for one in known))
        if known[-1].state is EnrolmentState.RUNNING and found.market.closed_at is None:
            asked_from = max(begun, monthly.first_whole_month(known[-1].created_at))
    return {
        "brand": found,
        "first": first,
        "asked_from": asked_from,
        "sheets": {one.month: one for one in answered},
        "choices": chosen,
    }


def enrolments(brand_id: int) -> Sequence[Enrolment]:
    """Return every time a brand was taken into a programme, the first one first."""
    query = select(Enrolment).where(Enrolment.brand_id == brand_id)
    return db.session.scalars(query.order_by(Enrolment.id)).all()


def choices(market_id: int) -> Sequence[FigureChoice]:
    """Return everything a market ever asked for, the first choice first."""
    query = select(FigureChoice).where(FigureChoice.market_id == market_id)
    return db.session.scalars(query.order_by(FigureChoice.number)).all()


def held_brand(brand_id: int) -> None:
    """Hold a brand's row for this transaction, so that two savings come one after the other."""
    db.session.scalars(select(Brand.id).where(Brand.id == brand_id).with_for_update()).one()


def held_market(market_id: int) -> None:
    """Hold a market's row for this transaction."""
    db.session.scalars(select(Market.id).where(Market.id == market_id).with_for_update()).one()


def sheet(brand_id: int, month: date) -> FigureSheet | None:
    """Return what a brand answered for a month, with every correction, or None."""
    query = (
        select(FigureSheet)
        .where(FigureSheet.brand_id == brand_id, FigureSheet.month == month)
        .options(selectinload(FigureSheet.changes))
    )
    return db.session.scalars(query).one_or_none()


def conversations_running(brand_id: int) -> int:
    """Return with how many agents a brand is in a conversation that was answered and is open."""
    query = select(func.count(Enquiry.agent_id.distinct())).where(
        Enquiry.brand_id == brand_id,
        Enquiry.state.not_in(OVER),
        Enquiry.first_answered_at.is_not(None),
    )
    return db.session.scalar(query) or 0


def months_reported(brand: Brand) -> int:
    """Return for how many months a brand has answered, the office in its place included."""
    query = select(func.count()).select_from(FigureSheet).where(FigureSheet.brand_id == brand.id)
    return db.session.scalar(query) or 0
