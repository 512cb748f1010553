"""The verbs of leasing: letting, going on, ending, moving, leaving; and ladders of concessions."""

from portal.leasing.actions.fees import grant_fee, take_back_fee
from portal.leasing.actions.ladders import change_ladder, stage_changed
from portal.leasing.actions.letting import end, extend, leave, let_stall, move

__all__ = [
    "change_ladder",
    "end",
    "extend",
    "grant_fee",
    "leave",
    "let_stall",
    "move",
    "stage_changed",
    "take_back_fee",
]
