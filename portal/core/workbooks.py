"""Tables as workbooks. Loaded when the first one is asked for: the library is large."""

import io
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

NARROWEST, WIDEST = 9, 60
"""Of a column, in characters of half a width: a Chinese one has twice that."""
LONGEST_TITLE = 31
"""Of a sheet, by Excel's limit."""
Value = object


def workbook_bytes(
    head: Sequence[Value], rows: Iterable[Sequence[Value]], title: str = "Sheet"
) -> bytes:
    """Return a table as a workbook of one sheet; its heading stays in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(INVALID_TITLE_REGEX.sub(" ", title)[:LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    lines = [head, *rows]
    for number, width in enumerate(map(widest, zip_longest(*lines)), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width

    for line in lines:
        font = Font(bold=True) if line is head else None
        sheet.append([_cell(sheet, one, font) for one in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def widest(column: Sequence[Value]) -> int:
    """Return how wide a column is to be for its longest line to be read, within bounds."""
    texts = ("" if one is None else str(one) for one in column)
    lines = (line for text in texts for line in text.splitlines())
    room = max((sum(1 + (east_asian_width(x) in "WF") for x in one) for one in lines), default=0)
    return min(max(room + 2, NARROWEST), WIDEST)


def _cell(sheet: WriteOnlyWorksheet, value: Value, font: Font | None = None) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell = WriteOnlyCell(sheet, value=value)
    else:
        text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"  # the library takes "=…" for a formula
    if font:
        cell.font = font
    return cell
