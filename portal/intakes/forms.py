"""What an office fills in about intakes, questions and leads, and how a list's address is read."""

from typing import Any

from flask import request
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
from wtforms.validators import Length, NumberRange

from portal.accounts.models import User
from portal.core import clock, row_numbers
from portal.core.contact import clean_text, format_mobile
from portal.core.forms import PortalForm, Required
from portal.core.i18n import language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.intakes import queries, rules
from portal.intakes.models import Intake, IntakeState, LeadState, QuestionKind
from portal.intakes.queries import IntakeCriteria, LeadCriteria
from portal.intakes.queries.leads import ORDERS
from portal.markets.models import Market
from portal.reference import queries as reference

NOTE_LENGTH = 2000
SEARCH_LENGTH = 80
ALL = "all"
Choices = list[SelectChoice]
KINDS = {
    QuestionKind.SHORT: _l("Short text"),
    QuestionKind.LONG: _l("Long text"),
    QuestionKind.NUMBER: _l("A number"),
    QuestionKind.CHOICE: _l("Choice"),
    QuestionKind.FILE: _l("File or photo"),
}


def at_most(letters: int) -> Length:
    """Return the validator of a text that has a longest length."""
    return Length(max=letters, message=_l("At most %(max)d characters, please."))


def heads() -> Choices:
    """Return the heads of the categories."""
    return [
        SelectChoice(term.code, term.label(language())) for term in reference.children("category")
    ]


def categories() -> Choices:
    """Return the categories under their heads, after a line for none."""
    offered = [
        SelectChoice(code, term.label(language()), optgroup=head.label(language()))
        for head, terms in reference.grouped_choices("category")
        for code, term in terms
    ]
    return [SelectChoice("", str(_l("Not known yet"))), *offered]


def sources() -> Choices:
    """Return where leads come from."""
    return [
        SelectChoice(code, term.label(language()))
        for code, term in reference.choices("lead_source")
    ]


class IntakeForm(PortalForm):
    """What an intake is."""

    title_zh = StringField(
        _l("Name in Chinese"), [Required(_l("Write what the intake is called.")), at_most(80)]
    )
    title_en = StringField(_l("Name in English"), [at_most(120)])
    season_zh = StringField(
        _l("Season in Chinese"), [Required(_l("Write the season.")), at_most(40)]
    )
    season_en = StringField(_l("Season in English"), [at_most(40)])
    programme_id = SelectField(_l("Programme"), coerce=int)
    hall_id = SelectField(_l("Hall"), coerce=int)
    opens_on = DateField(_l("First day"), [Required(_l("Write the first day."))])
    closes_on = DateField(_l("Closes on"), [Required(_l("Write the last day."))])
    places = IntegerField(
        _l("Places"),
        [
            Required(_l("Write how many brands there is room for.")),
            NumberRange(min=1, max=rules.MOST_PLACES),
        ],
    )
    categories = SelectMultipleField(_l("Categories wanted"), choices=heads)
    papers_zh = TextAreaField(_l("Papers to bring, in Chinese"), [at_most(1600)])
    papers_en = TextAreaField(_l("Papers to bring, in English"), [at_most(2400)])

    def __init__(self, market: Market, *, intake: Intake | None = None) -> None:
        given = {} if intake else {"opens_on": clock.today()}
        super().__init__(obj=intake, **given)
        offered = queries.programmes(market.id)
        later = SelectChoice("0", str(_l("Decided later")))
        self.programme_id.choices = [
            later,
            *(SelectChoice(str(one.id), plain(one, "name")) for one in offered),
        ]
        if intake and intake.programme and intake.programme not in offered:
            kept = intake.programme
            self.programme_id.choices.append(SelectChoice(str(kept.id), plain(kept, "name")))
        self.hall_id.choices = [
            later,
            *(SelectChoice(str(one.id), plain(one, "name")) for one in market.halls),
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """Return the facts with a paper a line, and none where nothing is decided."""
        found = super().answers
        for name in ("papers_zh", "papers_en"):
            found[name] = "\n".join(rules.lines(found[name], rules.MOST_PAPERS))
        for name in ("programme_id", "hall_id"):
            found[name] = found[name] or None
        return found


class QuestionForm(PortalForm):
    """One more question."""

    title_zh = StringField(
        _l("Question in Chinese"), [Required(_l("Write the question.")), at_most(120)]
    )
    title_en = StringField(_l("Question in English"), [at_most(160)])
    kind = RadioField(
        _l("Answered by"),
        [Required(_l("Choose how it is answered."))],
        choices=lambda: [SelectChoice(kind.value, str(words)) for kind, words in KINDS.items()],
        default=QuestionKind.SHORT.value,
    )
    choices = TextAreaField(_l("Answers to choose from"), [at_most(1600)])
    required = BooleanField(_l("It must be answered before the application can be sent"))

    @property
    def answers(self) -> dict[str, Any]:
        """Return the question with its kind as a kind and its choices as lines."""
        found = super().answers
        found["kind"] = QuestionKind(found["kind"])
        found["choices"] = rules.lines(found["choices"], rules.MOST_CHOICES)
        return found


class CloseForm(PortalForm):
    """Why an intake closes before its day."""

    reason = TextAreaField(_l("Why it closes now"), [at_most(NOTE_LENGTH)])


class ReopenForm(PortalForm):
    """Until when it is open again."""

    closes_on = DateField(_l("New closing day"), [Required(_l("Write the last day."))])


class MobileField(StringField):
    """A mobile number, shown as people write it."""

    def _value(self) -> str:
        typed = str(self.data or "")
        return format_mobile(typed) if typed.startswith("+") and not self.raw_data else typed


class LeadForm(PortalForm):
    """Somebody the office has heard of."""

    name = StringField(_l("Full name"), [Required(_l("Write whom to ask for.")), at_most(80)])
    mobile = MobileField(
        _l("Mobile number"), [Required(_l("Write the mobile number.")), at_most(40)]
    )
    source = SelectField(_l("Where from"), [Required(_l("Choose."))], choices=sources)
    brand_name = StringField(_l("Brand"), [at_most(60)])
    category = SelectField(_l("What they mainly make"), choices=categories)
    note = TextAreaField(_l("Note"), [at_most(NOTE_LENGTH)], render_kw={"rows": 2})
    next_action = StringField(
        _l("Next action"), [Required(_l("Write what is to be done next.")), at_most(200)]
    )
    next_on = DateField(_l("On which day"), [Required(_l("Write the day."))])
    responsible_id = SelectField(
        _l("Responsible"), [Required(_l("Choose who looks after it."))], coerce=int
    )

    def __init__(self, office: list[User], *, me: int, obj: Any = None) -> None:
        given = {} if obj else {"responsible_id": me, "next_on": clock.today()}
        super().__init__(obj=obj, **given)
        self.responsible_id.choices = [SelectChoice(str(one.id), one.name) for one in office]


class ContactForm(PortalForm):
    """A talk with a lead, and what comes next."""

    text = TextAreaField(
        _l("What was said"),
        [Required(_l("Write in a sentence what was said.")), at_most(NOTE_LENGTH)],
        render_kw={"rows": 3},
    )
    next_action = StringField(
        _l("Next action"), [Required(_l("Write what is to be done next.")), at_most(200)]
    )
    next_on = DateField(_l("On which day"), [Required(_l("Write the day."))])


class LoseForm(PortalForm):
    """Why nothing comes of it."""

    reason = TextAreaField(
        _l("Why nothing comes of it"),
        [Required(_l("Say why in a few words.")), at_most(NOTE_LENGTH)],
    )


def read_intakes() -> IntakeCriteria:
    """Return what the address narrows the intakes to."""
    states = {one.value: one for one in IntakeState}
    return IntakeCriteria(state=states.get(request.args.get("state", "")))


def read_leads() -> LeadCriteria:
    """Return what the address narrows the leads to; a filter nobody knows is left out."""
    asked = request.args
    states = {one.value: one for one in LeadState}
    wish, source = asked.get("state", LeadState.OPEN.value), asked.get("source", "")
    order = asked.get("order", "due")
    return LeadCriteria(
        state=states.get(wish),
        source=source if reference.is_known("lead_source", source) else "",
        responsible_id=row_numbers.read(asked.get("responsible", "")),
        overdue=asked.get("overdue") == "1",
        text=clean_text(asked.get("q", "")).strip()[:SEARCH_LENGTH],
        order=order if order in ORDERS else "due",
    )
