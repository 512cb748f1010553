"""Months, limits, jumps, medians: the arithmetic of monthly figures. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_date

from portal.core import clock
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.figures.fields import FIELDS, MOST_ASKED, Figure, Kind
from portal.figures.models import FigureChoice, ReminderKind

DUE_DAY = 10
"""Of the month that follows. Source: the markets' offices send their own numbers on the 12th."""
SOON_DAY = 8
SHOWN_MONTHS = 12
FEWEST_FOR_A_MEDIAN = 3
"""Below it, a median would tell one owner another's number."""
JUMP = 5
"""So many times last month's figure, or its part, is unusual."""
YEARS = range(2000, 2200)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
NUMBER = re.compile(r"(\d{1,16})(?:\.(\d{1,2}))?", re.ASCII)
MINUS = ("-", "−", "–")


# Months: each is its first day


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


def reminder_due(today: date) -> ReminderKind:
    """Return which reminder of the month that is over belongs to a day."""
    if today.day < SOON_DAY:
        return ReminderKind.OPENED
    return ReminderKind.DUE if today.day <= DUE_DAY else ReminderKind.LATE


# What a market asks for


def in_force(choices: Sequence[FigureChoice], month: date) -> FigureChoice | None:
    """Return the choice that holds for a month; None before the market began to ask."""
    holding = [one for one in choices if one.from_month <= month]
    return max(holding, key=lambda one: one.number, default=None)


def asked_fields(choice: FigureChoice | None) -> list[Figure]:
    """Return the figures of a choice in the order of the table."""
    chosen = set(choice.fields) if choice else set()
    return [figure for code, figure in FIELDS.items() if code in chosen]


def check_choice(codes: Sequence[str]) -> None:
    """Refuse a choice that nobody can answer in two minutes.

    Raises:
        InvalidError: none, more than twelve, or sales asked for twice.
    """
    if not codes:
        raise InvalidError("fields", _l("Choose at least one figure."))
    if len(codes) > MOST_ASKED:
        raise InvalidError(
            "fields", _l("At most %(most)d figures, so that the form stays short.", most=MOST_ASKED)
        )
    if {"sales", "sales_band"} <= set(codes):
        raise InvalidError("fields", _l("Ask for sales once: in yuan or as a band."))


# What may be written


def read(figure: Figure, text: str) -> int | None:
    """Return what was typed as it is stored; None for nothing, which means not known.

    Raises:
        InvalidError: it is no number, below nothing, or above what can be.
    """
    plain = unicodedata.normalize("NFKC", text).translate({ord(one): None for one in " ,¥%\u00a0"})
    if not plain:
        return None
    if plain.startswith(MINUS):
        raise InvalidError(figure.code, _l("Not less than nothing: write 0 or leave it blank."))
    found = NUMBER.fullmatch(plain.removesuffix("."))
    if not found:
        raise InvalidError(figure.code, _l("Write a number in digits, or leave it blank."))
    value = int(found[1])
    if figure.kind in {Kind.PERCENT, Kind.MONEY}:
        value = value * 100 + int((found[2] or "0").ljust(2, "0"))
    elif int(found[2] or 0):
        raise InvalidError(figure.code, _l("A whole number, please."))
    return within(figure, value)


def within(figure: Figure, value: int) -> int:
    """Return a value that can be.

    Raises:
        InvalidError: it is above the figure's limit, or no band.
    """
    if value > figure.limit:
        if figure.kind is Kind.PERCENT:
            raise InvalidError(figure.code, _l("At most 100 %: it is a share of the whole."))
        most = figure.say(figure.limit)
        raise InvalidError(
            figure.code, _l("At most %(most)s. Is there a digit too many?", most=most)
        )
    if figure.kind is Kind.BAND and value < 1:
        raise InvalidError(figure.code, _l("Please choose from the list."))
    return value


def is_jump(figure: Figure, old: int | None, new: int | None) -> bool:
    """Say whether a figure is so far from the last one that a digit may have slipped."""
    if old is None or new is None:
        return False
    small, large = sorted((old, new))
    if figure.kind in {Kind.BAND, Kind.PERCENT}:
        return large - small >= figure.jump
    return large - small >= figure.jump and large > JUMP * small


def needs_reason(month: date, today: date) -> bool:
    """Say whether a correction of this month wants a reason: it is older than the newest one."""
    return month < last_complete(today)


def changes(
    old: Mapping[str, int], new: Mapping[str, int | None], asked: Iterable[Figure]
) -> dict[str, list[int | None]]:
    """Return what differs among the asked figures, by code: before and since."""
    pairs = {one.code: [old.get(one.code), new.get(one.code)] for one in asked}
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}


# Many brands


@dataclass(frozen=True)
class Spread:
    """What the middle of several brands reported: quartiles as Excel's QUARTILE.INC."""

    number: int
    lower: int
    median: int
    upper: int


def spread(values: Iterable[int], *, steps: bool = False) -> Spread | None:
    """Return quartiles of these values, None of none; with `steps` each is one of the values."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Spread(len(ordered), *(quartile(ordered, part, steps=steps) for part in (1, 2, 3)))


def quartile(ordered: Sequence[int], part: int, *, steps: bool = False) -> int:
    """Return the first, second or third quartile of sorted values, halves rounded up."""
    place, quarters = divmod((len(ordered) - 1) * part, 4)
    low = ordered[place]
    if steps or not quarters:
        return low
    return low + ((ordered[place + 1] - low) * quarters * 2 + 4) // 8


def percent_of(part: int, whole: int) -> int:
    """Return a share in whole percent; none of none is none."""
    return round(100 * part / whole) if whole else 0


def without_answer(first: date, answered: date | None, last: date) -> int:
    """Return how many months at the end have no answer: those after the last answered one."""
    begin = max(first, after(answered)) if answered else first
    return between(begin, last)
