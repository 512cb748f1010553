"""Reading the terms of a brand: one offer, one size of city, and what stood there before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload

from portal.brands import differences, registry
from portal.brands.differences import Change
from portal.brands.fields import Claim, claims_of
from portal.brands.models import Brand, FieldComment, Revision, RevisionState, SeenClaim
from portal.brands.offers import Part
from portal.brands.queries.profiles import LOOKBOOK, Profile, profile
from portal.core import clock
from portal.core.db import db
from portal.markets.models import Market
from portal.reference import queries as reference


@dataclass(frozen=True)
class ProfileOffer(Profile):
    """One offer of a draft, as its address names it."""

    offer: Mapping[str, Any]
    part: Part = Part.PRICE


@dataclass(frozen=True)
class ProfileTier(Profile):
    """A size of city for which a draft estimates what a shop costs."""

    tier: str


def offer(market: str, brand: str, key: int, part: str = Part.PRICE) -> ProfileOffer:
    """Return an offer of a brand's newest profile; NoResultFound for none, or no such part."""
    found = profile(market, brand)
    offer = next((one for one in found.newest.offers if one["key"] == key), None)
    wanted = next((one for one in Part if one == part), None)
    if offer is None or wanted is None:
        raise NoResultFound
    return ProfileOffer(found.brand, found.published, found.draft, offer=offer, part=wanted)


def tier(market: str, brand: str, tier: str) -> ProfileTier:
    """Return a size of city with a brand's profile; NoResultFound for no such size."""
    if not reference.is_known("city_tier", tier):
        raise NoResultFound
    found = profile(market, brand)
    return ProfileTier(found.brand, found.published, found.draft, tier=tier)


def earlier_terms(brand_id: int) -> Sequence[Revision]:
    """Return the revisions that agents saw and that have terms, newest first."""
    found = db.session.scalars(_published_ever(brand_id).order_by(Revision.number.desc()))
    return [one for one in found if one.offers or one.estimates]


def earlier_pictures(revision: Revision) -> Sequence[Revision]:
    """Return what agents saw of a draft's brand, as far as a picture of it hangs here no more."""
    query = _published_ever(revision.brand_id).options(LOOKBOOK)
    here = {one.file_id for one in revision.pictures}
    return [
        one
        for one in db.session.scalars(query.order_by(Revision.number.desc()))
        if any(picture.file_id not in here for picture in one.pictures)
    ]


def published_on(brand_id: int, moment: datetime) -> Revision | None:
    """Return what agents saw of a brand at a moment, with its pictures; None before the first."""
    query = (
        _published_ever(brand_id)
        .options(LOOKBOOK, joinedload(Revision.brand).joinedload(Brand.market))
        .where(Revision.decided_at <= moment)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def terms_changes(before: Revision | None, revision: Revision) -> list[Change]:
    """Return how the exact terms of a revision differ from those of one before it."""
    return differences.terms_changes(before, revision)


def published_numbered(brand_id: int, number: int) -> Revision | None:
    """Return a revision that agents see or saw, with its brand and pictures; None for another."""
    query = (
        _published_ever(brand_id)
        .options(LOOKBOOK, joinedload(Revision.brand).joinedload(Brand.market))
        .where(Revision.number == number)
    )
    return db.session.scalars(query).one_or_none()


def _published_ever(brand_id: int) -> Select[Revision]:
    states = [RevisionState.PUBLISHED, RevisionState.SUPERSEDED]
    return select(Revision).where(Revision.brand_id == brand_id, Revision.state.in_(states))


def comments(revision_id: int) -> Sequence[FieldComment]:
    """Return what the office asked about a revision, with who asked and who answered."""
    query = (
        select(FieldComment)
        .options(joinedload(FieldComment.author), joinedload(FieldComment.answered_by))
        .where(FieldComment.revision_id == revision_id)
        .order_by(FieldComment.id)
    )
    return db.session.scalars(query).all()


def open_questions(revision: Revision | None) -> Sequence[FieldComment]:
    """Return what the office asked about a draft and nobody has answered yet."""
    return [] if revision is None else [one for one in comments(revision.id) if not one.answer]


def comment(market: str, brand: str, comment_id: int) -> FieldComment:
    """Return a question of the office with its revision; NoResultFound for none."""
    query = (
        select(FieldComment)
        .join(FieldComment.revision)
        .join(Revision.brand)
        .join(Brand.market)
        .options(
            contains_eager(FieldComment.revision)
            .contains_eager(Revision.brand)
            .contains_eager(Brand.market)
        )
        .where(Market.slug == market, Brand.slug == brand, FieldComment.id == comment_id)
    )
    return db.session.scalars(query).one()


def claims(revision: Revision) -> dict[str, Claim]:
    """Return what stands behind the fields of a revision today, by their names."""
    seen = db.session.scalars(seen_query(), {"brand": revision.brand_id})
    return claims_of(revision, seen, registry.proofs_of(revision.brand), clock.today())


@cache
def seen_query() -> Select[SeenClaim]:
    """Return what `claims` asks, kept."""
    of_brand = SeenClaim.brand_id == bindparam("brand")
    return select(SeenClaim).where(of_brand).order_by(SeenClaim.id)


def claims_version() -> ColumnElement[int]:
    """Return a column for a query of brands: another one with whatever document was seen."""
    return (
        select(func.coalesce(func.sum(SeenClaim.id), 0))
        .where(SeenClaim.brand_id == Brand.id)
        .correlate(Brand)
        .scalar_subquery()
    )
