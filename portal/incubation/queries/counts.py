"""What the board counts of every brand: its milestones, what they weigh, and its figures."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Function,
    Integer,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    select,
)

from portal.brands.models import Brand
from portal.core import clock
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
    SETTLED,
    TWICE,
    WITH_THE_BRAND,
)

UNDER_WAY = WITH_THE_BRAND | {MilestoneState.SUBMITTED}
"""Where somebody has to act: the few rows of a brand that the board counts one by one."""
MARKET: Any = bindparam("market", type_=Integer())
States = tuple[EnrolmentState, ...]


def counted(states: States) -> Select[Any]:
    """Return the select of each enrolment of a `market` in some states, as `Standing` counts it.

    After the enrolment's number come the counts in the order of `Standing`. Of the two thirds of
    all milestones that come later, and of those long settled, nothing is read.
    """
    stage, open_ = in_stage(states), under_way(states)
    return (
        select(
            Enrolment.id,
            func.coalesce(stage.c.total, 0),
            func.coalesce(stage.c.passed, 0),
            func.coalesce(open_.c.with_office, 0),
            open_.c.office_since,
            func.coalesce(open_.c.returned, 0),
            open_.c.returned_since,
            func.coalesce(open_.c.overdue, 0),
            func.coalesce(open_.c.long_overdue, 0),
            func.coalesce(open_.c.twice_returned, 0),
            lapsed(),
            func.coalesce(open_.c.overdue_share, 0),
            func.coalesce(open_.c.long_overdue_share, 0),
        )
        .outerjoin(stage, stage.c.enrolment_id == Enrolment.id)
        .outerjoin(open_, open_.c.enrolment_id == Enrolment.id)
    )


def is_wanted(states: States) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the enrolments, joined to their brands, that the board is about."""
    return Brand.market_id == MARKET, Enrolment.state.in_(states)


def in_stage(states: States) -> Subquery:
    """Return how many milestones the gate of each enrolment's stage waits for, and has."""
    settled = MilestoneProgress.state.in_(sorted(SETTLED))
    return (
        select(
            Enrolment.id.label("enrolment_id"),
            func.count().label("total"),
            func.sum(case((settled, 1), else_=0)).label("passed"),
        )
        .join(Enrolment.brand)
        .join(
            Milestone,
            and_(Milestone.stage_id == Enrolment.stage_id, Milestone.required.is_(True)),
        )
        .join(
            MilestoneProgress,
            and_(
                MilestoneProgress.enrolment_id == Enrolment.id,
                MilestoneProgress.milestone_id == Milestone.id,
            ),
        )
        .where(*is_wanted(states))
        .group_by(Enrolment.id)
        .subquery()
    )


def under_way(states: States) -> Subquery:
    """Return what is counted of the milestones of each enrolment where somebody has to act.

    They are looked up from the enrolment, which an outer join makes sure of: SQLite, where nobody
    ever counts its rows, might begin with all milestones of all markets in such a state.
    """
    state, whole, since = MilestoneProgress.state, stage_weights(), MilestoneProgress.state_since
    office = state == MilestoneState.SUBMITTED
    returned = state == MilestoneState.RETURNED
    running = Enrolment.state == EnrolmentState.RUNNING
    with_brand = and_(Milestone.required.is_(True), running, state.in_(sorted(WITH_THE_BRAND)))
    late = and_(with_brand, MilestoneProgress.due_on < clock.today())
    very_late = and_(with_brand, MilestoneProgress.due_on < clock.today() - LONG)
    # rules.share, in whole numbers on both databases
    part = cast((200 * Milestone.weight + whole.c.weight) // (2 * whole.c.weight), Integer)
    weighs = whole.c.weight > 0

    def number(*conditions: ColumnElement[bool], of: Any = 1) -> Function[int]:
        return func.sum(case((and_(*conditions), of), else_=0))

    return (
        select(
            Enrolment.id.label("enrolment_id"),
            number(office).label("with_office"),
            func.min(case((office, since))).label("office_since"),
            number(returned).label("returned"),
            func.min(case((returned, since))).label("returned_since"),
            number(late).label("overdue"),
            number(very_late).label("long_overdue"),
            number(times_returned() >= TWICE).label("twice_returned"),
            number(late, weighs, of=part).label("overdue_share"),
            number(very_late, weighs, of=part).label("long_overdue_share"),
        )
        .join(Enrolment.brand)
        .outerjoin(
            MilestoneProgress,
            and_(MilestoneProgress.enrolment_id == Enrolment.id, state.in_(sorted(UNDER_WAY))),
        )
        .outerjoin(MilestoneProgress.milestone)
        .outerjoin(whole, whole.c.stage_id == Milestone.stage_id)
        .where(*is_wanted(states))
        .group_by(Enrolment.id)
        .subquery()
    )


def times_returned() -> ScalarSelect[int]:
    """Return how often evidence of a milestone came back."""
    return (
        select(func.count())
        .where(
            Evidence.progress_id == MilestoneProgress.id,
            Evidence.state == EvidenceState.RETURNED,
        )
        .correlate(MilestoneProgress)
        .scalar_subquery()
    )


def lapsed() -> ScalarSelect[int]:
    """Return how many passed milestones of an enrolment no longer hold."""
    return (
        select(func.count())
        .where(
            MilestoneProgress.enrolment_id == Enrolment.id,
            MilestoneProgress.lapsed_at.is_not(None),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def stage_weights() -> Subquery:
    """Return what all that a stage's gate waits for weighs, by stage."""
    return (
        select(Milestone.stage_id, func.sum(Milestone.weight).label("weight"))
        .where(Milestone.required.is_(True))
        .group_by(Milestone.stage_id)
        .subquery()
    )


def without_figures() -> Select[Any]:
    """Return the select of the brands that owe the figures of the last months.

    It reads from the table of brands, so that it can be narrowed by their columns.
    """
    found = registry.brands_without_figures(MONTHS_OWED)
    return select(Brand.id).where(false()) if found is None else found
