"""Who wants to know when a brand has answered an agent. The programme, beside us, passes by it."""

from collections.abc import Callable

from portal.brands.models import Brand

Listener = Callable[[Brand], None]
_listeners: list[Listener] = []


def listen_to_answers(listener: Listener) -> None:
    """Call `listener` in the same transaction whenever a brand's own people answer an agent."""
    if listener not in _listeners:
        _listeners.append(listener)


def answered(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _listeners:
        listener(brand)
