"""Work behind the pages: letters are delivered, clocks are watched. `portal.worker` does it.

The truth is in the database (an outbox row written in the same transaction); a job only says
"look now", so that losing or doubling one does no harm.
"""

from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.agency import actions as agency
from portal.core import throttle
from portal.core.db import db
from portal.intakes import actions as intakes
from portal.notices import actions as notices
from portal.notices.models import OutboxMail

LETTERS = "letters written"


def init_app(app: Flask) -> None:
    """Keep the queue in Redis when JOBS_URL is set, else in instance/jobs.sqlite3."""
    if app.config.get("JOBS_URL"):
        huey: Huey = RedisHuey("portal", url=app.config["JOBS_URL"])
    else:
        huey = SqliteHuey("portal", filename=str(Path(app.instance_path) / "jobs.sqlite3"))
    app.extensions["jobs"] = huey
    define(app, huey)


def define(app: Flask, huey: Huey) -> None:
    """Define every job. Their names are the same in all processes."""

    @huey.task(name="deliver")  # type: ignore[untyped-decorator]
    def deliver() -> None:
        with app.app_context():
            notices.deliver_due()

    @huey.periodic_task(crontab(), name="every_minute")  # type: ignore[untyped-decorator]
    def every_minute() -> None:
        with app.app_context():
            notices.deliver_due()
            agency.watch_clocks()
            intakes.watch_dates()

    @huey.periodic_task(crontab(minute="17"), name="every_hour")  # type: ignore[untyped-decorator]
    def every_hour() -> None:
        with app.app_context():
            throttle.sweep()

    app.extensions["deliver_soon"] = deliver


def after_letters(app: Flask) -> None:
    """Look for letters as soon as a request that wrote one has committed."""

    @event.listens_for(db.session, "after_flush")
    def note(session: Session, _context: Any) -> None:
        if any(isinstance(row, OutboxMail) for row in session.new):
            session.info[LETTERS] = True

    @event.listens_for(db.session, "after_commit")
    def wake(session: Session) -> None:
        nested = session.in_nested_transaction()  # the end of a savepoint is not yet a commit
        if not nested and session.info.pop(LETTERS, False) and app.config.get("JOBS_WAKE", True):
            app.extensions["deliver_soon"]()

    @event.listens_for(db.session, "after_rollback")
    def forget(session: Session) -> None:
        if not session.in_nested_transaction():
            session.info.pop(LETTERS, None)
