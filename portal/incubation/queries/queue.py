"""The office's queue: evidence that waits to be looked at, and everything beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from portal.access.asking import viewer
from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.brands.models import Brand
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceFile,
    EvidenceState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Stage,
)
from portal.incubation.queries.due import BY_AGE, steps_at_hand

QUEUE_PAGE = 25
ORDERS: Mapping[str, Sequence[Any]] = {
    "newest": (MilestoneProgress.state_since.desc(), MilestoneProgress.id.desc()),
    "brand": (Brand.name_zh, *BY_AGE),
    "stage": (Stage.position, *BY_AGE),
    "due": (MilestoneProgress.due_on, *BY_AGE),
}
"""How the queue may be ordered; without one, what waits longest comes first."""


@dataclass(frozen=True)
class QueueCriteria:
    """What the queue is narrowed to; empty means all."""

    q: str = ""
    stage: str = ""
    programme: int = 0
    who: str = ""
    """me, or nobody."""
    kind: str = ""
    """first, answer (to a request) or office (handed in for the owner)."""
    order: str = ""

    @property
    def narrowed(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.q or self.stage or self.programme or self.who or self.kind)


def office(market_id: int) -> dict[int, str]:
    """Return the people of a market's office by number, in the order of their names."""
    return accounts.member_names(Role.MANAGER, market_id=market_id)


def returned_before() -> ColumnElement[bool]:
    """Return the condition of an answer to a request."""
    earlier = aliased(Evidence)
    return exists().where(
        earlier.progress_id == MilestoneProgress.id, earlier.state == EvidenceState.RETURNED
    )


def by_office() -> ColumnElement[bool]:
    """Return the condition of evidence that the office handed in for the owner."""
    last = aliased(Evidence)
    return exists().where(
        last.progress_id == MilestoneProgress.id,
        last.state == EvidenceState.SUBMITTED,
        last.for_owner.is_(True),
    )


def waits_for_nobody(market_id: int) -> ColumnElement[bool]:
    """Return the condition of what nobody of today's office has taken."""
    here = accounts.member_ids(Role.MANAGER, market_id=market_id)
    return or_(MilestoneProgress.reviewer_id.is_(None), MilestoneProgress.reviewer_id.not_in(here))


def narrowed(market_id: int, criteria: QueueCriteria) -> list[ColumnElement[bool]]:
    """Return the conditions of a queue."""
    found = [
        Brand.market_id == market_id,
        MilestoneProgress.state == MilestoneState.SUBMITTED,
        Enrolment.state == EnrolmentState.RUNNING,
    ]
    if criteria.q:
        names = (Brand.name_zh, Brand.name_en, Brand.pinyin, Milestone.title_zh, Milestone.title_en)
        found.append(or_(*(one.icontains(criteria.q, autoescape=True) for one in names)))
    if criteria.stage:
        found.append(Stage.code == criteria.stage)
    if criteria.programme:
        found.append(Enrolment.programme_id == criteria.programme)
    if criteria.who == "me":
        found.append(MilestoneProgress.reviewer_id == viewer().id)
    elif criteria.who == "nobody":
        found.append(waits_for_nobody(market_id))
    kinds = {"first": ~returned_before(), "answer": returned_before(), "office": by_office()}
    if criteria.kind in kinds:
        found.append(kinds[criteria.kind])
    return found


def queue(market_id: int, criteria: QueueCriteria) -> Select[Any]:
    """Return the select of a market's queue, with attempts and files."""
    return (
        steps_at_hand()
        .options(
            selectinload(MilestoneProgress.attempts)
            .selectinload(Evidence.files)
            .joinedload(EvidenceFile.file),
            contains_eager(MilestoneProgress.enrolment).selectinload(Enrolment.pauses),
            contains_eager(MilestoneProgress.enrolment).joinedload(Enrolment.programme),
        )
        .where(*narrowed(market_id, criteria))
        .order_by(*ORDERS.get(criteria.order, BY_AGE))
    )


def queue_page(market_id: int, criteria: QueueCriteria, number: int) -> Page[MilestoneProgress]:
    """Return one page of a market's queue."""
    return paginate(queue(market_id, criteria), number, QUEUE_PAGE)


def queue_rows(market_id: int, criteria: QueueCriteria) -> Sequence[MilestoneProgress]:
    """Return a market's whole queue, for taking away as a table."""
    return db.session.scalars(queue(market_id, criteria)).unique().all()


def chosen(market_id: int, numbers: Collection[int]) -> Sequence[MilestoneProgress]:
    """Return these milestones of a market whose evidence waits, ready to be decided on."""
    query = (
        queue(market_id, QueueCriteria())
        .options(selectinload(MilestoneProgress.coach_notes))
        .where(MilestoneProgress.id.in_(numbers))
    )
    return db.session.scalars(query).unique().all()


def queue_stages(market_id: int) -> list[str]:
    """Return the codes of the stages in which something waits, in their order."""
    query = (
        select(Stage.code, func.min(Stage.position))
        .join(Milestone, Milestone.stage_id == Stage.id)
        .join(MilestoneProgress, MilestoneProgress.milestone_id == Milestone.id)
        .join(MilestoneProgress.enrolment)
        .join(Enrolment.brand)
        .where(*narrowed(market_id, QueueCriteria()))
        .group_by(Stage.code)
        .order_by(func.min(Stage.position))
    )
    return [code for code, _position in db.session.execute(query)]
