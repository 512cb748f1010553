"""Bookings as a table to take away."""

from collections.abc import Iterable, Iterator

from portal.core import clock
from portal.core.cells import day_cell
from portal.core.i18n import language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.mentoring.models import Booking
from portal.reference import queries as reference

HEAD = (
    _l("Day"),
    _l("Begins at"),
    _l("Minutes"),
    _l("Kind"),
    _l("Mentor or service"),
    _l("Brand"),
    _l("Stage"),
    _l("Topic"),
    _l("What the visit is about"),
    _l("State"),
    _l("Reason for the change or cancellation"),
    _l("Note for the brand too"),
)


def lines(bookings: Iterable[Booking]) -> Iterator[list[object]]:
    """Yield a line per booking; what mentor and office noted for themselves stays here."""
    for one in bookings:
        yield [
            day_cell(one.starts_at),
            one.starts_at.astimezone(clock.SHANGHAI).strftime("%H:%M"),
            one.minutes,
            str(one.service.kind.label),
            plain(one.service, "name"),
            plain(one.brand, "name"),
            one.stage_code,
            reference.term("mentor_topic", one.topic).label(language()) if one.topic else "",
            one.agenda,
            str(one.state.label),
            one.reason,
            one.shared_note,
        ]
