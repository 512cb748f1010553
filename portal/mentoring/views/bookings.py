"""One booking, and the office's and the mentor's lists of them."""

from dataclasses import replace
from datetime import timedelta

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.accounts.models import Viewer
from portal.audit import actions as audit
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.calendars import calendar_response
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.sheets import KINDS, table_response
from portal.core.tabs import tabs
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.mentoring import actions, cards, criteria, queries, rules, tables
from portal.mentoring.criteria import Shelf, read_bookings, read_day
from portal.mentoring.forms import (
    AgendaForm,
    CancelForm,
    MoveForm,
    NoteForm,
    slot_in,
    slot_text,
)
from portal.mentoring.models import Booking, BookingState, ServiceKind
from portal.mentoring.views.blueprint import BOOKING, HOUSE, bp, to_booking
from portal.mentoring.views.choosing import slots_for


@bp.get(f"{HOUSE}/bookings")
@requires(Permission.BOOKING_LIST, on=markets.market)
def index(market: Market) -> ResponseReturnValue:
    asked = read_bookings(request.args)

    def shelf(one: Shelf) -> str:
        kept = replace(asked, shelf=one).arguments()
        return url_for("mentoring.index", market=market.slug, **kept)

    return render_template(
        "mentoring/index.html",
        market=market,
        criteria=asked,
        page=queries.booking_page(market.id, asked),
        shelves=tabs(Shelf, asked.shelf, shelf, queries.counts(market.id)),
        kinds=list(ServiceKind),
        orders=criteria.BOOKING_ORDERS,
        hours=cards.hours_words,
        reads=permits(current_user, Permission.BOOKING_READ, market),
    )


@bp.get(f"{HOUSE}/bookings.{KINDS}")
@requires(Permission.BOOKING_LIST, on=markets.market)
def export(market: Market) -> ResponseReturnValue:
    rows = queries.booking_rows(market.id, read_bookings(request.args))
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("booking.export", markets.market_by_id(number), by=viewer))
    name = f"{market.slug}-bookings"
    return table_response(name, tables.HEAD, tables.lines(rows), _("Bookings"))


@bp.get(f"{HOUSE}/bookings/week")
@requires(Permission.BOOKING_LIST, on=markets.market)
def week(market: Market) -> ResponseReturnValue:
    first = clock.monday(read_day(request.args.get("day", ""), clock.today()))
    begins, ends = (rules.instant(first + timedelta(days=one), 0) for one in (0, cards.WEEK))
    return render_template(
        "mentoring/week.html",
        market=market,
        days=cards.week_of(first, queries.between(begins, ends, market_id=market.id)),
        before=first - timedelta(days=cards.WEEK),
        after=first + timedelta(days=cards.WEEK),
        today=clock.today(),
        hours=cards.hours_words,
        reads=permits(current_user, Permission.BOOKING_READ, market),
    )


@bp.get(f"{HOUSE}/bookings/day")
@requires(Permission.BOOKING_LIST, on=markets.market)
def sheet(market: Market) -> ResponseReturnValue:
    day = read_day(request.args.get("day", ""), clock.today())
    begins, ends = (rules.instant(day + timedelta(days=one), 0) for one in (0, 1))
    return render_template(
        "mentoring/sheet.html",
        market=market,
        day_shown=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        bookings=queries.between(begins, ends, market_id=market.id),
        hours=cards.hours_words,
        topic_words=cards.topic_words,
    )


@bp.get("/my-sessions")
@requires(Permission.HOME_READ, on=oneself)
def mine(viewer: Viewer) -> ResponseReturnValue:
    now = clock.now()
    booked = queries.of_mentor(viewer.id)
    coming = [one for one in booked if one.state is BookingState.BOOKED and one.ends_at > now]
    open_ones = [one for one in booked if one.state is BookingState.BOOKED and one.ends_at <= now]
    past = [one for one in booked if one.state is not BookingState.BOOKED]
    return render_template(
        "mentoring/mine.html",
        coming=sorted(coming, key=lambda one: one.starts_at),
        open_ones=sorted(open_ones, key=lambda one: one.starts_at),
        past=past,
        hours=cards.hours_words,
        topic_words=cards.topic_words,
    )


@bp.get(BOOKING)
@requires(Permission.BOOKING_READ, on=queries.booking)
def booking(booking: Booking) -> ResponseReturnValue:
    return booking_page(booking, NoteForm(booking), CancelForm(obj=booking))


def booking_page(booking: Booking, note: NoteForm, cancel: CancelForm) -> ResponseReturnValue:
    """Return the page of a booking with its forms."""
    now = clock.now()
    office = permits(current_user, Permission.SERVICE_KEEP, booking)
    may_make = permits(current_user, Permission.BOOKING_MAKE, booking)
    confirms = permits(current_user, Permission.BOOKING_CONFIRM, booking)
    is_mentors = confirms and not office
    ahead = booking.state is BookingState.BOOKED and booking.starts_at > now
    page = render_template(
        "mentoring/booking.html",
        booking=booking,
        market=booking.market,
        hours=cards.hours_words(booking),
        topic=cards.topic_words(booking.topic),
        note_form=note,
        cancel_form=cancel,
        says=ahead and may_make,
        office=office,
        confirms=confirms,
        visitor=queries.visitor(booking) if is_mentors else None,
        gives_way=ahead and is_mentors,
        notes=confirms and booking.starts_at <= now and booking.state in rules.NOTED,
        changes=ahead and may_make and (office or rules.may_change(booking, now)),
        too_late=ahead and may_make and not office and not rules.may_change(booking, now),
        deadline=rules.deadline(booking),
    )
    return page, 422 if note.errors or cancel.errors else 200


@bp.route(f"{BOOKING}/agenda", methods=["GET", "POST"])
@requires(Permission.BOOKING_MAKE, on=queries.booking)
def say_agenda(booking: Booking) -> ResponseReturnValue:
    form = AgendaForm(obj=booking)
    if form.accepted():
        actions.say_agenda(booking, **form.answers, by=current_user)
        flash(_("Noted: whoever receives you reads it beforehand."))
        return to_booking(booking)
    page = render_template(
        "mentoring/agenda.html",
        booking=booking,
        market=booking.market,
        form=form,
    )
    return page, form.status


@bp.post(f"{BOOKING}/note")
@requires(Permission.BOOKING_CONFIRM, on=queries.booking)
def note(booking: Booking) -> ResponseReturnValue:
    form = NoteForm(booking)
    if form.accepted():
        answers = form.answers
        held = answers.pop("held") == "yes"
        actions.note(booking, held=held, **answers, by=current_user)
        flash(_("Noted."))
        return to_booking(booking)
    return booking_page(booking, form, CancelForm(obj=booking))


@bp.post(f"{BOOKING}/cancel")
@requires(Permission.BOOKING_CHANGE, on=queries.booking)
def cancel(booking: Booking) -> ResponseReturnValue:
    form = CancelForm(obj=booking)
    if form.accepted():
        beyond = permits(current_user, Permission.BOOKING_CONFIRM, booking)
        actions.cancel(booking, **form.answers, beyond=beyond, by=current_user)
        flash(_("Cancelled. The other side has been notified."))
        return to_booking(booking)
    return booking_page(booking, NoteForm(booking), form)


@bp.route(f"{BOOKING}/move", methods=["GET", "POST"])
@requires(Permission.BOOKING_CHANGE, on=queries.booking)
def move(booking: Booking) -> ResponseReturnValue:
    service = queries.service(booking.market.slug, booking.service_id)
    days = slots_for(service, booking.brand, but=booking)
    form = MoveForm(days, booking)
    status = None
    if form.accepted():
        beyond = permits(current_user, Permission.BOOKING_CONFIRM, booking)
        try:
            actions.move(
                booking,
                slot_in(form.slot.data),
                reason=form.reason.data,
                beyond=beyond,
                by=current_user,
            )
            flash(_("Rescheduled. The other side has been notified."))
            return to_booking(booking)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            status = form.not_now(error)
    page = render_template(
        "mentoring/move.html",
        booking=booking,
        market=booking.market,
        days=days,
        form=form,
        hours=cards.hours_words(booking),
        span=cards.span,
        slot_text=slot_text,
    )
    return page, status or form.status


@bp.get(f"{BOOKING}.ics")
@requires(Permission.BOOKING_READ, on=queries.booking)
def calendar(booking: Booking) -> ResponseReturnValue:
    return calendar_response(cards.appointment(booking), f"booking-{booking.id}")
