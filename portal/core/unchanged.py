"""What is given again word for word, as long as nothing at all was written meanwhile.

Unlike a cache with a life of so many minutes it never tells what is no longer so: the database
is asked on every request whether anybody has committed anything (`core/commits.py`), and with the
first change all is forgotten.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.core import clock, commits, early
from portal.core.db import db
from portal.core.i18n import language

KEPT = 64
"""How many pages are kept at most, about 30 kB each."""
A_MINUTE = 60
"""Pages say how long something has waited, to the minute."""

MOST_VALUES = 1024
"""How many values beside pages are kept at most."""

View = Callable[..., ResponseReturnValue]
Kept = dict[tuple[object, ...], Any]
Value = TypeVar("Value")


class Process:
    """What this process keeps, and the mark under which it does: exchanged as one."""

    held: tuple[commits.Mark | None, dict[str, Kept]] = (None, {})


_process = Process()


def given_again(view: View) -> View:
    """Declare that a page depends on the database, the reader, the address and the minute alone."""

    @wraps(view)
    def shown(*arguments: Any, **named: Any) -> ResponseReturnValue:
        if request.method != "GET" or session.get("_flashes"):
            return view(*arguments, **named)
        pages, key = kept("pages"), this_page()
        if key not in pages:
            answer = view(*arguments, **named)
            if not isinstance(answer, str):
                return answer
            if len(pages) >= KEPT:
                pages.pop(next(iter(pages)), None)
            pages[key] = answer
        page: str = pages[key]
        offer_again()
        return page

    return shown


def offer_again(holds: early.Holds = lambda: True) -> None:
    """Let this session be given the same answer early, until anything is written or a minute ends.

    `holds` says what else must be so. Whoever is signed in has to be looked at again by and by.
    """
    mark, until = commits.of_request(), g.get("good_until")
    if mark is None or until is None:
        return
    engine, minute = db.engine, this_minute()

    def holding() -> bool:
        now = clock.now()
        same = commits.now(engine) == mark and now < until and this_minute() == minute
        return same and holds()

    early.offer(holding, own=True)


def this_minute() -> int:
    """Return the number of this minute."""
    return int(clock.now().timestamp()) // A_MINUTE


def as_it_is(name: str, make: Callable[[], Value]) -> Value:
    """Return what depends on the database, the reader and his language alone, made when it must be.

    It may hold no rows: those belong to the request that read them.
    """
    return known(kept("values"), (name, *this_reader()), make)


def known(values: Kept, key: tuple[object, ...], make: Callable[[], Value]) -> Value:
    """Return a value that is kept, made now unless it is."""
    if key not in values:
        return keep(values, key, make())
    value: Value = values[key]
    return value


def keep(values: Kept, key: tuple[object, ...], value: Value) -> Value:
    """Keep a value, letting go of the oldest where there are too many; return it."""
    if len(values) >= MOST_VALUES:
        values.pop(next(iter(values)), None)
    values[key] = value
    return value


def this_reader() -> tuple[object, ...]:
    """Return who reads, in which language."""
    return current_user.get_id(), language()


def this_page() -> tuple[object, ...]:
    """Return what a page depends on beside the database."""
    return (*this_reader(), this_minute(), session.get("csrf_token"), request.full_path)


def kept(kind: str) -> Kept:
    """Return what is kept of a kind; nothing as soon as anything was written."""
    mark = commits.of_request()
    if mark is None:
        return {}
    held = _process.held
    if held[0] != mark:
        held = _process.held = (mark, {})
    return held[1].setdefault(kind, {})
