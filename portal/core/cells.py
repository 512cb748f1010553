"""What a table that is taken away is made of: parts, and cells that can be counted with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
class Part:
    """One table of a file: a sheet of a workbook."""

    title: str
    head: Sequence[Value]
    rows: Iterable[Sequence[Value]]
