"""Mentors, rooms and bookings in every state for the worlds of the laws."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from portal.access.permissions import Role
from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.markets.models import Market
from portal.mentoring import rules
from portal.mentoring.forms import slot_text
from portal.mentoring.models import (
    Booking,
    BookingState,
    Closure,
    Quota,
    Service,
    ServiceHours,
    ServiceKind,
    WaitingWord,
)
from tests.site import furniture
from tests.site.furniture import Room

S = BookingState


@dataclass(frozen=True)
class Appointments:
    """What the addresses name: a mentor and a room, and bookings by their states."""

    services: list[Service]
    bookings: list[Booking]
    closure: Closure
    free: str
    """A time of the mentor that can be booked, as an address carries it."""


def service_of(room: Room, market: Market, kind: ServiceKind, person: User | None) -> Service:
    """Make a service that is open every morning; a mentor's with the person's account."""
    invitation = None
    if person:
        token = secrets.token_hex(8)  # he may look after several brands of a market
        invitation = furniture.invite(room, token, Role.MENTOR, market_id=market.id)
        invitation.used_by_id, invitation.used_at = person.id, clock.now()
    return room.make.save(
        Service(
            market_id=market.id,
            kind=kind,
            **room.words.two("name", "周老师", "Teacher Zhou"),
            **room.words.two("about", "请带样衣", "Bring samples"),
            topics=["design"] if person else [],
            **room.words.two("place", "三楼会议室", "Room on floor 3"),
            capacity=1 if person else 3,
            invitation_id=invitation.id if invitation else None,
            hours=[ServiceHours(weekday=day, opens=540, closes=720) for day in range(7)],
            closures=[],
        )
    )


def booking_of(
    room: Room, service: Service, brand: Brand, state: BookingState, day: int
) -> Booking:
    """Book a service for a brand, on a day counted from today."""
    begins = rules.instant(clock.today() + timedelta(days=day), 600)
    return room.make.save(
        Booking(
            market_id=service.market_id,
            service_id=service.id,
            brand_id=brand.id,
            lane=1,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            state=state,
            stage_code="S1",
            topic=service.topics[0] if service.topics else "",
            changed_at=clock.now(),
            reason=room.words.one("临时有事", "Something came up"),
            shared_note=room.words.one("先定价格带", "Fix the price band first"),
            private_note=room.words.one("再观察", "Watch on"),
        )
    )


def appointments_of(room: Room, market: Market, brand: Brand, mentor: User) -> Appointments:
    """Make a mentor and a room of a market, and one booking of the brand in each state."""
    services = [
        service_of(room, market, ServiceKind.MENTOR, mentor),
        service_of(room, market, ServiceKind.PATTERN_ROOM, None),
    ]
    bookings = [
        booking_of(room, services[0], brand, state, day)
        for day, state in ((3, S.BOOKED), (-1, S.BOOKED), (-3, S.HELD), (-4, S.MISSED))
    ]
    bookings.append(booking_of(room, services[1], brand, S.CANCELLED, 3))
    day = clock.today() + timedelta(days=9)
    why = room.words.one("盘点", "Stocktaking")
    closure = room.make.save(
        Closure(service_id=services[0].id, starts_on=day, ends_on=day, reason=why)
    )
    if not db.session.query(Quota).filter_by(market_id=market.id).first():
        quota = Quota(market_id=market.id, kind=ServiceKind.MENTOR, stage_code="S1", most=9)
        room.make.save(quota)
    room.make.save(WaitingWord(service_id=services[1].id, brand_id=brand.id))
    free = rules.instant(clock.today() + timedelta(days=6), 540)
    return Appointments(services, bookings, closure, slot_text(free))
