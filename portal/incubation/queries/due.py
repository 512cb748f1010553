"""What is due: each brand's one next step, the evidence that waits, the stage of many brands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import rules
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Stage,
)

BY_AGE = (MilestoneProgress.state_since, MilestoneProgress.id)
AT_HAND = (MilestoneState.OPEN, MilestoneState.RETURNED, MilestoneState.SUBMITTED)


@dataclass(frozen=True)
class NextStep:
    """The one thing that a brand should do next, for homes."""

    progress: MilestoneProgress
    wish: rules.Wish
    request: str
    """What the office asked for, when it returned the last attempt."""
    late: Sequence["NextStep"] = ()
    """The brand's other steps whose day has passed, the latest first."""
    waiting: int = 0
    """How many more wait for the brand, beside it and those."""

    @property
    def days_late(self) -> int:
        """Return for how many days its day has passed; 0 while it has not."""
        due, today = self.progress.due_on, clock.today()
        return (today - due).days if due and rules.is_overdue(self.progress, today) else 0

    @property
    def brand(self) -> Brand:
        """Return whose step it is."""
        return self.progress.enrolment.brand

    @property
    def milestone(self) -> Milestone:
        """Return the milestone with its bilingual title and guidance."""
        return self.progress.milestone

    @property
    def arguments(self) -> dict[str, Any]:
        """Return the arguments of its address, for the endpoint incubation.milestone."""
        brand = self.brand
        return {
            "market": brand.market.slug,
            "brand": brand.slug,
            "milestone_id": self.progress.id,
        }


def next_step(brand_ids: Iterable[int], reading: Collection[int] = ()) -> dict[int, NextStep]:
    """Return each brand's one next step by the brand's number: one query however many.

    `reading` names the brands whose profile the office reads: nobody else can do anything to it.
    """
    return next_and_paused(brand_ids, reading)[0]


def next_and_paused(
    brand_ids: Iterable[int], reading: Collection[int] = ()
) -> tuple[dict[int, NextStep], Sequence[Enrolment]]:
    """Return each brand's one next step, and the ways that are paused: one query for both."""
    steps: dict[int, list[MilestoneProgress]] = {}
    paused: dict[int, Enrolment] = {}
    query = (
        steps_at_hand()
        .options(
            joinedload(MilestoneProgress.attempts),
            contains_eager(MilestoneProgress.enrolment).joinedload(Enrolment.pauses),
        )
        .where(
            Enrolment.brand_id.in_(list(brand_ids)),
            Enrolment.state.in_((EnrolmentState.RUNNING, EnrolmentState.PAUSED)),
            MilestoneProgress.state.in_(AT_HAND),
            or_(
                Milestone.stage_id == Enrolment.stage_id,
                MilestoneProgress.state == MilestoneState.RETURNED,
                Milestone.required.is_(True),  # left open when the office moved the brand on
            ),
        )
    )
    for one in db.session.scalars(query).unique():
        if one.enrolment.state is EnrolmentState.PAUSED:
            paused[one.brand_id] = one.enrolment
        elif one.brand_id not in reading or not rules.rests(one):
            steps.setdefault(one.brand_id, []).append(one)
    found = {brand_id: first_of(those) for brand_id, those in steps.items()}
    return found, list(paused.values())


def first_of(steps: Sequence[MilestoneProgress]) -> NextStep:
    """Return the one to take next of a brand's milestones at hand, with those that are late."""
    first = min(steps, key=rules.urgency)
    others = [one for one in steps if one is not first and one.state in rules.WITH_THE_BRAND]
    late = sorted(
        (one for one in map(as_next, others) if one.days_late), key=lambda one: -one.days_late
    )
    return replace(as_next(first), late=late, waiting=len(others) - len(late))


def as_next(step: MilestoneProgress) -> NextStep:
    """Return a milestone as the next step, with the office's request if there is one."""
    request = rules.last_request(step.attempts)
    return NextStep(step, rules.wish(step), request.note if request else "")


def steps_at_hand() -> Select[Any]:
    """Return the select of brands' milestones with brand, market, milestone and stage."""
    enrolment = contains_eager(MilestoneProgress.enrolment)
    return (
        select(MilestoneProgress)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .join(Brand.market)
        .join(MilestoneProgress.milestone)
        .join(Milestone.stage)
        .options(
            enrolment.contains_eager(Enrolment.brand).contains_eager(Brand.market),
            contains_eager(MilestoneProgress.milestone).contains_eager(Milestone.stage),
        )
    )


def waiting_evidence(market_ids: Collection[int], limit: int = 50) -> Sequence[MilestoneProgress]:
    """Return the milestones whose evidence waits for these offices, the oldest first."""
    query = steps_at_hand().where(
        Brand.market_id.in_(market_ids),
        MilestoneProgress.state == MilestoneState.SUBMITTED,
        Enrolment.state == EnrolmentState.RUNNING,  # in a pause nothing is decided
    )
    return db.session.scalars(query.order_by(*BY_AGE).limit(limit)).unique().all()


def stage_of(brand_ids: Iterable[int]) -> dict[int, Enrolment]:
    """Return each brand's latest enrolment with its stage, by the brand's number: one query.

    `[brand_id].stage` has code and names; `.state` says whether the brand has graduated.
    """
    query = (
        select(Enrolment)
        .options(joinedload(Enrolment.stage))
        .where(Enrolment.brand_id.in_(list(brand_ids)))
        .order_by(Enrolment.id)
    )
    return {one.brand_id: one for one in db.session.scalars(query)}


def enrolments_to_remind(today: date, most: int) -> Sequence[int]:
    """Return the numbers of enrolments in which something is due that was not yet said."""
    query = (
        select(MilestoneProgress.enrolment_id)
        .join(MilestoneProgress.enrolment)
        .where(*to_be_told(today))
        .distinct()
        .order_by(MilestoneProgress.enrolment_id)
    )
    return db.session.scalars(query.limit(most)).all()


def to_be_told(today: date) -> list[ColumnElement[bool]]:
    """Return the conditions of a milestone whose day comes near and was not yet spoken of."""
    near = [
        and_(
            MilestoneProgress.due_on <= today + timedelta(days=step),
            or_(MilestoneProgress.told_days.is_(None), MilestoneProgress.told_days > step),
        )
        for step in rules.REMINDERS
    ]
    return [
        Enrolment.state == EnrolmentState.RUNNING,
        MilestoneProgress.state.in_(rules.WITH_THE_BRAND),
        MilestoneProgress.due_on >= today,
        or_(*near),
    ]


def to_remind(enrolment_id: int, today: date) -> Sequence[MilestoneProgress]:
    """Return what an enrolment is to be reminded of, held for this transaction."""
    query = (
        steps_at_hand()
        .where(MilestoneProgress.enrolment_id == enrolment_id, *to_be_told(today))
        .order_by(MilestoneProgress.due_on, Stage.position, Milestone.position)
    )
    held = query.with_for_update(of=MilestoneProgress, skip_locked=True)
    return db.session.scalars(held).unique().all()
