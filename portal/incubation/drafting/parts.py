"""Forms of a draft itself: from what it begins, its names, its stages, its file."""

from wtforms import (
    FileField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import NumberRange

from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.drafting.words import DraftForm, at_most, lines
from portal.incubation.models import (
    Stage,
    Template,
)


class StartForm(PortalForm):
    """Which template a draft begins from."""

    source = SelectField(_l("Begin from"), [Required(_l("Choose one of the templates."))])

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__()
        self.source.choices = choices


class FileForm(PortalForm):
    """A template's file."""

    file = FileField(_l("Template file"), render_kw={"accept": ".yaml,.yml"})


class NamesForm(PortalForm):
    """What a draft is called, and what it changes."""

    name_zh = StringField(
        _l("Name in Chinese"), [Required(_l("Give the template a name.")), at_most(80)]
    )
    name_en = StringField(_l("Name in English"), [at_most(120)])
    note = lines(_l("What this version changes"), 2000)


class StageForm(DraftForm):
    """One stage of a draft."""

    name_zh = StringField(
        _l("Name in Chinese"), [Required(_l("Give the stage a name.")), at_most(60)]
    )
    name_en = StringField(_l("Name in English"), [at_most(80)])
    gate_zh = StringField(_l("What the gate waits for, in Chinese"), [at_most(120)])
    gate_en = StringField(_l("What the gate waits for, in English"), [at_most(160)])
    weeks_low = IntegerField(
        _l("Shortest length in weeks"),
        [Required(_l("Write how many weeks.")), NumberRange(1, 260)],
    )
    weeks_high = IntegerField(
        _l("Longest length in weeks"),
        [Required(_l("Write how many weeks.")), NumberRange(1, 260)],
        description=_l("Milestones are due after it where nothing else is said."),
    )

    def __init__(self, template: Template, stage: Stage | None = None) -> None:
        names = ("name_zh", "name_en", "gate_zh", "gate_en", "weeks_low", "weeks_high")
        super().__init__(
            template, lambda: {name: getattr(stage, name) for name in names} if stage else {}
        )
