"""Tables as workbooks. Loaded when the first one is asked for: the library is large."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal.core.cells import Month, Part, Share, Value, Yuan

NARROWEST, WIDEST = 8, 60
"""Of a column, in letters of the Latin kind; a Chinese one is as wide as two."""
MEASURED = 200
"""Rows that a column's width is taken from: it is written before the rows are."""
TITLE_LENGTH = 31
"""Of a sheet, as Excel allows it."""
MONEY, PERCENT, DAY, MONTH = '"¥"#,##0.00', "0%", "yyyy-mm-dd", "yyyy-mm"


def workbook_bytes(*parts: Part) -> bytes:
    """Return tables as a workbook, each on its sheet; the heading stays in view and filters."""
    book = Workbook(write_only=True)
    for part in parts:
        _write(book.create_sheet(INVALID_TITLE_REGEX.sub(" ", part.title)[:TITLE_LENGTH]), part)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, part: Part) -> None:  # the stubs know less of a sheet than there is
    rows = iter(part.rows)
    first = list(islice(rows, MEASURED))
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(part.head):
        values = (heading, *(row[number] for row in first if number < len(row)))
        sheet.column_dimensions[get_column_letter(number + 1)].width = _width(values)
    sheet.append([_cell(sheet, one, Font(bold=True)) for one in part.head])
    last = 1
    for row in chain(first, rows):
        sheet.append([_cell(sheet, one) for one in row])
        last += 1
    if last > 1 and part.head:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(part.head))}{last}"


def _width(values: Sequence[Value]) -> int:
    texts = [line for one in values if one is not None for line in str(one).splitlines()]
    # Two letters of air, and as many again for the sign and the commas of an amount.
    longest = max((sum(1 + (east_asian_width(c) in "WF") for c in one) for one in texts), default=0)
    return min(max(longest + 4, NARROWEST), WIDEST)


def _cell(sheet: WriteOnlyWorksheet, value: Value, font: Font | None = None) -> Cell:
    if isinstance(value, Yuan):
        cell = WriteOnlyCell(sheet, value=value.fen / 100)
        cell.number_format = MONEY
    elif isinstance(value, Share):
        cell = WriteOnlyCell(sheet, value=value.percent / 100)
        cell.number_format = PERCENT
    elif type(value) is date:
        cell = WriteOnlyCell(sheet, value=datetime.combine(value, time()))
        cell.number_format = DAY
    elif isinstance(value, Month):
        cell = WriteOnlyCell(sheet, value=datetime.combine(value.first, time()))
        cell.number_format = MONTH
    elif isinstance(value, int | float) and not isinstance(value, bool):
        cell = WriteOnlyCell(sheet, value=value)
    else:
        text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"  # the library takes "=…" for a formula
    if font:
        cell.font = font
    return cell
