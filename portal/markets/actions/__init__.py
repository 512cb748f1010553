"""The verbs of markets: alliances, particulars, halls, honours; stalls and the plans of floors."""

from portal.markets.actions.particulars import (
    add_hall,
    add_honour,
    change,
    change_hall,
    change_honour,
    close,
    create_alliance,
    create_market,
    remove_hall,
    remove_honour,
    rename_alliance,
    reopen,
)
from portal.markets.actions.places import (
    add_stalls,
    change_stall,
    merge_stalls,
    split_stall,
    turn_stall,
    withdraw_stall,
)
from portal.markets.actions.plans import draw

__all__ = [
    "add_hall",
    "add_honour",
    "add_stalls",
    "change",
    "change_hall",
    "change_honour",
    "change_stall",
    "close",
    "create_alliance",
    "create_market",
    "draw",
    "merge_stalls",
    "remove_hall",
    "remove_honour",
    "rename_alliance",
    "reopen",
    "split_stall",
    "turn_stall",
    "withdraw_stall",
]
