"""A brand's line sheets as its own people and its market's office work on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.db import db
from portal.linesheets.models import LineSheet, SheetState, Style, StylePhoto, View
from portal.markets.models import Market

PHOTOS = selectinload(Style.photos).joinedload(StylePhoto.file)
ON_A_COVER = 4
"""Pictures that stand for a line sheet."""
CURRENT = (SheetState.DRAFT, SheetState.PUBLISHED)


@dataclass(frozen=True)
class Counts:
    """How many styles a line sheet has, and how many pictures."""

    styles: int = 0
    photos: int = 0


@dataclass(frozen=True)
class Lines:
    """A brand with all versions of its line sheets, the newest first."""

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

    def count(self, sheet: LineSheet) -> Counts:
        """Return the counts of one of them."""
        return self.counts.get(sheet.id, Counts())


def lines(market: str, brand: str) -> Lines:
    """Return a brand with its line sheets; NoResultFound for none of that market."""
    found = brands.brand(market, brand)
    query = (
        select(LineSheet)
        .options(joinedload(LineSheet.brand).joinedload(Brand.market))
        .where(LineSheet.brand_id == found.id)
        .order_by(LineSheet.year.desc(), LineSheet.wave.desc(), LineSheet.number.desc())
    )
    sheets = db.session.scalars(query).all()
    shown = [one.id for one in sheets if one.state in CURRENT]
    return Lines(found, sheets, counts(found.id), covers(shown))


def covers(sheet_ids: Collection[int]) -> dict[int, list[StylePhoto]]:
    """Return the fronts of the first styles of line sheets, by the sheets' numbers."""
    place = func.row_number().over(partition_by=Style.sheet_id, order_by=(Style.position, Style.id))
    ranked = (
        select(StylePhoto.id, Style.sheet_id, place.label("place"))
        .join(StylePhoto.style)
        .where(Style.sheet_id.in_(sheet_ids), StylePhoto.view == View.FRONT)
        .subquery()
    )
    query = (
        select(ranked.c.sheet_id, StylePhoto)
        .join(StylePhoto, StylePhoto.id == ranked.c.id)
        .options(joinedload(StylePhoto.file))
        .where(ranked.c.place <= ON_A_COVER)
        .order_by(ranked.c.sheet_id, ranked.c.place)
    )
    found: dict[int, list[StylePhoto]] = {}
    for sheet_id, photo in db.session.execute(query):
        found.setdefault(sheet_id, []).append(photo)
    return found


def counts(brand_id: int) -> dict[int, Counts]:
    """Return the counts of a brand's line sheets by their numbers."""
    query = (
        select(Style.sheet_id, func.count(func.distinct(Style.id)), func.count(StylePhoto.id))
        .join(Style.sheet)
        .outerjoin(Style.photos)
        .where(LineSheet.brand_id == brand_id)
        .group_by(Style.sheet_id)
    )
    return {number: Counts(styles, photos) for number, styles, photos in db.session.execute(query)}


def _sheets(market: str, brand: str, sheet_id: int) -> Select[LineSheet]:
    return (
        select(LineSheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(contains_eager(LineSheet.brand).contains_eager(Brand.market))
        .where(Market.slug == market, Brand.slug == brand, LineSheet.id == sheet_id)
    )


def sheet(market: str, brand: str, sheet_id: int) -> LineSheet:
    """Return a line sheet without its styles; NoResultFound for another brand's."""
    return db.session.scalars(_sheets(market, brand, sheet_id)).one()


def complete_sheet(market: str, brand: str, sheet_id: int) -> LineSheet:
    """Return a line sheet with its styles and their pictures; NoResultFound for another brand's."""
    query = _sheets(market, brand, sheet_id).options(selectinload(LineSheet.styles).options(PHOTOS))
    return db.session.scalars(query).one()


def sheet_by_id(sheet_id: int) -> LineSheet:
    """Return a line sheet with its brand and styles by its number."""
    query = (
        select(LineSheet)
        .options(
            joinedload(LineSheet.brand).joinedload(Brand.market),
            selectinload(LineSheet.styles).options(PHOTOS),
        )
        .where(LineSheet.id == sheet_id)
    )
    return db.session.scalars(query).one()


@dataclass(frozen=True)
class Part:
    """A line sheet, and which part of its pictures is asked for."""

    sheet: LineSheet
    number: int

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.sheet.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.sheet.brand_id


def part(market: str, brand: str, sheet_id: int, part: int) -> Part:
    """Return a line sheet with everything on it, and the part; NoResultFound for another's."""
    return Part(complete_sheet(market, brand, sheet_id), part)


def styles_of(sheet_id: int) -> Sequence[Style]:
    """Return the styles of a line sheet with their pictures, in their order."""
    query = (
        select(Style)
        .options(PHOTOS)
        .where(Style.sheet_id == sheet_id)
        .order_by(Style.position, Style.id)
    )
    return db.session.scalars(query).all()


def style(market: str, brand: str, sheet_id: int, style_id: int) -> Style:
    """Return a style of a line sheet with its pictures; NoResultFound for another's."""
    query = (
        select(Style)
        .join(Style.sheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(
            PHOTOS,
            contains_eager(Style.sheet)
            .contains_eager(LineSheet.brand)
            .contains_eager(Brand.market),
        )
        .where(
            Market.slug == market,
            Brand.slug == brand,
            Style.sheet_id == sheet_id,
            Style.id == style_id,
        )
    )
    return db.session.scalars(query).one()


@dataclass(frozen=True)
class Side:
    """One side of a style, on which a picture may hang."""

    style: Style
    view: View

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.style.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.style.brand_id


def side(market: str, brand: str, sheet_id: int, style_id: int, view: str) -> Side:
    """Return a side of a style; NoResultFound for another's."""
    return Side(style(market, brand, sheet_id, style_id), View(view))


def own_photo(market: str, brand: str, photo_id: int, width: int = 0, view: str = "") -> StylePhoto:
    """Return a picture of a brand's style, whatever the state of its line sheet.

    How wide it is wanted, and which side it is to show, matter to the page alone.
    """
    del width, view
    query = (
        select(StylePhoto)
        .join(StylePhoto.style)
        .join(Style.sheet)
        .join(LineSheet.brand)
        .join(Brand.market)
        .options(
            joinedload(StylePhoto.file),
            contains_eager(StylePhoto.style).options(
                contains_eager(Style.sheet)
                .contains_eager(LineSheet.brand)
                .contains_eager(Brand.market),
                selectinload(Style.photos),
            ),
        )
        .where(Market.slug == market, Brand.slug == brand, StylePhoto.id == photo_id)
    )
    return db.session.scalars(query).one()


def sheets_like(brand_id: int, year: int, wave: str) -> Sequence[LineSheet]:
    """Return what is current of a wave: its draft and its published version."""
    query = (
        select(LineSheet)
        .options(joinedload(LineSheet.brand).joinedload(Brand.market))
        .where(
            LineSheet.brand_id == brand_id,
            LineSheet.year == year,
            LineSheet.wave == wave,
            LineSheet.state.in_(CURRENT),
        )
    )
    return db.session.scalars(query).all()


def last_number(brand_id: int, year: int, wave: str) -> int:
    """Return the number of a wave's newest version; 0 when it has none."""
    query = select(func.max(LineSheet.number)).where(
        LineSheet.brand_id == brand_id, LineSheet.year == year, LineSheet.wave == wave
    )
    return db.session.scalars(query).one() or 0


def numbers_of_season(sheet: LineSheet) -> dict[str, LineSheet]:
    """Return the numbers taken by a season's other waves, with where they stand."""
    season = sheet.wave.partition("_")[0]
    query = (
        select(Style.number, LineSheet)
        .join(Style.sheet)
        .where(
            LineSheet.brand_id == sheet.brand_id,
            LineSheet.year == sheet.year,
            LineSheet.wave.startswith(season, autoescape=True),
            LineSheet.wave != sheet.wave,
            LineSheet.state.in_(CURRENT),
        )
    )
    return dict(db.session.execute(query).all())
