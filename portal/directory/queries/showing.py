"""What the directory shows of a brand, and brands that hang beside it."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand, BrandState, ProfilePicture, Revision, RevisionState
from portal.core.db import db
from portal.directory.models import Listing
from portal.directory.queries.searching import Card, shown, tags
from portal.documents.copies import MARK
from portal.documents.models import StoredFile
from portal.markets.models import Market


def shown_brand(brand: str) -> Revision:
    """Return the published revision of a visible brand; NoResultFound for any other."""
    return db.session.scalars(_shown().where(Brand.slug == brand)).unique().one()


def shown_brands(slugs: Sequence[str]) -> list[Revision]:
    """Return the published revisions of those of the brands that are visible, as they are asked."""
    found = db.session.scalars(_shown().where(Brand.slug.in_(slugs))).unique()
    return sorted(found, key=lambda revision: slugs.index(revision.brand.slug))


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
        .where(
            Brand.state == BrandState.VISIBLE,
            brands.not_paused(),
            Revision.state == RevisionState.PUBLISHED,
            Market.closed_at.is_(None),
        )
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
            Brand.state == BrandState.VISIBLE,
            brands.not_paused(),
            Revision.state == RevisionState.PUBLISHED,
            Market.closed_at.is_(None),
        )
        .order_by(StoredFile.edition.desc())
        .limit(1)
    )
    return db.session.scalars(query).one()


def listing_of(brand_id: int) -> Listing | None:
    """Return the listing of a brand, if it has one."""
    return db.session.scalars(select(Listing).where(Listing.brand_id == brand_id)).one_or_none()


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


def related(revision: Revision, limit: int) -> Sequence[Card]:
    """Return other shown brands of the same category, the most complete first."""
    query = (
        tags()
        .where(Listing.category == revision.category, Listing.brand_id != revision.brand_id)
        .order_by(Listing.completeness.desc(), Listing.id.desc())
        .limit(limit)
    )
    return [Card(*row) for row in db.session.execute(query)]


def count(market_id: int | None = None) -> int:
    """Return how many brands the directory shows, of one market when given."""
    query = select(func.count(Listing.id)).where(shown())
    if market_id is not None:
        query = query.where(Listing.market_id == market_id)
    return db.session.scalar(query) or 0
