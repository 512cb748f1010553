"""Reading enquiries: one thread, a person's own, a market's, those whose clock has run out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.access.permissions import Role
from portal.agency.models import OVER, Enquiry, EnquiryMessage, EnquiryState, Side
from portal.agency.rules import OFFICE_CLOCK, OWNER_CLOCK
from portal.agents import queries as agents
from portal.agents.models import Agent
from portal.agents.queries import Companies
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate

S = EnquiryState


@dataclass(frozen=True)
class Question:
    """A brand that somebody wants to ask, and the companies he could ask for."""

    brand: Brand
    companies: Companies

    @property
    def market_id(self) -> int:
        """Return the brand's market."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return the brand that is asked."""
        return self.brand.id

    @property
    def agent_id(self) -> int | None:
        """Return the person's own company."""
        return self.companies.first_id


class Wait(StrEnum):
    """The lists of a market's office, by the clock."""

    OVERDUE = "overdue"
    LATE = "late"
    WAITING = "waiting"
    ANSWERED = "answered"
    AGREED = "agreed"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class Criteria:
    """What a market's list is narrowed to."""

    wait: Wait = Wait.WAITING
    text: str = ""


def whole() -> Select[Any]:
    """Return the select of enquiries with brand, market and agent."""
    return select(Enquiry).options(
        joinedload(Enquiry.brand).joinedload(Brand.market), joinedload(Enquiry.agent)
    )


def enquiry(enquiry_id: int) -> Enquiry:
    """Return an enquiry with everything that was said; NoResultFound for none."""
    query = whole().options(selectinload(Enquiry.messages)).where(Enquiry.id == enquiry_id)
    found: Enquiry = db.session.scalars(query).one()
    return found


def thread(enquiry_id: int) -> Enquiry:
    """Return an enquiry as `enquiry`, held for this transaction alone: for writing into it."""
    query = whole().options(selectinload(Enquiry.messages)).where(Enquiry.id == enquiry_id)
    found: Enquiry = db.session.scalars(query.with_for_update(of=Enquiry)).one()
    return found


def question(brand: str) -> Question:
    """Return a brand of the directory for the visitor to ask; NoResultFound for a hidden one."""
    return Question(brands.seen_by_outsiders(brand), agents.spoken_for_by(whoever_asks()))


def open_between(brand_id: int, agent_id: int) -> Enquiry | None:
    """Return the newest enquiry of an agent to a brand that goes on, with its messages."""
    query = (
        whole()
        .options(selectinload(Enquiry.messages))
        .where(
            Enquiry.brand_id == brand_id,
            Enquiry.agent_id == agent_id,
            Enquiry.state.not_in(OVER),
        )
    )
    return db.session.scalars(query.order_by(Enquiry.id.desc()).limit(1)).one_or_none()


def newest_between(brand_id: int, agent_id: int) -> Enquiry | None:
    """Return the newest enquiry of an agent to a brand, alone."""
    query = select(Enquiry).where(Enquiry.brand_id == brand_id, Enquiry.agent_id == agent_id)
    return db.session.scalars(query.order_by(Enquiry.id.desc()).limit(1)).one_or_none()


def newest_open(brand_id: int, viewer: Any) -> int | None:
    """Return the number of the newest enquiry of the visitor's companies that goes on."""
    if not (companies := viewer.ids(Role.AGENT)):
        return None
    query = select(Enquiry.id).where(
        Enquiry.brand_id == brand_id,
        Enquiry.agent_id.in_(companies),
        Enquiry.state.not_in(OVER),
    )
    return db.session.scalars(query.order_by(Enquiry.id.desc()).limit(1)).one_or_none()


def open_of_brand(brand_id: int) -> Sequence[Enquiry]:
    """Return the enquiries to a brand that go on."""
    query = select(Enquiry).where(Enquiry.brand_id == brand_id, Enquiry.state.not_in(OVER))
    return db.session.scalars(query).all()


def of_person(viewer: Any) -> ColumnElement[bool]:
    """Return the condition for a person's own enquiries: asked, or asked of him."""
    return or_(
        Enquiry.agent_id.in_(viewer.ids(Role.AGENT)), Enquiry.brand_id.in_(viewer.ids(Role.OWNER))
    )


def his_turn(viewer: Any) -> ColumnElement[bool]:
    """Return the condition for the enquiries that wait for this very person."""
    return or_(owners_turn(viewer.ids(Role.OWNER)), agents_turn(viewer.ids(Role.AGENT)))


def owners_turn(brand_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for what these brands should answer, or confirm that it was agreed."""
    agreed = and_(Enquiry.state == S.AGREED, Enquiry.brand_agreed_at.is_(None))
    return and_(Enquiry.brand_id.in_(brand_ids), or_(Enquiry.state == S.NEW, agreed))


def agents_turn(agent_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for what these agents should go on with, or confirm."""
    agreed = and_(Enquiry.state == S.AGREED, Enquiry.agent_agreed_at.is_(None))
    return and_(Enquiry.agent_id.in_(agent_ids), or_(Enquiry.state == S.ANSWERED, agreed))


def mine(viewer: Any, state: EnquiryState | None, page: int) -> Page[Enquiry]:
    """Return one page of a person's own enquiries: his turn first, what has ended last."""
    query = whole().where(of_person(viewer))
    if state:
        query = query.where(Enquiry.state == state)
    turn = case((his_turn(viewer), 0), (Enquiry.state.in_(OVER), 2), else_=1)
    return paginate(query.order_by(turn, Enquiry.id.desc()), page)


def my_counts(viewer: Any) -> Mapping[EnquiryState, int]:
    """Return how many of a person's own enquiries are in each state."""
    query = select(Enquiry.state, func.count()).where(of_person(viewer)).group_by(Enquiry.state)
    found = dict(db.session.execute(query).all())
    return {state: found.get(state, 0) for state in EnquiryState}


def waits(wait: Wait) -> ColumnElement[bool]:
    """Return the condition of one of the lists of a market's office."""
    now = clock.now()
    return {
        Wait.OVERDUE: and_(Enquiry.state == S.NEW, Enquiry.waiting_since <= now - OFFICE_CLOCK),
        Wait.LATE: and_(Enquiry.state == S.NEW, Enquiry.waiting_since <= now - OWNER_CLOCK),
        Wait.WAITING: Enquiry.state == S.NEW,
        Wait.ANSWERED: Enquiry.state == S.ANSWERED,
        Wait.AGREED: Enquiry.state == S.AGREED,
        Wait.CLOSED: Enquiry.state == S.CLOSED,
        Wait.ALL: Enquiry.id.is_not(None),
    }[wait]


def of_market(market_id: int, text: str) -> Select[Any]:
    """Return the select of a market's enquiries whose brand or agent is called so."""
    query = (
        select(Enquiry)
        .join(Enquiry.brand)
        .join(Enquiry.agent)
        .options(
            contains_eager(Enquiry.brand).joinedload(Brand.market), contains_eager(Enquiry.agent)
        )
        .where(Enquiry.market_id == market_id)
    )
    if text:
        columns = (Brand.name_zh, Brand.name_en, Agent.name_zh, Agent.name_en)
        query = query.where(or_(*(one.icontains(text, autoescape=True) for one in columns)))
    return query


def listed(market_id: int, criteria: Criteria) -> Select[Any]:
    """Return the select of a market's list: the longest wait first, then the newest."""
    query = of_market(market_id, criteria.text).where(waits(criteria.wait))
    return query.order_by(Enquiry.waiting_since.nulls_last(), Enquiry.id.desc())


def market_page(market_id: int, criteria: Criteria, page: int) -> Page[Enquiry]:
    """Return one page of a market's list."""
    return paginate(listed(market_id, criteria), page)


def market_rows(market_id: int, criteria: Criteria) -> Sequence[Enquiry]:
    """Return a market's whole list, for taking away as a table."""
    return db.session.scalars(listed(market_id, criteria)).unique().all()


def market_counts(market_id: int, text: str) -> Mapping[Wait, int]:
    """Return how many enquiries each list of a market has: one query."""
    rows = of_market(market_id, text).with_only_columns(Enquiry.id).subquery()
    parts = [
        select(func.count())
        .select_from(Enquiry)
        .where(Enquiry.id.in_(select(rows.c.id)), waits(wait))
        .scalar_subquery()
        .label(wait.name)
        for wait in Wait
    ]
    return dict(zip(Wait, db.session.execute(select(*parts)).one(), strict=True))


def last_words(numbers: Collection[int]) -> dict[int, EnquiryMessage]:
    """Return the last message of each of these enquiries, by the enquiry's number."""
    newest = (
        select(func.max(EnquiryMessage.id))
        .where(EnquiryMessage.enquiry_id.in_(numbers))
        .group_by(EnquiryMessage.enquiry_id)
    )
    query = select(EnquiryMessage).where(EnquiryMessage.id.in_(newest))
    return {message.enquiry_id: message for message in db.session.scalars(query)}


# For the domains above and below


def agents_who_wrote(brand_ids: Collection[int]) -> Select[Any]:
    """Return the select of the agents (by number) who have written to one of these brands."""
    return select(Enquiry.agent_id).where(Enquiry.brand_id.in_(brand_ids))


def waiting(condition: ColumnElement[bool], limit: int = 50) -> Sequence[Enquiry]:
    """Return enquiries with brand and agent, the longest wait first: as many as a home shows."""
    query = whole().where(condition).order_by(Enquiry.waiting_since, Enquiry.id).limit(limit)
    return db.session.scalars(query).unique().all()


def waiting_for_owner(brand_ids: Collection[int]) -> Sequence[Enquiry]:
    """Return what these brands have not answered, the longest wait first."""
    return waiting(and_(Enquiry.brand_id.in_(brand_ids), Enquiry.state == S.NEW))


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: what the brands of these markets have not answered."""
    since = Enquiry.waiting_since
    lines = week.line(
        "enquiry",
        within=OFFICE_CLOCK,
        market_id=Enquiry.market_id,
        thing_id=Enquiry.id,
        brand_id=Brand.id,
        slug=Brand.slug,
        name_zh=Brand.name_zh,
        name_en=Brand.name_en,
        words_zh=Agent.name_zh,
        words_en=Agent.name_en,
        since=since,
    )
    return [
        lines.select_from(Enquiry)
        .join(Enquiry.brand)
        .join(Enquiry.agent)
        .where(Enquiry.market_id.in_(market_ids), Enquiry.state == S.NEW)
    ]


def turn_of_owner(brand_ids: Collection[int]) -> Sequence[Enquiry]:
    """Return what these brands have not answered, and what they have not confirmed."""
    return waiting(owners_turn(brand_ids))


def turn_of_agent(agent_ids: Collection[int]) -> Sequence[Enquiry]:
    """Return the answers that wait for these agents to go on, and what they have not confirmed."""
    return waiting(agents_turn(agent_ids))


def begun_since(brand_id: int, since: datetime) -> list[tuple[datetime, str]]:
    """Return when agents began to write to a brand, from a moment on, and where each is at home."""
    query = (
        select(Enquiry.created_at, Agent.home_region)
        .join(Enquiry.agent)
        .where(Enquiry.brand_id == brand_id, Enquiry.created_at >= since)
    )
    return [(moment, region) for moment, region in db.session.execute(query)]


def answered_count(brand_id: int) -> int:
    """Return how many enquiries a brand's own people have answered.

    The office's help does not count: the milestone that asks is about the brand.
    """
    query = select(func.count(func.distinct(EnquiryMessage.enquiry_id))).where(
        EnquiryMessage.side == Side.BRAND,
        EnquiryMessage.enquiry_id.in_(select(Enquiry.id).where(Enquiry.brand_id == brand_id)),
    )
    return db.session.scalar(query) or 0


def agents_agreed(brand: Brand) -> int:
    """Return with how many agents a brand came to terms: only what both sides have said counts."""
    query = select(func.count(Enquiry.agent_id.distinct())).where(
        Enquiry.brand_id == brand.id,
        Enquiry.agent_agreed_at.is_not(None),
        Enquiry.brand_agreed_at.is_not(None),
    )
    return db.session.scalar(query) or 0


# For the clocks


def unreminded(now: datetime) -> ColumnElement[bool]:
    """Return the condition for what waits 24 hours without its owner having been reminded."""
    return and_(
        Enquiry.state == S.NEW,
        Enquiry.waiting_since <= now - OWNER_CLOCK,
        Enquiry.reminded_at.is_(None),
    )


def unescalated(now: datetime) -> ColumnElement[bool]:
    """Return the condition for what waits 72 hours without the office having been told."""
    return and_(
        Enquiry.state == S.NEW,
        Enquiry.waiting_since <= now - OFFICE_CLOCK,
        Enquiry.escalated_at.is_(None),
    )


def due(condition: ColumnElement[bool], limit: int) -> Sequence[int]:
    """Return the numbers of what is due, the longest wait first."""
    query = select(Enquiry.id).where(condition).order_by(Enquiry.waiting_since).limit(limit)
    return db.session.scalars(query).all()


def due_one(condition: ColumnElement[bool], enquiry_id: int) -> Enquiry | None:
    """Return an enquiry that is still due, held for this transaction; None when another has it."""
    query = whole().where(condition, Enquiry.id == enquiry_id)
    return db.session.scalars(query.with_for_update(of=Enquiry, skip_locked=True)).one_or_none()
