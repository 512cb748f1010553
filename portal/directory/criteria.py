"""What a visitor asks of the directory: read from the address, kept in the address. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from portal.core.i18n import lazy_gettext as _l


class Facet(StrEnum):
    """What can be filtered by. The values are the names in the address."""

    CATEGORY = "category"
    PRICE_BAND = "price_band"
    PROVINCE = "province"
    MARKET = "market"
    STAGE = "stage"


class Sort(StrEnum):
    """How the list is ordered."""

    BEST = "best"
    NEWEST = "newest"
    NAME = "name"
    COMPLETE = "complete"


FACET_NAMES: Mapping[Facet, object] = {
    Facet.CATEGORY: _l("Category"),
    Facet.PRICE_BAND: _l("Tag price"),
    Facet.PROVINCE: _l("Comes from"),
    Facet.MARKET: _l("Market"),
    Facet.STAGE: _l("Incubation stage"),
}
SORT_NAMES: Mapping[Sort, object] = {
    Sort.BEST: _l("Best match"),
    Sort.NEWEST: _l("Newest first"),
    Sort.NAME: _l("By name"),
    Sort.COMPLETE: _l("Most complete first"),
}
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
    """A search: text, chosen values of each facet, order and page."""

    query: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.BEST
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked: the whole directory."""
        return not self.query and not self.chosen

    def without(self, facet: Facet, value: str | None = None) -> "Criteria":
        """Return the same search without one chosen value, or without a whole facet."""
        kept = tuple(
            one for one in self.chosen.get(facet, ()) if value is not None and one != value
        )
        chosen = {name: values for name, values in self.chosen.items() if name is not facet}
        if kept:
            chosen[facet] = kept
        return replace(self, chosen=chosen, page=1)

    def without_text(self) -> "Criteria":
        """Return the same search without its text."""
        return replace(self, query="", page=1)

    def arguments(self) -> dict[str, Any]:
        """Return the search as an address carries it; what is usual is left out."""
        arguments: dict[str, Any] = {
            name.value: list(values) for name, values in self.chosen.items()
        }
        if self.query:
            arguments["q"] = self.query
        if self.sort is not Sort.BEST:
            arguments["sort"] = self.sort.value
        if self.page > 1:
            arguments["page"] = self.page
        return arguments


def read(
    arguments: Mapping[str, Sequence[str]], known: Mapping[Facet, Sequence[str]], page: int
) -> tuple[Criteria, list[str]]:
    """Return the search that an address asks for, and the values in it that nobody knows.

    `known` are the values that exist; unknown ones are left out and told to the visitor.
    """
    chosen: dict[Facet, tuple[str, ...]] = {}
    unknown: list[str] = []
    for facet in Facet:
        values = list(dict.fromkeys(arguments.get(facet.value, ())))[:MOST_VALUES]
        unknown += [value for value in values if value and value not in known[facet]]
        if fitting := tuple(value for value in values if value in known[facet]):
            chosen[facet] = fitting
    asked = (arguments.get("sort") or [""])[0]
    sort = Sort(asked) if asked in set(Sort) else Sort.BEST
    text = (arguments.get("q") or [""])[0]
    return Criteria(query=text.strip(), chosen=chosen, sort=sort, page=page), unknown
