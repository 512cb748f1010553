"""Reading an import behind the pages: its pictures one by one, then its rows beside the styles.

Each picture is kept by itself, so that a worker that is killed costs one picture at most; another
goes on where it stopped as soon as the first has been silent for `rules.LEASE`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from portal.core import clock, files
from portal.core.db import db, reading, writing
from portal.core.errors import InvalidError, PortalError, StorageError
from portal.core.i18n import LOCALES, force_locale
from portal.core.i18n import gettext as _
from portal.core.tables import files as tables
from portal.documents import actions as documents
from portal.documents import zipped
from portal.documents.zipped import Packed
from portal.linesheets import queries, rules
from portal.linesheets.fields import BY_NAME
from portal.linesheets.models import (
    ImportState,
    LineSheet,
    RowOutcome,
    Style,
    StyleImportPicture,
    StyleImportRow,
    View,
)
from portal.linesheets.rules import Line

CHINESE, ENGLISH = LOCALES.values()
REASON_LENGTH = 300


def read_behind_the_pages() -> None:
    """Read the imports that wait; one that cannot be read says why, a store at rest is awaited."""
    with reading():
        waiting = queries.being_read(clock.now() - rules.LEASE)
        db.session.rollback()
    for number in waiting:
        try:
            read(number)
        except StorageError:
            continue  # the store does not answer: read on once it does
        except PortalError as error:
            with writing():
                one = queries.by_number(number)
                rules.IMPORT_WORKFLOW.move(one, "fail")
                one.reason, one.reason_en = both(error)


def both(error: PortalError) -> tuple[str, str]:
    """Return why something is refused in both languages: nobody in particular asked."""
    found = []
    for locale in (CHINESE, ENGLISH):
        with force_locale(locale):
            found.append(f"{error.message} {error.next_step}".strip()[:REASON_LENGTH])
    return found[0], found[1]


def read(number: int) -> None:
    """Read an import from where the last reading stopped."""
    if not taken_up(number):
        return
    with reading():
        one = queries.by_number(number)
        table = tables.opened(files.read(one.stored_name)).table("")
        lines, unknown = rules.lines(table, {int(at): holds for at, holds in one.columns.items()})
        zips, by_id, sheet_id = list(one.zips), one.uploaded_by_id, one.sheet_id
        known = known_pictures(sheet_id) if zips else {}
        done = queries.done_pictures(number)
        db.session.rollback()
    for name in zips:
        for packed in zipped.pictures_in(files.read(name)):
            if packed.name not in done:
                if not keep_picture(number, packed, known, by_id):
                    return
                done.add(packed.name)
    with writing():
        one = queries.by_number(number)
        if one.state is ImportState.READING:
            one.said = unknown
            show(one.id, queries.sheet_by_id(sheet_id), lines)
            one.steps_done = one.steps_total
            rules.IMPORT_WORKFLOW.move(one, "show")


def taken_up(number: int) -> bool:
    """Take an import up for reading; say whether nobody else had."""
    with writing():
        one = queries.held_import(number, clock.now() - rules.LEASE)
        if one is not None:
            one.worked_at = clock.now()
    return one is not None


def known_pictures(sheet_id: int) -> dict[str, int]:
    """Return the files that hang on a line sheet, by the digests that an import may bring."""
    found: dict[str, int] = {}
    for style in queries.styles_of(sheet_id):
        for photo in style.photos:
            if photo.source_sha256:
                found[photo.source_sha256] = photo.file_id
            try:
                found[files.digest(files.read(rules.copy_in_zip(photo)))] = photo.file_id
            except FileNotFoundError:
                continue
    return found


def keep_picture(number: int, packed: Packed, known: dict[str, int], by_id: int) -> bool:
    """Decode and keep one picture of a zip; say whether the reading may go on.

    Raises:
        StorageError: the store does not answer; the picture is read again later.
    """
    digest = files.digest(packed.content) if packed.content else ""
    upload = None
    error = packed.error
    if error is None and digest not in known:
        upload = documents.check(packed.name, packed.content, pdf_too=False)
        error = upload.error
    if isinstance(error, StorageError):
        raise error
    try:
        with writing():
            one = queries.by_number(number)
            if one.state is not ImportState.READING:
                return False
            picture = StyleImportPicture(
                import_id=number, name=packed.name[-200:], source_sha256=digest
            )
            if error:
                picture.reason, picture.reason_en = both(error)
            elif upload:
                known[digest] = documents.store(upload, by_id=by_id).id
            picture.file_id = None if error else known[digest]
            picture.known = upload is None and error is None
            db.session.add(picture)
            one.steps_done += 1
            one.worked_at = clock.now()
    except IntegrityError:  # another worker was quicker with this picture
        return True
    return True


# Rows


@dataclass(frozen=True)
class Beside:
    """What the rows of an import are set beside."""

    styles: dict[str, Style]
    elsewhere: Mapping[str, LineSheet]
    pictures: Mapping[int, StyleImportPicture]
    names: Mapping[str, int]


def beside(import_id: int, sheet: LineSheet) -> Beside:
    """Return what is known: the styles, the season's other numbers, and the import's pictures."""
    pictures = {one.id: one for one in queries.pictures_of_import(import_id)}
    good = {rules.stem(one.name): one.id for one in pictures.values() if one.file_id}
    styles = {one.number: one for one in sheet.styles}
    return Beside(styles, queries.numbers_of_season(sheet), pictures, good)


def show(import_id: int, sheet: LineSheet, lines: list[Line]) -> None:
    """Set every row beside the styles and keep it as the preview."""
    stock = beside(import_id, sheet)
    again = rules.repeated(lines)
    rows = [row_of(import_id, line, compare(line, stock, again.get(line.number))) for line in lines]
    db.session.execute(delete(StyleImportRow).where(StyleImportRow.import_id == import_id))
    if rows:
        db.session.execute(insert(StyleImportRow), rows)
    used = used_in(lines, stock)
    for number, picture in stock.pictures.items():
        picture.used = number in used


def used_in(lines: list[Line], stock: Beside) -> set[int]:
    """Return the pictures that belong to some row, whether they change anything or not."""
    found: set[int] = set()
    for line in lines:
        number = line.texts.get("number", "")
        found |= set(rules.pictures_of(number, line.pictures, stock.names)[0].values())
    return found


@dataclass(frozen=True)
class Compared:
    """A row beside its style."""

    outcome: RowOutcome
    changes: dict[str, list[str]]
    pictures: dict[str, int]
    says: list[dict[str, str]]
    style_id: int | None = None


def compare(line: Line, stock: Beside, first: int | None = None) -> Compared:
    """Return what a row would do. An empty cell says nothing; it never empties what stands."""
    says: list[dict[str, str]] = []
    values = dict(taken(line, says))
    number = str(values.get("number", ""))
    style = stock.styles.get(number)
    if first:
        says.append(word("number", lambda: _("Row %(row)s has the same number.", row=first)))
    if other := stock.elsewhere.get(number):
        name = other.name_zh
        says.append(
            word(
                "number",
                lambda: _(
                    "The number is on another line sheet of the season: %(name)s.", name=name
                ),
            )
        )
    if not says:
        whole = {name: getattr(style, name) for name in BY_NAME} if style else {}
        try:
            rules.check_style(whole | values)
        except InvalidError as error:
            says.append(word(error.field, lambda error=error: str(error)))
    pictures, lost = rules.pictures_of(number, line.pictures, stock.names) if number else ({}, [])
    says += [
        word("pictures", lambda name=name: _("No picture is called %(name)s.", name=name))
        for name in lost
    ]
    changes = changes_of(style, values)
    fresh = {view: one for view, one in pictures.items() if not hangs(style, view, one, stock)}
    if says:
        outcome = RowOutcome.PROBLEM
    elif style is None:
        outcome = RowOutcome.NEW
    else:
        outcome = RowOutcome.CHANGED if changes or fresh else RowOutcome.UNCHANGED
    hung = {view.value: one for view, one in fresh.items()}
    return Compared(outcome, changes, hung, says, style.id if style else None)


def taken(line: Line, says: list[dict[str, str]]) -> Iterator[tuple[str, Any]]:
    """Yield the values of a row's cells; what cannot be read is said."""
    for name, text in line.texts.items():
        try:
            yield name, BY_NAME[name].taken(text)
        except ValueError as error:
            says.append(word(name, lambda error=error: str(error.args[0])))


def word(field: str, say: Any) -> dict[str, str]:
    """Return a remark in both languages."""
    found = {"field": field}
    for name, locale in (("zh", CHINESE), ("en", ENGLISH)):
        with force_locale(locale):
            found[name] = str(say())[:REASON_LENGTH]
    return found


def changes_of(style: Style | None, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by field what stands and what will stand, as texts."""
    found = {}
    for name, value in values.items():
        field = BY_NAME[name]
        if style is None or field.of(style) != value:
            new = "" if value in (None, "", []) else field.write(value)
            found[name] = [field.text_of(style) if style else "", new]
    return found


def hangs(style: Style | None, view: View, number: int, stock: Beside) -> bool:
    """Say whether a picture hangs on this side of a style already."""
    photo = style.photo(view) if style else None
    return photo is not None and photo.file_id == stock.pictures[number].file_id


def row_of(import_id: int, line: Line, compared: Compared) -> dict[str, Any]:
    """Return a row of the preview as it is kept."""
    return {
        "import_id": import_id,
        "line": line.number,
        "number": line.texts.get("number", "")[:60],
        "called": line.texts.get("name_zh", line.texts.get("name_en", ""))[:120],
        "outcome": compared.outcome,
        "ticked": compared.outcome in {RowOutcome.NEW, RowOutcome.CHANGED},
        "applied": False,
        "texts": dict(line.texts),
        "changes": compared.changes,
        "pictures": compared.pictures,
        "says": compared.says,
        "style_id": compared.style_id,
        "undo": {},
        "created_at": clock.now(),
    }
