"""The filters with their counts, and those that are in force."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup, escape

from portal.core.i18n import CHINESE, ENGLISH, in_text, language, said
from portal.core.i18n import gettext as _
from portal.directory import queries
from portal.directory.criteria import Criteria
from portal.directory.facets import BY_NAME, Facet, Names
from portal.directory.queries import Nearest
from portal.directory.rules import NAME_LENGTH
from portal.reference import queries as reference
from portal.reference.labels import marked, price_label

FIRST, SHORT = 8, 12
"""Values that a long filter begins with, and how many a filter may have that shows all at once."""
COMMAS = {CHINESE: Markup("、"), ENGLISH: Markup(", ")}


SAID_WITH_NAME = frozenset(
    {
        "positioning",
        "stage",
        "discount",
        "deposit",
        "first_order",
        "exchange",
        "investment",
        "seen",
    }
)
"""Filters whose values say by themselves too little: 50,000 to 100,000, but of what?"""


@dataclass(frozen=True)
class Option:
    """One value of a facet."""

    value: str
    label: Markup
    count: int | None
    selected: bool
    under: bool = False
    """Of a two-level table: its head stands above it."""
    head: Markup | str = ""
    """What stands above it where the head is no value itself."""
    below: Sequence["Option"] = ()
    """What lies under it in a two-level table."""

    @property
    def is_open(self) -> bool:
        """Say whether what lies under it is unfolded: part of it is chosen, or it is alone."""
        return self.selected or any(one.selected for one in self.below)


@dataclass(frozen=True)
class Group:
    """A facet with its options."""

    name: str
    title: object
    options: Sequence[Option]
    open: bool
    more: int = 0
    """How many values are left out until somebody asks for all."""

    @property
    def chosen(self) -> int:
        """Return how many of its values are chosen."""
        return sum(one.selected + sum(part.selected for part in one.below) for one in self.options)

    @property
    def size(self) -> int:
        """Return how many values there are to look through."""
        return sum(1 + len(one.below) for one in self.options)


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address without it."""

    text: Markup
    remove: str


@dataclass(frozen=True)
class Way:
    """A search with less in it that finds something: what it says, and its address."""

    text: Markup
    href: str
    count: int


def label(facet: Facet, value: str) -> Markup:
    """Return what a value is called."""
    if facet.source is Names.SWITCH:
        return escape(facet.words.get(value, value))
    name = queries.name_of(facet, value).label(language())
    # What a table says is in the page's language already; hundreds of labels need not say so.
    return said(name) if facet.source is Names.DATABASE else escape(name)


def in_full(facet: Facet, value: str) -> Markup:
    """Return what a value is called where it stands away from its filter."""
    called = label(facet, value)
    if facet.name in SAID_WITH_NAME:
        return in_text(_("%(filter)s: %(value)s"), filter=facet.label, value=called)
    if facet.name == "price_band":
        return escape(price_label(value))
    return called


def groups(
    facets: Sequence[Facet], criteria: Criteria, counts: Mapping[str, Mapping[str, int]]
) -> list[Group]:
    """Return the facets with the values that have hits or are chosen, in their natural order."""
    found = (group(facet, criteria, counts.get(facet.name, {})) for facet in facets)
    return [one for one in found if one.options]


def group(facet: Facet, criteria: Criteria, counts: Mapping[str, int]) -> Group:
    """Return one facet with the values it begins with, or with all of them where that is asked."""
    chosen = criteria.chosen.get(facet.name, ())
    asked = facet.name in criteria.opened
    heads = heads_of(facet, {*counts, *chosen})
    tops = {value for value, head in heads.items() if head not in heads}
    below = opened(heads, chosen)
    everything = tops | (({*heads} - tops) if facet.source is Names.TERMS else below)
    whole = asked or len(everything) <= SHORT
    shown = everything if whole else most_frequent(tops, heads, counts, chosen) | below
    return Group(
        name=facet.name,
        title=facet.label,
        options=options_of(facet, shown, heads, counts, chosen),
        open=facet.open or asked or bool(chosen),
        more=len(everything) - len(shown),
    )


def heads_of(facet: Facet, values: Collection[str]) -> dict[str, str]:
    """Return what each value of a filter lies under; nothing for those that lie under none."""
    return {value: queries.name_of(facet, value).under if facet.tree else "" for value in values}


def opened(heads: Mapping[str, str], chosen: Collection[str]) -> set[str]:
    """Return the values that lie under a head that is chosen, or of which a part is.

    What lies under a province, or under a hall, is shown only then: there are hundreds.
    """
    heads_open = {*chosen, *(heads[value] for value in chosen)}
    return {one for one, head in heads.items() if head in heads and head in heads_open}


def most_frequent(
    tops: set[str],
    heads: Mapping[str, str],
    counts: Mapping[str, int],
    chosen: Collection[str],
) -> set[str]:
    """Return the values that a list begins with: all of a short one, else those most found."""
    if len(tops) <= SHORT:
        return tops
    ordered = sorted(tops, key=lambda one: (-counts.get(one, 0), one))
    asked = {*chosen, *(heads[value] for value in chosen)}
    return {*ordered[:FIRST], *(asked & tops)}


def options_of(
    facet: Facet,
    values: Collection[str],
    heads: Mapping[str, str],
    counts: Mapping[str, int],
    chosen: Collection[str],
) -> list[Option]:
    """Return the values in order, those of a two-level table under their heads."""
    found: list[Option] = []
    for option in in_one_row(facet, values, heads, counts, chosen):
        head = found[-1] if found and option.under and not option.head else None
        if head is not None and not head.under:
            found[-1] = replace(head, below=[*head.below, option])
        else:
            found.append(option)
    return found


def in_one_row(
    facet: Facet,
    values: Collection[str],
    heads: Mapping[str, str],
    counts: Mapping[str, int],
    chosen: Collection[str],
) -> list[Option]:
    """Return the values of a filter one after the other, each head before what is under it."""
    found, said_head = [], ""
    for value in in_order(facet, values, heads):
        head = heads[value]
        unsaid = head and head not in values and head != said_head
        said_head = head or ""
        found.append(
            Option(
                value=value,
                label=label(facet, value),
                count=counts.get(value, 0),
                selected=value in chosen,
                under=bool(head),
                head=label(facet, head) if unsaid else "",
            )
        )
    return found


def in_order(facet: Facet, values: Collection[str], heads: Mapping[str, str]) -> list[str]:
    """Return values in the order of their table, each under its head; others by themselves."""
    order = order_of(facet)
    last = len(order)

    def place(value: str) -> tuple[int, int, int, str]:
        head = heads[value] or value
        return order.get(head, last), int(bool(heads[value])), order.get(value, last), value

    return sorted(values, key=place)


def order_of(facet: Facet) -> dict[str, int]:
    """Return the place of each value in its table."""
    known: Collection[str] = ()
    if facet.source is Names.TERMS:
        known = reference.terms(facet.terms)
    elif facet.source is Names.SWITCH:
        known = facet.words
    elif facet.source is Names.DATABASE:
        known = queries.register().names[facet.name]
    elif facet.source is Names.CLUSTERS:
        known = [one.code for one in reference.clusters()]
    return {value: at for at, value in enumerate(known)}


def chips(criteria: Criteria) -> list[Chip]:
    """Return every active filter."""
    found = []
    if criteria.query:
        address = url_for("directory.index", **criteria.with_text("").arguments())
        found.append(Chip(said(f"“{criteria.query}”"), address))
    for name, value in criteria.filters:
        address = url_for("directory.index", **criteria.without(name, value).arguments())
        found.append(Chip(in_full(BY_NAME[name], value), address))
    return found


def in_words(criteria: Criteria) -> Markup:
    """Return what a search asks for in one line; of all brands, that it is all of them."""
    parts = [chip.text for chip in chips(criteria)]
    return listed(parts) if parts else marked(_("All brands"))


def name_for(words: Markup) -> str:
    """Return a name for a search, to be kept or written anew."""
    return str(words.striptags())[:NAME_LENGTH]


def listed(labels: Sequence[Markup]) -> Markup:
    """Return several values in one line."""
    return COMMAS[language()].join(labels)


def ways_out(nearest: Sequence[Nearest]) -> list[Way]:
    """Return what to leave out so that a search finds something, with how much it finds then."""
    found = []
    for one in nearest:
        if one.facet == queries.ALL_FILTERS:
            what = marked(_("all filters"))
        elif one.facet == queries.ONLY:
            what = in_words(one.criteria)
        elif one.facet:
            what = listed([in_full(BY_NAME[one.facet], value) for value in one.value.split()])
        else:
            what = said(f"“{one.value}”")
        alone = one.facet == queries.ONLY
        words = in_text(_("Only %(what)s") if alone else _("Without %(what)s"), what=what)
        address = url_for("directory.index", **one.criteria.arguments())
        found.append(Way(words, address, one.count))
    return found
