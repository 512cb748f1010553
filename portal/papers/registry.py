"""Who wants to know when a brand's papers change. Incubation, above, looks at its facts again."""

from collections.abc import Callable

from portal.brands.models import Brand

Listener = Callable[[Brand], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener` in the same transaction whenever a paper of a brand was decided on."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _listeners:
        listener(brand)
