"""The clocks of connections: reminders, the notice before an end, the end itself."""

import logging
from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import ColumnElement
from sqlalchemy.exc import SQLAlchemyError

from portal.connections import queries, rules
from portal.connections.actions.ending import run_out
from portal.connections.actions.telling import answerers, asker, office, owners, tell
from portal.connections.models import Connection, Side
from portal.core import clock
from portal.core.db import db, reading, writing

BATCH = 200
Condition = Callable[[], ColumnElement[bool]]
Deed = Callable[[Connection], None]
logger = logging.getLogger(__name__)


def watch_clocks() -> None:
    """Do what is due, each connection by itself.

    Two workers may do this at once: what one has in hand the other leaves alone, and what is
    done is not due any more.
    """
    for condition, deed in due():
        with reading():
            numbers = queries.numbers(condition(), BATCH)
            db.session.rollback()
        for number in numbers:
            try_one(number, condition, deed)


def due() -> Iterator[tuple[Condition, Deed]]:
    """Yield what a clock may find, and what is done then; what is nearest is told first."""
    yield queries.run_out, run_out
    for days in sorted(rules.REMIND_DAYS):
        yield partial(queries.to_remind, days), partial(remind, days)
    for days in sorted(rules.ENDING_DAYS):
        yield partial(queries.to_announce, days), partial(announce, days)


def try_one(number: int, condition: Condition, deed: Deed) -> None:
    """Do what is due for one in a transaction of its own; a failure holds up no other."""
    try:
        with writing():
            connection = queries.still(condition(), number)
            if connection is not None:
                deed(connection)
    except SQLAlchemyError:
        logger.exception("clock of connection %s", number)


def remind(days: int, connection: Connection) -> None:
    """Tell whoever has the turn how few days are left; on the last the office hears of it too."""
    connection.reminded = days
    turn = rules.turn_of(connection)
    people = asker(connection) if turn is Side.AGENT else answerers(connection)
    if turn is Side.BRAND and days == min(rules.REMIND_DAYS):
        people += office(connection)
    left = (connection.answer_by - clock.today()).days
    tell("connection.reminder", connection, people, days=str(left))


def announce(days: int, connection: Connection) -> None:
    """Tell both sides that the terms close soon."""
    connection.reminded = days
    tell("connection.expiring", connection, [*asker(connection), *owners(connection)])
