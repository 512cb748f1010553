"""A week of bookings by its days, and a booking as a calendar keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app

from portal.core import clock
from portal.core.calendars import Appointment
from portal.core.i18n import joined, language, ngettext, plain
from portal.core.requests import absolute_address
from portal.mentoring import rules
from portal.mentoring.models import Booking, BookingState, Service
from portal.reference import queries as reference

WEEK = 7


@dataclass(frozen=True)
class Day:
    """A day with what is booked."""

    day: date
    bookings: Sequence[Booking]


def week_of(first: date, bookings: Sequence[Booking]) -> list[Day]:
    """Return the seven days from a Monday on, each with its bookings in order."""
    days = [first + timedelta(days=number) for number in range(WEEK)]
    return [Day(one, [b for b in bookings if rules.day_of(b.starts_at) == one]) for one in days]


def topic_words(code: str) -> str:
    """Return a topic in the reader's language; nothing for none."""
    return reference.term("mentor_topic", code).label(language()) if code else ""


def topics_of(service: Service) -> str:
    """Return what a mentor can be asked about, in the reader's language."""
    return " · ".join(map(topic_words, service.topics))


def quota_words(quotas: Mapping[str, int]) -> str:
    """Return quotas by stage in words; nothing where there is no limit."""
    return joined(
        [
            ngettext("%(code)s: %(num)d booking", "%(code)s: %(num)d bookings", most, code=code)
            for code, most in sorted(quotas.items(), key=rules.stage_order)
        ]
    )


def hours_words(booking: Booking) -> str:
    """Return from when to when, in the market's zone: 14:00–15:00."""
    return span(booking.starts_at, booking.ends_at)


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Return two moments of a day as hours."""
    return "–".join(
        one.astimezone(clock.SHANGHAI).strftime("%H:%M") for one in (starts_at, ends_at)
    )


def appointment(booking: Booking) -> Appointment:
    """Return a booking as a calendar keeps it, in the reader's language."""
    market = plain(booking.market, "name")
    return Appointment(
        uid=f"booking-{booking.id}@{booking.market.slug}",
        sequence=booking.moves,
        changed_at=booking.changed_at,
        starts_at=booking.starts_at,
        minutes=booking.minutes,
        summary=f"{plain(booking.service, 'name')} · {plain(booking.brand, 'name')}",
        place=plain(booking.service, "place") or market,
        description="\n".join(filter(None, (topic_words(booking.topic), booking.agenda))),
        address=absolute_address(
            "mentoring.booking", market=booking.market.slug, booking_id=booking.id
        ),
        organizer=market,
        organizer_email=str(current_app.config["MAIL_FROM"]),
        attendee_email=None,
        cancelled=booking.state is BookingState.CANCELLED,
    )
