"""What papers are handed in with, decided by and asked for, and how lists are narrowed."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from portal.core import clock, row_numbers
from portal.core.contact import clean_text
from portal.core.forms import PortalForm, Required, VersionField
from portal.core.i18n import lazy_gettext as _l
from portal.papers.models import Effect, Scope, Standing, TrademarkState
from portal.papers.queries import Criteria, Sort
from portal.papers.rules import (
    HOLDER_LENGTH,
    LONGEST_GRACE,
    NOTE_LENGTH,
    NUMBER_LENGTH,
    possible_steps,
)
from portal.reference import papers as kinds
from portal.reference.papers import Clock, Kind

TOO_LONG = _l("At most %(max)d characters, please.")
QUERY_LENGTH = 60
LONGEST_WITHIN = 3660
STEPS = {
    "file": _l("The application was filed"),
    "accept": _l("The office accepted it for examination"),
    "publish": _l("It was published for opposition"),
    "oppose": _l("Somebody has opposed it"),
    "refuse": _l("It was refused"),
}


class PaperForm(PortalForm):
    """What stands on a paper. The scans are chosen with it."""

    number = StringField(_l("Paper number"), [Length(max=NUMBER_LENGTH, message=TOO_LONG)])
    holder = StringField("", [Length(max=HOLDER_LENGTH, message=TOO_LONG)])
    issued_on = DateField(_l("Issued on"), [Optional()])
    expires_on = DateField(_l("Good until"), [Optional()])
    for_ever = BooleanField(_l("It has no end (“long term” is printed on it)"))
    note = TextAreaField(
        _l("A word to the office"),
        [Length(max=NOTE_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 2},
    )

    def __init__(self, kind: Kind, **given: Any) -> None:
        super().__init__(**given)
        self.holder.label.text = str(kind.holder.label)
        if kind.masked:
            self.number.description = _l("Only the first and last four signs are kept.")
        if kind.clock is Clock.TERM:
            self.expires_on.description = _l(
                "Leave it empty and it counts from the day of issue, as is usual for this paper."
            )
        if kind.clock is Clock.EXPIRY:
            self.expires_on.flags.required = True
            self.expires_on.description = _l("Or tick below that it has no end.")
        else:
            del self.for_ever
        if kind.clock is Clock.NONE:
            del self.expires_on


class SeenForm(PortalForm):
    """A decision that needs no words, on what was seen."""

    seen = VersionField(widget=HiddenInput(), id="verify-seen")


class ReturnForm(PortalForm):
    """Giving a paper back."""

    seen = VersionField(widget=HiddenInput(), id="return-seen")
    request = TextAreaField(
        _l("What exactly is wrong with it"),
        [
            Required(_l("Say what is wrong, so that the brand knows what to do.")),
            Length(max=NOTE_LENGTH, message=TOO_LONG),
        ],
        render_kw={"rows": 3},
    )


class WithdrawForm(PortalForm):
    """Taking a verification or the evidence of a renewal back."""

    seen = VersionField(widget=HiddenInput(), id="withdraw-seen")
    reason = TextAreaField(
        _l("Reason"),
        [
            Required(_l("Say why; the brand's people read it.")),
            Length(max=NOTE_LENGTH, message=TOO_LONG),
        ],
        render_kw={"rows": 3},
    )


class DoubtForm(WithdrawForm):
    """The same, for the evidence of a renewal."""

    seen = VersionField(widget=HiddenInput(), id="doubt-seen")
    reason = TextAreaField(
        _l("Reason"),
        [
            Required(_l("Say why; the brand's people read it.")),
            Length(max=NOTE_LENGTH, message=TOO_LONG),
        ],
        id="doubt-reason",
        render_kw={"rows": 3},
    )


class SnoozeForm(PortalForm):
    """Silence until a day."""

    until = DateField(_l("Remind again on"), [Required(_l("Choose the day."))])
    reason = TextAreaField(
        _l("Reason"),
        [
            Required(_l("Say why; it is kept in the trail.")),
            Length(max=NOTE_LENGTH, message=TOO_LONG),
        ],
        id="snooze-reason",
        render_kw={"rows": 2},
    )


class StepForm(PortalForm):
    """What the authority has done with a trademark."""

    step = SelectField(_l("Step"), [Required(_l("Choose what happened."))])
    happened_on = DateField(
        _l("On which day"),
        [Required(_l("Choose the day."))],
        default=lambda: clock.today(),  # noqa: PLW0108 -- the clock may be moved
    )
    number = StringField(
        _l("Application number"), [Length(max=40, message=TOO_LONG)], id="trademark-number"
    )
    note = TextAreaField(
        _l("Note"),
        [Length(max=NOTE_LENGTH, message=TOO_LONG)],
        id="trademark-note",
        render_kw={"rows": 2},
    )

    def __init__(self, state: TrademarkState, **given: Any) -> None:
        super().__init__(**given)
        offered = [SelectChoice(one, str(STEPS[one])) for one in possible_steps(state)]
        self.step.choices = [SelectChoice("", str(_l("Choose what happened"))), *offered]


class RuleForm(PortalForm):
    """What a market asks, of whom, and what follows."""

    seen = IntegerField(_l("Rule"), [Optional()], widget=HiddenInput(), default=0)
    effect = RadioField(
        _l("Consequence when missing or expired"),
        [Required(_l("Choose what follows."))],
        choices=lambda: [SelectChoice(one.value, str(one.label)) for one in Effect],
        coerce=str,
    )
    scope = RadioField(
        _l("Who must provide it"),
        [Required(_l("Choose of whom."))],
        choices=lambda: [SelectChoice(one.value, str(one.label)) for one in Scope],
        coerce=str,
    )
    grace_days = IntegerField(
        _l("Days of grace"),
        [
            InputRequired(_l("Give a number of days, 0 for none.")),
            NumberRange(0, LONGEST_GRACE, _l("A number from %(min)s to %(max)s, please.")),
        ],
        description=_l(
            "Counted from the day on which it runs out, or from today when it is missing."
        ),
    )

    @property
    def rule(self) -> dict[str, Any]:
        """Return what was chosen, as the rule has it."""
        return {
            "effect": Effect[self.effect.data.upper()],
            "scope": Scope[self.scope.data.upper()],
            "grace_days": self.grace_days.data,
        }


class TickedForm(PortalForm):
    """The papers of a list that were ticked."""

    paper = SelectMultipleField(_l("Papers"), validate_choice=False, choices=[])


def read_criteria(asked: Mapping[str, str]) -> Criteria:
    """Read the list's filters from its address; what makes no sense is left out."""
    kind, standing, sort = (asked.get(name, "") for name in ("kind", "standing", "sort"))
    number = row_numbers.whole(asked.get("within", ""))
    return Criteria(
        kind=kind if kind in kinds.every() else "",
        standing=standing if standing in set(Standing) else "",
        within=min(number, LONGEST_WITHIN) if number is not None else None,
        text=clean_text(asked.get("q", ""))[:QUERY_LENGTH].strip(),
        sort=Sort(sort) if sort in set(Sort) else Sort.EXPIRY,
    )
