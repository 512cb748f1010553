"""Reading stalls with who holds them: a market's list, one stall, and what there is in numbers."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.brands.models import Brand, Revision, RevisionState
from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.leasing.criteria import StallCriteria, StallOrder
from portal.leasing.models import Let, Standing
from portal.leasing.queries import lets
from portal.markets import queries as markets
from portal.markets.models import Floor, Hall, Market, Stall, StallState


def is_let() -> ColumnElement[bool]:
    """Return the condition for stalls that are let today."""
    return exists().where(Let.stall_id == Stall.id, lets.runs(clock.today()))


def stands_so(standing: Standing) -> ColumnElement[bool]:
    """Return the condition for what a stall is today."""
    available = Stall.state == StallState.AVAILABLE
    if standing is Standing.LET:
        return and_(available, is_let())
    if standing is Standing.VACANT:
        return and_(available, ~is_let())
    return Stall.state.in_([StallState[standing.name]])


def listed(market_id: int, criteria: StallCriteria) -> Select[Any]:
    """Return the select of a market's stalls that fit, in order."""
    query = (
        select(Stall)
        .join(Stall.floor)
        .join(Floor.hall)
        .options(contains_eager(Stall.floor).contains_eager(Floor.hall))
        .where(Stall.market_id == market_id)
    )
    if criteria.state:
        query = query.where(stands_so(Standing[criteria.state.upper()]))
    else:
        query = query.where(Stall.state != StallState.WITHDRAWN)
    if criteria.hall:
        query = query.where(Hall.id == criteria.hall)
    if criteria.floor:
        query = query.where(Floor.id == criteria.floor)
    if criteria.query:
        query = query.where(called(criteria.query))
    by_number = (Hall.position, Hall.id, Floor.level, Stall.zone, Stall.place, Stall.id)
    if criteria.order is StallOrder.AREA:
        return query.order_by(Stall.area.desc(), *by_number)
    if criteria.order is StallOrder.END:
        end = select(func.min(Let.ends_on)).where(
            Let.stall_id == Stall.id, lets.runs(clock.today())
        )
        return query.order_by(end.scalar_subquery().nulls_last(), *by_number)
    return query.order_by(*by_number)


def called(text: str) -> ColumnElement[bool]:
    """Return the condition for stalls with this in their number or in their brand's name."""
    names = (Brand.name_zh, Brand.name_en, Brand.pinyin)
    brand = (
        exists()
        .where(Let.stall_id == Stall.id, Brand.id == Let.brand_id, lets.runs(clock.today()))
        .where(or_(*(one.icontains(text, autoescape=True) for one in names)))
    )
    return or_(Stall.number.icontains(text, autoescape=True), brand)


def page(market_id: int, criteria: StallCriteria) -> Page[Stall]:
    """Return one page of a market's stalls."""
    return paginate(listed(market_id, criteria), criteria.page)


def rows(market_id: int, criteria: StallCriteria) -> Sequence[Stall]:
    """Return all of a market's stalls that fit, for export."""
    return db.session.scalars(listed(market_id, criteria)).all()


def lets_now(stall_ids: Collection[int]) -> dict[int, Let]:
    """Return the let that runs today by the stall's number: one query."""
    query = lets.whole().where(Let.stall_id.in_(stall_ids), lets.runs(clock.today()))
    return {one.stall_id: one for one in db.session.scalars(query)}


def standing_counts(market_id: int) -> dict[Standing, int]:
    """Return how many stalls of a market are what today."""
    parts = [func.count(case((stands_so(one), 1))) for one in Standing]
    found = db.session.execute(select(*parts).where(Stall.market_id == market_id)).one()
    return dict(zip(Standing, found, strict=True))


@dataclass(frozen=True)
class StallFile:
    """A stall with its history: who held it, what it was before, what followed it."""

    stall: Stall
    lets: Sequence[Let]
    before: Sequence[Stall]
    after: Sequence[Stall]

    @property
    def market(self) -> Market:
        """Return the market that it lies in."""
        return self.stall.market

    @property
    def market_id(self) -> int:
        """Return whose office keeps it."""
        return self.stall.market_id

    @property
    def now(self) -> Let | None:
        """Return the let that runs today."""
        today = clock.today()
        return next(
            (
                one
                for one in self.lets
                if not one.called_off_at and one.starts_on <= today <= one.ends_on
            ),
            None,
        )

    @property
    def going_on(self) -> frozenset[int]:
        """Return the lets (by number) that go on here in a next term."""
        standing = (one for one in self.lets if not one.called_off_at)
        return frozenset(one.previous_id for one in standing if one.previous_id)

    @property
    def upcoming(self) -> Sequence[Let]:
        """Return the lets that are agreed and have not begun, the first to begin first."""
        today = clock.today()
        ahead = [one for one in self.lets if not one.called_off_at and one.starts_on > today]
        return ahead[::-1]


def stall_file(market: str, stall_id: int) -> StallFile:
    """Return one stall of that market with its history; NoResultFound for another market's."""
    stall = markets.stall(market, stall_id)
    return StallFile(
        stall, lets.of_stall(stall.id), markets.before(stall.id), markets.after(stall.id)
    )


def vacant(market_id: int, but: int = 0) -> Sequence[Stall]:
    """Return the stalls of a market that are vacant today, with floor and hall, by number."""
    query = listed(market_id, StallCriteria(state=Standing.VACANT.value))
    return db.session.scalars(query.where(Stall.id != but)).all()


# Numbers


def categories(brand_ids: Collection[int]) -> dict[int, str]:
    """Return each brand's category by its number: as published, else as its newest draft says."""
    query = (
        select(Revision.brand_id, Revision.category)
        .where(Revision.brand_id.in_(brand_ids), Revision.category != "")
        .order_by(case((Revision.state == RevisionState.PUBLISHED, 1), else_=0), Revision.id)
    )
    return dict(db.session.execute(query).all())


def vacant_count(market_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return how many stalls are vacant today by the market's number; of all markets for None."""
    query = select(Stall.market_id, func.count(Stall.id)).where(stands_so(Standing.VACANT))
    if market_ids is not None:
        query = query.where(Stall.market_id.in_(market_ids))
    return dict(db.session.execute(query.group_by(Stall.market_id)).all())


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: lets that end, and how many stalls stand empty."""
    vacant = week.line(
        "vacancy",
        shelf=week.Shelf.LATER,
        market_id=Market.id,
        thing_id=Market.id,
        code=Standing.VACANT.value,
        name_zh=Market.name_zh,
        name_en=Market.name_en,
        number=func.count(Stall.id),
    )
    return [
        lets.ending_lines(market_ids),
        vacant.select_from(Market)
        .join(Stall, Stall.market_id == Market.id)
        .where(Market.id.in_(market_ids), stands_so(Standing.VACANT))
        .group_by(Market.id),
    ]


def category_counts(market_id: int) -> dict[int, Counter[str]]:
    """Return how many stalls are let to which category, by the floor's number: two queries.

    A brand that has not said its category counts under "".
    """
    query = (
        select(Stall.floor_id, Let.brand_id)
        .join(Let.stall)
        .where(Let.market_id == market_id, lets.runs(clock.today()))
    )
    pairs = db.session.execute(query).all()
    known = categories({brand_id for _, brand_id in pairs})
    found: dict[int, Counter[str]] = {}
    for floor_id, brand_id in pairs:
        found.setdefault(floor_id, Counter())[known.get(brand_id, "")] += 1
    return found


@dataclass(frozen=True)
class FloorFigures:
    """A floor in numbers: how many stalls are what, and what is let is of which categories."""

    floor: Floor
    counts: Mapping[Standing, int]
    categories: Counter[str] = field(default_factory=Counter)

    @property
    def stalls(self) -> int:
        """Return how many stalls stand here."""
        return sum(count for one, count in self.counts.items() if one is not Standing.WITHDRAWN)

    @property
    def occupancy(self) -> int | None:
        """Return the let share of what there is to let, in percent; None when there is nothing."""
        to_let = self.counts[Standing.LET] + self.counts[Standing.VACANT]
        return round(100 * self.counts[Standing.LET] / to_let) if to_let else None


def floor_figures(market_id: int) -> list[FloorFigures]:
    """Return every floor with stalls in numbers: four queries."""
    parts = [func.count(case((stands_so(one), 1))) for one in Standing]
    query = select(Stall.floor_id, *parts).where(Stall.market_id == market_id)
    counted = {
        floor_id: dict(zip(Standing, numbers, strict=True))
        for floor_id, *numbers in db.session.execute(query.group_by(Stall.floor_id))
    }
    mix = category_counts(market_id)
    return [
        FloorFigures(floor, counted[floor.id], mix.get(floor.id, Counter()))
        for floor in markets.floors(market_id)
        if floor.id in counted
    ]


def floors_with_stalls(market_id: int) -> frozenset[int]:
    """Return the floors (by number) of a market that have stalls."""
    query = select(Stall.floor_id).where(
        Stall.market_id == market_id, Stall.state != StallState.WITHDRAWN
    )
    return frozenset(db.session.scalars(query.distinct()))
