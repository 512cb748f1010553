"""Limits, jumps, medians: what must hold of monthly figures. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.brands.kinds import MULTIPLES, tidy
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.figures import monthly
from portal.figures.fields import FIELDS, MOST_ASKED, Figure, Kind
from portal.figures.models import FigureChoice, ReminderKind
from portal.figures.monthly import DUE_DAY

SOON_DAY = 8
FEWEST_FOR_A_MEDIAN = 3
"""Below it, a median would tell one owner another's number."""
JUMP = 5
"""So many times last month's figure, or its part, is unusual."""
NUMBER = re.compile(r"(?P<number>\d{1,40}(?:\.\d{1,6})?)\.?", re.ASCII)
TIMES, BEHIND = "".join(MULTIPLES), "件条款家人个元块"
COUNTED = re.compile(f"{NUMBER.pattern}(?P<by>[{TIMES}]?)[{BEHIND}]?", re.ASCII)
MINUS = ("-", "−", "–")


# Months: each is its first day


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

    People count in 万 and write what they count behind it: 1.2万, 320条, ¥12,800.

    Raises:
        InvalidError: it is no number, below nothing, or above what can be.
    """
    plain = tidy(text).replace("¥", "").replace("%", "")
    if not plain:
        return None
    if plain.startswith(MINUS):
        raise InvalidError(figure.code, _l("Not less than nothing: write 0 or leave it blank."))
    found = (COUNTED if figure.kind in {Kind.COUNT, Kind.MONEY} else NUMBER).fullmatch(plain)
    if not found:
        raise InvalidError(figure.code, _l("Write a number in digits, or leave it blank."))
    factor = MULTIPLES.get(found.groupdict().get("by") or "", 1)
    return within(figure, whole(figure, Decimal(found["number"]) * factor))


def whole(figure: Figure, number: Decimal) -> int:
    """Return a number as it is stored: shares and money in hundredths, all else as it is.

    Raises:
        InvalidError: something would be lost.
    """
    stored = number * 100 if figure.kind in {Kind.PERCENT, Kind.MONEY} else number
    if stored != int(stored):
        wanted = _l("A whole number, please.")
        if stored is not number:
            wanted = _l("Write a number in digits, or leave it blank.")
        raise InvalidError(figure.code, wanted)
    return int(stored)


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
    return month < monthly.last_complete(today)


def changes(
    old: Mapping[str, int], new: Mapping[str, int | None], asked: Iterable[Figure]
) -> dict[str, list[int | None]]:
    """Return what differs among the asked figures, by code: before and since."""
    pairs = {one.code: [old.get(one.code), new.get(one.code)] for one in asked}
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}


def standing(old: Mapping[str, int], changed: Mapping[str, Sequence[int | None]]) -> dict[str, int]:
    """Return what is known of a month once these figures are changed."""
    merged = dict(old) | {code: pair[-1] for code, pair in changed.items()}
    return {code: value for code, value in merged.items() if value is not None}


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
    begin = max(first, monthly.after(answered)) if answered else first
    return monthly.between(begin, last)
