"""The verbs of incubation: opening a programme, enrolling, evidence, decisions, gates."""

from portal.incubation.actions.deciding import pass_evidence, return_evidence
from portal.incubation.actions.fairs import add_fair, change_fair, move_fair
from portal.incubation.actions.gates import (
    brand_changed,
    check_automatic,
    enrol,
    enrol_now,
    offer_conditions,
)
from portal.incubation.actions.graduating import follow_up, graduate, revoke
from portal.incubation.actions.handing_in import (
    add_files,
    drop_file,
    hand_in,
    keep,
    take_back,
    use_again,
)
from portal.incubation.actions.moving import move_brands
from portal.incubation.actions.pausing import brand_leaves, leave, pause, resume, step_back
from portal.incubation.actions.programmes import (
    Cohort,
    change_programme,
    close_programme,
    load_template,
    open_programme,
    template_named,
)
from portal.incubation.actions.reminding import remind_now, watch_days
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
from portal.incubation.actions.templates import (
    add_milestone,
    add_stage,
    change_milestone,
    change_stage,
    copy_milestone,
    discard,
    publish,
    remove_milestone,
    remove_stage,
    rename,
    shift,
    start,
    start_from,
)

__all__ = [
    "Cohort",
    "Done",
    "add_fair",
    "add_files",
    "add_milestone",
    "add_stage",
    "address_of",
    "advance",
    "assign",
    "brand_changed",
    "brand_leaves",
    "change_fair",
    "change_milestone",
    "change_programme",
    "change_stage",
    "check_automatic",
    "close_programme",
    "copy_milestone",
    "discard",
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
    "move_brands",
    "move_date",
    "move_fair",
    "must_need_no_points",
    "note_for_office",
    "offer_conditions",
    "open_programme",
    "pass_evidence",
    "pause",
    "publish",
    "release",
    "remind_now",
    "remove_milestone",
    "remove_stage",
    "rename",
    "resume",
    "return_evidence",
    "revoke",
    "shift",
    "start",
    "start_from",
    "step_back",
    "take_back",
    "template_named",
    "use_again",
    "waive",
    "watch_days",
]
