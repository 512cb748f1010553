"""What a visitor asks of the directory: read from the address, kept in the address. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.directory.facets import BY_NAME, Facet


class Sort(StrEnum):
    """How the list is ordered."""

    BEST = "best"
    NEWEST = "newest"
    NAME = "name"
    PRICE = "price"
    COMPLETE = "complete"
    INVESTMENT = "investment"


class View(StrEnum):
    """How the brands of the list are drawn."""

    TAGS = "tags"
    LINES = "lines"


SORT_NAMES: Mapping[Sort, object] = {
    Sort.BEST: _l("Best match"),
    Sort.NEWEST: _l("Newest first"),
    Sort.NAME: _l("By name"),
    Sort.PRICE: _l("Lowest tag price first"),
    Sort.COMPLETE: _l("Most complete first"),
    Sort.INVESTMENT: _l("Lowest investment first"),
}
SORTS_OF_FACETS: Mapping[Sort, str] = {Sort.INVESTMENT: "investment"}
"""Orders that tell of a filter's values: only who may know of the filter may ask for them."""
ALL = "all"
"""Names, in an address, the filters of which every value is shown."""
MOST_VALUES = 40
MOST_COMPARED = 5
"""Brands side by side: more do not fit on a screen nor in a head. Source: our decision."""


@dataclass(frozen=True)
class ShortlistCriteria:
    """What a person asks of his own list. `folder` none: all; "": what lies in no folder."""

    text: str = ""
    folder: str | None = None
    by_name: bool = False
    page: int = 1

    def arguments(self) -> dict[str, Any]:
        """Return it as an address carries it; what is usual is left out."""
        asked = {"q": self.text or None, "folder": self.folder}
        return {name: value for name, value in asked.items() if value is not None} | (
            {"sort": "name"} if self.by_name else {}
        )


@dataclass(frozen=True)
class Criteria:
    """A search: text, chosen values of each facet by its name, order and page."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.BEST
    page: int = 1
    view: View = View.TAGS
    opened: tuple[str, ...] = ()
    """Facets of which every value is wanted, not only the first ones."""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked: the whole directory."""
        return not self.query and not self.chosen

    @property
    def filters(self) -> list[tuple[str, str]]:
        """Return every chosen value with its facet's name."""
        return [(name, value) for name, values in self.chosen.items() for value in values]

    def without(self, facet: str, value: str | None = None) -> "Criteria":
        """Return the same search without one chosen value, or without a whole facet."""
        kept = tuple(
            one for one in self.chosen.get(facet, ()) if value is not None and one != value
        )
        chosen = {name: values for name, values in self.chosen.items() if name != facet}
        if kept:
            chosen[facet] = kept
        return replace(self, chosen=chosen, page=1)

    def with_text(self, query: str) -> "Criteria":
        """Return the same search with another text."""
        return replace(self, query=query, page=1)

    def arguments(self) -> dict[str, Any]:
        """Return the search as an address carries it; what is usual is left out."""
        arguments: dict[str, Any] = {name: list(values) for name, values in self.chosen.items()}
        if self.query:
            arguments["q"] = self.query
        if self.sort is not Sort.BEST:
            arguments["sort"] = self.sort.value
        if self.view is not View.TAGS:
            arguments["view"] = self.view.value
        if self.page > 1:
            arguments["page"] = self.page
        return arguments

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what a form carries along beside text, filters and order."""
        return [("view", self.view.value)] if self.view is not View.TAGS else []

    @property
    def unfolded(self) -> list[tuple[str, str]]:
        """Return what the form of the filters carries along so that they stay unfolded."""
        return [(ALL, name) for name in self.opened]

    @property
    def ordered(self) -> list[tuple[str, str]]:
        """Return what a form carries along beside text and filters."""
        return [*([("sort", self.sort.value)] if self.sort is not Sort.BEST else []), *self.kept]


def read(
    arguments: Mapping[str, Sequence[str]],
    facets: Sequence[Facet],
    known: Mapping[str, Collection[str]],
    page: int,
) -> tuple[Criteria, list[str]]:
    """Return the search that an address asks for, and the values in it that nobody knows.

    `facets` are those that this reader may know of: the names of others say nothing at all.
    `known` are the values that exist; unknown ones are left out and told to the visitor.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for facet in facets:
        values = list(dict.fromkeys(arguments.get(facet.name, ())))[:MOST_VALUES]
        unknown += [value for value in values if value and value not in known[facet.name]]
        if fitting := tuple(value for value in values if value in known[facet.name]):
            chosen[facet.name] = fitting
    asked = (arguments.get("sort") or [""])[0]
    sort = Sort(asked) if asked in sorts(facets) else Sort.BEST
    text = (arguments.get("q") or [""])[0]
    drawn = View.LINES if View.LINES in arguments.get("view", ()) else View.TAGS
    wanted = arguments.get(ALL, ())
    opened = tuple(facet.name for facet in facets if facet.name in wanted)
    return Criteria(text.strip(), chosen, sort, page, drawn, opened), unknown


def sorts(facets: Sequence[Facet]) -> Mapping[Sort, object]:
    """Return the orders that a reader of these filters may ask for, with what they are called."""
    names = {facet.name for facet in facets}
    return {
        sort: label
        for sort, label in SORT_NAMES.items()
        if sort not in SORTS_OF_FACETS or SORTS_OF_FACETS[sort] in names
    }


def asks_for_more(arguments: Mapping[str, Sequence[str]], facets: Sequence[Facet]) -> bool:
    """Say whether an address asks for a filter or an order that is not its reader's to use.

    An agent has shared it, perhaps: whoever opens it sees more brands than the agent did.
    """
    orders = arguments.get("sort", ())
    asked = {name for name in BY_NAME if any(arguments.get(name, ()))}
    asked |= {name for sort, name in SORTS_OF_FACETS.items() if sort.value in orders}
    return not asked <= {facet.name for facet in facets}
