"""What the values of the filters are called, and which values exist."""

import time
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.i18n import CHINESE, ENGLISH
from portal.directory.engine.text import characters, runs
from portal.directory.facets import Facet, Names
from portal.directory.models import Listing
from portal.directory.queries.store import connected, index
from portal.markets.models import Floor, Hall, Market
from portal.reference import queries as reference
from portal.reference.readings import spoken

FOR_SECONDS = 60
WORDS_OF = ("category", "style", "positioning")
LONGEST_WORD = 6


@dataclass(frozen=True)
class Name:
    """What a value is called, and the value that it lies under."""

    zh: str
    en: str = ""
    under: str = ""
    also: tuple[str, ...] = ()
    """What people call it besides."""

    def label(self, language: str) -> str:
        """Return it in a language, Chinese where there is no English."""
        return (self.en if language == ENGLISH else self.zh) or self.zh


@dataclass(frozen=True)
class Register:
    """The names that offices give: of markets, halls and floors, stages. Good for a minute."""

    version: tuple[int, int]
    until: float
    names: Mapping[str, Mapping[str, Name]]
    slugs: Mapping[int, str] = field(default_factory=dict)
    """Markets' names in addresses by their number."""
    mark: int = 0
    """Another one as soon as a hall or a floor is called otherwise."""
    values: dict[tuple[str, ...], Mapping[str, Collection[str]]] = field(default_factory=dict)
    """The values that exist, once somebody asked, by the facets that he may know of."""
    found: dict[Hashable, Any] = field(default_factory=dict)
    """What others have found out with these names; good as long as they are."""


_registers: dict[int, Register] = {}


def register() -> Register:
    """Return the names as they are now: two queries when the directory has changed."""
    found = index()
    version, now = (found.epoch, found.version), time.perf_counter()
    known = _registers.get(id(found))
    if known is None or known.version != version or known.until < now:
        markets, halls, places, slugs = markets_and_places()
        names = {"market": markets, "hall": halls, "place": places, "stage": stages()}
        mark = hash((*halls.items(), *places.items()))
        known = _registers[id(found)] = Register(version, now + FOR_SECONDS, names, slugs, mark)
    return known


def markets_and_places() -> tuple[
    dict[str, Name], dict[str, Name], dict[str, Name], dict[int, str]
]:
    """Return the names of markets, of halls alone, of halls and floors; the markets' numbers."""
    rows = (
        select(Market, Hall, Floor)
        .outerjoin(Hall, Hall.market_id == Market.id)
        .outerjoin(Floor, Floor.hall_id == Hall.id)
        .order_by(Market.id, Hall.position, Floor.level)
    )
    markets, halls, places, slugs = {}, {}, {}, {}
    # The request's own transaction may be older than the change that made all this be read.
    with connected() as connection, Session(connection) as session:
        found = session.execute(rows).all()
    for market, hall, floor in found:
        slugs[market.id] = market.slug
        markets[market.slug] = Name(market.name_zh, market.name_en)
        if hall is not None:
            en = f"{market.name_en or market.name_zh}, {hall.name_en or hall.name_zh}"
            halls[f"h{hall.id}"] = Name(hall.name_zh, hall.name_en)
            places[f"h{hall.id}"] = Name(f"{market.name_zh} · {hall.name_zh}", en)
        if floor is not None:
            zh, en = f"{floor.code} {floor.theme_zh}", f"{floor.code} {floor.theme_en}"
            places[f"f{floor.id}"] = Name(zh.strip(), en.strip(), f"h{hall.id}")
    return markets, halls, places, slugs


def stages() -> dict[str, Name]:
    """Return what the stages are called that any shown brand is in: by one brand of each."""
    found = index()
    some = [next(found.members("stage", value)) for value in found.values("stage")]
    query = select(Listing.stage_code, Listing.stage_name_zh, Listing.stage_name_en)
    with connected() as connection:
        rows = connection.execute(query.where(Listing.brand_id.in_(some)))
        return {code: Name(zh, en) for code, zh, en in sorted(rows)}


def name_of(facet: Facet, value: str) -> Name:
    """Return what a value is called; one that nobody knows is its own name."""
    if facet.source is Names.SWITCH:
        words = str(facet.words.get(value, value))
        return Name(words, words)
    if facet.source is Names.DATABASE:
        return register().names[facet.name].get(value) or Name(value)
    return name_in_tables(facet.source, facet.terms, value)


@lru_cache(4096)
def name_in_tables(source: Names, terms: str, value: str) -> Name:
    """Return what a value of the tables that come with a release is called."""
    if source is Names.REGIONS:
        place = reference.region(value)
        zh, en = (reference.short_region_name(value, one) for one in (CHINESE, ENGLISH))
        return Name(zh, en, place.parent or "")
    if source is Names.CLUSTERS:
        cluster = reference.cluster(value)
        return Name(cluster.zh, cluster.en)
    term = reference.term(terms, value)
    return Name(term.label(CHINESE), term.label(ENGLISH), term.parent or "", term.also)


def known_values(facets: Sequence[Facet]) -> Mapping[str, Collection[str]]:
    """Return the values of each facet that exist: what brands have, and what tables name."""
    known = register().values
    key = tuple(facet.name for facet in facets)
    if key not in known:
        known[key] = {facet.name: values_of(facet) for facet in facets}
    return known[key]


def values_of(facet: Facet) -> Collection[str]:
    """Return the values of one facet that exist, retired ones included."""
    if facet.source is Names.TERMS:
        return reference.terms(facet.terms)
    if facet.source is Names.SWITCH:
        return {*facet.words, *index().values(facet.name)}
    if facet.source is Names.DATABASE:
        return {*register().names[facet.name], *index().values(facet.name)}
    return region_codes() if facet.source is Names.REGIONS else cluster_codes()


@cache
def region_codes() -> frozenset[str]:
    """Return the codes of all provinces and of what lies directly below them."""
    provinces = reference.provinces()
    below = (city.code for one in provinces for city in reference.prefectures(one.code))
    return frozenset({*(one.code for one in provinces), *below})


@cache
def cluster_codes() -> frozenset[str]:
    """Return the codes of all clusters."""
    return frozenset(one.code for one in reference.clusters())


@cache
def known_words() -> frozenset[str]:
    """Return the words that a question may be cut into: 株洲女裤 is a place and a thing.

    With how each is spelt, and with the characters that alone say what a brand makes: 裤, 裙.
    """
    terms = [term for kind in WORDS_OF for term in reference.terms(kind).values()]
    labels = [word for term in terms for word in (term.label(CHINESE), *term.also)]
    labels += [reference.short_region_name(code, CHINESE) for code in region_codes()]
    labels += [reference.SUFFIX_OF_PLACE.sub("", one) for one in labels]
    labels += [one.zh for one in reference.clusters()]
    han = (run for label in labels for run in runs(label) if not run.isascii())
    words = {word for word in han if 2 <= len(word) <= LONGEST_WORD}  # noqa: PLR2004 -- a character is no word
    kinds = (term.label(CHINESE) for term in reference.terms("category").values())
    spelt = {"".join(spoken(word)) for word in words}
    return frozenset(
        words.union(*map(characters, kinds), spelt, (one.replace("v", "u") for one in spelt))
    )
