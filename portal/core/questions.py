"""Questions that are kept: what never changes in one is written into its text, once.

SQLite plans a statement anew, each time, when a value that is given with it stands where a
partial index might answer: of a question of 25 kB that is half of what it costs. And SQLAlchemy
looks at every value of a statement before it sends it, 360 of them for an office's week.
"""

from typing import Any, TypeVar, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    SelectBase,
    String,
    literal_column,
)
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeEngine

from portal.core.db import UTCDateTime, db

CONSTANT = (String, Integer, Date, UTCDateTime)
"""Kinds of values that can be written into a statement; states are strings."""

Question = TypeVar("Question", bound=SelectBase)


def written_out(question: Question) -> Question:
    """Return a question with its constants in its text; what is still to be given stays open.

    Only for questions that are made of the portal's own words and today's date and then kept: a
    statement with a text of its own for each thing that somebody types would be planned each time.
    """

    def write(element: Any, **_how: Any) -> ColumnElement[Any] | None:
        is_value = isinstance(element, BindParameter) and isinstance(element.type, CONSTANT)
        if not is_value or element.required or element.callable or element.value is None:
            return None
        values = element.value if element.expanding else [element.value]
        text = ", ".join(as_text(one, element.type) for one in values)
        if not text or "%" in text:  # a driver would take it for the place of a value
            return None
        return literal_column(f"({text})" if element.expanding else text, element.type)

    return cast("Question", replacement_traverse(question, {}, write))


def as_text(value: object, kind: TypeEngine[Any]) -> str:
    """Return a value as a statement writes it; PostgreSQL wants to know of which kind it is."""
    dialect = db.engine.dialect
    process: Any = kind.dialect_impl(dialect).literal_processor(dialect)
    text: str = process(value)
    if dialect.name == "sqlite":
        return text
    return f"CAST({text} AS {kind.compile(dialect)})"
