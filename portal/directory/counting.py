"""How often brands' pages are opened, counted beside the database and carried into it later.

A view is one small write to a file of its own, so that a page which is given again from what is
kept stays so. The file outlives every process: killing one loses nothing. What the worker has
taken out of it and not yet written, at most the views of a minute, is lost if just then the
worker is killed; a power cut may cost what the system had not yet put on the disk.
"""

import logging
import re
import sqlite3
import threading
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from portal.core import clock
from portal.core.db import db, reading, sqlite_module, writing
from portal.core.files import own_folder
from portal.directory import queries, rules
from portal.directory.models import MeasuredDay, PageViews

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOOKS_AHEAD = re.compile("prefetch|preview")
TABLE = (
    "create table if not exists view (brand integer, week text, province text, "
    "number integer not null, primary key (brand, week, province)) without rowid"
)
ADD = (
    "insert into view values (?, ?, ?, ?) on conflict (brand, week, province) "
    "do update set number = number + excluded.number"
)
Row = tuple[int, str, str, int]
_local = threading.local()
logger = logging.getLogger(__name__)


def file(folder: Path | None = None) -> Any:
    """Return this thread's connection to the file in which this machine's processes count.

    `folder` is the installation's, where no application is at hand.
    """
    path = str((folder or own_folder()) / "views.sqlite3")
    if getattr(_local, "path", None) != path:
        connection = sqlite_module().connect(path, timeout=2, isolation_level=None)
        connection.execute("pragma journal_mode = WAL")
        connection.execute("pragma synchronous = OFF")
        connection.execute(TABLE)
        _local.path, _local.connection = path, connection
    return _local.connection


def is_reader(environ: "WSGIEnvironment") -> bool:
    """Say whether a person seems to look: no machine, and no browser that only looks ahead."""
    ahead = (environ.get(name, "") for name in ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ"))
    if environ["REQUEST_METHOD"] != "GET" or any(LOOKS_AHEAD.search(one) for one in ahead):
        return False
    return not is_machine(environ.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=512)
def is_machine(browser: str) -> bool:
    """Say whether a browser's name is that of a machine."""
    return rules.is_machine(browser)


def note_view(brand_id: int, province: str = "", folder: Path | None = None) -> None:
    """Count one view of a brand's page today; it never makes the page fail."""
    monday = clock.monday(clock.today()).isoformat()
    try:
        file(folder).execute(ADD, (brand_id, monday, province, 1))
    except sqlite3.Error:
        logger.exception("a view of brand %s was not counted", brand_id)
    except sqlite_module().Error:
        logger.exception("a view of brand %s was not counted", brand_id)


def counter(brand_id: int) -> Callable[["WSGIEnvironment"], None]:
    """Return what counts each view of a brand's page by somebody who is not known, from now on."""
    folder = own_folder()

    def count(environ: "WSGIEnvironment") -> None:
        if is_reader(environ):
            note_view(brand_id, folder=folder)

    return count


def carry_over() -> None:
    """Carry what was counted into the database, and note that today was measured."""
    note_day(clock.today())
    rows = taken()
    if not rows:
        return
    try:
        with writing():
            for brand_id, week, province, number in rows:
                add(brand_id, date.fromisoformat(week), province, number)
    except SQLAlchemyError:
        logger.exception("%s counts of views wait for the next time", len(rows))
        file().executemany(ADD, rows)


def taken() -> list[Row]:
    """Return what the file holds, and empty it."""
    return [tuple(one) for one in file().execute("delete from view returning *").fetchall()]


def add(brand_id: int, week: date, province: str, number: int) -> None:
    """Add to a week's number."""
    same = (PageViews.brand_id == brand_id, PageViews.week == week, PageViews.province == province)
    told = db.session.execute(
        update(PageViews).where(*same).values(number=PageViews.number + number)
    )
    if not told.rowcount:  # type: ignore[attr-defined]
        db.session.add(PageViews(brand_id=brand_id, week=week, province=province, number=number))
        db.session.flush()


def note_day(day: date) -> None:
    """Note once a day that views are counted."""
    with reading():
        known = queries.is_measured(day)
        db.session.rollback()
    if not known:
        with writing():
            db.session.add(MeasuredDay(day=day))
