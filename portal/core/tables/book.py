"""Workbooks: sheets, hidden columns, what stands behind a cell; in one pass and little memory."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import WorkSheetParser

from portal.core.errors import InvalidError, PortalError
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables.table import (
    Formula,
    Sheet,
    Table,
    Value,
    check_columns,
    check_rows,
    is_empty,
)


class Parser(WorkSheetParser):
    """The library's own reader, which also tells what a formula last came to."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell; a formula with its result, if one was saved."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["data_type"] == "f":
            self.data_only = True
            result = super().parse_cell(element)["value"]
            self.data_only = False
            cell["value"] = Formula(str(getattr(cell["value"], "text", cell["value"])), result)
        return cell


@contextmanager
def opened(content: bytes) -> Iterator[Workbook]:
    """Open a workbook without its links; whatever is wrong inside is the file's fault."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except PortalError:
        raise
    except (ParseError, Exception) as error:
        raise InvalidError(
            "files",
            _l("The workbook is damaged and cannot be opened."),
            _l("Open it in Excel or WPS, save it as .xlsx, and send that."),
        ) from error


def sheets(content: bytes) -> Sequence[Sheet]:
    """Return the sheets that hold cells, hidden ones too."""
    with opened(content) as book:
        found = [Sheet(one.title, hidden=one.sheet_state != "visible") for one in book.worksheets]
        if not found:
            raise InvalidError("files", _l("The workbook has no sheet with cells."))
        return found


def table(content: bytes, name: str) -> Table:
    """Return the rows of a sheet that are not empty.

    Raises:
        TooBigError: more rows or columns than are taken.
        InvalidError: the sheet is broken.
    """
    with opened(content) as book:
        sheet: Any = book[name]
        formats: Any = book
        with sheet._get_source() as source:  # noqa: SLF001 -- the public reader hides columns from us
            parser = Parser(
                source,
                sheet._shared_strings,  # noqa: SLF001
                epoch=book.epoch,
                date_formats=formats._date_formats,  # noqa: SLF001
                timedelta_formats=formats._timedelta_formats,  # noqa: SLF001
            )
            rows = list(rows_of(parser))
            return Table(rows, hidden_columns(parser), hidden_rows(parser))


def rows_of(parser: Parser) -> Iterator[tuple[int, dict[int, Value]]]:
    """Yield the rows with something in them, and stop at the limits."""
    count = 0
    for number, cells in parser.parse():
        row = {one["column"]: one["value"] for one in cells if not is_empty(one["value"])}
        if row:
            count += 1
            check_rows(count)
            check_columns(max(row))
            yield number, row


def hidden_columns(parser: Parser) -> frozenset[int]:
    """Return the numbers of the columns that a person does not see."""
    found: set[int] = set()
    for letter, one in parser.column_dimensions.items():
        if str(one.get("hidden", "0")) in {"1", "true"}:
            first = column_index_from_string(letter)
            found |= set(range(first, min(int(one.get("max", first)), 16384) + 1))
    return frozenset(found)


def hidden_rows(parser: Parser) -> frozenset[int]:
    """Return the numbers of the rows that a person does not see."""
    return frozenset(
        int(number)
        for number, one in parser.row_dimensions.items()
        if str(one.get("hidden", "0")) in {"1", "true"}
    )
