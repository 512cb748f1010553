"""Who wants to know when a brand changes, who may object to showing it, and who is connected.

The directory, above, keeps its index by the first; papers hold back a profile by the second;
connections, above too, say by the third which companies read a brand's exact terms today.
"""

from collections.abc import Callable

from portal.access.policy import Person
from portal.brands.models import Brand

Listener = Callable[[Brand], None]
PublishCheck = Callable[[Brand], list[object]]
ConnectionLookup = Callable[[Person, Brand], bool]
ConnectedPeople = Callable[[Brand], list[int]]
_listeners: list[Listener] = []
_publish_checks: list[PublishCheck] = []
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


def register_connections(lookup: ConnectionLookup, people: ConnectedPeople | None = None) -> None:
    """Ask `lookup` whether a person's company has an approved connection to a brand today.

    `people` returns the numbers of the accounts of all companies connected to a brand today:
    they are told when its terms change.
    """
    if lookup not in _connections:
        _connections.append(lookup)
    if people and people not in _connected_people:
        _connected_people.append(people)


def is_connected(person: Person, brand: Brand) -> bool:
    """Say whether the person's company reads the brand's exact terms today; by default nobody."""
    return any(lookup(person, brand) for lookup in _connections)


def connected_people(brand: Brand) -> list[int]:
    """Return the accounts of all companies that are connected to a brand today."""
    return sorted({number for people in _connected_people for number in people(brand)})
