"""The verbs of incubation: opening a programme, enrolling, evidence, decisions, gates."""

from portal.incubation.actions.deciding import pass_evidence, return_evidence
from portal.incubation.actions.gates import (
    brand_changed,
    check_automatic,
    enrol,
    enrol_now,
    offer_conditions,
)
from portal.incubation.actions.graduating import follow_up, graduate, revoke
from portal.incubation.actions.handing_in import add_files, drop_file, hand_in, keep, take_back
from portal.incubation.actions.pausing import brand_leaves, leave, pause, resume, step_back
from portal.incubation.actions.programmes import (
    close_programme,
    load_template,
    open_programme,
    template_named,
)
from portal.incubation.actions.reminding import watch_days
from portal.incubation.actions.reviewing import (
    Done,
    assign,
    each,
    may_decide,
    must_need_no_points,
    note_for_office,
)
from portal.incubation.actions.steering import advance, extend, hold, move_date, release, waive
from portal.incubation.actions.telling import address_of

__all__ = [
    "Done",
    "add_files",
    "address_of",
    "advance",
    "assign",
    "brand_changed",
    "brand_leaves",
    "check_automatic",
    "close_programme",
    "drop_file",
    "each",
    "enrol",
    "enrol_now",
    "extend",
    "follow_up",
    "graduate",
    "hand_in",
    "hold",
    "keep",
    "leave",
    "load_template",
    "may_decide",
    "move_date",
    "must_need_no_points",
    "note_for_office",
    "offer_conditions",
    "open_programme",
    "pass_evidence",
    "pause",
    "release",
    "resume",
    "return_evidence",
    "revoke",
    "step_back",
    "take_back",
    "template_named",
    "waive",
    "watch_days",
]
