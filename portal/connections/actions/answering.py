"""What a brand does: open its terms for a time, ask back, decline, close them again."""

from datetime import date, timedelta

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.connections import queries, registry, rules
from portal.connections.actions.ending import end_former, note_end
from portal.connections.actions.telling import asker, everybody, owners, tell, why_not
from portal.connections.models import Connection, ConnectionMessage, Side
from portal.core import clock
from portal.core.db import db


def accept(connection: Connection, *, by: audit.Actor, side: Side, ends_on: date) -> None:
    """Open the terms until the end of a day; what was open before ends with it.

    Raises:
        InvalidError: the day is past, or too far away.
        ConflictError: it was decided, taken back or ran out meanwhile; the brand is not shown,
            or the company is not verified.
    """
    rules.check_term(ends_on, clock.today())
    rules.check_in_time(connection)
    rules.check_both(connection)
    end_former(connection)
    rules.WORKFLOW.move(connection, "accept")
    begin(connection, ends_on, by=by, side=side)
    audit.record("connection.accept", connection, by=by, until=str(ends_on), side=side.value)
    tell("connection.accepted", connection, asker(connection), by=by)
    tell_owners(connection, by=by, side=side)
    registry.opened(connection.brand)


def begin(connection: Connection, ends_on: date, *, by: audit.Actor, side: Side) -> None:
    """Let the term begin today; `by` is who granted it."""
    connection.begins_on, connection.ends_on = clock.today(), ends_on
    connection.granted_at = clock.now()
    connection.granted_by_id, connection.granted_by_name = by.id, by.name
    connection.granted_by_office = side is Side.OFFICE
    connection.reminded = None


def ask_back(connection: Connection, *, by: audit.Actor, side: Side, text: str) -> None:
    """Ask the agent something first; his clock begins anew.

    Raises:
        ConflictError: it is not the brand's turn any more.
    """
    rules.check_in_time(connection)
    rules.WORKFLOW.move(connection, "ask-back")
    say(connection, side, text, by=by)
    audit.record("connection.ask-back", connection, by=by, side=side.value)
    tell("connection.asked-back", connection, asker(connection), by=by, text=text)


def decline(
    connection: Connection, *, by: audit.Actor, side: Side, reason: str, words: str = ""
) -> None:
    """Keep the terms closed, for a reason of `lost_reason` and with words if wished.

    Raises:
        ConflictError: it was decided, taken back or ran out meanwhile.
    """
    rules.check_in_time(connection)
    rules.WORKFLOW.move(connection, "decline")
    note_end(connection, by, reason=reason, words=words)
    why = why_not(reason, words)
    audit.record("connection.decline", connection, by=by, reason=why["zh"], code=reason)
    tell("connection.declined", connection, asker(connection), by=by, reason=why)
    tell_owners(connection, by=by, side=side)


def tell_owners(connection: Connection, *, by: audit.Actor, side: Side) -> None:
    """Let the brand's people know what their office has done for them."""
    if side is Side.OFFICE:
        tell("connection.stood-in", connection, owners(connection), by=by)


def revoke(connection: Connection, *, by: audit.Actor, words: str) -> None:
    """Close the terms before their end; the agent reads why.

    Raises:
        ConflictError: they are closed already.
    """
    rules.check_in_time(connection)
    rules.WORKFLOW.move(connection, "revoke")
    note_end(connection, by, words=words)
    audit.record("connection.revoke", connection, by=by, reason=words)
    people = [*everybody(connection), *owners(connection)]
    tell("connection.revoked", connection, people, by=by, reason=words)


def arrange(brand: Brand, *, by: audit.Actor, office_answers: bool, months: int) -> None:
    """Say who answers for a brand, and for how long its terms are usually opened."""
    brands.hold(brand.id)  # so that two who say it for the first time come one after the other
    desk = queries.desk(brand.id)
    desk.office_answers, desk.months = office_answers, months
    db.session.add(desk)
    audit.record("connection.arrange", brand, by=by, office=office_answers, months=months)


def say(connection: Connection, side: Side, text: str, *, by: audit.Actor) -> None:
    """Add a message; whoever has the turn now has two weeks again."""
    connection.messages.append(
        ConnectionMessage(side=side, author_id=by.id, author_name=by.name, text=text)
    )
    connection.answer_by, connection.reminded = in_time(), None


def in_time() -> date:
    """Return the last day to answer for whoever gets the turn today."""
    return clock.today() + timedelta(days=rules.ANSWER_DAYS)
