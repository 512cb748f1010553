"""Imports of styles: what waits to be read, their rows and pictures."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from portal.brands.models import Brand
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.linesheets.models import (
    ImportState,
    LineSheet,
    RowOutcome,
    StyleImport,
    StyleImportPicture,
    StyleImportRow,
)
from portal.markets.models import Market

ROWS_PER_PAGE = 50


def import_of(market: str, brand: str, sheet_id: int, import_id: int) -> StyleImport:
    """Return an import into a line sheet; NoResultFound for another's."""
    query = (
        select(StyleImport)
        .join(StyleImport.sheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(
            joinedload(StyleImport.uploaded_by),
            contains_eager(StyleImport.sheet)
            .contains_eager(LineSheet.brand)
            .contains_eager(Brand.market),
        )
        .where(
            Market.slug == market,
            Brand.slug == brand,
            StyleImport.sheet_id == sheet_id,
            StyleImport.id == import_id,
        )
    )
    return db.session.scalars(query).one()


def imports_of(sheet_id: int) -> Sequence[StyleImport]:
    """Return the imports into a line sheet, the newest first, with who sent them."""
    query = (
        select(StyleImport)
        .options(joinedload(StyleImport.uploaded_by))
        .where(StyleImport.sheet_id == sheet_id)
        .order_by(StyleImport.id.desc())
        .limit(20)
    )
    return db.session.scalars(query).all()


def being_read(before: datetime) -> list[int]:
    """Return the imports that wait to be read and that nobody reads since a moment."""
    query = (
        select(StyleImport.id)
        .where(StyleImport.state == ImportState.READING, silent_since(before))
        .order_by(StyleImport.id)
    )
    return list(db.session.scalars(query))


def silent_since(before: datetime) -> ColumnElement[bool]:
    """Return the condition for imports whose reading gives no sign of life."""
    return or_(StyleImport.worked_at.is_(None), StyleImport.worked_at < before)


def by_number(import_id: int) -> StyleImport:
    """Return an import by its number with its line sheet and brand."""
    query = (
        select(StyleImport)
        .options(joinedload(StyleImport.sheet).joinedload(LineSheet.brand).joinedload(Brand.market))
        .where(StyleImport.id == import_id)
    )
    return db.session.scalars(query).one()


def held_import(import_id: int, before: datetime) -> StyleImport | None:
    """Return an import that nobody reads, held for this transaction; None when somebody does."""
    query = (
        select(StyleImport)
        .where(
            StyleImport.id == import_id,
            StyleImport.state == ImportState.READING,
            silent_since(before),
        )
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(query).one_or_none()


def done_pictures(import_id: int) -> set[str]:
    """Return the names of the pictures that are decoded, or refused, already."""
    query = select(StyleImportPicture.name).where(StyleImportPicture.import_id == import_id)
    return set(db.session.scalars(query))


def pictures_of_import(import_id: int) -> Sequence[StyleImportPicture]:
    """Return the pictures of an import, in their order."""
    query = (
        select(StyleImportPicture)
        .where(StyleImportPicture.import_id == import_id, ~StyleImportPicture.name.startswith("/"))
        .order_by(StyleImportPicture.id)
    )
    return db.session.scalars(query).all()


def lost_pictures(import_id: int) -> Sequence[StyleImportPicture]:
    """Return the pictures that were refused, or that belong to no row."""
    query = (
        select(StyleImportPicture)
        .where(
            StyleImportPicture.import_id == import_id,
            StyleImportPicture.used.is_(False),
            ~StyleImportPicture.name.startswith("/"),
        )
        .order_by(StyleImportPicture.name)
    )
    return db.session.scalars(query).all()


def picture_files(numbers: Collection[int]) -> dict[int, StyleImportPicture]:
    """Return pictures with their files by their numbers."""
    query = (
        select(StyleImportPicture)
        .options(joinedload(StyleImportPicture.file))
        .where(StyleImportPicture.id.in_(numbers))
    )
    return {one.id: one for one in db.session.scalars(query)}


def row_page(import_id: int, outcome: RowOutcome | None, page: int) -> Page[StyleImportRow]:
    """Return one page of an import's rows."""
    query = select(StyleImportRow).where(StyleImportRow.import_id == import_id)
    if outcome:
        query = query.where(StyleImportRow.outcome == outcome)
    return paginate(query.order_by(StyleImportRow.line), page, ROWS_PER_PAGE)


def every_row(import_id: int) -> Sequence[StyleImportRow]:
    """Return all rows of an import."""
    query = select(StyleImportRow).where(StyleImportRow.import_id == import_id)
    return db.session.scalars(query.order_by(StyleImportRow.line)).all()


def outcome_counts(import_id: int) -> dict[RowOutcome, int]:
    """Return how many rows have each outcome."""
    query = (
        select(StyleImportRow.outcome, func.count())
        .where(StyleImportRow.import_id == import_id)
        .group_by(StyleImportRow.outcome)
    )
    found = dict(db.session.execute(query).all())
    return {one: found.get(one, 0) for one in RowOutcome}


def ticked_count(import_id: int) -> int:
    """Return how many rows are ticked."""
    query = select(func.count(StyleImportRow.id)).where(
        StyleImportRow.import_id == import_id, StyleImportRow.ticked
    )
    return db.session.scalars(query).one()


def rows_ticked(import_id: int) -> Sequence[StyleImportRow]:
    """Return the ticked rows."""
    query = select(StyleImportRow).where(
        StyleImportRow.import_id == import_id, StyleImportRow.ticked
    )
    return db.session.scalars(query.order_by(StyleImportRow.line)).all()


def rows_applied(import_id: int) -> Sequence[StyleImportRow]:
    """Return the rows that were taken over."""
    query = select(StyleImportRow).where(
        StyleImportRow.import_id == import_id, StyleImportRow.applied
    )
    return db.session.scalars(query.order_by(StyleImportRow.line)).all()


def tick(import_id: int, lines: Collection[int], *, on: bool) -> None:
    """Tick rows that would do something, or take their ticks off."""
    db.session.execute(
        update(StyleImportRow)
        .where(
            StyleImportRow.import_id == import_id,
            StyleImportRow.line.in_(lines),
            StyleImportRow.outcome.in_([RowOutcome.NEW, RowOutcome.CHANGED]),
        )
        .values(ticked=on)
    )


def old_files(before: datetime) -> Sequence[StyleImport]:
    """Return imports whose files are kept too long."""
    query = select(StyleImport).where(
        StyleImport.created_at < before,
        StyleImport.files_purged_at.is_(None),
        StyleImport.state != ImportState.READING,
    )
    return db.session.scalars(query).all()
