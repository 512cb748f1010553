"""Who wants to know when a brand has let an agent in. The programme, beside us, passes by it."""

from collections.abc import Callable

from portal.brands.models import Brand

Listener = Callable[[Brand], None]
_listeners: list[Listener] = []


def listen_to_openings(listener: Listener) -> None:
    """Call `listener` in the same transaction whenever a brand accepts an agent's asking."""
    if listener not in _listeners:
        _listeners.append(listener)


def opened(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _listeners:
        listener(brand)
