"""The month's form: answering, blanks, corrections, two at once, and which months there are."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.agency.models import Enquiry, EnquiryState
from portal.audit.models import AuditEvent
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.figures import actions, queries
from portal.figures.models import FigureChange, FigureSheet
from portal.incubation.models import EnrolmentState
from tests.client import Browser
from tests.figures.conftest import Stall, programme_of
from tests.make import Make

SAVE = "Save this month's figures"


def verbs() -> list[str]:
    found = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id))
    return [verb for verb in found if verb.startswith("figures.")]


def test_an_owner_answers_in_two_minutes(browser: Browser, stall: Stall) -> None:
    stall.answer(stall.brand, "2026-08", pieces_sold=1_200, staff=8)
    home = browser.sign_in(stall.owner).get("/home")
    assert "Figures of September 2026: 2 minutes" in home.words
    assert ">September 2026<" in home.html, "a month stays in one line, however large it is written"
    assert home.link("Fill them in") == stall.page("2026-09")
    form = browser.get(stall.page("2026-09"))
    assert "August 2026: 1,200" in form.words
    assert 'inputmode="numeric"' in form.html
    assert 'inputmode="decimal"' in form.html
    page = browser.submit(form, SAVE, pieces_sold="1,240", sales_band="2", exchange="4.5")
    assert "The figures of September 2026 are kept." in page.words
    assert "3 % more than the month before" in page.words
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"pieces_sold": 1_240, "sales_band": 2, "exchange": 450}
    assert (sheet.for_owner, sheet.by_name, len(sheet.changes)) == (False, stall.owner.name, 1)
    assert "2 minutes" not in browser.get("/home").words
    assert verbs() == ["figures.answer"]


def test_an_owner_writes_as_he_counts(browser: Browser, stall: Stall) -> None:
    browser.sign_in(stall.owner).submit(
        stall.page("2026-09"), SAVE, pieces_sold="1.2万", staff="8人"
    )
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"pieces_sold": 12_000, "staff": 8}
    unclear = browser.submit(stall.page("2026-09"), SAVE, pieces_sold="1,2万")
    assert unclear.status == 422
    assert "1,2万" in unclear.html


def test_blank_is_not_known_and_zero_is_zero(browser: Browser, stall: Stall) -> None:
    browser.sign_in(stall.owner)
    page = browser.submit(stall.page("2026-09"), SAVE)
    assert page.status == 422
    assert "Write at least one figure" in page.words
    assert stall.sheet("2026-09") is None
    browser.submit(stall.page("2026-09"), SAVE, staff="0")
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"staff": 0}
    browser.submit(stall.page("2026-09"), SAVE, staff="", pieces_sold="7")
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"pieces_sold": 7}
    assert sheet.changes[-1].changed == {"staff": [0, None], "pieces_sold": [None, 7]}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"pieces_sold": "1000000000000"}, "Is there a digit too many?"),
        ({"pieces_sold": "-3"}, "Not less than nothing"),
        ({"exchange": "101"}, "At most 100 %"),
        ({"staff": "many"}, "Write a number in digits"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word(
    browser: Browser, stall: Stall, typed: dict[str, Any], words: str
) -> None:
    page = browser.sign_in(stall.owner).submit(stall.page("2026-09"), SAVE, **typed)
    assert page.status == 422
    assert words in page.words
    assert next(iter(typed.values())) in page.html
    assert stall.sheet("2026-09") is None


def test_a_slipped_digit_is_asked_about_once(browser: Browser, stall: Stall) -> None:
    stall.answer(stall.brand, "2026-07", pieces_sold=1_200)
    browser.sign_in(stall.owner)
    page = browser.submit(stall.page("2026-09"), SAVE, pieces_sold="12000")
    assert page.status == 422
    assert "Really 12,000? In July 2026 it was 1,200." in page.words
    assert stall.sheet("2026-09") is None
    other = browser.submit(page, SAVE, pieces_sold="13000")
    assert "Really 13,000?" in other.words
    browser.submit(other, SAVE)
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"pieces_sold": 13_000}
    page = browser.submit(stall.page("2026-09"), SAVE, staff="8")
    assert page.status == 200, "what stands was asked about already"


def test_a_correction_keeps_what_stood_and_an_old_one_says_why(
    browser: Browser, stall: Stall
) -> None:
    stall.answer(stall.brand, "2026-07", staff=8)
    browser.sign_in(stall.owner)
    page = browser.submit(stall.page("2026-07"), SAVE, staff="9")
    assert page.status == 422
    assert "Say in a few words why an old month changes." in page.words
    browser.submit(page, SAVE, reason="Counted without the workshop")
    sheet = stall.sheet("2026-07")
    assert sheet
    assert sheet.values == {"staff": 9}
    change = sheet.changes[-1]
    assert (change.changed, change.reason) == ({"staff": [8, 9]}, "Counted without the workshop")
    assert "Counted without the workshop" in browser.get(stall.page("2026-07")).words
    newest = browser.submit(stall.page("2026-09"), SAVE, staff="9")
    assert newest.status == 200
    assert browser.submit(stall.page("2026-09"), SAVE, staff="10").status == 200
    assert verbs() == ["figures.correct", "figures.answer", "figures.correct"]


def test_the_office_fills_in_and_is_marked(
    browser: Browser, another: Callable[[], Browser], stall: Stall
) -> None:
    office = browser.sign_in(stall.manager)
    assert "You write in the owner's place" in office.get(stall.page("2026-09")).words
    page = office.submit(stall.page("2026-09"), SAVE, staff="8")
    assert "by the office" in page.words
    sheet = stall.sheet("2026-09")
    assert sheet
    assert (sheet.for_owner, sheet.changes[-1].for_owner) == (True, True)
    owner = another().sign_in(stall.owner)
    told = owner.get("/notices").words
    assert "The office has filled in the figures of September 2026 for you" in told
    corrected = owner.submit(stall.page("2026-09"), SAVE, staff="9")
    assert corrected.words.index("Month by month") < corrected.words.index("Employees")
    assert owner.get("/notices").words.count("The office has filled in") == 1
    sheet = stall.sheet("2026-09")
    assert sheet
    assert [one.for_owner for one in sheet.changes] == [True, False]
    assert sheet.for_owner is False


def test_two_at_once_see_both(
    browser: Browser, another: Callable[[], Browser], stall: Stall
) -> None:
    mine, office = browser.sign_in(stall.owner), another().sign_in(stall.manager)
    opened, theirs = mine.get(stall.page("2026-09")), office.get(stall.page("2026-09"))
    office.submit(theirs, SAVE, staff="8", pieces_sold="900")
    clash = mine.submit(opened, SAVE, staff="9", pieces_sold="900")
    assert clash.status == 409
    assert "Meanwhile this was saved" in clash.words
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values["staff"] == 8
    mine.submit(clash, "Save what I wrote")
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"staff": 9, "pieces_sold": 900}


def test_a_double_tap_is_one_answer(browser: Browser, stall: Stall) -> None:
    opened = browser.sign_in(stall.owner).get(stall.page("2026-09"))
    for _tap in range(2):
        assert browser.submit(opened, SAVE, staff="9").status == 200
    assert db.session.scalar(select(func.count(FigureSheet.id))) == 1
    assert db.session.scalar(select(func.count(FigureChange.id))) == 1


def test_who_comes_second_with_a_first_answer_is_told(stall: Stall) -> None:
    seen = queries.month_of_brand(stall.market.slug, stall.brand.slug, "2026-09")
    values = {"staff": 3}
    actions.save(seen, values=values, by=stall.owner, for_owner=False)
    db.session.commit()
    with pytest.raises(ConflictError):
        actions.save(seen, values={"staff": 4}, by=stall.manager, for_owner=True)


def test_strangers_find_nothing(browser: Browser, make: Make, stall: Stall) -> None:
    stall.answer(stall.brand, "2026-08", pieces_sold=1_234)
    other = stall.join(datetime(2025, 7, 1, tzinfo=UTC))
    strangers = [
        stall.owners[1],
        make.owner(make.brand()),
        make.manager(make.market()),
        make.agent_person(make.agent()),
        make.user(),
    ]
    for person in strangers:
        browser.sign_in(person)
        for address in (stall.page(), stall.page("2026-08"), f"{stall.page()}.csv", stall.home):
            assert browser.get(address).status in {403, 404}, (person.id, address)
            if person.id != stall.owners[1].id:
                assert browser.get(address).status == 404
    own = browser.sign_in(stall.owners[1])
    assert own.get(stall.page("", other)).status == 200
    assert "1,234" not in own.get(stall.page("", other)).words


@pytest.mark.parametrize(
    "month", ["2026-10", "2026-11", "2025-06", "2024-12", "2026-13", "no-such", "2026-9"]
)
def test_months_that_are_not_there(browser: Browser, stall: Stall, month: str) -> None:
    assert browser.sign_in(stall.owner).get(stall.page(month)).status == 404
    assert browser.get(stall.page("2025-07")).status == 200


def test_the_month_opens_at_midnight_in_zhuzhou(
    browser: Browser, stall: Stall, at: Callable[..., None]
) -> None:
    at(2026, 10, 31, 15, 59, 59)
    browser.sign_in(stall.owner)
    assert browser.get(stall.page("2026-10")).status == 404
    at(2026, 10, 31, 16, 0, 0)
    assert browser.get(stall.page("2026-10")).status == 200
    assert "Figures of October 2026" in browser.get("/home").words


@pytest.mark.usefixtures("stall")
def test_no_month_before_the_market_asked(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    quiet = Stall(make, market, manager, programme_of(market, manager))
    quiet.join(datetime(2025, 7, 1, tzinfo=UTC))
    browser.sign_in(quiet.owner)
    assert browser.get(quiet.page("2026-09")).status == 404
    assert "Nothing is asked yet" in browser.get(quiet.page()).words
    assert "2 minutes" not in browser.get("/home").words
    quiet.ask("staff", since=clock.today().replace(month=8, day=1))
    assert browser.get(quiet.page("2026-08")).status == 200
    assert browser.get(quiet.page("2026-07")).status == 404


def test_who_pauses_is_not_asked_and_may_still_correct(browser: Browser, stall: Stall) -> None:
    stall.answer(stall.brand, "2026-08", staff=3)
    for state in (EnrolmentState.PAUSED, EnrolmentState.EXITED):
        stall.enrolment().state = state
        db.session.commit()
        home = browser.sign_in(stall.owner).get("/home")
        assert "2 minutes" not in home.words
        page = browser.get(stall.page())
        assert "Nothing is asked for now" in page.words
        assert browser.get(stall.page("2026-08")).status == 200


def test_conversations_with_agents_are_counted_beforehand(
    browser: Browser, make: Make, stall: Stall
) -> None:
    stall.ask("agents_talking", "staff")
    agent = make.agent()
    usual = {"market_id": stall.market.id, "brand_id": stall.brand.id, "agent_id": agent.id}
    make.save(
        Enquiry(
            **usual,
            author_id=stall.owner.id,
            state=EnquiryState.ANSWERED,
            first_answered_at=clock.now(),
            regions=["430100"],
            channel="street_shop",
            pieces_per_month=300,
        )
    )
    page = browser.sign_in(stall.owner).get(stall.page("2026-09"))
    assert "The portal counts 1 conversation" in page.words
    browser.submit(page, SAVE)
    sheet = stall.sheet("2026-09")
    assert sheet
    assert sheet.values == {"agents_talking": 1}


def test_a_page_of_charts_has_gaps_a_median_and_tables(browser: Browser, stall: Stall) -> None:
    for place, month in enumerate(("2026-05", "2026-06", "2026-08")):
        stall.answer(stall.brand, month, pieces_sold=100 * (place + 1))
    for number in range(2):
        other = stall.join(datetime(2025, 7, 1, tzinfo=UTC))
        stall.answer(other, "2026-08", pieces_sold=500 + number)
    page = browser.sign_in(stall.owner).get(stall.page())
    assert "Half of the market's brands: 500 or more" in page.words
    assert "50 % more than June 2026" in page.words
    assert "no answer" in page.words
    assert page.html.count("chart-path") >= 2
    table = browser.get(f"{stall.page()}.csv")
    lines = table.response.text.splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("2026-05,100,")
    assert browser.get(f"{stall.page()}.xlsx").response.data[:2] == b"PK"
