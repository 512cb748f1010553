"""How a paper looks on a day, from what its versions say. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from portal.core import clock
from portal.papers.models import PaperVersion, Standing
from portal.papers.models import TrademarkState as T
from portal.papers.models import VersionState as V
from portal.papers.rules.dates import add_months
from portal.papers.rules.steps import IN_FORCE
from portal.reference import papers as kinds
from portal.reference.papers import Kind

NO_END = date.max


@dataclass(frozen=True)
class Facts:
    """What the versions of one paper say. Both parts may be missing."""

    in_force: V | None = None
    """VERIFIED or RENEWING."""
    expires_on: date | None = None
    """Of the version in force; none for ever."""
    last: V | None = None
    """The newest version, whatever became of it."""
    fell_on: date | None = None
    """When the last verification was withdrawn, where nothing is in force since."""

    @property
    def end(self) -> date:
        """Return the last good day; a day that never comes for a paper without an end."""
        return self.expires_on or NO_END


NOTHING = Facts()


class Told(NamedTuple):
    """What a version of a paper says, as lists read it: its columns, no row to keep track of."""

    state: V
    number: str
    issued_on: date | None
    expires_on: date | None
    decided_at: datetime | None
    withdrawn: bool


Version = TypeVar("Version", PaperVersion, Told, PaperVersion | Told)


def facts_of(versions: Sequence[PaperVersion | Told]) -> Facts:
    """Return what the versions of one paper say, the oldest first."""
    if not versions:
        return NOTHING
    if current := current_of(versions):
        return Facts(current.state, current.expires_on, versions[-1].state)
    fell = [local_day(one.decided_at) for one in versions if one.withdrawn and one.decided_at]
    return Facts(last=versions[-1].state, fell_on=max(fell, default=None))


def current_of(versions: Iterable[Version]) -> Version | None:
    """Return the version in force."""
    return next((one for one in versions if one.state in IN_FORCE), None)


def waiting_of(versions: Iterable[Version]) -> Version | None:
    """Return the version that waits for the office."""
    return next((one for one in versions if one.state is V.UPLOADED), None)


def local_day(moment: datetime) -> date:
    """Return the day of a moment where the markets are."""
    return moment.astimezone(clock.SHANGHAI).date()


def standing(kind: Kind, facts: Facts, today: date, *, asked: bool = True) -> Standing:
    """Return how a paper looks today. What is with the office says so before what is old."""
    if facts.last is V.UPLOADED and (facts.in_force is None or facts.end < today):
        return Standing.UPLOADED
    if facts.in_force is None and facts.last is V.RETURNED:
        return Standing.RETURNED
    if facts.in_force is None:
        return Standing.MISSING if asked else Standing.NOT_ASKED
    return in_force(kind, facts, today)


def in_force(kind: Kind, facts: Facts, today: date) -> Standing:
    """Return how a paper looks of which a version was verified."""
    if facts.end < today:
        return Standing.EXPIRED
    if facts.in_force is V.RENEWING:
        return Standing.RENEWING
    if (facts.end - today).days <= kind.notice_days:
        return Standing.UPLOADED if facts.last is V.UPLOADED else Standing.EXPIRING
    return Standing.VERIFIED


def is_valid(kind: Kind, facts: Facts, today: date) -> bool:
    """Say whether a paper is verified and good today, the grace of the law included."""
    return facts.in_force is not None and lapses_on(kind, facts.end) >= today


def lapses_on(kind: Kind, end: date) -> date:
    """Return the last day of the grace that the law gives, for a paper that ends on `end`."""
    return end if end == NO_END or not kind.grace_months else add_months(end, kind.grace_months)


def mark_of(state: T | None, certificate: Facts, today: date) -> str:
    """Return ® while a verified certificate is good, TM while the mark is on its way, or nothing.

    Source: Trademark Law, Article 9 and 52: only a registered mark may be called so.
    """
    if is_valid(kinds.every()["trademark"], certificate, today):
        return "®"
    return "TM" if state in {T.FILED, T.ACCEPTED, T.PUBLISHED, T.OPPOSED} else ""
