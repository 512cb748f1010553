"""Who is connected with whom, and whom a brand may invite."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from portal.access.permissions import Role
from portal.accounts.models import Membership
from portal.agents import queries as agents
from portal.agents.models import Agent
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.connections.models import Connection, ConnectionState, Side
from portal.connections.queries.calendar import in_force, waits
from portal.core import clock
from portal.core.contact import normalise_mobile
from portal.core.db import db
from portal.core.errors import InvalidError

S = ConnectionState


def agents_let_in(brand: Brand) -> int:
    """Return how many agents asked a brand for its terms by themselves and were let in.

    It counts what was written and answered, so an agent whose term has ended since counts too;
    whom the brand has invited or opened its terms to unasked does not.
    """
    query = select(func.count(func.distinct(Connection.agent_id))).where(
        Connection.brand_id == brand.id,
        Connection.begun_by == Side.AGENT,
        Connection.state.in_((S.ACTIVE, S.ENDED, S.REVOKED)),
    )
    return db.session.scalars(query).one()


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
            brands.outsiders_see_it(),
        )
    )
    return frozenset(db.session.scalars(query))


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
        Connection.brand_id.in_(brand_ids), Connection.begun_by == Side.AGENT
    )


def open_agents(brand_id: int, agent_ids: Collection[int]) -> frozenset[int]:
    """Return to which of these agents (by number) a brand's terms are open, or offered."""
    query = select(Connection.agent_id).where(
        Connection.brand_id == brand_id,
        Connection.agent_id.in_(agent_ids),
        or_(in_force(), and_(Connection.state == S.INVITED, waits())),
    )
    return frozenset(db.session.scalars(query))


def invitable(text: str) -> list[Agent]:
    """Return verified agents for a list to tick: those who fit a text, else the newest."""
    return list(agents.browse(agents.Criteria(text=text), 1).items)


def verified_of(agent_ids: Collection[int]) -> list[Agent]:
    """Return those of these agents whose verification holds, with what they do."""
    return [one for one in agents.of_numbers(agent_ids) if one.is_verified]


def named_on(lines: Sequence[str]) -> dict[str, Agent]:
    """Return the verified agents that the lines of a list name, by the line.

    A line is a name, a credit code or a mobile number; one that fits two agents fits none.
    """
    keys = {line: key_of(line) for line in lines}
    wanted = set(keys.values())
    columns = (
        func.lower(Agent.name_zh),
        func.lower(Agent.name_en),
        func.lower(Agent.credit_code),
        Agent.contact_mobile,
    )
    query = select(Agent).where(agents.verified_now(), or_(*(one.in_(wanted) for one in columns)))
    found: dict[str, list[Agent]] = {}
    for agent in db.session.scalars(query):
        known = (agent.name_zh, agent.name_en, agent.credit_code or "", agent.contact_mobile)
        for key in {one.lower() for one in known if one}:
            found.setdefault(key, []).append(agent)
    return {line: found[key][0] for line, key in keys.items() if len(found.get(key, ())) == 1}


def key_of(line: str) -> str:
    """Return a line of a list as what it names is kept: a number in E.164, a name in lower case."""
    try:
        return normalise_mobile(line)
    except InvalidError:
        return line.lower()


def own_brands(brand_ids: Collection[int]) -> Sequence[Brand]:
    """Return these brands with their markets, by name."""
    query = select(Brand).options(joinedload(Brand.market)).where(Brand.id.in_(brand_ids))
    return db.session.scalars(query.order_by(Brand.pinyin, Brand.id)).all()
