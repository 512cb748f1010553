"""When people are reminded of a paper's end. Pure."""

from datetime import date, timedelta

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.reference.papers import Kind

LONGEST_SNOOZE = 60
"""Days: a paper that nobody hears of for longer is forgotten."""


def due_step(kind: Kind, expires_on: date, today: date) -> int | None:
    """Return the reminder whose turn it is, by its days before the end; none before the first."""
    left = (expires_on - today).days
    return min((step for step in kind.remind if left <= step), default=None)


def is_due(kind: Kind, expires_on: date, reminded: int | None, today: date) -> int | None:
    """Return the reminder to send: the one whose turn it is, unless it went out already.

    After a time away the latest alone is sent, not all that were missed.
    """
    step = due_step(kind, expires_on, today)
    if step is None or (reminded is not None and reminded <= step):
        return None
    return step


def check_snooze(until: date, today: date) -> None:
    """Refuse to be silent for no time at all, or for too long.

    Raises:
        InvalidError: the day is not ahead, or more than 60 days.
    """
    if not today < until <= today + timedelta(days=LONGEST_SNOOZE):
        raise InvalidError(
            "until",
            _l("Choose a day from tomorrow on, at most %(days)s days ahead.", days=LONGEST_SNOOZE),
        )
