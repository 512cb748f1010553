"""What is due, told by every domain in the same columns, so that one question finds all of it.

Each domain's queries give selects made by `line`; whoever shows a week puts them together with
`union_all`. Nothing is stored: a line is there as long as its rows say so.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    case,
    cast,
    literal,
    null,
    select,
)

from portal.core import clock
from portal.core.db import UTCDateTime
from portal.core.i18n import lazy_gettext as _l

COLUMNS: dict[str, Any] = {
    "market_id": Integer(),
    "brand_id": Integer(),
    "thing_id": Integer(),
    "other_id": Integer(),
    "person_id": Integer(),
    "number": Integer(),
    "slug": String(),
    "code": String(),
    "name_zh": String(),
    "name_en": String(),
    "words_zh": String(),
    "words_en": String(),
    "since": UTCDateTime(),
    "hours": Integer(),
    "due_on": Date(),
}
"""What a line may say: whose office, about which brand, of what, whose task (nobody's in
particular without), how many, the address's words, the name in the first line, words for the
second; since when it has waited and after how many hours it is late, or on which day it is due."""
SUNDAY = 6


class Shelf(IntEnum):
    """How near a line's clock is."""

    LATE = 0
    TODAY = 1
    WEEK = 2
    LATER = 3

    @property
    def label(self) -> str:
        """Return what a reader calls it."""
        return str(LABELS[self])


LABELS = {
    Shelf.LATE: _l("Late"),
    Shelf.TODAY: _l("Today"),
    Shelf.WEEK: _l("This week"),
    Shelf.LATER: _l("Later"),
}


def end() -> date:
    """Return the Sunday of the present week, in the market's zone."""
    today = clock.today()
    return today + timedelta(days=SUNDAY - today.weekday())


def midnight_after(on: date) -> datetime:
    """Return when a day ends in the market's zone, in UTC."""
    ended = datetime.combine(on + timedelta(days=1), time(), tzinfo=clock.SHANGHAI)
    return ended.astimezone(UTC)


def moment(later: timedelta = timedelta()) -> BindParameter[datetime]:
    """Return the moment so long after now, as a value that is asked for when the question is.

    Lines are made of nothing else that changes within a day, so that whoever puts them together
    may keep the whole question until midnight.
    """
    return bindparam(None, callable_=lambda: clock.now() + later, type_=UTCDateTime(), unique=True)


def by_moment(since: Any, within: timedelta = timedelta()) -> ColumnElement[int]:
    """Return the shelf of what should be done so long after a moment."""
    return case(
        (since < moment(-within), int(Shelf.LATE)),
        (since < midnight_after(clock.today()) - within, int(Shelf.TODAY)),
        (since < midnight_after(end()) - within, int(Shelf.WEEK)),
        else_=int(Shelf.LATER),
    )


def by_whole_days(since: Any, days: int) -> ColumnElement[int]:
    """Return the shelf of what should be done so many days after the day of a moment."""
    today, allowed = clock.today(), timedelta(days=days)
    return case(
        (since < midnight_after(today - allowed - timedelta(days=1)), int(Shelf.LATE)),
        (since < midnight_after(today - allowed), int(Shelf.TODAY)),
        (since < midnight_after(end() - allowed), int(Shelf.WEEK)),
        else_=int(Shelf.LATER),
    )


def by_day(due_on: Any) -> ColumnElement[int]:
    """Return the shelf of what should be done by the end of a day."""
    return case(
        (due_on < clock.today(), int(Shelf.LATE)),
        (due_on == clock.today(), int(Shelf.TODAY)),
        (due_on <= end(), int(Shelf.WEEK)),
        else_=int(Shelf.LATER),
    )


def line(
    kind: str,
    *,
    since: Any = None,
    within: timedelta = timedelta(),
    due_on: Any = None,
    shelf: Any = None,
    **said: Any,
) -> Select[Any]:
    """Return the select of one kind of lines; the caller joins and narrows it.

    A line is due `within` so long after the moment `since`, or at the end of the day `due_on`;
    one without a clock, or that counts whole days, names its shelf. `said` gives columns or
    values for the rest of `COLUMNS`; what is left out is null.
    """
    if unknown := said.keys() - COLUMNS.keys():
        raise TypeError(f"a line of a week has no {', '.join(sorted(unknown))}")
    if since is not None:
        shelf = by_moment(since, within) if shelf is None else shelf
        said |= {"since": since, "hours": _hours(within)}
    elif due_on is not None:
        due_on = _column(due_on, Date())
        shelf, said = by_day(due_on), said | {"due_on": due_on}
    columns = [
        _column(said[name], kept).label(name) if name in said else cast(null(), kept).label(name)
        for name, kept in COLUMNS.items()
    ]
    return select(
        literal(kind, String()).label("kind"), _column(shelf, Integer()).label("shelf"), *columns
    )


def _hours(within: timedelta) -> int:
    return int(within / timedelta(hours=1))


def _column(value: Any, kept: Any) -> ColumnElement[Any]:
    """Return a column as it is, and a plain value as one of its type."""
    if isinstance(value, SQLColumnExpression):
        return value  # type: ignore[return-value]
    return literal(int(value) if isinstance(value, Shelf) else value, kept)
