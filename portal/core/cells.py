"""What stands in a table to take away: texts, numbers and days as they are, `Yuan` and `Share`.

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


def day_cell(moment: datetime | date | None) -> date | str:
    """Return the day of a moment where the markets are, as a cell; an empty one for none."""
    if isinstance(moment, datetime):
        return moment.astimezone(clock.SHANGHAI).date()
    return moment or ""


@dataclass(frozen=True)
class Share:
    """A share in percent as a cell."""

    percent: int

    def __str__(self) -> str:
        """Return it as a spreadsheet reads it."""
        return f"{self.percent}%"


@dataclass(frozen=True)
class Part:
    """One table of a file: a sheet of a workbook."""

    title: str
    head: Sequence[Value]
    rows: Iterable[Sequence[Value]]
