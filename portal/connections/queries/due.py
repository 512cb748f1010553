"""What is due: on homes, in an office's week, for the clocks."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.connections.models import Connection, ConnectionDesk, ConnectionState
from portal.connections.queries.calendar import in_force, waits, whole
from portal.connections.rules import FRESH_DAYS, STAND_IN_DAYS
from portal.core import clock, week
from portal.core.db import db

S = ConnectionState
ON_HOME = timedelta(days=30)


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
