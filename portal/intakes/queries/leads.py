"""Leads: one, a market's, those whose next action is due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.accounts.models import User
from portal.core import clock, tokens, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.core.searching import holds
from portal.intakes.models import Lead, LeadState
from portal.markets.models import Market

PAGE = 25
A_DOUBLE_CLICK = timedelta(minutes=1)
RUNNING = (LeadState.OPEN, LeadState.INVITED)
ORDERS = {
    "due": (Lead.next_on, Lead.id),
    "newest": (Lead.id.desc(),),
    "name": (Lead.name, Lead.id),
}
"""How leads may be sorted."""


@dataclass(frozen=True)
class LeadCriteria:
    """What a market's leads are narrowed to; empty means all."""

    state: LeadState | None = LeadState.OPEN
    source: str = ""
    responsible_id: int | None = None
    overdue: bool = False
    text: str = ""
    order: str = "due"


def whole() -> Select[Any]:
    """Return the select of leads with their market and whoever is responsible."""
    return (
        select(Lead)
        .join(Lead.market)
        .options(contains_eager(Lead.market), joinedload(Lead.responsible))
    )


def lead(market: str, lead_id: int) -> Lead:
    """Return a lead of that market with its contacts; NoResultFound for another market's."""
    query = whole().options(selectinload(Lead.contacts))
    query = query.where(Market.slug == market, Lead.id == lead_id)
    found: Lead = db.session.scalars(query).one()
    return found


def lead_by_token(token: str) -> Lead:
    """Return the lead whose link this is, used or not; NoResultFound for none."""
    query = (
        select(Lead)
        .options(joinedload(Lead.market).options(selectinload(Market.halls)))
        .where(Lead.token_hash == tokens.digest(token))
    )
    return db.session.scalars(query).one()


def lead_of_application(application_id: int) -> Lead | None:
    """Return the lead that an application came from, or None."""
    query = select(Lead).where(Lead.application_id == application_id).order_by(Lead.id).limit(1)
    return db.session.scalars(query).one_or_none()


def narrowed(market_id: int, criteria: LeadCriteria) -> ColumnElement[bool]:
    """Return the condition of a list without its state."""
    conditions = [Lead.market_id == market_id]
    if criteria.source:
        conditions.append(Lead.source == criteria.source)
    if criteria.responsible_id:
        conditions.append(Lead.responsible_id == criteria.responsible_id)
    if criteria.overdue:
        conditions += [Lead.next_on < clock.today(), Lead.state.in_(RUNNING)]
    if criteria.text:
        columns = (Lead.name, Lead.brand_name, Lead.note, Lead.next_action)
        conditions.append(holds(criteria.text, columns, Lead.mobile))
    return and_(*conditions)


def of_market(market_id: int, criteria: LeadCriteria) -> Select[Any]:
    """Return the select of a market's leads in the wanted order."""
    query = whole().where(narrowed(market_id, criteria))
    if criteria.state:
        query = query.where(Lead.state == criteria.state)
    return query.order_by(*ORDERS[criteria.order])


def lead_page(market_id: int, criteria: LeadCriteria, page: int) -> Page[Lead]:
    """Return one page of a market's leads."""
    return paginate(of_market(market_id, criteria), page, PAGE)


def lead_rows(market_id: int, criteria: LeadCriteria) -> Sequence[Lead]:
    """Return a market's leads, for taking away as a table."""
    return db.session.scalars(of_market(market_id, criteria)).all()


def lead_counts(market_id: int, criteria: LeadCriteria) -> Mapping[LeadState, int]:
    """Return how many leads of each state the other filters leave."""
    query = (
        select(Lead.state, func.count()).where(narrowed(market_id, criteria)).group_by(Lead.state)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {state: found.get(state, 0) for state in LeadState}


def office(market_id: int) -> Sequence[User]:
    """Return the people of a market's office, by name: who may be responsible."""
    return [member.user for member in accounts.members(Role.MANAGER, market_id=market_id)]


def lead_lines(market_ids: Collection[int]) -> Select[Any]:
    """Return the lines of an office's week: what is to be done next about a lead."""
    return week.line(
        "lead",
        market_id=Lead.market_id,
        thing_id=Lead.id,
        person_id=Lead.responsible_id,
        name_zh=Lead.next_action,
        words_zh=Lead.name,
        due_on=Lead.next_on,
    ).where(Lead.market_id.in_(market_ids), Lead.state.in_(RUNNING), Lead.next_on <= week.end())


def just_entered(market_id: int, name: str, mobile: str) -> Lead | None:
    """Return a running lead of the same name and number that was entered this very minute."""
    query = select(Lead).where(
        Lead.market_id == market_id,
        Lead.name == name,
        Lead.mobile == mobile,
        Lead.state.in_(RUNNING),
        Lead.created_at > clock.now() - A_DOUBLE_CLICK,
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def running_with(market_id: int, mobile: str) -> bool:
    """Say whether somebody with this number is being talked to already."""
    query = select(Lead.id).where(
        Lead.market_id == market_id, Lead.mobile == mobile, Lead.state.in_(RUNNING)
    )
    return db.session.scalar(query.limit(1)) is not None


def least_busy(people: Sequence[int]) -> int:
    """Return who of these people has the fewest running leads."""
    query = (
        select(Lead.responsible_id, func.count())
        .where(Lead.responsible_id.in_(people), Lead.state.in_(RUNNING))
        .group_by(Lead.responsible_id)
    )
    busy = {row[0]: row[1] for row in db.session.execute(query)}
    return min(people, key=lambda person: (busy.get(person, 0), person))
