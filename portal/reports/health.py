"""Is this installation well? Each check says in a line what it looked at and what it found."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from portal.audit import queries as audit
from portal.core import files
from portal.core.db import db, migration, sqlite_module
from portal.directory import queries as listed
from portal.directory.actions import AT_ONCE
from portal.notices import queries as notices
from portal.reports import queries

SAFE_SQLITE = (3, 51, 3)
"""The first version without the WAL-reset corruption bug."""
LITTLE_DISK = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    well: bool
    words: str


def examine() -> Iterator[Finding]:
    """Yield a finding for every check; a check that itself fails is a finding too."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 -- the doctor tells all, and goes on
            yield Finding(well=False, words=f"{check.__name__}: {type(error).__name__}: {error}")


def secret_key() -> Iterator[Finding]:
    file = current_app.config.get("SECRET_KEY_FILE")
    if not file:
        yield Finding(well=True, words="secret key: from the settings")
        return
    mode = stat.S_IMODE(Path(file).stat().st_mode)
    yield Finding(well=mode & 0o077 == 0, words=f"secret key: its file has mode {mode:o}")


def addresses() -> Iterator[Finding]:
    base = str(current_app.config["BASE_URL"])
    demo = bool(current_app.config["DEMO_MODE"])
    secure = base.startswith("https://") or "127.0.0.1" in base or "localhost" in base
    yield Finding(well=secure, words=f"BASE_URL: {base}" + ("" if secure else " is not https"))
    yield Finding(well=True, words=f"demo mode: {'on' if demo else 'off'}")
    mail = current_app.config.get("SMTP_HOST")
    yield Finding(well=True, words=f"mail: {mail or 'no SMTP_HOST, letters go to instance/mail'}")


def database() -> Iterator[Finding]:
    name = db.engine.dialect.name
    if name == "sqlite":
        told = sqlite_module().sqlite_version
        version = tuple(int(part) for part in told.split("."))
        yield Finding(well=version >= SAFE_SQLITE, words=f"SQLite {told}")
        answer = db.session.scalar(text("pragma integrity_check"))
        yield Finding(well=answer == "ok", words=f"integrity check: {answer}")
        broken = len(db.session.execute(text("pragma foreign_key_check")).all())
        yield Finding(well=broken == 0, words=f"foreign keys: {broken} broken")
    else:
        yield Finding(well=True, words=f"database: {name}")


def migrations() -> Iterator[Finding]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 -- nobody else needs it

    folder = str(Path(current_app.root_path) / "migrations")
    head = ScriptDirectory(folder).get_current_head()
    here = migration()
    yield Finding(well=here == head, words=f"migrations: at {here}, newest is {head}")


def trail() -> Iterator[Finding]:
    broken = list(audit.broken_links())
    words = "the trail is whole" if not broken else f"the trail is broken at event {broken[0]}"
    yield Finding(well=not broken, words=words)


def uploads() -> Iterator[Finding]:
    place = files.store().place
    there = {one.name for one in files.every()}
    missing = [name for name in queries.stored_names() if name not in there]
    yield Finding(well=not missing, words=f"uploads: {len(missing)} missing in {place}")


def directory() -> Iterator[Finding]:
    """Compare every brand with what the index says of it, word for word."""
    seen, after, wrong = 0, 0, 0
    while step := listed.compared_after(after, AT_ONCE):
        seen, after, wrong = seen + step.number, step.last, wrong + len(step.wrong)
        db.session.rollback()  # let go of the rows that were read
    wrong += len(listed.strays()) + len(listed.misfiled())
    words = f"directory: {listed.count()} listed, {seen} brands compared, {wrong} differ"
    hint = "; run `flask --app portal directory rebuild`" if wrong else ""
    yield Finding(well=wrong == 0, words=words + hint)
    kept = listed.copy_kept()
    if kept is not None:
        behind = listed.last_number() - kept
        words = f"directory: the copy on the disk is {behind} changes old"
        yield Finding(well=True, words=words if behind >= 0 else f"{words}, of another database")


def letters() -> Iterator[Finding]:
    waiting, given_up = notices.waiting_letters(), notices.given_up_letters()
    yield Finding(well=given_up == 0, words=f"letters: {waiting} waiting, {given_up} given up")


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(files.own_folder()).free
    yield Finding(well=free > LITTLE_DISK, words=f"disk: {free // 1_000_000:,} MB free")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    secret_key,
    addresses,
    disk,
    database,
    migrations,
    trail,
    uploads,
    directory,
    letters,
)
