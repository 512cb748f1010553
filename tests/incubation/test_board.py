"""The office sees who is where, who is stuck, and for how long; strangers see nothing."""

import csv
import io
import random
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from portal.audit.models import AuditEvent
from portal.core import clock
from portal.core.db import db
from portal.incubation import queries
from portal.incubation.models import (
    EnrolmentState,
    Evidence,
    EvidenceState,
    MilestoneState,
    Pause,
    Programme,
    Template,
)
from portal.incubation.queries import overview
from portal.incubation.queries.shipped import templates
from portal.incubation.rules import Criteria, Health, standing
from tests.client import Browser
from tests.incubation.conftest import SMALL, Way, open_programme, statements_sent
from tests.make import PDF, Make, jpeg


def board(way: Way, query: str = "") -> str:
    return f"/markets/{way.market.slug}/incubation{query}"


def test_the_board_teaches_when_it_is_empty(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    page = browser.sign_in(manager).get(f"/markets/{market.slug}/incubation")
    assert "First open a programme" in page.words
    open_programme(market, manager)
    page = browser.get(f"/markets/{market.slug}/incubation")
    assert "No brand on the board yet" in page.words


def test_the_board_says_how_long_and_whose_turn(
    at: Callable[..., None], enrolled: Callable[..., Way], browser: Browser, make: Make
) -> None:
    at(2026, 3, 1, 4, 0)
    way = enrolled()
    at(2026, 3, 11, 4, 0)
    page = browser.sign_in(make.manager(way.market)).get(board(way))
    assert "day 10 of 28" in page.words
    assert "1 of 3 passed" in page.words
    assert "brand's turn" in page.words
    assert "Brands that are stuck" not in page.words
    at(2026, 4, 5, 4, 0)
    page = browser.sign_in(make.manager(way.market)).get(board(way))
    assert "stuck for 7 days" in page.words
    assert "The brand has 2 milestones of this stage left." in page.words
    assert "It is 7 days over the stage's plan." in page.words
    assert "2 overdue" in page.words


def test_evidence_that_waits_a_week_makes_the_office_the_one_who_is_late(
    at: Callable[..., None], enrolled: Callable[..., Way], browser: Browser, make: Make
) -> None:
    at(2026, 3, 1, 4, 0)
    way = enrolled()
    browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    manager = make.manager(way.market)
    assert "stuck for" not in browser.sign_in(manager).get(board(way)).words
    at(2026, 3, 10, 4, 0)
    page = browser.sign_in(manager).get(board(way))
    assert "stuck for 9 days" in page.words
    assert "The office has had 1 piece of evidence to look at since 2026-03-01." in page.words
    waiting = queries.waiting_evidence([way.market.id])
    assert [one.milestone.code for one in waiting] == ["S1.2"]


def test_the_board_is_found_and_filtered_by_its_address(
    enrolled: Callable[..., Way], browser: Browser, make: Make
) -> None:
    market = make.market()
    one, two = enrolled(market), enrolled(market)
    browser.sign_in(one.owner).submit(one.page("S1.2"), "Hand in", text="Here.")
    office = browser.sign_in(make.manager(market))

    def shown(query: str) -> set[str]:
        page = office.get(board(one, query))
        assert page.status == 200
        return {way.brand.name_en for way in (one, two) if way.brand.name_en in page.tree.words}

    both = {one.brand.name_en, two.brand.name_en}
    assert shown("") == both
    assert shown(f"?q={one.brand.name_zh}") == {one.brand.name_en}
    assert shown("?q=yunzhi") == both
    assert shown("?turn=office") == {one.brand.name_en}
    assert shown("?turn=brand") == {two.brand.name_en}
    assert shown("?stage=S1") == both
    assert shown("?stage=S2") == set()
    assert shown("?graduated=1") == set()
    for nonsense in ("?turn=nonsense", "?page=-1", "?stage=S1&page=99999999", "?stuck=maybe"):
        assert shown(nonsense) == both
    assert shown("?q=%00%ff%") == set()


def test_the_board_takes_as_many_queries_for_one_brand_as_for_many(
    enrolled: Callable[..., Way], make: Make
) -> None:
    market = make.market()
    counts = []
    for _ in range(3):
        enrolled(market)
        number = market.id
        with statements_sent() as statements:
            found = queries.board(number, Criteria())
            assert found.columns
            assert found.frame.programmes
            assert all(one.why and one.enrolment.brand.slug for one in found.standings)
        counts.append(len(statements))
    assert counts == [2, 2, 2]


def test_the_table_says_the_same_and_runs_nothing(
    enrolled: Callable[..., Way], browser: Browser
) -> None:
    way = enrolled()
    way.brand.name_en = '=HYPERLINK("http://evil")'
    db.session.commit()
    page = browser.sign_in(way.manager).get(board(way))
    table = browser.get(page.link("as CSV")).response
    assert table.data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(table.data.decode("utf-8-sig")))
    assert head[:3] == ["Brand", "Stage", "Days in stage"]
    assert row[0] == '\'=HYPERLINK("http://evil")'
    assert row[4:6] == ["1", "3"]
    book = browser.get(page.link("Excel table")).response.data
    (_head, line) = load_workbook(io.BytesIO(book)).worksheets[0].values
    assert line[-1] == datetime.combine(clock.today(), time()), "days are days"
    assert "board.export" in set(db.session.scalars(select(AuditEvent.verb)))


def test_a_manager_opens_a_programme_from_the_shipped_template_and_closes_it(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    address = f"/markets/{market.slug}/programmes"
    page = browser.submit(address, "Open the programme", name_zh="")
    assert page.status == 422
    answers: dict[str, Any] = {
        "name_zh": "2026秋季班",
        "name_en": "Autumn 2026",
        "starts_on": "2026-09-01",
    }
    page = browser.submit(page, "Open the programme", **answers)
    assert "takes brands" in page.words
    template = db.session.scalars(select(Template)).one()
    shipped = templates()["default/4"]
    assert template.code == shipped["code"]
    browser.submit(page, "Open the programme", **answers)
    assert len(db.session.scalars(select(Programme)).all()) == 1, "a double tap"
    page = browser.submit(page, "Open the programme", **answers | {"starts_on": "2026-10-01"})
    assert "Another programme is called so" in page.words
    browser.submit(page, "Open the programme", name_zh="2026冬季班")
    assert len(db.session.scalars(select(Template)).all()) == 1, "a template is loaded once"
    page = browser.submit(address, "Take no more brands")
    assert "takes no more brands" in page.words
    closed = [one.closed_at is not None for one in db.session.scalars(select(Programme))]
    assert sorted(closed) == [False, True]
    page = browser.submit(page, "Take brands again")
    assert "takes no more brands" not in page.words
    first, second = db.session.scalars(select(Programme).order_by(Programme.id))
    renamed = f"{address}/{first.id}"
    assert "Another" in browser.submit(renamed, "Save the programme", name_zh=second.name_zh).words
    assert browser.submit(renamed, "Save the programme", name_zh="2026秋季一班").status == 200


def test_health_weighs_what_is_overdue_by_the_template(
    at: Callable[..., None], enrolled: Callable[..., Way], browser: Browser
) -> None:
    at(2026, 3, 1, 4, 0)
    data: dict[str, Any] = deepcopy(SMALL)
    for one, weight in zip(data["stages"][0]["milestones"], (6, 1, 3, 5), strict=True):
        one["weight"] = weight
    way = enrolled(data=data)
    way.step("S1.2").due_on = date(2026, 3, 1)
    db.session.commit()

    def health(*today: int) -> tuple[Health, int, int]:
        at(*today, 4, 0)
        (one,) = queries.board(way.market.id, Criteria()).standings
        return one.health, one.points, one.overdue_share

    assert health(2026, 3, 1) == (Health.WELL, 0, 0)
    assert health(2026, 3, 2) == (Health.WATCH, 1, 10)
    assert health(2026, 3, 16) == (Health.WATCH, 1, 10), "twice ten is still less than a quarter"
    way.step("S1.3").due_on = date(2026, 3, 15)
    db.session.commit()
    assert health(2026, 3, 15) == (Health.WATCH, 1, 10)
    assert health(2026, 3, 16) == (Health.WATCH, 2, 40)
    browser.sign_in(way.manager)
    page = browser.get(board(way, "?view=list"))
    words = "2 overdue, 40 % of a stage, 1 of them for more than 14 days"
    assert words in page.words
    assert words in browser.get(way.track).words
    assert "by their weight in the template" in page.words
    assert health(2026, 3, 30)[:2] == (Health.RISK, 5), "eighty percent, and the stage is too long"


def test_the_board_equals_a_recount_whatever_became_of_milestones(
    enrolled: Callable[..., Way], make: Make
) -> None:
    dice = random.Random(7)  # noqa: S311 -- the same every time
    market = make.market()
    ways = [enrolled(market, templates()["upgrade/2"]) for _ in range(5)]
    for way in ways:
        track = queries.track(way.brand.id)
        assert track is not None
        for step in track.steps:
            step.state = dice.choice(list(MilestoneState))
            step.due_on = clock.today() - timedelta(days=dice.randint(-9, 30))
            step.lapsed_at = dice.choice([None, None, clock.now()])
            returns = dice.choice([0, 0, 1, 2, 3])
            step.attempts = [
                Evidence(number=one, state=EvidenceState.RETURNED) for one in range(returns)
            ]
        track.state = dice.choice([EnrolmentState.RUNNING, EnrolmentState.PAUSED])
        track.pauses = [
            Pause(
                paused_at=clock.now() - timedelta(days=days),
                resumed_at=clock.now() - timedelta(days=days - 3),
                reason="Waits",
            )
            for days in dice.choice([[], [9], [30, 20, 5]])
        ]
        db.session.commit()
    db.session.expire_all()
    standings = {one.enrolment.brand_id: one for one in queries.board(market.id, Criteria()).every}
    assert len(standings) == len(ways)
    for way in ways:
        track = queries.track(way.brand.id)
        assert track is not None
        counted, recounted = standings[way.brand.id], standing(track, track.steps)
        assert counted == recounted
        assert counted.days == recounted.days
        assert (counted.health, counted.stuck_days) == (recounted.health, recounted.stuck_days)
        assert (counted.turn, counted.why) == (recounted.turn, recounted.why)
    assert {one.overdue_share % 5 for one in standings.values()} != {0}


def test_a_crowded_board_tells_at_once_what_changed_wherever_that_was(
    at: Callable[..., None],
    enrolled: Callable[..., Way],
    browser: Browser,
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overview, "CROWDED_FROM", 2)
    at(2026, 3, 1, 4, 0)
    market = make.market()
    one, two = enrolled(market), enrolled(market)
    office = browser.sign_in(make.manager(market))

    def line(way: Way, language: str = "en") -> str:
        page = office.get(board(way, f"?lang={language}")).response.text
        lines = page.split('<li class="strand">')[1:]
        return next(each for each in lines if f"/{way.brand.slug}/" in each)

    def elsewhere(statement: str, **values: object) -> None:
        """Write as another process does: this one's session hears nothing of it."""
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(text(statement), values)

    first = line(one)
    assert "0/28" in first
    assert line(one) == first
    assert one.brand.name_zh in line(one, "zh-Hans")
    elsewhere("UPDATE brand SET name_en = 'Renamed' WHERE id = :id", id=one.brand.id)
    assert ">Renamed<" in line(one)
    assert ">Renamed<" not in line(two)
    late = "UPDATE milestone_progress SET due_on = '2026-01-31' WHERE id = :id"
    assert "pulse-well" in line(two)
    elsewhere(late, id=two.step("S1.2").id)
    assert "pulse-risk" in line(two)
    at(2026, 3, 29, 15, 59)
    office.sign_in(make.manager(market))
    assert "28/28" in line(one)
    assert "days-over" not in line(one)
    at(2026, 3, 29, 16, 1)
    assert "29/28" in line(one)
    assert "days-over" in line(one)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_page_is_whole_in_both_languages(
    enrolled: Callable[..., Way], browser: Browser, another: Callable[[], Browser], language: str
) -> None:
    way = enrolled()
    owner, office = browser.sign_in(way.owner), another().sign_in(way.manager)
    page = owner.submit(
        way.page("S1.2"),
        "Store these files",
        files={"files": [("a.jpg", jpeg()), ("b.pdf", PDF)]},
    )
    owner.submit(page, "Hand in", text="Here.")
    programmes = f"/markets/{way.market.slug}/programmes"
    for who in (owner, office):
        for address in (way.track, way.page("S1.1"), way.page("S1.2"), way.page("S2.1")):
            assert who.get(f"{address}?lang={language}").status == 200
    for address in (board(way), board(way, "?stage=S1"), programmes):
        assert office.get(f"{address}{'&' if '?' in address else '?'}lang={language}").status == 200


def test_what_is_another_markets_or_another_brands_does_not_exist(
    enrolled: Callable[..., Way], browser: Browser
) -> None:
    mine, foreign = enrolled(), enrolled()
    for person in (mine.owner, mine.manager):
        browser.sign_in(person)
        for address in (foreign.track, foreign.page("S1.2"), board(foreign)):
            assert browser.get(address).status == 404
    neighbour = enrolled(mine.market)
    browser.sign_in(neighbour.owner)
    assert browser.get(mine.track).status == 404
    assert browser.get(mine.page("S1.2")).status == 404
    mixed = mine.page("S1.2").replace(f"/{mine.brand.slug}/", f"/{neighbour.brand.slug}/")
    assert browser.get(mixed).status == 404
    browser.sign_in(mine.manager)
    assert browser.get(mixed).status == 404


def test_owners_do_not_decide(enrolled: Callable[..., Way], browser: Browser) -> None:
    way = enrolled()
    page = browser.sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    token = page.form_with("Take it back").fields["csrf_token"][0]
    assert browser.post(f"{way.page('S1.2')}/pass", data={"csrf_token": token}).status == 403
    assert browser.get(board(way)).status == 404


def test_the_stage_of_many_brands_is_one_query(enrolled: Callable[..., Way], make: Make) -> None:
    market = make.market()
    numbers = [enrolled(market).brand.id for _ in range(2)]
    numbers.append(make.brand(market).id)
    with statements_sent() as statements:
        stages = queries.stage_of(numbers)
        assert {one.stage.code for one in stages.values()} == {"S1"}
    assert len(stages) == 2
    assert len(statements) == 1


def test_the_whole_page_takes_five_queries(
    enrolled: Callable[..., Way], browser: Browser, make: Make
) -> None:
    market = make.market()
    ways = [enrolled(market) for _ in range(3)]
    browser.sign_in(make.manager(market))
    address = board(ways[0])
    browser.get(address)
    ways[0].brand.name_en = "Renamed"
    db.session.commit()
    with statements_sent() as statements:
        assert "Renamed" in browser.get(address).words
    whether_anything_changed = "SELECT pg_current_snapshot"  # a PRAGMA on SQLite
    asked = [
        one
        for one in statements
        if one.startswith("SELECT") and not one.startswith(whether_anything_changed)
    ]
    assert len(asked) == 5, asked
