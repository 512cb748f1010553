"""The office steers a brand's way: other days, waivers, gates by hand, pauses, exits."""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.access.permissions import Role
from portal.audit.models import AuditEvent
from portal.brands.models import Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions, queries, rules
from portal.incubation.models import (
    DateMove,
    Enrolment,
    EnrolmentState,
    ExitKind,
    MilestoneProgress,
    MilestoneState,
    Pause,
)
from portal.incubation.rules import Criteria, Health
from portal.notices.models import Notice
from portal.notices.rules import sentence
from tests.client import Browser, Shown
from tests.incubation.conftest import SMALL, Way, milestone
from tests.make import Make

At = Callable[..., None]


def told(way: Way) -> list[str]:
    """Return the kinds of messages that the owner got."""
    query = select(Notice.kind).where(Notice.recipient_id == way.owner.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def recorded() -> set[str]:
    return set(db.session.scalars(select(AuditEvent.verb)))


def steer(office: Browser, way: Way, link: str, button: str, **answers: Any) -> Shown:
    """Follow a link on the track to a deed's page and fill in its form."""
    return office.submit(office.get(way.track).link(link), button, **answers)


def test_a_day_is_moved_with_its_reason_and_both_sides_see_old_and_new(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    due = way.step("S1.2").due_on
    assert due
    new = due + timedelta(days=10)
    page = office.get(office.get(way.page("S1.2")).link("Move the day"))
    refused = office.submit(page, "Move the day", until=due.isoformat(), reason="慢了")
    assert refused.status == 422
    assert "is not later" in refused.words
    assert "慢了" in refused.response.get_data(as_text=True), "what was typed stays"
    far = office.submit(page, "Move the day", until="2040-01-01", reason="慢了")
    assert "check the year" in far.words
    assert office.submit(page, "Move the day", until=new.isoformat(), reason="").status == 422
    office.submit(page, "Move the day", until=new.isoformat(), reason="面料还没到。")
    assert way.step("S1.2").due_on == new
    for who in (office, owner):
        words = who.get(way.page("S1.2")).words
        assert due.isoformat() in words
        assert new.isoformat() in words
        assert "面料还没到。" in words
    assert told(way)[-1] == "milestone.moved"
    assert "milestone.move-date" in recorded()


def test_a_day_far_off_is_told_with_its_year(browser: Browser, way: Way) -> None:
    owner = browser.sign_in(way.owner)
    for days, told in ((100, False), (400, True)):
        due = clock.today() + timedelta(days=days)
        db.session.execute(update(MilestoneProgress).values(due_on=due))
        db.session.commit()
        for page in (way.track, way.page("S1.2"), "/home"):
            assert (due.isoformat() in owner.get(page).words) is told, (page, days)


def test_overdue_is_computed_and_ends_with_the_new_day(browser: Browser, way: Way, at: At) -> None:
    office = browser.sign_in(way.manager)
    due = way.step("S1.2").due_on
    assert due
    later = due + timedelta(days=3)
    at(later.year, later.month, later.day)
    office.sign_in(way.manager)
    assert board_line(way).overdue == 2, "the two that the gate needs"
    page = office.get(office.get(way.page("S1.2")).link("Move the day"))
    until = (later + timedelta(days=9)).isoformat()
    office.submit(page, "Move the day", until=until, reason="面料还没到。")
    assert board_line(way).overdue == 1
    assert board_line(way).health is Health.RISK, "a third of a stage that outlasts its plan"


def board_line(way: Way, **asked: Any) -> rules.Standing:
    """Return the brand's line of the board, which must equal a recount from its rows."""
    db.session.expire_all()
    (line,) = queries.board(way.market.id, Criteria(**asked)).standings
    enrolment = queries.track(way.brand.id)
    assert enrolment is not None
    assert line == rules.standing(enrolment, enrolment.steps)
    return line


def test_a_waived_milestone_passes_the_gate_and_says_why(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    owner.submit(way.page("S1.3"), "Declare", text="Small-scale taxpayer.")
    office.submit(
        office.get(way.page("S1.2")).link("Waive it"), "Waive it", reason="面谈在老店做过了。"
    )
    assert way.state("S1.2") is MilestoneState.WAIVED
    assert way.enrolment.stage.code == "S2"
    words = owner.get(way.page("S1.2")).words
    assert "面谈在老店做过了。" in words
    assert "Waived by" in words
    assert "面谈在老店做过了。" in owner.get(way.track).words
    assert "milestone.waived" in told(way)


def test_what_was_waived_beforehand_stays_waived_when_its_stage_opens(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    office.submit(office.get(way.page("S2.2")).link("Waive it"), "Waive it", reason="不适用。")
    owner.submit(way.page("S1.3"), "Declare", text="Small-scale taxpayer.")
    owner.submit(way.page("S1.2"), "Hand in", text="Here.")
    office.submit(way.page("S1.2"), "Pass the milestone")
    assert way.states["S2.1"] == "open"
    assert way.states["S2.2"] == "waived"


def test_a_whole_is_waived_with_its_open_parts_and_completed_without_waived_ones(
    browser: Browser, another: Callable[[], Browser], enrolled: Callable[..., Way]
) -> None:
    data: dict[str, Any] = deepcopy(SMALL)
    data["stages"][0]["milestones"] = [
        milestone("S1.1", "parts"),
        *(milestone(f"S1.{one}", "declared", parent="S1.1") for one in (2, 3)),
        milestone("S1.4", "parts"),
        *(milestone(f"S1.{one}", "reviewed", parent="S1.4") for one in (5, 6)),
    ]
    way = enrolled(data=data)
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)

    def waive(code: str) -> Shown:
        return office.submit(
            office.get(way.page(code)).link("Waive it"), "Waive it", reason="在老店做过了。"
        )

    waive("S1.2")
    assert way.states["S1.1"] == "open"
    owner.submit(way.page("S1.3"), "Declare", text="有。")
    assert way.states["S1.1"] == "passed", "of its two parts one is passed, one waived"
    owner.submit(way.page("S1.5"), "Hand in", text="在这里。")
    refused = waive("S1.4")
    assert refused.status == 409
    assert "Evidence for a part of it waits" in refused.words
    office.submit(way.page("S1.5"), "Pass the milestone")
    waive("S1.4")
    states = way.states
    assert (states["S1.4"], states["S1.5"], states["S1.6"]) == ("waived", "passed", "waived")
    assert way.enrolment.stage.code == "S2"
    assert told(way).count("milestone.waived") == 2, "one message for a whole and its parts"


def test_evidence_that_waits_is_decided_not_waived(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    page = office.get(office.get(way.page("S1.2")).link("Waive it"))
    owner.submit(way.page("S1.2"), "Hand in", text="Here.")
    assert office.submit(page, "Waive it", reason="不适用。").status == 409
    assert way.state("S1.2") is MilestoneState.SUBMITTED


BUTTONS = {
    "pause": "Pause the programme",
    "extend": "Move the planned end",
    "hold": "Hold the gate",
    "advance": "Move on to the next stage",
    "leave": "End the programme",
}


@pytest.mark.parametrize("deed", BUTTONS)
def test_nobody_steers_his_own_brand(browser: Browser, make: Make, way: Way, deed: str) -> None:
    make.member(Role.OWNER, user=way.manager, brand_id=way.brand.id)
    browser.sign_in(way.manager)
    address = f"/markets/{way.market.slug}/brands/{way.brand.slug}/enrolments/{way.enrolment.id}"
    page = browser.get(f"{address}/{deed}")
    later = (first_end(way) + timedelta(days=9)).isoformat()
    more: dict[str, dict[str, Any]] = {"extend": {"until": later}, "leave": {"kind": "failed"}}
    shown = browser.submit(page, BUTTONS[deed], reason="自己人", **more.get(deed, {}))
    assert shown.status == 403
    waive = f"/markets/{way.market.slug}/brands/{way.brand.slug}/milestones"
    step = way.step("S1.2").id
    page = browser.get(f"{waive}/{step}/waive")
    assert browser.submit(page, "Waive it", reason="自己人").status == 403
    assert way.enrolment.state is EnrolmentState.RUNNING
    assert way.state("S1.2") is MilestoneState.OPEN


def first_end(way: Way) -> date:
    enrolment = queries.track(way.brand.id)
    assert enrolment is not None
    return rules.planned_end(enrolment, enrolment.template.stages)


def test_a_held_gate_waits_and_goes_on_when_it_is_freed(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    steer(office, way, "Hold the gate", "Hold the gate", reason="租金未清。")
    owner.submit(way.page("S1.2"), "Hand in", text="Here.")
    office.submit(way.page("S1.2"), "Pass the milestone")
    owner.submit(way.page("S1.3"), "Declare", text="Small-scale taxpayer.")
    assert way.enrolment.stage.code == "S1", "held although everything is passed"
    assert "租金未清。" in owner.get(way.track).words
    assert board_line(way).turn is rules.Turn.OFFICE
    office.submit(way.track, "Release the gate")
    assert way.enrolment.stage.code == "S2"
    assert way.enrolment.held_at is None
    assert {"stage.held", "stage.released", "stage.entered"} <= set(told(way))


def test_moved_on_by_hand_what_is_open_stays_open_and_due(
    browser: Browser, another: Callable[[], Browser], way: Way, at: At
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    steer(office, way, "Advance manually", "Move on to the next stage", reason="赶订货会。")
    assert way.enrolment.stage.code == "S2"
    assert way.states["S1.2"] == way.states["S2.1"] == "open"
    steps = queries.next_step([way.brand.id])
    assert steps[way.brand.id].milestone.code == "S1.2", "what was left open comes first"
    owner.submit(way.page("S1.2"), "Hand in", text="Here.")
    office.submit(way.page("S1.2"), "Pass the milestone")
    assert way.states["S1.2"] == "passed"
    assert way.enrolment.stage.code == "S2"
    later = clock.today() + timedelta(days=40)
    at(later.year, later.month, later.day)
    assert board_line(way).overdue == 1, "S1.3, left behind, is overdue"
    assert "Advanced manually" in another().sign_in(way.owner).get(timeline(way)).words


def timeline(way: Way) -> str:
    base = f"/markets/{way.market.slug}/brands/{way.brand.slug}/enrolments"
    return f"{base}/{way.enrolment.id}"


def test_a_pause_stops_every_clock_and_the_days_are_added_visibly(
    browser: Browser, another: Callable[[], Browser], way: Way, at: At
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    due, end, today = way.step("S1.2").due_on, first_end(way), clock.today()
    assert due
    steer(office, way, "Pause", "Pause the programme", reason="扩建停工。")
    assert way.enrolment.state is EnrolmentState.PAUSED
    assert owner.get(way.page("S1.2")).status == 200
    assert not owner.get(way.page("S1.2")).has_button("Hand in")
    assert "扩建停工。" in owner.get(way.track).words
    back = today + timedelta(days=60)
    at(back.year, back.month, back.day)
    office.sign_in(way.manager)
    line = board_line(way)
    assert (line.days, line.overdue, line.stuck_days) == (0, 0, 0), "no clock runs"
    assert line.health is Health.PAUSED
    page = office.submit(way.track, "Resume the programme")
    assert "60 days" in page.words
    assert way.step("S1.2").due_on == due + timedelta(days=60)
    assert first_end(way) == end + timedelta(days=60)
    assert way.step("S2.1").due_on is None, "what has no day yet gets it with its stage"
    line = board_line(way)
    assert (line.days, line.overdue) == (0, 0)
    words = another().sign_in(way.owner).get(way.page("S1.2")).words
    assert "a pause of 60 days" in words
    assert due.isoformat() in words
    assert {"enrolment.paused", "enrolment.resumed"} <= set(told(way))


def test_nothing_is_handed_in_or_decided_in_a_pause(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    writing = owner.get(way.page("S1.3"))
    deciding = owner.submit(way.page("S1.2"), "Hand in", text="Here.")
    deciding = office.get(way.page("S1.2"))
    steer(office, way, "Pause", "Pause the programme", reason="扩建停工。")
    assert owner.submit(writing, "Declare", text="Late").status == 409
    assert office.submit(deciding, "Pass the milestone").status == 409
    assert way.states["S1.2"] == "submitted"
    assert "Look at it" not in office.get(way.track).words, "nobody can decide it now"
    assert not queries.waiting_evidence([way.market.id]), "nor is anybody led to it"
    page = office.submit(way.track, "Resume the programme")
    assert "The brand continues." in page.words
    assert told(way)[-1] == "enrolment.resumed-at-once", "no day is said to have moved"
    assert "0 days" not in page.words, "it rested for no whole day"
    assert "Look at it" in page.words
    office.submit(way.page("S1.2"), "Pass the milestone")
    assert way.states["S1.2"] == "passed"


def test_the_planned_end_is_extended_and_the_old_one_stays(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, end = browser.sign_in(way.manager), first_end(way)
    new = end + timedelta(days=30)
    steer(
        office,
        way,
        "Give more time",
        "Move the planned end",
        until=new.isoformat(),
        reason="春季延后。",
    )
    assert first_end(way) == new
    words = another().sign_in(way.owner).get(way.track).words
    assert end.isoformat() in words
    assert new.isoformat() in words
    assert db.session.scalar(select(func.count(DateMove.id))) == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("failed", "did not meet the target"),
        ("voluntary", "left voluntarily"),
        ("expelled", "expelled"),
    ],
)
def test_an_exit_ends_the_way_and_the_brand_may_come_in_again(
    browser: Browser, another: Callable[[], Browser], way: Way, kind: str, said: str
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    writing = owner.get(way.page("S1.2"))
    old = way.enrolment.id
    page = office.get(office.get(way.track).link("End the programme"))
    assert office.submit(page, "End the programme", reason="不做了。").status == 422
    office.submit(page, "End the programme", kind=kind, reason="不做了。")
    assert way.enrolment.state is EnrolmentState.EXITED
    assert owner.submit(writing, "Hand in", text="Late").status == 409
    left = owner.get(way.track).words
    assert "不做了。" in left
    assert said in left
    assert "not completed" in left
    assert "to do" not in left
    assert queries.next_step([way.brand.id]) == {}
    page = office.get(way.track)
    assert "in the first stage of Autumn 2026" in page.words, "which programme is said before"
    page = office.submit(page, "Enrol the brand again")
    assert told(way)[-1] == "enrolment.begun"
    assert "Its people see the first step now" in page.words
    enrolments = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).all()
    assert [one.state.value for one in enrolments] == ["exited", "running"]
    page = owner.get(owner.get(way.track).link("Autumn 2026"))
    assert str(old) in page.address
    assert "不做了。" in page.words
    assert "enrolment.exited" in told(way)


def test_whoever_left_comes_in_again_only_while_a_programme_takes_brands(
    browser: Browser, way: Way
) -> None:
    gone = queries.enrolment(way.market.slug, way.brand.slug, way.enrolment.id)
    actions.leave(gone, kind=ExitKind.VOLUNTARY, reason="回乡。", by=way.manager)
    way.programme.closed_at = clock.now()
    db.session.commit()
    page = browser.sign_in(way.manager).get(way.track)
    assert not page.has_button("Enrol the brand again")
    assert "No programme takes brands now." in page.words
    assert page.link("Open a programme")


def test_a_pause_says_until_when_it_is_likely_to_last(browser: Browser, way: Way) -> None:
    office = browser.sign_in(way.manager)
    today = clock.today()

    def paused(until: date) -> Shown:
        words = {"reason": "产假。", "expected_on": str(until)}
        return steer(office, way, "Pause", "Pause the programme", **words)

    assert "Please check the year." in paused(today + timedelta(days=73_000)).words
    assert "still to come" in paused(today).words
    back = today + timedelta(days=90)
    assert f"Expected back on {back}" in paused(back).words
    assert told(way)[-1] == "enrolment.paused-until"
    assert str(back) in latest_words(way)
    later = back + timedelta(days=30)
    early = steer(
        office,
        way,
        "Another day to be back",
        "Keep the new day",
        until=str(today),
        reason="再等等。",
    )
    assert "still to come" in early.words
    page = steer(
        office,
        way,
        "Another day to be back",
        "Keep the new day",
        until=str(later),
        reason="再等等。",
    )
    assert f"Expected back on {later}" in page.words
    assert str(later) in latest_words(way)
    assert str(later) in office.get(page.link("Plan vs actual")).words, "and in its history"
    assert way.enrolment.state is EnrolmentState.PAUSED


def latest_words(way: Way) -> str:
    """Return what the owner's latest message says."""
    query = select(Notice).where(Notice.recipient_id == way.owner.id).order_by(Notice.id.desc())
    latest = db.session.scalars(query.limit(1)).one()
    return sentence(latest.kind, latest.params)


def test_of_two_who_steer_at_once_the_second_is_told(
    browser: Browser, another: Callable[[], Browser], make: Make, way: Way
) -> None:
    first, second = browser.sign_in(way.manager), another().sign_in(make.manager(way.market))
    late = second.get(second.get(way.track).link("Pause"))
    steer(first, way, "Hold the gate", "Hold the gate", reason="租金未清。")
    shown = second.submit(late, "Pause the programme", reason="我也来。")
    assert shown.status == 409
    assert "我也来。" in shown.response.get_data(as_text=True)
    assert db.session.scalar(select(func.count(Pause.id))) == 0
    assert way.enrolment.state is EnrolmentState.RUNNING


def test_a_fact_that_no_longer_holds_leaves_the_stage_and_marks_the_milestone(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    steer(office, way, "Advance manually", "Move on to the next stage", reason="赶订货会。")
    revision = db.session.scalars(select(Revision).where(Revision.brand_id == way.brand.id)).one()
    revision.state = RevisionState.PUBLISHED
    actions.check_automatic(way.brand)
    db.session.commit()
    assert way.states["S2.1"] == "passed"
    revision.state = RevisionState.DRAFT
    actions.check_automatic(way.brand)
    db.session.commit()
    assert way.states["S2.1"] == "passed", "the gate was passed once"
    assert way.enrolment.stage.code == "S2"
    assert way.step("S2.1").lapsed_at is not None
    assert board_line(way).lapsed == 1
    assert "no longer show" in owner.get(way.track).words
    assert "milestone.lapsed" in told(way)
    enrolment = queries.track(way.brand.id)
    assert enrolment is not None
    lines = [one for one in queries.checklist(enrolment) if one.progress]
    fact = next(one for one in lines if one.progress == way.step("S2.1") and not one.holds)
    assert str(fact.value) == "今天不符合", "graduation waits for it"
    revision.state = RevisionState.PUBLISHED
    db.session.commit()
    owner.submit(way.page("S2.1"), "Look again now")
    assert way.step("S2.1").lapsed_at is None
    assert "milestone.hold-again" in recorded()


def test_the_whole_way_is_drawn_and_told_in_order(
    browser: Browser, another: Callable[[], Browser], way: Way
) -> None:
    office, owner = browser.sign_in(way.manager), another().sign_in(way.owner)
    owner.submit(way.page("S1.2"), "Hand in", text="Here.")
    office.submit(way.page("S1.2"), "Return with this request", request="请补图。")
    office.submit(office.get(way.page("S1.3")).link("Waive it"), "Waive it", reason="不适用。")
    steer(office, way, "Advance manually", "Move on to the next stage", reason="赶订货会。")
    steer(office, way, "Pause", "Pause the programme", reason="停工。")
    for language in ("en", "zh-Hans"):
        assert office.get(f"{timeline(way)}?lang={language}").status == 200
    words = owner.get(f"{timeline(way)}?lang=en").words
    order = [
        "Joined the programme",
        "Handed in:",
        "Returned:",
        "Waived:",
        "Advanced manually",
        "Paused",
    ]
    tail = words[words.index("Full history") :]
    places = [tail.index(one) for one in order]
    assert places == sorted(places)


def test_a_deed_that_came_second_reads_what_was_done_and_by_whom(
    browser: Browser, another: Callable[[], Browser], make: Make, way: Way
) -> None:
    first, second = browser.sign_in(way.manager), another().sign_in(make.manager(way.market))
    holding = second.get(second.get(way.track).link("Hold the gate"))
    steer(first, way, "Pause", "Pause the programme", reason="扩建停工。")
    late = second.submit(holding, "Hold the gate", reason="等消防验收单。")
    assert late.status == 409
    assert f"Meanwhile: Paused ({way.manager.name}" in late.words
    assert "Now: paused" in late.words
    assert "等消防验收单。" in late.html, "to be copied"
    assert second.get(late.link("See how it is now")).status == 200
    assert "The brand is paused" in second.get(holding.address).words
    going_on = first.get(way.track), second.get(way.track)
    first.submit(going_on[0], "Resume the programme")
    late = second.submit(going_on[1], "Resume the programme")
    assert late.status == 409
    assert f"({way.manager.name}" in late.words
    assert "Now: in the programme" in late.words
    assert second.get(late.link("See how it is now")).status == 200
    assert not late.has_button("Save what I wrote")


def test_who_waives_second_reads_who_waived_first(
    browser: Browser, another: Callable[[], Browser], make: Make, way: Way
) -> None:
    first, second = browser.sign_in(way.manager), another().sign_in(make.manager(way.market))
    late = second.get(second.get(way.page("S1.2")).link("Waive it"))
    first.submit(first.get(late.address), "Waive it", reason="样品间统一标价。")
    page = second.submit(late, "Waive it", reason="已看过。")
    assert page.status == 409
    assert f"Waived: Milestone S1.2 ({way.manager.name}" in page.words
    assert "已看过。" in page.html, "to be copied"


def test_a_stage_left_by_hand_is_not_shown_as_done_and_whose_hold_it_lifts_is_said(
    browser: Browser, another: Callable[[], Browser], make: Make, way: Way
) -> None:
    first = browser.sign_in(way.manager)
    steer(first, way, "Hold the gate", "Hold the gate", reason="等消防验收单。")
    second = another().sign_in(make.manager(way.market))
    page = second.get(second.get(way.track).link("Advance manually"))
    assert f"{way.manager.name} holds this gate since" in page.words
    assert "等消防验收单。" in page.words
    second.submit(page, "Move on to the next stage", reason="赶订货会。")
    track = second.get(way.track)
    assert "passed 1 of 3, 2 still owed" in track.words
    assert track.words.index("still owed") < track.words.index("The gate to the next stage")
    tape = next(one for one in track.tree.all("li") if "tape-stage" in one.at.get("class", ""))
    assert "tape-left" in tape.at["class"]
    assert "Completed stages" not in track.words
    for code in ("S1.2", "S1.3"):
        second.submit(second.get(way.page(code)).link("Waive"), "Waive it", reason="不适用。")
    assert "still owed" not in second.get(way.track).words
    assert "Completed stages" in second.get(way.track).words


def test_the_office_reminds_a_brand_of_what_is_late_once_a_day(
    browser: Browser, another: Callable[[], Browser], make: Make, way: Way
) -> None:
    office = browser.sign_in(way.manager)
    assert not office.get(way.track).has_button("Remind the brand"), "nothing is due this week"
    way.step("S1.2").due_on = clock.today() - timedelta(days=2)
    db.session.commit()
    page = office.submit(way.track, "Remind the brand")
    assert "reminded of 1 milestone." in page.words
    message = another().sign_in(way.owner).get("/notices").words
    assert "The office reminds you: Milestone S1.2" in message
    again = another().sign_in(make.manager(way.market)).submit(way.track, "Remind the brand")
    assert "reminded them today already" in again.words
    assert told(way).count("milestones.reminded") == 1
    assert "enrolment.remind" in recorded()
    assert not another().sign_in(way.owner).get(way.track).has_button("Remind the brand")


def test_home_and_queue_agree_when_evidence_is_late(
    browser: Browser, another: Callable[[], Browser], way: Way, at: At
) -> None:
    another().sign_in(way.owner).submit(way.page("S1.2"), "Hand in", text="Here.")
    day = clock.today()
    way.step("S1.2").state_since = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    db.session.commit()
    for days, late in ((7, False), (8, True)):
        then = day + timedelta(days=days)
        at(then.year, then.month, then.day, 9)
        office = browser.sign_in(way.manager)
        home = office.get("/home?kind=evidence")
        line = next(one for one in home.tree.all("li") if "due-line" in one.at.get("class", ""))
        assert ("due-danger" in line.at["class"]) is late
        queue = office.get(f"/markets/{way.market.slug}/evidence").words
        assert ("1 day too late" in queue) is late
        assert ("answer today" in queue) is not late
