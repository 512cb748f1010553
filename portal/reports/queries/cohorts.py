"""The ways of a market's cohorts, read in a fixed number of questions however many brands."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import queries as incubation
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceState,
    FollowUp,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Pause,
    Programme,
    Stage,
    Trading,
)
from portal.onboarding import queries as onboarding
from portal.reports.rules import Cohort, Way, middle, percent

PASSAGES = ("stage.advance", "stage.advance-by-hand")
WITH_THE_BRAND = (MilestoneState.OPEN, MilestoneState.RETURNED)


@dataclass(frozen=True)
class MarketCohort:
    """A programme with what is counted of its brands."""

    programme: Programme
    cohort: Cohort

    @property
    def market_id(self) -> int:
        """Return whose office runs it."""
        return self.programme.market_id


@dataclass(frozen=True)
class Reader:
    """How much evidence of a cohort one person decided."""

    id: int
    name: str
    decided: int
    returned: int
    by_way: Mapping[int, int]
    """How much of each brand's, by the enrolment's number."""
    days: float | None
    """How long evidence waited for him, for half of it."""

    @property
    def returned_rate(self) -> int | None:
        """Return what part of it he returned, in percent."""
        return percent(self.returned, self.decided)


def cohorts(market_id: int) -> list[MarketCohort]:
    """Return every programme of a market with its cohort, the newest first."""
    programmes = incubation.programmes(market_id)
    ways = ways_of(Programme.market_id == market_id)
    return [
        as_cohort(one, [way for way in ways if way.programme_id == one.id]) for one in programmes
    ]


def cohort(market: str, programme_id: int) -> MarketCohort:
    """Return one programme of that market with its cohort; NoResultFound for another's."""
    programme = incubation.programme(market, programme_id)
    return as_cohort(programme, ways_of(Programme.id == programme_id))


def as_cohort(programme: Programme, ways: Sequence[Way]) -> MarketCohort:
    """Return a programme with its cohort as it stands today."""
    return MarketCohort(programme, Cohort(programme.template.stages, ways, clock.today()))


def ways_of(condition: ColumnElement[bool]) -> list[Way]:
    """Return the ways of some programmes, in the order in which they began."""
    query = (
        select(Enrolment, Brand.slug, Brand.name_zh, Brand.name_en, Stage.code)
        .join(Enrolment.brand)
        .join(Enrolment.stage)
        .join(Enrolment.programme)
        .where(condition)
        .order_by(Enrolment.created_at, Enrolment.id)
    )
    rows = db.session.execute(query).all()
    mine = select(Enrolment.id).join(Enrolment.programme).where(condition)
    entered, pauses = passages(mine), pauses_of(mine)
    counts, decided, alive = milestones_of(mine), evidence_of(mine), survival_of(mine)
    agreed = onboarding.agreement([one.Enrolment.brand_id for one in rows])
    return [
        Way(
            id=one.id,
            programme_id=one.programme_id,
            brand_id=one.brand_id,
            slug=slug,
            name_zh=name_zh,
            name_en=name_en,
            state=one.state,
            stage_code=code,
            begun=local_day(one.created_at),
            finished=local_day(one.finished_at) if one.finished_at else None,
            entered=entered.get(one.id, ()),
            pauses=pauses.get(one.id, ()),
            survived=alive.get(one.id, {}),
            agreed=agreed.get(one.brand_id),
            **counts.get(one.id, {}),
            **decided.get(one.id, {}),
        )
        for one, slug, name_zh, name_en, code in rows
    ]


def local_day(moment: datetime) -> date:
    """Return the day of a moment in the market's zone."""
    return moment.astimezone(clock.SHANGHAI).date()


def passages(mine: Any) -> Mapping[int, Sequence[tuple[str, date]]]:
    """Return which stages were entered after the first, and when: read from the trail."""
    query = (
        select(AuditEvent.subject_id, AuditEvent.created_at, AuditEvent.detail)
        .where(
            AuditEvent.verb.in_(PASSAGES),
            AuditEvent.subject_type == Enrolment.__tablename__,
            AuditEvent.subject_id.in_(mine),
        )
        .order_by(AuditEvent.id)
    )
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for number, at, detail in db.session.execute(query):
        found[number].append((str(detail.get("entered", "")), local_day(at)))
    return found


def pauses_of(mine: Any) -> Mapping[int, Sequence[tuple[date, date | None]]]:
    """Return from when until when each enrolment was paused."""
    query = select(Pause.enrolment_id, Pause.paused_at, Pause.resumed_at)
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for number, since, until in db.session.execute(query.where(Pause.enrolment_id.in_(mine))):
        found[number].append((local_day(since), local_day(until) if until else None))
    return found


def milestones_of(mine: Any) -> Mapping[int, dict[str, int]]:
    """Return how many dated milestones each brand still has to show, and how many are late."""
    late = func.sum(case((MilestoneProgress.due_on < clock.today(), 1), else_=0))
    query = (
        select(MilestoneProgress.enrolment_id, func.count(), late)
        .join(MilestoneProgress.milestone)
        .join(MilestoneProgress.enrolment)
        .where(
            MilestoneProgress.enrolment_id.in_(mine),
            Milestone.required.is_(True),
            MilestoneProgress.state.in_(WITH_THE_BRAND),
            MilestoneProgress.due_on.is_not(None),
            Enrolment.state == EnrolmentState.RUNNING,
        )
        .group_by(MilestoneProgress.enrolment_id)
    )
    return {
        number: {"dated": dated, "overdue": overdue}
        for number, dated, overdue in db.session.execute(query)
    }


def evidence_of(mine: Any) -> Mapping[int, dict[str, int]]:
    """Return how many attempts of each brand were decided, and how many of them returned."""
    returned = func.sum(case((Evidence.state == EvidenceState.RETURNED, 1), else_=0))
    query = (
        select(MilestoneProgress.enrolment_id, func.count(), returned)
        .join(Evidence.progress)
        .where(MilestoneProgress.enrolment_id.in_(mine), Evidence.decided_at.is_not(None))
        .group_by(MilestoneProgress.enrolment_id)
    )
    return {
        number: {"decided": decided, "returned": back}
        for number, decided, back in db.session.execute(query)
    }


def survival_of(mine: Any) -> Mapping[int, Mapping[int, bool]]:
    """Return whether each graduate who was asked still traded, by the months after."""
    query = select(FollowUp.enrolment_id, FollowUp.months, FollowUp.trading)
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for number, months, trading in db.session.execute(query.where(FollowUp.enrolment_id.in_(mine))):
        found[number][months] = trading is not Trading.STOPPED
    return found


def readers(programme_id: int) -> list[Reader]:
    """Return who decided a programme's evidence, the busiest first: one query."""
    query = (
        select(
            User.id,
            User.name,
            MilestoneProgress.enrolment_id,
            Evidence.state,
            Evidence.submitted_at,
            Evidence.decided_at,
        )
        .join(Evidence.progress)
        .join(MilestoneProgress.enrolment)
        .join(User, User.id == Evidence.decided_by_id)
        .where(Enrolment.programme_id == programme_id, Evidence.decided_at.is_not(None))
        .order_by(User.name, User.id)
    )
    by_person: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for one in db.session.execute(query):
        by_person[one.id, one.name].append(one)
    found = [
        Reader(
            id=number,
            name=name,
            by_way=Counter(one.enrolment_id for one in rows),
            decided=len(rows),
            returned=sum(one.state is EvidenceState.RETURNED for one in rows),
            days=middle(
                [
                    clock.days_between(one.submitted_at, one.decided_at)
                    for one in rows
                    if one.submitted_at
                ]
            ),
        )
        for (number, name), rows in by_person.items()
    ]
    return sorted(found, key=lambda one: -one.decided)
