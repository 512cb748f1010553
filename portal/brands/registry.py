"""Who wants to know when a brand changes. The directory, above, keeps its index by it."""

from collections.abc import Callable

from portal.brands.models import Brand

Listener = Callable[[Brand], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener` in the same transaction whenever what outsiders see of a brand changes."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _listeners:
        listener(brand)
