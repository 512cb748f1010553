"""Reviews, blind: what a reader gave is shown to nobody else before all have handed in.

Every query of points goes through `shown_to` or `are_open`; no page decides it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.accounts.models import User
from portal.core.db import db
from portal.intakes.models import Edition
from portal.markets.models import Market
from portal.onboarding.models import (
    Application,
    ApplicationFile,
    ApplicationPicture,
    Criterion,
    Review,
    ReviewState,
    Rubric,
)
from portal.onboarding.queries.applications import visible_to
from portal.onboarding.ranking import Tally
from portal.onboarding.rules import FEWEST_REVIEWERS

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "rubric.json"
KNOWN = {state.value: state for state in ReviewState}
PASSED_ON = (ReviewState.RECUSED, ReviewState.REPLACED)


# The rubric


@cache
def shipped_criteria() -> tuple[Mapping[str, Any], ...]:
    """Return the lines of the rubric that a market begins with."""
    found: list[Mapping[str, Any]] = json.loads(SHIPPED.read_text(encoding="utf-8"))["criteria"]
    return tuple(found)


def rubric(market_id: int) -> Rubric | None:
    """Return a market's newest edition with its criteria; None while it has none of its own."""
    query = select(Rubric).options(selectinload(Rubric.criteria))
    query = query.where(Rubric.market_id == market_id).order_by(Rubric.edition.desc())
    return db.session.scalars(query.limit(1)).one_or_none()


def criteria(market_id: int) -> Sequence[Criterion]:
    """Return what a market looks at now: its newest edition, else the shipped one."""
    own = rubric(market_id)
    return own.criteria if own else unsaved_criteria()


def unsaved_criteria() -> list[Criterion]:
    """Return the shipped lines as criteria of no rubric yet."""
    return [Criterion(position=at, **line) for at, line in enumerate(shipped_criteria(), 1)]


# Who sees what


def are_open() -> ColumnElement[bool]:
    """Return the condition that the reviews of `Review.application_id` are open to the office.

    At least two are handed in and nobody is still reading.
    """
    other, late = aliased(Review), aliased(Review)
    handed_in = (
        select(func.count(other.id))
        .where(
            other.application_id == Review.application_id,
            other.state == ReviewState.HANDED_IN,
        )
        .scalar_subquery()
    )
    reading = exists().where(
        late.application_id == Review.application_id, late.state == ReviewState.ASSIGNED
    )
    return and_(handed_in >= FEWEST_REVIEWERS, ~reading)


def shown_to(viewer: Any) -> ColumnElement[bool]:
    """Return the condition for the reviews that this person may read: his own, and open ones."""
    return or_(Review.reviewer_id == viewer.id, are_open())


def with_points() -> Select[Any]:
    """Return the select of reviews with points, reader and rubric."""
    return select(Review).options(
        selectinload(Review.scores),
        joinedload(Review.reviewer),
        joinedload(Review.rubric).selectinload(Rubric.criteria),
    )


@dataclass(frozen=True)
class Seat:
    """One reader of an application as this visitor may know him.

    While the reviews are closed, whoever is still reading and whoever has handed in look alike.
    """

    review_id: int
    reviewer_id: int
    name: str
    state: ReviewState
    conflict: str
    mine: bool


def seats(application_id: int) -> list[Seat]:
    """Return the readers of an application, in the order they were asked."""
    asking = whoever_asks()
    told = or_(shown_to(asking), Review.state.in_(PASSED_ON))
    query = (
        select(
            Review.id,
            Review.reviewer_id,
            User.name,
            case((told, Review.state), else_=ReviewState.ASSIGNED.value),
            Review.conflict,
        )
        .join(Review.reviewer)
        .where(Review.application_id == application_id)
        .order_by(Review.id)
    )
    return [
        Seat(number, person, name, KNOWN[state], conflict, person == asking.id)
        for number, person, name, state, conflict in db.session.execute(query)
    ]


def open_reviews(application_id: int) -> Sequence[Review]:
    """Return the reviews that count, with their points, once all are in; nothing before."""
    query = with_points().where(
        Review.application_id == application_id,
        Review.state == ReviewState.HANDED_IN,
        are_open(),
    )
    return db.session.scalars(query.order_by(Review.id)).all()


def tallies(application_ids: Collection[int]) -> dict[int, Tally]:
    """Return the tally of each application whose reviews are open: three queries for all."""
    query = with_points().where(
        Review.application_id.in_(application_ids),
        Review.state == ReviewState.HANDED_IN,
        are_open(),
    )
    by_application: dict[int, list[Review]] = {}
    for one in db.session.scalars(query.order_by(Review.id)):
        by_application.setdefault(one.application_id, []).append(one)
    return {number: tally(found) for number, found in by_application.items()}


def tally(reviews: Sequence[Review]) -> Tally:
    """Return the tally of an application's open reviews."""
    readers = [{one.criterion_id: one.points or 0 for one in review.scores} for review in reviews]
    return Tally(reviews[0].rubric.criteria, readers)


# One's own


def own_review(market: str, application_id: int) -> Review:
    """Return the visitor's review of an application; NoResultFound when he was not asked."""
    query = in_market(market).where(
        Review.application_id == application_id,
        Review.reviewer_id == whoever_asks().id,
        visible_to(whoever_asks()),
    )
    found: Review = db.session.scalars(query).unique().one()
    return found


def review(market: str, application_id: int, review_id: int) -> Review:
    """Return a review without its points, for the office; NoResultFound as `application`."""
    query = (
        select(Review)
        .join(Review.application)
        .join(Application.market)
        .options(
            contains_eager(Review.application).contains_eager(Application.market),
            joinedload(Review.reviewer),
        )
        .where(Market.slug == market, Review.application_id == application_id)
        .where(Review.id == review_id, visible_to(whoever_asks()))
    )
    return db.session.scalars(query).one()


def review_by(application_id: int, reviewer_id: int) -> Review:
    """Return one person's review whoever asks: for work that no visitor does."""
    query = in_market().where(
        Review.application_id == application_id, Review.reviewer_id == reviewer_id
    )
    found: Review = db.session.scalars(query).unique().one()
    return found


def in_market(market: str | None = None) -> Select[Any]:
    """Return the select of reviews with all that their own form shows."""
    query = (
        with_points()
        .join(Review.application)
        .join(Application.market)
        .options(
            contains_eager(Review.application).contains_eager(Application.market),
            contains_eager(Review.application)
            .selectinload(Application.pictures)
            .joinedload(ApplicationPicture.file),
            contains_eager(Review.application)
            .joinedload(Application.edition)
            .selectinload(Edition.questions),
            contains_eager(Review.application)
            .selectinload(Application.files)
            .joinedload(ApplicationFile.file),
        )
    )
    return query.where(Market.slug == market) if market is not None else query


def panel(application_id: int) -> Sequence[Review]:
    """Return every review of an application, without points: for the verbs alone."""
    query = select(Review).where(Review.application_id == application_id)
    return db.session.scalars(query.order_by(Review.id)).all()


def agreement(brand_ids: Collection[int]) -> dict[int, bool]:
    """Return, by the brand's number, whether its application's readers were of one mind.

    Only brands whose applications two or more people read stand in it.
    """
    query = select(Application.id, Application.brand_id).where(Application.brand_id.in_(brand_ids))
    brands = {one.id: one.brand_id for one in db.session.execute(query)}
    found = tallies(brands).items()
    return {brands[number]: not one.disputed for number, one in found if len(one.readers) > 1}
