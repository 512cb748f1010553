"""Reading mentors, shared services, and what is booked."""

from portal.mentoring.queries.bookings import (
    NOTE_WITHIN,
    allowances,
    between,
    booking,
    clock_lines,
    coming,
    coming_of_service,
    counts,
    due_for_reminder,
    of_brand,
    of_mentor,
    of_mentor_now,
)
from portal.mentoring.queries.bookings import page as booking_page
from portal.mentoring.queries.bookings import rows as booking_rows
from portal.mentoring.queries.figures import (
    hours_by_programme,
    minutes_by_service,
    sessions_held,
)
from portal.mentoring.queries.services import (
    Choice,
    choice,
    closure,
    hold,
    offered,
    quota_rows,
    quotas,
    service,
    services,
    stage_code,
    waiting,
    waits,
)

__all__ = [
    "NOTE_WITHIN",
    "Choice",
    "allowances",
    "between",
    "booking",
    "booking_page",
    "booking_rows",
    "choice",
    "clock_lines",
    "closure",
    "coming",
    "coming_of_service",
    "counts",
    "due_for_reminder",
    "hold",
    "hours_by_programme",
    "minutes_by_service",
    "of_brand",
    "of_mentor",
    "of_mentor_now",
    "offered",
    "quota_rows",
    "quotas",
    "service",
    "services",
    "sessions_held",
    "stage_code",
    "waiting",
    "waits",
]
