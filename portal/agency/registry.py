"""Who wants to know how a brand's talks go on. The programme, beside us, passes by it."""

from collections.abc import Callable

from portal.brands.models import Brand

Listener = Callable[[Brand], None]
_listeners: list[Listener] = []


def listen_to_talks(listener: Listener) -> None:
    """Call `listener` in the same transaction whenever a brand answers or comes to terms."""
    if listener not in _listeners:
        _listeners.append(listener)


def gone_on(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _listeners:
        listener(brand)
