"""What an agent asks with, what a brand answers, whom it invites, what narrows a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from portal.agents.asking import AskingForm
from portal.agents.models import Agent
from portal.connections.models import Connection, ConnectionDesk
from portal.connections.queries import Criteria, Shelf, Sort
from portal.connections.rules import LONGEST, MOST_INVITED, MOST_MONTHS, SHORTEST, months_later
from portal.core import clock
from portal.core.contact import clean_text
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import said
from portal.core.picking import ChipsField
from portal.reference.choosing import terms

SEARCH_LENGTH = 80
LIST_LENGTH = 8000
AT_MOST = _l("At most %(max)d characters, please.")


class AskForm(AskingForm):
    """An agent asks for a brand's terms."""

    channels = ChipsField(
        _l("Through which channels"),
        [Required(_l("Choose how you would sell it."))],
        choices=lambda: terms("channel"),
    )
    plan = TextAreaField(
        _l("Your plan, in a few sentences"),
        [
            Required(_l("Write what you mean to do.")),
            Length(SHORTEST, LONGEST, _l("From %(min)d to %(max)d characters, please.")),
        ],
        description=_l("How many shops, since when, with which brands beside it, from when on."),
    )

    def __init__(self, askers: Sequence[Agent], former: Connection | None, **more: Any) -> None:
        super().__init__(askers, **usual(askers, former) | more)


def usual(askers: Sequence[Agent], former: Connection | None) -> dict[str, Any]:
    """Return what a company most likely asks for: what it asked the last time, else its own."""
    if former is not None:
        return {
            "agent_id": former.agent_id,
            "regions": former.regions,
            "channels": former.channels,
            "plan": former.plan,
        }
    first = askers[0]
    return {"agent_id": first.id, "regions": first.regions, "channels": first.channels}


class AcceptForm(PortalForm):
    """Until when the terms are open."""

    ends_on = DateField(_l("Open until"), [Required(_l("Choose the last day."))])

    def __init__(self, desk: ConnectionDesk) -> None:
        super().__init__(ends_on=months_later(clock.today(), desk.months))


class WordsForm(PortalForm):
    """A question, an answer, or why terms are closed: words that the other side reads."""

    text = TextAreaField(
        _l("Your words"),
        [
            Required(_l("Write what the other side should read.")),
            Length(max=LONGEST, message=AT_MOST),
        ],
    )


class DeclineForm(PortalForm):
    """Why the terms stay closed: a reason of one's own side, and words if wished."""

    reason = SelectField(_l("Why not"), [Required(_l("Choose a reason; the other side reads it."))])
    words = TextAreaField(
        _l("What you would like to add"),
        [Length(max=LONGEST, message=AT_MOST)],
        description=_l("Like: ask again in spring, when your second shop is open."),
    )

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        offered = [one for one in terms("lost_reason") if one.value in codes]
        self.reason.choices = [SelectChoice("", str(_l("Choose a reason"))), *offered]


class InviteForm(PortalForm):
    """A list of agents to whom a brand opens its terms."""

    agents = ChipsField(_l("Agents that you have found"), coerce=int, validate_choice=False)
    names = TextAreaField(
        _l("Or paste a list"),
        [Length(max=LIST_LENGTH, message=AT_MOST)],
        description=_l(
            "One agent a line: the name on the licence, the credit code, or the mobile number."
        ),
    )
    ends_on = DateField(_l("Open until"), [Required(_l("Choose the last day."))])
    plan = StringField(
        _l("What for"),
        [Length(max=200, message=AT_MOST)],
        description=_l("The agents read it, like: order fair of 8 March."),
    )
    at_once = BooleanField(
        _l("Open the terms at once"),
        description=_l("Otherwise each agent accepts first, with one tap."),
    )

    def __init__(self, offered: Sequence[Agent], desk: ConnectionDesk) -> None:
        super().__init__(ends_on=months_later(clock.today(), desk.months))
        self.agents.choices = [SelectChoice(one.id, said(one, "name")) for one in offered]

    @property
    def lines(self) -> list[str]:
        """Return what was pasted, line by line, each once."""
        found = (" ".join(line.split()) for line in str(self.names.data or "").splitlines())
        return list(dict.fromkeys(line for line in found if line))

    def refuse_unknown(self, unknown: Sequence[str]) -> None:
        """Say which lines nobody is called by."""
        words = _l("Not found among the verified agents: %(lines)s", lines="、".join(unknown))
        self.names.errors = [str(words)]

    def check_number(self) -> bool:
        """Say whether somebody is named, and no more than a fair has.

        The choices are the verified agents among those that were ticked.
        """
        number = len(list(self.agents.choices or ())) + len(self.lines)
        if 0 < number <= MOST_INVITED:
            return True
        words = (
            _l("Tick an agent, or paste a list.")
            if not number
            else _l("At most %(num)s agents at a time.", num=MOST_INVITED)
        )
        self.names.errors = [str(words)]
        return False


class DeskForm(PortalForm):
    """How a brand wants askings answered."""

    office_answers = BooleanField(
        _l("The market's office answers for us"),
        description=_l("You are told of every asking and decision, and can decide yourselves."),
    )
    months = IntegerField(
        _l("Usual term"),
        [
            InputRequired(_l("Write a number of months.")),
            NumberRange(1, MOST_MONTHS, _l("A number from %(min)s to %(max)s, please.")),
        ],
    )


def read_criteria(arguments: Mapping[str, str]) -> Criteria:
    """Return what the address narrows a list to; what nobody knows counts as the usual."""
    shelf, sort = arguments.get("shelf", ""), arguments.get("sort", "")
    return Criteria(
        shelf=Shelf(shelf) if shelf in set(Shelf) else Shelf.ALL,
        text=clean_text(arguments.get("q", "")).strip()[:SEARCH_LENGTH],
        sort=Sort(sort) if sort in set(Sort) else Sort.NEXT,
    )
