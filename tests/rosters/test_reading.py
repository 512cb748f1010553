"""The reader alone: every kind of mess in a cell, a sheet and a file, and nothing guessed."""

import contextlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.core import credit_code
from portal.core.cells import Part
from portal.core.errors import InvalidError, PortalError, TooBigError
from portal.core.i18n import force_locale
from portal.core.sheets import csv_text
from portal.core.tables import files
from portal.core.tables.table import Formula
from portal.core.workbooks import workbook_bytes
from portal.rosters.reading import cells, headings, layout, lines
from portal.rosters.reading.places import Halls
from portal.rosters.reading.words import Weight

HEAD = ("品牌名称", "经营者", "联系电话", "档口号", "备注")


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    del app
    with force_locale("en"):
        yield


def said(reading: cells.Reading) -> list[str]:
    return [one.code for one in reading.says]


@pytest.mark.parametrize(
    ("value", "mobile", "beside", "remarks"),
    [
        ("13807310001", "+8613807310001", None, []),
        (13807310001, "+8613807310001", None, []),
        (13807310001.0, "+8613807310001", None, []),
        ("138-0731-0001", "+8613807310001", None, ["phone_tidied"]),
        ("138 0731 0001", "+8613807310001", None, ["phone_tidied"]),
        ("１３８０７３１０００１", "+8613807310001", None, ["phone_tidied"]),
        ("13807310001/13900001111", "+8613807310001", "13900001111", ["two_phones"]),
        ("13807310001 13900001111", "+8613807310001", "13900001111", ["two_phones"]),
        ("1380731000", None, "1380731000", ["phone_short"]),
        ("15478878384", None, "15478878384", ["phone_unknown"]),
        ("1.38073E+10", None, "1.38073E+10", ["rounded"]),
        ("#N/A", None, None, ["error_cell"]),
    ],
)
def test_phones(value: Any, mobile: str | None, beside: str | None, remarks: list[str]) -> None:
    found = cells.read("mobile", value)
    assert (found.facts.get("mobile"), found.facts.get("other_mobiles")) == (mobile, beside)
    assert said(found) == remarks


@pytest.mark.parametrize(
    ("value", "day", "remarks"),
    [
        (datetime.fromisoformat("2028-04-05"), "2028-04-05", []),
        (date(2028, 4, 5), "2028-04-05", []),
        (46523, "2027-05-16", ["serial"]),
        ("46523", "2027-05-16", ["serial"]),
        ("2026.12.31", "2026-12-31", []),
        ("2026-12-31", "2026-12-31", []),
        ("2026年12月31日", "2026-12-31", []),
        ("20261231", "2026-12-31", []),
        ("至2026.12.31止", "2026-12-31", []),
        ("2026/12", "2026-12-31", ["month_end"]),
        ("2028年2月", "2028-02-29", ["month_end"]),
        ("12/31/2026", "2026-12-31", []),
        ("01/02/2027", "2027-01-02", ["day_first"]),
        ("2024.1.1-2026.12.31", "2026-12-31", ["term"]),
        ("2026年4月1日至2027年3月31日", "2027-03-31", ["term"]),
        ("2026.12.31-2024.1.1", "2024-01-01", ["date_range"]),
        ("长期", "open", []),
        ("见合同", "见合同", ["no_date"]),
        ("2026-02-30", None, ["no_such_day"]),
        ("2026/13", None, ["no_such_day"]),
        ("1926-12-31", "1926-12-31", ["odd_year"]),
    ],
)
def test_ends(value: Any, day: str | None, remarks: list[str]) -> None:
    found = cells.read("lease_end", value)
    assert found.facts.get("lease_end") == day
    assert said(found) == remarks


@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        (credit_code.make(7), []),
        (f" {credit_code.make(7)[:9]} {credit_code.make(7)[9:]}", ["code_tidied"]),
        (credit_code.make(7).lower(), ["code_tidied"]),
        ("92430203D272HD1TJ0", ["code_sum"]),
        ("9243O203D272HD1TJ0", ["code_letter"]),
        ("9143020311H0C5751I", ["code_letter"]),
        ("9243020", ["code_length"]),
    ],
)
def test_credit_codes_are_never_put_right(text: str, remarks: list[str]) -> None:
    found = cells.read("credit_code", text)
    assert said(found) == remarks
    assert ("credit_code" in found.facts) is (remarks in ([], ["code_tidied"]))
    assert all(str(one.words) for one in found.says)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("木禾致", {"brand": "木禾致"}),
        ("沐木裳®", {"brand": "沐木裳"}),
        ("Momia 禾光韵", {"brand": "禾光韵", "brand_en": "Momia"}),
        ("Mo & Co. 云苒里", {"brand": "云苒里", "brand_en": "Mo & Co."}),
        ("悦拾秀\n(原名:青栀)", {"brand": "悦拾秀", "former": "青栀"}),
        ("悦拾秀（原名：青栀）", {"brand": "悦拾秀", "former": "青栀"}),
        ("LEEMOND", {"brand": "LEEMOND"}),
        ("(无)", {}),
        ("<b>云</b>", {"brand": "<b>云</b>"}),
    ],
)
def test_brands(text: str, facts: dict[str, str]) -> None:
    assert cells.read("brand", text).facts == facts


@pytest.mark.parametrize(
    ("text", "floor", "stall", "remarks"),
    [
        ("3楼A12", "", "3F-A12", []),
        ("A3-12", "3楼", "3F-A12", []),
        ("3A012", "3F", "3F-A12", []),
        ("三楼A12", "", "3F-A12", []),
        ("负一楼A3", "", "B1-A3", []),
        (" 3F-12 ", "三楼", "3F-12", []),
        ("1D056", "2F", "1F-D56", ["floor_differs"]),
        ("B1-07", "", "1F-B7", ["unclear_stall"]),
        ("B1-07", "负一楼", "B1-7", []),
        ("东门口", "", "东门口", ["no_stall"]),
        ("3F-A12、3F-A13", "", "3F-A12、3F-A13", ["several_stalls"]),
    ],
)
def test_stalls(text: str, floor: str, stall: str, remarks: list[str]) -> None:
    found = cells.read("stall", text, beside=cells.Beside(floor=floor))
    assert found.facts["stall"] == stall
    assert said(found) == remarks


HALLS = Halls(
    {"一号楼": "Hall 1", "二号楼": "Hall 2", "东楼": "East hall"},
    {"一号楼": {"2F-A8", "2F-A9", "3F-12"}, "二号楼": {"2F-A8"}, "东楼": {"1F-B14"}},
)


@pytest.mark.parametrize(
    ("text", "hall", "stall", "remarks"),
    [
        ("一号楼2F-A8", "", "一号楼 2F-A8", []),
        ("1号楼 2楼A8", "", "一号楼 2F-A8", []),
        ("1#2F-A8", "", "一号楼 2F-A8", []),
        ("1栋二楼A8", "", "一号楼 2F-A8", []),
        ("Hall 1, 2F-A8", "", "一号楼 2F-A8", []),
        ("2F-A8", "一号楼", "一号楼 2F-A8", []),
        ("2F-A8", "1", "一号楼 2F-A8", []),
        ("一号楼2F-A9", "", "2F-A9", []),
        ("东楼1F-B14", "", "1F-B14", []),
        ("2F-A8", "", "2F-A8", ["several_halls"]),
        ("三号楼2F-A8", "", "三号楼 2F-A8", ["no_hall"]),
        ("东楼2F-A8", "", "东楼 2F-A8", ["other_hall"]),
        ("一号楼9F-99", "", "一号楼 9F-99", []),
        ("一号楼2F-A8、2F-A9", "", "一号楼 2F-A8、2F-A9", ["several_stalls"]),
        ("一号楼东门口", "", "一号楼东门口", ["no_stall"]),
    ],
)
def test_stalls_of_several_halls(text: str, hall: str, stall: str, remarks: list[str]) -> None:
    found = cells.read("stall", text, beside=cells.Beside(hall=hall, halls=HALLS))
    assert found.facts["stall"] == stall
    assert said(found) == remarks
    again = cells.read("stall", stall, beside=cells.Beside(halls=HALLS))
    assert again.facts["stall"] == stall, "a table that is taken away is read as it was"


def test_formulas_are_read_by_their_result_and_never_run() -> None:
    assert cells.read("note", Formula("=拟孵化")).facts == {"note": "=拟孵化"}
    assert said(cells.read("person", Formula("=A1"))) == ["formula_doubt"]
    assert cells.read("person", Formula("=A1", "李秀兰")).facts == {"person": "李秀兰"}


def test_goods_are_a_category_only_when_it_is_clear() -> None:
    for text, code in {
        "女裤、休闲裤": "W03",
        "女装/上衣": "W04",
        "男装 夹克": "M04",
        "Dresses": "W01",
    }.items():
        assert cells.read("category", text).facts == {"category": code}
    for text in ("T恤", "皮衣皮草", "羽绒服(冬)"):
        found = cells.read("category", text)
        assert found.facts == {"category": text}
        assert said(found) == ["category_words"]


# Files


def book(*rows: tuple[object, ...], hidden: str = "") -> bytes:
    workbook, out = Workbook(), io.BytesIO()
    sheet: Any = workbook.active
    for row in rows:
        sheet.append(row)
    if hidden:
        sheet.column_dimensions[hidden].hidden = True
    workbook.save(out)
    return out.getvalue()


def read(content: bytes) -> list[lines.Line]:
    table = files.opened(content).table("")
    found = layout.found(table)
    every = list(lines.read(table, found, headings.guesses(found.headings, {})))
    lines.mark_repeats(every)
    return every


@pytest.mark.parametrize(
    ("encoding", "between"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-8", ";"), ("gb18030", "\t")],
)
def test_text_in_every_writing(encoding: str, between: str) -> None:
    text = "\n".join(
        between.join(row) for row in (HEAD, ("云织", "李秀兰", "13807310001", "3F-A1", ""))
    )
    (line,) = read(text.encode(encoding))
    assert line.facts["brand"] == "云织"
    assert line.facts["mobile"] == "+8613807310001"


def test_the_list_is_found_under_titles_and_nothing_is_dropped_unsaid() -> None:
    content = book(
        ("某市场台账",),
        (),
        HEAD,
        ("云织", "李", 13807310001, "3F-A1", ""),
        (),
        HEAD,
        ("小计", 1),
        ("注:请每月更新",),
        ("锦禾", "王", "13807310002", "3F-A2", ""),
    )
    found = read(content)
    assert [one.number for one in found] == [4, 5, 6, 7, 8, 9]
    assert [[say.code for say in one.says] for one in found[1:5]] == [
        ["blank"],
        ["heading"],
        ["subtotal"],
        ["lone"],
    ]


def test_hidden_columns_are_read_and_named() -> None:
    table = files.opened(book(HEAD, ("云织", "李", 1, "3F-A1", "x"), hidden="E")).table("")
    assert table.hidden == {5}
    assert table.rows[1][1][5] == "x"


def test_unknown_columns_stay_with_the_row() -> None:
    (line,) = read("品牌,经营者,电话,物业费\n云织,李,13807310001,已缴\n".encode())
    assert line.facts["+物业费"] == "已缴"


def test_ditto_marks_say_what_stands_above() -> None:
    text = """商户名称,品牌,档口号,租期,租户
株洲青禾制衣有限公司,青禾,2F-B9,2026.4.1-2027.3.31,李青
同上,青禾童装,2F-B10,〃,"''"
小计,2,,,
同上,青禾男装,2F-B11,长期,同上
""".encode()
    first, second, total, third = read(text)
    assert total.left_out
    assert first.facts["lease_end"] == second.facts["lease_end"] == "2027-03-31"
    for line in (second, third):
        assert line.facts["company"] == "株洲青禾制衣有限公司"
        assert line.facts["+租户"] == "李青"
        assert line.typed["company"] == "株洲青禾制衣有限公司"
    assert [say.code for say in second.says].count("ditto") == 3
    says = [*first.says, *second.says, *third.says]
    assert {say.weight for say in says} == {Weight.NOTE}


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


REFUSED = {
    "empty": (b"", InvalidError, "empty"),
    "blank": (b"\r\n  ", InvalidError, "empty"),
    "large": (b"x" * (files.MAX_BYTES + 1), TooBigError, "10 MB"),
    "old": (files.OLD_OFFICE + b"x" * 99, InvalidError, ".xls"),
    "locked": (files.OLD_OFFICE + files.LOCKED, InvalidError, "password"),
    "web page": (b"<html><table>", InvalidError, "web page"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", InvalidError, "neither"),
    "torn": (b"PK\x03\x04torn", InvalidError, "damaged"),
    "other archive": (zipped(readme_txt=b"x"), InvalidError, "no Excel workbook"),
    "binary": (zipped(xl__workbook_bin=b"x"), InvalidError, ".xlsb"),
    "bomb": (zipped(xl__workbook_xml=b"0" * 50_000_000), TooBigError, "100 times"),
    "entities": (
        zipped(xl__workbook_xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
        InvalidError,
        "damaged",
    ),
    "no sheet": (zipped(xl__workbook_xml=b"<workbook/>"), InvalidError, "damaged"),
    "open quote": (b'brand,contact\n"x' + b"y" * 200_000, InvalidError, "quotation mark"),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.usefixtures("english")
def test_what_is_no_table_or_too_big_is_refused_with_the_reason(what: str) -> None:
    content, kind, words = REFUSED[what]
    with pytest.raises(PortalError) as refused:
        read(content)
    assert isinstance(refused.value, kind)
    assert words in f"{refused.value} {refused.value.next_step}"


@pytest.mark.usefixtures("english")
def test_a_table_too_long_or_too_wide_is_refused_with_the_limit() -> None:
    with pytest.raises(TooBigError, match="20,000 rows"):
        read(("brand,contact\n" + "x,y\n" * 20_001).encode())
    with pytest.raises(TooBigError, match="200 columns"):
        read(("brand,contact," + ",".join("x" * 201) + "\n").encode())


def test_macros_and_links_are_ignored_and_said() -> None:
    content = io.BytesIO(book(HEAD, ("云织", "李", 1, "3F-A1", "")))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert list(files.opened(content.getvalue()).said) == ["macros", "links"]
    assert len(read(content.getvalue())) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
        .map(str.strip)
        .filter(bool),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_a_table_of_ours_says_is_read_back(names: list[str]) -> None:
    names = [one for one in names if one]
    rows = [[name, "李", "", "", ""] for name in names]
    written = csv_text(Part("", HEAD, rows)).encode()
    for content in (written, workbook_bytes(Part("名单", HEAD, rows))):
        table = files.opened(content).table("")
        assert [row[1] for _number, row in table.rows[1:]] == names


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(headings.TAKEN),
    st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.datetimes()),
)
def test_no_cell_is_a_fault(name: str, value: object) -> None:
    found = cells.read(name, value)
    assert all(isinstance(one, str) for one in found.facts.values())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_file_is_a_fault(content: bytes) -> None:
    with contextlib.suppress(PortalError):
        read(content)
