"""The verbs of intakes and leads."""

from portal.intakes.actions.intakes import (
    change,
    clone,
    close,
    create,
    open_now,
    reopen,
    watch_dates,
)
from portal.intakes.actions.leads import (
    change_lead,
    enter,
    has_applied,
    invite,
    leave_number,
    link_begun,
    lose,
    note_contact,
    open_link,
    resume,
)
from portal.intakes.actions.questions import (
    add_question,
    move_question,
    remove_question,
)

__all__ = [
    "add_question",
    "change",
    "change_lead",
    "clone",
    "close",
    "create",
    "enter",
    "has_applied",
    "invite",
    "leave_number",
    "link_begun",
    "lose",
    "move_question",
    "note_contact",
    "open_link",
    "open_now",
    "remove_question",
    "reopen",
    "resume",
    "watch_dates",
]
