"""One application, and those of a person."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.access.permissions import Role
from portal.accounts.models import User
from portal.core import tokens
from portal.core.db import db
from portal.core.questions import written_out
from portal.intakes.models import Edition, Lead
from portal.markets.models import Market
from portal.onboarding.models import (
    WITH_THE_OFFICE,
    Application,
    ApplicationEvent,
    ApplicationFile,
    ApplicationPicture,
    ApplicationState,
)

RUNNING = (ApplicationState.DRAFT, ApplicationState.RETURNED, *sorted(WITH_THE_OFFICE))

UNDECIDED = (ApplicationState.IN_REVIEW, ApplicationState.SHORTLISTED)
"""What has been read and waits for nobody but the office."""
OVER = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN)
"""What has come to nothing, and may be begun again."""


def entered_at() -> ColumnElement[Any]:
    """Return since when an application has been in its present state, within a question for it."""
    return (
        select(func.max(ApplicationEvent.created_at))
        .where(
            ApplicationEvent.application_id == Application.id,
            ApplicationEvent.entered == Application.state,
        )
        .correlate(Application)
        .scalar_subquery()
    )


def visible_to(viewer: Any) -> ColumnElement[bool]:
    """Return the condition for what this person may see: a draft is its author's alone."""
    sent = Application.submitted_at.is_not(None)
    own = Application.author_id == viewer.id if viewer.id else Application.id.is_(None)
    if viewer.holds(Role.STAFF):
        return or_(own, sent)
    theirs = or_(sent, Application.typed_by_id.is_not(None))
    return or_(own, and_(theirs, Application.market_id.in_(viewer.ids(Role.MANAGER))))


def of_person(user_id: Any) -> ColumnElement[bool]:
    """Return the condition of what a person wrote for himself, or has confirmed as his own."""
    own = or_(Application.typed_by_id.is_(None), Application.confirmed_at.is_not(None))
    return and_(Application.author_id == user_id, own)


def whole() -> Select[Any]:
    """Return the select of applications with all that their pages show."""
    return (
        select(Application)
        .join(Application.market)
        .options(
            contains_eager(Application.market),
            joinedload(Application.author),
            joinedload(Application.brand),
            joinedload(Application.intake),
            joinedload(Application.edition).selectinload(Edition.questions),
            joinedload(Application.typed_by),
            joinedload(Application.merged_into),
            selectinload(Application.pictures).joinedload(ApplicationPicture.file),
            selectinload(Application.files).joinedload(ApplicationFile.file),
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
    return db.session.scalars(written(), {"author": user_id}).all()


@cache
def written() -> Select[Application]:
    """Return the question to the applications of an `author`, kept: every home asks it."""
    author: Any = bindparam("author", type_=Integer())
    return written_out(
        select(Application)
        .options(joinedload(Application.market), joinedload(Application.brand))
        .where(of_person(author))
        .order_by(Application.state.not_in(RUNNING), Application.id.desc())
    )


def running(market_id: int, user_id: int) -> Sequence[Application]:
    """Return a person's undecided applications to one market, newest first."""
    query = select(Application).where(
        Application.market_id == market_id,
        of_person(user_id),
        Application.state.in_(RUNNING),
    )
    return db.session.scalars(query.order_by(Application.id.desc())).all()


def earlier(market_id: int, user_id: int, application_id: int) -> Application | None:
    """Return a person's own application here that came to nothing, with all it says, or None."""
    query = whole().where(
        Application.market_id == market_id,
        Application.id == application_id,
        Application.state.in_(OVER),
        of_person(user_id),
    )
    return db.session.scalars(query).unique().one_or_none()


def untouched_draft(market_id: int, user_id: int) -> Application | None:
    """Return a draft of this person that nothing was written into yet, or None."""
    query = select(Application).where(
        Application.market_id == market_id,
        Application.author_id == user_id,
        Application.typed_by_id.is_(None),
        Application.state == ApplicationState.DRAFT,
        Application.version == 1,
        ~Application.pictures.any(),
    )
    return db.session.scalars(query.order_by(Application.id).limit(1)).one_or_none()


def reply_file(market: str, application_id: int, file_id: int) -> ApplicationFile:
    """Return a file that answers a question, with its application; NoResultFound for none."""
    query = (
        select(ApplicationFile)
        .join(ApplicationFile.application)
        .join(Application.market)
        .options(
            contains_eager(ApplicationFile.application).contains_eager(Application.market),
            joinedload(ApplicationFile.file),
        )
        .where(Market.slug == market, Application.id == application_id)
        .where(ApplicationFile.id == file_id, visible_to(whoever_asks()))
    )
    return db.session.scalars(query).one()


def held(numbers: Sequence[int]) -> Sequence[Application]:
    """Return applications by number, as they are now, for this transaction alone."""
    query = select(Application.id).where(Application.id.in_(numbers)).order_by(Application.id)
    db.session.execute(query.with_for_update(of=Application)).all()
    rows = whole().where(Application.id.in_(numbers)).execution_options(populate_existing=True)
    return db.session.scalars(rows).unique().all()


def to_confirm(token: str) -> Application:
    """Return the application whose owner was given this link; NoResultFound for none."""
    query = whole().where(Application.confirm_hash == tokens.digest(token))
    found: Application = db.session.scalars(query).unique().one()
    return found


def unconfirmed(markets: Collection[int]) -> Sequence[Application]:
    """Return what these markets' offices typed and no owner has confirmed, oldest first."""
    query = (
        select(Application)
        .options(joinedload(Application.market), joinedload(Application.typed_by))
        .where(
            Application.market_id.in_(markets),
            Application.typed_by_id.is_not(None),
            Application.confirmed_at.is_(None),
            Application.state.in_((*RUNNING, ApplicationState.ADMITTED)),
        )
    )
    return db.session.scalars(query.order_by(Application.id)).all()


def admitted_to(intake_id: int) -> int:
    """Return how many applications an intake has admitted."""
    query = select(func.count()).where(
        Application.intake_id == intake_id, Application.state == ApplicationState.ADMITTED
    )
    return db.session.scalar(query) or 0


def events(application_id: int) -> Sequence[ApplicationEvent]:
    """Return the steps of an application, oldest first."""
    query = select(ApplicationEvent).where(ApplicationEvent.application_id == application_id)
    return db.session.scalars(query.order_by(ApplicationEvent.id)).all()


def last_event(application_id: int) -> ApplicationEvent | None:
    """Return the latest step of an application, or None."""
    query = select(ApplicationEvent).where(ApplicationEvent.application_id == application_id)
    return db.session.scalars(query.order_by(ApplicationEvent.id.desc()).limit(1)).one_or_none()


def hold(application: Application) -> Application:
    """Hold an application for this transaction, and read afresh how it stands."""
    db.session.refresh(application, ["state", "version"], with_for_update=True)
    return application


def beginning(brand_id: int, market_id: int) -> Any:
    """Return how a brand came to a market: its lead and its application, the last of each.

    The row has `entered_at`, `source` and `responsible` of the lead, empty without one, and
    `submitted_at` and `decided_at`.
    """
    query = (
        select(
            Lead.created_at.label("entered_at"),
            Lead.source,
            User.name.label("responsible"),
            Application.submitted_at,
            Application.decided_at,
        )
        .select_from(Application)
        .outerjoin(Lead, Lead.application_id == Application.id)
        .outerjoin(User, User.id == Lead.responsible_id)
        .where(
            Application.brand_id == brand_id,
            Application.market_id == market_id,
            Application.state == ApplicationState.ADMITTED,
        )
    )
    newest = query.order_by(Application.id.desc(), Lead.id.desc()).limit(1)
    return db.session.execute(newest).first()
