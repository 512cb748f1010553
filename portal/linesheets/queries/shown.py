"""What outsiders are shown: the published line sheets of brands that stand in the directory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.linesheets.models import LineSheet, SheetState, Style, StylePhoto
from portal.linesheets.queries.own import PHOTOS, Counts, counts, covers
from portal.markets.models import Market

SEASON_ENDS = {"spring": (6, 0), "summer": (9, 0), "autumn": (12, 0), "winter": (3, 1)}
"""The last month in which shops buy a season, and how many years after its own that is."""


@dataclass(frozen=True)
class Shelf:
    """A brand of the directory with its published line sheets, the newest first."""

    brand: Brand
    sheets: Sequence[LineSheet]
    counts: Mapping[int, Counts]
    covers: Mapping[int, Sequence[StylePhoto]]
    """The first pictures of each, by its number."""

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose they are."""
        return self.brand.id


def _shown(brand: str) -> Select[LineSheet]:
    return (
        select(LineSheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(contains_eager(LineSheet.brand).contains_eager(Brand.market))
        .where(
            Brand.slug == brand,
            brands.outsiders_see_it(),
            LineSheet.state == SheetState.PUBLISHED,
        )
    )


def shelf(brand: str) -> Shelf:
    """Return a brand that stands in the directory with its line sheets; NoResultFound for none."""
    found = brands.seen_by_outsiders(brand)
    sheets = published_of(found.id)
    return Shelf(found, sheets, counts(found.id), covers([one.id for one in sheets]))


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
            brands.outsiders_see_it(),
            LineSheet.state == SheetState.PUBLISHED,
            StylePhoto.id == photo_id,
        )
    )
    return db.session.scalars(query).one()


def published_count() -> ScalarSelect[int]:
    """Return the number of published line sheets as a part of a query of brands."""
    return (
        select(func.count(LineSheet.id))
        .where(LineSheet.brand_id == Brand.id, LineSheet.state == SheetState.PUBLISHED)
        .correlate(Brand)
        .scalar_subquery()
    )


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
    """Return which of `at_once` and `pre_order` the styles of each brand are today.

    For the directory: one statement for all brands. Counted are styles on published line sheets of
    seasons that are not over, neither sold out nor past their last day of delivery. Brands without
    such styles are not in it, nor those that nobody outside sees or will see on a known day; one
    that is hidden until a day is, because the directory keeps it until then.
    """
    today = clock.today()
    running = [
        and_(
            LineSheet.wave.startswith(f"{season}_", autoescape=True),
            LineSheet.year >= first_running_year(season, today),
        )
        for season in SEASON_ENDS
    ]
    away = and_(
        Brand.state.in_([BrandState.HIDDEN, BrandState.SUSPENDED]), Brand.back_on.is_not(None)
    )
    query = (
        select(LineSheet.brand_id, Style.availability)
        .join(Style.sheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .where(
            LineSheet.state == SheetState.PUBLISHED,
            Style.availability != "",
            Style.stock != "sold_out",
            or_(Style.delivery_until.is_(None), Style.delivery_until >= today),
            or_(*running),
            or_(Brand.state == BrandState.VISIBLE, away),
            Market.closed_at.is_(None),
        )
        .distinct()
    )
    if brand_ids is not None:
        query = query.where(LineSheet.brand_id.in_(brand_ids))
    found: dict[int, set[str]] = {}
    for brand_id, code in db.session.execute(query):
        found.setdefault(brand_id, set()).add(code)
    return {brand_id: frozenset(codes) for brand_id, codes in found.items()}


def first_running_year(season: str, today: date) -> int:
    """Return the first year whose season of this name is not over on a day."""
    month, later = SEASON_ENDS[season]
    this = today.year - later
    return this if today.month <= month else this + 1
