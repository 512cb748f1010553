"""Searching the directory. A listing exists only while outsiders may see its brand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.brands.models import Brand, Revision
from portal.core import clock
from portal.core.db import db
from portal.core.paging import PAGE_SIZE, Page
from portal.directory import rules
from portal.directory.criteria import Criteria, Facet, Sort
from portal.directory.models import Listing, ListingFacet, ListingToken
from portal.directory.rules import SearchTerm
from portal.markets.models import Market


@dataclass(frozen=True)
class Card:
    """One listing with what its card shows."""

    listing: Listing
    brand: Brand
    revision: Revision
    market: Market


@dataclass(frozen=True)
class Found:
    """One page of cards, and how many listings each value of each facet would give."""

    page: Page[Card]
    counts: Mapping[Facet, Mapping[str, int]]


def search(criteria: Criteria) -> Found:
    """Return one page and the facet counts, in a number of queries that no length changes."""
    return Found(page=cards(criteria), counts=counts(criteria))


def shown() -> ColumnElement[bool]:
    """Return the condition for listings that no missing paper hides today."""
    return or_(Listing.paused_from.is_(None), Listing.paused_from > clock.today())


def matching(criteria: Criteria, *, but: Facet | None = None) -> list[ColumnElement[bool]]:
    """Return the conditions of a search, without those of one facet."""
    found = [_holds(term) for term in rules.terms(criteria.query)]
    if criteria.query and not found:
        found = [Listing.id == 0]  # nothing in the text can be searched for
    conditions = [shown(), *found]
    for facet, values in criteria.chosen.items():
        if facet is not but:
            of_facet = select(ListingFacet.listing_id).where(
                ListingFacet.facet == facet, ListingFacet.value.in_(values)
            )
            conditions.append(Listing.id.in_(of_facet))
    return conditions


def _token_matches(term: SearchTerm) -> ColumnElement[bool]:
    if not term.prefix:
        return ListingToken.token == term.token
    return and_(ListingToken.token >= term.token, ListingToken.token < term.token + "\uffff")


def _holds(term: SearchTerm) -> ColumnElement[bool]:
    return Listing.id.in_(select(ListingToken.listing_id).where(_token_matches(term)))


def cards(criteria: Criteria) -> Page[Card]:
    """Return one page of cards: two queries."""
    conditions = matching(criteria)
    total = db.session.scalar(select(func.count(Listing.id)).where(*conditions)) or 0
    last = max(1, -(-total // PAGE_SIZE))
    number = min(criteria.page, last)
    query = (
        select(Listing, Brand, Revision, Market)
        .join(Brand, Brand.id == Listing.brand_id)
        .join(Revision, Revision.id == Listing.revision_id)
        .join(Market, Market.id == Brand.market_id)
        .where(*conditions)
    )
    query = ordered(query, criteria).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    rows = [Card(*row) for row in db.session.execute(query)]
    return Page(items=rows, number=number, size=PAGE_SIZE, total=total)


def ordered(
    query: Select[Listing, Brand, Revision, Market], criteria: Criteria
) -> Select[Listing, Brand, Revision, Market]:
    """Return the query in the order asked for; the number at the end keeps it the same."""
    if criteria.sort is Sort.NAME:
        return query.order_by(Listing.sort_name, Listing.id)
    if criteria.sort is Sort.NEWEST:
        return query.order_by(Listing.published_at.desc(), Listing.id.desc())
    terms = rules.terms(criteria.query)
    if criteria.sort is Sort.COMPLETE or not terms:
        return query.order_by(
            Listing.completeness.desc(), Listing.updated_at.desc(), Listing.id.desc()
        )
    score = (
        select(func.sum(ListingToken.weight))
        .where(
            ListingToken.listing_id == Listing.id, or_(*(_token_matches(term) for term in terms))
        )
        .correlate(Listing)
        .scalar_subquery()
    )
    return query.order_by(score.desc(), Listing.completeness.desc(), Listing.id.desc())


def counts(criteria: Criteria) -> dict[Facet, dict[str, int]]:
    """Return the count of every value under all other filters.

    One query counts the facets in which nothing is chosen; one more each facet that is.
    """
    result: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    free = [facet for facet in Facet if facet not in criteria.chosen]
    for facets, conditions in (
        (free, matching(criteria)),
        *(([facet], matching(criteria, but=facet)) for facet in criteria.chosen),
    ):
        for facet, value, number in _count(facets, conditions):
            result[facet][value] = number
    return result


def _count(
    facets: Sequence[Facet], conditions: Sequence[ColumnElement[bool]]
) -> list[tuple[Facet, str, int]]:
    query = (
        select(ListingFacet.facet, ListingFacet.value, func.count())
        .join(Listing, Listing.id == ListingFacet.listing_id)
        .where(ListingFacet.facet.in_(facets), *conditions)
        .group_by(ListingFacet.facet, ListingFacet.value)
    )
    rows = db.session.execute(query)
    return [(Facet(facet), value, number) for facet, value, number in rows]


def facet_values() -> dict[Facet, list[str]]:
    """Return every value of every facet that any listing has, in order."""
    query = (
        select(ListingFacet.facet, ListingFacet.value)
        .join(Listing, Listing.id == ListingFacet.listing_id)
        .where(shown())
        .distinct()
    )
    values: dict[Facet, list[str]] = {facet: [] for facet in Facet}
    rows = db.session.execute(query.order_by(ListingFacet.value))
    for facet, value in rows:
        values[Facet(facet)].append(value)
    return values


def markets() -> dict[str, Market]:
    """Return the markets by their address, for the names of the facet."""
    return {market.slug: market for market in db.session.scalars(select(Market))}


def stages() -> dict[str, Listing]:
    """Return for each stage one listing that names it."""
    query = (
        select(Listing)
        .where(shown(), Listing.stage_code != "")
        .order_by(Listing.stage_code, Listing.id)
    )
    return {listing.stage_code: listing for listing in db.session.scalars(query)}
