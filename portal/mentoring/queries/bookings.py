"""Reading bookings: one, a market's lists, a brand's, a mentor's, and what a stage has used."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.brands import queries as brands
from portal.brands.models import Brand, Revision, RevisionState
from portal.core import clock, week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.incubation.models import Stage
from portal.markets.models import Market
from portal.mentoring import registry, rules
from portal.mentoring.criteria import BookingCriteria, BookingOrder, Shelf
from portal.mentoring.models import Booking, BookingState, Service, ServiceKind
from portal.mentoring.queries import services
from portal.mentoring.rules import Allowance

NOTE_WITHIN = timedelta(hours=72)
"""How long after the end of a session its note is late."""
SHOWN = 12
"""How many lines of one sort a home shows."""


def stands() -> ColumnElement[bool]:
    """Return the condition for bookings that were not called off."""
    return Booking.state != BookingState.CANCELLED


def on_shelf(shelf: Shelf, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition of one of the lists."""
    booked = Booking.state == BookingState.BOOKED
    return {
        Shelf.COMING: and_(booked, Booking.ends_at > now),
        Shelf.OPEN: and_(booked, Booking.ends_at <= now),
        Shelf.HELD: Booking.state == BookingState.HELD,
        Shelf.MISSED: Booking.state == BookingState.MISSED,
        Shelf.CANCELLED: Booking.state == BookingState.CANCELLED,
        Shelf.ALL: Booking.id.is_not(None),
    }[shelf]


def whole() -> Select[Any]:
    """Return the select of bookings with service, mentor's invitation, brand and market."""
    return (
        select(Booking)
        .join(Booking.service)
        .join(Booking.brand)
        .join(Booking.market)
        .options(
            contains_eager(Booking.service).joinedload(Service.invitation),
            contains_eager(Booking.brand).joinedload(Brand.market),
            contains_eager(Booking.market),
        )
    )


def booking(market: str, booking_id: int) -> Booking:
    """Return one booking of that market; NoResultFound for another market's."""
    query = whole().where(Market.slug == market, Booking.id == booking_id)
    found: Booking = db.session.scalars(query).one()
    return found


def listed(market_id: int, criteria: BookingCriteria) -> Select[Any]:
    """Return the select of a market's bookings that fit, in order."""
    query = whole().where(Booking.market_id == market_id, on_shelf(criteria.shelf, clock.now()))
    if criteria.kind:
        query = query.where(Service.kind == criteria.kind)
    if criteria.query:
        columns = (Brand.name_zh, Brand.name_en, Brand.pinyin, Service.name_zh, Service.name_en)
        query = query.where(
            or_(*(one.icontains(criteria.query, autoescape=True) for one in columns))
        )
    order = {
        BookingOrder.FIRST: (Booking.starts_at, Booking.id),
        BookingOrder.LAST: (Booking.starts_at.desc(), Booking.id.desc()),
        BookingOrder.BRAND: (Brand.pinyin, Booking.starts_at, Booking.id),
    }[criteria.order]
    return query.order_by(*order)


def page(market_id: int, criteria: BookingCriteria) -> Page[Booking]:
    """Return one page of a market's bookings."""
    return paginate(listed(market_id, criteria), criteria.page)


def rows(market_id: int, criteria: BookingCriteria) -> Sequence[Booking]:
    """Return all of a market's bookings that fit, for export."""
    return db.session.scalars(listed(market_id, criteria)).all()


def counts(market_id: int) -> dict[Shelf, int]:
    """Return how many bookings are in each list: one query."""
    parts = [func.count(case((on_shelf(one, clock.now()), 1))) for one in Shelf]
    found = db.session.execute(select(*parts).where(Booking.market_id == market_id)).one()
    return dict(zip(Shelf, found, strict=True))


def between(
    first: datetime,
    last: datetime,
    *,
    market_id: int | None = None,
    service_id: int | None = None,
    brand_id: int | None = None,
) -> Sequence[Booking]:
    """Return the standing bookings that share a moment with a stretch of time, in order."""
    query = whole().where(stands(), Booking.starts_at < last, Booking.ends_at > first)
    for column, number in (
        (Booking.market_id, market_id),
        (Booking.service_id, service_id),
        (Booking.brand_id, brand_id),
    ):
        if number is not None:
            query = query.where(column == number)
    return db.session.scalars(query.order_by(Booking.starts_at, Booking.id)).all()


def own(service_id: int, brand_id: int, starts_at: datetime) -> Booking | None:
    """Return what a brand has booked already with a service from this moment on, if anything."""
    query = whole().where(
        stands(),
        Booking.service_id == service_id,
        Booking.brand_id == brand_id,
        Booking.starts_at == starts_at,
    )
    return db.session.scalars(query).first()


def of_brand(brand_id: int, market_id: int | None = None) -> Sequence[Booking]:
    """Return everything that a brand ever booked, in one market or any, the latest first."""
    query = whole().where(Booking.brand_id == brand_id)
    if market_id is not None:
        query = query.where(Booking.market_id == market_id)
    return db.session.scalars(query.order_by(Booking.starts_at.desc(), Booking.id.desc())).all()


def of_mentor(user_id: int) -> Sequence[Booking]:
    """Return what is booked with a person as mentor, and what he held, the latest first."""
    own = Service.invitation.has(used_by_id=user_id)
    query = whole().where(own, stands())
    return db.session.scalars(query.order_by(Booking.starts_at.desc()).limit(10 * SHOWN)).all()


def coming_of_service(service_id: int) -> Sequence[Booking]:
    """Return what is booked at a service from now on, the next first."""
    query = whole().where(Booking.service_id == service_id, on_shelf(Shelf.COMING, clock.now()))
    return db.session.scalars(query.order_by(Booking.starts_at).limit(2 * SHOWN)).all()


def allowances(brand: Brand) -> Mapping[ServiceKind, Allowance]:
    """Return what a brand may still use of each kind in its present stage: three queries."""
    way = services.way_of(brand.id)
    code = way.stage.code if way else ""
    used = used_in_stage(brand, code, way.created_at if way else None)
    most = services.quotas(brand.market_id)
    return {kind: Allowance(code, used[kind], most[kind].get(code)) for kind in ServiceKind}


def used_in_stage(brand: Brand, code: str, since: datetime | None) -> Counter[ServiceKind]:
    """Return how often a brand has booked each kind in its market while it was in a stage.

    Whoever left the programme and began again begins the stage's quota again: `since` says when.
    """
    again = [Booking.created_at >= since] if since else []
    query = (
        select(Service.kind, func.count(Booking.id))
        .join(Booking.service)
        .where(
            stands(),
            Booking.brand_id == brand.id,
            Booking.market_id == brand.market_id,
            Booking.stage_code == code,
            *again,
        )
        .group_by(Service.kind)
    )
    return Counter(dict(db.session.execute(query).all()))


@dataclass(frozen=True)
class Visitor:
    """What a mentor knows of the brand that comes to him."""

    stage: Stage | None
    stalls: Sequence[str]
    is_published: bool
    """Whether its page in the directory can be read."""
    earlier: Sequence[Booking]
    """What he noted of it before, the latest first."""


def visitor(booking: Booking) -> Visitor:
    """Return what the mentor of a booking knows of its brand."""
    brand = booking.brand
    way = services.way_of(brand.id)
    published = (
        select(func.count(Revision.id))
        .join(Revision.brand)
        .join(Brand.market)
        .where(
            Brand.id == brand.id,
            Revision.state == RevisionState.PUBLISHED,
            brands.outsiders_see_it(),
        )
    )
    noted = whole().where(
        Booking.service_id == booking.service_id,
        Booking.brand_id == brand.id,
        Booking.id != booking.id,
        or_(Booking.shared_note != "", Booking.private_note != ""),
    )
    return Visitor(
        stage=way.stage if way else None,
        stalls=registry.stalls_of(brand),
        is_published=bool(db.session.scalar(published)),
        earlier=db.session.scalars(noted.order_by(Booking.starts_at.desc()).limit(SHOWN)).all(),
    )


def brands_with(service_id: int) -> Select[Any]:
    """Return the select of the brands (by number) that meet a mentor, or have met him."""
    return select(Booking.brand_id).where(Booking.service_id == service_id, stands())


# For homes and letters


def coming(brand_ids: Collection[int]) -> Sequence[Booking]:
    """Return the next booking of each of these brands within a week."""
    until = clock.now() + rules.REMIND * 7
    query = whole().where(
        Booking.brand_id.in_(brand_ids),
        on_shelf(Shelf.COMING, clock.now()),
        Booking.starts_at <= until,
    )
    found: dict[int, Booking] = {}
    for one in db.session.scalars(query.order_by(Booking.starts_at, Booking.id)):
        found.setdefault(one.brand_id, one)
    return list(found.values())


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: what is over and says not whether it was held.

    And what begins before the week ends. Both are named by the moment at which they begin.
    """
    now = week.moment()
    soon = and_(
        Booking.state == BookingState.BOOKED,
        Booking.starts_at > now,
        Booking.starts_at < week.midnight_after(week.end()),
    )
    over = on_shelf(Shelf.OPEN, now)
    return [
        _line(
            "session",
            market_ids,
            over,
            since=Booking.starts_at,
            within=NOTE_WITHIN,
            shelf=week.by_moment(Booking.ends_at, NOTE_WITHIN),
        ),
        _line("booking", market_ids, soon, since=Booking.starts_at),
    ]


def _line(
    kind: str, market_ids: Collection[int], which: ColumnElement[bool], **clocked: Any
) -> Select[Any]:
    lines = week.line(
        kind,
        market_id=Booking.market_id,
        thing_id=Booking.id,
        brand_id=Brand.id,
        slug=Brand.slug,
        name_zh=Brand.name_zh,
        name_en=Brand.name_en,
        words_zh=Service.name_zh,
        words_en=Service.name_en,
        **clocked,
    )
    return (
        lines.select_from(Booking)
        .join(Booking.brand)
        .join(Booking.service)
        .where(Booking.market_id.in_(market_ids), which)
    )


def of_mentor_now(user_id: int) -> Sequence[Booking]:
    """Return what a mentor has to note, and what he holds within a day."""
    query = whole().where(
        Service.invitation.has(used_by_id=user_id),
        Booking.state == BookingState.BOOKED,
        Booking.starts_at <= clock.now() + rules.REMIND,
    )
    return db.session.scalars(query.order_by(Booking.starts_at, Booking.id).limit(SHOWN)).all()


def due_for_reminder(now: datetime) -> Sequence[Booking]:
    """Return what begins within a day and nobody was reminded of, held for this transaction."""
    query = whole().where(
        Booking.state == BookingState.BOOKED,
        Booking.reminded_at.is_(None),
        Booking.starts_at > now,
        Booking.starts_at <= now + rules.REMIND,
    )
    held = query.order_by(Booking.id).with_for_update(of=Booking, skip_locked=True)
    return db.session.scalars(held).all()
