"""What outsiders are shown: the published line sheets of brands that stand in the directory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.db import db
from portal.linesheets.models import LineSheet, SheetState, Style, StylePhoto
from portal.linesheets.queries.own import PHOTOS, Counts, counts
from portal.markets.models import Market


@dataclass(frozen=True)
class Shelf:
    """A brand of the directory with its published line sheets, the newest first."""

    brand: Brand
    sheets: Sequence[LineSheet]
    counts: Mapping[int, Counts]

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose they are."""
        return self.brand.id


def outsiders_see_it() -> ColumnElement[bool]:
    """Return the condition for brands (with their market joined) that outsiders see."""
    return and_(brands.stands_open(), brands.not_paused(), Market.closed_at.is_(None))


def _shown(brand: str) -> Select[LineSheet]:
    return (
        select(LineSheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(contains_eager(LineSheet.brand).contains_eager(Brand.market))
        .where(
            Brand.slug == brand,
            outsiders_see_it(),
            LineSheet.state == SheetState.PUBLISHED,
        )
    )


def shelf(brand: str) -> Shelf:
    """Return a brand that stands in the directory with its line sheets; NoResultFound for none."""
    query = (
        select(Brand)
        .join(Brand.market)
        .options(contains_eager(Brand.market))
        .where(Brand.slug == brand, outsiders_see_it())
    )
    found = db.session.scalars(query).one()
    return Shelf(found, published_of(found.id), counts(found.id))


def published_of(brand_id: int) -> Sequence[LineSheet]:
    """Return a brand's published line sheets, the newest first."""
    query = (
        select(LineSheet)
        .where(LineSheet.brand_id == brand_id, LineSheet.state == SheetState.PUBLISHED)
        .order_by(LineSheet.year.desc(), LineSheet.published_at.desc())
    )
    return db.session.scalars(query).all()


def shown(brand: str, sheet_id: int) -> LineSheet:
    """Return a published line sheet of a brand in the directory, with everything on it."""
    query = _shown(brand).options(selectinload(LineSheet.styles).options(PHOTOS))
    return db.session.scalars(query.where(LineSheet.id == sheet_id)).one()


def shown_photo(brand: str, photo_id: int, width: int = 0) -> StylePhoto:
    """Return a picture on a published line sheet of a brand in the directory."""
    del width
    query = (
        select(StylePhoto)
        .join(StylePhoto.style)
        .join(Style.sheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(
            joinedload(StylePhoto.file),
            contains_eager(StylePhoto.style)
            .contains_eager(Style.sheet)
            .contains_eager(LineSheet.brand),
        )
        .where(
            Brand.slug == brand,
            outsiders_see_it(),
            LineSheet.state == SheetState.PUBLISHED,
            StylePhoto.id == photo_id,
        )
    )
    return db.session.scalars(query).one()


def has_published(brand: Brand) -> int:
    """Return how many line sheets of a brand agents see today."""
    query = select(func.count(LineSheet.id)).where(
        LineSheet.brand_id == brand.id, LineSheet.state == SheetState.PUBLISHED
    )
    return db.session.scalars(query).one()


def most_styles_published(brand: Brand) -> int:
    """Return how many styles the fullest line sheet has that agents see today."""
    query = (
        select(func.count(Style.id))
        .join(Style.sheet)
        .where(LineSheet.brand_id == brand.id, LineSheet.state == SheetState.PUBLISHED)
        .group_by(LineSheet.id)
    )
    return max(db.session.scalars(query), default=0)


def availability_by_brand(brand_ids: Sequence[int] | None = None) -> dict[int, frozenset[str]]:
    """Return which of `at_once` and `pre_order` the published styles of each brand are.

    Brands without such styles are not in it. For the directory: one query for all brands.
    """
    query = (
        select(LineSheet.brand_id, Style.availability)
        .join(Style.sheet)
        .where(LineSheet.state == SheetState.PUBLISHED, Style.availability != "")
        .distinct()
    )
    if brand_ids is not None:
        query = query.where(LineSheet.brand_id.in_(brand_ids))
    found: dict[int, set[str]] = {}
    for brand_id, code in db.session.execute(query):
        found.setdefault(brand_id, set()).add(code)
    return {brand_id: frozenset(codes) for brand_id, codes in found.items()}
