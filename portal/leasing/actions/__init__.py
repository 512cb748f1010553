"""The verbs of leasing: letting, going on, ending, moving, leaving; and ladders of concessions."""

from portal.leasing.actions.fees import grant_fee, take_back_fee
from portal.leasing.actions.ladders import change_ladder, stage_changed
from portal.leasing.actions.letting import brand_leaves, end, extend, leave, let_stall, move
from portal.leasing.actions.opening import open_stall, shut_stall

__all__ = [
    "brand_leaves",
    "change_ladder",
    "end",
    "extend",
    "grant_fee",
    "leave",
    "let_stall",
    "move",
    "open_stall",
    "shut_stall",
    "stage_changed",
    "take_back_fee",
]
