"""The database handle, the base of every table, and how a transaction begins."""

import importlib.util
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask, current_app, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    bindparam,
    event,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from portal.core import clock

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SQLITE_BUSY_SECONDS = 15
CONNECT_SECONDS = 3
"""How long PostgreSQL may take to accept us; then the reader is told that it is away."""
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
VERSIONS = "alembic_version"
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

TODAY: Any = bindparam("today", type_=Date(), callable_=clock.today, unique=True)
"""The day on which a question is asked, also one that is kept."""
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what reads a value, without asking for each how this type reads them."""
        read: Any = self.impl_instance.result_processor(dialect, coltype)
        if read is None:
            return lambda value: value and value.replace(tzinfo=UTC)
        return lambda value: value and read(value).replace(tzinfo=UTC)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is not None and value.tzinfo is None:
            raise TypeError(f"naive datetime {value!r}: use clock.now() or attach a zone")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table: an integer key and the moment it was created (UTC).

    The type map is given to a registry because Flask-SQLAlchemy 3.1 copies this class's
    body, and SQLAlchemy refuses a body that has both a registry and a type map.
    """

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UTCDateTime(),
            list[str]: JSON(),
            list[int]: JSON(),
            list[dict[str, Any]]: JSON(),
            list[Any]: JSON(),
            dict[str, Any]: JSON(),
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())  # noqa: PLW0108 -- the clock may be moved


class Versioned:
    """A row that two people may decide at once: a stale write raises `StaleDataError`."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def enum_column(kind: type[StrEnum]) -> Enum:
    """Store a StrEnum by its value, behind a CHECK, so that the table reads as the code does."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


db = SQLAlchemy(model_class=Base)


@contextmanager
def reading() -> Iterator[None]:
    """Begin the transactions inside as readers: they neither take nor wait for the write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Begin the transactions inside as writers, and commit at the end (roll back on an error)."""
    token = _reading.set(False)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _reading.reset(token)


GAVE_WAY = frozenset({"40001", "40P01"})
"""SQLSTATE of a transaction that PostgreSQL ended so that another could go on."""


def gave_way(error: DBAPIError) -> bool:
    """Say whether the write was ended for another's sake, and may simply begin again."""
    return getattr(error.orig, "sqlstate", None) in GAVE_WAY


def sqlite_module() -> ModuleType:
    """Return the newest SQLite driver there is.

    Debian 12 ships 3.40.1, inside the range of SQLite's WAL-reset corruption bug (mended in
    3.51.3); the pysqlite3 wheel carries its own newer copy.
    """
    if importlib.util.find_spec("pysqlite3"):
        return importlib.import_module("pysqlite3")
    return sqlite3


def engine_options(uri: str) -> dict[str, Any]:
    """Return what SQLAlchemy needs beside the address, by kind of database."""
    if uri.startswith("sqlite"):
        return {"module": sqlite_module(), "connect_args": {"timeout": SQLITE_BUSY_SECONDS}}
    alone = {"connect_timeout": CONNECT_SECONDS}
    return {"pool_pre_ping": True, "pool_timeout": CONNECT_SECONDS, "connect_args": alone}


def upgrade() -> None:
    """Bring the database's tables to what this version of the portal expects."""
    know_migrations(current_app)
    from flask_migrate import upgrade as migrate_to_head  # noqa: PLC0415 -- as below

    migrate_to_head()


def migration() -> str:
    """Return the migration at which our database stands, also while somebody writes."""
    with reading(), db.engine.connect() as seen:
        return str(seen.scalar(text(f"SELECT version_num FROM {VERSIONS}")))  # noqa: S608


def take_down() -> None:
    """Remove every table."""
    know_migrations(current_app)
    from flask_migrate import downgrade  # noqa: PLC0415 -- as below

    downgrade(revision="base")


def know_migrations(app: Flask) -> None:
    """Let Flask-Migrate know where the migrations are, where somebody may want them.

    With Alembic, Mako and Pygments it is 15 MB that no process needs to answer requests.
    """
    if "migrate" not in app.extensions:
        from flask_migrate import Migrate  # noqa: PLC0415 -- see above

        Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)


def init_app(app: Flask) -> None:
    """Attach the database; a request by a safe method begins as a reader, any other as a writer."""
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(uri))
    db.init_app(app)
    if os.environ.get("FLASK_RUN_FROM_CLI"):
        know_migrations(app)  # `flask db …`

    @app.before_request
    def say_what_we_are_about_to_do() -> None:
        _reading.set(request.method in SAFE_METHODS)

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        _reading.set(False)


@event.listens_for(Engine, "connect")
def prepare_connection(connection: Any, _record: object) -> None:
    """Give SQLite durable writes and foreign keys, and leave BEGIN to us."""
    if type(connection).__module__.split(".")[0] not in {"sqlite3", "pysqlite3"}:
        return
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def begin(connection: Connection) -> None:
    """Take SQLite's write lock at once when writing.

    A read transaction that turns into a write fails with "locked" and loses updates.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
