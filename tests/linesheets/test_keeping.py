"""A brand keeps a line sheet on the phone and on the desk; agents see what is for them."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.brands import registry
from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.linesheets import actions, queries
from portal.linesheets.models import LineSheet, SheetState, Style, View
from portal.linesheets.queries.shown import first_running_year
from portal.notices.models import Notice
from tests.client import Browser
from tests.linesheets.conftest import Sheets, address, style
from tests.make import Make, jpeg
from tests.site.test_query_counts import counting


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list of the accounts that are connected to every brand."""
    people: list[int] = []
    monkeypatch.setattr(registry, "_connections", [lambda person, _brand: person.id in people])
    monkeypatch.setattr(registry, "_connected_people", [lambda _brand: people])
    return people


def typed(cells: dict[str, str]) -> dict[str, Any]:
    """Return what is typed into cells of the grid."""
    return dict(cells)


def brand_of(sheet: LineSheet) -> Brand:
    return db.session.get_one(Brand, sheet.brand_id)


def at_home_with(
    browser: Browser, make: Make, sheets: Sheets, *numbers: str, **fields: Any
) -> tuple[LineSheet, Brand]:
    """Return a line sheet with styles of these numbers, and its brand, whose owner signs in."""
    sheet = sheets(*numbers, **fields)
    brand = brand_of(sheet)
    browser.sign_in(make.owner(brand))
    return sheet, brand


def styles_of(sheet_id: int) -> list[Style]:
    db.session.expire_all()
    return list(queries.styles_of(sheet_id))


def newest(brand: Brand) -> LineSheet:
    query = select(LineSheet).where(LineSheet.brand_id == brand.id).order_by(LineSheet.id.desc())
    return db.session.scalars(query.limit(1)).one()


def test_an_owner_makes_a_line_sheet_of_pictures_and_publishes_it(
    browser: Browser, make: Make, connected: list[int]
) -> None:
    brand = make.brand()
    brand.state = BrandState.VISIBLE
    db.session.commit()
    agent = make.agent_person(make.agent())
    connected.append(agent.id)
    browser.sign_in(make.owner(brand))
    browser.submit(
        address(brand, "/new"), "Begin", year="2026", wave="autumn_1", name_zh="秋一波", name_en=""
    )
    sheet = newest(brand)
    here = address(brand, f"/{sheet.id}")
    page = browser.submit(
        f"{here}/add", "Make styles of these", files={"files": [("a101.jpg", jpeg())]}
    )
    assert "a101" not in page.words
    assert "A101" in page.words
    page = browser.submit(
        page,
        "Save",
        name_zh="直筒西裤",
        category="W03",
        tag_price="399",
        colours="墨绿 #2b4a3f、米白",
        sizes="155/66A 160/70A",
        fibres="棉 95% 氨纶 5%",
        wearer="adult",
        contact="direct",
        safety_class="C",
        standard="FZ/T 81007",
        supply_discount="3.6折",
        availability="at_once",
    )
    assert "Class C is not enough: class B is the least here." in page.words
    assert not page.has_button("Publish the line sheet")
    one = styles_of(sheet.id)[0]
    edit = f"{here}/styles/{one.id}"
    assert "On the label: GB 18401 B类" in browser.get(edit).words
    page = browser.submit(edit, "Save", safety_class="B")
    page = browser.submit(page, "Publish the line sheet")
    assert "Agents see it" in page.words
    assert newest(brand).state is SheetState.PUBLISHED
    assert "line-sheet.published" in list(
        db.session.scalars(select(Notice.kind).where(Notice.recipient_id == agent.id))
    )
    assert queries.has_published(brand) == 1
    assert queries.availability_by_brand([brand.id]) == {brand.id: frozenset({"at_once"})}


def test_the_second_style_begins_as_the_first_and_a_copy_lies_behind_it(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101", "A102")
    here = address(brand, f"/{sheet.id}")
    assert "¥399 ¥143.64" in browser.get(here).words, "what a connected agent pays stands there"
    page = browser.get(f"{here}/styles/new")
    assert page.form_with("Add it").fields["category"] == ["W03"]
    page = browser.submit(page, "Add it", number="a103")
    assert [one.number for one in styles_of(sheet.id)] == ["A101", "A102", "A103"]
    browser.submit(here, "Copy style A101")
    assert [one.number for one in styles_of(sheet.id)] == ["A101", "A101-2", "A102", "A103"]
    browser.submit(here, "Move style A103 forward")
    assert [one.number for one in styles_of(sheet.id)][2:] == ["A103", "A102"]
    page = browser.submit(f"{here}/styles/new", "Add it", number="A102")
    assert page.status == 422
    assert "Another style on this line sheet has this number." in page.words


def test_a_number_is_unique_over_the_waves_of_a_season(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    first = sheets("A101")
    brand = brand_of(first)
    second = sheets(brand=brand, wave="spring_2", name_zh="春二波")
    sheets("A101", brand=brand, wave="summer_1", name_zh="夏一波")
    browser.sign_in(make.owner(brand))
    page = browser.submit(address(brand, f"/{second.id}/styles/new"), "Add it", number="A101")
    assert page.status == 422
    assert "2027春一波" in page.words


def test_a_new_season_begins_with_the_styles_of_the_last(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    old = sheets("A101", "A102", state=SheetState.RETIRED)
    first = styles_of(old.id)[0]
    first.delivery_from, first.stock = clock.today(), "in_stock"
    db.session.commit()
    brand = brand_of(old)
    browser.sign_in(make.owner(brand))
    given: dict[str, Any] = {"year": old.year + 1, "wave": old.wave, "name_zh": "新季"}
    page = browser.submit(address(brand, "/new"), "Begin", like=str(old.id), **given)
    assert "Begun with the styles of" in page.words
    fresh = newest(brand)
    copied, second = styles_of(fresh.id)
    assert (copied.number, copied.tag_price, copied.photos[0].file_id) == (
        "A101", first.tag_price, first.photos[0].file_id,
    )  # fmt: skip
    assert (copied.delivery_from, copied.stock, second.number) == (None, "", "A102")
    given["wave"] = old.wave.replace("1", "2")
    browser.submit(address(brand, "/new"), "Begin", like=str(old.id), **given)
    assert [one.number for one in styles_of(newest(brand).id)] == ["A101-2", "A102-2"]
    given["wave"] = "autumn_1"
    browser.submit(address(brand, "/new"), "Begin", **given)
    assert styles_of(newest(brand).id) == []


def test_the_grid_saves_all_rows_or_shows_both_texts(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101", "A102")
    grid = address(brand, f"/{sheet.id}/grid")
    one, two = styles_of(sheet.id)
    told = typed({f"tag_price-{one.id}": "459", f"stock-{two.id}": "few"})
    browser.submit(grid, "Save the grid", **told)
    assert (styles_of(sheet.id)[0].tag_price, styles_of(sheet.id)[1].stock) == (45_900, "few")
    wrong = browser.submit(grid, "Save the grid", **typed({f"tag_price-{one.id}": "viel"}))
    assert wrong.status == 422
    assert styles_of(sheet.id)[0].tag_price == 45_900
    opened = browser.get(grid)
    style = styles_of(sheet.id)[0]
    style.name_zh = "阔腿裤"
    db.session.commit()
    late = browser.submit(opened, "Save the grid", **typed({f"name_zh-{one.id}": "喇叭裤"}))
    assert late.status == 409
    assert "阔腿裤" in late.words
    assert late.form_with("Save the grid").fields[f"name_zh-{one.id}"] == ["喇叭裤"]
    browser.submit(late, "Save the grid")
    assert styles_of(sheet.id)[0].name_zh == "喇叭裤"


def test_two_writers_of_one_style_see_both_texts(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101")
    edit = address(brand, f"/{sheet.id}/styles/{styles_of(sheet.id)[0].id}")
    opened = browser.get(edit)
    browser.submit(edit, "Save", name_zh="阔腿裤")
    late = browser.submit(opened, "Save", name_zh="喇叭裤")
    assert late.status == 409
    assert "阔腿裤" in late.words
    assert "喇叭裤" in str(late.html)


def test_a_change_is_a_new_version_that_agents_do_not_see_yet(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101", state=SheetState.PUBLISHED)
    browser.submit(address(brand, f"/{sheet.id}"), "Change it")
    draft = newest(brand)
    assert (draft.number, draft.state) == (2, SheetState.DRAFT)
    twin = styles_of(draft.id)[0]
    browser.submit(address(brand, f"/{draft.id}/styles/{twin.id}"), "Save", tag_price="499")
    assert styles_of(sheet.id)[0].tag_price == 39_900
    browser.submit(address(brand, f"/{draft.id}"), "Publish the line sheet")
    db.session.expire_all()
    assert db.session.get_one(LineSheet, sheet.id).state is SheetState.RETIRED
    late = browser.post(address(brand, f"/{sheet.id}/change"))
    assert late.status in {400, 409}


def test_each_reader_sees_what_is_for_him(
    browser: Browser, make: Make, sheets: Sheets, connected: list[int]
) -> None:
    sheet = sheets("A101", state=SheetState.PUBLISHED)
    brand = brand_of(sheet)
    pages = [f"/brands/{brand.slug}/lines/{sheet.id}{end}" for end in ("", "/catalogue?per=12")]
    for page in pages:
        assert "A101" not in browser.get(page).words
    browser.sign_in(make.agent_person(make.agent(verified=False)))
    for page in pages:
        assert browser.get(page).status == 404
    verified = make.agent_person(make.agent())
    browser.sign_in(verified)
    for page in pages:
        words = browser.get(page).words
        assert "A101" in words
        assert "399" not in words
        assert "143" not in words
    connected.append(verified.id)
    for page in pages:
        words = browser.get(page).words
        assert "¥399" in words
        assert "¥143.64" in words
        assert "from 12 pieces" in words
    assert "2027春一波" in browser.get(f"/brands/{brand.slug}/lines").words
    browser.sign_in(make.owner(make.brand()))
    assert browser.get(address(brand, f"/{sheet.id}")).status == 404
    brand.state = BrandState.HIDDEN
    db.session.commit()
    browser.sign_in(verified)
    assert browser.get(pages[0]).status == 404


def test_a_published_line_sheet_is_not_touched(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101", state=SheetState.PUBLISHED)
    one = styles_of(sheet.id)[0]
    for page in (f"/styles/{one.id}", "/grid", "/add", "/styles/new", "/imports/new", "/name"):
        assert browser.get(address(brand, f"/{sheet.id}{page}")).status == 409


def test_pictures_hang_on_the_sides_of_a_style(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101")
    here = address(brand, f"/{sheet.id}")
    pictures = [
        ("A101_2.jpg", jpeg(colour="#336699")),
        ("A101-label.jpg", jpeg()),
        ("x.jpg", b"no"),
    ]
    page = browser.submit(f"{here}/add", "Make styles of these", files={"files": pictures})
    assert "2 pictures hang on the styles that they are named after." in page.words
    assert "“x.jpg” was not stored" in page.words
    one = styles_of(sheet.id)[0]
    assert {photo.view.value for photo in one.photos} == {"front", "back", "label"}
    edit = f"{here}/styles/{one.id}"
    browser.submit(edit, "Take it out")
    assert len(styles_of(sheet.id)[0].photos) == 2
    assert actions.order_mark(styles_of(sheet.id))


def test_pictures_fill_the_free_sides_and_change_places(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101")
    one = styles_of(sheet.id)[0]
    edit = address(brand, f"/{sheet.id}/styles/{one.id}")
    own = address(brand, f"/pictures/{one.photos[0].id}-")
    assert own in browser.get(address(brand, f"/{sheet.id}")).response.get_data(as_text=True)
    front = one.photos[0].file_id
    taken = [(f"IMG_{number}.jpg", jpeg(colour=f"#3366{number}")) for number in range(10, 15)]
    page = browser.submit(edit, "Hang them", files={"files": taken})
    assert "3 pictures hang." in page.words
    assert "“IMG_14.jpg” was not stored: Every side has a picture." in page.words
    hung = {photo.view: photo.file_id for photo in styles_of(sheet.id)[0].photos}
    assert set(hung) == set(View)
    assert hung[View.FRONT] == front
    browser.submit(edit, "To the front")
    now = {photo.view: photo.file_id for photo in styles_of(sheet.id)[0].photos}
    assert now == hung | {View.FRONT: hung[View.BACK], View.BACK: front}
    browser.submit(edit, "Hang-tag and label")
    turned = {photo.view: photo.file_id for photo in styles_of(sheet.id)[0].photos}
    assert turned == now | {View.LABEL: now[View.FRONT], View.FRONT: now[View.LABEL]}
    browser.submit(edit, "Take it out")
    browser.submit(edit, "Front")
    last = {photo.view: photo.file_id for photo in styles_of(sheet.id)[0].photos}
    assert (last[View.FRONT], View.BACK in last) == (turned[View.BACK], False)


def test_files_that_a_script_sends_one_by_one_stay_on_the_line_sheet(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets)
    here = address(brand, f"/{sheet.id}")
    for number, then in ((1, f"{here}/styles/"), (3, here)):
        form = browser.get(f"{here}/add").form_with("Make styles of these")
        sent: dict[str, Any] = {"csrf_token": form.fields["csrf_token"], "of": str(number)}
        sent["files"] = [(io.BytesIO(jpeg()), f"B{number}.jpg")]
        answer = browser.post(f"{here}/add", data=sent)
        assert answer.address.startswith(then)
        assert ("/styles/" in answer.address) is (number == 1)


def test_pictures_that_a_phone_calls_the_same_are_styles_of_their_own(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101")
    here = address(brand, f"/{sheet.id}")
    for colour in ("red", "blue"):
        sent = [("image.jpg", jpeg(colour=colour))]
        browser.submit(f"{here}/add", "Make styles of these", files={"files": sent})
    made = styles_of(sheet.id)[1:]
    assert [one.number for one in made] == ["IMAGE", "IMAGE-2"]
    assert len({one.photos[0].file_id for one in made}) == 2, "no picture takes another's place"
    browser.submit(
        f"{here}/styles/{made[0].id}", "Hang them", files={"files": [("image.jpg", jpeg())]}
    )
    assert [one.view for one in styles_of(sheet.id)[1].photos] == [View.FRONT, View.BACK]
    draft = browser.get(here).words
    assert "What agents see today stays." in draft, "said of putting the draft aside"


def test_a_reader_picks_styles_by_what_he_may_see(
    browser: Browser, make: Make, sheets: Sheets, connected: list[int]
) -> None:
    sheet = sheets("A101", state=SheetState.PUBLISHED)
    brand = brand_of(sheet)
    make.save(style("B202", 1, sheet_id=sheet.id, category="W02", availability="pre_order"))
    page = f"/brands/{brand.slug}/lines/{sheet.id}"
    agent = make.agent_person(make.agent())
    browser.sign_in(agent)
    shown = browser.get(f"{page}?category=W02").words
    assert "B202" in shown
    assert "A101" not in shown
    every = browser.get(f"{page}?availability=at_once&category=none").words
    assert "A101" in every
    assert "B202" in every, "what is not for him picks nothing"
    connected.append(agent.id)
    some = browser.get(f"{page}?availability=at_once").words
    assert "A101" in some
    assert "B202" not in some


def table_of(browser: Browser, address: str) -> list[dict[str, Any]]:
    """Return the rows of a table that is taken away, by their headings."""
    content = io.BytesIO(browser.get(address).response.data)
    head, *rows = load_workbook(content).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def taken() -> list[tuple[int | None, int | None]]:
    """Return who took a line sheet as a table, and which brand reads that in its trail."""
    query = select(AuditEvent).where(AuditEvent.verb == "line-sheet.export")
    events = db.session.scalars(query.order_by(AuditEvent.id))
    return [(one.actor_id, one.brand_id) for one in events]


def test_an_agent_takes_what_he_reads_as_a_table_to_order_on(
    browser: Browser, make: Make, sheets: Sheets, connected: list[int]
) -> None:
    sheet = sheets("A101", state=SheetState.PUBLISHED)
    brand = brand_of(sheet)
    make.save(style("B202", 1, sheet_id=sheet.id, category="W02", supply_price=15_000))
    page = f"/brands/{brand.slug}/lines/{sheet.id}"
    agent = make.agent_person(make.agent())
    browser.sign_in(agent)
    shown = browser.get(page)
    assert "Ask for the exact terms" in shown.words, "the way to the prices"
    assert shown.link("Ask this brand") == f"/brands/{brand.slug}/enquire"
    [first, second] = table_of(browser, shown.link("Excel table"))
    assert first["Style number"] == "A101"
    assert second["Style number"] == "B202"
    assert not {"Tag price", "Wholesale price", "Supply discount", "Pieces to order"} & set(first)
    assert taken() == [(agent.id, None)], "the brand does not hear of it"
    connected.append(agent.id)
    shown = browser.get(f"{page}?category=W02")
    assert "Ask for the exact terms" not in shown.words
    [only] = table_of(browser, shown.link("Excel table"))
    assert only["Style number"] == "B202"
    assert (only["Tag price"], only["Wholesale price"]) == (399, 150)
    assert only["Pieces to order"] is None
    assert taken() == [(agent.id, None), (agent.id, brand.id)]
    assert only["Colours"] == "Bottle green", "as the page says it, not as an import is typed"
    assert table_of(browser, f"{page}/styles.xlsx")[0]["Wholesale price"] == 143.64
    browser.sign_in(make.agent_person(make.agent(verified=False)))
    assert browser.get(f"{page}/styles.xlsx").status == 404


def test_one_style_after_the_other_is_filled_in(
    browser: Browser, make: Make, sheets: Sheets
) -> None:
    sheet, brand = at_home_with(browser, make, sheets, "A101")
    here = address(brand, f"/{sheet.id}")
    sent = [(f"IMG_20261{number}.jpg", jpeg()) for number in range(2)]
    browser.submit(f"{here}/add", "Make styles of these", files={"files": sent})
    page = browser.get(here)
    assert "2 styles are not ready for agents" in page.words
    assert "Lacks: a number of its own" in page.words, "a camera's number is no style number"
    page = browser.get(page.link("Fill in style IMG_202610"))
    needed = ("category", "sizes", "wearer", "contact", "safety_class", "standard")
    labels = {one.at["for"]: one.words for one in page.tree.all("label") if "for" in one.at}
    assert not [name for name in needed if "optional" in labels[name]]
    assert "optional" in labels["pack"]
    told: dict[str, Any] = {
        "name_zh": "直筒西裤",
        "tag_price": "399",
        "colours": "黑",
        "fibres": "棉 100%",
    }
    page = browser.submit(page, "Save and on to the next style", number="A102", **told)
    assert "IMG_202611" in page.words, "the next that lacks something"
    assert not page.has_button("Save and on to the next style"), "it is the last"
    browser.submit(page, "Save", number="A103", **told)
    assert browser.get(here).has_button("Publish the line sheet")


def test_what_can_be_ordered_today_is_told_in_one_statement(make: Make, sheets: Sheets) -> None:
    today = clock.today()
    shown = sheets("A1", state=SheetState.PUBLISHED, year=today.year + 1)
    make.save(style("A2", 1, sheet_id=shown.id, availability="pre_order", stock="to_order"))
    past = today - timedelta(days=1)
    hidden = sheets("B1", state=SheetState.PUBLISHED, year=today.year + 1)
    until = sheets("C1", state=SheetState.PUBLISHED, year=today.year + 1)
    sheets("D1", year=today.year + 1)
    sheets("E1", state=SheetState.PUBLISHED, year=today.year - 1)
    sold = sheets(state=SheetState.PUBLISHED, year=today.year + 1)
    make.save(style("F1", sheet_id=sold.id, stock="sold_out"))
    make.save(style("F2", 1, sheet_id=sold.id, delivery_until=past))
    for sheet, back in ((hidden, None), (until, today + timedelta(days=9))):
        brand = brand_of(sheet)
        brand.state, brand.back_on = BrandState.HIDDEN, back
    db.session.commit()
    expected = {
        shown.brand_id: frozenset({"at_once", "pre_order"}),
        until.brand_id: frozenset({"at_once"}),
    }
    with counting() as asked:
        assert queries.availability_by_brand() == expected
    assert asked.total() == 1
    assert set(queries.availability_by_brand([until.brand_id])) == {until.brand_id}


@pytest.mark.parametrize(
    ("season", "day", "year"),
    [
        ("spring", date(2026, 6, 30), 2026),
        ("spring", date(2026, 7, 1), 2027),
        ("winter", date(2027, 3, 31), 2026),
        ("winter", date(2027, 4, 1), 2027),
        ("autumn", date(2026, 12, 31), 2026),
    ],
)
def test_a_season_is_over_some_time_after_it_was_in_the_shops(
    season: str, day: date, year: int
) -> None:
    assert first_running_year(season, day) == year
