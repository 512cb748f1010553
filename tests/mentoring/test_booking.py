"""A brand books a mentor in three taps; nobody gets a time twice; quotas, deadlines, notes."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import memberships
from portal.accounts import queries as accounts
from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.incubation import registry
from portal.incubation.models import MilestoneProgress, Programme
from portal.leasing import actions as leasing
from portal.markets.models import Market
from portal.mentoring import actions, queries
from portal.mentoring.forms import slot_text
from portal.mentoring.models import Booking, BookingState, ServiceKind, WaitingWord
from portal.notices.models import Notice
from tests.directory.conftest import published
from tests.make import Make
from tests.mentoring.conftest import Room, bookings, offered, slot

S = BookingState


def kinds() -> list[str]:
    return list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))


def told() -> list[tuple[str, int]]:
    """Return what was told to whom."""
    return [
        (kind, who) for kind, who in db.session.execute(select(Notice.kind, Notice.recipient_id))
    ]


def someone() -> User:
    """Return anybody who may be noted as having done it."""
    return db.session.scalars(select(User)).first() or pytest.fail("nobody")


def over(booking: Booking) -> None:
    """Let a booking lie in the past."""
    booking.starts_at -= timedelta(days=10)
    booking.ends_at -= timedelta(days=10)
    db.session.commit()


def booking_now(booking: Booking) -> Booking:
    """Return a booking as it stands."""
    db.session.expire_all()
    return db.session.get_one(Booking, booking.id)


def test_three_taps_and_a_yes_book_a_mentor(room: Room) -> None:
    first = room.owner.get(f"{room.here}/brands/{room.brand.slug}/sessions/choose")
    second = room.owner.get(first.link("Design and product line"))
    third = room.owner.get(second.link("Teacher Zhou"))
    assert "09:00–10:00" in third.words
    address = next(one.action for one in third.forms if one.action.endswith("/confirm"))
    asked = {"slot": slot_text(slot()), "topic": "design"}
    last = room.owner.get(address, query_string=asked)
    assert not bookings(), "a tap alone books nothing"
    assert "Design and product line" in last.words
    assert "Can be changed until" in last.words
    page = room.owner.submit(last, "Book this time")
    assert "Booked" in page.words
    (booking,) = bookings()
    again = room.owner.get(address, query_string=asked)
    assert again.address == f"{room.here}/bookings/{booking.id}"
    assert "booked this time already" in again.words
    assert (booking.starts_at, booking.topic, booking.stage_code) == (slot(), "design", "S1")
    file = room.owner.get(f"{room.here}/bookings/{booking.id}.ics")
    assert b"BEGIN:VEVENT" in file.response.data
    assert (
        "taken" in room.owner.get(room.times()).words
        or "busy" in room.owner.get(room.times()).words
    )


def test_a_tap_that_arrives_twice_books_once_and_leads_to_the_booking(room: Room) -> None:
    first, second = room.owner.get(room.times()), room.owner.get(room.times())
    done, twice = room.tap(slot(), page=first), room.tap(slot(), page=second)
    (booking,) = bookings()
    for page in (done, twice):
        assert page.status == 200
        assert page.address == f"{room.here}/bookings/{booking.id}"
        assert "Booked" in page.words
    assert len(set(told())) == len(told()), "nobody is told twice"


def test_the_last_of_a_quota_tapped_twice_is_no_refusal(room: Room) -> None:
    room.office.submit(f"{room.here}/services/quotas", "Save the quotas", mentor_S1="1")
    assert room.tap(slot()).status == 200
    assert room.tap(slot()).status == 200
    assert room.tap(slot(hour=10)).status == 409
    assert len(bookings()) == 1


def test_what_begins_soon_is_booked_for_good_and_the_office_can_be_called(
    room: Room, make: Make, at: Callable[..., None]
) -> None:
    market = db.session.get_one(Market, room.market.id)
    market.phone = "0731-2222 3333"
    db.session.commit()
    begins = slot()
    soon = begins - timedelta(hours=3)
    at(soon.year, soon.month, soon.day, soon.hour)
    owner, office = room.owner.sign_in(make.owner(room.brand)), room.office
    last = owner.get(f"{room.times()}/confirm?slot={slot_text(begins)}")
    assert "cannot move it or call it off" in last.words
    assert last.link("Call the office") == "tel:073122223333"
    page = owner.submit(last, "Book this time")
    assert "too late to change it here" in page.words
    assert page.link("Call the office") == "tel:073122223333"
    assert [one.starts_at for one in bookings()] == [begins]
    office.sign_in(make.manager(room.market))
    assert "Changes are possible until" in office.get(page.address).words


def test_whoever_receives_a_brand_reads_beforehand_what_it_is_about(
    room: Room, make: Make, another: Any, at: Callable[..., None]
) -> None:
    person = make.user()
    service = queries.service(room.market.slug, room.mentor.id)
    invitation, _link = actions.invite(service, email="", language="en", by=someone())
    memberships.accept(invitation, user_id=person.id, name=person.name)
    db.session.commit()
    room.booked(slot(hour=10)).brand_id = make.brand(room.market).id
    db.session.commit()
    confirm = room.owner.get(f"{room.times()}/confirm?slot={slot_text(slot())}&topic=design")
    long = room.owner.submit(confirm, "Book this time", agenda="裤" * 501)
    assert "At most 500 characters" in long.words
    late = room.owner.get(f"{room.times()}/confirm?slot={slot_text(slot())}")
    taken = slot_text(slot(hour=10))
    gone = room.owner.submit(late, "Book this time", slot=taken, agenda="毛利只有 38%")
    assert gone.status == 409
    free = next(one for one in gone.forms if one.action.endswith("/confirm"))
    assert free.fields["agenda"] == ["毛利只有 38%"], "what was typed goes along to another time"
    again = room.owner.get(free.action, query_string=free.fields | {"slot": slot_text(slot())})
    booked = room.owner.submit(again, "Book this time")
    booking = bookings()[-1]
    assert booking.agenda == "毛利只有 38%"
    wording = room.owner.get(booked.link("Change it"))
    other = room.owner.submit(wording, "Save it", agenda="毛利只有 38%，成本单带来了")
    both = room.owner.submit(wording, "Save it", agenda="换个话题")
    assert both.status == 409
    assert "成本单带来了" in both.words, "neither of two windows overwrites the other"
    assert "Noted" in other.words
    calendar = room.owner.get(f"{booked.address}.ics").response.text.replace("\r\n ", "")
    assert "成本单带来了" in calendar
    mentor = another().sign_in(person)
    assert "成本单带来了" in mentor.get("/my-sessions").words
    page = mentor.get(booked.address)
    assert "成本单带来了" in page.words
    assert "Change it" not in page.words, "the brand says what it is about"
    assert mentor.get(wording.address).status == 403
    day = clock.today() + timedelta(days=3)
    assert "成本单带来了" in room.office.get(f"{room.here}/bookings/day?day={day}").words
    before, after = (slot() + timedelta(minutes=minutes) for minutes in (-5, 5))
    at(*before.timetuple()[:5])
    shown = room.owner.sign_in(make.owner(room.brand)).get(wording.address)
    at(*after.timetuple()[:5])
    refused = room.owner.submit(shown, "Save it", agenda="别的")
    assert refused.status == 409
    assert booking_now(booking).agenda == "毛利只有 38%，成本单带来了"


def test_the_meeting_place_is_read_in_ones_language(room: Room) -> None:
    confirm = room.owner.get(f"{room.times()}/confirm?slot={slot_text(slot())}&topic=design")
    booked = room.owner.submit(confirm, "Book this time")
    for language, words in (("en", "Meeting room, 3F"), ("zh-Hans", "3F 会议室")):
        assert words in room.owner.get(f"{booked.address}?lang={language}").words
        calendar = room.owner.get(f"{booked.address}.ics?lang={language}").response.text
        assert words in calendar.replace("\\", "")


def test_only_the_first_week_with_a_free_time_stands_open(room: Room) -> None:
    page = room.owner.get(room.times())
    weeks = [one for one in page.tree.all("details") if "slot-week" in one.at.get("class", "")]
    assert len(weeks) >= 4
    free = [not re.search(r"\b0 times free", one.words) for one in weeks]
    assert [place for place, one in enumerate(weeks) if "open" in one.at] == [free.index(True)]


def test_a_time_is_had_once_and_a_brand_is_in_one_place(room: Room, make: Make) -> None:
    other = make.brand(room.market, name_zh="别家", name_en="Another")
    seen = room.office.get(room.times(brand=other))
    room.tap(slot())
    late = room.tap(slot(), browser=room.office, page=seen)
    assert late.status == 409
    assert "taken already" in late.words
    studio = offered(room.market, ServiceKind.PHOTO_STUDIO, name_zh="摄影棚", name_en="Studio")
    busy = room.tap(slot(), studio)
    assert busy.status == 409
    assert "another booking" in busy.words
    assert room.tap(slot(hour=8)).status == 409, "before the hours"
    assert room.tap(slot(days=60)).status == 409, "too far ahead"
    assert len(bookings()) == 1


@pytest.mark.parametrize("same", ["lane", "brand"])
def test_the_database_itself_refuses_what_overlaps(room: Room, make: Make, same: str) -> None:
    there = room.booked(slot())
    studio = offered(room.market, ServiceKind.PHOTO_STUDIO, name_zh="摄影棚")
    other = make.brand(room.market, name_zh="别家")
    half = timedelta(minutes=30)
    row = Booking(
        market_id=room.market.id,
        service_id=room.mentor.id if same == "lane" else studio.id,
        brand_id=other.id if same == "lane" else room.brand.id,
        lane=1,
        starts_at=there.starts_at + half,
        ends_at=there.ends_at + half,
        changed_at=clock.now(),
    )
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    db.session.add(
        Booking(
            market_id=room.market.id,
            service_id=room.mentor.id,
            brand_id=room.brand.id,
            lane=1,
            starts_at=there.ends_at,
            ends_at=there.ends_at + half,
            changed_at=clock.now(),
        )
    )
    db.session.commit()


def test_as_many_brands_as_there_is_room_for(room: Room, make: Make) -> None:
    studio = offered(room.market, ServiceKind.PATTERN_ROOM, name_zh="版房", capacity=2)
    brands = [room.brand, *(make.brand(room.market, name_zh=f"品牌{n}") for n in range(2))]
    for brand in brands[:2]:
        choice = queries.choice(room.market.slug, brand.slug, studio.id)
        actions.book(choice, slot(), by=None)
    assert {one.lane for one in bookings()} == {1, 2}
    with pytest.raises(ConflictError):
        actions.book(queries.choice(room.market.slug, brands[2].slug, studio.id), slot(), by=None)


def test_whoever_begins_the_programme_again_begins_its_quotas_again(room: Room) -> None:
    room.office.submit(f"{room.here}/services/quotas", "Save the quotas", mentor_S1="1")
    room.tap(slot())
    assert "1 of 1 used in this stage" in room.owner.get(room.times()).words
    way = f"{room.here}/brands/{room.brand.slug}/incubation"
    ending = room.office.get(room.office.get(way).link("End the programme"))
    room.office.submit(ending, "End the programme", kind="voluntary", reason="回乡。")
    mine = f"{room.here}/brands/{room.brand.slug}/sessions"
    page = room.owner.get(mine)
    assert "in no programme now" in page.words
    assert "no limit" not in page.words, "nothing is promised to whoever has left"
    room.office.submit(way, "Enrol the brand again")
    assert "0 of 1 used in this stage" in room.owner.get(mine).words


def test_a_quota_is_shown_before_and_holds_for_the_brand_but_not_for_the_office(room: Room) -> None:
    page = room.office.submit(f"{room.here}/services/quotas", "Save the quotas", mentor_S1="1")
    assert "S1: 1 booking" in page.words
    assert "0 of 1 used in this stage" in room.owner.get(room.times()).words
    open_page = room.owner.get(room.times())
    room.tap(slot())
    assert "1 of 1 used in this stage" in room.owner.get(room.times()).words
    refused = room.tap(slot(4), page=open_page)
    assert refused.status == 409
    assert "1 of 1" in refused.words
    assert room.tap(slot(4), browser=room.office).status == 200
    bad = room.office.submit(f"{room.here}/services/quotas", "Save the quotas", mentor_S1="100")
    assert bad.status == 422
    assert bad.form_with("Save the quotas").fields["mentor_S1"] == ["100"], "what was typed stays"
    assert "Mentor: a number from 0 to 99" in bad.words


def test_moving_and_calling_off_until_the_deadline(room: Room) -> None:
    booking = room.booked(slot())
    here = f"{room.here}/bookings/{booking.id}"
    moved = room.owner.submit(
        f"{here}/move", "Reschedule", slot=f"{slot(5):%Y%m%d%H%M}", reason="样衣没到"
    )
    assert "Rescheduled" in moved.words
    booking = db.session.get_one(Booking, booking.id)
    assert (booking.starts_at, booking.moves) == (slot(5), 1)
    late = slot(5) - timedelta(hours=3)
    with clock.at(late), pytest.raises(ConflictError):
        actions.cancel(queries.booking(room.market.slug, booking.id), reason="晚", by=someone())
    db.session.rollback()
    gone = room.owner.submit(here, "Cancel booking", reason="店里走不开")
    assert "cancelled" in gone.words
    assert room.tap(slot(5)).status == 200, "the time is free again"


def test_who_waits_hears_of_a_time_given_back(room: Room, make: Make) -> None:
    other = make.brand(room.market, name_zh="别家", name_en="Another")
    make.owner(other)
    booking = room.booked(slot())
    page = room.times(brand=other)
    assert "You will be notified" in room.office.submit(page, "Tell me when one becomes free").words
    room.owner.submit(f"{room.here}/bookings/{booking.id}", "Cancel booking", reason="不用了")
    assert "booking.free" in kinds()
    assert not db.session.scalars(select(WaitingWord)).all()


def test_a_session_held_counts_and_passes_its_milestone(room: Room) -> None:
    booking = room.booked(slot())
    page = f"{room.here}/bookings/{booking.id}"
    assert not room.office.get(page).has_button("Note it"), "it has not begun"
    over(booking)
    room.office.submit(
        page, "Note it", held="yes", shared_note="定位收窄到通勤", private_note="老板犹豫"
    )
    brand = db.session.get_one(Brand, room.brand.id)
    assert registry.conditions()["mentor_sessions"].value(brand) == 1
    seen = room.owner.get(page)
    assert "定位收窄到通勤" in seen.words
    assert "老板犹豫" not in seen.html, "the brand never reads it"
    assert "booking.held" in kinds()
    room.office.submit(page, "Note it", shared_note="定位收窄到女裤")
    assert booking_now(booking).state is S.HELD, "what was said of it stands in the form"
    room.office.submit(page, "Note it", held="no")
    assert registry.conditions()["mentor_sessions"].value(brand) == 0


def test_of_two_who_note_a_session_the_second_reads_what_was_said(room: Room) -> None:
    booking = room.booked(slot())
    page = f"{room.here}/bookings/{booking.id}"
    over(booking)
    mine, yours = room.office.get(page), room.office.get(page)
    room.office.submit(mine, "Note it", held="no", shared_note="没有来")
    late = room.office.submit(yours, "Note it", held="yes", shared_note="谈了定位")
    assert late.status == 409
    assert "What stands there now Not held" in late.words
    assert late.link("Back without saving") == page, "the note's own address takes only forms"
    saved = room.office.submit(late, "Save what I wrote")
    assert saved.status == 200
    assert booking_now(booking).state is S.HELD


def test_hours_of_mentors_by_programme(room: Room) -> None:
    booking = room.booked(slot())
    over(booking)
    actions.note(
        queries.booking(room.market.slug, booking.id),
        held=True,
        shared_note="",
        private_note="",
        by=someone(),
    )
    db.session.commit()
    assert queries.hours_by_programme(room.market.id) == {}, "it lay before the brand came in"
    booking.starts_at += timedelta(days=10)
    booking.ends_at += timedelta(days=10)
    db.session.commit()
    assert list(queries.hours_by_programme(room.market.id).values()) == [timedelta(hours=1)]
    assert queries.hours_by_brand([room.brand.id]) == {room.brand.id: 1}
    assert queries.minutes_by_service(room.market.id)[room.mentor.id] == 60


def test_a_mentor_with_an_account_sees_his_own_sessions(
    room: Room, make: Make, another: Any
) -> None:
    service = queries.service(room.market.slug, room.mentor.id)
    invitation, _link = actions.invite(service, email="", language="en", by=None)
    person = make.member(Role.MENTOR, market_id=room.market.id)
    invitation.used_by_id, invitation.used_at = person.id, clock.now()
    colleague = offered(room.market, name_zh="李老师", name_en="Teacher Li")
    db.session.commit()
    own, foreign = room.booked(slot()), room.booked(slot(4), colleague)
    mentor = another().sign_in(person)
    assert "Cloud Trousers" in mentor.get("/my-sessions").words
    assert mentor.get(f"{room.here}/bookings/{own.id}").status == 200
    assert mentor.get(f"{room.here}/bookings/{foreign.id}").status == 404
    assert mentor.get(f"{room.here}/bookings").status == 404
    published(make, brand=room.brand)
    earlier = room.booked(slot(6))
    earlier.private_note, earlier.shared_note = "老板犹豫", "先看版型"
    over(earlier)
    page = mentor.get(f"{room.here}/bookings/{own.id}")
    assert page.link("Cloud Trousers") == f"/brands/{room.brand.slug}"
    assert "Stage S1" in page.words
    assert "老板犹豫" in page.words
    assert "老板犹豫" not in room.owner.get(f"{room.here}/bookings/{own.id}").html
    moved = mentor.submit(
        f"{room.here}/bookings/{own.id}/move",
        "Reschedule",
        slot=f"{slot(5):%Y%m%d%H%M}",
        reason="那天出差",
    )
    assert "Rescheduled" in moved.words
    told = select(Notice.recipient_id).where(Notice.kind == "booking.moved")
    owners = accounts.member_ids(Role.OWNER, brand_id=room.brand.id)
    offices = accounts.member_ids(Role.MANAGER, market_id=room.market.id)
    assert sorted(db.session.scalars(told)) == sorted({*owners, *offices})
    with clock.at(slot(5) - timedelta(hours=1)):
        mentor.submit(f"{room.here}/bookings/{own.id}", "Cancel the session", reason="病了")
    assert booking_now(own).reason == "病了"
    assert mentor.post(f"{room.here}/bookings/{foreign.id}/cancel").status in {400, 404}
    own = room.booked(slot(3))
    over(own)
    home = mentor.get("/home")
    assert "Did your session with" in home.words
    due = room.office.get("/home?kind=session").words
    begun, ended = (
        f"{one.astimezone(clock.SHANGHAI):%H:%M}" for one in (own.starts_at, own.ends_at)
    )
    assert begun in due
    assert ended not in due, "a session is known by its beginning"
    mentor.submit(f"{room.here}/bookings/{own.id}", "Note it", held="yes", private_note="再约")
    assert db.session.get_one(Booking, own.id).state is S.HELD
    room.office.submit(f"{room.here}/services/{room.mentor.id}", "Remove the account")
    assert mentor.get(f"{room.here}/bookings/{own.id}").status == 404


def test_it_is_reminded_once_a_day_before(room: Room) -> None:
    room.booked(slot())
    with clock.at(slot() - timedelta(hours=20)):
        actions.watch_clocks()
        actions.watch_clocks()
    assert kinds().count("booking.tomorrow") == 1


def test_the_office_offers_closes_and_ends(room: Room) -> None:
    page = room.office.submit(
        f"{room.here}/services/new/photo_studio",
        "Offer it",
        name_zh="摄影棚",
        name_en="Photo studio",
        day_0="9:00-12:00, 14:00-17:30",
    )
    assert "Brands can book it now" in page.words
    assert "14:00-17:30" in page.words
    bad = room.office.submit(
        f"{room.here}/services/new/mentor", "Offer it", name_zh="陈", day_1="9-12"
    )
    assert bad.status == 422
    assert "Hours like" in bad.words
    day = clock.today() + timedelta(days=3)
    there = f"{room.here}/services/{room.mentor.id}"
    room.office.submit(there, "Close these days", starts_on=day, ends_on=day, reason="大扫除")
    assert room.tap(slot()).status == 409
    room.office.submit(there, "Open again")
    assert room.tap(slot()).status == 200
    room.office.submit(there, "Stop offering it")
    assert "not offered any more" in room.office.get(there).words


@pytest.mark.parametrize("page", ["bookings", "bookings/week", "bookings/day", "services"])
def test_the_office_reads_its_lists(room: Room, page: str) -> None:
    room.booked(slot())
    day = clock.today() + timedelta(days=3)
    shown = room.office.get(f"{room.here}/{page}?day={day}")
    assert shown.status == 200
    assert ("Cloud Trousers" in shown.words) == (page != "services")
    table = room.office.get(f"{room.here}/bookings.csv?shelf=all")
    assert b"Cloud Trousers" in table.response.data
    assert room.owner.get(f"{room.here}/{page}").status == 404


def test_on_the_owners_home_what_is_nearest_stands_first(room: Room) -> None:
    room.booked(slot(3))
    for days, first in ((2, False), (9, True)):
        due = clock.today() + timedelta(days=days)
        db.session.execute(update(MilestoneProgress).values(due_on=due))
        db.session.commit()
        words = room.owner.get("/home").words
        told = words.index("Teacher Zhou"), words.index("due on")
        assert (told[0] < told[1]) is first, days


def test_the_offices_week_and_the_cohorts_report_know_of_sessions(
    room: Room, make: Make, at: Callable[..., None]
) -> None:
    day, booking = slot(), room.booked(slot())
    programme = db.session.scalars(select(Programme)).one()
    at(day.year, day.month, day.day, 0, 30)
    home = room.office.sign_in(make.manager(room.market)).get("/home?kind=booking").words
    assert "Teacher Zhou" in home
    assert "waiting for" not in home, "nobody waits for what is still to come"
    assert "is expected" in room.office.get("/home/group-text?kind=booking").words
    at(day.year, day.month, day.day, 4, 0)
    assert "Nothing of this kind" in room.office.get("/home?kind=booking").words
    assert "Did it take place?" in room.office.get("/home?kind=session").words
    page = f"{room.here}/bookings/{booking.id}"
    room.office.submit(page, "Note it", held="yes", shared_note="定位收窄到通勤")
    leasing.grant_fee(
        room.brand_now,
        kind="photo",
        fen=50_000,
        granted_on=clock.today(),
        reason="首批画册",
        by=someone(),
    )
    db.session.commit()
    report = room.office.get(f"{room.here}/cohorts/{programme.id}").words
    assert "Mentor hours 1" in report
    assert "Fee support ¥500" in report


def test_the_board_is_narrowed_by_mentor(room: Room, make: Make) -> None:
    colleague = offered(room.market, name_zh="李老师", name_en="Teacher Li")
    room.booked(slot())
    page = room.office.get(f"{room.here}/incubation")
    assert "Cloud Trousers" in room.office.get(page.link("Teacher Zhou")).words
    assert "No brand fits" in room.office.get(page.link("Teacher Li")).words
    for nonsense in ("mentor=x", f"mentor={colleague.id}99", "mentor=-1"):
        assert room.office.get(f"{room.here}/incubation?{nonsense}").status == 200
