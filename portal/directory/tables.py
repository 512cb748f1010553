"""A person's list and a comparison as tables to take away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from portal.core.cells import day_cell
from portal.core.i18n import comma, language, plain
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.requests import absolute_address
from portal.directory.comparison import Comparison
from portal.directory.exact import LIMITS, Line
from portal.directory.facets import BY_NAME, Facet
from portal.directory.models import ShortlistEntry
from portal.directory.queries import Card, name_of, register
from portal.reference.labels import price_label, term_label

TOLD = frozenset(
    {"category", "price_band", "region", "style", "positioning", "age", "cluster", "stage"}
    | {"availability", "mode", "level", "discount", "deposit", "first_order", "exchange"}
    | {"investment"}
)
"""The filters that are columns of a table of brands."""
HEAD = (
    _l("Brand"),
    _l("English name"),
    _l("Market"),
    _l("Hall and floor"),
    _l("Stall"),
    _l("Category"),
    _l("Tag price, spring and summer"),
    _l("Tag price, autumn and winter"),
    _l("Folder"),
    _l("Note"),
    _l("Kept since"),
)


def lines(
    entries: Iterable[ShortlistEntry], cards: Mapping[int, Card]
) -> Iterator[Sequence[object]]:
    """Yield a line an entry; of a brand that is not shown at present only its name."""
    for one in entries:
        card = cards.get(one.brand_id)
        yield (
            one.brand.name_zh,
            one.brand.name_en,
            plain(one.brand.market, "name"),
            *(place(card.stalls) if card else ("", "")),
            term_label("category", card.category) if card else "",
            band(card.summer_band) if card else "",
            band(card.winter_band) if card else "",
            one.folder,
            one.note,
            day_cell(one.created_at),
        )


def place(stalls: Sequence[Any]) -> tuple[str, str]:
    """Return in which halls and on which floors a brand trades, and the numbers of its stalls."""
    halls, facet, spoken = register().names["hall"], BY_NAME["place"], language()
    floors = [
        f"{halls[hall].label(spoken)} · {name_of(facet, floor).label(spoken)}"
        for _number, floor, hall in stalls
        if hall in halls
    ]
    return _("; ").join(dict.fromkeys(floors)), comma().join(stall[0] for stall in stalls)


def band(code: str) -> str:
    """Return a price band in words."""
    return term_label("price_band", code) if code else ""


def found_head(facets: Sequence[Facet]) -> list[object]:
    """Return what stands above the columns of what a search found."""
    told = [facet.label for facet in facets if facet.name in TOLD]
    place_head = (_l("Hall and floor"), _l("Stall"))
    return [_l("Brand"), _l("English name"), _l("Market"), *place_head, *told, _l("Page")]


def found_lines(cards: Iterable[Card], facets: Sequence[Facet]) -> Iterator[Sequence[object]]:
    """Yield a line a brand: what its reader may filter by, he may take away."""
    told = [facet for facet in facets if facet.name in TOLD]
    for card in cards:
        yield (
            card.name_zh,
            card.name_en,
            plain(card, "market_name"),
            *place(card.stalls),
            *(comma().join(names(facet, card.values(facet.name))) for facet in told),
            absolute_address("directory.show", brand=card.slug),
        )


def names(facet: Facet, values: Sequence[str]) -> Iterator[str]:
    """Yield what values are called; of a tree only the leaves, whose heads go without saying.

    Only of a tag price the season is said.
    """
    known = {value: name_of(facet, value) for value in values}
    heads = {name.under for name in known.values()}
    for value, name in known.items():
        if value not in heads:
            yield price_label(value) if facet.name == "price_band" else name.label(language())


def comparison_head(comparison: Comparison) -> list[object]:
    """Return what stands above the columns of a comparison."""
    return [_l("Item"), *(plain(one.revision, "name") for one in comparison.sheets)]


def comparison_lines(comparison: Comparison) -> Iterator[Sequence[object]]:
    """Yield a line a field."""
    for part in comparison.parts:
        for line in part.lines:
            yield (line.label, *(compared_cell(one) for one in line.values))


def compared_cell(value: Markup | None) -> object:
    """Return a value of a comparison without its markup."""
    return _l("Not open to you") if value is None else value.replace("<br>", _("; ")).striptags()


def exact_head() -> list[object]:
    """Return what stands above the columns of exact terms."""
    terms = (one.label for one in LIMITS)
    return [_l("Brand"), _l("English name"), _l("Market"), *terms, _l("Page")]


def exact_lines(found: Iterable[Line]) -> Iterator[Sequence[object]]:
    """Yield a line a connected brand."""
    for line in found:
        revision = line.revision
        yield (
            revision.name_zh,
            revision.name_en,
            plain(revision.brand.market, "name"),
            *(value.striptags() for _limit, value in line.values),
            absolute_address("directory.show", brand=revision.brand.slug),
        )
