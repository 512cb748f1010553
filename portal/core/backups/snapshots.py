"""The database as it stood at one moment, in one file, while others go on writing."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, func, inspect, select, table, text

from portal.core.backups.manifest import BackupError
from portal.core.db import db, sqlite_module


class Snapshots(Protocol):
    """How one kind of database is written down and put back."""

    name: str
    """What the file in a backup is called."""

    def rows(self) -> Mapping[str, int]:
        """Return how many rows each table has now."""

    def take(self, target: Path) -> Mapping[str, int]:
        """Write the database into a file; return how many rows each table has in it."""

    def problems(self, file: Path, rows: Mapping[str, int]) -> list[str]:
        """Return what is wrong with a file that was taken, in words."""

    def put_back(self, file: Path) -> None:
        """Put it where the installation keeps its database."""


class SQLite:
    """`VACUUM INTO`: a whole, compact copy of one moment; writers wait for nothing."""

    name = "portal.sqlite3"

    def rows(self) -> Mapping[str, int]:
        raw = db.engine.raw_connection()
        try:
            return counts(raw.cursor())
        finally:
            raw.close()

    def take(self, target: Path) -> Mapping[str, int]:
        raw = db.engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(target),))
        finally:
            raw.close()
        with opened(target) as copy:
            return counts(copy)

    def problems(self, file: Path, rows: Mapping[str, int]) -> list[str]:
        driver = sqlite_module()
        try:
            with opened(file) as copy:
                answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
                found = [] if answer == "ok" else [f"the database is damaged: {answer}"]
                broken = len(copy.execute("PRAGMA foreign_key_check").fetchall())
                found += [f"{broken} rows name rows that are not there"] if broken else []
                return found if counts(copy) == dict(rows) else [*found, "rows are missing"]
        except driver.DatabaseError as error:
            return [f"the database cannot be opened: {error}"]

    def put_back(self, file: Path) -> None:
        target = Path(str(db.engine.url.database))
        db.session.remove()
        db.engine.dispose()
        draft = target.with_name(f"{target.name}.draft")
        shutil.copyfile(file, draft)
        for end in ("-wal", "-shm"):
            target.with_name(target.name + end).unlink(missing_ok=True)
        draft.replace(target)


class Postgres:
    """`pg_dump` in its own format, of the same snapshot in which the rows were counted."""

    name = "portal.dump"

    def rows(self) -> Mapping[str, int]:
        with db.engine.connect() as seen:
            return counted(seen)

    def take(self, target: Path) -> Mapping[str, int]:
        with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as seen:
            rows = counted(seen)
            moment = seen.scalar(text("SELECT pg_export_snapshot()"))
            run("pg_dump", "--format=custom", f"--snapshot={moment}", f"--file={target}")
        return rows

    def problems(self, file: Path, rows: Mapping[str, int]) -> list[str]:
        del rows  # counted again once it is put back
        try:
            run("pg_restore", "--list", str(file), connected=False)
        except BackupError as error:
            return [str(error)]
        return []

    def put_back(self, file: Path) -> None:
        db.session.remove()
        db.engine.dispose()
        ways = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
        run("pg_restore", *ways, "--exit-on-error", str(file))


def of_this_database() -> Snapshots:
    """Return how the database of this installation is written down."""
    return SQLite() if db.engine.dialect.name == "sqlite" else Postgres()


def counted(seen: Connection) -> dict[str, int]:
    """Return how many rows each table of a database has that is no SQLite file."""
    return {
        name: int(seen.scalar(select(func.count()).select_from(table(name))) or 0)
        for name in inspect(seen).get_table_names()
    }


@contextmanager
def opened(file: Path) -> Iterator[Any]:
    """Open a SQLite file for reading alone."""
    copy = sqlite_module().connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        yield copy
    finally:
        copy.close()


def counts(cursor: Any) -> dict[str, int]:
    """Return how many rows each table of a SQLite file has; those of a full-text index left out."""
    names = cursor.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    return {
        name: int(cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for (name,) in names.fetchall()
    }


def run(tool: str, *arguments: str, connected: bool = True) -> None:
    """Run a tool of PostgreSQL on our database; the password travels in the environment.

    Raises:
        BackupError: it is not installed, or failed.
    """
    found = shutil.which(tool)
    if found is None:
        raise BackupError(f"{tool} is not installed here: install PostgreSQL's client tools.")
    url = db.engine.url.set(drivername="postgresql", password=None)
    place = [f"--dbname={url.render_as_string()}"] if connected else []
    secret = {"PGPASSWORD": str(db.engine.url.password)} if db.engine.url.password else {}
    told = subprocess.run(  # noqa: S603 -- a tool and options of ours
        [found, *place, *arguments],
        env=os.environ | secret,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        lines = told.stderr.strip().splitlines() or [f"status {told.returncode}"]
        raise BackupError(f"{tool}: {lines[-1]}")
