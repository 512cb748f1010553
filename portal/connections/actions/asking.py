"""What an agent does: ask, answer what was asked back, take an invitation, look at a contact."""

from collections.abc import Sequence

from portal.agents.models import Agent
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.connections import queries, rules
from portal.connections.actions.answering import in_time, say
from portal.connections.actions.ending import clear_the_way, end_former, note_end
from portal.connections.actions.telling import answerers, tell, why_not
from portal.connections.models import Connection, ConnectionState, Side
from portal.core import clock, throttle
from portal.core.db import db

S = ConnectionState


def ask(
    brand: Brand,
    agent: Agent,
    *,
    by: audit.Actor,
    regions: Sequence[str],
    channels: Sequence[str],
    plan: str,
) -> Connection:
    """Return an agent's new asking for a brand's terms.

    Raises:
        ConflictError: one waits already, or the terms are open for longer than 60 days yet.
        TooManyError: the agent has asked 20 brands within the hour.
    """
    market_id = brands.hold(brand.id)  # two clicks at once come one after the other
    clear_the_way(brand.id, agent.id)
    for one in queries.current(brand.id, [agent.id]):
        rules.check_may_ask(one)
    throttle.hit(rules.ASK_PER_AGENT, "connection", str(agent.id))
    connection = Connection(
        market_id=market_id,
        brand=brand,
        agent=agent,
        author_id=by.id,
        begun_by=Side.AGENT,
        state=S.ASKED,
        regions=list(regions),
        channels=list(channels),
        plan=plan,
        answer_by=in_time(),
    )
    db.session.add(connection)
    audit.record("connection.ask", connection, by=by)
    tell("connection.asked", connection, answerers(connection), by=by, text=plan)
    return connection


def reply(connection: Connection, *, by: audit.Actor, text: str) -> None:
    """Answer what the brand asked back; its clock begins anew.

    Raises:
        ConflictError: it is not the agent's turn any more.
    """
    rules.check_in_time(connection)
    rules.WORKFLOW.move(connection, "reply")
    say(connection, Side.AGENT, text, by=by)
    audit.record("connection.reply", connection, by=by)
    tell("connection.replied", connection, answerers(connection), by=by, text=text)


def withdraw(connection: Connection, *, by: audit.Actor) -> None:
    """Take back what one has asked.

    Raises:
        ConflictError: it was decided or ran out meanwhile.
    """
    rules.check_in_time(connection)
    rules.WORKFLOW.move(connection, "withdraw")
    note_end(connection, by)
    audit.record("connection.withdraw", connection, by=by)
    tell("connection.withdrawn", connection, answerers(connection), by=by)


def take(connection: Connection, *, by: audit.Actor) -> None:
    """Accept a brand's invitation: its terms are open to the end that it offered.

    Raises:
        ConflictError: it was taken back or ran out; the brand is not shown; the company is not
            verified.
    """
    rules.check_in_time(connection)
    rules.check_both(connection)
    end_former(connection)
    rules.WORKFLOW.move(connection, "take")
    connection.begins_on, connection.reminded = clock.today(), None
    audit.record("connection.take", connection, by=by, until=str(connection.ends_on))
    tell("connection.taken", connection, answerers(connection), by=by)


def refuse(connection: Connection, *, by: audit.Actor, reason: str, words: str = "") -> None:
    """Refuse a brand's invitation, for a reason of `lost_reason` and with words if wished.

    Raises:
        ConflictError: it was taken back or ran out meanwhile.
    """
    rules.check_in_time(connection)
    rules.WORKFLOW.move(connection, "refuse")
    note_end(connection, by, reason=reason, words=words)
    why = why_not(reason, words)
    audit.record("connection.refuse", connection, by=by, reason=why["zh"], code=reason)
    tell("connection.refused", connection, answerers(connection), by=by, reason=why)


def reveal(connection: Connection, *, by: audit.Actor) -> None:
    """Note that somebody of the agent's looks at the brand's contact: one line of the trail each.

    Raises:
        ConflictError: the connection has ended, or rests.
        TooManyError: too many within the hour.
    """
    rules.check_open(connection)
    throttle.hit(rules.REVEAL_PER_PERSON, "reveal", str(by.id))
    connection.reveals += 1
    audit.record("connection.reveal", connection, by=by)
