"""Ticking the rows of an import, taking them over, and taking them back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.audit import actions as audit
from portal.core import clock, files
from portal.core.db import db, writing
from portal.core.errors import ConflictError
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.linesheets import queries, rules
from portal.linesheets.actions.comparing import Beside, beside, compare
from portal.linesheets.actions.styles import hold, put
from portal.linesheets.fields import BY_NAME
from portal.linesheets.models import (
    ImportState,
    LineSheet,
    RowOutcome,
    Style,
    StyleImport,
    StyleImportPicture,
    StyleImportRow,
    View,
)

NAMES_TOLD = 5


def keep_ticks(one: StyleImport, shown: Collection[int], ticked: Collection[int]) -> None:
    """Keep what is ticked among the rows that a page showed.

    Raises:
        ConflictError: the import does not wait for ticks.
    """
    check_waits(one)
    on = set(ticked) & set(shown)
    queries.tick(one.id, on, on=True)
    queries.tick(one.id, set(shown) - on, on=False)


def check_waits(one: StyleImport) -> None:
    """Refuse to decide on an import that does not wait for it.

    Raises:
        ConflictError: it is being read, or decided.
    """
    if one.state is not ImportState.PREVIEW:
        raise ConflictError(_l("This import is decided already."), _l("Look at the page again."))


def apply(one: StyleImport, *, by: audit.Actor) -> int:
    """Take over every ticked row, all or nothing; return how many.

    Raises:
        ConflictError: nothing is ticked, the line sheet is no draft, or styles were changed since
            the preview: their numbers are in the message.
    """
    check_waits(one)
    rows = queries.rows_ticked(one.id)
    if not rows:
        raise ConflictError(_l("No row is ticked."), _l("Tick the rows that are right."))
    sheet = queries.sheet_by_id(one.sheet_id)
    rules.check_draft(sheet)
    hold(sheet)
    stock = beside(one.id, sheet)
    check_as_shown(rows, stock)
    check_room(len(sheet.styles), rows)
    for row in rows:
        take_over(row, sheet, stock)
    db.session.flush()
    for row in rows:
        style = stock.styles[rules.number_in(row.texts)]
        row.applied, row.style_id = True, style.id
        row.undo = {**row.undo, "version": style.version}
    rules.IMPORT_WORKFLOW.move(one, "apply")
    one.applied_at = clock.now()
    audit.record("line-sheet.import-apply", one, by=by, rows=len(rows))
    return len(rows)


def check_as_shown(rows: Sequence[StyleImportRow], stock: Beside) -> None:
    """Refuse to take over rows that would do something else than the preview says.

    Raises:
        ConflictError: the message names them.
    """
    moved = []
    for row in rows:
        line = rules.Line(row.line, row.texts, row_pictures(row, stock))
        now = compare(line, stock)
        before = (row.outcome, row.pictures, row.style_id, row.changes.keys())
        if (now.outcome, now.pictures, now.style_id, now.changes.keys()) != before:
            moved.append(row.number)
    if moved:
        names = _(", ").join(moved[:NAMES_TOLD]) + ("…" if len(moved) > NAMES_TOLD else "")
        raise ConflictError(
            _l("Since the table was read, somebody has worked on: %(names)s.", names=names),
            _l("Press “Read it again”, then look and tick once more."),
        )


def row_pictures(row: StyleImportRow, stock: Beside) -> dict[View, str]:
    """Return which pictures a row takes, by their names."""
    return {View(view): stock.pictures[number].name for view, number in row.pictures.items()}


def check_room(count: int, rows: Sequence[StyleImportRow]) -> None:
    """Refuse more styles than a line sheet has room for.

    Raises:
        ConflictError: it would be too many.
    """
    new = sum(1 for row in rows if row.outcome is RowOutcome.NEW)
    if count + new > rules.MOST_ON_SHEET:
        raise ConflictError(
            _l("A line sheet has room for %(most)s styles.", most=rules.MOST_ON_SHEET),
            _l("Tick fewer rows."),
        )


def take_over(row: StyleImportRow, sheet: LineSheet, stock: Beside) -> None:
    """Write one row, and note what stood there before."""
    values = {name: BY_NAME[name].taken(row.texts[name]) for name in row.changes}
    style = stock.styles.get(rules.number_in(row.texts))
    if style is None:
        place = max((one.position for one in sheet.styles), default=-1) + 1
        style = Style(position=place, photos=[], **values)
        sheet.styles.append(style)
        stock.styles[style.number] = style
        row.undo = {"new": True}
    else:
        row.undo = {
            "before": {name: BY_NAME[name].text_of(style) for name in values},
            "photos": photos_before(row, style),
        }
        for name, value in values.items():
            setattr(style, name, value)
    for view, number in row.pictures.items():
        picture = stock.pictures[number]
        put(style, View(view), picture.file_id or 0, picture.source_sha256)
    style.touch()


def photos_before(row: StyleImportRow, style: Style) -> dict[str, Any]:
    """Return what hung where the row hangs something, and keep those files for taking back."""
    found: dict[str, Any] = {}
    for view in row.pictures:
        photo = style.photo(View(view))
        found[view] = [photo.file_id, photo.source_sha256] if photo else None
        if photo:
            name = f"/{style.id}-{view}"
            kept = StyleImportPicture(import_id=row.import_id, name=name, file_id=photo.file_id)
            db.session.add(kept)
    return found


def undo(one: StyleImport, *, by: audit.Actor) -> None:
    """Take back everything that an import wrote, exactly.

    Raises:
        ConflictError: more than a day has passed, the line sheet is no draft any more, or somebody
            has worked on the styles since: the message names them.
    """
    if one.state is ImportState.UNDONE:
        return
    rules.check_undo(one, clock.now())
    sheet = queries.sheet_by_id(one.sheet_id)
    rules.check_draft(sheet)
    hold(sheet)
    styles = {style.id: style for style in sheet.styles}
    rows = queries.rows_applied(one.id)
    check_untouched(rows, styles)
    for row in rows:
        take_back(row, sheet, styles[row.style_id or 0])
    rules.IMPORT_WORKFLOW.move(one, "undo")
    audit.record("line-sheet.import-undo", one, by=by, rows=len(rows))


def check_untouched(rows: Sequence[StyleImportRow], styles: Mapping[int, Style]) -> None:
    """Refuse to take back styles on which somebody has worked since.

    Raises:
        ConflictError: the message names them.
    """
    moved = [
        row.number
        for row in rows
        if (style := styles.get(row.style_id or 0)) is None or style.version != row.undo["version"]
    ]
    if moved:
        names = _(", ").join(moved[:NAMES_TOLD]) + ("…" if len(moved) > NAMES_TOLD else "")
        raise ConflictError(
            _l("Since the import somebody has worked on: %(names)s.", names=names),
            _l("Nothing was taken back. Change the styles themselves."),
        )


def take_back(row: StyleImportRow, sheet: LineSheet, style: Style) -> None:
    """Let a style stand as it stood before its row was taken over."""
    row.applied = False
    if row.undo.get("new"):
        sheet.styles.remove(style)
        return
    for name, text in row.undo["before"].items():
        setattr(style, name, BY_NAME[name].taken(text))
    for view, was in row.undo["photos"].items():
        photo = style.photo(View(view))
        if was:
            put(style, View(view), *was)
        elif photo:
            style.photos.remove(photo)


def discard(one: StyleImport, *, by: audit.Actor) -> None:
    """Put an import aside; nothing of it was ever taken over.

    Raises:
        ConflictError: it is decided.
    """
    if one.state is ImportState.DISCARDED:
        return
    rules.IMPORT_WORKFLOW.move(one, "discard")
    audit.record("line-sheet.import-discard", one, by=by)


def purge(now: datetime) -> None:
    """Remove the files of old imports; what was read of them stays."""
    for one in queries.old_files(now - rules.KEEP_FILES):
        for name in (one.stored_name, *one.zips):
            files.delete(name)
        one.files_purged_at = now


def sweep() -> None:
    """Remove old files, in a transaction of its own."""
    with writing():
        purge(clock.now())
