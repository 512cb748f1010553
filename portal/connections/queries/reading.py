"""Reading connections: one, and what there is between a brand and its agents."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.access.permissions import Role
from portal.agents import queries as agents
from portal.agents.models import Agent
from portal.agents.queries import Companies
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.connections.models import PENDING, Connection, ConnectionDesk, ConnectionState, Side
from portal.connections.queries.calendar import in_force, run_out, waits, whole
from portal.core.db import db

S = ConnectionState


@dataclass(frozen=True)
class Approach:
    """A brand whose terms somebody wants to see, and the companies he could ask for."""

    brand: Brand
    companies: Companies

    @property
    def market_id(self) -> int:
        """Return the brand's market."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return the brand that is asked."""
        return self.brand.id

    @property
    def agent_id(self) -> int | None:
        """Return the person's own company."""
        return self.companies.first_id


def approach(brand: str) -> Approach:
    """Return a brand of the directory for the visitor to ask; NoResultFound for a hidden one."""
    return Approach(brands.seen_by_outsiders(brand), agents.spoken_for_by(whoever_asks()))


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


def opened(brand: str) -> Connection:
    """Return what opens a brand's terms to whoever asks, else what did, held as `held`.

    Raises:
        NoResultFound: there never was anything between them.
    """
    query = read_whole().where(
        Connection.brand_id == brands.seen_by_outsiders(brand).id,
        Connection.agent_id.in_(whoever_asks().ids(Role.AGENT)),
    )
    query = query.order_by(case((in_force(), 0), else_=1), Connection.id.desc()).limit(1)
    found: Connection = db.session.scalars(query.with_for_update(of=Connection)).one()
    return found


def between(brand_id: int, agent_ids: Collection[int]) -> Sequence[Connection]:
    """Return all between a brand and these agents, the newest first."""
    query = whole().where(Connection.brand_id == brand_id, Connection.agent_id.in_(agent_ids))
    return db.session.scalars(query.order_by(Connection.id.desc())).unique().all()


def newest_between(brand_id: int, agent_id: int) -> Connection | None:
    """Return the newest between a brand and an agent, alone."""
    query = select(Connection).where(
        Connection.brand_id == brand_id, Connection.agent_id == agent_id
    )
    return db.session.scalars(query.order_by(Connection.id.desc()).limit(1)).one_or_none()


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


def last_asked(brand_id: int, agent_ids: Collection[int]) -> Connection | None:
    """Return what one of these agents asked of a brand the last time, for filling it in again."""
    query = (
        whole()
        .where(
            Connection.brand_id == brand_id,
            Connection.agent_id.in_(agent_ids),
            Connection.begun_by == Side.AGENT,
        )
        .order_by(Connection.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def newest(brand_id: int, viewer: Any) -> Connection | None:
    """Return the newest connection of the visitor's companies to a brand; None for none."""
    if not (companies := viewer.ids(Role.AGENT)):
        return None
    asked = {"brand": brand_id, "companies": list(companies)}
    return db.session.scalars(newest_first(), asked).one_or_none()


@cache
def newest_first() -> Select[Any]:
    """Return what `newest` asks, kept: what waits first, then what is open."""
    rank = case((waits(), 0), (in_force(), 1), else_=2)
    return (
        whole()
        .where(
            Connection.brand_id == bindparam("brand"),
            Connection.agent_id.in_(bindparam("companies", expanding=True)),
        )
        .order_by(rank, Connection.id.desc())
        .limit(1)
    )


def open_of_brand(brand_id: int) -> Sequence[Connection]:
    """Return what waits or is open with a brand."""
    states = (*PENDING, S.ACTIVE)
    query = select(Connection).where(Connection.brand_id == brand_id, Connection.state.in_(states))
    return db.session.scalars(query).all()


def begun_since(brand_id: int, since: datetime) -> list[tuple[datetime, str]]:
    """Return when agents asked for a brand's terms, from a moment on, and where each is at home."""
    query = (
        select(Connection.created_at, Agent.home_region)
        .join(Connection.agent)
        .where(
            Connection.brand_id == brand_id,
            Connection.begun_by == Side.AGENT,
            Connection.created_at >= since,
        )
    )
    return [(moment, region) for moment, region in db.session.execute(query)]


def desk(brand_id: int) -> ConnectionDesk:
    """Return how a brand wants askings answered; one that is not kept yet says the usual."""
    query = select(ConnectionDesk).where(ConnectionDesk.brand_id == brand_id)
    found = db.session.scalars(query).one_or_none()
    return found or ConnectionDesk(brand_id=brand_id, office_answers=False, months=12, version=0)
