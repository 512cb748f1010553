"""The arithmetic of months: when one ends, is due, is written. Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_date

from portal.core import clock

DUE_DAY = 10
"""Of the month that follows. Source: the markets' offices send their own numbers on the 12th."""
SHOWN_MONTHS = 12
YEARS = range(2000, 2200)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def month_of(day: date) -> date:
    """Return the month of a day."""
    return day.replace(day=1)


def after(month: date, number: int = 1) -> date:
    """Return the month so many months later, or earlier for less than none."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


def between(first: date, last: date) -> int:
    """Return how many months lie from the first to the last: one for the same, none if later."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)


def months(last: date, number: int = SHOWN_MONTHS) -> list[date]:
    """Return so many months up to the last, in order."""
    return [after(last, back - number + 1) for back in range(number)]


def last_complete(today: date) -> date:
    """Return the month that was over last: the one whose figures are asked for."""
    return after(month_of(today), -1)


def due_on(month: date) -> date:
    """Return the last day on which a month's figures are in time."""
    return after(month).replace(day=DUE_DAY)


def days_late(month: date, today: date) -> int:
    """Return for how many days a month's figures are late; 0 while they are in time."""
    return max(0, (today - due_on(month)).days)


def last_due(today: date) -> date:
    """Return the newest month whose due day has passed."""
    newest = last_complete(today)
    return newest if today > due_on(newest) else after(newest, -1)


def first_whole_month(admitted: datetime) -> date:
    """Return the first month that a brand was there from its first day on, by Beijing time."""
    day = admitted.astimezone(clock.SHANGHAI).date()
    return day if day.day == 1 else after(month_of(day))


def admitted_before(month: date) -> datetime:
    """Return the moment (UTC) before which a brand must be admitted to be asked for a month."""
    second = month + timedelta(days=1)
    return datetime.combine(second, time(), tzinfo=clock.SHANGHAI).astimezone(UTC)


def read_month(text: str) -> date | None:
    """Return a month written as 2026-09, or None."""
    found = MONTH.fullmatch(text)
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    return date(year, month, 1) if year in YEARS and 1 <= month <= 12 else None  # noqa: PLR2004


def written(month: date) -> str:
    """Return a month as addresses write it: 2026-09."""
    return f"{month:%Y-%m}"


def in_both(month: date) -> dict[str, str]:
    """Return a month's name as messages take it."""
    return {
        "zh": f"{month.year}年{month.month}月",
        "en": format_date(month, "MMMM yyyy", locale="en"),
    }
