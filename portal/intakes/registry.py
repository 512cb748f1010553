"""What the rooms above know of applications: who looks alike, and how full an intake is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.core.i18n import joined

Number = int


@dataclass(frozen=True)
class Candidate:
    """Something of a market that another may be compared with."""

    kind: str
    """lead, application or brand."""
    id: Number
    names: tuple[str, ...]
    mobile: str = ""
    credit_code: str = ""
    state: object = ""
    mergeable: bool = False
    """Whether another of its kind may take it in."""
    endpoint: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kin:
    """Something that looks like another, and why."""

    thing: Candidate
    reasons: tuple[object, ...]

    @property
    def why(self) -> str:
        """Return the reasons in one line."""
        return joined([str(one) for one in self.reasons])


@dataclass(frozen=True)
class Load:
    """How many applications an intake has: sent, and admitted."""

    sent: int = 0
    admitted: int = 0


Finder = Callable[[Number], Sequence[Candidate]]
Counter = Callable[[Sequence[Number]], dict[Number, Load]]
_finders: list[Finder] = []
_counters: list[Counter] = []
_users: list[Callable[[Number], bool]] = []


def offer_candidates(finder: Finder) -> None:
    """Let `finder` name what a market (its number is given) has beside leads and brands."""
    if finder not in _finders:
        _finders.append(finder)


def candidates(market_id: Number) -> list[Candidate]:
    """Return what others know of that may look alike."""
    return [one for finder in _finders for one in finder(market_id)]


def offer_loads(counter: Counter) -> None:
    """Let `counter` say how many applications intakes (by number) have."""
    _counters[:] = [counter]


def loads(numbers: Sequence[Number]) -> dict[Number, Load]:
    """Return how many applications these intakes have, by number."""
    found = {number: Load() for number in numbers}
    for counter in _counters:
        found |= counter(numbers)
    return found


def offer_use(is_used: Callable[[Number], bool]) -> None:
    """Let `is_used` say whether any application keeps an edition (by number)."""
    _users[:] = [is_used]


def is_used(edition_id: Number) -> bool:
    """Say whether any application keeps this edition of the questions."""
    return any(one(edition_id) for one in _users)
