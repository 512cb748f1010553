"""Reading across the domains: who works where, and numbers for people to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.access.guard import Platform
from portal.access.permissions import Role
from portal.accounts.models import Viewer
from portal.agency import queries as agency
from portal.agency.models import Enquiry
from portal.agents import queries as agents
from portal.agents.models import Agent
from portal.brands import queries as brands
from portal.brands.models import Brand, ProfilePicture, Revision, RevisionState
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.documents.models import StoredFile
from portal.incubation.models import ON_ITS_WAY, Enrolment, EnrolmentState
from portal.markets import queries as markets
from portal.markets.models import Hall, Market
from portal.reports.criteria import BrandCriteria, BrandOrder

House = TypeVar("House", Market, Brand, Agent)
LINES = 12
"""How many lines of one kind a home shows; the rest is one button away."""


@dataclass(frozen=True)
class Places:
    """The houses where a person works."""

    markets: Sequence[Market]
    brands: Sequence[Brand]
    agents: Sequence[Agent]


def places(viewer: Viewer) -> Places:
    """Return the houses of whoever is signed in: one query for each kind that he has."""
    managed, owned, run = (viewer.ids(role) for role in (Role.MANAGER, Role.OWNER, Role.AGENT))
    return Places(
        markets=_markets(managed),
        brands=_all(
            select(Brand)
            .options(joinedload(Brand.market))
            .where(Brand.id.in_(owned))
            .order_by(Brand.id),
            owned,
        ),
        agents=_all(select(Agent).where(Agent.id.in_(run)).order_by(Agent.id), run),
    )


def _markets(numbers: frozenset[int]) -> Sequence[Market]:
    """Return markets; the only one without a query where the page has loaded it already."""
    if len(numbers) == 1:
        return [db.session.get_one(Market, *numbers)]
    return _all(select(Market).where(Market.id.in_(numbers)).order_by(Market.id), numbers)


def _all(query: Select[House], numbers: frozenset[int]) -> Sequence[House]:
    return db.session.scalars(query).unique().all() if numbers else ()


def market_page(market: str) -> Market:
    """Return a market that is not closed, with halls, floors and honours, for its public page."""
    query = (
        select(Market)
        .options(
            joinedload(Market.alliance),
            selectinload(Market.halls).selectinload(Hall.floors),
            selectinload(Market.honours),
        )
        .where(Market.slug == market, Market.closed_at.is_(None))
    )
    return db.session.scalars(query).unique().one()


def open_markets() -> Sequence[Market]:
    """Return the markets that the landing page names, with their honours."""
    query = select(Market).options(selectinload(Market.honours)).where(Market.closed_at.is_(None))
    return db.session.scalars(query.order_by(Market.id)).unique().all()


@dataclass(frozen=True)
class Figures:
    """What a market or the whole portal counts."""

    brands: int
    incubating: int
    graduated: int
    agents: int


def figures(market_id: int | None = None) -> Figures:
    """Return the public numbers: of one market, or of all."""
    of_market = [] if market_id is None else [Brand.market_id == market_id]
    shown = (
        select(func.count(Brand.id)).join(Brand.market).where(brands.outsiders_see_it(), *of_market)
    )

    def enrolled(*states: EnrolmentState) -> int:
        query = select(func.count(Enrolment.id)).join(Enrolment.brand)
        return db.session.scalar(query.where(Enrolment.state.in_(states), *of_market)) or 0

    verified = select(func.count(Agent.id)).where(agents.verified_now())
    return Figures(
        brands=db.session.scalar(shown) or 0,
        incubating=enrolled(*ON_ITS_WAY),
        graduated=enrolled(EnrolmentState.GRADUATED),
        agents=db.session.scalar(verified) or 0,
    )


def newest_revisions(brand_ids: frozenset[int]) -> Sequence[Revision]:
    """Return the newest revision of each of these brands, with its pictures."""
    newest = (
        select(func.max(Revision.id))
        .where(Revision.brand_id.in_(brand_ids))
        .group_by(Revision.brand_id)
    )
    query = (
        select(Revision)
        .options(
            joinedload(Revision.brand).joinedload(Brand.market), selectinload(Revision.pictures)
        )
        .where(Revision.id.in_(newest))
        .order_by(Revision.brand_id)
    )
    return db.session.scalars(query).unique().all()


@dataclass(frozen=True)
class BrandFile:
    """Everything about a brand that its people and its office come back to."""

    brand: Brand
    published: Revision | None
    open: Revision | None
    enrolment: Enrolment | None
    enquiries: Sequence[Enquiry]

    @property
    def market_id(self) -> int:
        """Return whose office looks after it."""
        return self.brand.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.brand.id

    @property
    def reading(self) -> list[int]:
        """Return the brand's number while the office reads its profile; nothing otherwise."""
        reads = self.open is not None and self.open.state is RevisionState.SUBMITTED
        return [self.brand.id] if reads else []


def brand_file(market: str, brand: str) -> BrandFile:
    """Return a brand with what its file shows; NoResultFound outside that market."""
    query = (
        select(Brand)
        .join(Brand.market)
        .options(
            joinedload(Brand.market),
            joinedload(Brand.company),
            selectinload(Brand.revisions)
            .selectinload(Revision.pictures)
            .joinedload(ProfilePicture.file),
        )
        .where(Market.slug == market, Brand.slug == brand)
    )
    found = db.session.scalars(query).unique().one()
    by_state = {revision.state: revision for revision in found.revisions}
    being_written = (RevisionState.DRAFT, RevisionState.RETURNED, RevisionState.SUBMITTED)
    return BrandFile(
        brand=found,
        published=by_state.get(RevisionState.PUBLISHED),
        open=next((by_state[state] for state in being_written if state in by_state), None),
        enrolment=latest_enrolment(found.id),
        enquiries=agency.waiting_for_owner([found.id]),
    )


def latest_enrolment(brand_id: int) -> Enrolment | None:
    """Return a brand's last enrolment with its stage."""
    query = (
        select(Enrolment)
        .options(joinedload(Enrolment.stage), joinedload(Enrolment.programme))
        .where(Enrolment.brand_id == brand_id)
        .order_by(Enrolment.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).unique().one_or_none()


def market(market: str) -> Market:
    """Return a market, open or closed, for its office's lists."""
    return markets.market(market)


def brands_of(market_id: int, criteria: BrandCriteria) -> Select[Brand]:
    """Return the select of a market's brands that fit, in order."""
    query = (
        select(Brand)
        .options(joinedload(Brand.company), joinedload(Brand.market))
        .where(Brand.market_id == market_id)
    )
    if criteria.state:
        query = query.where(brands.stands(criteria.state))
    if criteria.query:
        text = criteria.query
        query = query.where(
            Brand.name_zh.icontains(text, autoescape=True)
            | Brand.name_en.icontains(text, autoescape=True)
            | Brand.pinyin.icontains(text.replace(" ", ""), autoescape=True)
        )
    if criteria.order is BrandOrder.NEWEST:
        return query.order_by(Brand.id.desc())
    return query.order_by(Brand.pinyin, Brand.id)


def brand_page(market_id: int, criteria: BrandCriteria) -> Page[Brand]:
    """Return one page of a market's brands."""
    return paginate(brands_of(market_id, criteria), criteria.page)


def brand_rows(market_id: int, criteria: BrandCriteria) -> Sequence[Brand]:
    """Return all of a market's brands that fit, for export."""
    return db.session.scalars(brands_of(market_id, criteria)).unique().all()


def stored_names() -> list[str]:
    """Return what every upload is called on disk."""
    query = select(StoredFile).order_by(StoredFile.id)
    return [one.stored_name() for one in db.session.scalars(query).yield_per(500)]


def platform() -> Platform:
    """Return the platform, for the staff's own pages."""
    return Platform()
