"""A page that is given again word for word, as long as nothing at all was written meanwhile.

Unlike a cache with a life of so many minutes it never tells what is no longer so: the database
is asked on every request, in the same transaction, whether anybody has committed anything. Each
connection keeps its own pages and forgets all of them with the first change.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

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

MOST_VALUES = 256
"""How many values beside pages a connection keeps at most."""

View = Callable[..., ResponseReturnValue]
Kept = dict[tuple[object, ...], Any]
Value = TypeVar("Value")


def given_again(view: View) -> View:
    """Declare that a page depends on the database, the reader, the address and the minute alone."""

    @wraps(view)
    def shown(*arguments: Any, **named: Any) -> ResponseReturnValue:
        if request.method != "GET" or session.get("_flashes"):
            return view(*arguments, **named)
        pages, key = kept_by(db.session.connection(), "pages"), this_page()
        if key not in pages:
            answer = view(*arguments, **named)
            if not isinstance(answer, str):
                return answer
            if len(pages) >= KEPT:
                pages.pop(next(iter(pages)))
            pages[key] = answer
        page: str = pages[key]
        return page

    return shown


def as_it_is(name: str, make: Callable[[], Value]) -> Value:
    """Return what depends on the database, the reader and the minute alone, made when it must be.

    It may hold no rows: those belong to the request that read them.
    """
    values, key = kept_by(db.session.connection(), "values"), (name, *this_reader())
    if key not in values:
        if len(values) >= MOST_VALUES:
            values.pop(next(iter(values)))
        values[key] = make()
    value: Value = values[key]
    return value


def this_reader() -> tuple[object, ...]:
    """Return who reads, in which language, in which minute."""
    minute = int(clock.now().timestamp()) // A_MINUTE
    return current_user.get_id(), language(), minute


def this_page() -> tuple[object, ...]:
    """Return what a page depends on beside the database."""
    return (*this_reader(), session.get("csrf_token"), request.full_path)


def kept_by(connection: Connection, kind: str) -> Kept:
    """Return what a connection keeps of a kind; nothing as soon as anything was written."""
    mark = state_of(connection)
    if connection.info.get("mark") != mark:
        connection.info["mark"], connection.info["kept"] = mark, {}
    kept: dict[str, Kept] = connection.info["kept"]
    return kept.setdefault(kind, {})


def state_of(connection: Connection) -> object:
    """Return what differs after any commit: another connection's, or one's own."""
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA data_version").scalar()
        own: Any = connection.connection.dbapi_connection
        return version, own.total_changes
    return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar()
