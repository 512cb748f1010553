"""What the calendar says of connections: what waits, what is open, what has run out."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.brands.models import Brand
from portal.connections.models import PENDING, Connection, ConnectionState
from portal.core import clock
from portal.core.db import TODAY

S = ConnectionState
SOON = timedelta(days=60)
"""What ends within so long is on the list of what ends soon."""


class Shelf(StrEnum):
    """The lists of connections."""

    WAITING = "waiting"
    OPEN = "open"
    ENDING = "ending"
    PAST = "past"
    ALL = "all"


def waits() -> ColumnElement[bool]:
    """Return the condition for what waits for an answer today."""
    return and_(Connection.state.in_(PENDING), Connection.answer_by >= TODAY)


def in_force() -> ColumnElement[bool]:
    """Return the condition for what has a term that holds today; it may rest nevertheless."""
    return and_(Connection.state == S.ACTIVE, Connection.ends_on >= TODAY)


def run_out() -> ColumnElement[bool]:
    """Return the condition for what the calendar has ended, and no clock has noted yet."""
    return or_(
        and_(Connection.state.in_(PENDING), Connection.answer_by < TODAY),
        and_(Connection.state == S.ACTIVE, Connection.ends_on < TODAY),
    )


def on_shelf(shelf: Shelf) -> ColumnElement[bool]:
    """Return the condition of one of the lists."""
    return {
        Shelf.WAITING: waits(),
        Shelf.OPEN: in_force(),
        Shelf.ENDING: and_(in_force(), Connection.ends_on <= clock.today() + SOON),
        Shelf.PAST: ~or_(waits(), in_force()),
        Shelf.ALL: Connection.id.is_not(None),
    }[shelf]


def whole() -> Select[Any]:
    """Return the select of connections with brand, market and agent."""
    return select(Connection).options(
        joinedload(Connection.brand).joinedload(Brand.market), joinedload(Connection.agent)
    )
