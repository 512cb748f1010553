"""Tables to take away: what a cell may be, and that both kinds say the same."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from openpyxl import load_workbook

from portal.core import sheets, workbooks
from portal.core.cells import Month, Part, Share, Yuan, day_cell
from portal.core.i18n import force_locale, joined

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


def test_a_workbook_is_as_wide_as_what_it_says_and_has_a_name() -> None:
    rows = [("芦淞女裤", 12, "x" * 200), ("株洲芦淞大市场服饰有限公司", 3, "")]
    content = workbooks.workbook_bytes(Part("品牌/对比" * 9, ("名称", "件数", "说明"), rows))
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    assert sheet.title == ("品牌 对比" * 9)[:31]
    widths = [sheet.column_dimensions[column].width for column in "ABC"]
    assert widths == [30, 8, 60], "a Chinese character has twice the width"
    assert sheet.auto_filter.ref == "A1:C3"
    empty = workbooks.workbook_bytes(Part("空", ("名称",), []))
    (bare,) = load_workbook(io.BytesIO(empty)).worksheets
    assert bare.auto_filter.ref is None


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "@sum", "-", "\tx"])
def test_a_cell_of_csv_never_runs(text: str) -> None:
    row = list(csv.reader(io.StringIO(sheets.csv_text(Part("名单", HEAD, [(text, 3)])))))[1]
    assert row == [f"'{text}", "3"]


def test_money_shares_and_days_are_numbers_that_read_well() -> None:
    late = datetime(2026, 11, 28, 17, tzinfo=UTC)
    row = ("女裤", Yuan(2_588_118), Share(92), day_cell(late), None, Month(date(2026, 10, 1)))
    parts = [
        Part("费用", list("abcdef"), [row]),
        Part("甲/乙:[1]" + "长" * 40, ["a"], [["长" * 90]]),
    ]
    book = load_workbook(io.BytesIO(workbooks.workbook_bytes(*parts)))
    first, second = book.worksheets
    assert [first.title, len(second.title)] == ["费用", 31]
    _name, money, share, day, nothing, month = list(first.iter_rows())[1]
    assert [money.value, money.number_format] == [25881.18, '"¥"#,##0.00']
    assert [share.value, share.number_format] == [0.92, "0%"]
    assert [day.value, day.number_format] == [datetime(2026, 11, 29), "yyyy-mm-dd"]  # noqa: DTZ001
    assert [month.value, month.number_format] == [datetime(2026, 10, 1), "yyyy-mm"]  # noqa: DTZ001
    assert not nothing.value
    widths = {key: one.width for key, one in first.column_dimensions.items()}
    assert widths["A"] == 8
    assert widths["B"] > len("25881.18")
    assert second.column_dimensions["A"].width == 60, "no column is wider than a screen"
    told = list(csv.reader(io.StringIO(sheets.csv_text(*parts))))
    assert told[:3] == [
        ["\ufeff费用"],
        list("abcdef"),
        ["女裤", "25881.18", "92%", "2026-11-29", "", "2026-10"],
    ]
    assert told[3] == []


def test_a_list_in_a_cell_is_plain_text_and_parted_clearly(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("en"):
            assert joined(["Women's trousers", "Dresses"]) == "Women's trousers, Dresses"
            assert joined(["Ji'an, Jiangxi", "Hunan"]) == "Ji'an, Jiangxi; Hunan"
        with force_locale("zh_Hans_CN"):
            assert joined(["女裤", "连衣裙"]) == "女裤、连衣裙"
