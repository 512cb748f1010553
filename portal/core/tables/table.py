"""What a sheet is to the rest: rows of cells, numbered as Excel numbers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from portal.core.contact import clean_text
from portal.core.errors import TooBigError
from portal.core.i18n import lazy_gettext as _l

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 2000
"""Characters that are kept of one cell."""


@dataclass(frozen=True)
class Sheet:
    """One sheet by its name."""

    name: str
    hidden: bool


@dataclass(frozen=True)
class Formula:
    """A cell that computes: what stands in it, and what came out when it was last saved."""

    text: str
    result: object = None


Value = object
Row = Mapping[int, Value]
"""The cells of a row that are not empty, by column from 1."""


@dataclass(frozen=True)
class Table:
    """The rows that are not empty, by their number from 1, and the columns that are hidden."""

    rows: Sequence[tuple[int, Row]]
    hidden: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = field(default=frozenset())


def shown(value: Value) -> str:
    """Return a cell as plain text, as near as can be to what a person sees in it."""
    if isinstance(value, Formula):
        return value.text if value.result is None else shown(value.result)
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004
        return str(int(value))
    if isinstance(value, date | time | timedelta | int | float):
        return str(value)
    return clean_text(str(value))[:MAX_CELL]


def is_empty(value: Value) -> bool:
    """Say whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def check_rows(count: int) -> None:
    """Refuse a table that is too long.

    Raises:
        TooBigError: the limit is in the message.
    """
    if count > MAX_ROWS:
        raise TooBigError(
            _l("The sheet has more than %(most)s rows.", most=f"{MAX_ROWS:,}"),
            _l("Send it in parts, floor by floor."),
        )


def check_columns(count: int) -> None:
    """Refuse a table that is too wide.

    Raises:
        TooBigError: the limit is in the message.
    """
    if count > MAX_COLUMNS:
        raise TooBigError(
            _l("The sheet has more than %(most)s columns.", most=MAX_COLUMNS),
            _l("Copy the columns that are needed into a new workbook."),
        )
