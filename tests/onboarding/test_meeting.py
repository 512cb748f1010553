"""Interviews, the waiting list, the meeting, and whoever steps back after all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.accounts.models import Membership
from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core.calendars import Appointment, calendar_text
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.incubation.models import Enrolment, EnrolmentState
from portal.markets import queries as markets
from portal.markets.models import Market, Stall
from portal.onboarding import actions, queries, ranking
from portal.onboarding.models import (
    Application,
    ApplicationState,
    Criterion,
    Interview,
    InterviewState,
    WaitingPlace,
)
from portal.onboarding.ranking import Ranked, Tally, rank, weighted
from portal.onboarding.rules import working_days_after
from tests.client import Browser, Shown
from tests.intakes import desk as intakes
from tests.make import Make
from tests.onboarding import steps
from tests.reliability.races import Press, at_once, statuses

Another = Callable[[], Browser]
S = ApplicationState
NEXT_WEEK = {"day": "2026-12-01", "time": "14:30", "place": "三楼会议室"}


@pytest.fixture(autouse=True)
def today(at: Callable[..., None]) -> None:
    """Let it be a Sunday before the interviews."""
    at(2026, 11, 22, 2, 0)


def meeting(market: Market) -> str:
    """Return the meeting's address."""
    return f"/markets/{market.slug}/applications/meeting"


def state(application: Application) -> ApplicationState:
    """Return where an application stands now."""
    return application.state


def invite(desk: Browser, application: Application, **changed: str) -> Shown:
    """Invite an applicant to next week's talk."""
    page = f"{steps.address(application)}/interview"
    answers: dict[str, Any] = NEXT_WEEK | changed
    return desk.submit(page, "Invite the applicant", **answers)


# Interviews


def test_an_interview_is_set_moved_and_called_off_with_its_calendar(
    make: Make, another: Another
) -> None:
    market, maker = make.market(phone="0731-2810 0000"), make.user()
    desk = another().sign_in(make.manager(market, name="王主任"))
    application = steps.submitted(make, market, author_id=maker.id)
    invite(desk, application, words="请带三件样衣")
    talk = db.session.scalars(select(Interview)).one()
    assert state(application) is S.INTERVIEW
    assert talk.starts_at == datetime(2026, 12, 1, 6, 30, tzinfo=UTC)
    home = another().sign_in(maker)
    mine = home.get(steps.address(application))
    assert "The office invites you" in mine.words
    assert "It is the office's turn" not in mine.words
    assert mine.link("Call the office: 0731-2810 0000") == "tel:073128100000"
    for words in ("The office wants to talk with you", "14:30", "三楼会议室", "请带三件样衣"):
        assert words in mine.words
    address = mine.link("Add to my calendar")
    file = home.get(address)
    assert "METHOD:PUBLISH" in file.response.text
    assert "SEQUENCE:0" in file.response.text
    assert "DTSTART;TZID=Asia/Shanghai:20261201T143000" in file.response.text

    desk.submit(
        f"{steps.address(application)}/interview", "Move it and tell the applicant", time="16:00"
    )
    moved = home.get(address)
    assert "SEQUENCE:1" in moved.response.text
    assert "T160000" in moved.response.text
    desk.submit(f"{steps.address(application)}/interviews/{talk.id}", "Call it off", reason="停电")
    struck = home.get(address).response.text
    assert "METHOD:CANCEL" in struck
    assert "STATUS:CANCELLED" in struck
    assert "SEQUENCE:2" in struck
    assert state(application) is S.SHORTLISTED
    assert "停电" in home.get(steps.address(application)).words
    kinds = ("interview.invited", "interview.moved", "interview.cancelled")
    assert [steps.messages(kind) for kind in kinds] == [[maker.id]] * 3


def test_the_result_is_for_the_office_alone(
    make: Make, another: Another, at: Callable[..., None]
) -> None:
    market, maker = make.market(), make.user()
    manager = make.manager(market)
    desk = another().sign_in(manager)
    application = steps.submitted(make, market, author_id=maker.id)
    invite(desk, application)
    talk = db.session.scalars(select(Interview)).one()
    page = f"{steps.address(application)}/interviews/{talk.id}"
    early = desk.get(page)
    assert not early.has_button("Note the result")
    assert "once the talk has begun" in early.words
    with pytest.raises(ConflictError):
        actions.note_result(talk, score=None, passed=True, note="", by=manager)
    at(2026, 12, 1, 8, 0)
    desk.sign_in(manager)
    desk.submit(page, "Note the result", passed="yes", score="4", note="讲得清楚")
    assert (talk.state, talk.score, talk.passed) == (InterviewState.HELD, 4, True)
    assert "讲得清楚" in desk.get(steps.address(application)).words
    mine = another().sign_in(maker).get(steps.address(application))
    assert "Interview held" in mine.words
    assert "The talk is over, the office decides" in mine.words
    assert "You hear from the office by Tue 22 Dec" in mine.words
    assert "Time and place stand below" not in mine.words
    assert "讲得清楚" not in mine.html


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"time": "14:45"}, "王主任 talks with 云锦裤业 from 14:30 to 15:00 that day."),
        ({"day": "2026-11-20"}, "Choose a time that is still to come."),
        ({"time": "quarter past"}, "Choose a time, like 14:30."),
    ],
)
def test_a_double_booking_is_refused_with_a_word(
    make: Make, another: Another, changed: dict[str, str], words: str
) -> None:
    market = make.market()
    desk = another().sign_in(make.manager(market, name="王主任"))
    invite(desk, steps.submitted(make, market))
    other = steps.submitted(make, market, name_zh="晚来一步")
    shown = invite(desk, other, **changed)
    assert shown.status == 422
    assert words in shown.words
    assert state(other) is S.SUBMITTED
    invite(desk, other, time="15:00")
    assert state(other) is S.INTERVIEW


def test_the_same_room_is_not_given_twice(make: Make, another: Another) -> None:
    market = make.market()
    first, second = (another().sign_in(make.manager(market)) for _ in range(2))
    people = db.session.scalars(select(Membership.user_id).order_by(Membership.id)).all()
    invite(first, steps.submitted(make, market), interviewer_id=str(people[0]))
    other = steps.submitted(make, market)
    shown = invite(second, other, interviewer_id=str(people[1]))
    assert "“三楼会议室” is taken by 云锦裤业" in shown.words


GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Lusong brand incubator//Portal//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19910915T000000
TZNAME:CST
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:面谈：云锦裤业
DTSTART;TZID=Asia/Shanghai:20261201T143000
DTEND;TZID=Asia/Shanghai:20261201T150000
DTSTAMP:20261122T020000Z
UID:7@interview
SEQUENCE:1
ATTENDEE;RSVP=FALSE:MAILTO:maker@example.org
DESCRIPTION:样衣\\, 三件\\;吊牌
LOCATION:三楼会议室
ORGANIZER;CN=芦淞女裤市场:MAILTO:portal@example.org
STATUS:CONFIRMED
URL:https://example.org/a
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_file_is_what_calendars_read() -> None:
    one = Appointment(
        uid="7@interview",
        sequence=1,
        changed_at=datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
        starts_at=datetime(2026, 12, 1, 6, 30, tzinfo=UTC),
        minutes=30,
        summary="面谈：云锦裤业",
        place="三楼会议室",
        description="样衣, 三件;吊牌",
        address="https://example.org/a",
        organizer="芦淞女裤市场",
        organizer_email="portal@example.org",
        attendee_email="maker@example.org",
    )
    assert calendar_text(one) == GOLDEN.replace("\n", "\r\n")


# The waiting list


def waiting(market: Market) -> list[str]:
    """Return the names on the waiting list; its positions have no gaps."""
    places = queries.waiting_list(market.id)
    assert [one.position for one in places] == list(range(1, len(places) + 1))
    return [one.application.name_zh for one in places]


def test_the_waiting_list_moves_and_closes_up(make: Make, another: Another) -> None:
    market, maker = make.market(), make.user()
    steps.programme(market)
    desk = another().sign_in(make.manager(market))
    made = [
        steps.submitted(make, market, name_zh=name, name_en="", author_id=maker.id)
        for name in ("甲", "乙", "丙")
    ]
    for one in made:
        desk.submit(steps.address(one), "Put on the waiting list")
    assert waiting(market) == ["甲", "乙", "丙"]
    mine = another().sign_in(maker).get(steps.address(made[2]))
    assert "Position 3 of 3 on the waiting list" in mine.words
    address = f"/markets/{market.slug}/applications/waiting-list"
    page = desk.get(address)
    unsaid = desk.submit(page, "Move down")
    assert unsaid.status == 422
    desk.submit(page, "Move down", reason="资料还差一份")
    assert waiting(market) == ["乙", "甲", "丙"]
    late = desk.submit(page, "Move down", reason="重复点击")
    assert late.status == 409
    desk.submit(steps.address(made[1]), "Admit the brand")
    assert waiting(market) == ["甲", "丙"]
    another().sign_in(maker).submit(steps.address(made[0]), "Withdraw it for good", reason="不等了")
    assert waiting(market) == ["丙"]
    assert "资料还差一份" not in another().sign_in(maker).get(steps.address(made[0])).html


@pytest.mark.slow
def test_positions_have_no_gaps_when_everybody_presses_at_once(
    app: Flask, make: Make, another: Another
) -> None:
    market = make.market()
    desks = [another().sign_in(make.manager(market)) for _ in range(4)]
    made = [steps.submitted(make, market, name_zh=f"第{at}家") for at in range(4)]
    presses = [
        Press(desk, desk.get(steps.address(one)), "Put on the waiting list", {})
        for desk, one in zip(desks, made, strict=True)
    ]
    assert statuses(at_once(app, presses)) == [303] * 4
    assert len(waiting(market)) == 4
    names = waiting(market)
    leaving = [
        Press(desk, desk.get(steps.address(one)), "Decline", {"reason": "满了"})
        for desk, one in zip(desks[:2], made[:2], strict=True)
    ]
    moving = desks[3].get(f"/markets/{market.slug}/applications/waiting-list")
    at_once(app, [*leaving, Press(desks[3], moving, "Move down", {"reason": "调整"})])
    assert set(waiting(market)) == set(names) - {"第0家", "第1家"}


# The meeting


def tick(market: Market, *chosen: Application, **more: str) -> dict[str, Any]:
    """Return what ticking these applications sends."""
    del market
    return {"chosen": [str(one.id) for one in chosen], **more}


def test_a_meeting_admits_with_its_own_note_and_no_other(make: Make, another: Another) -> None:
    market = make.market()
    steps.programme(market)
    desk = another().sign_in(make.manager(market))
    first, second = (steps.submitted(make, market, name_zh=name) for name in ("甲", "乙"))
    page = desk.get(meeting(market))
    assert page.words.count("That cannot be taken back.") == 2, "before admitting and declining"
    desk.submit(page, "Admit them", **tick(market, first))
    assert "For the office" not in desk.get(steps.address(first)).words
    desk.submit(meeting(market), "Admit them", **tick(market, second, note="三楼靠扶梯"))
    assert "For the office: 三楼靠扶梯" in desk.get(steps.address(second)).words


def test_the_places_of_an_intake_are_not_called_unstated(make: Make, another: Another) -> None:
    market = make.market()
    intake = intakes.intake(make, market)
    steps.submitted(make, market, intake_id=intake.id)
    desk = another().sign_in(make.manager(market))
    page = desk.get(meeting(market))
    assert "Nobody has stated" not in page.words
    assert "Each intake counts its own places." in page.words
    assert "places left" in desk.get(f"{meeting(market)}?intake={intake.id}").words


def test_many_are_decided_at_once_and_who_came_before_is_named(
    make: Make, another: Another
) -> None:
    market = make.market()
    desk, other = (another().sign_in(make.manager(market, name=n)) for n in ("王主任", "李经理"))
    made = [steps.submitted(make, market, name_zh=name, name_en="") for name in ("甲", "乙", "丙")]
    page = desk.get(meeting(market))
    other.submit(steps.address(made[1]), "Decline", reason="品类重复")
    shown = desk.submit(page, "Shortlist them", **tick(market, *made, note="内部话"))
    assert "2 decided." in shown.words
    assert "Not decided: 乙. 李经理 was there before you: now “declined”." in shown.words
    assert [one.state for one in made] == [S.SHORTLISTED, S.DECLINED, S.SHORTLISTED]
    empty = desk.submit(meeting(market), "Decline them", **tick(market, made[0]))
    assert empty.status == 422
    assert "Give the reason; the applicants read it." in empty.words
    none = desk.submit(meeting(market), "Shortlist them")
    assert "Tick at least one application." in none.words


def test_admission_over_the_places_asks_with_the_numbers(make: Make, another: Another) -> None:
    market = make.market()
    steps.programme(market)
    desk = another().sign_in(make.manager(market))
    made = [steps.submitted(make, market, name_zh=f"第{at}家") for at in range(4)]
    desk.submit(meeting(market), "State them", places="1")
    page = desk.submit(meeting(market), "Admit them", **tick(market, *made[:2]))
    assert page.status == 422
    assert "There are 1 places and 0 are taken; with this it would be 2." in page.words
    assert db.session.scalar(select(func.count(Brand.id))) == 0
    desk.submit(page, "Admit them", over="y", **tick(market, *made[:2]))
    assert [one.state for one in made[:2]] == [S.ADMITTED] * 2
    alone = desk.submit(steps.address(made[2]), "Admit the brand")
    assert alone.status == 422
    assert "There are 1 places and 2 are taken" in alone.words
    assert state(made[2]) is S.SUBMITTED
    desk.submit(alone, "Admit the brand", over="y", over_reason="三楼还空着一间")
    assert state(made[2]) is S.ADMITTED


@pytest.mark.slow
def test_of_two_who_admit_into_the_last_place_one_is_asked(
    app: Flask, make: Make, another: Another
) -> None:
    market = make.market()
    steps.programme(market)
    desks = [another().sign_in(make.manager(market)) for _ in range(2)]
    desks[0].submit(meeting(market), "State them", places="1")
    presses = [
        Press(desk, desk.get(steps.address(steps.submitted(make, market))), "Admit the brand", {})
        for desk in desks
    ]
    assert statuses(at_once(app, presses)) == [303, 422]


def test_the_meeting_shows_what_the_market_lacks_and_where_there_is_room(
    make: Make, another: Another
) -> None:
    market = make.market()
    floor = markets.market(market.slug).halls[0].floors[0].id
    steps.submitted(make, market)
    desk = another().sign_in(make.manager(market))
    assert "Where there is room" not in desk.get(meeting(market)).words
    make.save(Stall(market_id=market.id, floor_id=floor, number="1F-1", place=1, area=1200))
    page = desk.get(meeting(market))
    assert "Where there is room" in page.words
    assert "0 %" in page.words
    assert "a gap" in page.words
    table = desk.get(f"{meeting(market)}.csv").response.text
    assert "云锦裤业" in table


# Stepping back after admission


def test_who_steps_back_after_admission_leaves_nothing_half_done(
    make: Make, another: Another
) -> None:
    market, maker = make.market(), make.user()
    steps.programme(market)
    manager = make.manager(market)
    desk, home = another().sign_in(manager), another().sign_in(maker)
    application = steps.submitted(make, market, author_id=maker.id)
    desk.submit(steps.address(application), "Admit the brand")
    page = home.get(steps.address(application))
    assert "Give the place back" in page.words
    done = home.submit(page, "Give it back for good", reason="资金没有到位")
    assert "You gave the place back." in done.words
    brand = db.session.scalars(select(Brand)).one()
    assert (application.state, brand.state) == (S.WITHDRAWN, BrandState.WITHDRAWN)
    assert db.session.scalars(select(Enrolment)).one().state is EnrolmentState.EXITED
    assert not db.session.scalars(select(Membership).where(Membership.brand_id == brand.id)).all()
    assert steps.messages("application.place-free") == [manager.id]
    assert steps.messages("application.given-up") == [maker.id]
    told = desk.get(steps.address(application))
    assert "资金没有到位" in told.words


def test_once_published_nobody_steps_back_by_a_click(make: Make, another: Another) -> None:
    market, maker = make.market(), make.user()
    steps.programme(market)
    desk, home = another().sign_in(make.manager(market)), another().sign_in(maker)
    application = steps.submitted(make, market, author_id=maker.id)
    desk.submit(steps.address(application), "Admit the brand")
    page = home.get(steps.address(application))
    brand = db.session.scalars(select(Brand)).one()
    draft = db.session.scalars(select(Revision)).one()
    draft.state, brand.state = RevisionState.PUBLISHED, BrandState.VISIBLE
    db.session.commit()
    late = home.submit(page, "Give it back for good", reason="不来了")
    assert late.status == 409
    assert "Agents have seen the brand already" in late.words
    assert state(application) is S.ADMITTED


# Arithmetic


def rubric(weights: list[int]) -> list[Criterion]:
    """Return criteria with these weights."""
    return [
        Criterion(id=at, position=at, name_zh=f"第{at}项", weight=weight)
        for at, weight in enumerate(weights, 1)
    ]


def mean_of(ranked: Ranked[int]) -> Fraction:
    """Return the mean of a thing that has one."""
    assert ranked.tally is not None
    return ranked.tally.mean


points = st.integers(0, 5)
weights = st.lists(st.integers(0, 100), min_size=1, max_size=8).filter(any)


@given(weights, st.data())
def test_a_mean_lies_between_the_lowest_and_the_highest(
    given_weights: list[int], data: st.DataObject
) -> None:
    criteria = rubric(given_weights)
    readers = [
        {one.id: data.draw(points) for one in criteria} for _ in range(data.draw(st.integers(2, 5)))
    ]
    tally = Tally(criteria, readers)
    assert min(tally.totals) <= tally.mean <= max(tally.totals)
    assert 0 <= tally.spread <= 5
    assert all(0 <= line.spread <= 5 for line in tally.lines)
    backwards = Tally(criteria, readers[::-1])
    assert (backwards.mean, backwards.spread) == (tally.mean, tally.spread)
    assert [one.criterion for one in tally.disputed] == [
        line.criterion for line in tally.lines if max(line.points) - min(line.points) > 2
    ]
    assert 0 <= float(ranking.number(tally.mean)) <= 5


@given(st.lists(st.one_of(st.none(), points), max_size=12))
def test_places_go_down_with_the_mean_and_equal_means_share_one(means: list[int | None]) -> None:
    criteria = rubric([100])
    things = [
        (at, None if one is None else Tally(criteria, [{1: one}, {1: one}]))
        for at, one in enumerate(means)
    ]
    ranked = rank(things)
    assert sorted(one.thing for one in ranked) == list(range(len(means)))
    tallied = [one for one in ranked if one.tally]
    for one in tallied:
        better = [other for other in tallied if mean_of(other) > mean_of(one)]
        assert one.place == len(better) + 1
    assert all(one.place is None for one in ranked[len(tallied) :])


def test_the_domain_s_own_example() -> None:
    criteria = rubric([25, 20, 15, 15, 10, 10, 5])
    given_points = {1: 5, 2: 4, 3: 3, 4: 3, 5: 2, 6: 1, 7: 0}
    total = weighted(given_points, {one.id: one.weight for one in criteria})
    assert ranking.number(total) == "3.25"


def test_working_days_leave_out_the_weekend() -> None:
    friday = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    assert working_days_after(friday, 1).isoformat() == "2026-11-23"
    assert working_days_after(friday + timedelta(days=1), 5).isoformat() == "2026-11-27"


def test_a_waiting_place_is_held_once(make: Make) -> None:
    market = make.market()
    one = steps.submitted(make, market)
    make.save(WaitingPlace(market_id=market.id, application_id=one.id, position=1))
    db.session.add(WaitingPlace(market_id=market.id, application_id=one.id, position=2))
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
    db.session.rollback()
