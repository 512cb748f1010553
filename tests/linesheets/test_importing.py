"""A table of styles with zips of pictures: read behind the pages, ticked, taken over and back."""

import io
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core import clock, files
from portal.core.cells import Part
from portal.core.db import db
from portal.core.errors import StorageError
from portal.core.stores import DiskStore
from portal.core.workbooks import workbook_bytes
from portal.documents import actions as documents
from portal.linesheets import queries
from portal.linesheets.actions import read_behind_the_pages
from portal.linesheets.models import (
    ImportState,
    LineSheet,
    RowOutcome,
    Style,
    StyleImport,
    StyleImportPicture,
)
from tests.client import Browser, Shown
from tests.linesheets.conftest import Sheets, address
from tests.linesheets.test_keeping import brand_of, styles_of
from tests.make import Make, jpeg

HEAD = ["款号", "品名", "品类", "颜色", "尺码", "成分", "吊牌价", "供货折扣", "老板备注"]
ROW = [
    "A101",
    "直筒西裤",
    "女裤",
    "墨绿、米白",
    "155/66A 160/70A",
    "棉95% 氨纶5%",
    399,
    0.36,
    "热卖",
]


def zipped(*named: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in named:
            archive.writestr(name, content)
    return out.getvalue()


def post(browser: Browser, sheet: LineSheet, *sent: tuple[str, bytes]) -> Shown:
    """Send files; nobody reads them yet."""
    page = address(brand_of(sheet), f"/{sheet.id}/imports/new")
    return browser.submit(page, "Send and read it", files={"files": list(sent)})


def send(browser: Browser, sheet: LineSheet, *sent: tuple[str, bytes]) -> Shown:
    """Send files and let the worker read them."""
    page = post(browser, sheet, *sent)
    read_behind_the_pages()
    return browser.get(page.address)


def table(*rows: Sequence[object]) -> tuple[str, bytes]:
    return "styles.xlsx", workbook_bytes(Part("款式", HEAD, rows))


def the_import() -> StyleImport:
    db.session.expire_all()
    return db.session.scalars(select(StyleImport).order_by(StyleImport.id.desc())).first()  # type: ignore[return-value]


@pytest.fixture
def sheet(browser: Browser, make: Make, sheets: Sheets) -> LineSheet:
    made = sheets("A100")
    browser.sign_in(make.owner(brand_of(made)))
    return made


def test_a_table_with_pictures_is_taken_over_and_taken_back(
    browser: Browser, sheet: LineSheet
) -> None:
    pictures = zipped(
        ("款图/A101.jpg", jpeg(colour="#111111")),
        ("A101_2.jpg", jpeg(colour="#222222")),
        ("A100.jpg", jpeg(colour="#333333")),
        ("whose.jpg", jpeg(colour="#444444")),
        ("A101_3.jpg", b"no picture"),
    )
    wrong = ["A102", "短裙", "女裤", "", "", "棉 90%", "", "", ""]
    page = send(
        browser,
        sheet,
        table(ROW, wrong, ["A100", "", "", "", "", "", 459, "", ""], ROW),
        ("p.zip", pictures),
    )
    one = the_import()
    assert one.state is ImportState.PREVIEW, one.reason
    counts = queries.outcome_counts(one.id)
    assert counts == {
        RowOutcome.NEW: 1,
        RowOutcome.CHANGED: 1,
        RowOutcome.PROBLEM: 2,
        RowOutcome.UNCHANGED: 0,
    }
    assert "The shares come to 90 %, not to 100." in page.words
    assert "Row 2 has the same number." in page.words
    assert "whose.jpg: belongs to no row" in page.words
    assert "A101_3.jpg" in page.words
    assert "老板备注" in page.words
    page = browser.submit(page, "Take over what is ticked")
    assert "2 rows are taken over" in page.words
    old, new = styles_of(sheet.id)
    assert (old.tag_price, new.number, new.supply_discount) == (45_900, "A101", 3_600)
    assert {photo.view.value for photo in new.photos} == {"front", "back"}
    assert "A101" in browser.get(f"{page.address}/rows.csv").response.text
    browser.submit(page, "Take this import back")
    assert [one.number for one in styles_of(sheet.id)] == ["A100"]
    assert styles_of(sheet.id)[0].tag_price == 39_900


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_what_is_exported_comes_back_as_no_change(
    browser: Browser, sheet: LineSheet, language: str
) -> None:
    page = send(
        browser,
        sheet,
        table(ROW, ["A100"]),
        ("p.zip", zipped(("A101.jpg", jpeg()), ("A100.jpg", jpeg(colour="#333333")))),
    )
    browser.submit(page, "Take over what is ticked")
    here = address(brand_of(sheet), f"/{sheet.id}")
    book = browser.get(f"{here}/styles.xlsx?lang={language}").response.data
    pictures = browser.get(f"{here}/pictures-1.zip").response.data
    before = len(db.session.scalars(select(StyleImportPicture)).all())
    browser.get(f"{here}?lang=en")
    send(browser, sheet, ("styles.xlsx", book), ("pictures.zip", pictures))
    one = the_import()
    assert one.state is ImportState.PREVIEW, one.reason
    counts = queries.outcome_counts(one.id)
    assert counts[RowOutcome.UNCHANGED] == 2, [
        (row.number, row.changes, row.says, row.pictures) for row in queries.every_row(one.id)
    ]
    assert sum(counts.values()) == 2
    in_order = select(StyleImportPicture).order_by(StyleImportPicture.id)
    again = db.session.scalars(in_order).all()[before:]
    assert all(one.known for one in again)


def test_a_killed_reading_goes_on_where_it_stopped(
    browser: Browser, sheet: LineSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[str] = []
    check = documents.check

    def dies_at_the_third(name: str, content: bytes, *, pdf_too: bool) -> object:
        if len(decoded) == 2:
            raise KeyboardInterrupt
        decoded.append(name)
        return check(name, content, pdf_too=pdf_too)

    monkeypatch.setattr(documents, "check", dies_at_the_third)
    names = [f"A10{k}.jpg" for k in range(4)]
    colours = ["#111111", "#222222", "#333333", "#444444"]
    content = zipped(*((name, jpeg(colour=one)) for name, one in zip(names, colours, strict=True)))
    with pytest.raises(KeyboardInterrupt):
        send(browser, sheet, table(ROW), ("p.zip", content))
    one = the_import()
    assert (one.state, one.steps_done, one.steps_total) == (ImportState.READING, 2, 5)
    decoded.clear()
    read_behind_the_pages()
    assert not decoded, "another worker leaves it alone while the first may live"
    with clock.at(clock.now() + timedelta(minutes=3)):
        read_behind_the_pages()
    assert decoded == names[2:]
    assert the_import().state is ImportState.PREVIEW


def test_what_was_changed_since_is_not_overwritten(browser: Browser, sheet: LineSheet) -> None:
    page = send(browser, sheet, table(["A100", "", "", "", "", "", 459, "", ""]))
    style = styles_of(sheet.id)[0]
    style.tag_price = 45_900
    db.session.commit()
    late = browser.submit(page, "Take over what is ticked")
    assert late.status == 409
    assert "A100" in late.words
    browser.submit(page.address, "Read it again")
    read_behind_the_pages()
    assert queries.outcome_counts(the_import().id)[RowOutcome.UNCHANGED] == 1


def test_taking_back_stops_at_styles_that_somebody_worked_on(
    browser: Browser, sheet: LineSheet
) -> None:
    page = send(browser, sheet, table(ROW))
    page = browser.submit(page, "Take over what is ticked")
    db.session.scalars(select(Style).where(Style.number == "A101")).one().name_zh = "改了"
    db.session.commit()
    assert browser.submit(page, "Take this import back").status == 409
    the_import().applied_at = clock.now() - timedelta(days=2)
    db.session.commit()
    assert not browser.get(page.address).has_button("Take this import back")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("A101.jpg", b"\0" * 9_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ([("p.zip", zipped(("A101.jpg", b"x")))], 422),
        ([("styles.xlsx", b"PK\x03\x04 torn")], 422),
        ([("styles.xlsx", b"")], 422),
        ([table(ROW), ("two.xlsx", workbook_bytes(Part("款式", HEAD, [ROW])))], 422),
        ([("styles.xlsx", workbook_bytes(Part("款式", ["甲"], [[1]])))], 422),
        ([table(*([f"A{k}", *ROW[1:]] for k in range(501)))], 413),
        ([table(ROW), ("p.zip", b"PK\x03\x04 torn")], 422),
        ([table(ROW), ("p.zip", b"no zip at all")], 422),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(
    browser: Browser, sheet: LineSheet, sent: list[tuple[str, bytes]], status: int
) -> None:
    here = address(brand_of(sheet), f"/{sheet.id}/imports/new")
    page = browser.submit(here, "Send and read it", files={"files": sent})
    assert page.status == status
    assert the_import() is None


def test_columns_are_named_where_their_headings_say_nothing(
    browser: Browser, sheet: LineSheet
) -> None:
    own = [f"{place}列" for place in "甲乙丙丁戊己庚辛壬"]
    here = address(brand_of(sheet), f"/{sheet.id}/imports/new")
    given = {"files": [("styles.xlsx", workbook_bytes(Part("款式", own, [ROW])))]}
    page = browser.submit(here, "Send and read it", files=given)
    assert "Check the columns" in page.words
    assert "直筒西裤" in page.words, "what stands in a column helps to know it"
    page = browser.submit(page, "Read the rows")
    assert page.status == 422
    assert "Say which column holds the style number." in page.words
    places = list(page.form_with("Read the rows").fields)
    first, second, third = [name for name in places if name.startswith("holds-")][:3]
    twice: dict[str, Any] = {first: "number", second: "name_zh", third: "name_zh"}
    page = browser.submit(page, "Read the rows", **twice)
    assert "Two columns hold the same." in page.words
    named: dict[str, Any] = {first: "number", second: "name_zh", third: "category"}
    page = browser.submit(page, "Read the rows", **named)
    read_behind_the_pages()
    page = browser.get(page.address)
    assert the_import().state is ImportState.PREVIEW
    assert "A101" in page.words
    assert "丁列" in page.words, "what nobody reads is said"
    again = browser.get(page.link("Check the columns")).form_with("Read the rows")
    assert again.fields[second] == ["name_zh"]


def test_hostile_members_of_a_zip_are_named_and_harm_nothing(
    browser: Browser, sheet: LineSheet
) -> None:
    hostile = zipped(
        ("../../etc/A101.jpg", jpeg()),
        ("inner.zip", zipped(("A101.jpg", jpeg()))),
        ("A100.jpg", b"GIF89a not a picture"),
        ("A101_2.jpg", jpeg()[:200]),
    )
    page = send(browser, sheet, table(ROW), ("p.zip", hostile))
    assert the_import().state is ImportState.PREVIEW
    for name in ("inner.zip", "A100.jpg", "A101_2.jpg"):
        assert name in page.words
    page = send(browser, sheet, table(ROW), ("b.zip", bomb()))
    assert "This file of the zip is damaged." in page.words


def test_old_files_are_removed(browser: Browser, sheet: LineSheet) -> None:
    from portal.linesheets import actions

    send(browser, sheet, table(ROW))
    name = the_import().stored_name
    assert files.exists(name)
    with clock.at(clock.now() + timedelta(days=31)):
        actions.sweep()
    assert not files.exists(name)
    number = the_import().id
    here = address(brand_of(sheet), f"/{sheet.id}/imports/{number}")
    assert browser.submit(here, "Read it again").status == 409
    assert "no longer kept" in browser.get(f"{here}/columns").words


class Resting(DiskStore):
    """A store that does not answer after so many files."""

    answers = 0

    def put(self, name: str, content: bytes) -> None:
        if self.answers <= 0:
            raise StorageError
        self.answers -= 1
        super().put(name, content)


@pytest.fixture
def resting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Resting:
    """Return the store at rest in the place of the usual one."""
    store = Resting.__new__(Resting)
    store.__dict__.update(app.extensions["files"].__dict__)
    monkeypatch.setitem(app.extensions, "files", store)
    return store


def test_a_store_at_rest_keeps_nothing_by_halves(
    browser: Browser, sheet: LineSheet, resting: Resting
) -> None:
    before = set(files.every())
    resting.answers = 1
    page = post(browser, sheet, table(ROW), ("p.zip", zipped(("A100.jpg", jpeg()))))
    assert page.status == 503
    assert "does not answer at the moment" in page.words
    assert db.session.query(StyleImport).count() == 0
    assert set(files.every()) == before


def test_reading_waits_for_a_store_at_rest(
    browser: Browser, sheet: LineSheet, resting: Resting
) -> None:
    resting.answers = 2
    names = ("A100.jpg", "A101.jpg")
    packed = zipped(*((name, jpeg(colour=f"#{k}{k}{k}")) for k, name in enumerate(names, 11)))
    post(browser, sheet, table(ROW), ("p.zip", packed))
    for minutes in (0, 3):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            read_behind_the_pages()
        one = the_import()
        assert (one.state, one.steps_done) == (ImportState.READING, 0)
    resting.answers = 1000
    with clock.at(clock.now() + timedelta(minutes=6)):
        read_behind_the_pages()
    assert the_import().state is ImportState.PREVIEW
    assert not [one for one in db.session.query(StyleImportPicture) if one.reason]
