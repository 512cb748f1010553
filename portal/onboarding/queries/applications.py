"""One application, and those of a person."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.access.permissions import Role
from portal.core.db import db
from portal.markets.models import Market
from portal.onboarding.models import (
    WITH_THE_OFFICE,
    Application,
    ApplicationEvent,
    ApplicationPicture,
    ApplicationState,
)

RUNNING = (ApplicationState.DRAFT, ApplicationState.RETURNED, *sorted(WITH_THE_OFFICE))


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
