"""Several people press a button at the same moment, each in a real transaction of his own."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core.db import db
from tests.client import Browser, Shown

PATIENCE = 60
MOMENT = 0.05
"""Seconds that a writer waits for the others before he writes."""


@dataclass
class Press:
    """A page that somebody has open, and the button under his finger."""

    browser: Browser
    page: Shown
    button: str
    answers: dict[str, Any]

    def __call__(self) -> Shown:
        """Press it."""
        return self.browser.submit(self.page, self.button, follow=False, **self.answers)


def at_once(app: Flask, presses: Sequence[Press]) -> list[Shown]:
    """Press all buttons at the same moment; return what each person is shown."""
    start = threading.Barrier(len(presses))
    shown: list[Shown | BaseException | None] = [None] * len(presses)

    def one(number: int) -> None:
        try:
            with app.app_context():
                start.wait(PATIENCE)
                shown[number] = presses[number]()
        except BaseException as error:  # noqa: BLE001 -- raised again by whoever waits
            shown[number] = error

    db.session.rollback()  # who looks on holds no lock
    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(presses))]
    with everybody_has_read(len(presses)):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
    db.session.rollback()
    return [told(one) for one in shown]


def told(outcome: Shown | BaseException | None) -> Shown:
    """Return what was shown; raise what went wrong instead."""
    if isinstance(outcome, BaseException):
        raise outcome
    assert outcome is not None, "somebody was never answered"
    return outcome


@contextmanager
def everybody_has_read(count: int) -> Iterator[None]:
    """Let nobody write before all have read, where readers do not wait for a writer.

    SQLite lets the second writer begin only when the first has ended: there is nothing to wait
    for. PostgreSQL lets all read the old state, which is the dangerous case.
    """
    if db.engine.dialect.name == "sqlite":
        yield
        return
    meeting = threading.Barrier(count)

    def wait(session: Session, _context: Any, _instances: Any) -> None:
        if not session.info.get("has read"):
            session.info["has read"] = True
            with suppress(threading.BrokenBarrierError):
                meeting.wait(MOMENT)

    event.listen(db.session, "before_flush", wait)
    try:
        yield
    finally:
        event.remove(db.session, "before_flush", wait)


def statuses(shown: Sequence[Shown]) -> list[int]:
    """Return the statuses in order of size."""
    return sorted(one.status for one in shown)
