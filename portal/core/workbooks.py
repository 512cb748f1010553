"""Tables as workbooks. Loaded when the first one is asked for: the library is large."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

COLUMN_WIDTH = 18
"""In characters; a column of Excel's own width cuts most names off."""
Value = object


def workbook_bytes(head: Sequence[Value], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a table as a workbook of one sheet; its heading stays in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = COLUMN_WIDTH

    sheet.append([_cell(sheet, one, Font(bold=True)) for one in head])
    for row in rows:
        sheet.append([_cell(sheet, one) for one in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
