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
from portal.onboarding.actions.merging import merge
from portal.onboarding.actions.on_behalf import (
    begin_for,
    check_confirmable,
    confirm,
    confirm_link,
)
from portal.onboarding.actions.telling import (
    address,
    market_name,
    name,
)

__all__ = [
    "add_pictures",
    "add_reply_files",
    "address",
    "admit",
    "begin",
    "begin_for",
    "check_confirmable",
    "confirm",
    "confirm_link",
    "decide",
    "decline",
    "first_step",
    "is_decided",
    "make_brand",
    "market_name",
    "merge",
    "move",
    "name",
    "remove_file",
    "remove_picture",
    "return_with_request",
    "save",
    "submit",
    "withdraw",
]
