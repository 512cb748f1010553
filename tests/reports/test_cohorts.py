"""What became of a cohort: every number equals a recount from all rows, and opens its list."""

import io
import random
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.audit import actions as audit
from portal.audit.models import AuditEvent
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions
from portal.incubation import queries as incubation
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceState,
    ExitKind,
    FollowUp,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Pause,
    SalesBand,
    Stage,
    Trading,
)
from portal.leasing.models import ConcessionStep, FeeHelp, Let, LetKind, LetStage
from portal.markets.models import Floor, Stall
from portal.reports import queries
from portal.reports.rules import Cohort, Way, middle, percent
from tests.client import Browser
from tests.incubation import conftest as small
from tests.make import Make

pytestmark = pytest.mark.sqlite
BRANDS = 8
LONG = small.SMALL | {
    "stages": [
        small.stage(
            f"S{number}", [small.milestone(f"S{number}.{one}", "reviewed") for one in (1, 2)]
        )
        for number in (1, 2, 3)
    ]
}


class History:
    """A programme whose brands went every way that there is, the same for the same seed."""

    def __init__(self, make: Make, seed: int) -> None:
        self._make, self._dice = make, random.Random(seed)  # noqa: S311 -- the same every time
        self.market = make.market()
        self.manager = make.manager(self.market)
        self.programme = small.open_programme(self.market, self.manager, LONG)
        self.stages = list(incubation.template_by_id(self.programme.template_id).stages)
        for _number in range(BRANDS):
            self._one()
        db.session.commit()

    def _one(self) -> None:
        dice, at = self._dice, clock.now() - timedelta(days=self._dice.randrange(300, 500))
        with clock.at(at):
            way = actions.enrol(self._make.brand(self.market), self.programme, by=self.manager)
        for stage in self.stages[1 : dice.randrange(1, 4)]:
            at += timedelta(days=dice.randrange(0, 70))
            with clock.at(at):
                audit.record("stage.advance", way, by=self.manager, entered=stage.code)
            way.stage_id, way.stage_entered_at = stage.id, at
        way.state = dice.choice(list(EnrolmentState))
        if way.state in {EnrolmentState.GRADUATED, EnrolmentState.EXITED}:
            way.finished_at = at + timedelta(days=dice.randrange(0, 40))
        if dice.random() < 0.4:
            since = at - timedelta(days=dice.randrange(0, 50))
            over = since + timedelta(days=dice.randrange(0, 60)) if dice.random() < 0.7 else None
            db.session.add(
                Pause(enrolment_id=way.id, paused_at=since, resumed_at=over, reason="秋收")
            )
        for step in way.steps:
            self._step(step)
        for months in (6, 12, 24):
            if way.state is EnrolmentState.GRADUATED and dice.random() < 0.6:
                self._ask(way, months)

    def _step(self, step: MilestoneProgress) -> None:
        dice = self._dice
        step.state = dice.choice(list(MilestoneState))
        step.due_on = dice.choice([None, clock.today() + timedelta(days=dice.randrange(-40, 40))])
        for number in range(1, dice.randrange(1, 4)):
            state = dice.choice(list(EvidenceState))
            decided = state in {EvidenceState.RETURNED, EvidenceState.PASSED}
            db.session.add(
                Evidence(
                    progress_id=step.id,
                    number=number,
                    state=state,
                    submitted_at=clock.now() - timedelta(days=dice.randrange(5, 30)),
                    decided_at=clock.now() if decided else None,
                    decided_by_id=self.manager.id if decided else None,
                )
            )

    def _ask(self, way: Enrolment, months: int) -> None:
        trading = self._dice.choice(list(Trading))
        sales = next(iter(SalesBand))
        db.session.add(
            FollowUp(enrolment_id=way.id, months=months, trading=trading, sales=sales, note="")
        )


def every(kind: Any, *options: Any) -> list[Any]:
    """Return all rows of a table."""
    return list(db.session.scalars(select(kind).options(*options).order_by(kind.id)))


def recounted(history: History) -> dict[str, Any]:
    """Return a cohort's numbers, counted row by row as somebody with a pencil would."""
    places = {one.code: number for number, one in enumerate(history.stages)}
    codes = {one.id: one.code for one in history.stages}
    ways = [one for one in every(Enrolment) if one.programme_id == history.programme.id]
    entered: dict[int, list[str]] = {one.id: [history.stages[0].code] for one in ways}
    for event in every(AuditEvent):
        if event.verb == "stage.advance" and event.subject_id in entered:
            entered[event.subject_id].append(event.detail["entered"])
    running = {one.id for one in ways if one.state is EnrolmentState.RUNNING}
    found: dict[str, Any] = {
        "states": {state: sum(one.state is state for one in ways) for state in EnrolmentState},
        "reached": [
            sum(any(places[code] >= place for code in entered[one.id]) for one in ways)
            for place in range(len(places))
        ],
        "here": [
            sum(
                one.state in {EnrolmentState.RUNNING, EnrolmentState.PAUSED}
                and codes[one.stage_id] == code
                for one in ways
            )
            for code in places
        ],
    }
    required = {one.id for one in every(Milestone) if one.required}
    hands = [
        one
        for one in every(MilestoneProgress)
        if one.enrolment_id in running
        and one.milestone_id in required
        and one.due_on
        and one.state in {MilestoneState.OPEN, MilestoneState.RETURNED}
    ]
    found["dated"] = len(hands)
    found["overdue"] = sum(one.due_on < clock.today() for one in hands)
    mine = {one.id for one in ways}
    steps = {one.id for one in every(MilestoneProgress) if one.enrolment_id in mine}
    decided = [one for one in every(Evidence) if one.decided_at and one.progress_id in steps]
    found["decided"] = len(decided)
    found["returned"] = sum(one.state is EvidenceState.RETURNED for one in decided)
    answers = [one for one in every(FollowUp) if one.enrolment_id in mine]
    found["asked"] = [sum(one.months == months for one in answers) for months in (6, 12, 24)]
    found["alive"] = [
        sum(one.months == months and one.trading is not Trading.STOPPED for one in answers)
        for months in (6, 12, 24)
    ]
    return found


def told(cohort: Cohort) -> dict[str, Any]:
    """Return the same numbers as the report has them."""
    return {
        "states": {state: len(cohort.of_state(state)) for state in EnrolmentState},
        "reached": [len(one.reached) for one in cohort.funnel],
        "here": [len(one.here) for one in cohort.funnel],
        "dated": cohort.sum_of(lambda one: one.dated),
        "overdue": cohort.sum_of(lambda one: one.overdue),
        "decided": cohort.sum_of(lambda one: one.decided),
        "returned": cohort.sum_of(lambda one: one.returned),
        "asked": [len(cohort.asked(months)) for months in (6, 12, 24)],
        "alive": [len(cohort.alive(months)) for months in (6, 12, 24)],
    }


def test_a_report_equals_a_recount_of_all_rows(make: Make) -> None:
    for seed in range(3):
        history = History(make, seed)
        found = queries.cohort(history.market.slug, history.programme.id)
        assert told(found.cohort) == recounted(history), seed
        (compared,) = queries.cohorts(history.market.id)
        assert told(compared.cohort) == told(found.cohort)


def help_given(history: History, make: Make) -> None:
    """Give every brand rent and fees in whole months long past, some of it struck out."""
    dice = random.Random(4)  # noqa: S311 -- the same every time
    floor = every(Floor)[0].id
    for place, way in enumerate(every(Enrolment)):
        stall = make.save(
            Stall(
                floor_id=floor,
                market_id=history.market.id,
                number=f"1F-A{place}",
                place=place,
                area=1_250,
            )
        )
        first = date(2024, dice.randint(1, 6), 1)
        let = Let(
            market_id=history.market.id, stall_id=stall.id, brand_id=way.brand_id,
            kind=LetKind.PROBATION, starts_on=first, ends_on=date(2024, 12, 31),
            agreed_until=date(2024, 12, 31), rent_fen=8_000, area=1_250, deposit_fen=0,
        )  # fmt: skip
        let.ladder = [ConcessionStep(stage_code="S1", percent=dice.choice([50, 100]))]
        let.stages = [
            LetStage(from_on=first, stage_code="S1"),
            LetStage(from_on=date(2024, dice.randint(7, 12), 1), stage_code="S2"),
        ]
        struck = clock.now() if dice.random() < 0.3 else None
        fee = FeeHelp(
            market_id=history.market.id, brand_id=way.brand_id, kind="fair",
            fen=dice.randrange(1, 90_000), granted_on=date(2024, 5, 1), taken_back_at=struck,
        )  # fmt: skip
        db.session.add_all([let, fee])
    db.session.commit()


def counted_help(history: History) -> tuple[dict[int, int], dict[int, int]]:
    """Return rent let off and fees by brand (fen), month by month and row by row."""
    rent: dict[int, int] = {}
    for let in every(Let, selectinload(Let.ladder), selectinload(Let.stages)):
        month, (step,) = let.starts_on, let.ladder
        while month < let.stages[1].from_on:
            rent[let.brand_id] = rent.get(let.brand_id, 0) + 100_000 * step.percent // 100
            month = (month + timedelta(days=31)).replace(day=1)
    fees = {one.brand_id: one.fen for one in every(FeeHelp) if not one.taken_back_at}
    return rent, fees


def test_help_with_rent_and_fees_is_one_sum_beside_its_parts(make: Make, browser: Browser) -> None:
    history = History(make, 1)
    help_given(history, make)
    rent, fees = counted_help(history)
    ways = [one for one in every(Enrolment) if one.programme_id == history.programme.id]
    graduates = sum(one.state is EnrolmentState.GRADUATED for one in ways)
    assert graduates
    browser.sign_in(history.manager)
    address = f"/markets/{history.market.slug}/cohorts/{history.programme.id}"
    report = browser.get(address)
    both = {one: rent.get(one, 0) + fees.get(one, 0) for one in rent.keys() | fees.keys()}
    for code, label, by_brand in (
        ("help", "Rent and fee support", both),
        ("concessions", "of which: Rent relief", rent),
        ("fees", "of which: Fee support", fees),
    ):
        total = sum(by_brand.values())
        line = next(one.words for one in report.tree.all("tr") if label in one.words)
        assert yuan(total) in line, code
        assert yuan(round(total / graduates)) in line, code
        behind = browser.get(f"{address}/brands?of=cost-{code}").words
        assert f"{sum(map(bool, by_brand.values()))} brands" in behind
        assert all(yuan(one) in behind for one in by_brand.values() if one), code


def yuan(fen: int) -> str:
    """Return an amount as an English page says it."""
    return f"¥{fen / 100:,.2f}".removesuffix(".00")


def test_every_number_opens_the_list_behind_it(browser: Browser, make: Make) -> None:
    history = History(make, 7)
    browser.sign_in(history.manager)
    address = f"/markets/{history.market.slug}/cohorts/{history.programme.id}"
    report = browser.get(address)
    links = [one for one in report.tree.all("a") if "/brands?of=" in one.at.get("href", "")]
    assert len(links) >= 20
    for link in links:
        page = browser.get(link.at["href"])
        assert page.status == 200
        if link.words.isdigit() and "reader-" not in link.at["href"]:
            assert f"{link.words} brand" in page.words or "No brands behind" in page.words, link
    book = load_workbook(io.BytesIO(browser.get(f"{address}.xlsx").response.data))
    sheets = {one.title: [list(row) for row in one.iter_rows(values_only=True)] for one in book}
    assert list(sheets) == [
        "Brands",
        "Brands by stage",
        "Key ratios",
        "Still in business",
        "What it costs",
        "Evidence reviewers",
    ]
    assert sheets["Brands"][1:3] == [["Enrolments", BRANDS], ["Brands", BRANDS]]
    shares = [row[2] for row in sheets["Brands by stage"][1:]]
    assert all(isinstance(one, int | float) and 0 <= one <= 1 for one in shares), shares
    (reader,) = sheets["Evidence reviewers"][1:]
    assert [type(one) for one in reader] == [str, int, int, float, int]
    for table in (f"{address}.csv", f"/markets/{history.market.slug}/cohorts.csv"):
        assert browser.get(table).status == 200
    compared = browser.get(f"/markets/{history.market.slug}/cohorts")
    assert compared.link("Autumn 2026").endswith(address)
    assert browser.get(f"{address}/brands?of=nonsense").status == 404
    stranger = browser.sign_in(make.manager(make.market()))
    assert stranger.get(address).status == 404


def test_one_word_counts_the_same_brands_on_every_page(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    programme = small.open_programme(market, manager)
    resting, back = make.brand(market), make.brand(market)
    actions.enrol(make.brand(market), programme, by=manager)
    actions.pause(
        actions.enrol(resting, programme, by=manager), reason="秋收", expected_on=None, by=manager
    )
    first = actions.enrol(back, programme, by=manager)
    actions.leave(first, kind=ExitKind.VOLUNTARY, reason="家里有事", by=manager)
    actions.enrol(back, programme, by=manager)
    db.session.commit()
    assert queries.figures(market.id).incubating == 3
    browser.sign_in(manager)
    here = f"/markets/{market.slug}"
    assert "on their way 3" in browser.get(f"{here}/incubation").words
    assert "3, of which 1 paused" in browser.get(f"{here}/programmes").words
    report = browser.get(f"{here}/cohorts/{programme.id}")
    for words in (
        "on their way 3",
        "of which paused 1",
        "enrolments (3 brands) 4",
        "counts twice",
        "no graduate asked yet",
    ):
        assert words in report.words
    everybody = browser.get(f"{here}/cohorts/{programme.id}/brands?of=all")
    assert "4 enrolments (3 brands)" in everybody.words
    compared = browser.get(f"{here}/cohorts").words
    assert "4 enrolments" in compared
    assert "0 % of 1 who ended" in compared


def test_a_cohort_costs_as_many_questions_for_one_brand_as_for_many(make: Make) -> None:
    asked = []
    for seed in (1, 2):
        history = History(make, seed)
        db.session.expire_all()
        with small.statements_sent() as sent:
            queries.cohort(history.market.slug, history.programme.id)
        asked.append(len([one for one in sent if one.startswith("SELECT")]))
    assert asked[0] == asked[1] <= 16, asked


PLACES = [f"S{number}" for number in range(1, 5)]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(list(EnrolmentState)),
            st.lists(st.integers(0, 90), min_size=4, max_size=4),
            st.integers(0, 30),
        ),
        max_size=30,
    )
)
def test_a_funnel_only_narrows_and_medians_are_medians(brands: list[Any]) -> None:
    stages = [Stage(code=code, name_zh=code, weeks_high=4) for code in PLACES]
    today, ways = clock.today(), []
    for number, (far, state, days, rest) in enumerate(brands):
        begun = today - timedelta(days=400)
        entered, at = [], begun
        for place in range(1, far + 1):
            at += timedelta(days=days[place])
            entered.append((PLACES[place], at))
        is_over = state in {EnrolmentState.GRADUATED, EnrolmentState.EXITED}
        ended = at + timedelta(days=rest) if is_over else None
        pause = (begun, begun + timedelta(days=days[0]))
        ways.append(
            Way(number, 1, number, "", "", "", state, PLACES[far], begun, ended, entered, [pause])
        )
    cohort = Cohort(stages, ways, today)
    reached = [len(line.reached) for line in cohort.funnel]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] == len(ways)
    for place, line in enumerate(cohort.funnel):
        assert line.share == percent(len(line.reached), line.before)
        lengths = [stay.days for stay in line.stays]
        assert line.median_days == (median(lengths) if lengths else None)
        assert all(length >= 0 for length in lengths)
        if place:
            beyond = [brand for brand in brands if brand[0] > place]
            assert len(line.stays) >= len(beyond)
    for way in ways:
        stays = way.stays(PLACES[0], today)
        paused = way.days(way.begun, way.finished or today)
        assert sum(stay.days for stay in stays) == paused


def test_shares_round_half_up_and_nothing_has_none() -> None:
    assert [percent(part, whole) for part, whole in ((1, 8), (1, 3), (2, 3), (0, 0))] == [
        13,
        33,
        67,
        None,
    ]
    assert middle([]) is None
    assert middle([3, 1, 2]) == 2
