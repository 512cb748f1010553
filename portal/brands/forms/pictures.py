"""What is said of a picture, of which season it is, and where it hangs."""

import re
from typing import Any

from markupsafe import Markup
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import Optional as MayBeEmpty
from wtforms.validators import Regexp

from portal.brands.forms.controls import at_most
from portal.core import clock
from portal.core.forms import PortalForm, Required
from portal.core.i18n import language, said
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

FOCUS = re.compile(r"(100|[0-9]{1,2})-(100|[0-9]{1,2})")
"""Percent from the left, and from the top."""
GRID = (10, 50, 90)


def years() -> list[tuple[str, str]]:
    """Return the years a season may be of: next year's is shown at this year's fair."""
    this = clock.today().year
    rows = [(str(year), str(year)) for year in range(this + 1, this - 6, -1)]
    return [("", str(_l("year not said"))), *rows]


def waves() -> list[tuple[str, str]]:
    """Return the waves of a year."""
    rows = reference.choices("season_wave")
    return [
        ("", str(_l("no particular wave"))),
        *((code, str(term.label(language()))) for code, term in rows),
    ]


def whole(value: Any) -> int | None:
    """Return a chosen year; None for none."""
    return int(value) if value else None


class SeasonForm(PortalForm):
    """Of which season pictures are."""

    year = SelectField(_l("Year"), choices=years, coerce=whole, default=None)
    wave = SelectField(_l("Season and wave"), choices=waves, default="")


class PictureForm(SeasonForm):
    """What is said of one picture."""

    caption_zh = StringField(_l("Caption"), [at_most(120)])
    caption_en = StringField(_l("Caption in English"), [at_most(200)])
    alt_zh = StringField(_l("Said to those who do not see it"), [at_most(120)])
    alt_en = StringField(_l("Said to those who do not see it, in English"), [at_most(200)])
    focus = StringField(
        _l("What must stay in sight"), [Regexp(FOCUS, message=_l("Tap a place on the picture."))]
    )

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was filled in; the focal point as two numbers."""
        given = super().answers
        x, _, y = (given["focus"] or self.obj.focus).partition("-")
        return given | {"focus": (int(x), int(y))}

    @property
    def places(self) -> list[tuple[str, bool]]:
        """Return nine places to tap, row by row; the one chosen carries its exact point."""
        x, y = self.answers["focus"] if FOCUS.fullmatch(self.focus.data or "") else (50, 50)
        near = min(GRID, key=lambda one: abs(one - x)), min(GRID, key=lambda one: abs(one - y))
        return [
            (f"{x}-{y}" if (across, down) == near else f"{across}-{down}", (across, down) == near)
            for down in GRID
            for across in GRID
        ]

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return what is said now as a person reads it."""
        if field.name == "wave" and value:
            return said(dict(waves())[value])
        if field.name == "focus":
            x, _, y = value.partition("-")
            return said(str(_l("%(x)s %% from the left, %(y)s %% from the top", x=x, y=y)))
        return super().in_words(field, value)


class MoveForm(PortalForm):
    """Where a picture goes, counted from 0, and the order that was seen."""

    to = IntegerField(_l("Place"), [Required(_l("Say where the picture goes."))])
    seen = IntegerField(_l("Order"), [MayBeEmpty()])


class PlaceForm(PortalForm):
    """At which of the places of the wall a picture shall hang; what `MoveForm` reads."""

    to = SelectField(_l("Place on the wall"), coerce=int)

    def __init__(self, count: int, place: int) -> None:
        super().__init__()
        self.to.choices = [(one, str(one + 1)) for one in range(count)]
        self.to.data = place
