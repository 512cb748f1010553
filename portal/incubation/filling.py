"""Forms about evidence: what the brand hands in, and what the office answers."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from portal.core import row_numbers
from portal.core.answering import Wanted, answer_field
from portal.core.contact import clean_text
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm, Required, VersionField
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, language, said
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import rules
from portal.incubation.models import Evidence, EvidenceState, Milestone, MilestoneProgress
from portal.incubation.queries import ORDERS, QueueCriteria
from portal.incubation.rules import MOST_POINTS, NOTE_LENGTH, TEXT_LENGTH, MissingError

TOO_LONG = _l("Please keep it under %(max)d characters.")
LINE_LENGTH = 200
QUERY_LENGTH = 60


class OnlyWhenPressed(HiddenInput):
    """A button's answer, carried on by the page that shows two texts; else not in the form."""

    def __call__(self, field: Field, **_kwargs: Any) -> Markup:
        bare = Markup('<input type="hidden" name="{}" value="{}">')
        return bare.format(field.name, field.data) if field.data else Markup()


class EvidenceForm(PortalForm):
    """What is written for a milestone. The files have a form of their own."""

    asked: Sequence[rules.Question] = ()
    text = TextAreaField(
        _l("What the office should know"),
        [Length(max=TEXT_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 5},
    )
    later = StringField(_l("Keep for later"), widget=OnlyWhenPressed())

    def __init__(self, *, declared: bool = False, **given: Any) -> None:
        super().__init__(**given)
        if self.asked:
            self.text.label.text = _("Anything else")
        elif declared:
            self.text.label.text = _("In a few words")
            self.text.flags.required = True
        self.gaps: list[rules.Gap] = []

    @property
    def questions(self) -> list[Field]:
        """Return the fields of the milestone's own questions."""
        return [self[one.field] for one in self.asked]

    def standing(self, field: Field) -> Any:
        """Return what the draft says now; which button was pressed is no text to compare."""
        if field is self.later:
            return field.data
        key = field.name.removeprefix("answer_")
        return super().standing(field) if key == field.name else self.obj.answers.get(key, "")

    def asks_to_keep(self) -> bool:
        """Say whether the person pressed "keep", and forget it, so that no page repeats it."""
        pressed, self.later.data = bool(self.later.data), ""
        return pressed

    def refuse(self, error: InvalidError) -> None:
        """Show everything that is missing under its field; files have their own place."""
        if not isinstance(error, MissingError):
            super().refuse(error)
            return
        self.gaps = error.gaps
        for gap in error.gaps:
            super().refuse(InvalidError(gap.field, gap.words))

    @property
    def answers(self) -> dict[str, Any]:
        """Return the words, and the answers by the question's key."""
        given = {one.key: self[one.field].data or "" for one in self.asked}
        return {"text": self.text.data or "", "answers": given}


def evidence_form(
    milestone: Milestone, draft: Evidence | None, returned: Evidence | None = None
) -> EvidenceForm:
    """Return the form for what is written, over the draft that it goes on with.

    While nothing is answered anew, the answers that the office has returned stand in it.
    """
    asked = rules.questions(milestone)
    fields: dict[str, Any] = {
        one.field: answer_field(
            one.kind, said(one, "label"), [Wanted()] if one.required else [], choices=one.offered
        )
        for one in asked
    }
    kind = type("OwnEvidenceForm", (EvidenceForm,), fields | {"asked": asked})
    source = draft if draft and draft.answers else returned or draft
    written = {one.field: source.answers.get(one.key, "") for one in asked} if source else {}
    form: EvidenceForm = kind(obj=draft, declared=rules.is_declared(milestone), **written)
    return form


class PassForm(PortalForm):
    """Passing evidence, with points where there is a rubric."""

    criteria: Sequence[rules.Criterion] = ()
    seen = VersionField(widget=HiddenInput(), id="pass-seen")
    note = TextAreaField(
        _l("A word to the brand"),
        [Length(max=NOTE_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 2},
    )

    @property
    def lines(self) -> list[tuple[rules.Criterion, Field]]:
        """Return each criterion with its field."""
        return [(one, self[one.field]) for one in self.criteria]

    def refuse(self, error: InvalidError) -> None:
        """Show missing points at every criterion that has none, not at the first alone."""
        bare = [field for _one, field in self.lines if field.data is None]
        if error.field not in {field.name for field in bare}:
            super().refuse(error)
            return
        for field in bare:
            field.errors = [str(error)]

    @property
    def answers(self) -> dict[str, Any]:
        """Return the decision, with the points that were given by the criterion's key."""
        found = {"note": self.note.data or "", "seen": self.seen.data}
        given = {one.key: field.data for one, field in self.lines if field.data is not None}
        return found | {"points": given}


def points_or_none(value: object) -> int | None:
    """Return points from what a radio button sends; None for nothing."""
    return row_numbers.whole(str(value))


def pass_form(milestone: Milestone, seen: int | None) -> PassForm:
    """Return the form for passing, with a line for each criterion."""
    return scored_by(tuple(rules.rubric(milestone)), language())(seen=seen)


@lru_cache(maxsize=64)
def scored_by(lines: tuple[rules.Criterion, ...], spoken: str) -> type[PassForm]:
    """Return the form for a rubric as readers of a language see it, made once."""
    del spoken  # in which the names are said
    offered = [SelectChoice(str(points), str(points)) for points in range(MOST_POINTS + 1)]
    fields: dict[str, Any] = {
        one.field: RadioField(
            said(one, "name"), choices=offered, coerce=points_or_none, validate_choice=False
        )
        for one in lines
    }
    return type("OwnPassForm", (PassForm,), fields | {"criteria": lines})


class ReturnForm(PortalForm):
    """Returning evidence with a request: for the whole, and at single questions and files."""

    places: Sequence[str] = ()
    seen = VersionField(widget=HiddenInput(), id="return-seen")
    request = TextAreaField(
        _l("What exactly is missing"),
        [Length(max=NOTE_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 3},
    )

    @property
    def single(self) -> list[Field]:
        """Return the fields for requests at single questions and files."""
        return [self[f"at_{place}"] for place in self.places]

    @property
    def answers(self) -> dict[str, Any]:
        """Return the request, with those at single places."""
        asked = {place: self[f"at_{place}"].data or "" for place in self.places}
        return {"request": self.request.data or "", "seen": self.seen.data, "requests": asked}


def return_form(progress: MilestoneProgress, seen: int | None) -> ReturnForm:
    """Return the form for returning what was handed in last."""
    last = progress.attempts[-1] if progress.attempts else None
    waits = last is not None and last.state is EvidenceState.SUBMITTED
    names = rules.place_names(progress.milestone, last) if last and waits else {}
    fields: dict[str, Any] = {
        f"at_{place}": StringField(
            in_text(_("At “%(place)s”"), place=name), [Length(max=LINE_LENGTH, message=TOO_LONG)]
        )
        for place, name in names.items()
    }
    kind = type("OwnReturnForm", (ReturnForm,), fields | {"places": list(names)})
    form: ReturnForm = kind(seen=seen)
    form.request.flags.elsewhere = True  # it is asked for, here or at a single place
    return form


class CoachNoteForm(PortalForm):
    """A word of the office to itself."""

    text = TextAreaField(
        _l("A note for the office"),
        [Required(_l("Write the note first.")), Length(max=NOTE_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 3},
        id="coach-note",
    )


class AssignForm(PortalForm):
    """Who looks at it."""

    reviewer = SelectField(_l("Who looks at it"), coerce=int, validate_choice=False)

    def __init__(self, office: Mapping[int, str], **given: Any) -> None:
        super().__init__(**given)
        nobody = SelectChoice("0", str(_l("Unassigned so far")))
        people = [SelectChoice(str(number), name) for number, name in office.items()]
        self.reviewer.choices = [nobody, *people]


class ManyForm(PortalForm):
    """What becomes of everything that is ticked in the queue."""

    request = TextAreaField(
        _l("What exactly is missing"),
        [Length(max=NOTE_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 2},
    )
    reviewer = SelectField(_l("Who looks at it"), coerce=int, validate_choice=False)

    def __init__(self, office: Mapping[int, str], **given: Any) -> None:
        super().__init__(**given)
        self.request.flags.elsewhere = True  # it is asked for when lines are returned
        self.reviewer.choices = [SelectChoice(str(one), name) for one, name in office.items()]


def ticked(values: Sequence[str]) -> dict[int, int]:
    """Return the ticked milestones with the version of the attempt that was seen of each."""
    return row_numbers.seen(values, "-")


def queue_criteria(asked: Mapping[str, str]) -> QueueCriteria:
    """Read the queue's filters from its address; what makes no sense is left out."""
    who, kind, order = asked.get("who", ""), asked.get("kind", ""), asked.get("order", "")
    return QueueCriteria(
        q=clean_text(asked.get("q", ""))[:QUERY_LENGTH].strip(),
        stage=clean_text(asked.get("stage", ""))[:8],
        programme=row_numbers.read(asked.get("programme", "")) or 0,
        who=who if who in {"me", "nobody"} else "",
        kind=kind if kind in {"first", "answer", "office"} else "",
        order=order if order in ORDERS else "",
    )
