"""The verbs of onboarding: applying, and what the office decides."""

from portal.onboarding.actions.applying import (
    add_pictures,
    begin,
    remove_picture,
    save,
    submit,
    withdraw,
)
from portal.onboarding.actions.deciding import (
    admit,
    check_places,
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

__all__ = [
    "NEEDS_REASON",
    "Given",
    "Outcome",
    "Verdict",
    "Wish",
    "add_pictures",
    "address",
    "admit",
    "assign",
    "begin",
    "cancel",
    "check_places",
    "decide",
    "decide_many",
    "decline",
    "first_step",
    "give_up",
    "hand_in",
    "invite",
    "is_decided",
    "keep_review",
    "keep_rubric",
    "make_brand",
    "market_name",
    "move_on_list",
    "move_to",
    "name",
    "note_result",
    "recuse",
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
