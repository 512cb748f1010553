"""Work behind the pages: letters are delivered, clocks are watched. `portal.worker` does it.

The truth is in the database (an outbox row written in the same transaction); a job only says
"look now", so that losing or doubling one does no harm.
"""

from collections.abc import Callable, Sequence
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

Deed = Callable[[], object]

LETTERS = "letters written"
TABLES = "tables to be read"
STYLES = "styles to be read"
WAKES = {LETTERS: "deliver", TABLES: "read_tables", STYLES: "read_styles"}
"""Which job looks when work of a kind was committed."""
WHEN_WOKEN: dict[str, Deed] = {
    "deliver": notices.deliver_due,
    "read_tables": rosters.read_behind_the_pages,
    "read_styles": linesheets.read_behind_the_pages,
}
EVERY_MINUTE: tuple[Deed, ...] = (
    notices.deliver_due,
    agency.watch_clocks,
    rosters.read_behind_the_pages,
    linesheets.read_behind_the_pages,
    intakes.watch_dates,
    counting.carry_over,
)
EVERY_HOUR: tuple[Deed, ...] = (
    throttle.sweep,
    rosters.sweep,
    linesheets.sweep,
    directory.sweep,
    figures.watch_months,
    papers.watch_clocks,
    connections.watch_clocks,
    directory.watch_days,
    watching.tell_news,
    incubation.watch_days,
    mentoring.watch_clocks,
)
EVERY_NIGHT: tuple[Deed, ...] = (collecting.tidy_up,)


def init_app(app: Flask) -> None:
    """Keep the queue in Redis when JOBS_URL is set, else in instance/jobs.sqlite3."""
    app.extensions["jobs"] = huey = queue.made(app)
    app.extensions["wakes"] = define(app, huey)


def define(app: Flask, huey: "Huey") -> dict[str, Deed]:
    """Define every job, and return those that are woken. Names are the same in all processes."""
    from huey import crontab  # noqa: PLC0415 -- loaded with the queue, and as little of it

    rhythms = {
        "every_minute": (crontab(), EVERY_MINUTE),
        "every_hour": (crontab(minute="17"), EVERY_HOUR),
        "every_night": (crontab(minute="41", hour="19"), EVERY_NIGHT),
    }
    for name, (rhythm, deeds) in rhythms.items():
        huey.periodic_task(rhythm, name=name)(inside(app, deeds))
    return {name: huey.task(name=name)(inside(app, (deed,))) for name, deed in WHEN_WOKEN.items()}


def inside(app: Flask, deeds: Sequence[Deed]) -> Callable[[], None]:
    """Return a job that does these deeds, one after another, as this application."""

    def work() -> None:
        with app.app_context():
            for deed in deeds:
                deed()

    return work


def after_letters(app: Flask) -> None:
    """Look for letters as soon as a request that wrote one has committed."""

    @event.listens_for(db.session, "after_commit")
    def wake(session: Session) -> None:
        if session.in_nested_transaction():  # the end of a savepoint is not yet a commit
            return
        for kind in [one for one in WAKES if session.info.pop(one, False)]:
            if app.config.get("JOBS_WAKE", True):
                app.extensions["wakes"][WAKES[kind]]()

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
