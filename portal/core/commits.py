"""Whether anything at all was written since: what is kept in memory asks it before it is used.

SQLite tells it in a few microseconds, on a connection of its own that does nothing else. On
PostgreSQL only a transaction can tell; there, nothing is kept by this.
"""

import os
import sqlite3
import threading
from typing import Any

from flask import Flask, g, has_app_context, request
from sqlalchemy import Engine, event

from portal.core.db import SAFE_METHODS, db, sqlite_module

Mark = tuple[int, int]
"""Which connection was asked, and its answer: numbers of two connections cannot be compared."""


class Watch:
    """A connection that sees whether somebody has committed, whoever and in whichever process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._file: str | None = None
        self._connection: Any = None

    def mark(self, engine: Engine) -> Mark | None:
        """Return what differs after any commit; None where that cannot be told this way."""
        file = engine.url.database
        if engine.dialect.name != "sqlite" or not file or file == ":memory:":
            return None
        with self._lock:
            try:
                if self._connection is None or self._file != file:
                    self._open(file)
                version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            except (sqlite3.Error, sqlite_module().Error):
                self._connection = None
                return None
            return self._number, version

    def _open(self, file: str) -> None:
        self._number += 1
        self._connection = sqlite_module().connect(
            file, timeout=0, isolation_level=None, check_same_thread=False
        )
        self._file = file

    def begin_anew(self) -> None:
        """Forget the connection: the file may be another one, or this another process."""
        self._lock = threading.Lock()
        self._connection = None


_watch = Watch()
if hasattr(os, "register_at_fork"):  # Windows has none
    os.register_at_fork(after_in_child=_watch.begin_anew)


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
