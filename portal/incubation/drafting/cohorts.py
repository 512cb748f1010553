"""Forms of programmes as cohorts, of fairs, and of moving brands to another version."""

from typing import Any

from flask import request
from wtforms import (
    DateField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from portal.core import clock, row_numbers
from portal.core.forms import PortalForm, Required, VersionField
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.incubation import queries
from portal.incubation.actions import Cohort
from portal.incubation.drafting.words import (
    SEASONS,
    at_most,
    source_choices,
    words_of,
)
from portal.incubation.forms import reason_field
from portal.incubation.models import (
    Fair,
    Season,
)


class CohortForm(PortalForm):
    """What a programme is called, until when it runs, and towards which fair."""

    name_zh = StringField(
        _l("Name in Chinese"),
        [Required(_l("Give the programme a name, for example with its year and season.")),
         at_most(80)],
    )  # fmt: skip
    name_en = StringField(_l("Name in English"), [at_most(120)])
    ends_on = DateField(_l("Ends on"), [Optional()])
    season = SelectField(_l("Season of its intake"))
    fair_id = SelectField(
        _l("Season fair it works towards"),
        description=_l(
            "Days that are counted from a fair follow it: choosing another moves those of open "
            "milestones, and tells each brand."
        ),
    )

    def __init__(self, market_id: int, obj: Any = None) -> None:
        super().__init__(obj=obj)
        self.season.choices = season_choices()
        self.fair_id.choices = fair_choices(market_id)

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was filled in, with end, season and fair as one cohort."""
        found = super().answers
        season, fair_id = found.pop("season"), found.pop("fair_id")
        found["cohort"] = Cohort(
            ends_on=found.pop("ends_on"),
            season=Season(season) if season else None,
            fair_id=int(fair_id) if fair_id else None,
        )
        return found


def season_choices() -> list[SelectChoice]:
    """Return the seasons, and none."""
    return [SelectChoice("", str(_l("Not said"))), *words_of(SEASONS)]


def fair_choices(market_id: int) -> list[SelectChoice]:
    """Return a market's fairs, and none."""
    found = queries.fairs(market_id)
    rows = [SelectChoice(str(one.id), f"{plain(one, 'name')} · {one.starts_on}") for one in found]
    return [SelectChoice("", str(_l("No fair"))), *rows]


class ProgrammeForm(CohortForm):
    """Opening a programme."""

    starts_on = DateField(
        _l("First day"),
        [Required(_l("Choose the first day."))],
        default=lambda: clock.today(),  # noqa: PLW0108 -- the clock may be moved
    )
    template = SelectField(_l("Template"), [Required(_l("Choose one of the templates."))])

    def __init__(self, market_id: int) -> None:
        super().__init__(market_id)
        self.template.choices = source_choices(market_id)


class FairForm(PortalForm):
    """A season fair."""

    season = SelectField(_l("Season"), choices=lambda: words_of(SEASONS))
    name_zh = StringField(
        _l("Name in Chinese"), [Required(_l("Give the fair a name.")), at_most(80)]
    )
    name_en = StringField(_l("Name in English"), [at_most(120)])
    starts_on = DateField(_l("First day"), [Required(_l("Choose the first day."))])

    def __init__(self, fair: Fair | None = None) -> None:
        super().__init__(obj=fair)
        if fair:
            del self.starts_on


class MoveFairForm(PortalForm):
    """Moving a fair with what hangs on it."""

    to = DateField(_l("New first day"), [Required(_l("Choose the new first day."))])
    seen = VersionField(widget=HiddenInput(), default=None)
    reason = reason_field(
        _l("Why it moves"), _l("Say why, so that every brand understands its new days.")
    )


class MoveBrandsForm(PortalForm):
    """Moving brands to another version."""

    reason = reason_field(
        _l("What the brands should know"),
        _l("Say what changes for them and why; their people read it."),
    )


def chosen_brands() -> dict[int, int]:
    """Return, by enrolment, the preview that was seen of each brand that is ticked."""
    return row_numbers.seen(request.form.getlist("chosen"), ":")


def chosen_programmes() -> set[int]:
    """Return the numbers of the programmes that are ticked."""
    return set(row_numbers.among(request.form.getlist("programme")))
