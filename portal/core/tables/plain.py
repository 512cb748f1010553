"""Tables of plain text, in whatever writing and with whatever between the values."""

import csv
import io
from collections.abc import Iterator

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables.table import Table, Value, check_columns, check_rows, is_empty

WRITINGS = ("utf-8-sig", "gb18030")
"""Excel in China saves CSV in GB18030 unless it is told otherwise."""
BETWEEN = (",", ";", "\t", "，")
LOOKED_AT = 20
"""Lines that show what stands between values."""
RUNS_IN_A_SHEET = ("=", "+", "-", "@", "\t", "\r", "\n")


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the writing it is in.

    Raises:
        InvalidError: it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "utf-16"
    for writing in WRITINGS:
        try:
            text = content.decode(writing)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, writing
    raise InvalidError(
        "files",
        _l("This is neither an Excel workbook nor a table of text, whatever its name."),
        _l("Open it in Excel or WPS, save it as .xlsx, and send that."),
    )


def said(content: bytes) -> list[str]:
    """Return what has to be said about the writing."""
    return ["gb18030"] if decoded(content)[1] == "gb18030" else []


def between(text: str) -> str:
    """Return what parts the values: what most lines have most alike."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    best, score = ",", 0
    for mark in BETWEEN:
        counts = sorted(line.count(mark) for line in lines)
        typical = counts[len(counts) // 2] if counts else 0
        if typical > score:
            best, score = mark, typical
    return best


def table(content: bytes) -> Table:
    """Return the rows of a table of text.

    Raises:
        TooBigError: more rows or columns than are taken.
        InvalidError: it is no text, or a cell has no end.
    """
    text, _writing = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between(text))
    try:
        return Table(list(rows_of(reader)))
    except csv.Error as error:
        raise InvalidError(
            "files", _l("The table breaks off inside a cell: a quotation mark is left open.")
        ) from error


def rows_of(reader: Iterator[list[str]]) -> Iterator[tuple[int, dict[int, Value]]]:
    """Yield the rows with something in them."""
    count = 0
    for number, cells in enumerate(reader, 1):
        row = {place: without_guard(one) for place, one in enumerate(cells, 1) if not is_empty(one)}
        if row:
            count += 1
            check_rows(count)
            check_columns(max(row))
            yield number, dict(row)


def without_guard(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    guarded = text.startswith("'") and text.lstrip("'").startswith(RUNS_IN_A_SHEET)
    return text[1:] if guarded else text
