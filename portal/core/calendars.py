"""Appointments to take into one's own calendar: files that every phone opens (RFC 5545, 5546)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from portal.core import clock

PRODUCT = "-//Lusong brand incubator//Portal//EN"
ZONE = "Asia/Shanghai"
OFFSET = timedelta(hours=8)
"""China keeps one time without summer time since 1991."""
ZONE_BEGAN = datetime(1991, 9, 15)  # noqa: DTZ001 -- a zone's beginning is said in its own time
MIME_TYPE = "text/calendar"


@dataclass(frozen=True)
class Appointment:
    """What a calendar keeps of one appointment.

    `uid` stays the same when it is moved; `sequence` counts up with each change, so that a
    calendar takes the newer one.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    minutes: int
    summary: str
    place: str
    description: str
    address: str
    """Where the portal tells more."""
    organizer: str
    """The office's name."""
    organizer_email: str
    attendee_email: str | None
    cancelled: bool = False

    @property
    def method(self) -> str:
        """Return what the calendar shall do: take it in, ask its owner, or strike it out."""
        if self.cancelled:
            return "CANCEL"
        return "REQUEST" if self.attendee_email else "PUBLISH"


def calendar_text(one: Appointment) -> str:
    """Return an appointment as a calendar file; its times stand in the market's zone."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", one.method)
    calendar.add_component(zone())
    calendar.add_component(event(one))
    return str(calendar.to_ical().decode())


def event(one: Appointment) -> Event:
    """Return the appointment itself."""
    begins = one.starts_at.astimezone(clock.SHANGHAI)
    found = Event()
    found.add("uid", one.uid)
    found.add("sequence", one.sequence)
    found.add("dtstamp", one.changed_at)
    found.add("dtstart", begins)
    found.add("dtend", begins + timedelta(minutes=one.minutes))
    found.add("summary", one.summary)
    found.add("location", one.place)
    found.add("description", one.description)
    found.add("url", one.address)
    found.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    organizer = vCalAddress(f"MAILTO:{one.organizer_email}")
    organizer.params["cn"] = vText(one.organizer)
    found.add("organizer", organizer)
    if one.attendee_email:
        attendee = vCalAddress(f"MAILTO:{one.attendee_email}")
        attendee.params["rsvp"] = vText("FALSE")
        found.add("attendee", attendee)
    return found


def zone() -> Timezone:
    """Return the market's zone, for calendars that know none by name."""
    standard = TimezoneStandard()
    standard.add("dtstart", ZONE_BEGAN)
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "CST")
    found = Timezone()
    found.add("tzid", ZONE)
    found.add_component(standard)
    return found


def calendar_response(one: Appointment, name: str) -> Response:
    """Answer with an appointment as a file; `name` is plain ASCII, without an ending."""
    response = Response(calendar_text(one), mimetype=MIME_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response
