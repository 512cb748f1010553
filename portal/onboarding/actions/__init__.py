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
    decide,
    decline,
    first_step,
    is_decided,
    make_brand,
    return_with_request,
)
from portal.onboarding.actions.telling import (
    address,
    market_name,
    name,
)

__all__ = [
    "add_pictures",
    "address",
    "admit",
    "begin",
    "decide",
    "decline",
    "first_step",
    "is_decided",
    "make_brand",
    "market_name",
    "name",
    "remove_picture",
    "return_with_request",
    "save",
    "submit",
    "withdraw",
]
