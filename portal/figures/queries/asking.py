"""Who is asked for a month and has not answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager

from portal.brands.models import Brand
from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.figures import monthly, rules
from portal.figures.models import FigureChoice, FigureReminder, FigureSheet, ReminderKind
from portal.incubation.models import Enrolment, EnrolmentState, Stage
from portal.markets.models import Market


@dataclass(frozen=True)
class Unanswered:
    """A question to the list of brands that have not answered a month."""

    month: date
    query: str = ""
    stage: str = ""
    programme: int | None = None
    page: int = 1


@dataclass(frozen=True)
class Owed:
    """The newest month as homes speak of it: a brand that owes it, or how many of a market."""

    market: Market
    brand: Brand | None
    number: int
    month: date

    @property
    def due_on(self) -> date:
        """Return the last day in time."""
        return monthly.due_on(self.month)

    @property
    def is_late(self) -> bool:
        """Say whether that day has passed."""
        return self.days_late > 0

    @property
    def days_late(self) -> int:
        """Return for how many days that day has passed."""
        return monthly.days_late(self.month, clock.today())

    @property
    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the month's form, or of the market's list."""
        brand = {"brand": self.brand.slug} if self.brand else {}
        return {"market": self.market.slug, "month": monthly.written(self.month), **brand}


def is_latest() -> ColumnElement[bool]:
    """Return the condition for the last of a brand's enrolments."""
    other = aliased(Enrolment)
    newest = select(func.max(other.id)).where(other.brand_id == Brand.id)
    return Enrolment.id == newest.correlate(Brand).scalar_subquery()


def is_asked(month: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a brand, with enrolment and market, is asked."""
    begun = exists().where(
        FigureChoice.market_id == Brand.market_id, FigureChoice.from_month <= month
    )
    return (
        is_latest(),
        Enrolment.state == EnrolmentState.RUNNING,
        Enrolment.created_at < monthly.admitted_before(month),
        Market.closed_at.is_(None),
        begun,
    )


def has_answered(month: date) -> ColumnElement[bool]:
    """Return the condition for a brand that answered a month."""
    return exists().where(FigureSheet.brand_id == Brand.id, FigureSheet.month == month)


def waiting(month: date) -> Select[Any]:
    """Return the select of enrolments, with brand, market and stage, that owe a month."""
    return (
        select(Enrolment)
        .join(Enrolment.brand)
        .join(Brand.market)
        .join(Enrolment.stage)
        .options(
            contains_eager(Enrolment.brand).contains_eager(Brand.market),
            contains_eager(Enrolment.stage),
        )
        .where(*is_asked(month), ~has_answered(month))
    )


def waiting_for_owner(brand_ids: Collection[int]) -> list[Owed]:
    """Return which of these brands have not answered the newest month."""
    month = monthly.last_complete(clock.today())
    query = waiting(month).where(Brand.id.in_(list(brand_ids))).order_by(Brand.id)
    return [Owed(one.brand.market, one.brand, 1, month) for one in db.session.scalars(query)]


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: how many brands owe these markets a month.

    `words` name the brand where it is one.
    """
    month = monthly.last_complete(clock.today())
    due_on = monthly.due_on(month)
    query = (
        week.line(
            "figures",
            market_id=Market.id,
            thing_id=Market.id,
            code=monthly.written(month),
            name_zh=Market.name_zh,
            name_en=Market.name_en,
            words_zh=func.min(Brand.name_zh),
            words_en=func.min(Brand.name_en),
            number=func.count(Brand.id),
            due_on=due_on,
        )
        .select_from(Market)
        .join(Brand, Brand.market_id == Market.id)
        .join(Enrolment, Enrolment.brand_id == Brand.id)
        .where(Market.id.in_(market_ids), *is_asked(month), ~has_answered(month))
        .group_by(Market.id)
    )
    return [query]


def unanswered(market_id: int, criteria: Unanswered) -> Page[Enrolment]:
    """Return one page of a market's brands that owe a month, by name."""
    return paginate(_narrowed(market_id, criteria), criteria.page)


def every_unanswered(market_id: int, criteria: Unanswered) -> Sequence[Enrolment]:
    """Return all of them, for export."""
    return db.session.scalars(_narrowed(market_id, criteria)).all()


def _narrowed(market_id: int, criteria: Unanswered) -> Select[Any]:
    query = waiting(criteria.month).where(Brand.market_id == market_id)
    if criteria.stage:
        query = query.where(Stage.code == criteria.stage)
    if criteria.programme:
        query = query.where(Enrolment.programme_id == criteria.programme)
    for word in criteria.query.split():
        query = query.where(
            Brand.name_zh.icontains(word, autoescape=True)
            | Brand.name_en.icontains(word, autoescape=True)
            | Brand.pinyin.icontains(word, autoescape=True)
        )
    return query.order_by(Brand.pinyin, Brand.id)


def months_without_answer(brand_ids: Collection[int]) -> dict[int, int]:
    """Return for each of these brands how many months it owes, counted back from the newest due.

    A month counts once its due day has passed; a brand that is not asked owes nothing.
    """
    last = monthly.last_due(clock.today())
    begun = (
        select(func.min(FigureChoice.from_month))
        .where(FigureChoice.market_id == Brand.market_id)
        .correlate(Brand)
        .scalar_subquery()
    )
    answered = (
        select(func.max(FigureSheet.month))
        .where(FigureSheet.brand_id == Brand.id, FigureSheet.month <= last)
        .correlate(Brand)
        .scalar_subquery()
    )
    query = (
        select(Brand.id, Enrolment.created_at, begun, answered)
        .join(Enrolment, Enrolment.brand_id == Brand.id)
        .join(Brand.market)
        .where(Brand.id.in_(list(brand_ids)), *is_asked(last))
    )
    owed = dict.fromkeys(brand_ids, 0)
    for number, admitted, since, newest in db.session.execute(query):
        first = max(since, monthly.first_whole_month(admitted))
        owed[number] = rules.without_answer(first, newest, last)
    return owed


def brands_owing(months: int) -> Select[Any]:
    """Return the select of the brands (by number) that owe so many months up to the newest due.

    They were asked for each of these months and answered none of them.
    """
    last = monthly.last_due(clock.today())
    first = monthly.after(last, 1 - months)
    answered = exists().where(
        FigureSheet.brand_id == Brand.id, FigureSheet.month.between(first, last)
    )
    return (
        select(Brand.id)
        .join(Enrolment, Enrolment.brand_id == Brand.id)
        .join(Brand.market)
        .where(*is_asked(first), ~answered)
    )


def last_reminders(brand_ids: Collection[int], month: date) -> dict[int, date]:
    """Return on which day each of these brands was last reminded of a month."""
    query = (
        select(FigureReminder.brand_id, func.max(FigureReminder.on_day))
        .where(FigureReminder.brand_id.in_(list(brand_ids)), FigureReminder.month == month)
        .group_by(FigureReminder.brand_id)
    )
    return dict(db.session.execute(query).all())


def reminded_on(market_id: int, day: date) -> set[int]:
    """Return which brands of a market were reminded that day."""
    query = (
        select(FigureReminder.brand_id)
        .join(Brand, Brand.id == FigureReminder.brand_id)
        .where(Brand.market_id == market_id, FigureReminder.on_day == day)
    )
    return set(db.session.scalars(query))


def to_remind(month: date, kind: ReminderKind, day: date, limit: int) -> Sequence[int]:
    """Return which brands, by number, owe a month and were not yet reminded so, nor that day."""
    told = exists().where(
        FigureReminder.brand_id == Brand.id,
        (FigureReminder.on_day == day)
        | ((FigureReminder.month == month) & (FigureReminder.kind == kind)),
    )
    query = waiting(month).where(~told).order_by(Brand.id).limit(limit)
    return [one.brand_id for one in db.session.scalars(query)]


def to_remind_now(month: date, kind: ReminderKind, day: date, brand_id: int) -> Brand | None:
    """Return a brand if it is still to be reminded, held for this transaction alone."""
    held = select(Brand.id).where(Brand.id == brand_id).with_for_update(skip_locked=True)
    if db.session.scalars(held).one_or_none() is None:
        return None
    told = exists().where(
        FigureReminder.brand_id == Brand.id,
        (FigureReminder.on_day == day)
        | ((FigureReminder.month == month) & (FigureReminder.kind == kind)),
    )
    query = waiting(month).where(Brand.id == brand_id, ~told)
    found = db.session.scalars(query).one_or_none()
    return found.brand if found else None
