"""Days and numbers as papers carry them. Pure; `today` is the day where the markets are."""

import calendar
from dataclasses import dataclass
from datetime import date

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.reference.papers import Clock, Kind

NUMBER_LENGTH, HOLDER_LENGTH, NOTE_LENGTH = 60, 120, 1000
OLDEST = date(1950, 1, 1)
FURTHEST_YEARS = 60


def add_years(day: date, years: int) -> date:
    """Return the same day some years later; of 29 February, 28 February where there is none."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True)
class Written:
    """What its people say stands on a paper."""

    number: str = ""
    holder: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    """The last day on which it is good."""
    for_ever: bool = False
    """It has no end (长期)."""
    note: str = ""


def end_of(kind: Kind, written: Written) -> date | None:
    """Return the last day on which a paper is good, or none for ever.

    Raises:
        InvalidError: the day is missing, impossible, or not after the day of issue.
    """
    issued_on, expires_on = written.issued_on, written.expires_on
    if kind.clock is Clock.NONE or (written.for_ever and kind.clock is Clock.EXPIRY):
        return None
    if expires_on is None and kind.clock is Clock.TERM and kind.years:
        if issued_on is None:
            raise InvalidError("issued_on", _l("Give the day on which it was issued."))
        return add_years(issued_on, kind.years)
    if expires_on is None:
        raise InvalidError(
            "expires_on", _l("Give the last day on which it is good, or tick that it has no end.")
        )
    if issued_on and expires_on <= issued_on:
        raise InvalidError("expires_on", _l("The end must come after the day of issue."))
    return expires_on


def check_days(issued_on: date | None, expires_on: date | None, today: date) -> None:
    """Refuse days that no paper carries.

    Raises:
        InvalidError: issued in the future or before 1950, or good for more than 60 years.
    """
    if issued_on and not OLDEST <= issued_on <= today:
        raise InvalidError("issued_on", _l("It cannot be issued on that day."))
    if expires_on and not OLDEST <= expires_on <= add_years(today, FURTHEST_YEARS):
        raise InvalidError("expires_on", _l("It cannot end on that day."))


def kept_number(kind: Kind, number: str) -> str:
    """Return what is kept of a number: of a person's card only the first and last four signs."""
    number = number.strip()
    if not kind.masked or len(number) < 9:  # noqa: PLR2004 -- nothing would be left to hide
        return "*" * len(number) if kind.masked else number
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
