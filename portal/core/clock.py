"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Every market of the alliance keeps Beijing time."""


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another moment inside: for telling what happened earlier."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """Return the current date where the markets are."""
    return now().astimezone(SHANGHAI).date()


def date_of(moment: datetime) -> date:
    """Return the date of a moment where the markets are."""
    return moment.astimezone(SHANGHAI).date()


def days_between(since: datetime, until: datetime) -> int:
    """Return how many days lie between two moments as people count: by the date of each."""
    return (date_of(until) - date_of(since)).days


def monday(day: date) -> date:
    """Return the day on which a day's week begins."""
    return day - timedelta(days=day.weekday())
