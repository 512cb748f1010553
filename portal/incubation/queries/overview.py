"""The board: every brand of a market on its way, counted by the database in three queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Function,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import contains_eager, selectinload

from portal.brands.models import Brand, Revision
from portal.core import clock
from portal.core.db import db
from portal.core.paging import Page
from portal.incubation import registry
from portal.incubation.models import (
    ON_ITS_WAY,
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Programme,
    Stage,
)
from portal.incubation.rules import (
    LONG,
    OVER,
    SETTLED,
    TWICE,
    WITH_THE_BRAND,
    Criteria,
    Health,
    Standing,
    Turn,
    by_stuck,
    in_order,
)
from portal.markets.models import Hall
from portal.reference import queries as reference

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
)
CARDS_PER_STAGE = 6
CARDS_PER_PAGE = 24
CROWDED_FROM = 40
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

    def count_of(self, health: Health) -> int:
        """Return how many brands do so."""
        return sum(one.health is health for one in self.every)

    @property
    def crowded(self) -> bool:
        """Say whether brands stand as lines instead of tags, so that all fit on one screen."""
        return len(self.standings) >= CROWDED_FROM

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
        select(Enrolment, *(counts.c[name] for name in COUNTED))
        .join(Enrolment.brand)
        .join(Enrolment.stage)
        .join(counts, counts.c.enrolment_id == Enrolment.id)
        .options(
            contains_eager(Enrolment.brand),
            contains_eager(Enrolment.stage),
            selectinload(Enrolment.pauses),
        )
        .where(Brand.market_id == market_id, Enrolment.state.in_(wanted_states(criteria)))
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
    if criteria.programme:
        query = query.where(Enrolment.programme_id == criteria.programme)
    if criteria.category:
        query = query.where(Enrolment.brand_id.in_(brands_of(market_id, criteria.category)))
    if criteria.hall:
        query = query.where(Enrolment.brand_id.in_(in_hall(criteria.hall)))
    every = [Standing(*row) for row in db.session.execute(query)]
    return Board(
        stages=stages(market_id),
        every=every,
        standings=in_order([one for one in every if criteria.admits(one)], criteria.sort),
        graduates=graduates(market_id),
    )


def brands_of(market_id: int, category: str) -> Select[Any]:
    """Return the select of a market's brands whose newest profile names that category."""
    newest = (
        select(func.max(Revision.id))
        .join(Revision.brand)
        .where(Brand.market_id == market_id)
        .group_by(Revision.brand_id)
    )
    return select(Revision.brand_id).where(
        Revision.id.in_(newest),
        Revision.category.in_(reference.with_children("category", category)),
    )


def in_hall(hall_id: int) -> Select[Any]:
    """Return the select of the brands in a hall; of none while nobody lets stalls."""
    found = registry.brands_in_hall(hall_id)
    return select(Brand.id).where(false()) if found is None else found


def halls(market_id: int) -> Sequence[Hall]:
    """Return a market's halls in their order."""
    return db.session.scalars(
        select(Hall).where(Hall.market_id == market_id).order_by(Hall.id)
    ).all()


def wanted_states(criteria: Criteria) -> tuple[EnrolmentState, ...]:
    """Return the states of enrolment that are asked for."""
    return (EnrolmentState.GRADUATED,) if criteria.graduated else ON_ITS_WAY


def stage_counts(market_id: int) -> Subquery:
    """Return, for each enrolment, its counts as `Standing` wants them."""
    state, twice = MilestoneProgress.state, returned_twice()
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

    def number(*conditions: ColumnElement[bool]) -> Function[int]:
        return func.sum(case((and_(*conditions), 1), else_=0))

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
        )
        .join(MilestoneProgress.milestone)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .outerjoin(twice, twice.c.progress_id == MilestoneProgress.id)
        .where(Brand.market_id == market_id)
        .group_by(MilestoneProgress.enrolment_id)
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


def stages(market_id: int) -> Sequence[Stage]:
    """Return the stages of a market's programmes in order, each code once, the newest wording."""
    query = (
        select(Stage)
        .where(
            Stage.template_id.in_(
                union(
                    select(Programme.template_id).where(Programme.market_id == market_id),
                    select(Enrolment.template_id)
                    .join(Enrolment.programme)
                    .where(Programme.market_id == market_id),
                )
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
