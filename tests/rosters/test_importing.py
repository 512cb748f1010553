"""An office brings its own table in: looked at, ticked, taken over, taken back."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.brands.models import Brand, BrandState, Company, Revision, RevisionState
from portal.core import clock, credit_code, files
from portal.core.db import db, writing
from portal.core.errors import ConflictError
from portal.leasing.models import Let
from portal.markets.models import Floor, Hall, Market, Stall
from portal.papers.models import Paper
from portal.rosters import actions
from portal.rosters.models import Outcome, Roster, RosterEntry, RosterRow, RosterState
from tests.client import Browser, Shown
from tests.make import Make, jpeg

MESSY = (Path(__file__).parent / "roster-messy.xlsx").read_bytes()
HEAD = "品牌,经营者,电话,品类,信用代码,档口号,合同到期,备注"
TAKE = "Take over what is ticked"
READ = "Read the rows"
UNDO = "Take this import back"


@pytest.fixture
def office(browser: Browser, make: Make) -> tuple[Browser, Market]:
    market = make.market()
    return browser.sign_in(make.manager(market)), market


Office = tuple[Browser, Market]


def send(office: Office, content: bytes | str, name: str = "台账.csv") -> Shown:
    browser, market = office
    raw = content.encode() if isinstance(content, str) else content
    page = f"/markets/{market.slug}/rosters/new"
    return browser.submit(page, "Send the table", files={"files": [(name, raw)]})


def look(office: Office, content: bytes | str, name: str = "台账.csv") -> Shown:
    return office[0].submit(send(office, content, name), READ)


def lines(*rows: str) -> str:
    return "\n".join((HEAD, *rows))


def cell(name: str, text: str) -> dict[str, Any]:
    """Return what is typed for a column."""
    return {f"cell-{name}": text}


def outcomes() -> dict[str, int]:
    query = select(RosterRow.outcome, func.count()).join(Roster, Roster.id == RosterRow.roster_id)
    newest = select(func.max(Roster.id)).scalar_subquery()
    found = db.session.execute(query.where(Roster.id == newest).group_by(RosterRow.outcome))
    return {one.value: count for one, count in found}


def count(kind: type[Any]) -> int:
    return db.session.scalar(select(func.count(kind.id))) or 0


def newest_row() -> RosterRow:
    return db.session.scalars(select(RosterRow).order_by(RosterRow.id.desc()).limit(1)).one()


MESS = {
    "category_words": 120,
    "code_tidied": 40,
    "same_stall": 35,
    "names_parted": 31,
    "serial": 29,
    "formula_words": 23,
    "mark": 23,
    "code_sum": 19,
    "phone_short": 17,
    "phone_tidied": 16,
    "phone_unknown": 15,
    "month_end": 15,
    "no_brand": 10,
    "blank": 9,
    "repeat": 9,
    "two_phones": 8,
    "former": 8,
    "floor_differs": 8,
    "no_date": 6,
    "subtotal": 5,
    "same_name": 1,
}


def test_the_messy_roster_in_numbers(office: Office) -> None:
    page = look(office, MESSY, "台账.xlsx")
    assert (
        "rows read 254 new 137 changed 0 doubtful 76 problem 27 no change 0 left out 14"
        in page.words
    )
    assert outcomes() == {"new": 137, "doubtful": 76, "problem": 27, "left_out": 14}
    kinds = db.session.scalars(select(RosterRow.kinds)).all()
    found = {code: sum(f" {code} " in one for one in kinds) for code in MESS}
    assert found == MESS
    assert {code for one in kinds for code in one.split()} == set(MESS)


def test_an_offices_own_words_for_terms_and_for_the_row_above_are_read(office: Office) -> None:
    page = look(
        office,
        "商户名称,品牌,档口号,联系电话,租期\n"
        "株洲青禾制衣有限公司,青禾,2F-B9,13973311234,2026年4月1日至2027年3月31日\n"
        "同上,青禾童装,2F-B10,同上,2026.4.1-2027.3.31\n",
    )
    assert outcomes() == {"new": 2}
    assert "what stands above it is taken" in page.words
    row = newest_row()
    assert row.facts["company"] == "株洲青禾制衣有限公司"
    assert row.facts["lease_end"] == "2027-03-31"
    office[0].submit(page, TAKE)
    table = office[0].get(f"/markets/{office[1].slug}/brands.csv").response.text
    assert table.count("2027-03-31") == 2


def test_a_doubtful_cell_is_corrected_in_the_preview_and_read_at_once(office: Office) -> None:
    short = "云锦裤业,李秀兰,1380731000,女裤,,3F-A12,2026.12.31,"
    twin = "云锦裤业,李秀兰,13807310001,女裤,,3F-A12,2026.12.31,"
    page = look(office, lines(short, twin))
    assert outcomes() == {"doubtful": 1, "problem": 1}
    row = office[0].get(page.link("Correct"))
    assert "A mobile number has 11 digits" in row.words
    done = office[0].submit(row, "Read the row again", **cell("mobile", "13807310009"))
    assert "Row 2 was read again" in done.words
    assert "the file says “1380731000”" in done.words
    first, second = db.session.scalars(select(RosterRow).order_by(RosterRow.number)).all()
    assert first.facts["mobile"] == "+8613807310009"
    assert first.typed["mobile"] == "13807310009"
    assert {one["code"] for one in first.says} == {"corrected"}
    assert second.outcome is Outcome.PROBLEM, "it is the same brand on the same stall"
    page = office[0].get(done.address)
    again = office[0].submit(
        f"{done.address}/rows/3", "Read the row again", **cell("brand", "云锦童装")
    )
    assert "doubtful" in again.words
    assert outcomes() == {"doubtful": 2}, "two brands on one stall"
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "roster.correct").order_by(AuditEvent.id)
    )
    assert [one.detail["columns"] for one in event] == [["mobile"], ["brand"]]


def test_corrections_outlive_another_reading_and_end_with_the_files_own_words(
    office: Office,
) -> None:
    page = look(office, lines("云锦裤业,李秀兰,1380731000,女裤,,3F-A12,2026.12.31,"))
    row = f"{page.address}/rows/2"
    office[0].submit(row, "Read the row again", **cell("mobile", "13807310009"))
    page = office[0].submit(f"{page.address}/columns", READ)
    assert "the file says “1380731000”" in page.words
    assert outcomes() == {"new": 1}
    same = office[0].submit(row, "Read the row again")
    assert "Nothing was changed in row 2" in same.words
    office[0].submit(row, "Read the row again", **cell("mobile", "1380731000"))
    assert outcomes() == {"doubtful": 1}
    assert not db.session.scalars(select(Roster)).one().corrections["2"]
    stale = office[0].get(row)
    office[0].submit(row, "Read the row again", **cell("note", "靠门"))
    late = office[0].submit(stale, "Read the row again", **cell("note", "靠窗"))
    assert late.status == 409


def test_the_messy_roster_is_taken_over_exported_and_changes_nothing(office: Office) -> None:
    browser, _market = office
    page = browser.submit(look(office, MESSY, "台账.xlsx"), "Tick all of these")
    assert "213 rows are ticked" in page.words
    page = browser.submit(page, TAKE)
    assert "213 new and 0 changed rows were taken over" in page.words
    assert count(Brand) == 204  # nine of the merchants have no brand yet
    assert count(Company) == 213
    look(office, MESSY, "台账.xlsx")
    assert outcomes() == {"unchanged": 213, "problem": 27, "left_out": 14}
    for ending in ("xlsx", "csv"):
        for spoken in ("en", "zh-Hans"):
            content = taken_away(office, f"brands.{ending}", spoken)
            look(office, content, f"out.{ending}")
            assert outcomes() == {"unchanged": 204}, (ending, spoken)


def taken_away(office: Office, what: str, spoken: str) -> bytes:
    browser, market = office
    content: bytes = browser.get(f"/markets/{market.slug}/{what}?lang={spoken}").response.data
    browser.get("/?lang=en")
    return content


HOSTILE = [
    '=HYPERLINK("http://x")',
    "+86",
    "-1",
    "@SUM",
    "'=1",
    "''-x",
    "<b>云</b>",
    '云,织"锦',
    "Momia 云苒",
    "云裳®",
    "云(原名:织)",
    "  云　织  ",
]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_hostile_names_go_out_and_come_back_unchanged(
    office: Office, make: Make, ending: str
) -> None:
    browser, market = office
    for number, name in enumerate(HOSTILE):
        state = BrandState.VISIBLE if number % 2 else BrandState.UNPUBLISHED
        brand = make.brand(market, name_zh=name.strip(), state=state)
        db.session.get_one(Company, brand.company_id).legal_name = name.strip()
    db.session.commit()
    out = browser.get(f"/markets/{market.slug}/brands.{ending}").response.data
    look(office, out, f"out.{ending}")
    assert outcomes() == {"unchanged": len(HOSTILE)}


def test_only_what_is_ticked_is_taken_over(office: Office) -> None:
    browser, _market = office
    page = look(
        office,
        lines("云织,李秀兰,13807310001,女裤,,3F-A1,2027/03,", "锦禾,王芳,13807310002,,,3F-A2,,"),
    )
    assert "1 row is ticked" in page.words  # the other has a date to be looked at
    page = browser.submit(page, "Keep these ticks", row=["2"])
    page = browser.submit(page, TAKE)
    assert [brand.name_zh for brand in db.session.scalars(select(Brand))] == ["云织"]
    revision = db.session.scalars(select(Revision)).one()
    assert (revision.category, revision.state) == ("W03", RevisionState.DRAFT)
    entry = db.session.scalars(select(RosterEntry)).one()
    assert entry.facts == {"stall": "3F-A1", "lease_end": "2027-03-31"}
    assert (
        db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()[-1]
        == "roster.apply"
    )


def test_nothing_ticked_is_told(office: Office) -> None:
    page = look(office, lines("云织,李,1380,,,,,"))
    page = office[0].submit(page, TAKE)
    assert page.status == 409
    assert "No row is ticked." in page.words


def test_a_change_shows_what_stood_and_what_will_stand(office: Office) -> None:
    browser, _market = office
    browser.submit(look(office, lines("云织,李秀兰,13807310001,女裤,,3F-A1,2027-03-31,旧")), TAKE)
    page = look(office, lines("云织,王芳,13807310001,连衣裙,,3F-A1,2028-03-31,"))
    assert outcomes() == {"changed": 1}
    assert "before: 李秀兰 now: 王芳" in page.words
    assert "before: Women's trousers now: Dresses" in page.words
    browser.submit(page, TAKE)
    company = db.session.scalars(select(Company)).one()
    assert company.contact_name == "王芳"
    facts = db.session.scalars(select(RosterEntry)).one().facts
    assert facts == {"stall": "3F-A1", "lease_end": "2028-03-31", "note": "旧"}
    browser.submit(last_import(office), "Take this import back")
    assert db.session.scalars(select(Company)).one().contact_name == "李秀兰"
    assert db.session.scalars(select(RosterEntry)).one().facts["lease_end"] == "2027-03-31"
    assert db.session.scalars(select(Revision)).one().category == "W03"


def last_import(office: Office) -> str:
    number = db.session.scalar(select(func.max(Roster.id)))
    return f"/markets/{office[1].slug}/rosters/{number}"


def test_what_agents_see_changes_in_the_profile_alone(office: Office, make: Make) -> None:
    browser, market = office
    brand = make.brand(market, name_zh="云织", name_en="Cloud", state=BrandState.VISIBLE)
    page = look(office, "品牌,英文名,经营者,品类\n云织,Other,新人,连衣裙\n")
    browser.submit(page, TAKE)
    db.session.refresh(brand)
    assert brand.name_en == "Cloud"
    assert db.session.get_one(Company, brand.company_id).contact_name == "新人"


@pytest.mark.parametrize(
    ("first", "second", "outcome", "kind"),
    [
        (
            "云织,李,13807310001,,{code},3F-A1,,",
            "锦禾,李,13807310001,,{code},3F-A1,,",
            "doubtful",
            "renamed",
        ),
        (
            "云织,李,13807310001,,{code},3F-A1,,",
            "锦禾,李,13807310001,,{code},3F-A9,,",
            "doubtful",
            "second_brand",
        ),
        (
            "云织,李,13807310001,,,3F-A1,,",
            "锦禾,王,13807310002,,,3F-A1,,",
            "doubtful",
            "stall_known",
        ),
        (
            "云织,李,13807310001,,{code},3F-A1,,",
            "云 织,李,13807310001,,{other},3F-A9,,",
            "doubtful",
            "name_known",
        ),
        ("云织,李,13807310001,,,3F-A1,,", "云织®,李,13807310001,,,3F-A1,,", "unchanged", "mark"),
        ("(无),李,13807310001,,,3F-A1,,", "(无),李,13807310001,,,3F-A1,,", "unchanged", "no_brand"),
        (
            "(无),李,13807310001,,{code},3F-A1,,",
            "云织,李,13807310001,,{code},3F-A1,,",
            "changed",
            "",
        ),
    ],
)
def test_whom_a_row_means(office: Office, first: str, second: str, outcome: str, kind: str) -> None:
    codes = {"code": credit_code.make(1), "other": credit_code.make(2)}
    office[0].submit(look(office, lines(first.format(**codes))), TAKE)
    look(office, lines(second.format(**codes)))
    row = newest_row()
    assert row.outcome.value == outcome
    assert kind in row.kinds


def test_a_merchant_without_a_brand_gets_one_later_and_loses_it_by_undo(office: Office) -> None:
    browser, _market = office
    browser.submit(look(office, lines("(无),李,13807310001,,,3F-A1,,")), TAKE)
    assert (count(Brand), count(Company)) == (0, 1)
    browser.submit(look(office, "品牌,经营者,电话,档口号\n云织,李,13807310001,3F-A1\n"), TAKE)
    assert (count(Brand), count(Company), count(RosterEntry)) == (1, 1, 1)
    browser.submit(last_import(office), "Take this import back")
    assert (count(Brand), count(Company), count(RosterEntry)) == (0, 1, 1)


def test_taking_back_leaves_nothing_behind(office: Office) -> None:
    browser, _market = office
    page = browser.submit(look(office, MESSY, "台账.xlsx"), "Tick all of these")
    browser.submit(page, TAKE)
    page = browser.submit(last_import(office), "Take this import back")
    assert "Everything stands as it stood before" in page.words
    assert [count(kind) for kind in (Brand, Company, Revision, RosterEntry)] == [0, 0, 0, 0]
    assert db.session.scalars(select(Roster.state)).one() is RosterState.UNDONE


def test_a_company_is_one_in_a_table_that_is_written_in_pieces(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.rosters.actions.deciding.AT_ONCE", 1)
    browser, code = office[0], credit_code.make(7)
    rows = [
        f"云织,李,13807310001,,{code},3F-A1,,",
        "锦禾,王,13807310002,,,3F-A2,,",
        f"素絮,李,13807310001,,{code},3F-A3,,",
    ]
    browser.submit(browser.submit(look(office, lines(*rows)), "Tick all of these"), TAKE)
    assert [count(Brand), count(Company)] == [3, 2]
    page = browser.submit(last_import(office), UNDO)
    assert "Everything stands as it stood before" in page.words
    assert [count(kind) for kind in (Brand, Company, Revision, RosterEntry)] == [0, 0, 0, 0]


def test_what_others_have_worked_on_is_not_taken_back(office: Office, make: Make) -> None:
    browser, _market = office
    page = look(office, lines("云织,李,13807310001,,,3F-A1,,", "锦禾,王,13807310002,,,3F-A2,,"))
    browser.submit(page, TAKE)
    brand = db.session.scalars(select(Brand).where(Brand.name_zh == "锦禾")).one()
    make.owner(brand)
    db.session.commit()
    page = browser.submit(last_import(office), "Take this import back")
    assert page.status == 409
    assert "Since the import somebody has worked on: 锦禾." in page.words
    assert count(Brand) == 2


def test_after_a_day_it_stays(office: Office) -> None:
    browser, _market = office
    browser.submit(look(office, lines("云织,李,13807310001,,,3F-A1,,")), TAKE)
    roster = db.session.scalars(select(Roster)).one()
    assert roster.applied_at is not None
    with (
        clock.at(roster.applied_at + timedelta(days=1, seconds=1)),
        pytest.raises(ConflictError, match="一天"),
    ):
        actions.undo(roster, by=db.session.scalars(select(User).limit(1)).one())
    roster.applied_at -= timedelta(days=1, seconds=1)
    db.session.commit()
    page = browser.get(last_import(office))
    assert not page.has_button("Take this import back")
    assert "older than a day" in page.words


def test_what_changed_since_the_preview_stops_the_whole_import(office: Office) -> None:
    browser, _market = office
    browser.submit(look(office, lines("云织,李,13807310001,,,3F-A1,,")), TAKE)
    page = look(office, lines("云织,王,13807310001,,,3F-A1,,", "锦禾,赵,13807310003,,,3F-A3,,"))
    company = db.session.scalars(select(Company)).one()
    company.contact_name = "孙"
    db.session.commit()
    page = browser.submit(page, TAKE)
    assert "Nothing was taken over: 1 row has changed here since the preview." in page.words
    assert count(Brand) == 1
    assert "before: 孙 now: 王" in page.words
    page = browser.submit(browser.submit(page, "Tick all of these"), TAKE)
    assert count(Brand) == 2
    assert db.session.scalars(select(Company.contact_name).order_by(Company.id)).all() == [
        "王",
        "赵",
    ]


def test_two_of_an_office_do_not_both_take_over(
    office: Office, another: Callable[[], Browser], make: Make
) -> None:
    browser, market = office
    page = look(office, lines("云织,李,13807310001,,,3F-A1,,"))
    other = another().sign_in(make.manager(market))
    theirs = other.get(last_import(office))
    browser.submit(page, TAKE)
    second = other.submit(theirs, TAKE)
    assert second.status == 409
    assert count(Brand) == 1


def answers(*told: Any) -> dict[str, Any]:
    return {f"holds-{place}": name for place, name in zip(told[::2], told[1::2], strict=True)}


def test_columns_are_corrected_once_and_remembered(office: Office) -> None:
    browser, _market = office
    text = "招牌,经营者,号码,备注\n云织,李秀兰,13807310001,\n"
    page = send(office, text)
    page = browser.submit(page, READ, **answers(1, "brand", 3, "mobile"))
    assert newest_row().facts == {"brand": "云织", "person": "李秀兰", "mobile": "+8613807310001"}
    page = look(office, text)
    assert newest_row().facts["mobile"] == "+8613807310001"


def test_two_columns_cannot_hold_the_same(office: Office) -> None:
    page = send(office, "品牌,招牌,老板\n云织,x,李\n")
    page = office[0].submit(page, READ, **answers(2, "brand"))
    assert page.status == 422
    assert "Two columns hold the same: Brand." in page.words


def test_another_sheet_can_be_chosen(office: Office) -> None:
    browser, _market = office
    page = send(office, MESSY, "台账.xlsx")
    assert "Hidden columns are read too" in page.words
    page = browser.submit(page, "Read this sheet")
    browser.submit(page, READ)
    assert newest_row().facts["brand"] == "旧衣坊"
    assert count(RosterRow) == 1


def test_a_refused_file_is_told_with_what_to_do(office: Office) -> None:
    page = send(office, "<html><table>", "台账.xls")
    assert page.status == 422
    assert "This is a web page" in page.words
    assert "save it as .xlsx" in page.words
    page = send(office, "品牌,经营者\n" + "云,李\n" * 20_001)
    assert page.status == 413
    assert "more than 20,000 rows" in page.words
    assert count(Roster) == 0


def test_a_long_table_is_read_behind_the_pages(office: Office) -> None:
    browser, _market = office
    rows = [f"牌{n},李{n},{13800000000 + n},,,{n % 5 + 1}F-A{n + 1},," for n in range(1200)]
    page = look(office, lines(*rows))
    assert "0 of 1200 rows read" in page.words
    assert "Refresh" in browser.get(last_import(office)).response.headers
    assert page.has_button("Read it now and wait")
    actions.read_behind_the_pages()
    assert outcomes() == {"new": 1200}
    page = look(office, lines(*rows))
    browser.submit(page, "Read it now and wait")
    assert outcomes() == {"new": 1200}


def test_rows_are_found_narrowed_and_taken_away(office: Office) -> None:
    browser, _market = office
    look(office, MESSY, "台账.xlsx")
    here = last_import(office)
    assert "絮朵裳" in browser.get(f"{here}?q=1楼C10").words
    page = browser.get(f"{here}?outcome=problem&kind=repeat")
    assert page.words.count("Says the same brand again") == 9
    table = browser.get(f"{here}/rows.csv?outcome=left_out").response.data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table)))) == 15
    assert browser.get(f"{here}/rows.xlsx").status == 200


def test_the_file_is_kept_for_the_office_and_purged(office: Office) -> None:
    browser, market = office
    look(office, lines("云织,李,13807310001,,,3F-A1,,"))
    answer = browser.get(f"{last_import(office)}/file").response
    assert answer.headers["Content-Disposition"].startswith("attachment")
    roster = db.session.scalars(select(Roster)).one()
    name = roster.stored_name
    assert files.exists(name)
    with writing():
        actions.purge(clock.now() + timedelta(days=91))
    assert not files.exists(name)
    assert browser.get(f"{last_import(office)}/file").status == 410
    assert "not kept any more" in browser.get(last_import(office)).words
    assert browser.get(f"/markets/{market.slug}/rosters.csv").status == 200


def test_the_template_is_understood(office: Office) -> None:
    for ending in ("xlsx", "csv"):
        for spoken in ("en", "zh-Hans"):
            page = send(
                office, taken_away(office, f"rosters/template.{ending}", spoken), f"t.{ending}"
            )
            roster = db.session.scalars(select(Roster).order_by(Roster.id.desc())).first()
            assert roster is not None
            assert "other" not in roster.mapping.values()
            assert page.status == 200


def test_a_draft_waits_on_the_home_and_can_be_put_aside(office: Office) -> None:
    browser, _market = office
    look(office, lines("云织,李,13807310001,,,3F-A1,,"))
    assert "waits for somebody to look and tick" in browser.get("/home").words
    browser.submit(last_import(office), "Put this import aside")
    assert "look and tick" not in browser.get("/home").words
    assert Outcome.NEW in {row.outcome for row in db.session.scalars(select(RosterRow))}


# Lets and licences

WITH_RENT = "品牌,经营者,电话,信用代码,档口号,合同到期,租金单价,执照到期"


def told(*rows: str) -> str:
    return "\n".join((WITH_RENT, *rows))


def stall_of(make: Make, market: Market, number: str, place: int) -> Stall:
    floors = select(Floor.id).join(Floor.hall).where(Hall.market_id == market.id)
    floor = db.session.scalars(floors).first()
    return make.save(
        Stall(market_id=market.id, floor_id=floor, number=number, place=place, area=1200)
    )


def test_lets_that_a_table_speaks_of_are_completed_in_one_step(office: Office, make: Make) -> None:
    browser, market = office
    stall_of(make, market, "3F-A12", 12)
    page = look(
        office,
        told(
            "云锦裤业,李秀兰,13807310001,,3F-A12,2027.12.31,80元/㎡/月,",
            "云锦童装,王海,13807310002,,3F-A99,2027.12.31,面议,",
        ),
    )
    assert "Not read as yuan per m² and month" in page.words
    browser.submit(browser.submit(page, "Tick all of these"), TAKE)
    open_ones = browser.get(f"/markets/{market.slug}/rosters/lets")
    assert "no such stall" in open_ones.words
    assert "面议" in open_ones.words
    form = browser.get(open_ones.link("Complete"))
    shown = form.form_with("Let the stall").fields
    assert [shown[name] for name in ("brand", "ends_on", "rent_fen")] == [
        ["云锦裤业"],
        ["2027-12-31"],
        ["80"],
    ]
    done = browser.submit(form, "Let the stall", deposit_fen="5000")
    assert "The stall is let" in done.words
    left = browser.get(f"/markets/{market.slug}/rosters/lets")
    assert "云锦裤业" not in left.words
    assert "云锦童装" in left.words
    assert browser.get(f"/markets/{market.slug}/rosters/lets.csv").status == 200
    roster = db.session.scalars(select(Roster)).one()
    refused = browser.submit(f"/markets/{market.slug}/rosters/{roster.id}", UNDO)
    assert refused.status == 409
    assert "云锦裤业" in refused.words, "it has a let by now"


def test_a_stall_is_known_by_its_hall_where_several_halls_have_it(
    office: Office, make: Make
) -> None:
    browser, market = office
    for place, name in enumerate(("一号楼", "二号楼"), 10):
        hall = make.save(Hall(market_id=market.id, position=place, name_zh=name))
        floor = make.save(Floor(hall_id=hall.id, level=2))
        make.save(Stall(market_id=market.id, floor_id=floor.id, number="2F-A8", place=8, area=1200))
    page = look(
        office,
        told(
            "云锦裤业,李秀兰,13807310001,,一号楼2F-A8,2027.12.31,80元/㎡/月,",
            "云锦童装,王海,13807310002,,2F-A8,2027.12.31,80元/㎡/月,",
            "云锦男装,王江,13807310003,,五号楼2F-A8,2027.12.31,80元/㎡/月,",
        ),
    )
    assert "2F-A8 is in several halls: 一号楼、二号楼. Write the hall before it." in page.words
    assert "Which hall is “五号楼”? Possible are:" in page.words
    assert "Not read as a stall's number" not in page.words
    browser.submit(browser.submit(page, "Tick all of these"), TAKE)
    there = f"/markets/{market.slug}/rosters/lets"
    open_ones = browser.get(there)
    assert "which hall?" in open_ones.words
    form = browser.get(open_ones.link("Complete"))
    browser.submit(form, "Let the stall", deposit_fen="5000")
    let = db.session.scalars(select(Let)).one()
    stall = db.session.get_one(Stall, let.stall_id)
    hall = db.session.get_one(Hall, db.session.get_one(Floor, stall.floor_id).hall_id)
    assert hall.name_zh == "一号楼"
    again = browser.get(browser.get(there).link("二号楼"))
    assert "云锦童装" in again.form_with("Let the stall").fields["brand"]


def test_another_markets_brand_is_no_default_of_a_let(office: Office, make: Make) -> None:
    browser, market = office
    stall = stall_of(make, market, "3F-A12", 12)
    other = make.brand(name_zh="别家裤业")
    there = f"/markets/{market.slug}/stalls/{stall.id}/let?brand={other.slug}&until=nie&rent=x"
    assert "别家裤业" not in browser.get(there).html


def test_a_licence_of_a_table_is_noted_not_verified_and_taken_back(office: Office) -> None:
    browser, market = office
    code = credit_code.make(4711)
    row = f"云锦裤业,李秀兰,13807310001,{code},3F-A12,2027.12.31,,"
    browser.submit(look(office, told(row + "2027.6.30")), TAKE)
    paper = db.session.scalars(select(Paper)).one()
    assert (paper.kind, paper.noted_number, str(paper.noted_until)) == (
        "licence",
        code,
        "2027-06-30",
    )
    brand = db.session.scalars(select(Brand)).one()
    shelf = browser.get(f"/markets/{market.slug}/brands/{brand.slug}/papers")
    assert "by the office's table until 2027-06-30, not verified" in shelf.words
    browser.submit(look(office, told(row + "长期"), "二.csv"), TAKE)
    assert db.session.scalars(select(Paper)).one().noted_until is None
    second = db.session.scalars(select(Roster).order_by(Roster.id.desc())).first()
    assert second is not None
    browser.submit(f"/markets/{market.slug}/rosters/{second.id}", UNDO)
    assert str(db.session.scalars(select(Paper)).one().noted_until) == "2027-06-30"


def test_a_noted_licence_goes_with_the_import_that_brought_it(office: Office) -> None:
    browser, market = office
    browser.submit(look(office, told("云锦裤业,李秀兰,13807310001,,3F-A12,,,2027.6.30")), TAKE)
    assert count(Paper) == 1
    roster = db.session.scalars(select(Roster)).one()
    browser.submit(f"/markets/{market.slug}/rosters/{roster.id}", UNDO)
    assert count(Brand) == count(Paper) == 0


def test_a_licence_that_was_handed_in_is_left_alone_and_stops_the_undo(
    office: Office, make: Make
) -> None:
    browser, market = office
    row = "云锦裤业,李秀兰,13807310001,,3F-A12,2027.12.31,,"
    browser.submit(look(office, told(row + "2027.6.30")), TAKE)
    brand = db.session.scalars(select(Brand)).one()
    page = f"/markets/{market.slug}/brands/{brand.slug}/papers/licence"
    files = {"files": [("licence.jpg", jpeg())]}
    browser.submit(page, "Hand in", files=files, expires_on="2028-01-01")
    browser.submit(look(office, told(row + "2029.6.30"), "二.csv"), TAKE)
    assert str(db.session.scalars(select(Paper)).one().noted_until) == "2027-06-30"
    first = db.session.scalars(select(Roster).order_by(Roster.id)).first()
    assert first is not None
    assert browser.submit(f"/markets/{market.slug}/rosters/{first.id}", UNDO).status == 409
