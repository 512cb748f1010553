"""Not too often: counters that survive a restart and are shared by every worker."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from flask import Flask, current_app, has_request_context
from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from portal.core.db import sqlite_module
from portal.core.errors import TooManyError
from portal.core.i18n import lazy_gettext as _l

INCREMENT = """
insert into hit values (:key, :amount, :expires)
on conflict (key) do update set
  amount = case when expires < :now then excluded.amount else amount + excluded.amount end,
  expires = case when expires < :now then excluded.expires else expires end
returning amount
"""


class SQLiteStorage(Storage):
    """Counters in a small SQLite file of their own, so that counting never waits for the data."""

    STORAGE_SCHEME = ["portal-sqlite"]  # noqa: RUF012 -- read by limits

    def __init__(self, uri: str, *, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._path = uri.removeprefix("portal-sqlite://")
        self._local = threading.local()
        # Closed again: a server may load the portal first and divide into workers then, and none
        # of them may use a connection that was opened before.
        with closing(self._connection()) as connection:
            connection.execute(
                "create table if not exists hit "
                "(key text primary key, amount integer not null, expires real not null) "
                "without rowid"
            )
        del self._local.connection

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def _connection(self) -> Any:
        if not hasattr(self._local, "connection"):
            connection = sqlite_module().connect(self._path, timeout=5, isolation_level=None)
            connection.execute("pragma journal_mode = WAL")
            connection.execute("pragma synchronous = OFF")
            self._local.connection = connection
        return self._local.connection

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        row = {"key": key, "amount": amount, "expires": now + expiry, "now": now}
        return int(self._connection().execute(INCREMENT, row).fetchone()[0])

    def get(self, key: str) -> int:
        query = "select amount from hit where key = ? and expires >= ?"
        row = self._connection().execute(query, (key, time.time())).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._connection().execute("select expires from hit where key = ?", (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return int(self._connection().execute("delete from hit").rowcount)

    def clear(self, key: str) -> None:
        self._connection().execute("delete from hit where key = ?", (key,))

    def sweep(self) -> None:
        """Drop what has expired."""
        self._connection().execute("delete from hit where expires < ?", (time.time(),))


def hit(limit: str, *key: str) -> None:
    """Count one use of `key` under `limit` (as in "10/5 minutes"); commands are never counted.

    Raises:
        TooManyError: the limit is used up; it says how long to wait.
    """
    if not has_request_context():
        return
    item: RateLimitItem = parse(limit)
    limiter: FixedWindowRateLimiter = current_app.extensions["throttle"]
    if not limiter.hit(item, *key):
        reset = limiter.get_window_stats(item, *key).reset_time
        seconds = max(1, int(reset - time.time()) + 1)
        raise TooManyError(
            _l("That was tried too often."),
            seconds,
            _l("Please try again in %(minutes)d minutes.", minutes=-(-seconds // 60)),
        )


def init_app(app: Flask) -> None:
    """Keep counters in Redis when configured, else in instance/throttle.sqlite3."""
    default = f"portal-sqlite://{Path(app.instance_path) / 'throttle.sqlite3'}"
    storage = storage_from_string(app.config.get("THROTTLE_URL") or default)
    app.extensions["throttle"] = FixedWindowRateLimiter(storage)


def sweep() -> None:
    """Drop the counters that have expired (Redis does so by itself)."""
    storage = current_app.extensions["throttle"].storage
    if isinstance(storage, SQLiteStorage):
        storage.sweep()
