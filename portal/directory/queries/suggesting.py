"""What somebody may mean while he types: brands, kinds of clothes, places, markets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.directory.engine.text import folded, typed
from portal.directory.facets import BY_NAME, Facet
from portal.directory.queries.names import Name, known_words, name_of, register
from portal.directory.queries.searching import Card, cards_of
from portal.directory.queries.store import index
from portal.reference.readings import spoken

FACETS = ("category", "region", "market", "cluster", "style")
BETWEEN = "\n"
"""Stands around each way in which a value is typed: all are looked through at once."""
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
            known[value] = name, in_one(own_keys(name)), in_one(other_keys(name))
        name, own, others = known[value]
        if place := likeness(asked, own, others):
            found.append((place, -count, Suggested(facet, value, name, count)))
    found.sort(key=lambda one: one[:2])
    return [one for _place, _count, one in found[:MOST_VALUES]]


def called(facet: Facet) -> dict[str, tuple[Name, str, str]]:
    """Return what was found out of a facet's values, until offices may have named them anew."""
    found, key = register().found, ("called", facet.name)
    known: dict[str, tuple[Name, str, str]] = found.setdefault(key, {})
    return known


def likeness(asked: str, own: str, others: str) -> int:
    """Return how well what a value is called fits, 1 best; 0 when it does not.

    Its own name wholly, another one wholly, the beginning of one, a part of one: nk is 女裤 before
    it is 女款, and what is called so altogether stands before what only begins so.
    """
    whole, begun = f"{BETWEEN}{asked}{BETWEEN}", f"{BETWEEN}{asked}"
    if whole in own:
        return 1
    if whole in others:
        return 2
    if begun in own or begun in others:
        return 3
    return 4 if not asked.isascii() and (asked in own or asked in others) else 0


def in_one(keys: Iterable[str]) -> str:
    """Return ways of typing in one text, to be looked through at once."""
    return "".join(f"{BETWEEN}{key}{BETWEEN}" for key in keys)


@lru_cache(4096)
def own_keys(name: Name) -> tuple[str, ...]:
    """Return what a name is typed as: in both languages, in pinyin, by its initials."""
    return (*typed_as(name.zh), *(folded(one) for one in (name.en,) if one.isascii()))


@lru_cache(4096)
def other_keys(name: Name) -> tuple[str, ...]:
    """Return what is typed that people also call it."""
    return tuple(
        key for one in name.also for key in ((folded(one),) if one.isascii() else typed_as(one))
    )


def typed_as(word: str) -> tuple[str, ...]:
    """Return a Chinese word, its pinyin and its initials."""
    syllables = spoken(folded(word))
    return folded(word), "".join(syllables), "".join(one[:1] for one in syllables)
