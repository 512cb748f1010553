"""The board: every brand of a market on its way, counted by the database in three queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Function, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.paging import Page
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Programme,
    Stage,
)
from portal.incubation.rules import WITH_THE_BRAND, Criteria, Standing, Turn, by_stuck

CARDS_PER_STAGE = 6
CARDS_PER_PAGE = 24
STUCK_SHOWN = 5


@dataclass(frozen=True)
class Column:
    """One stage of the board with the brands in it, those longest there first."""

    stage: Stage
    standings: Sequence[Standing]

    @property
    def cards(self) -> Sequence[Standing]:
        """Return the few that the board shows before "all"."""
        return self.standings[:CARDS_PER_STAGE]


@dataclass(frozen=True)
class Board:
    """What the board shows for some criteria."""

    stages: Sequence[Stage]
    every: Sequence[Standing]
    """All whose name fits, for the figures that lead to filters."""
    standings: Sequence[Standing]
    """Those that every filter lets through."""
    graduates: int

    @property
    def columns(self) -> list[Column]:
        """Return one column for every stage, empty ones too: the tape has no gaps."""
        inside: dict[str, list[Standing]] = {one.code: [] for one in self.stages}
        for standing in self.standings:
            inside.setdefault(standing.enrolment.stage.code, []).append(standing)
        return [Column(stage, inside[stage.code]) for stage in self.stages]

    @property
    def stuck(self) -> Sequence[Standing]:
        """Return the brands where nothing moves, the longest first."""
        return by_stuck(self.every)

    @property
    def office(self) -> int:
        """Return how many brands wait for the office."""
        return sum(one.turn is Turn.OFFICE for one in self.every)

    @property
    def overdue(self) -> int:
        """Return how many milestones are overdue."""
        return sum(one.overdue for one in self.every)

    def page(self, number: int) -> Page[Standing]:
        """Return one page of all that match."""
        last = max(1, -(-len(self.standings) // CARDS_PER_PAGE))
        number = min(number, last)
        start = (number - 1) * CARDS_PER_PAGE
        shown = self.standings[start : start + CARDS_PER_PAGE]
        return Page(items=shown, number=number, size=CARDS_PER_PAGE, total=len(self.standings))


def board(market_id: int, criteria: Criteria) -> Board:
    """Return the brands of a market that match, by stage and then by how long they are in it."""
    counts = stage_counts(market_id)
    query = (
        select(
            Enrolment,
            counts.c.total,
            counts.c.passed,
            counts.c.with_office,
            counts.c.office_since,
            counts.c.returned,
            counts.c.returned_since,
            counts.c.overdue,
        )
        .join(Enrolment.brand)
        .join(Enrolment.stage)
        .join(counts, counts.c.enrolment_id == Enrolment.id)
        .options(contains_eager(Enrolment.brand), contains_eager(Enrolment.stage))
        .where(Brand.market_id == market_id, Enrolment.state == wanted_state(criteria))
        .order_by(Stage.position, Enrolment.stage_entered_at, Enrolment.id)
    )
    for word in criteria.q.split():
        query = query.where(
            or_(
                *(
                    column.icontains(word, autoescape=True)
                    for column in (Brand.name_zh, Brand.name_en, Brand.pinyin)
                )
            )
        )
    every = [Standing(*row) for row in db.session.execute(query)]
    return Board(
        stages=stages(market_id),
        every=every,
        standings=[one for one in every if criteria.admits(one)],
        graduates=graduates(market_id),
    )


def wanted_state(criteria: Criteria) -> EnrolmentState:
    """Return the state of enrolment that is asked for."""
    return EnrolmentState.GRADUATED if criteria.graduated else EnrolmentState.RUNNING


def stage_counts(market_id: int) -> Subquery:
    """Return, for each enrolment, the counts of its present stage, as `Standing` wants them."""
    state = MilestoneProgress.state
    since = MilestoneProgress.state_since
    required = Milestone.required.is_(True)
    office = state == MilestoneState.SUBMITTED
    returned = state == MilestoneState.RETURNED
    late = and_(state.in_(sorted(WITH_THE_BRAND)), MilestoneProgress.due_on < clock.today())

    def number(*conditions: ColumnElement[bool]) -> Function[int]:
        return func.sum(case((and_(*conditions), 1), else_=0))

    return (
        select(
            MilestoneProgress.enrolment_id,
            number(required).label("total"),
            number(required, state == MilestoneState.PASSED).label("passed"),
            number(office).label("with_office"),
            func.min(case((office, since))).label("office_since"),
            number(returned).label("returned"),
            func.min(case((returned, since))).label("returned_since"),
            number(required, late).label("overdue"),
        )
        .join(MilestoneProgress.milestone)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .where(Brand.market_id == market_id, Milestone.stage_id == Enrolment.stage_id)
        .group_by(MilestoneProgress.enrolment_id)
        .subquery()
    )


def stages(market_id: int) -> Sequence[Stage]:
    """Return the stages of a market's programmes in order, each code once, the newest wording."""
    query = (
        select(Stage)
        .where(
            Stage.template_id.in_(
                select(Programme.template_id).where(Programme.market_id == market_id)
            )
        )
        .order_by(Stage.position, Stage.id)
    )
    by_code = {one.code: one for one in db.session.scalars(query)}
    return list(by_code.values())


def graduates(market_id: int) -> int:
    """Return how many brands of a market have completed a programme."""
    query = (
        select(func.count())
        .select_from(Enrolment)
        .join(Enrolment.brand)
        .where(Brand.market_id == market_id, Enrolment.state == EnrolmentState.GRADUATED)
    )
    return db.session.scalar(query) or 0
