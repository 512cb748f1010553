"""The verbs of mentoring: offering, booking, moving, calling off, noting what came of it."""

from portal.mentoring.actions.bookings import (
    book,
    cancel,
    drop_word,
    leave_word,
    move,
    note,
    say_agenda,
    watch_clocks,
)
from portal.mentoring.actions.services import (
    Offer,
    change,
    close_days,
    create,
    dismiss,
    end,
    invite,
    open_days,
    resume,
    set_quotas,
)

__all__ = [
    "Offer",
    "book",
    "cancel",
    "change",
    "close_days",
    "create",
    "dismiss",
    "drop_word",
    "end",
    "invite",
    "leave_word",
    "move",
    "note",
    "open_days",
    "resume",
    "say_agenda",
    "set_quotas",
    "watch_clocks",
]
