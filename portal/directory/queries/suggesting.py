"""What somebody may mean while he types: brands, kinds of clothes, places, markets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.directory.engine.text import folded, typed
from portal.directory.facets import BY_NAME, Facet
from portal.directory.queries.names import Name, known_words, name_of, register
from portal.directory.queries.searching import Card, cards_of
from portal.directory.queries.store import index
from portal.reference.readings import spoken

FACETS = ("category", "region", "market", "cluster", "style")
BEFORE = "\n"
"""Stands before each way in which a value is typed: all are looked through at once."""
MOST_BRANDS = 5
MOST_VALUES = 3
"""Of each kind."""


@dataclass(frozen=True)
class Suggested:
    """A value of a filter that begins with, or holds, what was typed."""

    facet: Facet
    value: str
    name: Name
    count: int


@dataclass(frozen=True)
class Suggestions:
    """Brands by their names, then values of filters with how many brands have each."""

    brands: Sequence[Card] = ()
    values: Sequence[Suggested] = ()


def suggest(text: str) -> Suggestions:
    """Return what `text` may be the beginning of."""
    asked, words = folded(text).strip(), typed(text, known_words())
    if not words.units:
        return Suggestions()
    ids = index().named(words, MOST_BRANDS)
    cards = cards_of(ids)
    values = [one for name in FACETS for one in values_like(BY_NAME[name], asked)]
    return Suggestions([cards[one] for one in ids if one in cards], values)


def values_like(facet: Facet, asked: str) -> list[Suggested]:
    """Return the values of a facet that are called so, those with the most brands first."""
    found, known = [], called(facet)
    for value, count in index().values(facet.name).items():
        if value not in known:
            name = name_of(facet, value)
            known[value] = name, "".join(f"{BEFORE}{key}" for key in keys(name))
        name, told = known[value]
        if place := likeness(asked, told):
            found.append((place, -count, Suggested(facet, value, name, count)))
    found.sort(key=lambda one: one[:2])
    return [one for _place, _count, one in found[:MOST_VALUES]]


def called(facet: Facet) -> dict[str, tuple[Name, str]]:
    """Return what was found out of a facet's values, until offices may have named them anew."""
    known: dict[str, tuple[Name, str]] = register().found.setdefault(("called", facet.name), {})
    return known


def likeness(asked: str, known: str) -> int:
    """Return how well a name fits, 1 best; 0 when it does not."""
    if BEFORE + asked in known:
        return 1
    return 2 if not asked.isascii() and asked in known else 0


@lru_cache(4096)
def keys(name: Name) -> tuple[str, ...]:
    """Return what a name is typed as: in both languages, in pinyin, by its initials."""
    words = (name.zh, *(one for one in name.also if not one.isascii()))
    return (
        *(key for word in words for key in typed_as(word)),
        *(folded(one) for one in (name.en, *name.also) if one.isascii()),
    )


def typed_as(word: str) -> tuple[str, ...]:
    """Return a Chinese word, its pinyin and its initials."""
    syllables = spoken(folded(word))
    return folded(word), "".join(syllables), "".join(one[:1] for one in syllables)
