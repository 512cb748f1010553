"""A page that is given again word for word, as long as nothing at all was written meanwhile.

Unlike a cache with a life of so many minutes it never tells what is no longer so: the database
is asked on every request, in the same transaction, whether anybody has committed anything. Each
connection keeps its own pages and forgets all of them with the first change.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Connection

from portal.core import clock
from portal.core.db import db
from portal.core.i18n import language

KEPT = 32
"""How many pages a connection keeps at most, about 30 kB each."""
A_MINUTE = 60
"""Pages say how long something has waited, to the minute."""

View = Callable[..., ResponseReturnValue]


def given_again(view: View) -> View:
    """Declare that a page depends on the database, the reader, the address and the minute alone."""

    @wraps(view)
    def shown(*arguments: Any, **named: Any) -> ResponseReturnValue:
        if request.method != "GET" or session.get("_flashes"):
            return view(*arguments, **named)
        pages, key = pages_of(db.session.connection()), this_page()
        if key not in pages:
            answer = view(*arguments, **named)
            if not isinstance(answer, str):
                return answer
            if len(pages) >= KEPT:
                pages.pop(next(iter(pages)))
            pages[key] = answer
        return pages[key]

    return shown


def this_page() -> tuple[object, ...]:
    """Return what a page depends on beside the database."""
    minute = int(clock.now().timestamp()) // A_MINUTE
    return (
        current_user.get_id(),
        session.get("csrf_token"),
        request.full_path,
        language(),
        minute,
    )


def pages_of(connection: Connection) -> dict[tuple[object, ...], str]:
    """Return what a connection keeps; nothing as soon as anything was written."""
    mark = state_of(connection)
    if connection.info.get("mark") != mark:
        connection.info["mark"], connection.info["pages"] = mark, {}
    pages: dict[tuple[object, ...], str] = connection.info["pages"]
    return pages


def state_of(connection: Connection) -> object:
    """Return what differs after any commit: another connection's, or one's own."""
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA data_version").scalar()
        own: Any = connection.connection.dbapi_connection
        return version, own.total_changes
    return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar()
