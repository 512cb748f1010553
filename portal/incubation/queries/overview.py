"""The board: every brand of a market on its way, counted by the database in one query."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Select, false, func, or_, select

from portal.brands.models import Brand, Revision
from portal.core import clock
from portal.core.db import db
from portal.core.paging import Page
from portal.core.questions import written_out
from portal.incubation import registry
from portal.incubation.models import ON_ITS_WAY, Enrolment, EnrolmentState, Pause, Stage
from portal.incubation.queries.counts import (
    MARKET,
    States,
    counted,
    is_wanted,
    without_figures,
)
from portal.incubation.queries.frame import Frame, frame
from portal.incubation.rules import (
    BrandRead,
    Criteria,
    Health,
    PauseRead,
    Placed,
    StageRead,
    Standing,
    Turn,
    by_stuck,
    in_order,
)
from portal.reference import queries as reference

COUNTS, OWN, BRAND, STAGE, PAUSE = (
    slice(1, 14),
    slice(14, 20),
    slice(20, 24),
    slice(24, 28),
    slice(28, 30),
)
"""Which columns of `everyone` are a standing's, an enrolment's, and so on."""
KEPT = 2048
"""Standings of brands that a process keeps, some 2 kB each."""
CARDS_PER_STAGE = 6
CARDS_PER_PAGE = 24
CROWDED_FROM = 40


@dataclass(frozen=True)
class Column:
    """One stage of the board with the brands in it, those longest there first."""

    stage: Row[Any]
    standings: Sequence[Standing]

    @property
    def cards(self) -> Sequence[Standing]:
        """Return the few that the board shows before "all"."""
        return self.standings[:CARDS_PER_STAGE]


@dataclass(frozen=True)
class Board:
    """What the board shows for some criteria."""

    frame: Frame
    every: Sequence[Standing]
    """All whose name fits, for the figures that lead to filters."""
    standings: Sequence[Standing]
    """Those that every filter lets through."""

    @cached_property
    def columns(self) -> list[Column]:
        """Return one column for every stage, empty ones too: the tape has no gaps."""
        inside: dict[str, list[Standing]] = {one.code: [] for one in self.frame.stages}
        for standing in self.standings:
            inside.setdefault(standing.enrolment.stage.code, []).append(standing)
        return [Column(stage, inside[stage.code]) for stage in self.frame.stages]

    @cached_property
    def stuck(self) -> Sequence[Standing]:
        """Return the brands where nothing moves, the longest first."""
        return by_stuck(self.every)

    @cached_property
    def office(self) -> int:
        """Return how many brands wait for the office."""
        return sum(one.turn is Turn.OFFICE for one in self.every)

    @cached_property
    def overdue(self) -> int:
        """Return how many milestones are overdue."""
        return sum(one.overdue for one in self.every)

    def count_of(self, health: Health) -> int:
        """Return how many brands do so."""
        return self.healths[health]

    @cached_property
    def healths(self) -> Counter[Health]:
        """Return how many brands do how."""
        return Counter(one.health for one in self.every)

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
    today = clock.today()
    query = everyone(today, wanted_states(criteria))
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
    if criteria.mentor:
        query = query.where(Enrolment.brand_id.in_(with_mentor(criteria.mentor)))
    every = standings(today, db.session.execute(query, {"market": market_id}))
    return Board(
        frame=frame(market_id),
        every=every,
        standings=in_order([one for one in every if criteria.admits(one)], criteria.sort),
    )


@lru_cache(maxsize=4)
def everyone(day: date, states: States) -> Select[Any]:
    """Return the question to a day's board, kept: making it costs as much as answering it.

    Each enrolment has a row for every pause. Nothing but the day changes it: what is overdue, and
    which months are owed.
    """
    del day
    owing = without_figures().where(Brand.market_id == MARKET)
    return written_out(
        counted(states)
        .join(Enrolment.brand)
        .join(Enrolment.stage)
        .outerjoin(Enrolment.pauses)
        .add_columns(
            Enrolment.brand_id.in_(owing),
            *(Enrolment.brand_id, Enrolment.state, Enrolment.stage_entered_at),
            *(Enrolment.finished_at, Enrolment.held_at, Enrolment.created_at),
            *(Brand.slug, Brand.name_zh, Brand.name_en, Brand.pinyin),
            *(Stage.code, Stage.name_zh, Stage.name_en, Stage.weeks_high),
            *(Pause.paused_at, Pause.resumed_at),
        )
        .where(*is_wanted(states))
        .order_by(Stage.position, Enrolment.stage_entered_at, Enrolment.id, Pause.id)
    )


def standings(day: date, rows: Iterable[Row[Any]]) -> list[Standing]:
    """Return where brands stand, read from the rows of `everyone`."""
    return [standing(day, tuple(alike)) for _number, alike in groupby(rows, key=itemgetter(0))]


@lru_cache(maxsize=KEPT)
def standing(day: date, rows: tuple[Row[Any], ...]) -> Standing:
    """Return where a brand stands by its rows, kept: nothing but they and the day is in it.

    From one look at the board to the next, most brands have stayed as they were.
    """
    del day
    row = rows[0]
    brand, stage = BrandRead(*row[BRAND]), StageRead(*row[STAGE])
    pauses = [PauseRead(*one[PAUSE]) for one in rows if one.paused_at]
    placed = Placed._make((row[0], *row[OWN], brand, stage, pauses))
    return Standing(placed, *row[COUNTS])


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


def with_mentor(mentor_id: int) -> Select[Any]:
    """Return the select of the brands that a mentor looks after; of none without mentors."""
    found = registry.brands_with_mentor(mentor_id)
    return select(Brand.id).where(false()) if found is None else found


def wanted_states(criteria: Criteria) -> States:
    """Return the states of enrolment that are asked for."""
    return (EnrolmentState.GRADUATED,) if criteria.graduated else ON_ITS_WAY
