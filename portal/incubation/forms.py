"""Forms of incubation, and how the board's address is read."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import (
    DateField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from portal.core import clock
from portal.core.contact import clean_text
from portal.core.forms import PortalForm, Required, VersionField
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.incubation import queries
from portal.incubation.queries import shipped
from portal.incubation.rules import NOTE_LENGTH, TEXT_LENGTH, Criteria, Turn

QUERY_LENGTH = 60


class OnlyWhenPressed(HiddenInput):
    """A button's answer, carried on by the page that shows two texts; else not in the form."""

    def __call__(self, field: Field, **_kwargs: Any) -> Markup:
        bare = Markup('<input type="hidden" name="{}" value="{}">')
        return bare.format(field.name, field.data) if field.data else Markup()


class EvidenceForm(PortalForm):
    """What the brand writes for a milestone. The files have a form of their own."""

    text = TextAreaField(
        _l("What the office should know"),
        [Length(max=TEXT_LENGTH, message=_l("Please keep it under %(max)d characters."))],
        render_kw={"rows": 5},
    )
    later = StringField(_l("Keep for later"), widget=OnlyWhenPressed())

    def __init__(self, *, declared: bool = False, **given: Any) -> None:
        super().__init__(**given)
        if declared:
            self.text.label.text = _l("In a few words")
            self.text.flags.required = True

    def standing(self, field: Field) -> Any:
        """Return what the draft says now; which button was pressed is no text to compare."""
        return field.data if field is self.later else super().standing(field)

    def asks_to_keep(self) -> bool:
        """Say whether the person pressed "keep", and forget it, so that no page repeats it."""
        pressed, self.later.data = bool(self.later.data), ""
        return pressed


class PassForm(PortalForm):
    """Passing evidence."""

    seen = VersionField(widget=HiddenInput(), id="pass-seen")
    note = TextAreaField(
        _l("A word to the brand"),
        [Length(max=NOTE_LENGTH, message=_l("Please keep it under %(max)d characters."))],
        render_kw={"rows": 2},
    )


class ReturnForm(PortalForm):
    """Returning evidence with a request."""

    seen = VersionField(widget=HiddenInput(), id="return-seen")
    request = TextAreaField(
        _l("What exactly is missing"),
        [
            Required(_l("Say what is missing, so that the brand knows what to do.")),
            Length(max=NOTE_LENGTH, message=_l("Please keep it under %(max)d characters.")),
        ],
        render_kw={"rows": 3},
    )


class ProgrammeForm(PortalForm):
    """Opening a programme."""

    name_zh = StringField(
        _l("Name in Chinese"),
        [
            Required(_l("Give the programme a name, for example with its year and season.")),
            Length(max=80, message=_l("Please keep it under %(max)d characters.")),
        ],
    )
    name_en = StringField(
        _l("Name in English"),
        [Length(max=120, message=_l("Please keep it under %(max)d characters."))],
    )
    starts_on = DateField(
        _l("First day"),
        [Required(_l("Choose the first day."))],
        default=lambda: clock.today(),  # noqa: PLW0108 -- the clock may be moved
    )
    template = SelectField(_l("Template"), [Required(_l("Choose one of the templates."))])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.template.choices = template_choices()


def template_choices() -> list[tuple[str, str]]:
    """Return every template to choose from, those in use first, then those that come along."""
    used = {
        shipped.key(one.code, one.template_version): plain(one, "name")
        for one in queries.templates()
    }
    names = {key: plain(dict(one), "name") for key, one in shipped.templates().items()} | used
    return sorted(names.items(), key=lambda pair: pair[0] not in used)


def criteria(asked: Mapping[str, str]) -> Criteria:
    """Read the board's filters from its address; what makes no sense is left out."""
    turn = asked.get("turn", "")
    return Criteria(
        q=clean_text(asked.get("q", ""))[:QUERY_LENGTH].strip(),
        stage=clean_text(asked.get("stage", ""))[:8],
        turn=turn if turn in {Turn.BRAND, Turn.OFFICE} else "",
        stuck=asked.get("stuck") == "1",
        graduated=asked.get("graduated") == "1",
    )
