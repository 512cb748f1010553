"""Reading applications: one, an applicant's own, the office's queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.access.permissions import Role
from portal.brands.models import Brand, Company
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.incubation.models import Programme
from portal.markets.models import Market
from portal.onboarding.models import Application, ApplicationPicture, ApplicationState
from portal.reference import queries as reference

RUNNING = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)
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
    strange: bool = False


def visible_to(viewer: Any) -> ColumnElement[bool]:
    """Return the condition for what this person may see: a draft is its author's alone."""
    sent = Application.submitted_at.is_not(None)
    own = Application.author_id == viewer.id if viewer.id else Application.id.is_(None)
    if viewer.holds(Role.STAFF):
        return or_(own, sent)
    return or_(own, and_(sent, Application.market_id.in_(viewer.ids(Role.MANAGER))))


def whole() -> Select[Any]:
    """Return the select of applications with all that their pages show."""
    return (
        select(Application)
        .join(Application.market)
        .options(
            contains_eager(Application.market),
            joinedload(Application.author),
            joinedload(Application.brand),
            selectinload(Application.pictures).joinedload(ApplicationPicture.file),
        )
    )


def application(market: str, application_id: int) -> Application:
    """Return an application of that market; NoResultFound for what the visitor may not see."""
    query = whole().where(Market.slug == market, Application.id == application_id)
    found: Application = db.session.scalars(query.where(visible_to(whoever_asks()))).unique().one()
    return found


def by_number(application_id: int) -> Application:
    """Return an application whoever asks: for work that no visitor does; NoResultFound for none."""
    query = whole().where(Application.id == application_id)
    found: Application = db.session.scalars(query).unique().one()
    return found


def picture(market: str, application_id: int, picture_id: int, width: int = 0) -> Any:
    """Return one picture with its file and application; NoResultFound as `application`."""
    del width
    query = (
        select(ApplicationPicture)
        .join(ApplicationPicture.application)
        .join(Application.market)
        .options(
            contains_eager(ApplicationPicture.application).contains_eager(Application.market),
            joinedload(ApplicationPicture.file),
        )
        .where(Market.slug == market, Application.id == application_id)
        .where(ApplicationPicture.id == picture_id, visible_to(whoever_asks()))
    )
    return db.session.scalars(query).one()


def of_author(user_id: int) -> Sequence[Application]:
    """Return a person's applications with their markets: undecided ones first, newest first."""
    query = (
        select(Application)
        .options(joinedload(Application.market), joinedload(Application.brand))
        .where(Application.author_id == user_id)
        .order_by(Application.state.not_in(RUNNING), Application.id.desc())
    )
    return db.session.scalars(query).all()


def running(market_id: int, user_id: int) -> Sequence[Application]:
    """Return a person's undecided applications to one market, newest first."""
    query = select(Application).where(
        Application.market_id == market_id,
        Application.author_id == user_id,
        Application.state.in_(RUNNING),
    )
    return db.session.scalars(query.order_by(Application.id.desc())).all()


def untouched_draft(market_id: int, user_id: int) -> Application | None:
    """Return a draft of this person that nothing was written into yet, or None."""
    query = select(Application).where(
        Application.market_id == market_id,
        Application.author_id == user_id,
        Application.state == ApplicationState.DRAFT,
        Application.version == 1,
        ~Application.pictures.any(),
    )
    return db.session.scalars(query.order_by(Application.id).limit(1)).one_or_none()


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
    if criteria.text:
        columns = (
            Application.name_zh,
            Application.name_en,
            Application.legal_name,
            Application.credit_code,
            Application.contact_name,
            Application.contact_mobile,
        )
        conditions.append(
            or_(*(column.icontains(criteria.text, autoescape=True) for column in columns))
        )
    return and_(*conditions)


def queue(market_id: int, criteria: Criteria) -> Select[Any]:
    """Return the select of a market's queue, by how long each has waited."""
    query = select(Application).where(narrowed(market_id, criteria))
    if criteria.state:
        query = query.where(Application.state == criteria.state)
    age = (Application.submitted_at, Application.id)
    newest = tuple(column.desc() for column in age)
    return query.order_by(*(newest if criteria.newest_first else age))


def queue_page(market_id: int, criteria: Criteria, page: int) -> Page[Application]:
    """Return one page of a market's queue: two queries."""
    return paginate(queue(market_id, criteria), page, QUEUE_PAGE)


def queue_rows(market_id: int, criteria: Criteria) -> Sequence[Application]:
    """Return a market's whole queue, for taking away as a table."""
    return db.session.scalars(queue(market_id, criteria)).all()


def counts(market_id: int, criteria: Criteria) -> Mapping[ApplicationState, int]:
    """Return how many applications of each state the category and the text leave."""
    query = (
        select(Application.state, func.count())
        .where(narrowed(market_id, criteria))
        .group_by(Application.state)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {state: found.get(state, 0) for state in ApplicationState}


def same_applicant(application: Application) -> Sequence[Application]:
    """Return others of this market with the same credit code or mobile number, newest first."""
    same = [
        column == value
        for column, value in (
            (Application.credit_code, application.credit_code),
            (Application.contact_mobile, application.contact_mobile),
        )
        if value
    ]
    if not same:
        return []
    query = select(Application).where(
        Application.market_id == application.market_id,
        Application.id != application.id,
        Application.submitted_at.is_not(None),
        or_(*same),
    )
    return db.session.scalars(query.order_by(Application.id.desc())).all()


def running_programmes(market_id: int) -> Sequence[Programme]:
    """Return the market's programmes that take brands in, the one that began last first."""
    query = select(Programme).where(Programme.market_id == market_id, Programme.closed_at.is_(None))
    return db.session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id.desc())).all()


def same_company(application: Application) -> Sequence[Brand]:
    """Return the market's brands whose company has the same credit code."""
    if not application.credit_code:
        return []
    query = (
        select(Brand)
        .join(Brand.company)
        .where(
            Brand.market_id == application.market_id,
            Company.credit_code == application.credit_code,
        )
    )
    if application.brand_id:
        query = query.where(Brand.id != application.brand_id)
    return db.session.scalars(query.order_by(Brand.id)).all()
