"""One paper as its address names it, its versions, its scans, and the brand's trademark."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.db import db
from portal.markets.models import Market
from portal.papers import rules
from portal.papers.models import Paper, PaperFile, PaperVersion, Trademark
from portal.reference import papers as kinds
from portal.reference import queries as reference
from portal.reference.papers import Kind


@dataclass(frozen=True)
class Slot:
    """The place on a brand's shelf where one paper stands or is missing."""

    brand: Brand
    kind: Kind
    category: str
    paper: Paper | None

    @property
    def market_id(self) -> int:
        """Return whose market's office decides on it."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.brand.id

    @property
    def code(self) -> str:
        """Return what its address calls it."""
        return slot_code(self.kind.code, self.category)

    @property
    def versions(self) -> Sequence[PaperVersion]:
        """Return what was handed in, the oldest first."""
        return self.paper.versions if self.paper else ()

    @property
    def current(self) -> PaperVersion | None:
        """Return the version in force."""
        return rules.current_of(self.versions)

    @property
    def waiting(self) -> PaperVersion | None:
        """Return the version that waits for the office."""
        return rules.waiting_of(self.versions)


def trademark_slot(market: str, brand: str) -> Slot:
    """Return the place of a brand's trademark certificate."""
    return slot(market, brand, "trademark")


def slot_code(kind: str, category: str) -> str:
    """Return what an address calls a paper: `licence`, `quality_report.W03`."""
    return f"{kind}.{category}" if category else kind


def slot(market: str, brand: str, slot: str) -> Slot:
    """Return a paper by its address, there or not, with its versions and their scans.

    Raises:
        NoResultFound: no such brand, kind or category.
    """
    code, dot, category = slot.partition(".")
    kind = kinds.every().get(code)
    known = reference.is_known("category", category) if dot else True
    if kind is None or kind.per_category != bool(dot) or not known:
        raise NoResultFound
    found = brands.brand(market, brand)
    return Slot(found, kind, category, paper_of(found.id, code, category))


def paper_of(brand_id: int, kind: str, category: str) -> Paper | None:
    """Return a brand's paper with its versions and their scans, if it has one."""
    query = (
        select(Paper)
        .options(
            selectinload(Paper.versions)
            .selectinload(PaperVersion.files)
            .joinedload(PaperFile.file),
            joinedload(Paper.brand).joinedload(Brand.market),
        )
        .where(Paper.brand_id == brand_id, Paper.kind == kind, Paper.category == category)
    )
    return db.session.scalars(query).one_or_none()


def everything_of(brand_id: int) -> list[Paper | Trademark]:
    """Return a brand's papers and its trademark, as far as they name a market."""
    papers = db.session.scalars(select(Paper).where(Paper.brand_id == brand_id))
    marks = db.session.scalars(select(Trademark).where(Trademark.brand_id == brand_id))
    return [*papers, *marks]


def lock_paper(paper_id: int) -> None:
    """Hold a paper for this transaction: of two who decide at once the second comes after."""
    db.session.execute(select(Paper.id).where(Paper.id == paper_id).with_for_update())


def version(market: str, brand: str, version_id: int) -> PaperVersion:
    """Return one version with its paper and all the paper's versions."""
    query = (
        select(PaperVersion)
        .join(PaperVersion.paper)
        .join(Paper.brand)
        .join(Brand.market)
        .options(
            contains_eager(PaperVersion.paper)
            .contains_eager(Paper.brand)
            .contains_eager(Brand.market),
            contains_eager(PaperVersion.paper).selectinload(Paper.versions),
        )
        .where(Market.slug == market, Brand.slug == brand, PaperVersion.id == version_id)
    )
    return db.session.scalars(query).unique().one()


def scan(market: str, brand: str, file_id: int) -> PaperFile:
    """Return a scan of a brand's paper with its file."""
    query = (
        select(PaperFile)
        .join(PaperFile.paper_version)
        .join(PaperVersion.paper)
        .join(Paper.brand)
        .join(Brand.market)
        .options(
            joinedload(PaperFile.file),
            contains_eager(PaperFile.paper_version)
            .contains_eager(PaperVersion.paper)
            .contains_eager(Paper.brand)
            .contains_eager(Brand.market),
        )
        .where(Market.slug == market, Brand.slug == brand, PaperFile.id == file_id)
    )
    return db.session.scalars(query).one()


def trademark_of(brand_id: int) -> Trademark | None:
    """Return the way of a brand's trademark so far, with its steps."""
    query = (
        select(Trademark)
        .options(selectinload(Trademark.steps))
        .where(Trademark.brand_id == brand_id)
    )
    return db.session.scalars(query).one_or_none()
