"""What a number counts, and how it is written out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.core.i18n import gettext, ngettext, percentage
from portal.core.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Unit:
    """What a number counts: the word behind the field, and a number written out with it."""

    word: object
    write: Callable[[int], str]
    typed: Sequence[str] = ()
    """What people type behind the number, in capitals; it says nothing else and is left out."""


def _pieces(number: int) -> str:
    return ngettext("%(amount)s piece", "%(amount)s pieces", number, amount=f"{number:,}")


def _pieces_a_month(number: int) -> str:
    return ngettext(
        "%(amount)s piece a month", "%(amount)s pieces a month", number, amount=f"{number:,}"
    )


def _styles_a_season(number: int) -> str:
    return ngettext(
        "%(amount)s style a season", "%(amount)s styles a season", number, amount=f"{number:,}"
    )


def _people(number: int) -> str:
    return ngettext("%(amount)s person", "%(amount)s people", number, amount=f"{number:,}")


def _days(number: int) -> str:
    return ngettext("%(amount)s day", "%(amount)s days", number, amount=f"{number:,}")


def _months(number: int) -> str:
    return ngettext("%(amount)s month", "%(amount)s months", number, amount=f"{number:,}")


def _shops(number: int) -> str:
    return ngettext("%(amount)s shop", "%(amount)s shops", number, amount=f"{number:,}")


def _square_metres(number: int) -> str:
    return gettext("%(amount)s m²", amount=f"{number:,}")


def _percent(number: int) -> str:
    return percentage(number)


def _times_a_month(number: int) -> str:
    return ngettext("%(amount)s a month", "%(amount)s a month", number, amount=f"{number:,}")


def _cases(number: int) -> str:
    return ngettext("%(amount)s case", "%(amount)s cases", number, amount=f"{number:,}")


def _agents(number: int) -> str:
    return ngettext("%(amount)s agent", "%(amount)s agents", number, amount=f"{number:,}")


PIECES = Unit(_l("pieces"), _pieces, ("件", "条", "PIECES", "PCS"))
PIECES_A_MONTH = Unit(_l("pieces a month"), _pieces_a_month, ("件/月", "件每月", "件"))
STYLES_A_SEASON = Unit(_l("styles a season"), _styles_a_season, ("款/季", "款"))
PEOPLE = Unit(_l("people"), _people, ("人", "名", "位"))
DAYS = Unit(_l("days"), _days, ("天", "日", "DAYS"))
MONTHS = Unit(_l("months"), _months, ("个月", "月", "MONTHS"))
SHOPS = Unit(_l("shops"), _shops, ("家", "间", "个"))
SQUARE_METRES = Unit(_l("m²"), _square_metres, ("平方米", "平米", "平方", "平", "M2"))
PERCENT = Unit("%", _percent, ("%",))
YEAR = Unit("", str, ("年",))
HOUR = Unit(_l("o'clock"), lambda hour: f"{hour:02d}:00", ("点", ":00"))
TIMES_A_MONTH = Unit(_l("a month"), _times_a_month, ("场/月", "次/月", "场", "次"))
CASES = Unit(_l("cases"), _cases, ("起", "次"))
AGENTS = Unit(_l("agents"), _agents, ("家", "个", "位"))
LARGEST = 10_000_000
"""The largest number that any field takes."""
