"""Work behind the pages: letters are delivered, clocks are watched. `portal.worker` does it.

The truth is in the database (an outbox row written in the same transaction); a job only says
"look now", so that losing or doubling one does no harm.
"""

from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.agency import actions as agency
from portal.connections import actions as connections
from portal.core import queue, throttle
from portal.core.db import db
from portal.directory import actions as directory
from portal.directory import counting, watching
from portal.documents import collecting
from portal.figures import actions as figures
from portal.incubation import actions as incubation
from portal.intakes import actions as intakes
from portal.linesheets import actions as linesheets
from portal.linesheets.models import ImportState, StyleImport
from portal.mentoring import actions as mentoring
from portal.notices import actions as notices
from portal.notices.models import OutboxMail
from portal.papers import actions as papers
from portal.rosters import actions as rosters
from portal.rosters.models import Roster, RosterState

if TYPE_CHECKING:
    from huey import Huey

LETTERS = "letters written"
TABLES = "tables to be read"
STYLES = "styles to be read"
WAKES = {LETTERS: "deliver_soon", TABLES: "read_soon", STYLES: "read_styles_soon"}
"""Which job looks when work of a kind was committed."""


def init_app(app: Flask) -> None:
    """Keep the queue in Redis when JOBS_URL is set, else in instance/jobs.sqlite3."""
    app.extensions["jobs"] = huey = queue.made(app)
    define(app, huey)


def define(app: Flask, huey: "Huey") -> None:
    """Define every job. Their names are the same in all processes."""
    from huey import crontab  # noqa: PLC0415 -- loaded with the queue, and as little of it

    @huey.task(name="deliver")  # type: ignore[untyped-decorator]
    def deliver() -> None:
        with app.app_context():
            notices.deliver_due()

    @huey.periodic_task(crontab(), name="every_minute")  # type: ignore[untyped-decorator]
    def every_minute() -> None:
        with app.app_context():
            notices.deliver_due()
            agency.watch_clocks()
            rosters.read_behind_the_pages()
            linesheets.read_behind_the_pages()
            intakes.watch_dates()
            counting.carry_over()

    @huey.task(name="read_tables")  # type: ignore[untyped-decorator]
    def read_tables() -> None:
        with app.app_context():
            rosters.read_behind_the_pages()

    @huey.task(name="read_styles")  # type: ignore[untyped-decorator]
    def read_styles() -> None:
        with app.app_context():
            linesheets.read_behind_the_pages()

    @huey.periodic_task(crontab(minute="17"), name="every_hour")  # type: ignore[untyped-decorator]
    def every_hour() -> None:
        with app.app_context():
            throttle.sweep()
            rosters.sweep()
            linesheets.sweep()
            figures.watch_months()
            papers.watch_clocks()
            connections.watch_clocks()
            directory.watch_days()
            watching.tell_news()
            incubation.watch_days()
            mentoring.watch_clocks()

    @huey.periodic_task(crontab(minute="41", hour="19"), name="every_night")  # type: ignore[untyped-decorator]
    def every_night() -> None:
        with app.app_context():
            collecting.tidy_up()

    app.extensions["deliver_soon"] = deliver
    app.extensions["read_soon"] = read_tables
    app.extensions["read_styles_soon"] = read_styles


def after_letters(app: Flask) -> None:
    """Look for letters as soon as a request that wrote one has committed."""

    @event.listens_for(db.session, "after_commit")
    def wake(session: Session) -> None:
        if session.in_nested_transaction():  # the end of a savepoint is not yet a commit
            return
        for kind in [one for one in WAKES if session.info.pop(one, False)]:
            if app.config.get("JOBS_WAKE", True):
                app.extensions[WAKES[kind]]()

    event.listen(db.session, "after_flush", note)
    event.listen(db.session, "after_rollback", forget)


def note(session: Session, _context: Any) -> None:
    """Remember what kinds of work a flush wrote."""
    if any(isinstance(row, OutboxMail) for row in session.new):
        session.info[LETTERS] = True
    if any(isinstance(row, Roster) and row.state is RosterState.READING for row in session.dirty):
        session.info[TABLES] = True
    touched = (row for row in (*session.new, *session.dirty) if isinstance(row, StyleImport))
    if any(row.state is ImportState.READING and row.worked_at is None for row in touched):
        session.info[STYLES] = True


def forget(session: Session) -> None:
    """Forget what was rolled back."""
    if not session.in_nested_transaction():
        for kind in WAKES:
            session.info.pop(kind, None)
