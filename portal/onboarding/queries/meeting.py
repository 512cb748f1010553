"""What a meeting decides on: the applications, the places, and what the market has already."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.asking import viewer as whoever_asks
from portal.brands import queries as brands
from portal.brands.models import Brand, Revision, RevisionState
from portal.core.db import db
from portal.intakes.models import Intake
from portal.markets.models import Market
from portal.onboarding.models import (
    WITH_THE_OFFICE,
    Application,
    ApplicationState,
    DecisionRound,
    WaitingPlace,
)
from portal.onboarding.queries.applications import visible_to
from portal.onboarding.queries.reviews import tallies
from portal.onboarding.ranking import Ranked, rank


def to_decide(market_id: int, intake_id: int | None = None) -> Sequence[Application]:
    """Return what the office may decide on, of one intake if given, the longest waiting first."""
    query = (
        select(Application)
        .options(joinedload(Application.market))
        .where(Application.market_id == market_id, Application.state.in_(sorted(WITH_THE_OFFICE)))
    )
    if intake_id:
        query = query.where(Application.intake_id == intake_id)
    return db.session.scalars(query.order_by(Application.submitted_at, Application.id)).all()


def intakes_to_decide(market_id: int) -> Sequence[Intake]:
    """Return the intakes in which applications wait for a decision, the one that closes first."""
    waiting = select(Application.intake_id).where(
        Application.market_id == market_id, Application.state.in_(sorted(WITH_THE_OFFICE))
    )
    query = select(Intake).where(Intake.market_id == market_id, Intake.id.in_(waiting))
    return db.session.scalars(query.order_by(Intake.closes_on, Intake.id)).all()


def of_market(market_id: int, numbers: Collection[int]) -> Sequence[Application]:
    """Return those of these applications that were sent to this market."""
    query = select(Application).where(
        Application.market_id == market_id,
        Application.id.in_(numbers),
        Application.submitted_at.is_not(None),
    )
    return db.session.scalars(query).all()


def ranked(applications: Collection[Application]) -> list[Ranked[Application]]:
    """Return these applications by their reviewers' weighted mean; unread ones at the end."""
    found = tallies([one.id for one in applications])
    return rank((one, found.get(one.id)) for one in applications)


# Places


def decision_round(market_id: int) -> DecisionRound | None:
    """Return how many places the office has stated, or None."""
    query = select(DecisionRound).where(DecisionRound.market_id == market_id)
    return db.session.scalars(query).one_or_none()


def admitted_since(market_id: int, since: datetime) -> int:
    """Return how many were admitted since a moment and still are."""
    query = select(func.count(Application.id)).where(
        Application.market_id == market_id,
        Application.state == ApplicationState.ADMITTED,
        Application.decided_at >= since,
    )
    return db.session.scalar(query) or 0


def hold_market(market_id: int) -> None:
    """Hold a market's waiting list, places and interviews for this transaction."""
    db.session.execute(select(Market.id).where(Market.id == market_id).with_for_update())


# The waiting list


def waiting_list(market_id: int) -> Sequence[WaitingPlace]:
    """Return a market's waiting list with the applications, first in line first."""
    query = (
        select(WaitingPlace)
        .join(WaitingPlace.application)
        .options(contains_eager(WaitingPlace.application).joinedload(Application.intake))
        .where(WaitingPlace.market_id == market_id)
    )
    fresh = query.order_by(WaitingPlace.position).execution_options(populate_existing=True)
    return db.session.scalars(fresh).all()


def waiting_places(market_id: int) -> Sequence[WaitingPlace]:
    """Return the rows of a waiting list alone, read afresh: for the verbs that move them."""
    query = select(WaitingPlace).where(WaitingPlace.market_id == market_id)
    fresh = query.order_by(WaitingPlace.position).execution_options(populate_existing=True)
    return db.session.scalars(fresh).all()


def waiting_place(application_id: int) -> tuple[int, int] | None:
    """Return position and length of the list where an application waits, or None."""
    here = select(WaitingPlace).where(WaitingPlace.application_id == application_id)
    place = db.session.scalars(here).one_or_none()
    if place is None:
        return None
    count = select(func.count(WaitingPlace.id)).where(WaitingPlace.market_id == place.market_id)
    return place.position, db.session.scalar(count) or 0


def positions(market_id: int) -> dict[int, int]:
    """Return the position of each application on a market's waiting list."""
    query = select(WaitingPlace.application_id, WaitingPlace.position)
    rows = db.session.execute(query.where(WaitingPlace.market_id == market_id))
    return dict(rows.all())


def on_the_list(market: str, application_id: int) -> Application:
    """Return an application that waits for a place; NoResultFound as `application`."""
    query = (
        select(Application)
        .join(Application.market)
        .options(contains_eager(Application.market))
        .where(Market.slug == market, Application.id == application_id)
    )
    return db.session.scalars(query.where(visible_to(whoever_asks()))).one()


# What the market has already


def brands_by_category(market_id: int) -> dict[str, int]:
    """Return how many brands agents find here, by category."""
    query = (
        select(Revision.category, func.count(Brand.id.distinct()))
        .join(Revision.brand)
        .where(
            Brand.market_id == market_id,
            brands.stands_open(),
            Revision.state == RevisionState.PUBLISHED,
        )
        .group_by(Revision.category)
    )
    return dict(db.session.execute(query).all())
