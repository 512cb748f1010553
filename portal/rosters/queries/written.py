"""The rows that an import writes to, and who else leans on them."""

from collections.abc import Collection

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import load_only, selectinload

from portal.brands.models import Brand, Company, Revision, RevisionState
from portal.core.db import Base, db
from portal.papers.models import Paper, PaperVersion
from portal.rosters.models import RosterEntry
from portal.rosters.queries.pieces import parts
from portal.rosters.registry import Target

OPEN_DRAFT = (RevisionState.DRAFT, RevisionState.RETURNED)


def companies(numbers: Collection[int]) -> dict[int, Company]:
    """Return these companies, by number."""
    return {
        one.id: one
        for some in parts(sorted(set(numbers)))
        for one in db.session.scalars(select(Company).where(Company.id.in_(some)))
    }


def brands(numbers: Collection[int]) -> dict[int, Brand]:
    """Return these brands, by number."""
    return {
        one.id: one
        for some in parts(sorted(set(numbers)))
        for one in db.session.scalars(select(Brand).where(Brand.id.in_(some)))
    }


def drafts(brand_ids: Collection[int]) -> dict[int, Revision]:
    """Return the drafts of these brands that an office may still correct, by brand."""
    only = load_only(Revision.brand_id, Revision.name_zh, Revision.name_en, Revision.category)
    return {
        one.brand_id: one
        for some in parts(sorted(set(brand_ids)))
        for one in db.session.scalars(
            select(Revision)
            .options(only)
            .where(Revision.brand_id.in_(some), Revision.state.in_(OPEN_DRAFT))
        )
    }


def revisions(numbers: Collection[int]) -> dict[int, Revision]:
    """Return these revisions with their pictures' numbers, by number."""
    return {
        one.id: one
        for some in parts(sorted(set(numbers)))
        for one in db.session.scalars(select(Revision).where(Revision.id.in_(some)))
    }


def licences(brand_ids: Collection[int]) -> dict[int, Paper]:
    """Return the business licences of these brands with their versions, by brand."""
    return {
        one.brand_id: one
        for some in parts(sorted(brand_ids))
        for one in db.session.scalars(
            select(Paper)
            .options(selectinload(Paper.versions).load_only(PaperVersion.paper_id))
            .where(Paper.brand_id.in_(some), Paper.kind == "licence")
        )
    }


def other_papers(brand_ids: Collection[int], but: Collection[int]) -> set[int]:
    """Return which of these brands have papers beside those."""
    return {
        brand_id
        for some in parts(sorted(brand_ids))
        for number, brand_id in db.session.execute(
            select(Paper.id, Paper.brand_id).where(Paper.brand_id.in_(some))
        )
        if number not in but
    }


def drop_entries(brand_id: int, company_id: int | None) -> None:
    """Remove what rosters said of a brand, and of its company where that is named too."""
    about = [RosterEntry.brand_id == brand_id]
    if company_id is not None:
        about.append(RosterEntry.company_id == company_id)
    db.session.execute(delete(RosterEntry).where(or_(*about)))


def entries(company_ids: Collection[int]) -> dict[Target, RosterEntry]:
    """Return what rosters said of these companies and their brands."""
    return {
        (one.company_id, one.brand_id): one
        for some in parts(sorted(set(company_ids)))
        for one in db.session.scalars(select(RosterEntry).where(RosterEntry.company_id.in_(some)))
    }


def remove(kind: type[Base], numbers: Collection[int]) -> None:
    """Remove these rows, many at a time; what hangs on one of them raises IntegrityError."""
    for some in parts(sorted(numbers)):
        statement = delete(kind).where(kind.id.in_(some))
        db.session.execute(statement.execution_options(synchronize_session=False))
    for row in list(db.session.identity_map.values()):
        if isinstance(row, kind) and row.id in numbers:
            db.session.expunge(row)


def leaned_on(table: str, numbers: Collection[int], but: Collection[str]) -> set[int]:
    """Return which of these rows other tables name, whatever they are; `but` need not be asked.

    The trail names everything and keeps its own numbers.
    """
    found: set[int] = set()
    for other in Base.metadata.sorted_tables:
        if other.name in but:
            continue
        for column in other.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                for some in parts(sorted(numbers)):
                    query = select(column).where(column.in_(some)).distinct()
                    found |= set(db.session.scalars(query))
    return found
