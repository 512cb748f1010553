"""What the values of filters are called, and the filters that are in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape

from portal.core.i18n import comma, in_text, language, said
from portal.core.i18n import gettext as _
from portal.directory import queries
from portal.directory.criteria import Criteria
from portal.directory.facets import BY_NAME, Facet, Names
from portal.directory.queries import Nearest
from portal.directory.rules import NAME_LENGTH
from portal.reference.labels import marked, price_label


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
    if facet.terse:
        return in_text(_("%(filter)s: %(value)s"), filter=facet.label, value=called)
    if facet.name == "price_band":
        return escape(price_label(value))
    return called


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
    return Markup(comma()).join(labels)  # noqa: S704 -- a comma


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
