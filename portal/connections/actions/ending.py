"""How connections end: by the calendar, or because something newer takes their place."""

from portal.audit import actions as audit
from portal.connections import queries, rules
from portal.connections.actions.telling import asker, everybody, owners, tell
from portal.connections.models import Connection, ConnectionState
from portal.core import clock
from portal.core.db import db

S = ConnectionState


def note_end(
    connection: Connection, by: audit.Actor | None, *, reason: str = "", words: str = ""
) -> None:
    """Keep when it ended, by whom and why."""
    connection.closed_at = clock.now()
    connection.closed_by_name = by.name if by else ""
    connection.reason, connection.words = reason, words


def finish(connection: Connection, step: str) -> None:
    """End it without anybody's doing."""
    rules.WORKFLOW.move(connection, step)
    note_end(connection, None)
    audit.record(f"connection.{step}", connection, by=None)


def run_out(connection: Connection) -> None:
    """Note that a term is over, or that nobody answered in time, and tell whom it concerns."""
    if connection.state is S.ACTIVE:
        finish(connection, "end")
        tell("connection.ended", connection, [*asker(connection), *owners(connection)])
    else:
        finish(connection, "lapse")
        tell("connection.unanswered", connection, everybody(connection))


def clear_the_way(brand_id: int, agent_id: int) -> None:
    """Note the end of what ran out between the two, so that something new may begin."""
    for one in queries.stale(brand_id, agent_id):
        run_out(one)
    db.session.flush()


def end_former(connection: Connection) -> None:
    """End what was open between the two until now: what takes its place begins."""
    for one in queries.current(connection.brand_id, [connection.agent_id]):
        if one.state is S.ACTIVE and one is not connection:
            finish(one, "end")
    clear_the_way(connection.brand_id, connection.agent_id)
