"""What a card, a facet and a chip say, in the reader's language. For templates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.brands.models import Revision
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language, plain, said
from portal.directory.criteria import FACET_NAMES, Criteria, Facet
from portal.directory.models import Listing
from portal.directory.queries import Card
from portal.documents.copies import Copies, Shown
from portal.markets.models import Market
from portal.reference import queries as reference
from portal.reference.labels import marked, term_label

NEW_FOR = timedelta(days=30)
TABLES = {Facet.CATEGORY, Facet.PRICE_BAND}
"""Facets whose values are terms of the code table of the same name."""


@dataclass(frozen=True)
class Cover:
    """A brand's first picture on a card: the same to a page as a picture of a lookbook."""

    file: Shown
    focus_x: int
    focus_y: int
    address: Callable[..., str]


@dataclass(frozen=True)
class ShownCard:
    """A brand on its hang-tag."""

    href: str
    name: Markup
    monogram: str
    picture: Cover | None
    seed: int
    category: Markup
    market: Markup
    stage: Markup
    prices: Sequence[Markup]
    facts: Sequence[tuple[str, Markup]]
    is_new: bool


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


@dataclass(frozen=True)
class Group:
    """A facet with its options."""

    name: str
    title: object
    options: Sequence[Option]


def addresses(brand_slug: str) -> Callable[..., str]:
    """Return what tells where a published picture of a brand is served, in a width and a format."""
    one = url_for("directory.picture", brand=brand_slug, mark="0", width=0, format="jpg")
    before = one.removesuffix("0-0.jpg")
    return lambda picture, width, ending="webp": f"{before}{picture.file.mark}-{width}.{ending}"


def cover(brand_slug: str, kept: Mapping[str, Any]) -> Cover | None:
    """Return a listing's cover; None when it has none."""
    if not kept:
        return None
    size = {name: kept[name] for name in ("sha256", "width", "height", "edition", "ground")}
    return Cover(Copies(**size), kept["focus"][0], kept["focus"][1], addresses(brand_slug))


def shown(card: Card) -> ShownCard:
    """Return what the list shows of one listing."""
    listing, brand, revision = card.listing, card.brand, card.revision
    name = plain(revision, "name")
    return ShownCard(
        href=url_for("directory.show", brand=brand.slug),
        name=said(revision, "name"),
        monogram=name[:1],
        picture=cover(brand.slug, listing.cover),
        seed=brand.id,
        category=marked(term_label("category", revision.category)),
        market=said(card.market, "name"),
        stage=said(listing, "stage_name"),
        prices=[marked(price) for price in prices(revision)],
        facts=(),
        is_new=clock.now() - listing.published_at < NEW_FOR,
    )


def prices(revision: Revision) -> Iterator[str]:
    """Yield the tag prices with their season: the same numbers mean another coat or shirt."""
    if revision.summer_band:
        yield _("Summer %(band)s", band=term_label("price_band", revision.summer_band))
    if revision.winter_band:
        yield _("Winter %(band)s", band=term_label("price_band", revision.winter_band))


def groups(
    criteria: Criteria,
    counts: Mapping[Facet, Mapping[str, int]],
    markets: Mapping[str, Market],
    stages: Mapping[str, Listing],
) -> list[Group]:
    """Return the facets with every value that has hits or is chosen, in their natural order."""
    found = []
    for facet in Facet:
        chosen = criteria.chosen.get(facet, ())
        values = {*counts[facet], *chosen}
        names = {value: label(facet, value, markets, stages) for value in values}
        options = options_of(facet, names, counts[facet], chosen)
        if options:
            found.append(Group(name=facet.value, title=FACET_NAMES[facet], options=options))
    return found


def options_of(
    facet: Facet, names: Mapping[str, Markup], counts: Mapping[str, int], chosen: Sequence[str]
) -> list[Option]:
    """Return the values in order, those of a two-level table under their heads."""
    found, said_head = [], ""
    for value in in_order(facet, set(names)):
        head = reference.term(facet.value, value).parent if facet in TABLES else None
        unsaid = head and head not in names and head != said_head
        said_head = head or ""
        found.append(
            Option(
                value=value,
                label=names[value],
                count=counts.get(value, 0),
                selected=value in chosen,
                under=bool(head),
                head=marked(term_label(facet.value, head)) if unsaid else "",
            )
        )
    return found


def in_order(facet: Facet, values: set[str]) -> list[str]:
    """Return values in the order of their code table; others by themselves."""
    if facet in TABLES:
        order = {code: place for place, code in enumerate(reference.terms(facet.value))}
        return sorted(values, key=lambda value: (order.get(value, len(order)), value))
    return sorted(values)


def label(
    facet: Facet, value: str, markets: Mapping[str, Market], stages: Mapping[str, Listing]
) -> Markup:
    """Return what a value is called."""
    if facet is Facet.MARKET:
        return said(markets[value], "name") if value in markets else said(value)
    if facet is Facet.STAGE:
        return said(stages[value], "stage_name") if value in stages else said(value)
    if facet is Facet.PROVINCE:
        return marked(reference.short_region_name(value, language()))
    return marked(term_label(facet.value, value))


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address without it."""

    text: Markup
    remove: str


def chips(
    criteria: Criteria, markets: Mapping[str, Market], stages: Mapping[str, Listing]
) -> list[Chip]:
    """Return every active filter."""
    found = []
    if criteria.query:
        address = url_for("directory.index", **criteria.without_text().arguments())
        found.append(Chip(said(f"“{criteria.query}”"), address))
    for facet, values in criteria.chosen.items():
        for value in values:
            address = url_for("directory.index", **criteria.without(facet, value).arguments())
            found.append(Chip(label(facet, value, markets, stages), address))
    return found
