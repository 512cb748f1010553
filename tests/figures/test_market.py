"""The office: choosing what is asked, medians, who has not answered, reminders, months owed."""

import time as real_time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.figures import actions, queries
from portal.figures.fields import USUAL
from portal.figures.models import FigureReminder, FigureSheet
from portal.incubation.models import EnrolmentState
from tests.client import Browser
from tests.figures.conftest import ASKED, Stall, told
from tests.make import Make

SINCE_JULY = datetime(2025, 7, 1, tzinfo=UTC)
SEPTEMBER = date(2026, 9, 1)


def four_more(stall: Stall) -> None:
    """Admit four more brands; three of all five answer September."""
    for _number in range(4):
        stall.join(SINCE_JULY)
    for place, brand in enumerate(stall.brands[:3]):
        stall.answer(brand, "2026-09", pieces_sold=1_000 * (place + 1), sales_band=place + 1)


def test_an_office_begins_to_ask(browser: Browser, make: Make, stall: Stall) -> None:
    market = make.market()
    office = Stall(make, market, make.manager(market), stall.programme)
    browser.sign_in(office.manager)
    assert "First choose what to ask" in browser.get(office.home).words
    page = browser.submit(f"{office.home}/choice", "Save the selection")
    assert "The form of October 2026 opens for every brand" in page.words
    first = office.choices()[0]
    assert (first.fields, first.from_month) == (sorted(USUAL), date(2026, 10, 1))
    browser.submit(f"{office.home}/choice", "Save the selection", fields=["staff", "complaints"])
    history = browser.get(f"{office.home}/choice").words
    assert history.count("From October 2026") == 2
    assert [one.number for one in office.choices()] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([], "Choose at least one figure."),
        ([*USUAL, "complaints"], "At most 12 figures"),
        (["sales", "sales_band"], "Ask for sales once"),
    ],
)
def test_a_choice_that_nobody_answers_in_two_minutes(
    browser: Browser, stall: Stall, fields: list[str], words: str
) -> None:
    browser.sign_in(stall.manager)
    page = browser.submit(f"{stall.home}/choice", "Save the selection", fields=fields)
    assert page.status == 422
    assert words in page.words
    assert len(stall.choices()) == 1


def test_two_who_choose_at_once(
    browser: Browser, another: Callable[[], Browser], stall: Stall, make: Make
) -> None:
    colleague = another().sign_in(make.manager(stall.market))
    mine, theirs = browser.sign_in(stall.manager), colleague.get(f"{stall.home}/choice")
    mine.submit(f"{stall.home}/choice", "Save the selection", fields=["staff"])
    clash = colleague.submit(theirs, "Save the selection", fields=["exchange"])
    assert clash.status == 409
    assert "Somebody chose other figures meanwhile." in clash.words
    assert colleague.submit(theirs, "Save the selection", fields=["staff"]).status == 200
    assert len(stall.choices()) == 2


def test_a_new_choice_leaves_earlier_months_alone(browser: Browser, stall: Stall) -> None:
    browser.sign_in(stall.manager)
    browser.submit(f"{stall.home}/choice", "Save the selection", fields=["complaints"])
    owner = browser.sign_in(stall.owner).get(stall.page("2026-09")).words
    assert "Pieces sold" in owner
    assert "Open complaints" not in owner


def test_medians_and_the_list_behind_each(browser: Browser, stall: Stall) -> None:
    four_more(stall)
    page = browser.sign_in(stall.manager).get(stall.home)
    assert "answered for September 2026 3" in page.words
    assert "60 %" in page.words
    assert "2,000 pieces" in page.words
    assert "¥50,000 to 100,000" in page.words
    behind = browser.get(f"{stall.home}/of/pieces_sold")
    names = [brand.name_en for brand in stall.brands[:3]]
    places = [behind.words.rindex(name) for name in names]
    assert places == sorted(places, reverse=True)
    assert "1,500" in behind.words
    assert "2,500" in behind.words
    assert "3 of 5 · 60 %" in behind.words
    assert browser.get(f"{stall.home}/of/no-such").status == 404
    lines = browser.get(f"{stall.home}/of/pieces_sold/brands.csv").response.text.splitlines()
    assert len(lines) == 4
    lines = browser.get(f"{stall.home}.csv").response.text.splitlines()
    assert any("Pieces sold" in line and ",1500.0," not in line for line in lines)
    assert any(",1500,2000,2500,3,5,60" in line for line in lines)
    assert browser.get(f"{stall.home}.xlsx").response.data[:2] == b"PK"


def test_a_stage_narrows_everything(browser: Browser, stall: Stall) -> None:
    four_more(stall)
    browser.sign_in(stall.manager)
    code = next(iter(queries.market_months(stall.market.slug).stages)).code
    assert "60 %" in browser.get(f"{stall.home}?stage={code}").words
    assert "60 %" in browser.get(f"{stall.home}?stage=nonsense").words
    months = queries.market_months(stall.market.slug)
    assert months.answered(SEPTEMBER, "S9") == 0


def test_who_has_not_answered_is_reminded_once_a_day(
    browser: Browser, stall: Stall, at: Callable[..., None]
) -> None:
    four_more(stall)
    browser.sign_in(stall.manager)
    assert "2 brands have not answered for September 2026" in browser.get("/home").words
    page = browser.get(f"{stall.home}/unanswered")
    assert [brand.name_en in page.words for brand in stall.brands] == [False] * 3 + [True] * 2
    one = browser.submit(page, "Remind the ticked", brands=[stall.brands[3].id])
    assert "1 brand is reminded." in one.words
    assert told("figures.reminded") == [stall.owners[3].id]
    every = browser.submit(f"{stall.home}/unanswered", "Remind all 2")
    assert "1 brand is reminded." in every.words
    again = browser.submit(f"{stall.home}/unanswered", "Remind all 2")
    assert "Nobody was reminded" in again.words
    assert told("figures.reminded") == [stall.owners[3].id, stall.owners[4].id]
    assert "2026-10-03" in again.words
    at(2026, 10, 4, 2, 0)
    browser.submit(f"{stall.home}/unanswered", "Remind all 2")
    assert len(told("figures.reminded")) == 4
    verbs = select(func.count(AuditEvent.id)).where(AuditEvent.verb == "figures.remind")
    assert db.session.scalar(verbs) == 3
    lines = browser.get(f"{stall.home}/unanswered.csv").response.text.splitlines()
    assert len(lines) == 3


def test_brands_of_others_and_answered_ones_cannot_be_ticked(
    browser: Browser, stall: Stall, make: Make
) -> None:
    four_more(stall)
    foreign = make.brand()
    done = actions.remind(
        stall.market, SEPTEMBER, [foreign.id, stall.brand.id, 2**40], by=stall.manager
    )
    assert done == 0
    nobody = browser.sign_in(stall.manager).submit(f"{stall.home}/unanswered", "Remind the ticked")
    assert "Nobody was reminded" in nobody.words


def test_the_portal_reminds_by_itself_and_stops_when_answered(
    stall: Stall, at: Callable[..., None]
) -> None:
    stall.join(SINCE_JULY)
    at(2026, 10, 1, 0, 30)  # half past eight in the morning: too early
    actions.watch_months()
    assert told("figures.opened") == []
    at(2026, 10, 1, 1, 30)
    for _time in range(2):
        actions.watch_months()
    assert told("figures.opened") == [one.id for one in stall.owners]
    stall.answer(stall.brands[1], "2026-09", staff=3)
    at(2026, 10, 8, 1, 30)
    actions.watch_months()
    assert told("figures.due") == [stall.owner.id]
    at(2026, 10, 11, 1, 30)
    actions.watch_months()
    at(2026, 10, 25, 1, 30)
    actions.watch_months()
    assert told("figures.late") == [stall.owner.id]
    stall.enrolment().state = EnrolmentState.PAUSED
    db.session.commit()
    at(2026, 11, 1, 1, 30)
    actions.watch_months()
    assert told("figures.opened") == sorted([*(one.id for one in stall.owners), stall.owners[1].id])


def test_the_office_and_the_portal_do_not_remind_on_one_day(
    stall: Stall, at: Callable[..., None]
) -> None:
    at(2026, 10, 8, 1, 30)
    assert actions.remind(stall.market, SEPTEMBER, [stall.brand.id], by=stall.manager) == 1
    db.session.commit()
    actions.watch_months()
    assert told("figures.due") == []
    at(2026, 10, 9, 1, 30)
    actions.watch_months()
    assert told("figures.due") == [stall.owner.id]
    assert db.session.scalar(select(func.count(FigureReminder.id))) == 2


def test_months_without_an_answer_are_counted_for_health(
    stall: Stall, at: Callable[..., None]
) -> None:
    one = stall.brand
    other = stall.join(datetime(2026, 8, 15, tzinfo=UTC))
    numbers = [one.id, other.id, 99_999]
    assert queries.months_without_answer(numbers) == {one.id: 14, other.id: 0, 99_999: 0}
    stall.answer(one, "2026-06", staff=3)
    assert queries.months_without_answer(numbers)[one.id] == 2
    at(2026, 10, 10, 15, 0)
    assert queries.months_without_answer(numbers)[one.id] == 2
    at(2026, 10, 10, 16, 0)  # the eleventh, in Zhuzhou
    assert queries.months_without_answer(numbers) == {one.id: 3, other.id: 1, 99_999: 0}
    stall.enrolment(one).state = EnrolmentState.PAUSED
    db.session.commit()
    assert queries.months_without_answer(numbers)[one.id] == 0
    assert queries.months_without_answer([]) == {}


def test_two_months_owed_weigh_on_a_brand_until_one_is_answered(
    stall: Stall, browser: Browser, at: Callable[..., None]
) -> None:
    late, fresh = stall.brand, stall.join(datetime(2026, 8, 1, tzinfo=UTC))
    board = f"/markets/{stall.market.slug}/incubation?view=list"

    def owing() -> set[int]:
        """Return who owes two months, which is whoever owes as many by the count of all."""
        numbers = [one.id for one in stall.brands]
        counted = queries.months_without_answer(numbers)
        found = set(db.session.scalars(queries.brands_owing(2)))
        assert found == {one for one, owed in counted.items() if owed >= 2}
        page = browser.sign_in(stall.manager).get(board)
        assert page.words.count("no figures for two months") == len(found)
        return found

    assert owing() == {late.id}
    at(2026, 10, 10, 16, 0)  # the eleventh, in Zhuzhou: August and September are due
    assert owing() == {late.id, fresh.id}
    track = f"/markets/{stall.market.slug}/brands/{fresh.slug}/incubation"
    assert "no figures for two months" in browser.get(track).words
    assert "two months are owed" in browser.get(board).words, "the rule is shown"
    stall.answer(late, "2026-08", staff=3)
    assert owing() == {fresh.id}
    stall.enrolment(fresh).state = EnrolmentState.PAUSED
    db.session.commit()
    assert owing() == set()


def test_a_brand_that_left_is_asked_until_it_left(stall: Stall) -> None:
    enrolment = stall.enrolment()
    enrolment.state, enrolment.finished_at = EnrolmentState.EXITED, datetime(2026, 7, 5, tzinfo=UTC)
    db.session.commit()
    months = queries.market_months(stall.market.slug)
    assert months.asked(date(2026, 6, 1)) == {stall.brand.id}
    assert months.asked(date(2026, 7, 1)) == set()
    enrolment = stall.enrolment()
    enrolment.finished_at, enrolment.state = None, EnrolmentState.PAUSED
    db.session.commit()
    assert queries.market_months(stall.market.slug).asked(SEPTEMBER) == set()


def test_the_choice_is_seen_with_its_number(stall: Stall) -> None:
    with pytest.raises(ConflictError):
        actions.choose(stall.market, fields=["staff"], by=stall.manager, seen=0)
    actions.choose(stall.market, fields=ASKED, by=stall.manager, seen=0)
    assert len(stall.choices()) == 1


def test_three_hundred_brands_are_read_at_once(make: Make, stall: Stall) -> None:
    months = [date(2026, month, 1) for month in range(1, 10)]
    values = dict.fromkeys(USUAL, 2)
    db.session.add_all(
        FigureSheet(brand_id=stall.brand.id, month=month, values=values) for month in months
    )
    db.session.commit()
    began = real_time.perf_counter()
    found = queries.sheets_of_market(stall.market.id, months[0])
    assert real_time.perf_counter() - began < 1
    assert len(found) == len(months)
    assert clock.today() == date(2026, 10, 3)
