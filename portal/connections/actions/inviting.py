"""A brand opens its terms to a list of agents before a fair: at once, or when they accept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.agents.models import Agent
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.connections import queries, rules
from portal.connections.actions.answering import accept, begin, in_time
from portal.connections.actions.ending import clear_the_way, note_end
from portal.connections.actions.telling import asker, tell
from portal.connections.models import Connection, ConnectionState, Side
from portal.core import clock, throttle
from portal.core.db import db

S = ConnectionState


@dataclass(frozen=True)
class Offer:
    """What is offered to every agent of a list."""

    ends_on: date
    plan: str = ""
    at_once: bool = False
    """The terms are open without a word of the agent's."""


@dataclass
class Invited:
    """What came of a list of agents: who has an offer now, and who was left out, and why."""

    done: list[Agent] = field(default_factory=list)
    open_already: list[Agent] = field(default_factory=list)
    waiting_already: list[Agent] = field(default_factory=list)


def invite(
    brand: Brand, chosen: Sequence[Agent], offer: Offer, *, by: audit.Actor, side: Side
) -> Invited:
    """Make an offer to verified agents. Whoever has asked already is accepted by it.

    Raises:
        InvalidError: the day is past, or too far away.
        ConflictError: nobody outside sees the brand.
        TooManyError: more agents within the day than a fair has.
    """
    rules.check_term(offer.ends_on, clock.today())
    rules.check_brand_shows(brand)
    found = Invited()
    market_id = brands.hold(brand.id)
    for agent in chosen:
        clear_the_way(brand.id, agent.id)
        current = queries.current(brand.id, [agent.id])
        asked = next((one for one in current if one.state in rules.ASKING), None)
        if asked:
            accept(asked, by=by, side=side, ends_on=offer.ends_on)
            found.done.append(agent)
        elif current:
            is_open = any(one.state is S.ACTIVE for one in current)
            (found.open_already if is_open else found.waiting_already).append(agent)
        else:
            throttle.hit(rules.INVITE_PER_BRAND, "invite", str(brand.id))
            offer_to(agent, brand, market_id, offer, by=by, side=side)
            found.done.append(agent)
    return found


def offer_to(
    agent: Agent, brand: Brand, market_id: int, offer: Offer, *, by: audit.Actor, side: Side
) -> None:
    """Invite one agent, or open the terms to him at once."""
    connection = Connection(
        market_id=market_id,
        brand=brand,
        agent=agent,
        author_id=by.id,
        begun_by=side,
        state=S.ACTIVE if offer.at_once else S.INVITED,
        plan=offer.plan,
        answer_by=min(in_time(), offer.ends_on),
    )
    begin(connection, offer.ends_on, by=by, side=side)
    if not offer.at_once:
        connection.begins_on = None  # begins when it is accepted
    db.session.add(connection)
    how = {"until": str(offer.ends_on), "side": side.value}
    if offer.at_once:
        audit.record("connection.grant", connection, by=by, **how)
        tell("connection.accepted", connection, asker(connection), by=by)
    else:
        audit.record("connection.invite", connection, by=by, **how)
        tell("connection.invited", connection, asker(connection), by=by)


def call_off(connection: Connection, *, by: audit.Actor) -> None:
    """Take a brand's invitation back.

    Raises:
        ConflictError: it was accepted, refused or ran out meanwhile.
    """
    rules.check_in_time(connection)
    rules.WORKFLOW.move(connection, "call-off")
    note_end(connection, by)
    audit.record("connection.call-off", connection, by=by)
    tell("connection.withdrawn", connection, asker(connection), by=by)
