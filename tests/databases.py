"""A blank database of either kind, and a fresh copy of it for each test. Commits are real."""

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, text

from portal.core.db import db, upgrade
from tests.services import do_without, postgres_hint, postgres_url

IN_MEMORY = "/dev/shm"  # noqa: S108 -- a folder of our own in it
"""Where Linux keeps files in memory."""


class Database(Protocol):
    """Where a run keeps its data."""

    uri: str

    def __init__(self, folder: Path) -> None: ...

    def make_blank(self) -> None:
        """Migrate a database once and keep it aside."""

    def let_go(self) -> None:
        """End the connections that would stand in the way of a copy."""

    def copy_blank(self) -> None:
        """Put a fresh copy where the application looks."""

    def keep(self, name: str) -> None:
        """Keep a copy of what the database holds now."""

    def restore(self, name: str, written: Collection[str] | None = None) -> None:
        """Put a kept copy back; nothing but the `written` tables need have changed since."""

    def drop(self) -> None:
        """Leave nothing behind."""


class SQLite:
    """Files in a temporary folder, in memory where there is room for it: nobody cuts the power."""

    def __init__(self, folder: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(
            prefix="portal-",
            dir=IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else folder,
            ignore_cleanup_errors=True,
        )
        self._file = Path(self._folder.name) / "portal.sqlite3"
        self._blank = self._file.with_stem("blank")
        self.uri = f"sqlite:///{self._file}"

    def make_blank(self) -> None:
        upgrade()
        db.session.remove()
        db.engine.dispose()
        shutil.copy(self._file, self._blank)

    def let_go(self) -> None:
        db.engine.dispose()

    def copy_blank(self) -> None:
        self.restore(self._blank.stem)

    def keep(self, name: str) -> None:
        shutil.copy(self._file, self._blank.with_stem(name))

    def restore(self, name: str, written: Collection[str] | None = None) -> None:
        del written  # copying the file is quick
        for end in ("-wal", "-shm"):
            Path(f"{self._file}{end}").unlink(missing_ok=True)
        shutil.copy(self._blank.with_stem(name), self._file)

    def drop(self) -> None:
        self._folder.cleanup()


# Emptying takes 10 ms; copying a database as a template 2 s, and TRUNCATE of all tables 1 s.
EACH_TABLE = """
DO $$ DECLARE one record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('{}', one.tablename);
    END LOOP;
END $$
"""
EMPTY = (
    EACH_TABLE.format("DELETE FROM public.%I"),
    "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'",
)
KEEP = (
    "DROP SCHEMA IF EXISTS kept CASCADE",
    "CREATE SCHEMA kept",
    "CREATE TABLE kept.sequences AS SELECT * FROM pg_sequences WHERE schemaname = 'public'",
    EACH_TABLE.format("CREATE TABLE kept.%1$I AS TABLE public.%1$I"),
)
RESTORE = (
    *EMPTY,
    EACH_TABLE.format("INSERT INTO public.%1$I SELECT * FROM kept.%1$I"),
    """SELECT setval(format('public.%I', sequencename), last_value)
        FROM kept.sequences WHERE last_value IS NOT NULL""",
)
RESTORE_ONE = (
    'DELETE FROM public."{0}"',
    'INSERT INTO public."{0}" SELECT * FROM kept."{0}"',
    """SELECT setval(format('public.%I', sequencename), coalesce(last_value, 1),
        last_value IS NOT NULL) FROM kept.sequences WHERE sequencename = '{0}_id_seq'""",
)


def with_their_children(tables: Collection[str]) -> list[str]:
    """Return these tables, and those whose rows go with a row of theirs."""
    found, waiting = set(tables), list(tables)
    while waiting:
        name = waiting.pop()
        children = {
            key.parent.table.name
            for table in db.metadata.tables.values()
            for key in table.foreign_keys
            if key.ondelete == "CASCADE" and key.column.table.name == name
        }
        waiting += children - found
        found |= children
    return sorted(found)


def restoring(tables: Iterable[str]) -> Iterator[str]:
    """Yield what puts these tables alone back: a law writes two of ninety at a time."""
    yield "SET LOCAL session_replication_role = replica"
    for name in tables:
        for each in RESTORE_ONE:
            yield each.format(name)


class Postgres:
    """A database on a real server, named after the run; each test finds its tables empty."""

    def __init__(self, folder: Path) -> None:
        del folder
        server = postgres_url()
        if server is None:
            do_without(postgres_hint())
        self._server = create_engine(server, isolation_level="AUTOCOMMIT")
        self._name = f"portal_test_{os.getpid()}"
        self.uri = make_url(server).set(database=self._name).render_as_string(hide_password=False)
        self.drop()
        self._run(f"CREATE DATABASE {self._name}")
        self._run(f"ALTER DATABASE {self._name} SET synchronous_commit = off")

    def _run(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))

    def make_blank(self) -> None:
        upgrade()
        db.session.remove()

    def let_go(self) -> None:
        """Rows are emptied under connections, and a new one would learn every table anew."""

    def copy_blank(self) -> None:
        self._do(EMPTY)

    def keep(self, name: str) -> None:
        self._do(each.replace("kept", f"kept_{name}") for each in KEEP)

    def restore(self, name: str, written: Collection[str] | None = None) -> None:
        statements = RESTORE if written is None else restoring(with_their_children(written))
        self._do(each.replace("kept", f"kept_{name}") for each in statements)

    def _do(self, statements: Iterable[str]) -> None:
        with db.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def drop(self) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._server.dispose()
