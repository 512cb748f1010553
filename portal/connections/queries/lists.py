"""Lists of connections: narrowed, ordered, paged, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.access.permissions import Role
from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.connections.models import Connection, ConnectionState
from portal.connections.queries.calendar import Shelf, in_force, on_shelf, waits
from portal.core.db import db
from portal.core.paging import Page, paginate

S = ConnectionState


class Sort(StrEnum):
    """How a list is ordered."""

    NEXT = "next"
    NEWEST = "newest"
    BRAND = "brand"
    AGENT = "agent"


@dataclass(frozen=True)
class Criteria:
    """What a list is narrowed to, and its order."""

    shelf: Shelf = Shelf.ALL
    text: str = ""
    sort: Sort = Sort.NEXT


def of_person(viewer: Any) -> ColumnElement[bool]:
    """Return the condition for a person's own: as an agent, or as a brand's owner."""
    return or_(
        Connection.agent_id.in_(viewer.ids(Role.AGENT)),
        Connection.brand_id.in_(viewer.ids(Role.OWNER)),
    )


def of_market(market_id: int) -> ColumnElement[bool]:
    """Return the condition for those of a market's brands."""
    return Connection.market_id == market_id


def called(whose: ColumnElement[bool], text: str) -> Select[Any]:
    """Return the select of these connections whose brand or agent is called so."""
    query = (
        select(Connection)
        .join(Connection.brand)
        .join(Connection.agent)
        .options(
            contains_eager(Connection.brand).joinedload(Brand.market),
            contains_eager(Connection.agent),
        )
        .where(whose)
    )
    if text:
        columns = (Brand.name_zh, Brand.name_en, Brand.pinyin, Agent.name_zh, Agent.name_en)
        query = query.where(or_(*(one.icontains(text, autoescape=True) for one in columns)))
    return query


def listed(whose: ColumnElement[bool], criteria: Criteria) -> Select[Any]:
    """Return the select of a list. First comes what waits, by its day; then what ends first."""
    place = case((waits(), 0), (in_force(), 1), else_=2)
    next_day = case((waits(), Connection.answer_by), (in_force(), Connection.ends_on))
    orders: dict[Sort, tuple[Any, ...]] = {
        Sort.NEXT: (place, next_day.nulls_last()),
        Sort.NEWEST: (),
        Sort.BRAND: (Brand.pinyin,),
        Sort.AGENT: (Agent.name_zh,),
    }
    query = called(whose, criteria.text).where(on_shelf(criteria.shelf))
    return query.order_by(*orders[criteria.sort], Connection.id.desc())


def page_of(whose: ColumnElement[bool], criteria: Criteria, page: int) -> Page[Connection]:
    """Return one page of a list."""
    return paginate(listed(whose, criteria), page)


def rows_of(whose: ColumnElement[bool], criteria: Criteria) -> Sequence[Connection]:
    """Return a whole list, for taking away as a table."""
    return db.session.scalars(listed(whose, criteria)).unique().all()


def counts_of(whose: ColumnElement[bool], text: str) -> Mapping[Shelf, int]:
    """Return how many each list has: one query."""
    rows = called(whose, text).with_only_columns(Connection.id).subquery()
    parts = [
        select(func.count())
        .select_from(Connection)
        .where(Connection.id.in_(select(rows.c.id)), on_shelf(shelf))
        .scalar_subquery()
        .label(shelf.name)
        for shelf in Shelf
    ]
    return dict(zip(Shelf, db.session.execute(select(*parts)).one(), strict=True))
