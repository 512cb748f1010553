"""What the directory shows of a brand, and brands that hang beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand, ProfilePicture, Revision, RevisionState
from portal.core.db import db
from portal.directory.engine.asking import Chosen
from portal.directory.models import Listing
from portal.directory.queries.searching import Card, cards_of, shown, tags
from portal.directory.queries.store import index
from portal.documents.copies import MARK
from portal.documents.models import StoredFile
from portal.linesheets import queries as linesheets
from portal.markets.models import Market
from portal.papers import queries as papers
from portal.reference import queries as reference


@dataclass(frozen=True)
class Front:
    """A shown brand as its address needs it: what it is called, and what its page depends on."""

    brand_id: int
    slug: str
    revision_id: int
    market_id: int
    name_zh: str
    name_en: str
    market_slug: str
    market_name_zh: str
    market_name_en: str
    has_estimates: bool
    has_offers: bool
    line_sheets: int
    """How many line sheets verified agents see."""
    versions: tuple[Any, ...] = field(repr=False)
    """Another one as soon as anything that the page says is another."""


def front(brand: str) -> Front:
    """Return a visible brand in one query, without its rows; NoResultFound for any other."""
    row = db.session.execute(front_query(), {"slug": brand}).one()
    told: list[Any] = [*row[:9], bool(row[9]), bool(row[10]), row[11], tuple(row[11:])]
    return Front(*told)


@cache
def front_query() -> Select[Any]:
    """Return what `front` asks, kept: making it costs more than asking it."""
    return (
        select(
            Brand.id,
            Brand.slug,
            Revision.id,
            Brand.market_id,
            Revision.name_zh,
            Revision.name_en,
            Market.slug,
            Market.name_zh,
            Market.name_en,
            Revision.estimates,
            Revision.offers,
            linesheets.published_count(),
            Revision.version,
            Brand.version,
            Market.version,
            Listing.change,
            papers.marks_version(),
            brands.claims_version(),
        )
        .select_from(Revision)
        .join(Revision.brand)
        .join(Brand.market)
        .outerjoin(Listing, Listing.brand_id == Brand.id)
        .where(Brand.slug == bindparam("slug"), is_shown())
    )


def is_shown() -> ColumnElement[bool]:
    """Return the condition for published revisions that outsiders may see today."""
    return and_(brands.outsiders_see_it(), Revision.state == RevisionState.PUBLISHED)


def shown_brand(brand: str) -> Revision:
    """Return the published revision of a visible brand; NoResultFound for any other."""
    return db.session.scalars(called(), {"slug": brand}).unique().one()


@cache
def called() -> Select[Revision]:
    """Return the question to the published revision of a visible brand by its `slug`, kept."""
    return _shown().where(Brand.slug == bindparam("slug"))


def shown_brands(slugs: Sequence[str]) -> list[Revision]:
    """Return the published revisions of those of the brands that are visible, as they are asked."""
    found = db.session.scalars(_shown().where(Brand.slug.in_(slugs))).unique()
    return sorted(found, key=lambda revision: slugs.index(revision.brand.slug))


def shown_of(brand_ids: Collection[int]) -> list[Revision]:
    """Return the published revisions of those of the brands that are visible, in no order."""
    if not brand_ids:
        return []
    return [*db.session.scalars(_shown().where(Brand.id.in_(brand_ids))).unique()]


def _shown() -> Select[Revision]:
    return (
        select(Revision)
        .join(Revision.brand)
        .join(Brand.market)
        .options(
            joinedload(Revision.brand).joinedload(Brand.market),
            joinedload(Revision.brand).joinedload(Brand.company),
            selectinload(Revision.pictures).joinedload(ProfilePicture.file),
        )
        .where(is_shown())
    )


def listed_brand(brand: str) -> Brand:
    """Return a brand that is shown; NoResultFound for any other."""
    return shown_brand(brand).brand


def shown_picture(brand: str, mark: str) -> StoredFile:
    """Return a picture of what is published, by the beginning of its digest.

    NoResultFound for a draft's or a hidden brand's.
    """
    query = (
        select(StoredFile)
        .join(ProfilePicture, ProfilePicture.file_id == StoredFile.id)
        .join(Revision, Revision.id == ProfilePicture.revision_id)
        .join(Revision.brand)
        .join(Brand.market)
        .where(
            func.substr(StoredFile.sha256, 1, MARK) == mark,
            Brand.slug == brand,
            is_shown(),
        )
        .order_by(StoredFile.edition.desc())
        .limit(1)
    )
    return db.session.scalars(query).one()


def listing_of(brand_id: int) -> Listing | None:
    """Return the listing of a brand, if it has one."""
    return db.session.scalars(listing_query(), {"brand": brand_id}).one_or_none()


@cache
def listing_query() -> Select[Listing]:
    """Return what `listing_of` asks, kept."""
    return select(Listing).where(Listing.brand_id == bindparam("brand"))


def brand_ids_of(market_id: int) -> Sequence[int]:
    """Return the number of every brand of a market."""
    query = select(Brand.id).where(Brand.market_id == market_id).order_by(Brand.id)
    return db.session.scalars(query).all()


def newest(limit: int, market_id: int | None = None) -> Sequence[Card]:
    """Return the brands that appeared last, of one market when given."""
    query = tags().order_by(Listing.published_at.desc(), Listing.id.desc()).limit(limit)
    if market_id is not None:
        query = query.where(Listing.market_id == market_id)
    return [Card(*row) for row in db.session.execute(query)]


@dataclass(frozen=True)
class Alike:
    """A brand like another one, and in what: names of what they share, beside the category."""

    card: Card
    shares: Sequence[str]


def related(revision: Revision, limit: int) -> Sequence[Alike]:
    """Return other shown brands, those of the same category first, then those that share most.

    Where a category has few brands, its neighbours under the same head fill the row.
    """
    found = index().alike(revision.brand_id, groups(revision), shared(revision), limit)
    known = cards_of([number for number, _shares in found])
    return [Alike(known[number], shares) for number, shares in found if number in known]


def groups(revision: Revision) -> Sequence[Chosen]:
    """Return where brands like one are looked for: its category, then all under the same head."""
    if not revision.category:
        return ()
    head = reference.term("category", revision.category).parent
    return [(("category", (one,)),) for one in (revision.category, head) if one]


def shared(revision: Revision) -> Mapping[str, Chosen]:
    """Return what brands of a category may have in common with one, as filters find it."""
    bands = (revision.summer_band, revision.winter_band)
    province = reference.province_of(revision.origin_region) if revision.origin_region else None
    found: dict[str, Chosen] = {
        "price": tuple(("price_band", (band,)) for band in bands if band),
        "style": (("style", tuple(revision.styles)),) if revision.styles else (),
        "origin": (("region", (province,)),) if province else (),
        "market": (("market", (revision.brand.market.slug,)),),
    }
    return {name: chosen for name, chosen in found.items() if chosen}


@dataclass(frozen=True)
class Address:
    """A page that machines may list: its place and when it last became another."""

    slug: str
    updated_at: datetime


def sitemap_part(number: int, size: int) -> Sequence[Address]:
    """Return one part of the brands that outsiders may see, in a fixed order."""
    query = (
        select(Brand.slug, Listing.updated_at)
        .join(Brand, Brand.id == Listing.brand_id)
        .where(shown())
        .order_by(Listing.brand_id)
        .offset(number * size)
        .limit(size)
    )
    return [Address(*row) for row in db.session.execute(query)]


@dataclass(frozen=True)
class News:
    """A brand that appeared, as a feed tells of it."""

    slug: str
    name_zh: str
    name_en: str
    slogan_zh: str
    slogan_en: str
    market_name_zh: str
    market_name_en: str
    published_at: datetime
    updated_at: datetime


def news(limit: int, market_id: int | None = None) -> Sequence[News]:
    """Return the brands that appeared last, of one market when given."""
    query = (
        select(
            Brand.slug,
            Revision.name_zh,
            Revision.name_en,
            Revision.slogan_zh,
            Revision.slogan_en,
            Market.name_zh,
            Market.name_en,
            Listing.published_at,
            Listing.updated_at,
        )
        .join(Brand, Brand.id == Listing.brand_id)
        .join(Revision, Revision.id == Listing.revision_id)
        .join(Market, Market.id == Listing.market_id)
        .where(shown())
        .order_by(Listing.published_at.desc(), Listing.id.desc())
        .limit(limit)
    )
    if market_id is not None:
        query = query.where(Listing.market_id == market_id)
    return [News(*row) for row in db.session.execute(query)]


def count(market_id: int | None = None) -> int:
    """Return how many brands the directory shows, of one market when given."""
    query = select(func.count(Listing.id)).where(shown())
    if market_id is not None:
        query = query.where(Listing.market_id == market_id)
    return db.session.scalar(query) or 0
