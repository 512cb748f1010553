"""Everybody of a world, asking the portal; and what each request wrote."""

import logging
import re
import traceback
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.core.db import db

PEOPLE = [
    "anonymous",
    "disabled",
    "applicant",
    "unverified agent",
    "agent",
    "owner",
    "mentor",
    "manager",
    "other manager",
    "staff",
]
WRITES = re.compile(r'\b(insert\s+into|(?<!for )update|delete\s+from)\s+"?(\w+)', re.IGNORECASE)
WAS_HERE = "UPDATE signed_in_session SET last_seen_at="
"""Noted every five minutes, whatever is asked: a law that takes longer would see it anywhere."""


class Faults(logging.Handler):
    """Remembers the last fault, so that a law can say what broke and not only that it did."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the error's own words and where in the portal it was raised."""
        _kind, error, trace = record.exc_info or (None, None, None)
        ours = [
            f"{frame.filename.rpartition('/main/')[2]}:{frame.lineno}"
            for frame in traceback.extract_tb(trace)
            if "site-packages" not in frame.filename
        ]
        lines = str(error).strip().splitlines() or [""]
        self.last = f"{type(error).__name__}: {lines[0][:200]} at {', '.join(ours[-3:])}"


class Visitors:
    """Sends requests as anybody. Nothing is kept in a browser from one request to the next."""

    def __init__(self, app: Flask, sessions: Mapping[str, str]) -> None:
        self.app = app
        self.faults = Faults()
        app.logger.handlers = [self.faults]
        app.logger.setLevel(logging.ERROR)
        self._client = app.test_client(use_cookies=False)
        name = app.config["SESSION_COOKIE_NAME"]
        sealed = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self._cookies = {
            person: f"{name}={sealed.dumps({'_user_id': token, '_fresh': True})}"
            for person, token in sessions.items()
        }

    def ask(self, person: str, method: str, address: str, **options: Any) -> TestResponse:
        """Return the answer to one request. The caller closes it."""
        headers = options.pop("headers", {})
        if person in self._cookies:
            headers = {"Cookie": self._cookies[person], **headers}
        options.setdefault("buffered", True)
        return Context().run(self._client.open, address, method=method, headers=headers, **options)

    def forget_throttles(self) -> None:
        """Let everybody try as if for the first time."""
        self.app.extensions["throttle"].storage.reset()


def rules(app: Flask) -> list[tuple[Rule, str]]:
    """Return every address with each of its methods."""
    skipped = {"static", "styleguide.index"}
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint not in skipped
    ]


def address_of(app: Flask, endpoint: str, arguments: Mapping[str, Any]) -> str:
    """Return the path of an endpoint."""
    return app.url_map.bind("localhost").build(endpoint, arguments)


@contextmanager
def noting_writes() -> Iterator[set[str]]:
    """Note the tables that committed transactions wrote meanwhile, on each connection."""
    pending: dict[object, set[str]] = defaultdict(set)
    kept: set[str] = set()

    def note(connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(WAS_HERE):
            pending[connection].update(table for _verb, table in WRITES.findall(statement))

    def keep(connection: object) -> None:
        kept.update(pending.pop(connection, ()))

    def forget(connection: object) -> None:
        pending.pop(connection, None)

    heard = (("before_cursor_execute", note), ("commit", keep), ("rollback", forget))
    for name, listener in heard:
        event.listen(db.engine, name, listener)
    try:
        yield kept
    finally:
        for name, listener in heard:
            event.remove(db.engine, name, listener)
