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


def test_a_workbook_is_as_wide_as_what_it_says_and_has_a_name() -> None:
    rows = [("芦淞女裤", 12, "x" * 200), ("株洲芦淞大市场服饰有限公司", 3, "")]
    content = workbooks.workbook_bytes(("名称", "件数", "说明"), rows, "品牌/对比" * 9)
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    assert sheet.title == ("品牌 对比" * 9)[:31]
    widths = [sheet.column_dimensions[column].width for column in "ABC"]
    assert widths == [28, 9, 60], "a Chinese character has twice the width"


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "@sum", "-", "\tx"])
def test_a_cell_of_csv_never_runs(text: str) -> None:
    row = list(csv.reader(io.StringIO(sheets.csv_text(HEAD, [(text, 3)]))))[1]
    assert row == [f"'{text}", "3"]
