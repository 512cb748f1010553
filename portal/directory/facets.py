"""THE table of what the directory can be filtered by. Pages, addresses and the index read it here.

A new filter is one line: its name in the address, what it is called, who may know of it, where
its values have their names, and how a brand gets its values. Nothing else has to be told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from math import inf
from typing import Any

from portal.brands.fields import Visibility
from portal.brands.models import Revision
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference
from portal.reference.models import Level


class Names(StrEnum):
    """Where the values of a filter have their names."""

    TERMS = "terms"
    """A code table."""
    REGIONS = "regions"
    CLUSTERS = "clusters"
    DATABASE = "database"
    """Markets, halls and floors, stages: as their offices call them."""
    SWITCH = "switch"
    """One or two values that the filter itself names."""


@dataclass(frozen=True)
class Place:
    """Where a brand has a stall today."""

    stall: str
    floor_id: int
    hall_id: int
    is_open: bool = True
    """Whether it trades there; before that, and while it is shut, nobody is sent to it."""


@dataclass(frozen=True)
class Facts:
    """All that the directory knows of one brand beside its published revision."""

    revision: Revision
    market: str
    """The market's name in addresses."""
    market_names: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """As it is called now, and was called in earlier revisions."""
    company: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    stage: tuple[str, str, str] = ("", "", "")
    """Code, Chinese and English name."""
    seen: tuple[str, ...] = ()
    """Kinds of papers that the office has seen and that are good today."""
    pictures: int = 0
    published_at: datetime | None = None
    paused_from: date | None = None
    back_on: date | None = None
    """Hidden until then."""
    availability: tuple[str, ...] = ()
    """Whether any published style is in stock, or to order; which ones, connected agents read."""
    bands: Mapping[str, str] = field(default_factory=dict)
    """Terms that the owner has released as a band, by the name of their code table."""


Values = Callable[[Facts], Iterable[str]]


@dataclass(frozen=True)
class Facet:
    """One filter."""

    name: str
    """In the address and in the index."""
    label: object
    values: Values
    source: Names = Names.TERMS
    table: str = ""
    """The code table, where it is called otherwise than the filter."""
    needs: Visibility = Visibility.PUBLIC
    """Who may know of it: nobody else is shown it, may filter by it, or sees it counted."""
    tree: bool = False
    """Of two levels: choosing the upper finds all that is under it."""
    open: bool = False
    """Shown unfolded at first."""
    words: Mapping[str, object] = field(default_factory=dict)
    """What the values of a switch are called."""
    terse: bool = False
    """Its values say too little by themselves: 50,000 to 100,000, but of what?"""

    @property
    def terms(self) -> str:
        """Return the name of its code table; empty where its names lie elsewhere."""
        return (self.table or self.name) if self.source is Names.TERMS else ""

    def of(self, facts: Facts) -> list[str]:
        """Return the values of a brand, each once; what cannot stand in an address is left out."""
        return list(dict.fromkeys(one for one in self.values(facts) if one and " " not in one))


def column(name: str) -> Values:
    """Return the value of a field, or each of its values."""

    def read(facts: Facts) -> Iterable[str]:
        value = getattr(facts.revision, name)
        return value if isinstance(value, list) else [value]

    return read


def band(table: str) -> Values:
    """Return the band of a term as far as the owner has released it."""
    return lambda facts: [facts.bands.get(table, "")]


def categories(facts: Facts) -> Iterator[str]:
    """Yield a brand's category and what it lies under."""
    code = facts.revision.category
    yield code
    if code:
        yield reference.term("category", code).parent or ""


SEASONS = ("s", "w")
"""The heads of the bands of tag prices: what is worn in the warm half of the year, in the cold."""


def prices(facts: Facts) -> list[str]:
    """Return the tag prices of both seasons."""
    return [facts.revision.summer_band, facts.revision.winter_band]


def regions(facts: Facts) -> Iterator[str]:
    """Yield the province and the prefecture that a brand comes from."""
    for step in reference.ancestors(facts.revision.origin_region)[:2]:
        if step.level is not Level.UNKNOWN:
            yield step.code


def halls(facts: Facts) -> Iterator[str]:
    """Yield the halls and floors where a brand has a stall."""
    for place in facts.places:
        yield f"h{place.hall_id}"
        yield f"f{place.floor_id}"


def stalls(facts: Facts) -> list[Any]:
    """Return the stalls where a brand trades: number, floor and hall as the filter names them."""
    return [
        [place.stall, f"f{place.floor_id}", f"h{place.hall_id}"]
        for place in facts.places
        if place.is_open
    ]


def trusted(facts: Facts) -> Iterator[str]:
    """Yield the papers that were seen, and whether any was."""
    if facts.seen:
        yield "any"
        yield from facts.seen


P, L = Visibility.PUBLIC, Visibility.AGENT
FACETS: Sequence[Facet] = (
    Facet("category", _l("Category"), categories, tree=True, open=True),
    Facet("price_band", _l("Tag price"), prices, tree=True, open=True),
    Facet("region", _l("Comes from"), regions, Names.REGIONS, tree=True, open=True),
    Facet("style", _l("Styles"), column("styles")),
    Facet("positioning", _l("Market level"), column("positioning"), terse=True),
    Facet("age", _l("Wearers' age"), column("ages")),
    Facet("market", _l("Market"), lambda facts: [facts.market], Names.DATABASE),
    Facet("place", _l("Hall and floor"), halls, Names.DATABASE, tree=True),
    Facet("cluster", _l("Production cluster"), column("cluster"), Names.CLUSTERS),
    Facet("stage", _l("Incubation stage"), lambda facts: [facts.stage[0]], Names.DATABASE,
          terse=True),
    Facet("honours", _l("Titles"), lambda facts: ["yes"] if facts.revision.honours_zh else [],
          Names.SWITCH, words={"yes": _l("With a title")}),
    Facet("availability", _l("Stock or to order"), lambda facts: facts.availability, needs=L),
    Facet("mode", _l("Ways to work together"), column("modes"), table="cooperation", needs=L),
    Facet("level", _l("Agents wanted"), column("levels"), table="agent_level", needs=L),
    Facet("exclusivity", _l("Exclusivity"), column("exclusivity"), needs=L),
    Facet("support", _l("Support"), column("support"), needs=L),
    Facet("discount", _l("Supply price"), band("discount_band"),
          table="discount_band", needs=L, terse=True),
    Facet("deposit", _l("Security deposit"), band("deposit_band"),
          table="deposit_band", needs=L, terse=True),
    Facet("first_order", _l("First order"), band("first_order_band"),
          table="first_order_band", needs=L, terse=True),
    Facet("exchange", _l("Exchange rate"), band("exchange_band"),
          table="exchange_band", needs=L, terse=True),
    Facet("investment", _l("Total investment"), band("investment_band"),
          table="investment_band", needs=L, terse=True),
    Facet("seen", _l("Papers seen by the office"), trusted, Names.SWITCH,
          words={"any": _l("Any paper"), "licence": _l("Business licence"),
                 "trademark": _l("Trademark"), "quality_report": _l("Quality report")}, terse=True),
    Facet("pictures", _l("Pictures"), lambda facts: ["yes"] if facts.pictures else [],
          Names.SWITCH, words={"yes": _l("With pictures")}),
    Facet("new", _l("Newly published"), lambda _facts: [], Names.SWITCH,
          words={"30": _l("In the last 30 days")}),
)  # fmt: skip
"""In the order in which a page shows them. What is new the index itself knows: it ages.

There is room for one more, beside the ways to work together: "open in my region". Its values are
places in which no agreement in force holds a level and a channel; whoever keeps agreements tells
them as `registry.offer_bands` tells of bands. Until agreements are kept nobody can know, and a
filter that guesses would send an agent to a city that is taken: so there is none.
"""
BY_NAME: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}


def readable(viewer: Visibility) -> tuple[Facet, ...]:
    """Return the filters that this class of reader may know of."""
    return tuple(facet for facet in FACETS if facet.needs <= viewer)


def packed(facts: Facts) -> str:
    """Return all values of a brand as the index keeps them: `name:value`, spaces between."""
    return " ".join(f"{facet.name}:{value}" for facet in FACETS for value in facet.of(facts))


def lowest_price(facts: Facts) -> int:
    """Return the place of the lowest tag price among all bands of both seasons; 0 for none.

    By what it costs, not by its place in its own season: the second band of coats begins where
    the fourth of shirts does not.
    """
    places = (places_of_bands().get(code, 0) for code in prices(facts))
    return min((one for one in places if one), default=0)


@cache
def places_of_bands() -> Mapping[str, int]:
    """Return the place of each band of tag prices, from 1: by its lower end, then by its upper."""
    codes = [code for head in SEASONS for code, _term in reference.choices("price_band", head)]
    ordered = sorted(codes, key=ends_of)
    return {code: at for at, code in enumerate(ordered, 1)}


def ends_of(code: str) -> tuple[float, float]:
    """Return the lower and upper end of a band of prices, in fen."""
    band = reference.term("price_band", code)
    return band.low or 0, band.high or inf
