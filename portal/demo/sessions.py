"""Mentors and shared rooms of the first market, and who has booked them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from portal.accounts import memberships
from portal.core import clock
from portal.core.errors import ConflictError
from portal.demo import cast, material
from portal.demo.material import days
from portal.demo.telling import House, Telling
from portal.demo.timeline import Story
from portal.markets import queries as markets
from portal.mentoring import actions, queries
from portal.mentoring.actions import Offer
from portal.mentoring.models import Booking, Service, ServiceKind

Numbers = dict[str, int]
OFFERED = 80
"""Days ago when the market began to lend by the hour."""
WORDS = ("name_zh", "name_en", "about_zh", "about_en", "place_zh", "place_en")
HOURS = {day: [(540, 720), (840, 1020)] for day in range(6)}
"""9:00-12:00 and 14:00-17:00, Monday to Saturday."""
FROM_STAGE = "S3"
WITH_MENTOR = (8, 18)
"""Days after a brand has entered the stage that asks for two sessions."""


def told() -> dict[str, Any]:
    """Return what the data file tells."""
    return material.read("sessions")


def everything(house: House, tellings: Sequence[Telling], now: datetime) -> list[Story]:
    """Return the stories of a market's offer and of every booking."""
    here = [one for one in tellings if one.house is house and FROM_STAGE <= one.stage <= "S7"]
    numbers: dict[str, int] = {}
    stories = [offer(house, numbers, now)]
    for place, row in enumerate(told()["bookings"]):
        stories.append(book(row, here[place % len(here)], numbers, now))
    return stories


def begin(houses: Iterable[House], first: Numbers, moment: datetime) -> list[Story]:
    """Return the stories of the mentor that every market has had from its first day.

    Their numbers are noted in `first` by the market.
    """
    pairs = zip(houses, cycle(told()["first"]))
    return [take_on(house, row, first, moment) for house, row in pairs]


def take_on(house: House, row: dict[str, Any], first: Numbers, moment: datetime) -> Story:
    """Offer a mentor of the office's own."""
    yield moment
    names = {name: row[name] for name in WORDS}
    written = Offer(
        **names,
        topics=row["topics"],
        capacity=1,
        slot_minutes=60,
        notice_hours=24,
        hours=HOURS,
    )
    market, by = markets.market(house.slug), house.office[0]
    first[house.slug] = actions.create(market, ServiceKind.MENTOR, written, by=by).id


def twice(telling: Telling, first: Numbers) -> Story:
    """Let a brand see the market's mentor twice, as its programme asks."""
    slug = telling.house.slug
    for days_in, note in zip(WITH_MENTOR, told()["notes"], strict=True):
        moment = telling.enters(FROM_STAGE) + days(days_in)
        yield material.office_hour(moment, ("mentor", telling.row["key"]))
        made = book_next(telling, queries.service(slug, first[slug]))
        number = made.id
        yield made.starts_at + timedelta(hours=2)
        found = queries.booking(slug, number)
        actions.note(found, held=True, shared_note=note, private_note="", by=telling.manager)


def book_next(telling: Telling, service: Service) -> Booking:
    """Book the first time that is free from the day after tomorrow on."""
    choice = queries.choice(telling.house.slug, telling.slug, service.id)
    day, topic = clock.today() + days(2), service.topics[0]
    while True:
        for at in queries.times(service, day):
            try:
                return actions.book(choice, at, topic=topic, beyond=True, by=telling.owner)
            except ConflictError:
                continue
        day += days(1)


def offer(house: House, numbers: dict[str, int], now: datetime) -> Story:
    """Offer everything, note its numbers by key, set quotas, let one mentor have an account."""
    yield now - days(OFFERED)
    market, by = markets.market(house.slug), house.office[0]
    for row in told()["services"]:
        facts = {name: row[name] for name in WORDS}
        written = Offer(
            **facts,
            topics=row["topics"],
            capacity=row["capacity"],
            slot_minutes=row["minutes"],
            notice_hours=24,
            hours=HOURS,
        )
        service = actions.create(market, kind_of(row["kind"]), written, by=by)
        numbers[row["key"]] = service.id
        if row["account"]:
            let_in(service, by)
    quotas = {kind_of(kind): most for kind, most in told()["quotas"].items()}
    actions.set_quotas(market, quotas, by=by)


def kind_of(word: str) -> ServiceKind:
    """Return a kind by what the data file calls it."""
    return next(one for one in ServiceKind if one.value == word)


def let_in(service: Service, by: cast.Person) -> None:
    """Let the mentor of the data file accept his invitation."""
    row = material.people("mentor")[0]
    user = cast.join_in({"person": row["name_zh"], "email": row["email"]})
    invitation, _link = actions.invite(service, email="", language=user.language, by=by)
    memberships.accept(invitation, user_id=user.id, name=user.name)


def book(row: dict[str, Any], telling: Telling, numbers: dict[str, int], now: datetime) -> Story:
    """Book a time some days before, and note what came of it."""
    today = now.astimezone(clock.SHANGHAI).date()
    yield now + days(min(row["day"], 0) - 4) - timedelta(hours=1)
    service = queries.service(telling.house.slug, numbers[row["service"]])
    day = today + days(row["day"])
    while not (slots := queries.times(service, day)):
        day += days(1) if row["day"] > 0 else -days(1)
    choice = queries.choice(telling.house.slug, telling.slug, service.id)
    at = slots[min(row["at"], len(slots) - 1)]
    number = actions.book(
        choice, at, topic=row["topic"], agenda=row["agenda"], beyond=True, by=telling.owner
    ).id
    if row["held"] is None:
        return
    yield at + timedelta(hours=3)
    actions.note(
        queries.booking(telling.house.slug, number),
        held=row["held"],
        shared_note=row["shared"],
        private_note=row["private"],
        by=telling.house.office[0],
    )
