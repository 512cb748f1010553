"""How Alembic reaches the portal's database: through the application's own engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from portal.core.db import Base, UTCDateTime, db


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that migrations stand alone."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UTCDateTime) else False


def belongs_to_models(_row: object, name: str | None, kind: str, *_facts: object) -> bool:
    """Say whether the models speak of it; full-text indexes are made by a migration alone."""
    by_migration = {"table": "search_fts", "index": "ix_search_text_tokens"}.get(kind)
    return by_migration is None or not (name or "").startswith(by_migration)


def run(connection: Connection) -> None:
    """Run the migrations in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
        include_object=belongs_to_models,
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """Let SQLite replace a table that others refer to: it changes no constraint in place.

    Source: SQLite, "Making Other Kinds Of Table Schema Changes". Inside a transaction the
    switch does nothing, so it is turned on the bare connection.
    """
    bare: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    bare.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        bare.execute("PRAGMA foreign_keys = ON")


with db.engine.connect() as connection, tables_may_be_rebuilt(connection):
    run(connection)
