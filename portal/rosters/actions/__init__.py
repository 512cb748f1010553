"""The verbs of rosters: taking a table in, reading it, ticking, taking over, taking back."""

from portal.rosters.actions.comparing import read, read_behind_the_pages
from portal.rosters.actions.correcting import correct
from portal.rosters.actions.deciding import (
    Ticks,
    apply,
    discard,
    forget,
    keep_ticks,
    offer_takers,
    purge,
    sweep,
    undo,
)
from portal.rosters.actions.receiving import (
    Received,
    begin,
    choose_columns,
    choose_sheet,
    receive,
)
from portal.rosters.queries import Criteria

__all__ = [
    "Criteria",
    "Received",
    "Ticks",
    "apply",
    "begin",
    "choose_columns",
    "choose_sheet",
    "correct",
    "discard",
    "forget",
    "keep_ticks",
    "offer_takers",
    "purge",
    "read",
    "read_behind_the_pages",
    "receive",
    "sweep",
    "undo",
]
