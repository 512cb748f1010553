"""The verbs of onboarding: applying, and what the office decides."""

from portal.onboarding.actions.applying import (
    add_pictures,
    add_reply_files,
    begin,
    move,
    remove_file,
    remove_picture,
    save,
    submit,
    withdraw,
)
from portal.onboarding.actions.deciding import (
    admit,
    decide,
    decline,
    first_step,
    is_decided,
    make_brand,
    return_with_request,
)
from portal.onboarding.actions.interviewing import (
    Wish,
    cancel,
    invite,
    move_to,
    note_result,
)
from portal.onboarding.actions.leaving import give_up
from portal.onboarding.actions.meeting import (
    NEEDS_REASON,
    Outcome,
    Verdict,
    decide_many,
    move_on_list,
    shortlist,
    state_places,
    wait_list,
)
from portal.onboarding.actions.merging import merge
from portal.onboarding.actions.on_behalf import (
    begin_for,
    check_confirmable,
    confirm,
    confirm_link,
)
from portal.onboarding.actions.reviewing import (
    Given,
    assign,
    hand_in,
    keep_review,
    keep_rubric,
    recuse,
    replace,
)
from portal.onboarding.actions.telling import (
    address,
    market_name,
    name,
)
from portal.onboarding.actions.transferring import (
    Request,
    agree,
    ask,
    call_off,
)
from portal.onboarding.actions.transferring import decline as decline_transfer

__all__ = [
    "NEEDS_REASON",
    "Given",
    "Outcome",
    "Request",
    "Verdict",
    "Wish",
    "add_pictures",
    "add_reply_files",
    "address",
    "admit",
    "agree",
    "ask",
    "assign",
    "begin",
    "begin_for",
    "call_off",
    "cancel",
    "check_confirmable",
    "confirm",
    "confirm_link",
    "decide",
    "decide_many",
    "decline",
    "decline_transfer",
    "first_step",
    "give_up",
    "hand_in",
    "invite",
    "is_decided",
    "keep_review",
    "keep_rubric",
    "make_brand",
    "market_name",
    "merge",
    "move",
    "move_on_list",
    "move_to",
    "name",
    "note_result",
    "recuse",
    "remove_file",
    "remove_picture",
    "replace",
    "return_with_request",
    "save",
    "shortlist",
    "state_places",
    "submit",
    "wait_list",
    "withdraw",
]
