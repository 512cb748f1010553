"""Line sheets to take away: the table that an import reads again, and the pictures by name."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portal.core import files
from portal.core.cells import Value, Yuan
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.linesheets import rules
from portal.linesheets.fields import (
    BY_NAME,
    FIELDS,
    VIEW_LABELS,
    SheetRead,
    StyleField,
    StyleRead,
    supply_price,
)
from portal.linesheets.models import LineSheet, RowOutcome, Style, StyleImportRow, View

Words = Callable[[Mapping[str, str]], str]
STYLES_IN_A_ZIP = 50
"""So that each zip stays below what an import takes."""
TIME = (2020, 1, 1, 0, 0, 0)
"""Of every file in a zip, so that the same pictures make the same zip."""


def head() -> list[object]:
    """Return the headings, in the reader's language."""
    return [*(field.label for field in FIELDS), *(VIEW_LABELS[view] for view in View)]


def lines(read: SheetRead, styles: Sequence[Style]) -> Iterator[list[object]]:
    """Yield a row for each style, with what this reader sees of it, as an import reads it again."""
    for shown, style in zip(read.styles, styles, strict=True):
        cells = [field.cell_of(style) if field.name in shown.values else "" for field in FIELDS]
        yield [*cells, *(rules.name_in_zip(style, view) for view in View)]


def readers_head(read: SheetRead) -> list[object]:
    """Return the headings of what a reader takes away; whoever sees prices may order on it."""
    ordered = [_l("Pieces to order")] if read.shows_prices else []
    return [*(field.label for field in readers_fields(read)), *ordered]


def readers_lines(read: SheetRead, picked: Iterable[StyleRead]) -> Iterator[list[object]]:
    """Yield a row for each picked style: what this reader sees of it, with the price he pays."""
    styles = {style.id: style for style in read.sheet.styles}
    for one in picked:
        cells = [readers_cell(field, one, styles[one.id]) for field in readers_fields(read)]
        yield [*cells, ""] if read.shows_prices else cells


def readers_cell(field: StyleField, read: StyleRead, style: Style) -> Value:
    """Return a cell that counts, else the words in which a page says it."""
    if field.name == "supply_price" and (fen := supply_price(style)) is not None:
        return Yuan(fen)
    cell, said = field.cell_of(style), read.get(field.name)
    return said.striptags() if said and isinstance(cell, str) else cell


def readers_fields(read: SheetRead) -> list[StyleField]:
    """Return the fields that a reader sees."""
    return [field for field in FIELDS if field.visibility <= read.viewer]


def file_name(sheet: LineSheet) -> str:
    """Return what a line sheet's files are called."""
    return f"{sheet.brand.slug}-{sheet.year}-{sheet.wave.replace('_', '-')}"


def report_head() -> list[object]:
    """Return the headings of an import's report."""
    return [_l("Row"), _l("Style number"), _l("Outcome"), _l("What changes"), _l("Remarks")]


def report_lines(
    rows: Iterable[StyleImportRow], outcomes: Mapping[RowOutcome, object], words: Words
) -> Iterator[list[object]]:
    """Yield what an import says of each row."""
    for row in rows:
        changes = [
            str(BY_NAME[name].label) + _(": ") + f"{old or '—'} → {new}"
            for name, (old, new) in row.changes.items()
        ]
        changes += [str(VIEW_LABELS[View(view)]) for view in row.pictures]
        says = [words(one) for one in row.says]
        yield [row.line, row.number, outcomes[row.outcome], _("; ").join(changes), " ".join(says)]


def parts(styles: Sequence[Style]) -> int:
    """Return how many zips the pictures of styles go into."""
    return -(-len(styles) // STYLES_IN_A_ZIP)


def pictures(styles: Sequence[Style], part: int) -> list[tuple[str, str]]:
    """Return the pictures of one zip: what each is called in it, and in `core.files`."""
    chosen = styles[(part - 1) * STYLES_IN_A_ZIP : part * STYLES_IN_A_ZIP]
    return [
        (rules.name_in_zip(style, photo.view), rules.copy_in_zip(photo))
        for style in chosen
        for photo in style.photos
    ]


def zipped(named: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Yield a zip of stored pictures, piece by piece."""
    out = Passing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, stored in named:
            try:
                archive.writestr(zipfile.ZipInfo(name, TIME), files.read(stored))
            except FileNotFoundError:
                continue
            yield out.taken()
    yield out.taken()


class Passing(io.RawIOBase):
    """A file that forgets what was taken from it; a zip is written without going back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, piece: Any) -> int:
        """Keep a piece until it is taken."""
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        whole = b"".join(self.pieces)
        self.pieces.clear()
        return whole
