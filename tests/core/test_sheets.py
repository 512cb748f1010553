"""Tables to take away: what a cell may be, and that both kinds say the same."""

import csv
import io

import pytest
from openpyxl import load_workbook

from portal.core import sheets, workbooks

HEAD = ("名称 Name", "件数")
ROWS = [
    ("=1+1", 3),
    ("+86 138", -2.5),
    ("@sum", 0),
    ("两行\n字", None),
    ("钟\x07声", True),
    ("芦淞女裤", 12),
]


def test_a_workbook_holds_texts_and_numbers_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(workbooks.workbook_bytes(HEAD, ROWS)))
    cells = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in cells[0]] == list(HEAD)
    assert [cell.value for cell in cells[1]] == ["=1+1", 3]
    assert [cell.data_type for cell in cells[1]] == ["s", "n"]
    assert cells[2][1].value == -2.5
    assert cells[4][0].value == "两行\n字"
    assert cells[5][0].value == "钟声", "a character that XML forbids would spoil the whole file"
    assert not [cell for row in cells for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "@sum", "-", "\tx"])
def test_a_cell_of_csv_never_runs(text: str) -> None:
    row = list(csv.reader(io.StringIO(sheets.csv_text(HEAD, [(text, 3)]))))[1]
    assert row == [f"'{text}", "3"]
