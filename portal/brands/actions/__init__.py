"""Making brands; writing, submitting, deciding and showing their profiles."""

from portal.brands.actions.asking import answer, ask, note_seen
from portal.brands.actions.deciding import (
    check_nothing_in_the_way,
    publish,
    return_with_request,
    submit,
    take_back,
)
from portal.brands.actions.making import (
    create,
)
from portal.brands.actions.showing import (
    give_up,
    hide,
    may_suspend,
    pause_from,
    readmit,
    show,
    suspend,
    withdraw,
)
from portal.brands.actions.telling import (
    address,
    name,
)
from portal.brands.actions.terms import (
    add_offer,
    copy_offer,
    copy_terms,
    release,
    remove_offer,
    save_estimate,
    save_offer,
)
from portal.brands.actions.writing import (
    begin_draft,
    copy_of,
    save_section,
)

__all__ = [
    "add_offer",
    "address",
    "answer",
    "ask",
    "begin_draft",
    "check_nothing_in_the_way",
    "copy_of",
    "copy_offer",
    "copy_terms",
    "create",
    "give_up",
    "hide",
    "may_suspend",
    "name",
    "note_seen",
    "pause_from",
    "publish",
    "readmit",
    "release",
    "remove_offer",
    "return_with_request",
    "save_estimate",
    "save_offer",
    "save_section",
    "show",
    "submit",
    "suspend",
    "take_back",
    "withdraw",
]
