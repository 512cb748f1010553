"""What readers, interviewers and the meeting fill in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import request
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from portal.accounts.models import Membership
from portal.core import clock, row_numbers
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm, Required, RowNumbersField, VersionField
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, said
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.models import Programme
from portal.onboarding.actions import NEEDS_REASON, Given, Verdict, Wish
from portal.onboarding.models import Criterion, Interview, InterviewMode, Review
from portal.onboarding.ranking import MOST_POINTS, WHOLE
from portal.onboarding.rules import MOST_CRITERIA

WORDS_LENGTH = 2000
PLACE_LENGTH = 120
MOST_PLACES = 999
DECLARED = Length(max=WORDS_LENGTH, message=_l("At most %(max)d characters, please."))
MINUTES = (20, 30, 45, 60, 90)


def people(office: Iterable[Membership]) -> list[SelectChoice]:
    """Return the people of an office as choices, by number."""
    return [SelectChoice(str(one.user_id), one.user.name) for one in office]


# The rubric


class RubricForm(PortalForm):
    """Every criterion of a rubric on a line of its own; a line without a name is left out."""

    edition = VersionField(_l("Edition"), widget=HiddenInput())

    @property
    def rows(self) -> list[dict[str, Field]]:
        """Return the fields line by line."""
        names = ("name_zh", "name_en", "weight", "meaning_zh", "meaning_en")
        return [{name: self[f"{name}_{at}"] for name in names} for at in range(MOST_CRITERIA)]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the lines that have a name, as a rubric keeps them."""
        filled = [{name: one.data for name, one in row.items()} for row in self.rows]
        return [line | {"weight": line["weight"] or 0} for line in filled if line["name_zh"]]


def _rubric_fields() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at in range(MOST_CRITERIA):
        texts = (
            ("name_zh", _l("Criterion %(number)d in Chinese", number=at + 1), 40),
            ("name_en", _l("Criterion %(number)d in English", number=at + 1), 60),
            ("meaning_zh", _l("What it means, in Chinese"), 120),
            ("meaning_en", _l("What it means, in English"), 200),
        )
        for name, label, most in texts:
            too_long = Length(max=most, message=_l("At most %(max)d characters, please."))
            found[f"{name}_{at}"] = StringField(label, [too_long])
        found[f"weight_{at}"] = IntegerField(
            _l("Weight"), [Optional(), NumberRange(min=0, max=WHOLE)]
        )
    return found


EveryLine = type("EveryLine", (RubricForm,), _rubric_fields())


def rubric_form(criteria: Sequence[Criterion], edition: int) -> RubricForm:
    """Return the form over an edition's lines, with empty ones below."""
    names = ("name_zh", "name_en", "weight", "meaning_zh", "meaning_en")
    standing = {
        f"{name}_{at}": getattr(one, name) for at, one in enumerate(criteria) for name in names
    }
    form: RubricForm = EveryLine(edition=edition, **standing)
    return form


# Readers


class ReadersForm(PortalForm):
    """Who shall read."""

    readers = SelectMultipleField(
        _l("Who reads it?"), [Required(_l("Choose at least two people."))], coerce=int
    )


class ReplaceForm(PortalForm):
    """Who reads instead, and why."""

    readers = SelectField(_l("Who reads instead?"), [Required(_l("Choose a person."))], coerce=int)
    reason = StringField(
        _l("Why"), [Required(_l("Say why in a few words.")), DECLARED], id="replace-reason"
    )


class RecuseForm(PortalForm):
    """Why somebody cannot read impartially."""

    reason = TextAreaField(
        _l("What connects you with the applicant?"),
        [Required(_l("Say in a few words what connects you.")), DECLARED],
        description=_l("Family, business, an old dispute. The office reads it, not the applicant."),
    )


class ReviewForm(PortalForm):
    """From 0 to 5 points for each criterion, with a note; kept as a draft or handed in."""

    note = TextAreaField(_l("The whole in a few words"), [DECLARED])

    @property
    def criteria(self) -> Sequence[Criterion]:
        """Return the criteria of the review's own edition."""
        found: Sequence[Criterion] = self.obj.rubric.criteria
        return found

    def refuse(self, error: InvalidError) -> None:
        """Say it under every criterion without points, not under the first alone."""
        for one in self.criteria:
            if self[f"points_{one.id}"].data is None:
                super().refuse(InvalidError(f"points_{one.id}", error.message))

    @property
    def given(self) -> list[Given]:
        """Return what was given for each criterion."""
        return [
            Given(one.id, self[f"points_{one.id}"].data, self[f"why_{one.id}"].data or "")
            for one in self.criteria
        ]

    def standing(self, field: Field) -> Any:
        """Return what the review says now where the form asks `field`."""
        kind, _line, number = field.name.partition("_")
        if kind == "note":
            return super().standing(field)
        score = self.obj.score_of(int(number))
        if kind == "points":
            return score.points if score else None
        return score.note if score else ""

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return points as a number."""
        del field
        return said("" if value is None else str(value))


def points_or_none(value: object) -> int | None:
    """Return points from what a radio button sends; None for nothing."""
    return int(str(value)) if value not in (None, "", "None") else None


def review_form(review: Review) -> ReviewForm:
    """Return the form over a review, one question for each criterion of its edition."""
    fields: dict[str, Any] = {}
    standing: dict[str, Any] = {}
    for one in review.rubric.criteria:
        name, score = said(one, "name"), review.score_of(one.id)
        fields[f"points_{one.id}"] = RadioField(
            name,
            choices=[SelectChoice(str(points), str(points)) for points in range(MOST_POINTS + 1)],
            coerce=points_or_none,
            validate_choice=False,
            validators=[Optional(), NumberRange(min=0, max=MOST_POINTS)],
        )
        note = in_text(_("Note on “%(name)s”"), name=name)
        fields[f"why_{one.id}"] = StringField(note, [DECLARED])
        standing |= {
            f"points_{one.id}": score.points if score else None,
            f"why_{one.id}": score.note if score else "",
        }
    form: ReviewForm = type("WholeReview", (ReviewForm,), fields)(obj=review, **standing)
    return form


# Interviews


class InterviewForm(PortalForm):
    """When, where, and with whom."""

    seen = VersionField(_l("Version"), widget=HiddenInput())
    day = DateField(_l("Day"), [Required(_l("Choose a day."))])
    time = TimeField(_l("Time"), [Required(_l("Choose a time, like 14:30."))])
    minutes = SelectField(
        _l("How long"), choices=[SelectChoice(str(one), str(one)) for one in MINUTES], coerce=int
    )
    mode = RadioField(
        _l("How you meet"),
        [Required(_l("Choose how you meet."))],
        choices=[
            SelectChoice(InterviewMode.MARKET.value, _l("At the market")),
            SelectChoice(InterviewMode.PHONE.value, _l("By phone")),
            SelectChoice(InterviewMode.VIDEO.value, _l("By video")),
        ],
    )
    place = StringField(
        _l("Meeting place"),
        [
            Required(_l("Write the room, the number that is called, or the meeting's address.")),
            Length(max=PLACE_LENGTH, message=_l("At most %(max)d characters, please.")),
        ],
        description=_l("The room, the number you will call, or the address of the video meeting."),
    )
    interviewer_id = SelectField(_l("Who talks with the applicant"), coerce=int)
    words = TextAreaField(
        _l("What the applicant should bring"),
        [DECLARED],
        description=_l("The applicant reads this with the invitation."),
    )

    @property
    def wish(self) -> Wish:
        """Return what was filled in; day and time are the market's own."""
        begins = datetime.combine(self.day.data, self.time.data, clock.SHANGHAI)
        return Wish(
            starts_at=begins,
            minutes=self.minutes.data,
            mode=InterviewMode(self.mode.data),
            place=self.place.data,
            words=self.words.data,
            interviewer_id=self.interviewer_id.data,
        )


def interview_form(office: Iterable[Membership], standing: Interview | None) -> InterviewForm:
    """Return the form of an invitation, over the one that stands if there is one."""
    here = standing.starts_at.astimezone(clock.SHANGHAI) if standing else None
    form = InterviewForm(
        obj=standing,
        day=here.date() if here else None,
        time=here.time() if here else None,
        minutes=standing.minutes if standing else 30,
        mode=standing.mode.value if standing else InterviewMode.MARKET.value,
    )
    form.interviewer_id.choices = people(office)
    return form


class CancelForm(PortalForm):
    """Why a talk is called off."""

    reason = StringField(
        _l("Why it is called off"),
        [Required(_l("Say why in a few words.")), DECLARED],
        description=_l("The applicant reads this."),
        id="cancel-reason",
    )


class ResultForm(PortalForm):
    """What came of a talk."""

    passed = RadioField(
        _l("Result"),
        [Required(_l("Say whether the applicant passed."))],
        choices=[SelectChoice("yes", _l("Passed")), SelectChoice("no", _l("Not passed"))],
    )
    score = SelectField(
        _l("Points"),
        choices=[SelectChoice("", "–"), *(SelectChoice(str(one), str(one)) for one in range(6))],
        coerce=points_or_none,
    )
    note = TextAreaField(
        _l("What you found"),
        [DECLARED],
        description=_l("For the office alone; the applicant never reads it."),
        id="result-note",
    )


# The meeting


class PlacesForm(PortalForm):
    """How many places are given away."""

    seen = VersionField(_l("Version"), widget=HiddenInput(), id="places-seen")
    places = IntegerField(
        _l("Places"),
        [
            Required(_l("Write how many places there are.")),
            NumberRange(min=0, max=MOST_PLACES),
        ],
    )


class DecideForm(PortalForm):
    """What the meeting decides for all that are ticked."""

    chosen = RowNumbersField(_l("Applications"))
    act = StringField(_l("Decision"))
    reason = TextAreaField(
        _l("Reason"),
        [DECLARED],
        description=_l("Every applicant that you ticked reads it. Needed to decline."),
    )
    note = TextAreaField(
        _l("Note for the office"), [DECLARED], description=_l("No applicant ever reads it.")
    )
    programme_id = SelectField(
        _l("Into which programme?"), coerce=points_or_none, validate_choice=False
    )
    over = BooleanField(_l("Admit more than there are places"))

    def check(self) -> None:
        """Refuse a decision on nothing, one that is none, and a refusal without a reason.

        Raises:
            InvalidError: on the field that is missing.
        """
        if not self.chosen.data:
            raise InvalidError("chosen", _l("Tick at least one application."))
        if self.act.data not in {"admit", "shortlist", "wait-list", "decline"}:
            raise InvalidError("act", _l("Choose what shall happen to them."))
        if self.act.data in NEEDS_REASON and not self.reason.data:
            raise InvalidError("reason", _l("Give the reason; the applicants read it."))

    @property
    def versions(self) -> dict[int, int | None]:
        """Return the number of each ticked application with the version that was seen."""
        return {
            number: row_numbers.version(request.form.get(f"seen-{number}", ""))
            for number in self.chosen.data
        }

    def refuse(self, error: InvalidError) -> None:
        """Show that there are not so many places beside the box that admits all the same."""
        over = error.field == "over_reason"
        super().refuse(InvalidError("over", error.message) if over else error)

    @property
    def reason_over(self) -> str:
        """Return why more are admitted than there are places; empty unless that was ticked."""
        return str(self.note.data or _l("Decided in the meeting")) if self.over.data else ""

    def verdict(self, programmes: Sequence[Programme]) -> Verdict:
        """Return the decision in words of the meeting."""
        chosen = [one for one in programmes if one.id == self.programme_id.data]
        return Verdict(
            act=self.act.data,
            reason=self.reason.data,
            note=self.note.data,
            programme=next(iter(chosen or programmes), None),
            over=self.reason_over,
        )


class StepForm(PortalForm):
    """A step on one application, with a word to the applicant and one for the office."""

    seen = VersionField(_l("Version"), widget=HiddenInput(), id="step-seen")
    reason = TextAreaField(
        _l("A word to the applicant"),
        [DECLARED],
        description=_l("If there is something to say; the applicant reads it."),
        id="step-reason",
    )


class MoveForm(PortalForm):
    """Up or down on the waiting list, and why."""

    seen = VersionField(_l("Position"), widget=HiddenInput())
    way = StringField(_l("Way"))
    reason = StringField(
        _l("Why"), [Required(_l("Say why in a few words; the office keeps it.")), DECLARED]
    )
