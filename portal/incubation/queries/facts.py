"""Facts about a brand that the portal knows by itself. Each counts: 0 or 1 for yes or no."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.brands import queries as brands
from portal.brands.models import Brand, Revision, RevisionState
from portal.core import credit_code
from portal.core.db import db
from portal.incubation.models import (
    CalendarDay,
    Enrolment,
    EnrolmentState,
    EvidenceKind,
    Milestone,
    MilestoneProgress,
    MilestoneState,
)
from portal.incubation.queries.counts import without_figures
from portal.incubation.registry import Missing

COMPLETE = 100
"""Percent."""


def waiting_for_calendar(names: Collection[str]) -> Sequence[int]:
    """Return the brands (by number) with a milestone that one of these facts may pass or unmake."""
    query = (
        select(Enrolment.brand_id)
        .join(Enrolment.steps)
        .join(MilestoneProgress.milestone)
        .where(
            Enrolment.state == EnrolmentState.RUNNING,
            MilestoneProgress.state.in_((MilestoneState.OPEN, MilestoneState.PASSED)),
            Milestone.evidence == EvidenceKind.AUTOMATIC,
            Milestone.condition.in_(names),
        )
        .distinct()
        .order_by(Enrolment.brand_id)
    )
    return db.session.scalars(query).all()


def calendar_is_seen(day: date) -> bool:
    """Say whether the calendar was looked at on a day."""
    return db.session.scalar(select(CalendarDay.id).where(CalendarDay.day == day)) is not None


def is_enrolled(brand: Brand) -> int:
    """Return 1 when the brand was admitted, which its enrolment shows."""
    query = select(Enrolment.id).where(Enrolment.brand_id == brand.id).limit(1)
    return int(db.session.scalar(query) is not None)


def has_valid_credit_code(brand: Brand) -> int:
    """Return 1 when the company behind the brand has a right credit code."""
    query = select(Brand).options(joinedload(Brand.company)).where(Brand.id == brand.id)
    company = db.session.scalars(query).one().company
    return int(bool(company.credit_code) and credit_code.is_valid(company.credit_code or ""))


def is_published(brand: Brand) -> int:
    """Return 1 when the brand has a published profile."""
    query = select(Revision.id).where(
        Revision.brand_id == brand.id, Revision.state == RevisionState.PUBLISHED
    )
    return int(db.session.scalar(query.limit(1)) is not None)


def profile_is_complete(brand: Brand) -> int:
    """Return 1 when every counted field of the brand's newest profile is filled in."""
    return int(brands.completeness_of(brand).percent == COMPLETE)


def missing_in_profile(brand: Brand) -> Missing:
    """Return which counted fields of the brand's newest profile are empty."""
    return Missing(brands.completeness_of(brand).missing, office_reads_profile(brand.id))


def office_reads_profile(brand_id: int) -> bool:
    """Say whether the brand's profile is with the office, so that its owner can add nothing now."""
    return db.session.scalar(profile_with_office(brand_id).limit(1)) is not None


def profile_with_office(brand_id: int) -> Select[int]:
    """Return the select of the revision of a brand's profile that the office reads."""
    return select(Revision.id).where(
        Revision.brand_id == brand_id, Revision.state == RevisionState.SUBMITTED
    )


def owed_and_read(brand_id: int) -> tuple[bool, bool]:
    """Say whether a brand owes the last months' figures, and whether the office reads its profile.

    One query: both are asked for wherever its way is shown.
    """
    owes = without_figures().where(Brand.id == brand_id).exists()
    owed, read = db.session.execute(select(owes, profile_with_office(brand_id).exists())).one()
    return bool(owed), bool(read)


def lookbook_pictures(brand: Brand) -> int:
    """Return how many pictures the newest revision of the brand's profile has."""
    return brands.picture_count(brand.id)
