"""Searching the directory. A listing exists only while outsiders may see its brand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from portal.access.asking import viewer
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.brands.fields import Visibility
from portal.brands.models import Brand, Company, Revision, RevisionState
from portal.core.db import TODAY
from portal.core.i18n import ENGLISH, language
from portal.core.paging import PAGE_SIZE, Page
from portal.directory.criteria import Criteria, Sort
from portal.directory.engine.asking import Answer, Question
from portal.directory.engine.text import Typed, cut, runs, typed
from portal.directory.facets import readable
from portal.directory.models import Listing
from portal.directory.queries.names import known_words, register
from portal.directory.queries.store import connected, index
from portal.leasing import queries as leasing
from portal.markets.models import Market

MOST_NEAREST = 6
ALL_FILTERS, ONLY = "*", "+"
"""In the place of a facet's name: every filter was left out, or all but one word or filter."""
Less = tuple[Criteria, str, str]
"""A search that asks for less, the facet and the value that it leaves out."""
NUMBERED = Listing.brand_id.in_(bindparam("numbers", expanding=True))
FURTHEST = 100_000
"""Hits beyond which no page goes: nobody reads the four thousandth."""


@dataclass(frozen=True)
class Reader:
    """How much somebody may search: equal readers find the same."""

    sees: Visibility = Visibility.PUBLIC
    offices: frozenset[str] | None = frozenset()
    """The markets whose companies he may search by name; None for all."""

    def is_office_of(self, market: str) -> bool:
        """Say whether he may know the companies of a market."""
        return self.offices is None or market in self.offices


@dataclass(frozen=True)
class Card:
    """What hangs on a brand's tag."""

    brand_id: int
    change: int
    slug: str
    name_zh: str
    name_en: str
    category: str
    summer_band: str
    winter_band: str
    market_name_zh: str
    market_name_en: str
    stage_name_zh: str
    stage_name_en: str
    cover: Mapping[str, Any]
    published_at: datetime
    facets: str
    """As the index keeps them: also what only verified agents may know."""
    stalls: Sequence[Any] = ()
    """As `facets.stalls` tells."""

    def values(self, facet: str) -> list[str]:
        """Return the values that a filter finds it by."""
        mark = f"{facet}:"
        return [one.removeprefix(mark) for one in self.facets.split() if one.startswith(mark)]


@dataclass(frozen=True)
class Nearest:
    """The same search with one thing left out, and how many it finds."""

    criteria: Criteria
    facet: str
    """The facet that was left out; empty where it was a word."""
    value: str
    count: int


@dataclass(frozen=True)
class Found:
    """One page of brands by their numbers, and how many each value of each facet would give."""

    page: Page[int]
    counts: Mapping[str, Mapping[str, int]]
    typed: Typed
    near: bool
    nearest: Sequence[Nearest] = ()


def reader(person: Any = None) -> Reader:
    """Return how much a person may search: whoever asks, unless another is given."""
    person = person or viewer()
    if not person.is_authenticated:
        return Reader()
    sees = Visibility.AGENT if permits(person, Permission.PROFILE_TERMS) else Visibility.PUBLIC
    if person.holds(Role.STAFF):
        return Reader(sees, None)
    own = person.ids(Role.MANAGER)
    slugs = register().slugs if own else {}
    return Reader(sees, frozenset(slugs[one] for one in own if one in slugs))


def question(criteria: Criteria, asker: Reader) -> Question:
    """Return a search as the index understands it, cut to what its reader may know of."""
    facets = [facet.name for facet in readable(asker.sees)]
    return Question(
        typed=typed(criteria.query, known_words()) if criteria.query else Typed(),
        chosen=tuple(
            (name, tuple(sorted(criteria.chosen[name])))
            for name in facets
            if name in criteria.chosen
        ),
        counted=tuple(facets),
        offices=asker.offices if criteria.query else frozenset(),
    )


def ask(criteria: Criteria, asker: Reader) -> tuple[Question, Answer]:
    """Return what a search finds. A text in which nothing can be searched for finds nothing."""
    asked = question(criteria, asker)
    if criteria.query and not asked.typed.units:
        return asked, Answer(0, [], {})
    return asked, index().ask(asked)


def search(criteria: Criteria, asker: Reader | None = None) -> Found:
    """Return one page and the counts: no query when the words were asked for lately."""
    asker = asker or reader()
    asked, answer = ask(criteria, asker)
    reachable = min(answer.total, FURTHEST)
    number = min(criteria.page, max(1, -(-reachable // PAGE_SIZE)))
    items = index().page(answer, order_of(criteria), (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return Found(
        page=Page(items=items, number=number, size=PAGE_SIZE, total=answer.total),
        counts=answer.counts,
        typed=asked.typed,
        near=answer.near,
        nearest=[] if answer.total or criteria.is_empty else nearest(criteria, asker),
    )


def brands_by_place(market: str) -> Mapping[str, int]:
    """Return how many shown brands each hall and floor of a market has, as the filter names it."""
    found = search(Criteria(chosen={"market": (market,)}), Reader()).counts["place"]
    return {place: number for place, number in found.items() if number}


def every_hit(criteria: Criteria, limit: int, asker: Reader | None = None) -> list[int]:
    """Return the brands that a search finds, in its order, at most so many."""
    _asked, answer = ask(criteria, asker or reader())
    return index().page(answer, order_of(criteria), 0, limit)


def order_of(criteria: Criteria) -> str:
    """Return the order of the index that is asked for: names by those that the reader sees."""
    if criteria.sort is Sort.NAME and language() == ENGLISH:
        return "name_en"
    return criteria.sort.value


def nearest(criteria: Criteria, asker: Reader) -> list[Nearest]:
    """Return the searches that leave out least and find something, those that find most first.

    First one filter or one word; where that is not enough, all words or all filters; at last
    each alone.
    """
    return (
        worth(one_less(criteria), asker)
        or worth(much_less(criteria), asker)
        or worth(one_alone(criteria), asker)
    )


def one_less(criteria: Criteria) -> list[Less]:
    """Return the searches without one filter or one word, and what each leaves out."""
    less = [
        (criteria.without(facet), facet, " ".join(values))
        for facet, values in criteria.chosen.items()
    ]
    words = criteria.query.split() if " " in criteria.query else list(runs(criteria.query))
    if len(words) > 1:
        less += [
            (criteria.with_text(" ".join(words[:at] + words[at + 1 :])), "", word)
            for at, word in enumerate(words[:MOST_NEAREST])
        ]
    elif words and criteria.chosen:
        less.append((criteria.with_text(""), "", criteria.query))
    return less


def much_less(criteria: Criteria) -> list[Less]:
    """Return the search without its text, and without its filters."""
    if not criteria.query or not criteria.chosen:
        return []
    return [
        (criteria.with_text(""), "", criteria.query),
        (replace(criteria, chosen={}, page=1), ALL_FILTERS, ""),
    ]


def one_alone(criteria: Criteria) -> list[Less]:
    """Return the searches for one word alone, and for one filter alone."""
    bare = replace(criteria, query="", chosen={}, page=1)
    words = words_in(criteria.query)[:MOST_NEAREST]
    return [
        *((bare.with_text(word), ONLY, word) for word in words),
        *(
            (replace(bare, chosen={name: values}), ONLY, "")
            for name, values in criteria.chosen.items()
        ),
    ]


def words_in(query: str) -> list[str]:
    """Return the words of a text; of one typed in one go those that the house knows in it.

    And what it ends with, which may be what it is: 打底裤 is 裤.
    """
    words = query.split()
    if len(words) != 1:
        return words
    known, typed_runs = known_words(), runs(query)
    found = [part for run in typed_runs for part in cut(run, known) if part in known]
    ends = [run[-1] for run in typed_runs[-1:] if len(run) > 1 and not run.isascii()]
    return [one for one in dict.fromkeys([*found, *ends]) if one != query]


def worth(less: Sequence[Less], asker: Reader) -> list[Nearest]:
    """Return those searches that find something, with how much."""
    found = [Nearest(one, facet, value, ask(one, asker)[1].total) for one, facet, value in less]
    return sorted((one for one in found if one.count), key=lambda one: -one.count)[:MOST_NEAREST]


def shown() -> ColumnElement[bool]:
    """Return the condition for listings that are shown today: not paused, and back if hidden."""
    return and_(
        or_(Listing.paused_from.is_(None), Listing.paused_from > TODAY),
        or_(Listing.back_on.is_(None), Listing.back_on <= TODAY),
    )


def tags() -> Select[*tuple[Any, ...]]:
    """Select what hangs on tags, in the order of `Card`: columns, no rows to keep track of."""
    return (
        select(
            Listing.brand_id,
            Listing.change,
            Brand.slug,
            Revision.name_zh,
            Revision.name_en,
            Revision.category,
            Revision.summer_band,
            Revision.winter_band,
            Market.name_zh,
            Market.name_en,
            Listing.stage_name_zh,
            Listing.stage_name_en,
            Listing.cover,
            Listing.published_at,
            Listing.facets,
            Listing.stalls,
        )
        .join(Brand, Brand.id == Listing.brand_id)
        .join(Revision, Revision.id == Listing.revision_id)
        .join(Market, Market.id == Listing.market_id)
        .where(shown())
    )


@cache
def numbered_tags() -> Select[*tuple[Any, ...]]:
    """Select what hangs on the tags of some brands; the question is kept."""
    return tags().where(NUMBERED)


def cards_of(brand_ids: Sequence[int]) -> dict[int, Card]:
    """Return the tags of those of the brands that are shown at present."""
    if not brand_ids:
        return {}
    with connected() as connection:
        # All at once: row by row, each would let another thread in between.
        rows = connection.execute(numbered_tags(), {"numbers": list(brand_ids)}).all()
        return {row[0]: Card(*row) for row in rows}


@cache
def stories() -> Select[*tuple[Any, ...]]:
    """Select what a word of a search may stand in; the question is kept."""
    return (
        select(
            Listing.brand_id,
            Revision.name_zh,
            Revision.name_en,
            Revision.category,
            Market.name_zh.label("market_name_zh"),
            Market.name_en.label("market_name_en"),
            Revision.slogan_zh,
            Revision.slogan_en,
            Revision.story_zh,
            Revision.story_en,
            Revision.fabrics_zh,
            Revision.fabrics_en,
            Revision.styles,
            Revision.origin_region,
            Revision.cluster,
            Revision.honours_zh,
            Revision.honours_en,
            Revision.aliases_zh,
            Revision.aliases_en,
            Brand.name_zh.label("other_name_zh"),
            Brand.name_en.label("other_name_en"),
            former_names(Revision.name_zh).label("former_zh"),
            former_names(Revision.name_en).label("former_en"),
            leasing.stall_numbers().label("stalls"),
            Company.legal_name.label("company"),
            Market.slug.label("market_slug"),
        )
        .join(Brand, Brand.id == Listing.brand_id)
        .join(Company, Company.id == Brand.company_id)
        .join(Revision, Revision.id == Listing.revision_id)
        .join(Market, Market.id == Listing.market_id)
        .where(shown(), NUMBERED)
    )


def stories_of(brand_ids: Sequence[int]) -> dict[int, Any]:
    """Return the texts of brands, to show where a word stands in them.

    All are published but the company, which its office alone may know.
    """
    if not brand_ids:
        return {}
    with connected() as connection:
        rows = connection.execute(stories(), {"numbers": list(brand_ids)}).all()
        return {row[0]: row for row in rows}


def former_names(name: Any) -> ScalarSelect[str]:
    """Return, beside listings in a query, the names under which each brand was shown before."""
    former = aliased(Revision)
    return (
        select(func.aggregate_strings(getattr(former, name.key), "\n"))
        .where(former.brand_id == Listing.brand_id, former.state == RevisionState.SUPERSEDED)
        .correlate(Listing)
        .scalar_subquery()
    )


def version() -> tuple[int, int]:
    """Return what grows with every change of the directory: copies are good for one version."""
    found = index()
    return found.epoch, found.version


def holding() -> Callable[[], bool]:
    """Return what says whether the directory is still as it is now, without asking anybody."""
    found = index()
    return partial(found.still, found.epoch, found.version)
