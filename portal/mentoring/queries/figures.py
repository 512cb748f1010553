"""Mentoring in numbers: what milestones ask for, and the hours for reports."""

from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, or_, select

from portal.brands.models import Brand
from portal.core.db import db
from portal.incubation.models import Enrolment
from portal.mentoring.models import Booking, BookingState, Service, ServiceKind


def sessions_held(brand: Brand) -> int:
    """Return how many sessions with mentors a brand has had."""
    query = (
        select(func.count(Booking.id))
        .join(Booking.service)
        .where(
            Booking.brand_id == brand.id,
            Booking.state == BookingState.HELD,
            Service.kind == ServiceKind.MENTOR,
        )
    )
    return db.session.scalar(query) or 0


def hours_by_programme(market_id: int) -> dict[int, timedelta]:
    """Return the hours that mentors gave the brands of each programme, by its number: one query.

    A session counts for the programme that its brand was in when it was held.
    """
    query = (
        select(Enrolment.programme_id, Booking.starts_at, Booking.ends_at)
        .join(Booking.service)
        .join(Enrolment, Enrolment.brand_id == Booking.brand_id)
        .where(
            Booking.market_id == market_id,
            Booking.state == BookingState.HELD,
            Service.kind == ServiceKind.MENTOR,
            Enrolment.created_at <= Booking.starts_at,
            or_(Enrolment.finished_at.is_(None), Enrolment.finished_at >= Booking.starts_at),
        )
    )
    total: dict[int, timedelta] = {}
    for number, begins, ends in db.session.execute(query):
        total[number] = total.get(number, timedelta()) + (ends - begins)
    return total


def hours_by_brand(brand_ids: Collection[int]) -> dict[int, int]:
    """Return how many whole hours mentors gave these brands, by the brand's number: one query."""
    query = (
        select(Booking.brand_id, Booking.starts_at, Booking.ends_at)
        .join(Booking.service)
        .where(
            Booking.brand_id.in_(brand_ids),
            Booking.state == BookingState.HELD,
            Service.kind == ServiceKind.MENTOR,
        )
    )
    total: dict[int, timedelta] = {}
    for number, begins, ends in db.session.execute(query):
        total[number] = total.get(number, timedelta()) + (ends - begins)
    return {number: spent // timedelta(hours=1) for number, spent in total.items()}


def minutes_by_service(market_id: int) -> Counter[int]:
    """Return how many minutes of each service were used, by its number: one query."""
    query = select(Booking.service_id, Booking.starts_at, Booking.ends_at).where(
        Booking.market_id == market_id, Booking.state == BookingState.HELD
    )
    total: Counter[int] = Counter()
    for number, begins, ends in db.session.execute(query):
        total[number] += int((ends - begins).total_seconds()) // 60
    return total
