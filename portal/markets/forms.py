"""Forms of alliances and markets."""

from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from portal.core.forms import PortalForm, Required
from portal.core.i18n import bdi, language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.core.picking import Found, PlaceField, Source
from portal.markets import queries
from portal.reference import queries as reference

INTRO_LENGTH = 2000
LINES_LENGTH = 4000


PLACES = Source(
    called=lambda text: [place.code for place in reference.regions_called(text)],
    label=lambda code: reference.full_region_name(code, language()),
    knows=reference.is_region,
)


def alliances() -> list[tuple[str, str]]:
    """Return the alliances to choose from."""
    return [(str(one.id), plain(one, "name")) for one in queries.alliances()]


class AllianceForm(PortalForm):
    """A new alliance."""

    name_zh = StringField(
        _l("Chinese name"), [Required(_l("Write the Chinese name.")), Length(max=80)]
    )
    name_en = StringField(_l("English name"), [Length(max=120)])
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
