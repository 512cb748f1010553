"""Taking off twice what was one's own, in two windows or by two taps, is taking it off once.

Nothing is kept of what was taken off, so that the session remembers it. Anybody else's stays
unknown.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import session
from sqlalchemy.exc import NoResultFound

from portal.access.guard import oneself
from portal.accounts.models import User

T = TypeVar("T")
DROPPED = "dropped"
MOST_REMEMBERED = 20
"""A session is a cookie."""


def note_dropped(kind: str, number: int) -> None:
    """Remember what somebody took off last."""
    before = session.get(DROPPED, [])
    session[DROPPED] = [*before, f"{kind} {number}"][-MOST_REMEMBERED:]


def to_drop(kind: str, number: int, find: Callable[[int], T]) -> T | User:
    """Return what somebody wants to take off; himself when he has done so in this session.

    Raises:
        NoResultFound: it never was his.
    """
    try:
        return find(number)
    except NoResultFound:
        if f"{kind} {number}" not in session.get(DROPPED, ()):
            raise
        himself: User = oneself()
        return himself
