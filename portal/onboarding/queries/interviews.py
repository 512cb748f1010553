"""Interviews: of an application, of a week, and whoever is somewhere already."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.asking import viewer as whoever_asks
from portal.core.db import db
from portal.markets.models import Market
from portal.onboarding.models import Application, Interview, InterviewMode, InterviewState
from portal.onboarding.queries.applications import visible_to

LONGEST = timedelta(hours=4)
"""No interview takes longer: how far back one may lie that is still going on."""


def interview(market: str, application_id: int, interview_id: int) -> Interview:
    """Return an interview with its application and market; NoResultFound as `application`."""
    query = (
        select(Interview)
        .join(Interview.application)
        .join(Application.market)
        .options(
            contains_eager(Interview.application).contains_eager(Application.market),
            contains_eager(Interview.application).joinedload(Application.author),
            joinedload(Interview.interviewer),
        )
        .where(Market.slug == market, Interview.application_id == application_id)
        .where(Interview.id == interview_id, visible_to(whoever_asks()))
    )
    return db.session.scalars(query).one()


def interviews(application_id: int) -> Sequence[Interview]:
    """Return the interviews of an application with who holds them, the latest first."""
    query = select(Interview).options(joinedload(Interview.interviewer))
    query = query.where(Interview.application_id == application_id)
    return db.session.scalars(query.order_by(Interview.id.desc())).all()


def open_interview(application_id: int) -> Interview | None:
    """Return the interview that is still to be held, or None."""
    query = (
        select(Interview)
        .options(joinedload(Interview.interviewer))
        .where(Interview.application_id == application_id, Interview.state == InterviewState.SET)
    )
    return db.session.scalars(query.order_by(Interview.id.desc()).limit(1)).one_or_none()


def around(
    market_id: int, begins: datetime, ends: datetime, interviewer_id: int, place: str
) -> Sequence[Interview]:
    """Return interviews of these hours that this person holds, or that use this room here."""
    room = (
        (Application.market_id == market_id)
        & (Interview.mode == InterviewMode.MARKET)
        & (Interview.place == place)
    )
    query = (
        select(Interview)
        .join(Interview.application)
        .options(contains_eager(Interview.application), joinedload(Interview.interviewer))
        .where(
            Interview.state == InterviewState.SET,
            Interview.starts_at < ends,
            Interview.starts_at > begins - LONGEST,
            or_(Interview.interviewer_id == interviewer_id, room),
        )
    )
    return db.session.scalars(query.order_by(Interview.starts_at)).all()
