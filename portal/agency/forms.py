"""What an agent asks, what anybody answers, why a conversation ends, what narrows a list."""

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from portal.agency.models import EnquiryState
from portal.agency.queries import Criteria, Wait
from portal.agency.rules import LONGEST, MOST_PIECES, SHORTEST
from portal.agents.asking import AskingForm
from portal.agents.models import Agent
from portal.core.contact import clean_text
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.reference.choosing import terms

SEARCH_LENGTH = 80


class EnquiryForm(AskingForm):
    """A question to a brand."""

    message = TextAreaField(
        _l("Your message"),
        [
            Required(_l("Write what you would like to know.")),
            Length(SHORTEST, LONGEST, _l("From %(min)d to %(max)d characters, please.")),
        ],
        description=_l(
            "Who you are, what you sell now, what you would like to know. The brand has 24 hours to"
            " answer."
        ),
    )
    channel = RadioField(
        _l("Through which channel"),
        [Required(_l("Choose how you would sell it."))],
        choices=lambda: terms("channel"),
    )
    pieces_per_month = IntegerField(
        _l("Pieces a month"),
        [
            InputRequired(_l("Give a rough number.")),
            NumberRange(1, MOST_PIECES, _l("A number from %(min)s to %(max)s, please.")),
        ],
        description=_l("A rough number is enough; it binds nobody."),
    )

    def __init__(self, askers: Sequence[Agent], **defaults: Any) -> None:
        super().__init__(askers, **usual(askers) | defaults)


def usual(askers: Sequence[Agent]) -> dict[str, Any]:
    """Return what a company most likely asks for: its own regions, its only channel."""
    first = askers[0]
    return {
        "agent_id": first.id,
        "regions": first.regions,
        "channel": first.channels[0] if len(first.channels) == 1 else None,
    }


class ReplyForm(PortalForm):
    """The next message of a conversation."""

    text = TextAreaField(
        _l("Your answer"),
        [
            Required(_l("Write your answer.")),
            Length(max=LONGEST, message=_l("At most %(max)d characters, please.")),
        ],
    )
    reopen = IntegerField(_l("Open again"), [Optional()], widget=HiddenInput())

    @property
    def answers(self) -> dict[str, Any]:
        """Return the message, and whether the writer saw that the conversation is closed."""
        return {"text": self.text.data, "reopen": bool(self.reopen.data)}


class CloseForm(PortalForm):
    """Why it came to nothing."""

    reason = SelectField(
        _l("Why it came to nothing"),
        [Required(_l("Choose a reason; the other side reads it."))],
        choices=lambda: [SelectChoice("", str(_l("Choose a reason"))), *terms("lost_reason")],
    )


def read_state() -> EnquiryState | None:
    """Return the state that the address asks for; None for all, and for one nobody knows."""
    asked = request.args.get("state", "")
    return next((one for one in EnquiryState if one.value == asked), None)


def read_criteria() -> Criteria:
    """Return what the address narrows a market's list to."""
    asked = request.args.get("wait", "")
    return Criteria(
        wait=Wait(asked) if asked in set(Wait) else Wait.WAITING,
        text=clean_text(request.args.get("q", "")).strip()[:SEARCH_LENGTH],
    )
