"""THE table of a profile's fields. Forms, pages, preview, difference and directory read it here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.brands.fields.groups import Group, Visibility
from portal.brands.kinds import (
    AGENTS,
    CASES,
    DAYS,
    HOUR,
    LARGEST,
    MONTHS,
    PEOPLE,
    PERCENT,
    PIECES,
    PIECES_A_MONTH,
    SHOPS,
    SQUARE_METRES,
    STYLES_A_SEASON,
    TIMES_A_MONTH,
    YEAR,
    Cluster,
    Code,
    Codes,
    Day,
    Days,
    Kind,
    Line,
    Mobile,
    Money,
    Percent,
    Pictures,
    Region,
    Text,
    Whole,
    YesNo,
)
from portal.brands.models import Revision
from portal.brands.offers.kinds import Estimates, Offers, Released
from portal.core.i18n import lazy_gettext as _l

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_PICTURES = 200
"""Over all seasons; how many of one season: `seasons.MOST_OF_SEASON`."""
MOST_MONEY = 2_000_000_000
"""In fen: twenty million yuan."""


P, L, K, M = Visibility


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
    masked: bool = False
    """Whether it is read only by asking for it, once each time: a way to reach a person."""

    @property
    def bilingual(self) -> bool:
        """Say whether it has a Chinese and an English side."""
        return isinstance(self.kind, Text)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the revision that keep it."""
        return (f"{self.name}_zh", f"{self.name}_en") if self.bilingual else (self.name,)

    @property
    def own_page(self) -> bool:
        """Say whether it is filled in on pages of its own instead of the section's form."""
        return isinstance(self.kind, Pictures | Offers | Estimates | Released)

    def of(self, revision: Revision) -> Any:
        """Return its value in a revision; of a bilingual text the Chinese side."""
        return getattr(revision, self.columns[0])

    def is_filled(self, revision: Revision) -> bool:
        """Say whether it is filled in, or the one that serves as well."""
        if self.kind.is_filled(self.of(revision)):
            return True
        return bool(self.or_else) and bool(getattr(revision, self.or_else))


I, B, R, O, _, S, Q, C, N, E, T, A = Group  # noqa: E741 -- columns of the table
MONEY = Money(MOST_MONEY)
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
    Field("aliases", I, _l("Also known as"), Text(120, 160), P,
          _l("Agents search by the name on the stall or in a group, too."), counted=False),
    Field("honours", I, _l("Titles"), Text(300, 500), P,
          _l("A title says that somebody else has looked at you."),
          _l("With the year, like: growth brand 2024."), counted=False, minutes=2),

    Field("taxpayer", B, _l("Taxpayer type"), Code("taxpayer"), L,
          _l("It decides which invoice an agent gets."), worth=2),
    Field("capital", B, _l("Registered capital"), MONEY, L,
          _l("It is the first thing that a careful agent looks up."), counted=False),
    Field("scope", B, _l("Business scope"), Text(600, 900), L,
          _l("It must cover what you sell."), _l("As it stands on the licence."), counted=False),
    Field("company_address", B, _l("Address"), Line(200), L,
          _l("Agents come and look."), counted=False),
    Field("representative", B, _l("Legal representative"), Line(40), M,
          _l("The office compares it with the licence; nobody else reads it."), counted=False),
    Field("bank", B, _l("Bank and account"), Line(120), M,
          _l("The office compares it with the licence; nobody else reads it."), counted=False),

    Field("brand_right", R, _l("Right to the brand"), Code("brand_right"), P,
          _l("Nobody signs for a name that may be taken away."), worth=4),
    Field("mark_name", R, _l("Name on the trademark"), Line(60), P,
          _l("An agent may use only the name that is registered."),
          _l("As it stands on the certificate or the receipt."), counted=False),
    Field("licence_chain", R, _l("Licensed by"), Text(300, 500), L,
          _l("A licence is worth what its giver had to give."),
          _l("From the owner of the mark to you, with the last day."), counted=False),
    Field("patents", R, _l("Design patents"), Whole(0, 10_000, PIECES), L,
          _l("They keep the shop next door from copying you."), counted=False),
    Field("copyrights", R, _l("Registered prints and patterns"), Whole(0, 10_000, PIECES), L,
          _l("They keep the shop next door from copying you."), counted=False),

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

    Field("genders", O, _l("Worn by"), Codes("gender", 3), P,
          _l("It is the second question at every stall."), worth=2),
    Field("occasions", O, _l("Occasions"), Codes("occasion", 6), P,
          _l("Agents fill the gaps on their rail by occasion."), counted=False),
    Field("size_range", O, _l("Sizes"), Line(60), P,
          _l("A shop that has the size sells the piece."),
          _l("Like 155/80A to 175/100A, or S to 4XL."), worth=2),
    Field("plus_sizes", O, _l("Plus sizes"), YesNo(_l("made"), _l("not made")), P,
          _l("Many agents look for nothing else."), counted=False),
    Field("price_low", O, _l("Tag price, from"), MONEY, P,
          _l("It sets the lower end of the rail."), counted=False),
    Field("price_high", O, _l("Tag price, to"), MONEY, P,
          _l("It sets the upper end of the rail."), counted=False),
    Field("price_typical", O, _l("Tag price, typical"), MONEY, P,
          _l("Agents calculate with it what a piece costs them."),
          _l("Of the piece that you sell most of."), worth=3),

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
    Field("quick_days", S, _l("Quick response in"), Whole(1, 90, DAYS), L,
          _l("A best-seller is sold this week or not at all."), counted=False),
    Field("warehouse_area", S, _l("Warehouse"), Whole(1, 1_000_000, SQUARE_METRES), L,
          _l("Goods on the shelf are goods on the road tomorrow."), counted=False),
    Field("dispatch_hour", S, _l("Same-day dispatch until"), Whole(0, 23, HOUR), L,
          _l("An agent orders in the evening for the day after."),
          _l("The hour, like 16."), counted=False),
    Field("logistics", S, _l("Freight lines"), Text(200, 300), L,
          _l("Agents know which line reaches them."), counted=False),

    Field("spot_check", Q, _l("Last market spot check"), Code("spot_check"), P,
          _l("It is public anyway; saying it yourself earns trust."), worth=2),
    Field("report_percent", Q, _l("Categories with a report"), Whole(0, 100, PERCENT), L,
          _l("A mall asks the agent for it on the first day."),
          _l("Not older than a year."), worth=2),
    Field("return_rate", Q, _l("Returned for a fault"), Percent(), L,
          _l("It tells an agent how many customers come back angry."),
          _l("Share of the pieces, like 1.5 %."), counted=False),
    Field("label_checked_on", Q, _l("Labels checked on"), Day(), L,
          _l("A wrong label costs the shop, not the factory."), counted=False),
    Field("recalls", Q, _l("Recalls in three years"), Whole(0, 1000, CASES), L,
          _l("Zero is an answer as well."), counted=False),

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
          L, _l("It tells agents whether their shop is large enough."),
          _l("First-tier cities and provincial capitals."), worth=2),
    Field("store_area_prefecture", C, _l("Shop in a city, at least"),
          Whole(1, 5000, SQUARE_METRES), L,
          _l("It tells agents whether their shop is large enough."),
          _l("Prefecture-level cities."), worth=2),
    Field("store_area_county", C, _l("Shop in a county town, at least"),
          Whole(1, 5000, SQUARE_METRES), L,
          _l("It tells agents whether their shop is large enough."), worth=2),
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
    Field("renewal_first", C, _l("Renewal"),
          YesNo(_l("the present agent comes first"), _l("open to all")), L,
          _l("Whoever builds up a city wants to keep it."), counted=False),
    Field("direct_reserved", C, _l("Shops of the brand's own"),
          YesNo(_l("may open in the territory"), _l("stay out of the territory")), L,
          _l("Agents ask whether you will be their neighbour."), counted=False),
    Field("protection_days", C, _l("Protected for"), Whole(1, 365, DAYS), L,
          _l("So long nobody else gets the city after a first order."), counted=False),

    Field("direct_stores", N, _l("Company-owned stores"), Whole(0, 10_000, SHOPS), L,
          _l("Whoever runs shops knows what sells."),
          _l("Run by yourselves; 0 when you have none."), worth=2),
    Field("store_dates", N, _l("Company-owned stores opened on"), Days(12), L,
          _l("Two shops for a year are what the law asks of who grants franchises."),
          _l("One day a line, like 2024-03-01."), counted=False),
    Field("agent_count", N, _l("Agents"), Whole(0, 100_000, AGENTS), P,
          _l("Agents ask how many have tried before them."), worth=2),
    Field("outlets", N, _l("Points of sale"), Whole(0, 100_000, SHOPS), P,
          _l("They show how far the name has come."), counted=False),
    Field("online_shops", N, _l("Online shops"), Whole(0, 1000, SHOPS), L,
          _l("Agents want to know who undercuts them online."), counted=False),
    Field("streams_monthly", N, _l("Live-streams"), Whole(0, 10_000, TIMES_A_MONTH), L,
          _l("They sell, and they show the goods to the agent's customers."), counted=False),

    Field("estimates", E, _l("Estimate by size of city"), Estimates(), L,
          _l("Money is the first question; with your estimate agents answer it themselves."),
          worth=4, minutes=6),

    Field("offers", T, _l("Offers"), Offers(), K,
          _l("An agent decides with numbers, and compares yours with four others."),
          worth=5, minutes=8),
    Field("released", T, _l("Bands for verified agents"), Released(), L,
          _l("Agents filter by them; a brand without any is not among the hits."),
          worth=3, minutes=1),

    Field("contact_name", A, _l("Whom to ask for"), Line(40), K,
          _l("A name is easier to call than a number."), worth=2),
    Field("contact_mobile", A, _l("Mobile"), Mobile(20), K,
          _l("Serious agents call."), worth=3, masked=True),
    Field("contact_wechat", A, _l("WeChat"), Line(60), K,
          _l("Most business is done there."), counted=False, masked=True),
    Field("contact_hours", A, _l("Hours"), Text(80, 120), K,
          _l("So that nobody calls in vain."), counted=False),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}


def of_group(group: Group) -> list[Field]:
    """Return the fields of a section in the order they are asked."""
    return [field for field in FIELDS if field.group is group]


def asked_in(group: Group) -> list[Field]:
    """Return the fields of a section that its form asks; the others have pages of their own."""
    return [field for field in of_group(group) if not field.own_page]
