"""What must hold of bookings: hours, slots, closures, quotas, deadlines. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from portal.core import clock
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.mentoring.models import Booking, BookingState, Closure, Service, ServiceHours

AHEAD = 28
"""How many days ahead a slot can be booked."""
REMIND = timedelta(hours=24)
DAY = 24 * 60
MOST_QUOTA = 99
HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:.](\d{2})")
BETWEEN = re.compile(r"[,;、\n]+")
S = BookingState
WORKFLOW = Workflow(
    {
        "hold": Step(frozenset({S.BOOKED, S.MISSED}), S.HELD),
        "miss": Step(frozenset({S.BOOKED, S.HELD}), S.MISSED),
        "cancel": Step(frozenset({S.BOOKED}), S.CANCELLED),
        "move": Step(frozenset({S.BOOKED}), S.BOOKED),
    }
)
NOTED = frozenset({S.BOOKED, S.HELD, S.MISSED})
"""Of what is over, what can be noted or noted anew."""
Stretch = tuple[int, int]


def hours_in(text: str, field: str) -> list[Stretch]:
    """Read a day's hours, like `9:00-12:00, 14:00-17:30`, as minutes of the day; none for "".

    Raises:
        InvalidError: on `field`: unreadable, or two stretches share a minute.
    """
    tidy = unicodedata.normalize("NFKC", text).strip()
    found = []
    for part in filter(None, (one.strip() for one in BETWEEN.split(tidy))):
        read = HOURS.fullmatch(part)
        if not read:
            raise InvalidError(field, _l("Hours like 9:00-12:00, please."))
        opens, closes = (int(read[at]) * 60 + int(read[at + 1]) for at in (1, 3))
        if not 0 <= opens < closes <= DAY or int(read[2]) >= 60 or int(read[4]) >= 60:  # noqa: PLR2004 -- minutes
            raise InvalidError(field, _l("The end must lie after the beginning, within the day."))
        found.append((opens, closes))
    found.sort()
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise InvalidError(field, _l("These hours overlap."))
    return found


def hours_text(hours: Iterable[ServiceHours], weekday: int) -> str:
    """Return a weekday's hours as they are written."""
    of_day = (one for one in hours if one.weekday == weekday)
    return ", ".join(f"{clock_words(one.opens)}-{clock_words(one.closes)}" for one in of_day)


def clock_words(minute: int) -> str:
    """Return a minute of the day: 9:00."""
    return f"{minute // 60}:{minute % 60:02}"


def stage_order(pair: tuple[str, int]) -> tuple[int, str]:
    """Put S10 after S9."""
    return int(pair[0][1:]), pair[0]


def closed_on(closures: Iterable[Closure], day: date) -> bool:
    """Say whether a day is closed."""
    return any(one.starts_on <= day <= one.ends_on for one in closures)


def instant(day: date, minute: int) -> datetime:
    """Return a minute of a day in the market's zone, as UTC."""
    midnight = datetime.combine(day, time(), clock.SHANGHAI)
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """Return the market's day of a moment."""
    return moment.astimezone(clock.SHANGHAI).date()


def beginnings(service: Service, day: date) -> Iterator[datetime]:
    """Yield when the slots of a day begin (UTC); none on a closed day."""
    if closed_on(service.closures, day):
        return
    for hours in service.hours:
        if hours.weekday == day.weekday():
            last = hours.closes - service.slot_minutes
            for minute in range(hours.opens, last + 1, service.slot_minutes):
                yield instant(day, minute)


def length(service: Service) -> timedelta:
    """Return how long a slot of a service is."""
    return timedelta(minutes=service.slot_minutes)


def is_slot(service: Service, moment: datetime, now: datetime) -> bool:
    """Say whether a slot that can be booked begins at a moment, whoever has booked it."""
    if service.ended_at or not now < moment <= now + timedelta(days=AHEAD + 1):
        return False
    return moment in beginnings(service, day_of(moment))


def free_lane(service: Service, taken: Iterable[Booking]) -> int | None:
    """Return the first lane that none of these bookings holds, None when all are held."""
    held = {one.lane for one in taken}
    return next((lane for lane in range(1, service.capacity + 1) if lane not in held), None)


@dataclass(frozen=True)
class Slot:
    """A slot on offer: when, how many places are left, and whether the brand is busy then."""

    starts_at: datetime
    ends_at: datetime
    left: int
    busy: bool

    @property
    def is_free(self) -> bool:
        """Say whether the brand can take it."""
        return self.left > 0 and not self.busy


@dataclass(frozen=True)
class SlotDay:
    """A day with its slots."""

    day: date
    slots: Sequence[Slot]

    @property
    def monday(self) -> date:
        """Return the day on which its week begins."""
        return clock.monday(self.day)

    @property
    def free(self) -> int:
        """Return how many of its slots the brand can take."""
        return sum(one.is_free for one in self.slots)


def overlaps(one: Booking, starts_at: datetime, ends_at: datetime) -> bool:
    """Say whether a booking shares a moment with a stretch of time."""
    return one.starts_at < ends_at and starts_at < one.ends_at


def slot_days(
    service: Service, now: datetime, taken: Sequence[Booking], own: Sequence[Booking]
) -> list[SlotDay]:
    """Return the days to come that have slots, each slot with what is left of it.

    `taken` are the service's standing bookings, `own` the brand's (whatever the service).
    """
    found = []
    for number in range(AHEAD + 1):
        day = day_of(now) + timedelta(days=number)
        slots = []
        for begins in beginnings(service, day):
            ends = begins + length(service)
            if begins > now:
                held = sum(overlaps(one, begins, ends) for one in taken)
                busy = any(overlaps(one, begins, ends) for one in own)
                slots.append(Slot(begins, ends, max(0, service.capacity - held), busy))
        if slots:
            found.append(SlotDay(day, slots))
    return found


@dataclass(frozen=True)
class Allowance:
    """What a brand may still use of a kind in its present stage; `most` is None without limit."""

    stage_code: str
    used: int
    most: int | None

    @property
    def is_spent(self) -> bool:
        """Say whether nothing is left."""
        return self.most is not None and self.used >= self.most


def may_change(booking: Booking, now: datetime) -> bool:
    """Say whether a brand may still move or call off by itself."""
    return now <= deadline(booking)


def deadline(booking: Booking) -> datetime:
    """Return until when a brand may move or call off by itself."""
    return last_change(booking.service, booking.starts_at)


def last_change(service: Service, starts_at: datetime) -> datetime:
    """Return until when a brand may change by itself what begins at a moment."""
    return starts_at - timedelta(hours=service.notice_hours)
