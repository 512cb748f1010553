"""Finding rows of a list by what somebody types into its search line."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, or_

from portal.core import contact


def holds(text: str, columns: Iterable[Any], mobile: Any) -> ColumnElement[bool]:
    """Return the condition for rows that hold a text, or a number however it is written.

    Args:
        text: as it was typed.
        columns: where it may stand.
        mobile: the column of numbers, as they are stored.
    """
    found = [column.icontains(text, autoescape=True) for column in (*columns, mobile)]
    if digits := contact.dialled(text):
        found.append(mobile.contains(digits))
    return or_(*found)
