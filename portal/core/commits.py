"""Whether anything at all was written since: what is kept in memory asks it before it is used.

The database tells it on a connection of its own that does nothing else: SQLite in a few
microseconds, PostgreSQL by one short query. Whoever wrote, and in whichever process, is seen.
"""

import os
import threading
from typing import Any

from flask import Flask, g, has_app_context, request
from sqlalchemy import URL, Engine, event

from portal.core.db import CONNECT_SECONDS, SAFE_METHODS, db

Mark = tuple[int, str]
"""Which connection was asked, and its answer: those of two connections cannot be compared."""
QUESTIONS = {
    "sqlite": "PRAGMA data_version",
    # Which transactions have ended: no two moments between which one was committed share it.
    "postgresql": "SELECT pg_current_snapshot()",
}


class Watch:
    """A connection that sees whether somebody has committed, whoever and in whichever process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._address: URL | None = None
        self._connection: Any = None

    def mark(self, engine: Engine) -> Mark | None:
        """Return what differs after any commit; None when the database cannot be asked."""
        if engine.url.database in {None, "", ":memory:"}:
            return None
        with self._lock:
            try:
                if self._connection is None or self._address != engine.url:
                    self._let_go()
                    self._connection = connected(engine)
                    self._number, self._address = self._number + 1, engine.url
                answer = self._connection.execute(QUESTIONS[engine.dialect.name]).fetchone()[0]
            except driver(engine).Error:
                self._let_go()
                return None
            return self._number, str(answer)

    def begin_anew(self) -> None:
        """Forget the connection: the database may be another one."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def in_child(self) -> None:
        """Leave the connection to the process that opened it."""
        self._lock = threading.Lock()
        self._connection = None


def connected(engine: Engine) -> Any:
    """Return a connection without transactions of its own, which any thread may use."""
    where, options = engine.dialect.create_connect_args(engine.url)
    alone: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "autocommit": True}
    if engine.dialect.name == "sqlite":
        alone = {"timeout": 0, "isolation_level": None, "check_same_thread": False}
    return driver(engine).connect(*where, **dict(options) | alone)


def driver(engine: Engine) -> Any:
    """Return the module that speaks with the database."""
    return engine.dialect.loaded_dbapi


_watch = Watch()
if hasattr(os, "register_at_fork"):  # Windows has none
    os.register_at_fork(after_in_child=_watch.in_child)


@event.listens_for(Engine, "engine_disposed")
def begin_anew(_engine: Engine) -> None:
    """Look at the database again by its name: it may have been replaced."""
    _watch.begin_anew()


def now(engine: Engine | None = None) -> Mark | None:
    """Return the mark of this moment; outside of the application, of this engine's database."""
    return _watch.mark(engine or db.engine)


def of_request() -> Mark | None:
    """Return the mark of the moment before this request read anything.

    What was read since may be kept under it: if somebody wrote meanwhile, no later request has
    the same. None while a request may write: what it sees may come to nothing.
    """
    return g.get("commits") if has_app_context() else None


def init_app(app: Flask) -> None:
    """Take the mark of each reading request before anything else."""

    @app.before_request
    def take() -> None:
        if request.method in SAFE_METHODS:
            g.commits = now()
