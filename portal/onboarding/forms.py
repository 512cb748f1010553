"""What an applicant fills in, part by part, and the words of the office."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from portal.core import row_numbers
from portal.core.answering import Wanted, answer_field
from portal.core.contact import clean_text, format_mobile
from portal.core.forms import PortalForm, Required, VersionField
from portal.core.i18n import joined, language, said
from portal.core.i18n import lazy_gettext as _l
from portal.intakes.fields import ANSWERED_BY
from portal.intakes.models import Question
from portal.onboarding.models import Application, ApplicationState
from portal.onboarding.queries import ALL, Criteria
from portal.onboarding.rules import MAX_STYLES, Gap, parts_of, questions, reply_to
from portal.reference import queries as reference

STORY_LENGTH = 2000
"""The Chinese story; as long as the profile's own."""
STORY_LENGTH_EN = 4000
WORDS_LENGTH = 2000
SEARCH_LENGTH = 80
Choices = list[SelectChoice]


def at_most(letters: int) -> Length:
    """Return the validator of a text that has a longest length."""
    return Length(max=letters, message=_l("At most %(max)d characters, please."))


def choose(label: object) -> SelectChoice:
    """Return the first line of a list, which means: nothing chosen."""
    return SelectChoice("", str(label))


def categories() -> Choices:
    """Return the categories under their heads."""
    offered = [
        SelectChoice(code, term.label(language()), optgroup=head.label(language()))
        for head, terms in reference.grouped_choices("category")
        for code, term in terms
    ]
    return [choose(_l("Choose what you mainly make")), *offered]


def styles() -> Choices:
    """Return the styles."""
    return [SelectChoice(code, term.label(language())) for code, term in reference.choices("style")]


def provinces() -> Choices:
    """Return the provinces."""
    offered = [SelectChoice(one.code, one.label(language())) for one in reference.provinces()]
    return [choose(_l("Choose the province")), *offered]


def cities(form: Form, field: Field) -> Choices:
    """Return what lies in the province that is chosen on the same form."""
    del field
    inside = reference.prefectures(form.province.data or "")
    offered = [SelectChoice(one.code, one.label(language())) for one in inside]
    first = _l("Choose the city") if offered else _l("Choose the province first")
    return [choose(first), *offered]


def clusters() -> Choices:
    """Return the production clusters."""
    offered = [SelectChoice(one.code, one.label(language())) for one in reference.clusters()]
    return [choose(_l("None of these")), *offered]


def yes_or_no(value: object) -> bool | None:
    """Return what the two answers mean; None for neither."""
    return {"yes": True, "no": False, True: True, False: False}.get(value)


class MobileField(StringField):
    """A mobile number, shown as people write it and kept as it was typed."""

    def _value(self) -> str:
        typed = str(self.data or "")
        return format_mobile(typed) if typed.startswith("+") and not self.raw_data else typed


class PartForm(PortalForm):
    """One part of the form. It never asks for completeness: only sending does."""

    part: ClassVar[str]

    @property
    def written(self) -> list[tuple[object, Markup]]:
        """Return what was typed or chosen, in words, with the name of each answer."""
        answers = ((one.label.text, self.in_words(one, one.data)) for one in self)
        return [(name, words) for name, words in answers if words]

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return an answer as a person reads it: of a choice its label; nothing for none."""
        if isinstance(field, SelectField | SelectMultipleField):
            codes = value if isinstance(value, list) else [field.coerce(value)]
            chosen = (one for one in field.iter_choices() if one.value)
            return said(
                joined([str(one.label) for one in chosen if field.coerce(one.value) in codes])
            )
        return said(value) if isinstance(value, str) else Markup()

    def point_out(self, gaps: list[Gap]) -> None:
        """Show what is filled in but cannot be right under its field."""
        for gap in gaps:
            if gap.wrong and gap.field in self:
                self[gap.field].errors = [str(gap.message)]


class BrandForm(PartForm):
    """What the brand is called and makes."""

    part = "brand"
    name_zh = StringField(
        _l("Brand name in Chinese"),
        [Wanted(), at_most(60)],
        description=_l("As it stands on your hang-tags."),
    )
    name_en = StringField(_l("Brand name in Latin letters"), [at_most(80)])
    category = SelectField(_l("What you mainly make"), [Wanted()], choices=categories)
    styles = SelectMultipleField(
        _l("Styles"), choices=styles, description=_l("At most %(most)d.", most=MAX_STYLES)
    )


class CompanyForm(PartForm):
    """Who stands behind it."""

    part = "company"
    has_company = RadioField(
        _l("Is there a company or household business?"),
        [Wanted()],
        choices=[
            SelectChoice("yes", _l("Yes, with a licence")),
            SelectChoice("no", _l("Not yet")),
        ],
        coerce=yes_or_no,
        validate_choice=False,
    )
    legal_name = StringField(
        _l("Name on the business licence"),
        [at_most(120)],
        description=_l("Leave it empty if there is no licence yet."),
    )
    credit_code = StringField(
        _l("Unified social credit code"),
        [at_most(60)],
        description=_l("18 digits and letters, at the top of the licence."),
    )


class ContactForm(PartForm):
    """Where the goods come from and whom to ask."""

    part = "contact"
    province = SelectField(_l("The goods come from"), [Wanted()], choices=provinces)
    city = SelectField(_l("City"), [Wanted()], choices=cities, validate_choice=False)
    cluster = SelectField(_l("Production cluster"), choices=clusters)
    contact_name = StringField(_l("Contact person"), [Wanted(), at_most(80)])
    contact_mobile = MobileField(_l("Mobile number"), [Wanted(), at_most(40)])
    contact_wechat = StringField(_l("WeChat ID"), [at_most(60)])

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers with the region as one code, a city only inside its province."""
        answers = super().answers
        province, city = answers.pop("province") or "", answers.pop("city") or ""
        inside = {one.code for one in reference.prefectures(province)}
        return answers | {"origin_region": city if city in inside else province}

    def choose_province(self, code: str | None) -> None:
        """Offer the cities of a province before it is saved; a strange code changes nothing."""
        if code in {one.code for one in reference.provinces()}:
            self.province.data = code


class StoryForm(PartForm):
    """What it is about."""

    part = "story"
    story_zh = TextAreaField(_l("Story in Chinese"), [Wanted(), at_most(STORY_LENGTH)])
    story_en = TextAreaField(_l("Story in English"), [at_most(STORY_LENGTH_EN)])


FORMS: Mapping[str, type[PartForm]] = {
    one.part: one for one in (BrandForm, CompanyForm, ContactForm, StoryForm)
}


def part_form(application: Application) -> PartForm:
    """Return the form of the part that the address asks for; the first part for a strange one."""
    asked = request.args.get("part", "")
    if asked == "questions" and questions(application):
        return questions_form(application)
    form = FORMS.get(asked, BrandForm)(obj=application)
    if isinstance(form, ContactForm) and request.method == "GET":
        form.choose_province(request.args.get("province"))
    return form


def after(part: str, application: Application) -> str:
    """Return the name of the part that follows."""
    names = [one.name for one in parts_of(application)]
    return names[names.index(part) + 1]


class QuestionsForm(PartForm):
    """The intake's own questions, in the edition that the application began with."""

    part = "questions"

    def standing(self, field: Field) -> Any:
        """Return what the application answers now."""
        return (self.obj.replies or {}).get(field.name.removeprefix("question_"), "")

    @property
    def answers(self) -> dict[str, Any]:
        """Return all answers in one, as the application keeps them."""
        found = {name: text for name, text in super().answers.items() if text}
        return {"replies": {name.removeprefix("question_"): text for name, text in found.items()}}


def question_field(question: Question) -> Any:
    """Return the field that answers one question."""
    label = said(question, "title")
    checks = [Wanted()] if question.required else []
    offered = [(one, one) for one in question.choices]
    return answer_field(ANSWERED_BY[question.kind], label, checks, choices=offered)


def questions_form(application: Application) -> PartForm:
    """Return the form of the intake's own questions; files have a form of their own."""
    asked = [one for one in questions(application) if not one.is_file]
    fields = {one.key: question_field(one) for one in asked}
    kind = type("OwnQuestionsForm", (QuestionsForm,), fields)
    answered = {one.key: reply_to(application, one) for one in asked}
    form: PartForm = kind(obj=application, **answered)
    return form


class SendForm(PortalForm):
    """The applicant's word to what the office asked for."""

    answer = TextAreaField(
        _l("Your answer to the office"),
        [Wanted(), at_most(WORDS_LENGTH)],
        description=_l("One sentence: what you added or changed."),
        default="",
    )


class WithdrawForm(PortalForm):
    """Why it is taken back."""

    reason = TextAreaField(
        _l("Why you withdraw it"), [Required(_l("Say why in a few words.")), at_most(WORDS_LENGTH)]
    )


class DecisionForm(PortalForm):
    """A decision of the office on the text that was `seen`: its version."""

    seen = VersionField(_l("Version"), widget=HiddenInput())


class ReturnForm(DecisionForm):
    """What the applicant shall add."""

    request = TextAreaField(
        _l("What exactly shall the applicant add or change?"),
        [Required(_l("Say what the applicant shall add or change.")), at_most(WORDS_LENGTH)],
        description=_l("The applicant reads this in large type. Name the paper, field or day."),
    )


class DeclineForm(DecisionForm):
    """Why not."""

    reason = TextAreaField(
        _l("Why it is declined"),
        [Required(_l("Give the reason; the applicant reads it.")), at_most(WORDS_LENGTH)],
        description=_l("The applicant reads this. Say what would have to be different."),
    )


class AdmitForm(DecisionForm):
    """Into which of the programmes that run."""

    programme_id = SelectField(
        _l("Into which programme?"), [Required(_l("Choose the programme."))], coerce=int
    )
    over = BooleanField(_l("Over capacity: admit all the same"))
    over_reason = StringField(_l("Why there is room all the same"), [at_most(200)])

    @property
    def reason_over(self) -> str:
        """Return why it is admitted over capacity; empty unless that was ticked."""
        return str(self.over_reason.data) if self.over.data else ""


class LeaveForm(PortalForm):
    """A number left on a market's page."""

    name = StringField(_l("Your name"), [Required(_l("Write your name.")), at_most(80)])
    mobile = StringField(
        _l("Mobile number"), [Required(_l("Write the mobile number.")), at_most(40)]
    )
    consent = BooleanField(
        _l("The office may call me about applying"),
        [Required(_l("Without your consent the office may not keep your number."))],
    )

    @property
    def answers(self) -> dict[str, Any]:
        """Return name and number."""
        return {"name": self.name.data, "mobile": self.mobile.data}


def read_criteria() -> Criteria:
    """Return what the address narrows the queue to; a filter nobody knows is left out."""
    asked = request.args
    state: ApplicationState | None = ApplicationState.SUBMITTED
    strange = False
    sent = {one.value: one for one in ApplicationState if one is not ApplicationState.DRAFT}
    wish = asked.get("state", ApplicationState.SUBMITTED.value)
    if wish == ALL:
        state = None
    elif wish in sent:
        state = sent[wish]
    else:
        strange = True
    category = asked.get("category", "")
    if category and not reference.is_known("category", category):
        category, strange = "", True
    order = asked.get("order", "oldest")
    return Criteria(
        state=state,
        category=category,
        text=clean_text(asked.get("q", "")).strip()[:SEARCH_LENGTH],
        newest_first=order == "newest",
        intake_id=row_numbers.read(asked.get("intake", "")),
        by_name=order == "name",
        mine=asked.get("reader") == "me",
        late=asked.get("age") == "late",
        strange=strange or order not in {"oldest", "newest", "name"},
    )
