"""What papers tell other domains: obstacles, facts (0 or 1), and what the public may know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import contains_eager

from portal.brands.models import Brand
from portal.brands.registry import Proof
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import plain
from portal.papers import rules
from portal.papers.models import Effect, Paper, PaperVersion, Trademark, TrademarkState
from portal.papers.queries.shelves import categories, papers_of, shelf, shelves
from portal.papers.rules import Consequence
from portal.reference import papers as kinds
from portal.reference.papers import Kind

KEPT_APART = 10_000
"""More than a trademark's row is ever changed."""


def consequences(brand_ids: Collection[int]) -> dict[int, Sequence[Consequence]]:
    """Return what follows from the papers of these brands, by brand."""
    query = select(Brand).where(Brand.id.in_(brand_ids))
    found = shelves(db.session.scalars(query).all())
    return {number: one.consequences for number, one in found.items()}


def obstacles(brand: Brand, *effects: Effect) -> list[Consequence]:
    """Return what stands in a brand's way today by one of these effects."""
    return rules.obstacles(shelf(brand).consequences, *effects)


def is_valid(brand_id: int, kind: str, category: str = "") -> bool:
    """Say whether a brand has a verified paper of a kind that is good today."""
    for paper in papers_of([brand_id]):
        if (paper.kind, paper.category) == (kind, category):
            facts = rules.facts_of(paper.versions)
            return rules.is_valid(kinds.every()[kind], facts, clock.today())
    return False


def has_licence(brand: Brand) -> int:
    """Return 1 when the business licence is verified and good."""
    return int(is_valid(brand.id, "licence"))


def has_filed_trademark(brand: Brand) -> int:
    """Return 1 when receipt, certificate or licence chain of a trademark is verified and good."""
    ways = ("trademark_receipt", "trademark", "trademark_licence")
    return int(any(is_valid(brand.id, kind) for kind in ways))


def has_registered_trademark(brand: Brand) -> int:
    """Return 1 when the certificate of a trademark is verified and good."""
    return int(is_valid(brand.id, "trademark"))


def has_quality_reports(brand: Brand) -> int:
    """Return 1 when the category that the brand makes has a verified report that is good."""
    category = categories([brand.id]).get(brand.id, "")
    return int(bool(category) and is_valid(brand.id, "quality_report", category))


@dataclass(frozen=True)
class Seen:
    """A paper that the office has seen: the fact and the day, no number, no name."""

    kind: Kind
    category: str
    seen_on: date


@dataclass(frozen=True)
class PublicMarks:
    """What the public page says of a brand's papers."""

    seen: Sequence[Seen]
    sign: str
    """®, TM or nothing."""


def public_marks(brand: Brand) -> PublicMarks:
    """Return what everybody may know of a brand's papers, in two queries."""
    found = db.session.scalars(in_force(), {"brand": brand.id}).all()
    state = db.session.scalar(mark_query(), {"brand": brand.id})
    certificate = next((one for one in found if one.paper.kind == "trademark"), None)
    facts = rules.facts_of([certificate]) if certificate else rules.NOTHING
    return PublicMarks(
        seen=[seen for version in found if (seen := seen_by_all(version))],
        sign=rules.mark_of(state, facts, clock.today()),
    )


@cache
def in_force() -> Select[PaperVersion]:
    """Return the question to the papers of a `brand` that are in force, kept."""
    return (
        select(PaperVersion)
        .join(PaperVersion.paper)
        .options(contains_eager(PaperVersion.paper))
        .where(Paper.brand_id == bindparam("brand"), PaperVersion.state.in_(rules.IN_FORCE))
        .order_by(PaperVersion.id)
    )


@cache
def proving() -> Select[PaperVersion]:
    """Return the same question to those kinds alone that prove something of a profile."""
    return in_force().where(Paper.kind.in_(PROVES))


@cache
def mark_query() -> Select[TrademarkState]:
    """Return the question to how far the trademark of a `brand` is, kept."""
    return select(Trademark.state).where(Trademark.brand_id == bindparam("brand"))


def marks_version() -> ColumnElement[int]:
    """Return a column for a query of brands: it grows with whatever `public_marks` depends on."""
    versions = (
        select(func.coalesce(func.sum(PaperVersion.version), 0))
        .join(PaperVersion.paper)
        .where(Paper.brand_id == Brand.id)
        .correlate(Brand)
        .scalar_subquery()
    )
    mark = (
        select(func.coalesce(func.sum(Trademark.version), 0))
        .where(Trademark.brand_id == Brand.id)
        .correlate(Brand)
        .scalar_subquery()
    )
    return versions * KEPT_APART + mark


PROVES: Mapping[str, Sequence[str]] = {
    "licence": ("scope", "company_address"),
    "trademark": ("brand_right",),
    "quality_report": ("report_percent",),
}
"""The fields of a profile that a paper of a kind stands behind. Only kinds that all may know of."""


def proofs(brand: Brand) -> dict[str, Proof]:
    """Return what the office's papers prove of a profile, by field; expired ones prove nothing.

    Of several papers for one field a good one counts.
    """
    found: dict[str, Proof] = {}
    for version in db.session.scalars(proving(), {"brand": brand.id}):
        proof = proof_of(version)
        for name in PROVES[version.paper.kind]:
            if name not in found or proof.is_good:
                found[name] = proof
    return found


def proof_of(version: PaperVersion) -> Proof:
    """Return what a version of a paper proves today."""
    kind = kinds.every()[version.paper.kind]
    return Proof(
        document=Name(kind),
        seen_on=rules.local_day(version.decided_at or version.created_at),
        expires_on=None,
        is_good=rules.is_valid(kind, rules.facts_of([version]), clock.today()),
    )


@dataclass(frozen=True)
class Name:
    """What a kind of paper is called, in the language of whoever reads it."""

    kind: Kind

    def __str__(self) -> str:
        return plain(self.kind, "name")


def seen_by_all(version: PaperVersion) -> Seen | None:
    """Return the mark of a version; none when its kind has none, or it is not good today."""
    kind = kinds.every().get(version.paper.kind)
    if kind is None or not kind.public or version.decided_at is None:
        return None
    if not rules.is_valid(kind, rules.facts_of([version]), clock.today()):
        return None
    return Seen(kind, version.paper.category, rules.local_day(version.decided_at))
