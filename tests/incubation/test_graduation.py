"""Graduation by a counted checklist, the certificate, and graduates asked again."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, PortalError
from portal.incubation import actions, queries, registry, rules
from portal.incubation.models import (
    ON_ITS_WAY,
    Certificate,
    Enrolment,
    EnrolmentState,
    EvidenceState,
    ExitKind,
    FollowUp,
    MilestoneState,
    Trading,
)
from portal.incubation.registry import Condition
from portal.incubation.rules import Criteria
from tests.client import Browser
from tests.incubation.conftest import Way, milestone, stage
from tests.make import Make

At = Callable[..., None]
SHORT = {
    "code": "short",
    "version": 1,
    "name_zh": "短",
    "name_en": "Short",
    "stages": [
        stage("S1", [milestone("S1.1", "declared")]),
        stage("S2", [milestone("S2.1", "reviewed"), milestone("S2.2", "reviewed")]),
    ],
}


def way_of(way: Way) -> Enrolment:
    db.session.expire_all()
    found = queries.track(way.brand.id)
    assert found is not None
    return found


def finish(way: Way) -> Certificate:
    """Waive all that is left and let the brand graduate."""
    for code in way.states:
        step = queries.milestone(way.market.slug, way.brand.slug, way.step(code).id)
        if step.state not in rules.SETTLED:
            actions.waive(step, reason="已查验。", by=way.manager)
    paper = actions.graduate(way_of(way), by=way.manager)
    db.session.commit()
    return paper


def test_the_checklist_counts_and_the_button_comes_when_every_line_holds(
    browser: Browser, another: Callable[[], Browser], enrolled: Callable[..., Way], make: Make
) -> None:
    way = enrolled(data=SHORT)
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    owner.submit(way.page("S1.1"), "Declare", text="Small-scale taxpayer.")
    address = office.get(way.track).link("Graduation checklist")
    page = office.get(address)
    assert "2 requirements not met" in page.words
    assert not page.has_button("Approve graduation")
    office.submit(office.get(way.page("S2.1")).link("Waive it"), "Waive it", reason="已有。")
    owner.submit(way.page("S2.2"), "Hand in", text="Here.")
    assert "1 requirement not met" in office.get(address).words
    office.submit(way.page("S2.2"), "Pass the milestone")
    assert "has nothing left to show" in office.get("/home").words
    assert not owner.get(address).has_button("Approve graduation")
    early = office.get(address)
    page = office.submit(early, "Approve graduation")
    assert "Certificate of graduation" in page.words
    assert "毕业证书" in page.words
    assert way.brand.name_zh in page.words
    twice = office.submit(early, "Approve graduation")
    assert (twice.status, twice.address) == (200, page.address), "a second tap"
    late = another().sign_in(make.manager(way.market))
    token = late.get("/account").forms[0].fields["csrf_token"]
    sent = early.form_with("Approve graduation").fields | {"csrf_token": token}
    assert late.post(early.address, data=sent).status == 409, "a colleague is told"
    assert "neither paused nor left" not in office.get(address).words, "it has nothing to meet now"
    assert db.session.scalars(select(Certificate)).one().number in owner.get(page.address).words


def test_who_is_not_ready_does_not_graduate(enrolled: Callable[..., Way]) -> None:
    way = enrolled(data=SHORT)
    with pytest.raises(ConflictError, match="S1"):
        actions.graduate(way_of(way), by=way.manager)
    db.session.rollback()
    assert way.enrolment.state is EnrolmentState.RUNNING


def test_the_public_page_says_five_things_and_no_more(
    browser: Browser, another: Callable[[], Browser], enrolled: Callable[..., Way]
) -> None:
    way = enrolled(data=SHORT)
    paper = finish(way)
    address = f"/markets/{way.market.slug}/certificates/{paper.token}"
    page = another().get(f"{address}?lang=en")
    assert page.status == 200
    for said in (way.brand.name_en, way.market.name_en, "Autumn 2026", "valid"):
        assert said in page.words
    assert paper.company not in page.words
    assert "已查验" not in page.words
    assert another().get(address + "x").status == 404
    other = enrolled(data=SHORT)
    foreign = f"/markets/{other.market.slug}/certificates/{paper.token}"
    assert another().get(foreign).status == 404
    office = browser.sign_in(way.manager)
    shown = f"/markets/{way.market.slug}/brands/{way.brand.slug}"
    shown += f"/enrolments/{paper.enrolment_id}/certificate"
    assert office.submit(shown, "Revoke the certificate", reason="").status == 422
    office.submit(shown, "Revoke the certificate", reason="冒用他人检测报告。")
    page = another().get(f"{address}?lang=en")
    assert "revoked" in page.words
    assert "冒用" not in page.words
    assert "冒用" in another().sign_in(way.owner).get(shown).words
    assert browser.sign_in(other.manager).get(shown).status == 404


def test_a_follow_up_that_nobody_made_is_called_so(
    browser: Browser, enrolled: Callable[..., Way], at: At
) -> None:
    way = enrolled(data=SHORT)
    finish(way)
    page = f"/markets/{way.market.slug}/alumni"
    assert "was not asked then" not in browser.sign_in(way.manager).get(page).words
    later = rules.months_later(clock.today(), 13)
    at(later.year, later.month, later.day, 12)
    words = browser.sign_in(way.manager).get(page).words
    assert words.count("was not asked then") == 1, "six months are passed over"
    assert "ask now" in words


def test_a_graduate_is_asked_after_six_months_and_the_office_is_reminded(
    browser: Browser,
    another: Callable[[], Browser],
    make: Make,
    enrolled: Callable[..., Way],
    at: At,
) -> None:
    way = enrolled(data=SHORT)
    finish(way)
    office = browser.sign_in(way.manager)
    assert "ask how it is doing" not in office.get("/home").words
    later = rules.months_later(clock.today(), 6)
    at(later.year, later.month, later.day, 12)
    office.sign_in(way.manager)
    page = office.get("/home")
    assert "ask how it is doing" in page.words
    page = office.get(page.link("Call and record"))
    token = page.form_with("Keep the answers").fields["csrf_token"][0]
    assert office.submit(page, "Keep the answers", stalls="3").status == 422
    answers: dict[str, Any] = {
        "trading": "growing",
        "stalls": "3",
        "staff": "12",
        "note": "开了第二个档口。",
    }
    page = office.submit(page, "Keep the answers", sales="1m-5m", **answers)
    assert "trading, and growing" in page.words
    assert "ask how it is doing" not in office.get("/home").words
    wrong = office.get(page.link("trading, and growing"))
    colleague = another().sign_in(make.manager(way.market))
    second = colleague.submit(
        page.link("trading, and growing"), "Keep the answers", trading="steady", staff="120"
    )
    assert "Corrected." in second.words
    clash = office.submit(wrong, "Keep the answers", note="还缺导购。")
    assert clash.status == 409, "both corrections are shown, none is lost"
    assert "还缺导购。" in clash.html
    assert "trading as before" in clash.words
    answer = db.session.scalars(select(FollowUp)).one()
    assert (answer.trading.value, answer.staff) == ("steady", 120)
    answer.trading, answer.staff = Trading.GROWING, 12
    db.session.commit()
    early = (
        f"/markets/{way.market.slug}/brands/{way.brand.slug}/enrolments/"
        f"{way.enrolment.id}/follow-up/12"
    )
    assert not office.get(early).has_button("Keep the answers"), "too early to ask"
    sent = {"sales": "1m-5m", "csrf_token": token} | answers
    assert office.post(early, data=sent).status == 409
    table = office.get(page.link("as CSV")).response
    _head, line = csv.reader(io.StringIO(table.data.decode("utf-8-sig")))
    assert line[5:10] == ["6", "trading, and growing", "3", "12", "¥1 to 5 million"]
    assert db.session.scalars(select(FollowUp)).one().note == "开了第二个档口。"


@given(
    finished=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    days=st.integers(0, 1500),
    asked=st.sets(st.sampled_from(rules.FOLLOW_UPS)),
)
def test_a_graduate_is_asked_once_for_each_appointment(
    finished: date, days: int, asked: set[int]
) -> None:
    today = finished + timedelta(days=days)
    due = rules.due_follow_up(finished, asked, today)
    if due is None:
        come = [one for one in rules.FOLLOW_UPS if rules.months_later(finished, one) <= today]
        assert not come or come[-1] in asked
    else:
        assert due not in asked
        assert rules.months_later(finished, due) <= today


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert rules.months_later(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert rules.months_later(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert rules.months_later(date(2025, 12, 1), 1) == date(2026, 1, 1)
    assert rules.months_later(date(2025, 1, 15), 24) == date(2027, 1, 15)


DEEDS = (
    "declare",
    "hand in",
    "pass",
    "return",
    "waive",
    "postpone",
    "pause",
    "resume",
    "hold",
    "release",
    "advance",
    "extend",
    "leave",
    "enrol",
    "graduate",
    "wait",
    "keep",
    "type",
    "take back",
    "flip",
)
ANY_ORDER = {
    "code": "any-order",
    "version": 1,
    "name_zh": "随意",
    "name_en": "Any order",
    "stages": [
        stage(
            "S1",
            [milestone("S1.1", "declared"), milestone("S1.2", "automatic", condition="flag")],
        ),
        stage("S2", [milestone("S2.1", "reviewed"), milestone("S2.2", "reviewed")]),
    ],
}
RUBRIC = [{"key": "whole", "name_zh": "完整", "name_en": "Whole", "weight": 1}]
FLAG = {"up": True}
"""What the portal sees of every brand of these stories."""


@pytest.fixture
def flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the portal know a fact that comes and goes."""
    fact = Condition("Flag", lambda _brand: int(FLAG["up"]))
    monkeypatch.setattr(registry, "_conditions", {**registry.conditions(), "flag": fact})


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(DEEDS), st.sampled_from(["S1.1", "S2.1", "S2.2"])), max_size=22
    )
)
@pytest.mark.usefixtures("flagged")
def test_whatever_brand_and_office_do_no_state_is_illegal(
    enrolled: Callable[..., Way], at: At, deeds: list[tuple[str, str]]
) -> None:
    at(2026, 3, 2, 4, 0)
    FLAG["up"] = True
    way = enrolled(data=ANY_ORDER)
    step = queries.milestone(way.market.slug, way.brand.slug, way.step("S2.1").id)
    step.milestone.rubric = RUBRIC
    db.session.commit()
    for number, (deed, code) in enumerate(deeds):
        if deed == "wait":
            day = date(2026, 3, 2) + timedelta(days=9 * (number + 1))
            at(day.year, day.month, day.day, 4, 0)
        else:
            attempt(way, deed, code)
        check(way)


def attempt(way: Way, deed: str, code: str) -> None:
    """Try a deed; what may not be done now changes nothing."""
    db.session.expire_all()
    try:
        with db.session.begin_nested():
            do(way, deed, code)
    except PortalError:
        db.session.expire_all()
    db.session.commit()
    db.session.expire_all()


def do(way: Way, deed: str, code: str) -> None:
    enrolment, by = way_of(way), way.manager
    number = next(one.id for one in enrolment.steps if one.milestone.code == code)
    step = queries.milestone(way.market.slug, way.brand.slug, number)
    seen = step.attempts[-1].version if step.attempts else None
    later = clock.today() + timedelta(days=50)
    whole: dict[str, Any] = {"reason": "原因", "by": by}
    deeds: dict[str, Callable[[], object]] = {
        "declare": lambda: actions.hand_in(step, text="Words", by=way.owner),
        "hand in": lambda: actions.hand_in(step, text="Words", by=way.owner),
        "pass": lambda: actions.pass_evidence(step, note="", seen=seen, points={"whole": 4}, by=by),
        "keep": lambda: actions.keep(step, text="Half", by=way.owner),
        "type": lambda: actions.hand_in(step, text="For them", by=by),
        "take back": lambda: actions.take_back(step, by=way.owner),
        "flip": lambda: flip(way),
        "return": lambda: actions.return_evidence(step, request="More", seen=seen, by=by),
        "waive": lambda: actions.waive(step, **whole),
        "postpone": lambda: actions.move_date(step, until=later, **whole),
        "pause": lambda: actions.pause(enrolment, expected_on=None, **whole),
        "resume": lambda: actions.resume(enrolment, by=by),
        "hold": lambda: actions.hold(enrolment, **whole),
        "release": lambda: actions.release(enrolment, by=by),
        "advance": lambda: actions.advance(enrolment, **whole),
        "extend": lambda: actions.extend(
            enrolment, until=queries.planned_end(enrolment) + timedelta(days=7), **whole
        ),
        "leave": lambda: actions.leave(enrolment, kind=ExitKind.FAILED, **whole),
        "enrol": lambda: actions.enrol_now(queries.brand(way.market.slug, way.brand.slug), by=by),
        "graduate": lambda: actions.graduate(enrolment, by=by),
    }
    deeds[deed]()


def flip(way: Way) -> None:
    """Let the fact come or go, and the portal look."""
    FLAG["up"] = not FLAG["up"]
    actions.check_automatic(way.brand)


def check_evidence(way: Way, enrolment: Enrolment) -> None:
    """Milestones, attempts, points, the queue and the marks say the same."""
    for step in enrolment.steps:
        tries = step.attempts
        assert [one.number for one in tries] == list(range(1, len(tries) + 1))
        waits = bool(tries) and tries[-1].state is EvidenceState.SUBMITTED
        assert (step.state is MilestoneState.SUBMITTED) == waits
        assert EvidenceState.DRAFT not in {one.state for one in tries[:-1]}
        for one in tries:
            decided = one.decided_by_id is not None
            assert not decided or one.decided_by_id != one.submitted_by_id
            passed = one.state is EvidenceState.PASSED and decided
            assert (one.score is not None) == (passed and bool(step.milestone.rubric))
        if step.lapsed_at:
            assert step.state is MilestoneState.PASSED
            assert step.milestone.condition == "flag"
    running = enrolment.state is EnrolmentState.RUNNING
    waiting = {one.id for one in enrolment.steps if one.state is MilestoneState.SUBMITTED}
    shown = queries.queue_rows(way.market.id, queries.QueueCriteria())
    assert {one.id for one in shown} == (waiting if running else set())


def check(way: Way) -> None:
    """The board equals a recount; and no state contradicts another."""
    enrolment = way_of(way)
    check_evidence(way, enrolment)
    recounted = rules.standing(enrolment, enrolment.steps)
    for graduated in (False, True):
        for shown in queries.board(way.market.id, Criteria(graduated=graduated)).standings:
            assert shown == recounted
    every = db.session.scalars(select(Enrolment).where(Enrolment.brand_id == way.brand.id)).all()
    assert sum(one.state in ON_ITS_WAY for one in every) <= 1
    assert (enrolment.pause is not None) == (enrolment.state is EnrolmentState.PAUSED)
    ended = enrolment.state not in ON_ITS_WAY
    assert (enrolment.finished_at is not None) == ended
    assert not (enrolment.held_at and ended)
    here = [one for one in enrolment.steps if one.milestone.stage_id == enrolment.stage_id]
    assert MilestoneState.LOCKED not in {one.state for one in here}
    last = enrolment.stage_id == enrolment.template.stages[-1].id
    running = enrolment.state is EnrolmentState.RUNNING and not enrolment.held_at
    assert not (running and not last and rules.gate_holds(here)), "an open gate is passed at once"
    certified = queries.certificate_of(enrolment.id) is not None
    assert certified == (enrolment.state is EnrolmentState.GRADUATED)
    if certified:
        assert all(one.state in rules.SETTLED for one in enrolment.steps if one.milestone.required)
