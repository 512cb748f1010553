"""Forms of alliances, markets, stalls and plans."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from portal.core import amounts
from portal.core.amounts import HundredthsField
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm, Required
from portal.core.i18n import bdi, language, plain, said
from portal.core.i18n import lazy_gettext as _l
from portal.core.picking import Found, PlaceField
from portal.markets import queries
from portal.markets.models import Floor, StallState
from portal.reference import queries as reference
from portal.reference.choosing import PLACES

INTRO_LENGTH = 2000
LINES_LENGTH = 4000


def alliances() -> list[tuple[str, str]]:
    """Return the alliances to choose from."""
    return [(str(one.id), plain(one, "name")) for one in queries.alliances()]


class AllianceNamesForm(PortalForm):
    """What an alliance is called."""

    name_zh = StringField(
        _l("Chinese name"), [Required(_l("Write the Chinese name.")), Length(max=80)]
    )
    name_en = StringField(_l("English name"), [Length(max=120)])


class AllianceForm(AllianceNamesForm):
    """A new alliance."""

    slug = StringField(
        _l("Name in web addresses"),
        [Required(_l("Choose a name for web addresses.")), Length(max=40)],
    )


class MarketForm(PortalForm):
    """A market's particulars."""

    name_zh = StringField(
        _l("Chinese name"), [Required(_l("Write the Chinese name.")), Length(max=80)]
    )
    name_en = StringField(_l("English name"), [Length(max=120)])
    region_code = PlaceField(
        _l("District or county"),
        [Found(_l("Write the district or county that the market lies in."))],
        description=_l("Type its name, like on a map. If several are called so, you choose."),
        source=PLACES,
    )
    address_zh = StringField(_l("Street and number, in Chinese"), [Length(max=200)])
    address_en = StringField(_l("Street and number, in English"), [Length(max=200)])
    phone = StringField(_l("Telephone of the office"), [Length(max=30)])
    opened_year = IntegerField(
        _l("Open since"), [Optional(), NumberRange(1, 9999, _l("A year, like 1998."))]
    )
    profile_percent = IntegerField(
        _l("Profiles are submitted from, in percent filled in"),
        [Optional(), NumberRange(0, 100, _l("A number from 0 to 100, please."))],
        filters=[lambda value: value or 0],
        description=_l("0: whatever is required is enough."),
    )
    intro_zh = TextAreaField(_l("What the market is, in Chinese"), [Length(max=INTRO_LENGTH)])
    intro_en = TextAreaField(_l("What the market is, in English"), [Length(max=INTRO_LENGTH)])

    def in_words(self, field: Any, value: Any) -> Any:
        """Return a region by its name, the rest as it stands."""
        if field.name == "region_code" and value:
            return bdi(PLACES.label(value), language())
        return super().in_words(field, value)


class NewMarketForm(MarketForm):
    """A new market, with the halls it has."""

    alliance_id = SelectField(
        _l("Alliance"), [Required(_l("Choose the alliance."))], choices=alliances, coerce=str
    )
    slug = StringField(
        _l("Name in web addresses"),
        [Required(_l("Choose a name for web addresses.")), Length(max=40)],
    )
    hall_lines = TextAreaField(_l("Halls"), [Length(max=LINES_LENGTH)])


class CloseForm(PortalForm):
    """Why a market is closed."""

    reason = TextAreaField(
        _l("Why it is closed"),
        [Required(_l("Write why, for those who read the trail.")), Length(max=INTRO_LENGTH)],
    )


class HallForm(PortalForm):
    """A hall and its floors."""

    name_zh = StringField(
        _l("Chinese name"), [Required(_l("Write the Chinese name.")), Length(max=60)]
    )
    name_en = StringField(_l("English name"), [Length(max=80)])
    position = IntegerField(
        _l("Place in the list"),
        [
            Required(_l("Write a number: 1 stands first.")),
            NumberRange(1, 99, _l("A number from 1 to 99.")),
        ],
    )
    floor_lines = TextAreaField(_l("Floors"), [Length(max=LINES_LENGTH)])


class HonourForm(PortalForm):
    """A title that was given to a market."""

    year = IntegerField(
        _l("Year"),
        [
            Required(_l("Write the year it was given.")),
            NumberRange(1, 9999, _l("A year, like 1998.")),
        ],
    )
    title_zh = StringField(
        _l("Title in Chinese"), [Required(_l("Write the title in Chinese.")), Length(max=80)]
    )
    title_en = StringField(_l("Title in English"), [Length(max=120)])
    given_by_zh = StringField(_l("Given by, in Chinese"), [Length(max=80)])
    given_by_en = StringField(_l("Given by, in English"), [Length(max=120)])


REASON_LENGTH = 500
AREA_MOST = 10_000_00
USUAL_ROW = 12
PART = re.compile(r"(?P<number>.+?)[\s:：,，=]+(?P<area>[\d.．０-９]+\s*(?:㎡|m2|m²|平方米|平米)?)")


def uses() -> list[tuple[str, str]]:
    """Return what a stall may be used for."""
    return [(code, term.label(language())) for code, term in reference.choices("stall_use")]


def area_field(label: object) -> HundredthsField:
    """Return the field for an area in m²."""
    return HundredthsField(label, [Required(_l("Write the area in m²."))], most=AREA_MOST)


def floor_label(floor: Floor) -> str:
    """Return a floor with its hall, for a list to choose from."""
    parts = (plain(floor.hall, "name"), floor.code, plain(floor, "theme"))
    return " ".join(part for part in parts if part)


class StallsForm(PortalForm):
    """Many stalls at once, all alike."""

    floor_id = SelectField(_l("Floor"), [Required(_l("Choose the floor."))], coerce=int)
    numbers = TextAreaField(
        _l("Numbers"),
        [Required(_l("Write the numbers, like A1-A40.")), Length(max=LINES_LENGTH)],
    )
    area = area_field(_l("Area of each"))
    frontage_cm = IntegerField(
        _l("Frontage of each"), [Optional(), NumberRange(30, 20_000, _l("From 30 to 20,000 cm."))]
    )
    use = SelectField(_l("Used for"), choices=uses)
    in_a_row = IntegerField(
        _l("Stalls in a row on the plan"),
        [Required(_l("Write a number.")), NumberRange(1, 60, _l("A number from 1 to 60."))],
        default=USUAL_ROW,
    )

    def __init__(self, floors: Sequence[Floor], **defaults: Any) -> None:
        super().__init__(**defaults)
        self.floor_id.choices = [(one.id, floor_label(one)) for one in floors]


class StallForm(PortalForm):
    """A stall's particulars."""

    number = StringField(_l("Stall number"), [Required(_l("Write the number.")), Length(max=20)])
    area = area_field(_l("Area"))
    frontage_cm = IntegerField(
        _l("Frontage"), [Optional(), NumberRange(30, 20_000, _l("From 30 to 20,000 cm."))]
    )
    use = SelectField(_l("Used for"), choices=uses)

    def in_words(self, field: Any, value: Any) -> Any:
        """Return an area in m² and a use by its word."""
        if field.name == "area":
            return said(f"{amounts.written(value)} m²")
        if field.name == "use":
            return said(reference.term("stall_use", value).label(language()))
        return super().in_words(field, value)


class TurnForm(PortalForm):
    """What a stall is there for."""

    step = SelectField(
        _l("What it is there for"),
        choices=lambda: [
            ("offer", StallState.AVAILABLE.label),
            ("use", StallState.OWN_USE.label),
            ("fit_out", StallState.FITTING_OUT.label),
        ],
    )


class WithdrawForm(PortalForm):
    """Why a stall is taken off."""

    reason = TextAreaField(
        _l("Why"),
        [Required(_l("Write why, for those who read the trail.")), Length(max=REASON_LENGTH)],
    )


class SplitForm(WithdrawForm):
    """The parts that a stall becomes."""

    parts = TextAreaField(
        _l("The parts"),
        [Required(_l("Write a line for each part: number and area.")), Length(max=REASON_LENGTH)],
    )

    @property
    def answers(self) -> dict[str, Any]:
        """Return the reason and the parts as (number, area).

        Raises:
            InvalidError: a line cannot be read.
        """
        lines = [line.strip() for line in self.parts.data.splitlines() if line.strip()]
        return {
            "reason": self.reason.data,
            "parts": [part_in(line, place) for place, line in enumerate(lines, 1)],
        }


def part_in(line: str, number: int) -> tuple[str, int]:
    """Read one part: `A12 8.5`.

    Raises:
        InvalidError: on `parts`.
    """
    found = PART.fullmatch(line)
    area = amounts.read(found["area"]) if found else None
    if found is None or area is None:
        raise InvalidError(
            "parts",
            _l("Line %(number)d: a number and an area, please, like A12 8.5.", number=number),
        )
    return found["number"], area


class MergeForm(WithdrawForm):
    """The neighbours that become one stall."""

    others = StringField(
        _l("Stalls beside it"),
        [Required(_l("Name the stalls beside it.")), Length(max=200)],
    )
    number = StringField(
        _l("Number of the new stall"), [Required(_l("Write the number.")), Length(max=20)]
    )


class GridForm(PortalForm):
    """The plan of a floor."""

    grid = TextAreaField(_l("The plan"), [Length(max=20_000)])
