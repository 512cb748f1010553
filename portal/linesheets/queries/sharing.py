"""Links that share a line sheet."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands.models import Brand, BrandState
from portal.core import tokens
from portal.core.db import db
from portal.linesheets.models import LineSheet, ShareLink, SheetState, Style, StylePhoto
from portal.linesheets.queries.own import PHOTOS
from portal.markets.models import Market


def links_of(sheet: LineSheet) -> Sequence[ShareLink]:
    """Return the links that share a wave, the newest first, with who made them."""
    query = (
        select(ShareLink)
        .options(joinedload(ShareLink.made_by))
        .where(
            ShareLink.brand_id == sheet.brand_id,
            ShareLink.year == sheet.year,
            ShareLink.wave == sheet.wave,
        )
        .order_by(ShareLink.id.desc())
    )
    return db.session.scalars(query).all()


def link(market: str, brand: str, link_id: int) -> ShareLink:
    """Return a link of a brand; NoResultFound for another's."""
    query = (
        select(ShareLink)
        .join(ShareLink.brand)
        .join(Brand.market)
        .options(contains_eager(ShareLink.brand).contains_eager(Brand.market))
        .where(Market.slug == market, Brand.slug == brand, ShareLink.id == link_id)
    )
    return db.session.scalars(query).one()


def link_by_id(link_id: int) -> ShareLink:
    """Return a link by its number, for counting."""
    query = select(ShareLink).options(joinedload(ShareLink.brand)).where(ShareLink.id == link_id)
    return db.session.scalars(query).one()


def link_for(token: str) -> tuple[ShareLink | None, LineSheet | None]:
    """Return the link that a token opens, and what is published of its wave; None for either."""
    query = (
        select(ShareLink)
        .options(joinedload(ShareLink.brand).joinedload(Brand.market))
        .where(ShareLink.token_hash == tokens.digest(token))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None or not found.is_open:
        return found, None
    sheet = (
        select(LineSheet)
        .join(LineSheet.brand)
        .options(
            contains_eager(LineSheet.brand).joinedload(Brand.market),
            selectinload(LineSheet.styles).options(PHOTOS),
        )
        .where(
            LineSheet.brand_id == found.brand_id,
            LineSheet.year == found.year,
            LineSheet.wave == found.wave,
            LineSheet.state == SheetState.PUBLISHED,
            Brand.state.in_([BrandState.VISIBLE, BrandState.HIDDEN]),
        )
    )
    return found, db.session.scalars(sheet).one_or_none()


def shared_photo(token: str, photo_id: int) -> StylePhoto | None:
    """Return a picture of what a token opens today; None when it opens nothing of the kind."""
    query = (
        select(StylePhoto, ShareLink)
        .join(StylePhoto.style)
        .join(Style.sheet)
        .join(LineSheet.brand)
        .join(
            ShareLink,
            (ShareLink.brand_id == LineSheet.brand_id)
            & (ShareLink.year == LineSheet.year)
            & (ShareLink.wave == LineSheet.wave),
        )
        .options(joinedload(StylePhoto.file))
        .where(
            ShareLink.token_hash == tokens.digest(token),
            LineSheet.state == SheetState.PUBLISHED,
            Brand.state.in_([BrandState.VISIBLE, BrandState.HIDDEN]),
            StylePhoto.id == photo_id,
        )
    )
    found = db.session.execute(query).one_or_none()
    return found[0] if found and found[1].is_open else None
