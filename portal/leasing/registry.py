"""Who wants to know when a brand's stalls change: the directory, beside, finds brands by them."""

from collections.abc import Callable

from portal.brands.models import Brand

Listener = Callable[[Brand], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener` in the same transaction when a brand's let begins, opens, shuts or ends."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _listeners:
        listener(brand)
