"""Reading what was uploaded, and who names it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, exists, select

from portal.core.db import Base, db
from portal.documents.models import FileKind, StoredFile


def naming_columns() -> list[Column[int]]:
    """Return every column of every table that names an upload: the tables say it themselves."""
    number = StoredFile.__table__.c.id
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column is number for key in column.foreign_keys)
    ]


def unnamed(before: datetime, limit: int) -> Sequence[StoredFile]:
    """Return uploads of before a moment that no row names, the oldest first."""
    nobody = [~exists().where(column == StoredFile.id) for column in naming_columns()]
    query = (
        select(StoredFile)
        .where(StoredFile.created_at < before, *nobody)
        .order_by(StoredFile.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def every_digest() -> set[str]:
    """Return the digests of all uploads."""
    return set(db.session.scalars(select(StoredFile.sha256).distinct()))


def older_than_edition(edition: int, after: int) -> tuple[int, str] | None:
    """Return number and name of the next picture that lacks copies; None when none is left."""
    query = (
        select(StoredFile.id, StoredFile.name)
        .where(
            StoredFile.kind == FileKind.PICTURE,
            StoredFile.edition < edition,
            StoredFile.id > after,
        )
        .order_by(StoredFile.id)
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    return (found.id, found.name) if found else None


def stored(number: int) -> StoredFile:
    """Return an upload by its number."""
    return db.session.scalars(select(StoredFile).where(StoredFile.id == number)).one()
