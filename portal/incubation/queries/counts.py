"""What the board counts of every brand: its milestones, what they weigh, and its figures."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Function,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    select,
)

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import registry
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
)
from portal.incubation.rules import (
    LONG,
    MONTHS_OWED,
    OVER,
    SETTLED,
    TWICE,
    WITH_THE_BRAND,
)

COUNTED = (
    "total",
    "passed",
    "with_office",
    "office_since",
    "returned",
    "returned_since",
    "overdue",
    "long_overdue",
    "twice_returned",
    "lapsed",
    "overdue_share",
    "long_overdue_share",
)
"""What `stage_counts` returns of an enrolment, in the order of `Standing`."""


def stage_counts(market_id: int) -> Subquery:
    """Return, for each enrolment, its counts as `Standing` wants them."""
    state, twice, whole = MilestoneProgress.state, returned_twice(), stage_weights()
    since = MilestoneProgress.state_since
    required = Milestone.required.is_(True)
    office = state == MilestoneState.SUBMITTED
    returned = state == MilestoneState.RETURNED
    here = Milestone.stage_id == Enrolment.stage_id
    running = Enrolment.state == EnrolmentState.RUNNING
    with_brand = and_(required, running, state.in_(sorted(WITH_THE_BRAND)))
    late = and_(with_brand, MilestoneProgress.due_on < clock.today())
    very_late = and_(with_brand, MilestoneProgress.due_on < clock.today() - LONG)
    again = and_(twice.c.progress_id.is_not(None), state.not_in(sorted(OVER)))
    # rules.share, in whole numbers on both databases
    part = cast((200 * Milestone.weight + whole.c.weight) // (2 * whole.c.weight), Integer)
    weighs = whole.c.weight > 0

    def number(*conditions: ColumnElement[bool], of: Any = 1) -> Function[int]:
        return func.sum(case((and_(*conditions), of), else_=0))

    return (
        select(
            MilestoneProgress.enrolment_id,
            number(required, here).label("total"),
            number(required, here, state.in_(sorted(SETTLED))).label("passed"),
            number(office).label("with_office"),
            func.min(case((office, since))).label("office_since"),
            number(returned).label("returned"),
            func.min(case((returned, since))).label("returned_since"),
            number(late).label("overdue"),
            number(very_late).label("long_overdue"),
            number(again).label("twice_returned"),
            number(MilestoneProgress.lapsed_at.is_not(None)).label("lapsed"),
            number(late, weighs, of=part).label("overdue_share"),
            number(very_late, weighs, of=part).label("long_overdue_share"),
        )
        .join(MilestoneProgress.milestone)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .outerjoin(twice, twice.c.progress_id == MilestoneProgress.id)
        .outerjoin(whole, whole.c.stage_id == Milestone.stage_id)
        .where(Brand.market_id == market_id)
        .group_by(MilestoneProgress.enrolment_id)
        .subquery()
    )


def stage_weights() -> Subquery:
    """Return what all that a stage's gate waits for weighs, by stage."""
    return (
        select(Milestone.stage_id, func.sum(Milestone.weight).label("weight"))
        .where(Milestone.required.is_(True))
        .group_by(Milestone.stage_id)
        .subquery()
    )


def returned_twice() -> Subquery:
    """Return the milestones whose evidence came back twice or more."""
    return (
        select(Evidence.progress_id)
        .where(Evidence.state == EvidenceState.RETURNED)
        .group_by(Evidence.progress_id)
        .having(func.count() >= TWICE)
        .subquery()
    )


def without_figures() -> Select[Any]:
    """Return the select of the brands that owe the figures of the last months.

    It reads from the table of brands, so that it can be narrowed by their columns.
    """
    found = registry.brands_without_figures(MONTHS_OWED)
    return select(Brand.id).where(false()) if found is None else found


def owes_figures(brand_id: int) -> bool:
    """Say whether a brand owes the figures of the last months."""
    return db.session.scalar(without_figures().where(Brand.id == brand_id)) is not None
