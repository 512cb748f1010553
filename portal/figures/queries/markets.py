"""A whole market's figures: who takes part, what was answered, one figure alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.figures import monthly, rules
from portal.figures.fields import FIELDS, Figure, Kind
from portal.figures.models import FigureChoice, FigureSheet
from portal.figures.queries.asking import is_latest
from portal.figures.queries.brands import choices
from portal.figures.rules import Spread
from portal.incubation.models import Enrolment, EnrolmentState, Programme, Stage
from portal.markets.models import Market

Answers = Mapping[int, Mapping[str, int]]
"""A month's values by figure, by the brand's number."""


@dataclass(frozen=True)
class Participant:
    """A brand in a programme: who it is, its stage today, and the months it is asked for."""

    brand: Brand
    stage: Stage
    programme: Programme
    """The cohort it came in with."""
    first: date
    until: date | None
    """The month in which it left; None while it is on its way."""
    pauses: bool

    def owes(self, month: date) -> bool:
        """Say whether the brand is, or was, asked for a month."""
        gone = self.pauses or (self.until is not None and month >= self.until)
        return self.first <= month and not gone


@dataclass(frozen=True)
class MarketMonths:
    """A market's last twelve months."""

    market: Market
    choices: Sequence[FigureChoice]
    participants: Mapping[int, Participant]
    by_month: Mapping[date, Answers]

    @property
    def market_id(self) -> int:
        """Return whose office looks at it."""
        return self.market.id

    @property
    def last(self) -> date:
        """Return the newest month that is over."""
        return monthly.last_complete(clock.today())

    @property
    def months(self) -> list[date]:
        """Return the months in order."""
        return monthly.months(self.last)

    @property
    def begins(self) -> date | None:
        """Return the first month that the market asks for, or None."""
        return self.choices[0].from_month if self.choices else None

    @property
    def stages(self) -> list[Stage]:
        """Return the stages in which its brands are today, in order, each code once."""
        found = {one.stage.code: one.stage for one in self.participants.values()}
        return sorted(found.values(), key=lambda one: one.position)

    @property
    def programmes(self) -> list[Programme]:
        """Return the programmes that its brands came in with, in order, each once."""
        found = {one.programme.id: one.programme for one in self.participants.values()}
        return [found[number] for number in sorted(found)]

    def of_programme(self, number: int | None) -> Self:
        """Return the same months with the brands of one programme alone; all of them for None."""
        if number is None:
            return self
        inside = {
            brand_id: one
            for brand_id, one in self.participants.items()
            if one.programme.id == number
        }
        return replace(self, participants=inside)

    def figures(self, month: date) -> list[Figure]:
        """Return what the market asks for that month."""
        return rules.asked_fields(rules.in_force(self.choices, month))

    def inside(self, stage: str = "") -> set[int]:
        """Return the brands of a stage, or all, by number."""
        return {
            number
            for number, one in self.participants.items()
            if not stage or one.stage.code == stage
        }

    def values(self, figure: Figure, month: date, stage: str = "") -> dict[int, int]:
        """Return what each brand reported."""
        inside = self.inside(stage)
        return {
            number: values[figure.code]
            for number, values in self.by_month.get(month, {}).items()
            if figure.code in values and number in inside
        }

    def spread(self, figure: Figure, month: date, stage: str = "") -> Spread | None:
        """Return the quartiles of what was reported, or None."""
        values = self.values(figure, month, stage).values()
        return rules.spread(values, steps=figure.kind is Kind.BAND)

    def asked(self, month: date, stage: str = "") -> set[int]:
        """Return the brands that owe a month or answered it."""
        inside = self.inside(stage)
        return {
            number
            for number in inside
            if number in self.by_month.get(month, {})
            or (self.begins and self.begins <= month and self.participants[number].owes(month))
        }

    def answered(self, month: date, stage: str = "") -> int:
        """Return how many brands answered a month."""
        return len(self.by_month.get(month, {}).keys() & self.inside(stage))


@dataclass(frozen=True)
class FieldOfMarket(MarketMonths):
    """One figure of a market, as its address names it."""

    figure: Figure


def market_months(market: str) -> MarketMonths:
    """Return a market's last twelve months; NoResultFound for no such market."""
    return MarketMonths(**_months(market))


def field_of_market(market: str, field: str) -> FieldOfMarket:
    """Return one figure of a market; NoResultFound for no such market or figure."""
    figure = FIELDS.get(field)
    if figure is None:
        raise NoResultFound
    return FieldOfMarket(**_months(market), figure=figure)


def _months(market: str) -> dict[str, Any]:
    found = db.session.scalars(select(Market).where(Market.slug == market)).one()
    first = monthly.months(monthly.last_complete(clock.today()))[0]
    return {
        "market": found,
        "choices": choices(found.id),
        "participants": participants(found.id),
        "by_month": sheets_of_market(found.id, first),
    }


def participants(market_id: int) -> dict[int, Participant]:
    """Return every brand of a market that is or was in a programme, by number, by name."""
    query = (
        select(Enrolment)
        .join(Enrolment.brand)
        .join(Enrolment.stage)
        .join(Enrolment.programme)
        .options(
            contains_eager(Enrolment.brand),
            contains_eager(Enrolment.stage),
            contains_eager(Enrolment.programme),
        )
        .where(Brand.market_id == market_id, is_latest())
        .order_by(Brand.pinyin, Brand.id)
    )
    return {one.brand_id: _participant(one) for one in db.session.scalars(query)}


def _participant(enrolment: Enrolment) -> Participant:
    ended = enrolment.finished_at
    running = enrolment.state is EnrolmentState.RUNNING
    until = None
    if not running and ended:
        until = monthly.month_of(ended.astimezone(clock.SHANGHAI).date())
    return Participant(
        brand=enrolment.brand,
        stage=enrolment.stage,
        programme=enrolment.programme,
        first=monthly.first_whole_month(enrolment.created_at),
        until=until,
        pauses=not running and ended is None,
    )


def sheets_of_market(market_id: int, since: date) -> dict[date, dict[int, dict[str, int]]]:
    """Return every answer of a market from a month on, by month and brand: one query."""
    query = (
        select(FigureSheet.month, FigureSheet.brand_id, FigureSheet.values)
        .join(Brand, Brand.id == FigureSheet.brand_id)
        .where(Brand.market_id == market_id, FigureSheet.month >= since)
    )
    found: dict[date, dict[int, dict[str, int]]] = {}
    for month, brand_id, values in db.session.execute(query):
        found.setdefault(month, {})[brand_id] = values
    return found
