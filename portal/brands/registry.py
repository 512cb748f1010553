"""Who wants to know when a brand changes, and who may object to showing it.

The directory, above, keeps its index by the first; papers hold back a profile by the second.
"""

from collections.abc import Callable

from portal.brands.models import Brand

Listener = Callable[[Brand], None]
PublishCheck = Callable[[Brand], list[object]]
_listeners: list[Listener] = []
_publish_checks: list[PublishCheck] = []


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
