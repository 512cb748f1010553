"""Reading agents: one, a person's own, those to browse, those to verify."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from portal.access.asking import viewer as whoever_asks
from portal.access.permissions import Role
from portal.accounts.memberships import Place
from portal.agents.models import RENEWAL, Agent, AgentInterest, AgentState, InterestKind
from portal.agents.registry import acquainted
from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.reference import queries as reference


class Sort(StrEnum):
    """How the list is ordered."""

    NEWEST = "newest"
    OUTLETS = "outlets"
    OLDEST = "oldest"


class Listing(StrEnum):
    """The three lists of whoever verifies."""

    WAITING = "waiting"
    ENDING = "ending"
    REFUSED = "refused"


@dataclass(frozen=True)
class Companies:
    """The companies that a person may speak for, in the order they registered."""

    registered: Sequence[Agent]
    verified: frozenset[int]
    """Which of them (by number) may ask today."""

    @property
    def able(self) -> list[Agent]:
        """Return those that may ask today."""
        return [one for one in self.registered if one.id in self.verified]

    @property
    def first_id(self) -> int | None:
        """Return one of them, so that a refusal tells its person that the link is not wrong."""
        return self.registered[0].id if self.registered else None


@dataclass(frozen=True)
class Criteria:
    """What the list is narrowed to; empty means all. `strange`: an unknown filter was left out."""

    region: str = ""
    channel: str = ""
    category: str = ""
    price_band: str = ""
    text: str = ""
    sort: Sort = Sort.NEWEST
    strange: bool = False

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, as the address carries them."""
        names = ("region", "channel", "category", "price_band")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def whole() -> Select[Any]:
    """Return the select of agents with all they serve and look for."""
    return select(Agent).options(selectinload(Agent.interests))


def verified_now() -> ColumnElement[bool]:
    """Return the condition for agents whose verification holds."""
    return and_(Agent.state == AgentState.VERIFIED, Agent.verified_until > clock.now())


def visible_to(viewer: Any) -> ColumnElement[bool]:
    """Return the condition for the agents this person may know of.

    Owners see the verified ones, and whoever wrote to them; a stranger's refusal is not theirs.
    """
    if viewer.holds(Role.STAFF) or viewer.holds(Role.MANAGER):
        return true()
    own = Agent.id.in_(viewer.ids(Role.AGENT))
    if not viewer.holds(Role.OWNER):
        return own
    return or_(own, verified_now(), acquainted(viewer.ids(Role.OWNER)))


def agent(agent_id: int) -> Agent:
    """Return an agent; NoResultFound for one that the visitor may not know of."""
    query = whole().where(Agent.id == agent_id, visible_to(whoever_asks()))
    found: Agent = db.session.scalars(query).one()
    return found


def house_of(agent: Agent) -> Place:
    """Return an agent's company as a house that people belong to."""
    return Place(role=Role.AGENT, agent_id=agent.id, name_zh=agent.name_zh, name_en=agent.name_en)


def house(agent_id: int) -> Place:
    """Return the house of an agent by its address; NoResultFound as `agent`."""
    return house_of(agent(agent_id))


def by_code(credit_code: str) -> Agent | None:
    """Return the agent with this credit code, whoever may see it."""
    return db.session.scalars(whole().where(Agent.credit_code == credit_code)).one_or_none()


def of_numbers(numbers: Collection[int]) -> Sequence[Agent]:
    """Return these agents, in the order they registered."""
    return db.session.scalars(whole().where(Agent.id.in_(numbers)).order_by(Agent.id)).all()


def spoken_for_by(person: Any) -> Companies:
    """Return the companies that a person may speak for."""
    return Companies(of_numbers(person.ids(Role.AGENT)), verified_companies(person))


def verified_companies(person: Any) -> frozenset[int]:
    """Return the companies (by number) whose verification holds, for which a person works."""
    now = clock.now()
    return frozenset(
        one.agent_id
        for one in person.held
        if one.role is Role.AGENT and one.verified_until and one.verified_until > now
    )


def home_of(numbers: Collection[int]) -> str:
    """Return the region in which the first of these companies is at home; empty for none."""
    query = select(Agent.home_region).where(Agent.id.in_(numbers)).order_by(Agent.id).limit(1)
    return (db.session.scalar(query) or "") if numbers else ""


def held(agent_id: int) -> Agent:
    """Return an agent, held for this transaction alone; NoResultFound for none."""
    return db.session.scalars(select(Agent).where(Agent.id == agent_id).with_for_update()).one()


def codes(agent_id: int, kind: InterestKind) -> list[str]:
    """Return the codes of one kind of interest as the database has them now."""
    query = select(AgentInterest.code).where(
        AgentInterest.agent_id == agent_id, AgentInterest.kind == kind
    )
    return list(db.session.scalars(query.order_by(AgentInterest.id)))


def open_contacts(viewer: Any, agents: Iterable[Agent]) -> frozenset[int]:
    """Return which of these agents (by number) show the viewer their mobile number.

    The office sees all; an owner sees those who wrote to one of his brands.
    """
    numbers = {one.id for one in agents}
    if viewer.holds(Role.STAFF) or viewer.holds(Role.MANAGER):
        return frozenset(numbers)
    query = select(Agent.id).where(
        Agent.id.in_(numbers),
        or_(Agent.id.in_(viewer.ids(Role.AGENT)), acquainted(viewer.ids(Role.OWNER))),
    )
    return frozenset(db.session.scalars(query))


def interested(kind: InterestKind, wanted: Collection[str]) -> ColumnElement[bool]:
    """Return the condition for agents with one of these codes."""
    chosen = select(AgentInterest.agent_id).where(
        AgentInterest.kind == kind, AgentInterest.code.in_(wanted)
    )
    return Agent.id.in_(chosen)


def in_region(code: str) -> ColumnElement[bool]:
    """Return the condition for agents who live in a region, serve it, or serve a part of it."""
    inside = reference.within(code)
    around = {step.code for step in reference.ancestors(code)}
    return or_(Agent.home_region.in_(inside), interested(InterestKind.REGION, inside | around))


def wanting(code: str) -> ColumnElement[bool]:
    """Return the condition for agents who want a category, its head or anything under it."""
    head = reference.term("category", code).parent
    under = reference.with_children("category", code)
    return interested(InterestKind.CATEGORY, under | ({head} if head else set()))


def saying(text: str) -> ColumnElement[bool]:
    """Return the condition for agents with this text in their words, or in a place called so."""
    columns = (Agent.name_zh, Agent.name_en, Agent.intro_zh, Agent.intro_en, Agent.credit_code)
    conditions = [column.icontains(text, autoescape=True) for column in columns]
    asked = reference.squeezed(text)
    places = [one for one in reference.regions_called(text) if reference.is_called(one, asked)]
    return or_(*conditions, *(in_region(place.code) for place in places))


def browsing(criteria: Criteria) -> Select[Any]:
    """Return the select of the verified agents that match."""
    query = whole().where(verified_now())
    if criteria.region:
        query = query.where(in_region(criteria.region))
    if criteria.channel:
        query = query.where(interested(InterestKind.CHANNEL, [criteria.channel]))
    if criteria.category:
        query = query.where(wanting(criteria.category))
    if criteria.price_band:
        query = query.where(interested(InterestKind.PRICE_BAND, [criteria.price_band]))
    if criteria.text:
        query = query.where(saying(criteria.text))
    order: dict[Sort, ColumnElement[Any]] = {
        Sort.NEWEST: Agent.verified_at.desc(),
        Sort.OUTLETS: Agent.outlets.desc().nulls_last(),
        Sort.OLDEST: Agent.founded_year.nulls_last(),
    }
    return query.order_by(order[criteria.sort], Agent.id.desc())


def browse(criteria: Criteria, page: int) -> Page[Agent]:
    """Return one page of the verified agents that match."""
    return paginate(browsing(criteria), page)


def browse_rows(criteria: Criteria) -> Sequence[Agent]:
    """Return all verified agents that match, for taking away as a table."""
    return db.session.scalars(browsing(criteria)).all()


def listed(listing: Listing) -> ColumnElement[bool]:
    """Return the condition of one of the lists of whoever verifies."""
    return {
        Listing.WAITING: Agent.state == AgentState.SUBMITTED,
        Listing.ENDING: and_(
            Agent.state == AgentState.VERIFIED, Agent.verified_until <= clock.now() + RENEWAL
        ),
        Listing.REFUSED: Agent.state == AgentState.REFUSED,
    }[listing]


def queue(listing: Listing, page: int) -> Page[Agent]:
    """Return one page of a list of whoever verifies: the longest wait, the nearest end first."""
    order: dict[Listing, Any] = {
        Listing.WAITING: Agent.submitted_at,
        Listing.ENDING: Agent.verified_until,
        Listing.REFUSED: Agent.submitted_at.desc(),
    }
    return paginate(whole().where(listed(listing)).order_by(order[listing], Agent.id), page)


def queue_counts() -> Mapping[Listing, int]:
    """Return how many agents each list of whoever verifies has: one query."""
    parts = [
        select(func.count()).select_from(Agent).where(listed(one)).scalar_subquery().label(one.name)
        for one in Listing
    ]
    row = db.session.execute(select(*parts)).one()
    return dict(zip(Listing, row, strict=True))


def waiting() -> Sequence[Agent]:
    """Return the agents that wait for verification, the longest wait first: for homes."""
    query = whole().where(listed(Listing.WAITING))
    return db.session.scalars(query.order_by(Agent.submitted_at, Agent.id)).all()


def ending() -> Sequence[Agent]:
    """Return the agents whose verification ends soon or has ended, the first to end first."""
    query = whole().where(listed(Listing.ENDING))
    return db.session.scalars(query.order_by(Agent.verified_until, Agent.id)).all()


def same_mobile(agent: Agent) -> Sequence[Agent]:
    """Return other agents with the same mobile number."""
    query = select(Agent).where(Agent.contact_mobile == agent.contact_mobile, Agent.id != agent.id)
    return db.session.scalars(query.order_by(Agent.id)).all() if agent.contact_mobile else []


VERIFICATION_CLOCK = timedelta(days=5)
"""How long a company may wait before its line turns red: the markets' own promise."""


def clock_lines() -> list[Select[Any]]:
    """Return the lines of an office's week, and of the staff's: the companies to verify."""
    since = Agent.submitted_at
    lines = week.line(
        "agent",
        within=VERIFICATION_CLOCK,
        thing_id=Agent.id,
        name_zh=Agent.name_zh,
        name_en=Agent.name_en,
        since=since,
    )
    return [lines.where(Agent.state == AgentState.SUBMITTED)]
