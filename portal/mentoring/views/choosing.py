"""A brand's sessions, and booking one in three taps, what about, with whom, when; then a yes."""

from collections.abc import Sequence
from datetime import timedelta

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core import clock
from portal.core.contact import clean_text
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.web import see_other
from portal.mentoring import actions, cards, queries, rules
from portal.mentoring.forms import AgendaForm, SlotForm, slot_text, topics
from portal.mentoring.models import Booking, BookingState, Service, ServiceKind
from portal.mentoring.queries import Choice
from portal.mentoring.rules import SlotDay
from portal.mentoring.views.blueprint import BRAND, bp, to_booking


@bp.get(BRAND)
@requires(Permission.BOOKING_MAKE, on=brands.brand)
def brand(brand: Brand) -> ResponseReturnValue:
    is_own = current_user.holds(Role.OWNER, brand_id=brand.id)
    booked = queries.of_brand(brand.id, None if is_own else brand.market_id)
    now = clock.now()
    coming = [one for one in booked if one.state is BookingState.BOOKED and one.ends_at > now]
    return render_template(
        "mentoring/brand.html",
        brand=brand,
        market=brand.market,
        coming=sorted(coming, key=lambda one: one.starts_at),
        past=[one for one in booked if one not in coming],
        allowances=queries.allowances(brand),
        kinds=offered_kinds(brand.market_id),
        hours=cards.hours_words,
        topic_words=cards.topic_words,
    )


def offered_kinds(market_id: int) -> list[ServiceKind]:
    """Return the kinds of what a market offers now, in their order."""
    offered = {one.kind for one in queries.offered(market_id)}
    return [kind for kind in ServiceKind if kind in offered]


@bp.get(f"{BRAND}/choose")
@requires(Permission.BOOKING_MAKE, on=brands.brand)
def choose(brand: Brand) -> ResponseReturnValue:
    """Show what a mentor may be asked about and the rooms; with a topic, who knows about it."""
    offered = queries.offered(brand.market_id)
    known = {code for one in offered for code in one.topics}
    asked = request.args.get("topic", "")
    topic = asked if asked in known else ""
    return render_template(
        "mentoring/choose.html",
        brand=brand,
        market=brand.market,
        topic=topic,
        topics=[(code, words) for code, words in topics() if code in known],
        mentors=[one for one in offered if topic and topic in one.topics],
        without_topic=[one for one in offered if one.kind is ServiceKind.MENTOR and not one.topics],
        services=[one for one in offered if one.kind is not ServiceKind.MENTOR],
        allowances=queries.allowances(brand),
        topic_words=cards.topic_words,
    )


@bp.get(f"{BRAND}/book/<int:service_id>/confirm")
@requires(Permission.BOOKING_MAKE, on=queries.choice)
def confirm(choice: Choice) -> ResponseReturnValue:
    """Show what is about to be booked; a time that cannot be had leads back to those that can."""
    service, brand = choice.service, choice.brand
    topic = topic_of(service)
    asked = request.args.get("slot", "")
    days = slots_for(service, brand)
    slots = (one for day in days for one in day.slots)
    slot = next((one for one in slots if slot_text(one.starts_at) == asked), None)
    if slot and (booking := queries.own(service.id, brand.id, slot.starts_at)):
        flash(_("You have booked this time already: here it is."), "quiet")
        return to_booking(booking)
    if slot is None or not slot.is_free:
        flash(_("This time cannot be had any more. Choose another one."), "waiting")
        return see_other(url_for("mentoring.book", topic=topic or None, **choice.arguments))
    deadline = rules.last_change(service, slot.starts_at)
    office = permits(current_user, Permission.SERVICE_KEEP, choice)
    return render_template(
        "mentoring/confirm.html",
        service=service,
        brand=brand,
        market=brand.market,
        slot=slot,
        topic=topic,
        form=AgendaForm(agenda=clean_text(request.args.get("agenda", ""))),
        deadline=slot.starts_at if office else deadline,
        is_final=not office and deadline < clock.now(),
        allowance=queries.allowances(brand)[service.kind],
        span=cards.span,
        slot_text=slot_text,
        topic_words=cards.topic_words,
    )


@bp.route(f"{BRAND}/book/<int:service_id>", methods=["GET", "POST"])
@requires(Permission.BOOKING_MAKE, on=queries.choice)
def book(choice: Choice) -> ResponseReturnValue:
    form = SlotForm()
    office = permits(current_user, Permission.SERVICE_KEEP, choice)
    status = None
    if form.accepted():
        try:
            booking = actions.book(
                choice,
                form.moment(),
                topic=form.topic.data,
                agenda=form.agenda.data,
                beyond=office,
                by=current_user,
            )
            flash(_("Booked. You find it here, and can put it into your calendar."))
            return to_booking(booking)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            status = form.not_now(error)
    allowance = queries.allowances(choice.brand)[choice.service.kind]
    page = render_template(
        "mentoring/book.html",
        choice=choice,
        service=choice.service,
        brand=choice.brand,
        market=choice.brand.market,
        form=form,
        topic=topic_of(choice.service),
        days=slots_for(choice.service, choice.brand),
        allowance=allowance,
        may_book=office or not allowance.is_spent,
        waits=queries.waits(choice.service.id, choice.brand.id) is not None,
        span=cards.span,
        slot_text=slot_text,
        topic_words=cards.topic_words,
    )
    return page, status or form.status


def topic_of(service: Service) -> str:
    """Return the topic that was tapped before, if the mentor knows about it."""
    asked = str(request.values.get("topic", ""))
    return asked if asked in service.topics else ""


def slots_for(service: Service, brand: Brand, but: Booking | None = None) -> list[SlotDay]:
    """Return the days with the slots of a service as a brand may take them; two queries."""
    if service.ended_at:
        return []
    now = clock.now()
    until = now + timedelta(days=rules.AHEAD + 1)
    taken = without(queries.between(now, until, service_id=service.id), but)
    own = without(queries.between(now, until, brand_id=brand.id), but)
    return rules.slot_days(service, now, taken, own)


def without(bookings: Sequence[Booking], but: Booking | None) -> list[Booking]:
    """Return the bookings but one."""
    return [one for one in bookings if but is None or one.id != but.id]


@bp.post(f"{BRAND}/wait/<int:service_id>")
@requires(Permission.BOOKING_MAKE, on=queries.choice)
def wait(choice: Choice) -> ResponseReturnValue:
    actions.leave_word(choice, by=current_user)
    flash(_("You will get a message as soon as a time becomes free."))
    return see_other(url_for("mentoring.book", **choice.arguments))


@bp.post(f"{BRAND}/wait/<int:service_id>/stop")
@requires(Permission.BOOKING_MAKE, on=queries.choice)
def stop_waiting(choice: Choice) -> ResponseReturnValue:
    actions.drop_word(choice, by=current_user)
    flash(_("You get no message about it any more."))
    return see_other(url_for("mentoring.book", **choice.arguments))
