"""Reading lets: one, a market's lists, a brand's and a stall's history."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands.models import Brand
from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.leasing import rules
from portal.leasing.criteria import LetCriteria, LetOrder, Shelf
from portal.leasing.models import Let
from portal.leasing.rules import ENDING
from portal.markets.models import Floor, Market, Stall


def stands() -> ColumnElement[bool]:
    """Return the condition for lets that were not called off."""
    return Let.called_off_at.is_(None)


def runs(today: date) -> ColumnElement[bool]:
    """Return the condition for lets that run on a day."""
    return and_(stands(), Let.starts_on <= today, Let.ends_on >= today)


def on_shelf(shelf: Shelf, today: date) -> ColumnElement[bool]:
    """Return the condition of one of the lists."""
    return {
        Shelf.RUNNING: runs(today),
        Shelf.ENDING: and_(runs(today), *ends_soon(today)),
        Shelf.UPCOMING: and_(stands(), Let.starts_on > today),
        Shelf.ENDED: or_(Let.ends_on < today, Let.called_off_at.is_not(None)),
        Shelf.ALL: Let.id.is_not(None),
    }[shelf]


def whole() -> Select[Any]:
    """Return the select of lets with brand, stall, floor and hall."""
    return (
        select(Let)
        .join(Let.brand)
        .join(Let.stall)
        .options(
            contains_eager(Let.brand),
            contains_eager(Let.stall).joinedload(Stall.floor).joinedload(Floor.hall),
        )
    )


def with_ladder() -> Select[Any]:
    """Return the select of lets as `whole`, with their ladders."""
    return whole().options(selectinload(Let.ladder), selectinload(Let.stages))


def let(market: str, let_id: int) -> Let:
    """Return one let of that market; NoResultFound for another market's."""
    query = (
        with_ladder()
        .join(Let.market)
        .options(contains_eager(Let.market), contains_eager(Let.brand).joinedload(Brand.market))
        .where(Market.slug == market, Let.id == let_id)
    )
    found: Let = db.session.scalars(query).one()
    return found


def of_stall(stall_id: int) -> Sequence[Let]:
    """Return who held a stall when, the latest first."""
    query = with_ladder().where(Let.stall_id == stall_id)
    return db.session.scalars(query.order_by(Let.starts_on.desc(), Let.id.desc())).all()


def of_brand(brand_id: int, market_id: int | None = None) -> Sequence[Let]:
    """Return which stalls a brand held when, in one market or in all, the latest first."""
    query = with_ladder().where(Let.brand_id == brand_id, *in_market(market_id))
    return db.session.scalars(query.order_by(Let.starts_on.desc(), Let.id.desc())).all()


def in_market(market_id: int | None) -> list[ColumnElement[bool]]:
    """Return the condition for the lets of one market; an office reads no other's."""
    return [] if market_id is None else [Let.market_id == market_id]


def listed(market_id: int, criteria: LetCriteria) -> Select[Any]:
    """Return the select of a market's lets that fit, in order."""
    query = whole().where(Let.market_id == market_id, on_shelf(criteria.shelf, clock.today()))
    if criteria.query:
        columns = (Brand.name_zh, Brand.name_en, Brand.pinyin, Stall.number)
        query = query.where(
            or_(*(one.icontains(criteria.query, autoescape=True) for one in columns))
        )
    order: dict[LetOrder, tuple[Any, ...]] = {
        LetOrder.END: (Let.ends_on.desc() if criteria.shelf is Shelf.ENDED else Let.ends_on,),
        LetOrder.NEWEST: (Let.starts_on.desc(),),
        LetOrder.RENT: ((Let.rent_fen * Let.area).desc(),),
    }
    return query.order_by(*order[criteria.order], Let.id)


def page(market_id: int, criteria: LetCriteria) -> Page[Let]:
    """Return one page of a market's lets."""
    return paginate(listed(market_id, criteria), criteria.page)


def rows(market_id: int, criteria: LetCriteria) -> Sequence[Let]:
    """Return all of a market's lets that fit, for export."""
    return db.session.scalars(listed(market_id, criteria)).all()


def counts(market_id: int) -> dict[Shelf, int]:
    """Return how many lets each list of a market has: one query."""
    today = clock.today()
    parts = [func.count(case((on_shelf(shelf, today), 1))) for shelf in Shelf]
    found = db.session.execute(select(*parts).where(Let.market_id == market_id)).one()
    return dict(zip(Shelf, found, strict=True))


def overlapping(stall_id: int, starts_on: date, ends_on: date, but: int = 0) -> Let | None:
    """Return a let of a stall that shares a day with a term, or None."""
    query = whole().where(
        Let.stall_id == stall_id,
        stands(),
        Let.starts_on <= ends_on,
        Let.ends_on >= starts_on,
        Let.id != but,
    )
    found: Let | None = db.session.scalars(query.order_by(Let.starts_on).limit(1)).one_or_none()
    return found


# For the domains above and below


def current_lets(brand_ids: Collection[int], market_id: int | None = None) -> dict[int, list[Let]]:
    """Return the lets that run today by the brand's number, with stall, floor and hall.

    A brand's stand as one walks past them: A2 before A12, whichever was let first or extended.
    """
    query = whole().where(Let.brand_id.in_(brand_ids), runs(clock.today()), *in_market(market_id))
    return by_brand(db.session.scalars(query))


def by_brand(lets: Iterable[Let]) -> dict[int, list[Let]]:
    """Return lets by the brand's number, as one walks past them."""
    found: dict[int, list[Let]] = {}
    for one in sorted(lets, key=on_the_way):
        found.setdefault(one.brand_id, []).append(one)
    return found


def stall_numbers() -> ScalarSelect[str]:
    """Return, beside brands in a query, the numbers of the stalls that each holds today.

    Each in a line of its own.
    """
    numbers = select(func.aggregate_strings(Stall.number, "\n")).join(Let.stall)
    return (
        numbers.where(Let.brand_id == Brand.id, runs(clock.today()))
        .correlate(Brand)
        .scalar_subquery()
    )


def numbers_of(brand: Brand) -> Sequence[str]:
    """Return the numbers of the stalls that a brand holds in its market today."""
    query = (
        select(Stall.number)
        .join(Let, Let.stall_id == Stall.id)
        .where(Let.brand_id == brand.id, Let.market_id == brand.market_id, runs(clock.today()))
    )
    return db.session.scalars(query.order_by(Stall.number)).all()


def on_the_way(let: Let) -> tuple[int, int, str, int]:
    """Return where a let stall stands among others: hall, floor, zone, number."""
    stall, floor = let.stall, let.stall.floor
    return floor.hall_id, floor.level, stall.zone, stall.place


def open_lets(brand_id: int) -> Sequence[Let]:
    """Return a brand's lets in its market that run today or begin later, with their ladders."""
    query = with_ladder().where(
        Let.brand_id == brand_id,
        Let.market_id == Brand.market_id,
        stands(),
        Let.ends_on >= clock.today(),
    )
    return db.session.scalars(query.order_by(Let.starts_on, Let.id)).all()


def has_stall(brand: Brand) -> int:
    """Return how many stalls of its market a brand holds today or from a later day."""
    query = select(func.count(Let.id)).where(
        Let.brand_id == brand.id,
        Let.market_id == brand.market_id,
        stands(),
        Let.ends_on >= clock.today(),
    )
    return db.session.scalar(query) or 0


def terms_after(let: Let) -> Sequence[Let]:
    """Return the terms agreed already in which the same brand goes on on the same stall."""
    query = with_ladder().where(
        Let.stall_id == let.stall_id,
        Let.brand_id == let.brand_id,
        Let.starts_on > let.ends_on,
        stands(),
    )
    return db.session.scalars(query).all()


def continued(let: Let) -> list[Let]:
    """Return the terms in which a let is to go on on its stall, the first to come first."""
    found, last = [], let
    for one in sorted(terms_after(let), key=lambda term: term.starts_on):
        if one.previous_id == last.id:
            found.append(one)
            last = one
    return found


def going_on(lets: Iterable[Let]) -> frozenset[int]:
    """Return which of these lets (by number) go on in a next term, here or elsewhere."""
    numbers = [one.id for one in lets]
    query = select(Let.previous_id).where(Let.previous_id.in_(numbers), stands())
    return frozenset(number for number in db.session.scalars(query) if number)


def held(stall_ids: Collection[int]) -> frozenset[int]:
    """Return which of these stalls are let, today or from a later day."""
    query = select(Let.stall_id).where(
        Let.stall_id.in_(stall_ids), stands(), Let.ends_on >= clock.today()
    )
    return frozenset(db.session.scalars(query))


@dataclass(frozen=True)
class Held:
    """What brands hold today, and what of it ends soon."""

    by_brand: dict[int, list[Let]]
    """The lets that run, by the brand's number, as one walks past them."""
    ending: list[Let]
    """Those that end within 60 days and do not go on, the first to end first."""


def held_by(brand_ids: Collection[int]) -> Held:
    """Return what brands hold today, with market, stall, floor and hall: one query."""
    query = (
        whole()
        .add_columns(and_(*ends_soon(clock.today())))
        .options(joinedload(Let.market))
        .where(Let.brand_id.in_(brand_ids), runs(clock.today()))
    )
    rows = db.session.execute(query).all()
    ending = sorted((let for let, ends in rows if ends), key=lambda one: (one.ends_on, one.id))
    return Held(by_brand([let for let, _ends in rows]), ending)


def ends_soon(today: date) -> list[ColumnElement[bool]]:
    """Return the conditions for what ends within 60 days and does not go on, here or elsewhere."""
    following = select(Let.previous_id).where(Let.previous_id.is_not(None), stands())
    return [Let.ends_on <= today + ENDING, Let.id.not_in(following)]


def ending_lines(market_ids: Collection[int]) -> Select[Any]:
    """Return the lines of an office's week: the lets of these markets that end."""
    lines = week.line(
        "let_end",
        market_id=Let.market_id,
        thing_id=Let.stall_id,
        brand_id=Brand.id,
        slug=Brand.slug,
        name_zh=Brand.name_zh,
        name_en=Brand.name_en,
        code=Stall.number,
        due_on=Let.ends_on,
    )
    return (
        lines.select_from(Let)
        .join(Let.brand)
        .join(Let.stall)
        .where(Let.market_id.in_(market_ids), on_shelf(Shelf.ENDING, clock.today()))
    )


def concession_costs(brand_ids: Collection[int]) -> dict[int, int]:
    """Return what concessions have cost so far (fen), by the brand's number: three queries."""
    query = with_ladder().where(Let.brand_id.in_(brand_ids))
    found: dict[int, int] = {}
    for one in db.session.scalars(query).unique():
        given = rules.concession(one, clock.today())
        if given and given.so_far:
            found[one.brand_id] = found.get(one.brand_id, 0) + given.so_far
    return found


def brands_in_hall(hall_id: int) -> Select[Any]:
    """Return the select of the brands (by number) that have a stall in a hall today."""
    return (
        select(Let.brand_id)
        .join(Let.stall)
        .join(Stall.floor)
        .where(Floor.hall_id == hall_id, runs(clock.today()))
    )
