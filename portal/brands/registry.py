"""Who wants to know when a brand changes, who may object to showing it, and who is connected.

The directory, above, keeps its index by the first; papers hold back a profile by the second;
connections, above too, say by the third which companies read a brand's exact terms today; and
whoever keeps proofs of what a profile says offers them by the fourth.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.access.policy import Person
from portal.audit.actions import Actor
from portal.brands.models import Brand
from portal.markets.models import Market


@dataclass(frozen=True)
class Change:
    """A brand that goes from one market to another."""

    brand: Brand
    old: Market
    new: Market
    last_day: date
    """On its stalls in the old market."""
    reason: str
    by: Actor


Listener = Callable[[Brand], None]
ChangeListener = Callable[[Change], None]
PublishCheck = Callable[[Brand], list[object]]


class OfBrand(Protocol):
    """A brand, or what knows its number."""

    @property
    def brand_id(self) -> int:
        """Return the brand's number."""
        ...


ConnectionLookup = Callable[[Person, OfBrand], bool]
ConnectedPeople = Callable[[Brand], list[int]]


@dataclass(frozen=True)
class Proof:
    """What stands behind a claim of a profile: a document, seen on a day and good until another.

    `confirmed`: somebody else, like the other side of an agreement, says the same.
    """

    document: object
    seen_on: date
    expires_on: date | None = None
    is_good: bool = True
    confirmed: bool = False


Proofs = Callable[[Brand], Mapping[str, Proof]]
_proofs: list[Proofs] = []
_listeners: list[Listener] = []
_publish_checks: list[PublishCheck] = []
_leaving: list[ChangeListener] = []
_arriving: list[ChangeListener] = []
_connections: list[ConnectionLookup] = []
_connected_people: list[ConnectedPeople] = []


def listen(listener: Listener) -> None:
    """Call `listener` in the same transaction whenever what outsiders see of a brand changes."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _listeners:
        listener(brand)


def register_publish_check(check: PublishCheck) -> None:
    """Ask `check` before a profile is published: it returns what stands in the way, in words."""
    if check not in _publish_checks:
        _publish_checks.append(check)


def publish_obstacles(brand: Brand) -> list[object]:
    """Return all that stands in the way of publishing a brand's profile, in words."""
    return [words for check in _publish_checks for words in check(brand)]


def listen_to_leaving(listener: ChangeListener) -> None:
    """Call `listener` while a brand still belongs to the market that it leaves."""
    if listener not in _leaving:
        _leaving.append(listener)


def listen_to_arriving(listener: ChangeListener) -> None:
    """Call `listener` as soon as a brand belongs to the market that it comes to."""
    if listener not in _arriving:
        _arriving.append(listener)


def leaves(change: Change) -> None:
    """Let everybody end what tied a brand to its old market."""
    for listener in _leaving:
        listener(change)


def arrives(change: Change) -> None:
    """Let everybody bring along what a brand has."""
    for listener in _arriving:
        listener(change)


def register_connections(lookup: ConnectionLookup, people: ConnectedPeople | None = None) -> None:
    """Ask `lookup` whether a person's company has an approved connection to a brand today.

    `people` returns the numbers of the accounts of all companies connected to a brand today:
    they are told when its terms change.
    """
    if lookup not in _connections:
        _connections.append(lookup)
    if people and people not in _connected_people:
        _connected_people.append(people)


def is_connected(person: Person, brand: OfBrand) -> bool:
    """Say whether the person's company reads the brand's exact terms today; by default nobody."""
    return any(lookup(person, brand) for lookup in _connections)


def connected_people(brand: Brand) -> list[int]:
    """Return the accounts of all companies that are connected to a brand today."""
    return sorted({number for people in _connected_people for number in people(brand)})


def register_proofs(proofs: Proofs) -> None:
    """Ask `proofs` what stands behind the fields of a brand's profile, by their names."""
    if proofs not in _proofs:
        _proofs.append(proofs)


def proofs_of(brand: Brand) -> dict[str, Proof]:
    """Return what stands behind the fields of a brand's profile; the last who offers wins."""
    return {name: one for proofs in _proofs for name, one in proofs(brand).items()}
