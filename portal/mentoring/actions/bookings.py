"""Booking a slot, moving it, calling it off, noting what came of it; words to who waits."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db, writing
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import actions as incubation
from portal.mentoring import queries, rules
from portal.mentoring.models import Booking, BookingState, Service, ServiceKind, WaitingWord
from portal.mentoring.queries import Choice
from portal.mentoring.rules import WORKFLOW
from portal.notices import actions as notices

ANOTHER = _l("Choose another time.")
CHANGES = frozenset({"booking.cancelled", "booking.moved"})


def book(
    choice: Choice,
    starts_at: datetime,
    *,
    topic: str = "",
    agenda: str = "",
    beyond: bool = False,
    by: audit.Actor | None,
) -> Booking:
    """Return a slot booked for a brand; `beyond` the quota when the office grants it.

    Booking the same slot twice is once.

    Raises:
        ConflictError: no slot begins then, it is taken, the brand is busy, the quota is used up.
    """
    service, brand = choice.service, choice.brand
    queries.hold(service.id, brand.id)
    if done := queries.own(service.id, brand.id, starts_at):
        return done
    allowance = queries.allowances(brand)[service.kind]
    if allowance.is_spent and not beyond:
        raise ConflictError(
            _l(
                "%(used)s of %(most)s are used in this stage.",
                used=allowance.used,
                most=allowance.most,
            ),
            _l("Ask the office if you need more."),
        )
    booking = Booking(
        market_id=brand.market_id,
        stage_code=allowance.stage_code,
        topic=topic if topic in service.topics else "",
        agenda=agenda,
        changed_at=clock.now(),
        market=brand.market,
        state=BookingState.BOOKED,
        moves=0,
        reason="",
        shared_note="",
        private_note="",
    )
    place(booking, service, brand, starts_at)
    if word := queries.waits(service.id, brand.id):
        db.session.delete(word)
    audit.record("booking.make", booking, by=by, at=when(booking))
    tell("booking.made", booking, but=by)
    return booking


def place(booking: Booking, service: Service, brand: Brand, starts_at: datetime) -> None:
    """Put a booking on a slot, in a lane that is free.

    Service and brand are held before, so that of two the second sees the first one's booking.
    The database itself refuses what passes by that.
    """
    if not rules.is_slot(service, starts_at, clock.now()):
        raise ConflictError(_l("Nothing can be booked at this time."), ANOTHER)
    ends_at = starts_at + rules.length(service)
    there = [
        one
        for one in queries.between(starts_at, ends_at, service_id=service.id)
        if one.id != booking.id
    ]
    lane = rules.free_lane(service, there)
    if lane is None:
        raise taken()
    own = queries.between(starts_at, ends_at, brand_id=brand.id)
    if any(one.id != booking.id for one in own):
        raise ConflictError(_l("The brand has another booking at this time."), ANOTHER)
    try:
        with db.session.begin_nested():
            booking.service, booking.brand, booking.lane = service, brand, lane
            booking.starts_at, booking.ends_at = starts_at, ends_at
            db.session.add(booking)
    except IntegrityError:
        raise taken() from None


def taken() -> ConflictError:
    """Return the refusal for a slot that somebody else has."""
    return ConflictError(_l("This time is taken already."), ANOTHER)


def move(
    booking: Booking,
    starts_at: datetime,
    *,
    reason: str,
    beyond: bool = False,
    by: audit.Actor,
) -> None:
    """Move a booking to another slot of the same service; `beyond` the deadline for the office.

    Raises:
        ConflictError: it is over, too late for the brand itself, or the other slot is not free.
    """
    refuse_late(booking, beyond=beyond)
    WORKFLOW.move(booking, "move")
    service = queries.service(booking.market.slug, booking.service_id)
    queries.hold(service.id, booking.brand_id)
    before = when(booking)
    place(booking, service, booking.brand, starts_at)
    booking.moves += 1
    booking.reason, booking.changed_at = reason, clock.now()
    booking.reminded_at = None
    audit.record("booking.move", booking, by=by, reason=reason, old=before, new=when(booking))
    tell("booking.moved", booking, but=by, reason=reason)
    tell_waiting(booking)


def cancel(booking: Booking, *, reason: str, beyond: bool = False, by: audit.Actor) -> None:
    """Call a booking off; who waits for a slot hears of it.

    Raises:
        ConflictError: it was held or called off, or it is too late for the brand itself.
    """
    refuse_late(booking, beyond=beyond)
    WORKFLOW.move(booking, "cancel")
    booking.reason, booking.changed_at = reason, clock.now()
    booking.moves += 1
    audit.record("booking.cancel", booking, by=by, reason=reason, at=when(booking))
    tell("booking.cancelled", booking, but=by, reason=reason)
    tell_waiting(booking)


def say_agenda(booking: Booking, *, agenda: str, by: audit.Actor) -> None:
    """Keep what a booking is about, as long as it lies ahead.

    Raises:
        ConflictError: it has begun, or was called off.
    """
    if booking.starts_at <= clock.now():
        raise ConflictError(_l("It has begun already."), _l("Say it there."))
    if booking.state is not BookingState.BOOKED:
        raise ConflictError(_l("It was called off."), _l("Book another time."))
    booking.agenda, booking.changed_at = agenda, clock.now()
    booking.moves += 1
    audit.record("booking.agenda", booking, by=by)


def refuse_late(booking: Booking, *, beyond: bool) -> None:
    """Refuse a brand's own change after the deadline, and everybody's after the beginning."""
    now = clock.now()
    if booking.starts_at <= now:
        raise ConflictError(
            _l("It has begun already."), _l("Note whether it was held; nothing is moved now.")
        )
    if not beyond and not rules.may_change(booking, now):
        raise ConflictError(
            _l(
                "Changes are possible until %(hours)s hours before the beginning.",
                hours=booking.service.notice_hours,
            ),
            _l("Call the office: it can still move or cancel it."),
        )


def note(
    booking: Booking, *, held: bool, shared_note: str, private_note: str, by: audit.Actor
) -> None:
    """Note whether something was held, with a note for the brand and one for mentor and office.

    Raises:
        ConflictError: it has not begun, or was called off.
    """
    if booking.starts_at > clock.now():
        raise ConflictError(_l("It has not begun yet."), _l("Note it when it is over."))
    outcome = BookingState.HELD if held else BookingState.MISSED
    if booking.state is not outcome:
        WORKFLOW.move(booking, "hold" if held else "miss")
    booking.shared_note, booking.private_note = shared_note, private_note
    booking.changed_at = clock.now()
    audit.record("booking.hold" if held else "booking.miss", booking, by=by, at=when(booking))
    if held:
        tell("booking.held", booking, but=by)
    else:
        tell("booking.missed", booking, but=by)
    if booking.service.kind is ServiceKind.MENTOR:
        incubation.check_automatic(booking.brand)


def leave_word(choice: Choice, *, by: audit.Actor) -> None:
    """Let a brand hear when a slot becomes free; once is enough."""
    queries.hold(choice.service.id, choice.brand.id)
    if queries.waits(choice.service.id, choice.brand.id) is None:
        db.session.add(WaitingWord(service_id=choice.service.id, brand_id=choice.brand.id))
        audit.record("service.wait", choice.service, by=by, brand=choice.brand.id)


def drop_word(choice: Choice, *, by: audit.Actor) -> None:
    """Take the word back."""
    if word := queries.waits(choice.service.id, choice.brand.id):
        db.session.delete(word)
        audit.record("service.stop-waiting", choice.service, by=by, brand=choice.brand.id)


def watch_clocks() -> None:
    """Remind of what begins within a day; two workers at once do it once."""
    with writing():
        now = clock.now()
        for booking in queries.due_for_reminder(now):
            booking.reminded_at = now
            tell("booking.tomorrow", booking, but=None)


def when(booking: Booking) -> str:
    """Return when a booking begins, in the market's zone: 2026-12-01 14:00."""
    return booking.starts_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


def tell(kind: str, booking: Booking, *, but: audit.Actor | None, **params: str) -> None:
    """Tell the brand's people and the mentor, but not whoever did it.

    The office hears of what a mentor changes: it may have to find another one.
    """
    people = {*accounts.member_ids(Role.OWNER, brand_id=booking.brand_id)}
    if booking.mentor_id and kind != "booking.held":
        people.add(booking.mentor_id)
    if but and but.id == booking.mentor_id and kind in CHANGES:
        people.update(accounts.member_ids(Role.MANAGER, market_id=booking.market_id))
    notices.send(
        kind,
        people - {but.id if but else 0},
        arguments={"market": booking.market.slug, "booking_id": booking.id},
        brand={"zh": booking.brand.name_zh, "en": booking.brand.name_en},
        service={"zh": booking.service.name_zh, "en": booking.service.name_en},
        when=when(booking),
        **params,
    )


def tell_waiting(booking: Booking) -> None:
    """Tell every brand that waits for this service, and forget its word."""
    for word in queries.waiting(booking.service_id):
        if word.brand_id == booking.brand_id:
            continue
        notices.send(
            "booking.free",
            accounts.member_ids(Role.OWNER, brand_id=word.brand_id),
            arguments={
                "market": word.brand.market.slug,
                "brand": word.brand.slug,
                "service_id": booking.service_id,
            },
            service={"zh": booking.service.name_zh, "en": booking.service.name_en},
        )
        db.session.delete(word)
