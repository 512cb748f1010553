"""What programmes put on an office's week: evidence, late milestones, graduates."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from portal.brands.models import Brand
from portal.core import clock, week
from portal.incubation import rules
from portal.incubation.models import (
    Certificate,
    CertificateState,
    Enrolment,
    EnrolmentState,
    FollowUp,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Pause,
)
from portal.incubation.queries.graduates import nothing_left


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of these markets' programmes."""
    return [
        evidence(market_ids),
        milestones(market_ids),
        pauses(market_ids),
        to_graduate(market_ids),
        *(follow_up(market_ids, months) for months in rules.FOLLOW_UPS),
    ]


def of_brand() -> dict[str, Any]:
    """Return what every line about a brand says."""
    return {
        "market_id": Brand.market_id,
        "brand_id": Brand.id,
        "slug": Brand.slug,
        "name_zh": Brand.name_zh,
        "name_en": Brand.name_en,
    }


def evidence(market_ids: Collection[int]) -> Select[Any]:
    """Return the evidence that waits for the office, by the clock of its queue."""
    since = MilestoneProgress.state_since
    return (
        week.line(
            "evidence",
            within=timedelta(days=rules.OFFICE_DAYS),
            shelf=week.by_whole_days(since, rules.OFFICE_DAYS),
            **of_brand(),
            thing_id=MilestoneProgress.id,
            person_id=MilestoneProgress.reviewer_id,
            words_zh=Milestone.title_zh,
            words_en=Milestone.title_en,
            since=since,
        )
        .select_from(MilestoneProgress)
        .join(MilestoneProgress.milestone)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .where(
            MilestoneProgress.state == MilestoneState.SUBMITTED,
            Enrolment.state == EnrolmentState.RUNNING,
            Brand.market_id.in_(market_ids),
        )
    )


def milestones(market_ids: Collection[int]) -> Select[Any]:
    """Return the brands with required milestones that are late or due this week, one line each."""
    first = func.min(MilestoneProgress.due_on)
    running = (
        select(Enrolment.id)
        .join(Enrolment.brand)
        .where(Enrolment.state == EnrolmentState.RUNNING, Brand.market_id.in_(market_ids))
    )
    return (
        week.line(
            "milestones",
            **of_brand(),
            thing_id=Enrolment.id,
            number=func.count(MilestoneProgress.id),
            words_zh=func.min(Milestone.title_zh),
            words_en=func.min(Milestone.title_en),
            due_on=first,
        )
        .select_from(MilestoneProgress)
        .join(MilestoneProgress.milestone)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .where(
            MilestoneProgress.state.in_(sorted(rules.WITH_THE_BRAND)),
            MilestoneProgress.due_on <= week.end(),
            Milestone.required.is_(True),
            MilestoneProgress.enrolment_id.in_(running),
        )
        .group_by(Enrolment.id, Brand.id)
    )


def pauses(market_ids: Collection[int]) -> Select[Any]:
    """Return the paused brands that were to be back by the end of this week."""
    return (
        week.line("pause", **of_brand(), thing_id=Enrolment.id, due_on=Pause.expected_on)
        .select_from(Pause)
        .join(Enrolment, Enrolment.id == Pause.enrolment_id)
        .join(Enrolment.brand)
        .where(
            Enrolment.state == EnrolmentState.PAUSED,
            Pause.resumed_at.is_(None),
            Pause.expected_on <= week.end(),
            Brand.market_id.in_(market_ids),
        )
    )


def to_graduate(market_ids: Collection[int]) -> Select[Any]:
    """Return who has nothing left to show in the last stage."""
    ready = week.line("graduation", shelf=week.Shelf.TODAY, **of_brand(), thing_id=Enrolment.id)
    return nothing_left(ready.select_from(Enrolment).join(Enrolment.brand), market_ids)


def follow_up(market_ids: Collection[int], months: int) -> Select[Any]:
    """Return the graduates to be asked now how they do, so many months after."""
    later = [one for one in rules.FOLLOW_UPS if one > months]
    finished = Enrolment.finished_at
    asked = select(FollowUp.id).where(
        FollowUp.enrolment_id == Enrolment.id, FollowUp.months == months
    )
    late = case((finished < _ended(months, 1), int(week.Shelf.LATE)), else_=int(week.Shelf.TODAY))
    query = (
        week.line("follow_up", shelf=late, **of_brand(), thing_id=Enrolment.id, number=months)
        .select_from(Enrolment)
        .join(Enrolment.brand)
        .join(Certificate, Certificate.enrolment_id == Enrolment.id)
        .where(
            Enrolment.state == EnrolmentState.GRADUATED,
            Certificate.state == CertificateState.VALID,
            finished < _ended(months),
            ~asked.exists(),
            Brand.market_id.in_(market_ids),
        )
    )
    return query.where(finished >= _ended(later[0])) if later else query


def _ended(months: int, days_ago: int = 0) -> Any:
    """Return the end of the last day of which so many months had passed on a day."""
    return week.midnight_after(last_day(months, clock.today() - timedelta(days=days_ago)))


def last_day(months: int, today: date) -> date:
    """Return the last day after which so many months have passed by today."""
    day = today - timedelta(days=31 * months + 3)
    while rules.months_later(day + timedelta(days=1), months) <= today:
        day += timedelta(days=1)
    return day
