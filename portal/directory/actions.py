"""Keeping the directory in step with what is published, in the same transaction."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.brands import queries as brands
from portal.brands.models import Brand, BrandState, Revision
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import CHINESE, ENGLISH
from portal.core.i18n import lazy_gettext as _l
from portal.directory import queries, rules
from portal.directory.criteria import Facet
from portal.directory.models import Listing, ListingFacet, ListingToken, ShortlistEntry
from portal.incubation import queries as incubation
from portal.incubation.models import EnrolmentState, Stage
from portal.markets.models import Market
from portal.reference import queries as reference


def reindex(brand: Brand) -> None:
    """Make the listing of a brand say what its published revision says, or remove it."""
    db.session.flush()
    listing = queries.listing_of(brand.id)
    revision = queries.published(brand.id)
    market_is_closed = revision is not None and revision.brand.market.closed_at is not None
    if revision is None or brand.state is not BrandState.VISIBLE or market_is_closed:
        if listing is not None:
            _empty(listing)
            db.session.delete(listing)
            db.session.flush()
        return
    if listing is None:
        appeared = queries.first_published_at(brand.id) or clock.now()
        listing = Listing(brand_id=brand.id, published_at=appeared)
    _fill(listing, brand, revision)


def reindex_market(market: Market) -> None:
    """Let the directory show the brands of a market, or none of them when it is closed."""
    for brand_id in queries.brand_ids_of(market.id):
        reindex(queries.brand(brand_id))


def rebuild() -> int:
    """Build the whole directory anew and return how many brands it shows."""
    for brand_id in queries.all_brand_ids():
        reindex(queries.brand(brand_id))
    return queries.count()


def keep(brand: Brand, *, by: User) -> ShortlistEntry:
    """Put a shown brand on a person's list; one that is there already stays as it is.

    Raises:
        ConflictError: the list is full.
    """
    entry = queries.entry_of(by.id, brand.id)
    if entry is not None:
        return entry
    if queries.kept(by.id) >= rules.MOST_KEPT:
        raise ConflictError(
            _l("Your list holds %(most)d brands; there is no room for more.", most=rules.MOST_KEPT),
            _l("Take some off that you have decided about."),
        )
    entry = ShortlistEntry(user_id=by.id, brand_id=brand.id)
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:  # the second tap of two
        return queries.entry(by.id, brand.id)
    return entry


def annotate(entry: ShortlistEntry, *, folder: str, note: str) -> None:
    """Say what a person thinks of a brand on his list, and where it lies."""
    entry.folder, entry.note = folder, note


def drop(entry: ShortlistEntry) -> None:
    """Take a brand off a person's list."""
    db.session.delete(entry)


def _fill(listing: Listing, brand: Brand, revision: Revision) -> None:
    enrolment = incubation.stage_of([brand.id]).get(brand.id)
    stage = enrolment.stage if enrolment and enrolment.state is not EnrolmentState.EXITED else None
    cover = revision.pictures[0] if revision.pictures else None
    listing.revision_id = revision.id
    listing.cover_id = cover.id if cover else None
    listing.cover_width = cover.file.width if cover else None
    listing.cover_height = cover.file.height if cover else None
    listing.cover = rules.cover_of(cover)
    listing.picture_count = len(revision.pictures)
    listing.updated_at = revision.decided_at or clock.now()
    listing.sort_name = rules.sort_key(revision.name_zh)
    listing.category = revision.category
    listing.origin_region = revision.origin_region
    listing.stage_code = stage.code if stage else ""
    listing.stage_name_zh = stage.name_zh if stage else ""
    listing.stage_name_en = stage.name_en if stage else ""
    listing.completeness = brands.percent_of(revision)
    listing.paused_from = brand.paused_from
    db.session.add(listing)
    db.session.flush()
    _empty(listing)
    db.session.add_all(
        ListingFacet(listing_id=listing.id, facet=facet.value, value=value)
        for facet, value in _facets(revision, stage)
    )
    db.session.add_all(
        ListingToken(listing_id=listing.id, token=token, weight=weight)
        for token, weight in _tokens(brand, revision).items()
    )
    db.session.flush()


def _empty(listing: Listing) -> None:
    db.session.execute(delete(ListingFacet).where(ListingFacet.listing_id == listing.id))
    db.session.execute(delete(ListingToken).where(ListingToken.listing_id == listing.id))


def _facets(revision: Revision, stage: Stage | None) -> set[tuple[Facet, str]]:
    """Return what the filters find a revision by: public fields alone."""
    found = {(Facet.MARKET, revision.brand.market.slug)}
    if revision.category:
        parent = reference.term("category", revision.category).parent
        found |= {(Facet.CATEGORY, code) for code in (revision.category, parent) if code}
    found |= {
        (Facet.PRICE_BAND, band) for band in (revision.summer_band, revision.winter_band) if band
    }
    if revision.origin_region and (province := reference.province_of(revision.origin_region)):
        found.add((Facet.PROVINCE, province))
    if stage:
        found.add((Facet.STAGE, stage.code))
    return found


def _tokens(brand: Brand, revision: Revision) -> dict[str, int]:
    """Return what a text search finds a revision by: public fields alone."""
    market = revision.brand.market
    coded = [reference.term("style", code) for code in revision.styles]
    if revision.category:
        category = reference.term("category", revision.category)
        coded += [category, reference.term("category", category.parent or category.code)]
    words = [word.label(language) for word in coded for language in (CHINESE, ENGLISH)]
    if revision.origin_region:
        words += [
            reference.full_region_name(revision.origin_region, language)
            for language in (CHINESE, ENGLISH)
        ]
    if revision.cluster:
        cluster = reference.cluster(revision.cluster)
        words += [cluster.zh, cluster.en]
    words += [market.name_zh, market.name_en]
    stories = [
        revision.slogan_zh,
        revision.slogan_en,
        revision.story_zh,
        revision.story_en,
        revision.fabrics_zh,
        revision.fabrics_en,
    ]
    names = [revision.name_zh, revision.name_en, brand.name_zh, brand.name_en]
    return rules.weighed(names, words, stories)
