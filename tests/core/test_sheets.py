"""Tables to take away: what a cell may be, and that both kinds say the same."""

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from portal.core import sheets, workbooks
from portal.core.cells import Part, Share, Yuan

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
    book = load_workbook(io.BytesIO(workbooks.workbook_bytes(Part("名单", HEAD, ROWS))))
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
    row = list(csv.reader(io.StringIO(sheets.csv_text(Part("名单", HEAD, [(text, 3)])))))[1]
    assert row == [f"'{text}", "3"]


def test_money_shares_and_days_are_numbers_that_read_well() -> None:
    row = ("女裤", Yuan(2_588_118), Share(92), date(2026, 11, 29), None)
    parts = [
        Part("费用", list("abcde"), [row]),
        Part("甲/乙:[1]" + "长" * 40, ["a"], [["长" * 90]]),
    ]
    book = load_workbook(io.BytesIO(workbooks.workbook_bytes(*parts)))
    first, second = book.worksheets
    assert [first.title, len(second.title)] == ["费用", 31]
    _name, money, share, day, nothing = list(first.iter_rows())[1]
    assert [money.value, money.number_format] == [25881.18, '"¥"#,##0.00']
    assert [share.value, share.number_format] == [0.92, "0%"]
    assert [day.value, day.number_format] == [datetime(2026, 11, 29), "yyyy-mm-dd"]  # noqa: DTZ001
    assert not nothing.value
    widths = {key: one.width for key, one in first.column_dimensions.items()}
    assert widths["A"] == 8
    assert widths["B"] > len("25881.18")
    assert second.column_dimensions["A"].width == 60, "no column is wider than a screen"
    told = list(csv.reader(io.StringIO(sheets.csv_text(*parts))))
    assert told[:3] == [
        ["\ufeff费用"],
        list("abcde"),
        ["女裤", "25881.18", "92%", "2026-11-29", ""],
    ]
    assert told[3] == []
