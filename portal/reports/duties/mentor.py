"""What a mentor should do: hold what is booked within a day, and note what is over."""

from flask import url_for

from portal.accounts.models import Viewer
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, moment, said
from portal.mentoring import queries as mentoring
from portal.mentoring.models import Booking
from portal.reports.duties.lines import Duty, by_clock, late


def of_mentor(viewer: Viewer) -> list[Duty]:
    """Return what a mentor should do now."""
    return by_clock(own_session(one) for one in mentoring.of_mentor_now(viewer.id))


def own_session(booking: Booking) -> Duty:
    if booking.ends_at <= clock.now():
        return session_to_note(booking)
    return Duty(
        title=said(booking.brand, "name"),
        text=in_text(_("visits you: %(when)s"), when=moment(booking.starts_at)),
        button=_("Open it"),
        href=address(booking),
        due=booking.starts_at,
    )


def session_to_note(booking: Booking) -> Duty:
    """Return the line of a booking that is over."""
    return Duty(
        title=in_text(
            _("Did your session with %(brand)s take place?"),
            brand=said(booking.brand, "name"),
        ),
        text=moment(booking.starts_at),
        button=_("Note it"),
        href=address(booking),
        since=booking.ends_at,
        tone=late(booking.ends_at, mentoring.NOTE_WITHIN),
    )


def coming_session(booking: Booking) -> Duty:
    """Return the line of a brand's next booking."""
    return Duty(
        title=said(booking.service, "name"),
        text=in_text(
            _("booked for %(brand)s: %(when)s"),
            brand=said(booking.brand, "name"),
            when=moment(booking.starts_at),
        ),
        button=_("Open it"),
        href=address(booking),
        due=booking.starts_at,
        tone="quiet",
    )


def address(booking: Booking) -> str:
    return url_for("mentoring.booking", market=booking.market.slug, booking_id=booking.id)
