"""The office's queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.core import clock
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.core.searching import holds
from portal.intakes.models import Edition
from portal.onboarding.models import (
    Application,
    ApplicationFile,
    ApplicationState,
    Review,
    ReviewState,
)
from portal.onboarding.queries.applications import UNDECIDED, entered_at
from portal.onboarding.rules import DECISION_AFTER, LATE_AFTER
from portal.reference import queries as reference

QUEUE_PAGE = 25

ALL = "all"

"""What the address says for every state."""


@dataclass(frozen=True)
class Criteria:
    """What the queue is narrowed to; empty means all.

    `strange` says that a filter which nobody knows was left out.
    """

    state: ApplicationState | None = ApplicationState.SUBMITTED
    category: str = ""
    text: str = ""
    newest_first: bool = False
    intake_id: int | None = None
    by_name: bool = False
    mine: bool = False
    """Only what the visitor still has to read as a reviewer."""
    late: bool = False
    """Only what has waited for longer than the office promises."""
    strange: bool = False


def waiting(market_id: int) -> Sequence[Application]:
    """Return the applications that wait for a market's office, the oldest first."""
    query = select(Application).where(
        Application.market_id == market_id, Application.state == ApplicationState.SUBMITTED
    )
    return db.session.scalars(query.order_by(Application.submitted_at, Application.id)).all()


def narrowed(market_id: int, criteria: Criteria) -> ColumnElement[bool]:
    """Return the condition of a queue without its state: what is sent, by category and text."""
    conditions = [Application.market_id == market_id, Application.submitted_at.is_not(None)]
    if criteria.category:
        codes = reference.with_children("category", criteria.category)
        conditions.append(Application.category.in_(codes))
    if criteria.intake_id:
        conditions.append(Application.intake_id == criteria.intake_id)
    if criteria.mine:
        conditions.append(waits_for(whoever_asks().id))
    if criteria.late:
        conditions.append(is_overdue())
    if criteria.text:
        columns = (
            Application.name_zh,
            Application.name_en,
            Application.legal_name,
            Application.credit_code,
            Application.contact_name,
        )
        conditions.append(holds(criteria.text, columns, Application.contact_mobile))
    return and_(*conditions)


def is_overdue() -> ColumnElement[bool]:
    """Return the condition for what has waited for the office longer than it promises."""
    now = clock.now()
    return or_(
        and_(
            Application.state == ApplicationState.SUBMITTED,
            Application.submitted_at < now - LATE_AFTER,
        ),
        and_(
            Application.state.in_(UNDECIDED),
            entered_at() < now - DECISION_AFTER,
        ),
    )


def waits_for(reviewer_id: int) -> ColumnElement[bool]:
    """Return the condition for what a person still has to read as a reviewer."""
    return exists().where(
        Review.application_id == Application.id,
        Review.reviewer_id == reviewer_id,
        Review.state == ReviewState.ASSIGNED,
    )


def queue(market_id: int, criteria: Criteria) -> Select[Any]:
    """Return the select of a market's queue, by how long each has waited."""
    query = select(Application).where(narrowed(market_id, criteria))
    if criteria.state:
        query = query.where(Application.state == criteria.state)
    age = (Application.submitted_at, Application.id)
    if criteria.by_name:
        return query.order_by(Application.name_zh, Application.id)
    newest = tuple(column.desc() for column in age)
    return query.order_by(*(newest if criteria.newest_first else age))


def queue_page(market_id: int, criteria: Criteria, page: int) -> Page[Application]:
    """Return one page of a market's queue: two queries."""
    return paginate(queue(market_id, criteria), page, QUEUE_PAGE)


def queue_rows(market_id: int, criteria: Criteria) -> Sequence[Application]:
    """Return a market's whole queue, for taking away as a table."""
    query = queue(market_id, criteria).options(
        joinedload(Application.intake),
        joinedload(Application.typed_by),
        joinedload(Application.edition).selectinload(Edition.questions),
        selectinload(Application.files).joinedload(ApplicationFile.file),
    )
    return db.session.scalars(query).unique().all()


def counts(market_id: int, criteria: Criteria) -> Mapping[ApplicationState, int]:
    """Return how many applications of each state the category and the text leave."""
    query = (
        select(Application.state, func.count())
        .where(narrowed(market_id, criteria))
        .group_by(Application.state)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {state: found.get(state, 0) for state in ApplicationState}
