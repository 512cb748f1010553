"""What stands in a table to take away: texts, numbers, days as they are; `Yuan`, `Share`, `Month`.

A spreadsheet can count with all but the texts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.core import clock
from portal.core.amounts import written

Value = object


@dataclass(frozen=True)
class Yuan:
    """An amount of money as a cell."""

    fen: int

    def __str__(self) -> str:
        """Return the yuan as plain digits."""
        return written(self.fen)


@dataclass(frozen=True)
class Share:
    """A share in percent as a cell."""

    percent: int

    def __str__(self) -> str:
        """Return it as a spreadsheet reads it."""
        return f"{self.percent}%"


@dataclass(frozen=True)
class Month:
    """A month as a cell, by its first day."""

    first: date

    def __str__(self) -> str:
        """Return it as 2026-11."""
        return f"{self.first:%Y-%m}"


def day_cell(moment: datetime | date | None) -> date | None:
    """Return a day as a cell that can be sorted and counted with, in the market's zone."""
    if isinstance(moment, datetime):
        return moment.astimezone(clock.SHANGHAI).date()
    return moment


@dataclass(frozen=True)
class Part:
    """One table of a file: a sheet of a workbook."""

    title: str
    head: Sequence[Value]
    rows: Iterable[Sequence[Value]]
