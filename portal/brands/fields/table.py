"""THE table of a profile's fields. Forms, pages, preview, difference and directory read it here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Self

from portal.brands.kinds import (
    DAYS,
    LARGEST,
    MONTHS,
    PEOPLE,
    PERCENT,
    PIECES,
    PIECES_A_MONTH,
    SHOPS,
    SQUARE_METRES,
    STYLES_A_SEASON,
    YEAR,
    Cluster,
    Code,
    Codes,
    Kind,
    Pictures,
    Region,
    Text,
    Whole,
    YesNo,
)
from portal.brands.models import Revision
from portal.core.i18n import lazy_gettext as _l

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_PICTURES = 200
"""Over all seasons; how many of one season: `seasons.MOST_OF_SEASON`."""


class Visibility(IntEnum):
    """Who sees a field, and how much a reader sees: each class sees its own and all above it.

    P public · L a verified agent · C an approved connection · M the market's office.
    """

    PUBLIC = 0
    AGENT = 1
    CONNECTED = 2
    OFFICE = 3


P, L = Visibility.PUBLIC, Visibility.AGENT


class Group(StrEnum):
    """A section of the profile: filled in on one page, read under one heading."""

    label: object
    lead: object

    def __new__(cls, value: str, label: object, lead: object) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.lead = lead
        return member

    IDENTITY = (
        "identity",
        _l("Identity"),
        _l("Who you are. Everybody can read this."),
    )
    POSITIONING = (
        "positioning",
        _l("Positioning"),
        _l("What you make, for whom, at which price. Everybody can read this."),
    )
    LOOKBOOK = (
        "pictures",
        _l("Lookbook"),
        _l("What your clothes look like. The first picture is the cover."),
    )
    SUPPLY = (
        "supply",
        _l("Supply"),
        _l("How much you can deliver and how fast. Verified agents read this."),
    )
    COOPERATION = (
        "cooperation",
        _l("Cooperation"),
        _l("Whom you look for and what you offer. Verified agents read this."),
    )


@dataclass(frozen=True)
class Field:
    """One field: where it stands, what it is called, who sees it, why an agent wants it."""

    name: str
    group: Group
    label: object
    kind: Kind
    visibility: Visibility
    why: object
    hint: object = ""
    required: bool = False
    """Without it a profile cannot be submitted."""
    or_else: str = ""
    """Another field that serves as well: the price band of the other season."""
    counted: bool = True
    """Whether a profile without it is incomplete."""
    worth: int = 1
    """How much an agent misses it, from 1 to 5."""
    minutes: int = 1
    """How long an owner needs for it."""

    @property
    def bilingual(self) -> bool:
        """Say whether it has a Chinese and an English side."""
        return isinstance(self.kind, Text)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the revision that keep it."""
        return (f"{self.name}_zh", f"{self.name}_en") if self.bilingual else (self.name,)

    def of(self, revision: Revision) -> Any:
        """Return its value in a revision; of a bilingual text the Chinese side."""
        return getattr(revision, self.columns[0])

    def is_filled(self, revision: Revision) -> bool:
        """Say whether it is filled in, or the one that serves as well."""
        if self.kind.is_filled(self.of(revision)):
            return True
        return bool(self.or_else) and bool(getattr(revision, self.or_else))


I, O, S, C = Group.IDENTITY, Group.POSITIONING, Group.SUPPLY, Group.COOPERATION  # noqa: E741 -- columns of the table
FIELDS: Sequence[Field] = (
    Field("name", I, _l("Brand name"), Text(60, 80), P,
          _l("Agents look for you by this name."),
          _l("As it stands on your hang-tag."), required=True, worth=5),
    Field("slogan", I, _l("Slogan"), Text(60, 120), P,
          _l("One line is what stays with an agent who has seen forty brands today."),
          _l("One line, as you would print it on a bag."), worth=2, minutes=3),
    Field("story", I, _l("Story"), Text(2000, 4000, lines=True, least=30), P,
          _l("Agents buy from people they can picture."),
          _l(
              "Who makes the clothes, for whom, since when; at least 30 characters, "
              "three short paragraphs are enough."
          ),
          required=True, worth=5, minutes=10),
    Field("founded_year", I, _l("Founded"), Whole(FIRST_YEAR, LAST_YEAR, YEAR), P,
          _l("Years in the trade show that you will still be here next season."),
          _l("The year, like 2009."), worth=2),
    Field("origin_region", I, _l("Comes from"), Region(), P,
          _l("Agents of your home province look there first."), required=True, worth=3),
    Field("cluster", I, _l("Production cluster"), Cluster(), P,
          _l("A cluster's name stands for its prices and its makers."),
          _l("Only if you come from one of these."), counted=False),

    Field("category", O, _l("Category"), Code("category", grouped=True), P,
          _l("It is the first thing agents filter by."),
          _l("What you sell most of."), required=True, worth=5),
    Field("styles", O, _l("Styles"), Codes("style", 3), P,
          _l("Agents choose brands that fit beside those on their rail."),
          _l("At most three: who is everything is remembered for nothing."),
          required=True, worth=4),
    Field("positioning", O, _l("Market level"), Code("positioning"), P,
          _l("It tells an agent which street or mall you belong in."), required=True, worth=3),
    Field("ages", O, _l("Wearers' age"), Codes("age", 3), P,
          _l("Agents match it with the people who walk into their shops."),
          _l("At most three groups."), worth=4),
    Field("summer_band", O, _l("Tag price, spring and summer"), Code("price_band", "s"), P,
          _l("Price is the second thing agents filter by."),
          _l("Where most of your pieces lie."), required=True, or_else="winter_band", worth=5),
    Field("winter_band", O, _l("Tag price, autumn and winter"), Code("price_band", "w"), P,
          _l("Price is the second thing agents filter by."),
          _l("Where most of your pieces lie."), counted=False),
    Field("fabrics", O, _l("Fabrics"), Text(200, 300), P,
          _l("An experienced agent knows the price from the fabric."),
          _l("Your main ones, like: cotton twill, denim, wool blend."), worth=2, minutes=2),
    Field("waves", O, _l("Waves a year"), Codes("season_wave", 8), P,
          _l("Agents plan their money around your deliveries."),
          _l("When new goods arrive."), worth=2),
    Field("new_styles", O, _l("New styles"), Whole(1, 5000, STYLES_A_SEASON), P,
          _l("It shows whether you can fill a rail all season."), worth=3),
    Field("original_percent", O, _l("Own designs"), Whole(0, 100, PERCENT), P,
          _l("Own designs mean that the shop next door has something else."), worth=2),

    Field("pictures", Group.LOOKBOOK, _l("Pictures"), Pictures(3, MOST_PICTURES), P,
          _l("Agents look before they read; brands with pictures are opened first."),
          required=True, worth=5, minutes=5),

    Field("supply_kind", S, _l("Goods come from"), Code("supply"), L,
          _l("It tells an agent who stands behind the delivery date."), required=True, worth=4),
    Field("factory_region", S, _l("Factory in"), Region(), L,
          _l("Freight and visits depend on it."), worth=2),
    Field("workers", S, _l("Workers"), Whole(1, 100_000, PEOPLE), L,
          _l("It makes the capacity believable."), worth=1),
    Field("monthly_capacity", S, _l("Capacity"), Whole(1, LARGEST, PIECES_A_MONTH), L,
          _l("An agent with forty shops must know that you can follow."), worth=4),
    Field("lead_first_days", S, _l("First order ready in"), Whole(1, 365, DAYS), L,
          _l("Agents count back from the day the season begins."), worth=4),
    Field("lead_repeat_days", S, _l("Repeat order ready in"), Whole(1, 365, DAYS), L,
          _l("A quick repeat is what earns money on a best-seller."), worth=4),
    Field("repeat_min_pieces", S, _l("Smallest repeat"), Whole(1, 100_000, PIECES), L,
          _l("Small shops need small repeats."),
          _l("Pieces of one style."), worth=3),

    Field("modes", C, _l("Ways to work together"), Codes("cooperation", 8), L,
          _l("It says at once whether you and an agent can do business."),
          required=True, worth=5),
    Field("levels", C, _l("Agents wanted"), Codes("agent_level", 9), L,
          _l("Agents of the right size write to you, the others do not."),
          required=True, worth=5),
    Field("exclusivity", C, _l("Exclusivity"), Code("exclusivity"), L,
          _l("It is the first question of every serious agent."), worth=4),
    Field("term_months", C, _l("Contract runs for"), Whole(1, 120, MONTHS), L,
          _l("An agent who fits out a shop wants to know for how long."), worth=3),
    Field("store_area_city", C, _l("Shop in a big city, at least"), Whole(1, 5000, SQUARE_METRES),
          L, _l("It tells an agent whether his shop is large enough."),
          _l("First-tier cities and provincial capitals."), worth=2),
    Field("store_area_prefecture", C, _l("Shop in a city, at least"),
          Whole(1, 5000, SQUARE_METRES), L,
          _l("It tells an agent whether his shop is large enough."),
          _l("Prefecture-level cities."), worth=2),
    Field("store_area_county", C, _l("Shop in a county town, at least"),
          Whole(1, 5000, SQUARE_METRES), L,
          _l("It tells an agent whether his shop is large enough."), worth=2),
    Field("store_staff", C, _l("Staff in a shop, at least"), Whole(1, 100, PEOPLE), L,
          _l("Wages are the second largest cost of a shop."), worth=1),
    Field("image_required", C, _l("Shop design"),
          YesNo(_l("by the brand's own manual"), _l("as the agent likes")), L,
          _l("Fitting out is money that an agent spends before the first sale."), worth=2),
    Field("other_brands_allowed", C, _l("Other brands in the shop"),
          YesNo(_l("allowed"), _l("not allowed")), L,
          _l("Many agents have brands already and must know whether they can keep them."),
          worth=2),
    Field("support", C, _l("Support"), Codes("support", 11), L,
          _l("Between two similar brands it is support that decides."), worth=4),
    Field("direct_stores", C, _l("Shops of your own"), Whole(0, 10_000, SHOPS), L,
          _l("Who runs shops himself knows what sells."),
          _l("Run by yourselves; 0 when you have none."), worth=2),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}


def of_group(group: Group) -> list[Field]:
    """Return the fields of a section in the order they are asked."""
    return [field for field in FIELDS if field.group is group]
