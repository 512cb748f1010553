"""Reading connections: one, a person's own, a market's, who is connected, what is due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.permissions import Role
from portal.accounts.models import Membership
from portal.agents import queries as agents
from portal.agents.models import Agent
from portal.brands import queries as brands
from portal.brands.models import Brand, BrandState
from portal.connections.models import PENDING, Connection, ConnectionDesk, ConnectionState
from portal.connections.rules import FRESH_DAYS, STAND_IN_DAYS
from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.markets.models import Market

S = ConnectionState
SOON = timedelta(days=60)
"""What ends within so long is on the list of what ends soon."""
ON_HOME = timedelta(days=30)


class Shelf(StrEnum):
    """The lists of connections."""

    WAITING = "waiting"
    OPEN = "open"
    ENDING = "ending"
    PAST = "past"
    ALL = "all"


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


# The calendar


def waits() -> ColumnElement[bool]:
    """Return the condition for what waits for an answer today."""
    return and_(Connection.state.in_(PENDING), Connection.answer_by >= clock.today())


def in_force() -> ColumnElement[bool]:
    """Return the condition for what has a term that holds today; it may rest nevertheless."""
    return and_(Connection.state == S.ACTIVE, Connection.ends_on >= clock.today())


def on_shelf(shelf: Shelf) -> ColumnElement[bool]:
    """Return the condition of one of the lists."""
    return {
        Shelf.WAITING: waits(),
        Shelf.OPEN: in_force(),
        Shelf.ENDING: and_(in_force(), Connection.ends_on <= clock.today() + SOON),
        Shelf.PAST: ~or_(waits(), in_force()),
        Shelf.ALL: Connection.id.is_not(None),
    }[shelf]


# One


def whole() -> Select[Any]:
    """Return the select of connections with brand, market and agent."""
    return select(Connection).options(
        joinedload(Connection.brand).joinedload(Brand.market), joinedload(Connection.agent)
    )


def read_whole() -> Select[Any]:
    """Return the select of connections with all that a page shows of one."""
    return whole().options(
        selectinload(Connection.messages),
        joinedload(Connection.agent).selectinload(Agent.interests),
    )


def connection(connection_id: int) -> Connection:
    """Return a connection with everything that was said; NoResultFound for none."""
    found: Connection = db.session.scalars(read_whole().where(Connection.id == connection_id)).one()
    return found


def held(connection_id: int) -> Connection:
    """Return a connection as `connection`, held for this transaction alone: for a deed on it."""
    query = read_whole().where(Connection.id == connection_id)
    found: Connection = db.session.scalars(query.with_for_update(of=Connection)).one()
    return found


def between(brand_id: int, agent_ids: Collection[int]) -> Sequence[Connection]:
    """Return all between a brand and these agents, the newest first."""
    query = whole().where(Connection.brand_id == brand_id, Connection.agent_id.in_(agent_ids))
    return db.session.scalars(query.order_by(Connection.id.desc())).unique().all()


def current(brand_id: int, agent_ids: Collection[int]) -> Sequence[Connection]:
    """Return what is open or waits between a brand and these agents, the newest first."""
    query = whole().where(
        Connection.brand_id == brand_id,
        Connection.agent_id.in_(agent_ids),
        or_(waits(), in_force()),
    )
    return db.session.scalars(query.order_by(Connection.id.desc())).unique().all()


def stale(brand_id: int, agent_id: int) -> Sequence[Connection]:
    """Return what the calendar has ended between the two, and no clock has noted yet."""
    query = whole().where(
        Connection.brand_id == brand_id, Connection.agent_id == agent_id, run_out()
    )
    return db.session.scalars(query.with_for_update(of=Connection)).unique().all()


# Who is connected


def open_brands(agent_ids: Collection[int]) -> frozenset[int]:
    """Return the brands (by number) whose exact terms these companies may read now.

    A brand that nobody outside sees rests, and so does a company that is not verified.
    """
    query = (
        select(Connection.brand_id)
        .join(Connection.brand)
        .join(Brand.market)
        .join(Connection.agent)
        .where(
            Connection.agent_id.in_(agent_ids),
            in_force(),
            agents.verified_now(),
            Brand.state == BrandState.VISIBLE,
            brands.not_paused(),
            Market.closed_at.is_(None),
        )
    )
    return frozenset(db.session.scalars(query))


def verified_companies(person: Any) -> frozenset[int]:
    """Return the companies (by number) whose verification holds, for which a person works."""
    now = clock.now()
    return frozenset(
        one.agent_id
        for one in person.held
        if one.role is Role.AGENT and one.verified_until and one.verified_until > now
    )


def connected_people(brand: Brand) -> list[int]:
    """Return the accounts (by number) of all verified companies connected to a brand today."""
    query = (
        select(Membership.user_id)
        .join(Connection, Connection.agent_id == Membership.agent_id)
        .where(
            Membership.role == Role.AGENT,
            Membership.verified_until > clock.now(),
            Connection.brand_id == brand.id,
            in_force(),
        )
        .distinct()
    )
    return list(db.session.scalars(query))


def agents_who_asked(brand_ids: Collection[int]) -> Select[Any]:
    """Return the select of the agents (by number) who asked for the terms of one of these."""
    return select(Connection.agent_id).where(
        Connection.brand_id.in_(brand_ids), Connection.begun_by == "agent"
    )


def desk(brand_id: int) -> ConnectionDesk:
    """Return how a brand wants askings answered; one that is not kept yet says the usual."""
    query = select(ConnectionDesk).where(ConnectionDesk.brand_id == brand_id)
    found = db.session.scalars(query).one_or_none()
    return found or ConnectionDesk(brand_id=brand_id, office_answers=False, months=12)


# The lists


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


# For homes


def due(condition: ColumnElement[bool], order: Any, limit: int = 50) -> Sequence[Connection]:
    """Return connections with brand and agent: as many as a home shows."""
    query = whole().where(condition).order_by(order, Connection.id).limit(limit)
    return db.session.scalars(query).unique().all()


def office_answers() -> ColumnElement[bool]:
    """Return the condition for brands whose office answers for them."""
    kept = select(ConnectionDesk.brand_id).where(ConnectionDesk.office_answers)
    return Connection.brand_id.in_(kept)


def waiting_for_owner(brand_ids: Collection[int]) -> Sequence[Connection]:
    """Return what these brands' own people have to answer, the nearest day first."""
    condition = and_(
        Connection.brand_id.in_(brand_ids), Connection.state == S.ASKED, waits(), ~office_answers()
    )
    return due(condition, Connection.answer_by)


def waiting_for_agent(agent_ids: Collection[int]) -> Sequence[Connection]:
    """Return what these agents have to answer, the nearest day first."""
    turn = Connection.state.in_((S.ASKED_BACK, S.INVITED))
    return due(and_(Connection.agent_id.in_(agent_ids), turn, waits()), Connection.answer_by)


def news_of_agent(agent_ids: Collection[int]) -> Sequence[Connection]:
    """Return what was opened to these agents within a week, or ends within a month.

    What they have asked for anew is left out.
    """
    asked = select(Connection.brand_id).where(Connection.agent_id.in_(agent_ids), waits())
    fresh = Connection.granted_at > clock.now() - timedelta(days=FRESH_DAYS)
    ending = and_(Connection.ends_on <= clock.today() + ON_HOME, Connection.brand_id.not_in(asked))
    condition = and_(Connection.agent_id.in_(agent_ids), in_force(), or_(fresh, ending))
    return due(condition, Connection.ends_on)


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: what it answers itself, and what nearly runs out."""
    lines = week.line(
        "connection",
        due_on=Connection.answer_by,
        market_id=Connection.market_id,
        thing_id=Connection.id,
        brand_id=Brand.id,
        slug=Brand.slug,
        name_zh=Brand.name_zh,
        name_en=Brand.name_en,
        words_zh=Agent.name_zh,
        words_en=Agent.name_en,
    )
    soon = Connection.answer_by <= clock.today() + timedelta(days=STAND_IN_DAYS)
    return [
        lines.select_from(Connection)
        .join(Connection.brand)
        .join(Connection.agent)
        .where(
            Connection.market_id.in_(market_ids),
            Connection.state == S.ASKED,
            waits(),
            or_(soon, office_answers()),
        )
    ]


# For the clocks


def run_out() -> ColumnElement[bool]:
    """Return the condition for what the calendar has ended, and no clock has noted yet."""
    today = clock.today()
    return or_(
        and_(Connection.state.in_(PENDING), Connection.answer_by < today),
        and_(Connection.state == S.ACTIVE, Connection.ends_on < today),
    )


def to_remind(days: int) -> ColumnElement[bool]:
    """Return the condition for what has so many days left to be answered, and was not told."""
    last = clock.today() + timedelta(days=days)
    return and_(waits(), Connection.answer_by <= last, untold(days))


def to_announce(days: int) -> ColumnElement[bool]:
    """Return the condition for what ends in so many days, and was not told."""
    last = clock.today() + timedelta(days=days)
    return and_(in_force(), Connection.ends_on <= last, untold(days))


def untold(days: int) -> ColumnElement[bool]:
    return or_(Connection.reminded.is_(None), Connection.reminded > days)


def numbers(condition: ColumnElement[bool], limit: int) -> Sequence[int]:
    """Return the numbers of what meets a condition, the oldest first."""
    query = select(Connection.id).where(condition).order_by(Connection.id).limit(limit)
    return db.session.scalars(query).all()


def still(condition: ColumnElement[bool], connection_id: int) -> Connection | None:
    """Return one that still meets a condition, held; None when another worker has it."""
    query = whole().where(condition, Connection.id == connection_id)
    query = query.with_for_update(of=Connection, skip_locked=True)
    found: Connection | None = db.session.scalars(query).one_or_none()
    return found


def open_of_brand(brand_id: int) -> Sequence[Connection]:
    """Return what waits or is open with a brand."""
    states = (*PENDING, S.ACTIVE)
    query = select(Connection).where(Connection.brand_id == brand_id, Connection.state.in_(states))
    return db.session.scalars(query).all()
