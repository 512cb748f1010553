"""What markets ask of the domains above, and tell them.

The staff's desk asks how many of this and that each market has; who shows a market's brands is
told when it closes, opens again or is renamed, or a hall or floor of it is; and markets ask which
stalls are let.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from portal.markets.models import Market

Occupancy = Callable[[Collection[int]], frozenset[int]]


@dataclass(frozen=True)
class Figure:
    """A number per market: what it counts (lazy text), and the count by the market's number."""

    label: object
    count: Callable[[], Mapping[int, int]]


_figures: dict[str, Figure] = {}
_occupancy: list[Occupancy] = []


def offer_figure(name: str, figure: Figure) -> None:
    """Show a number for each market on the staff's desk; a name offered again replaces."""
    _figures[name] = figure


def figures() -> list[Figure]:
    """Return the numbers in the order they were offered."""
    return list(_figures.values())


_listeners: list[Callable[[Market], None]] = []


def listen_to_changes(listener: Callable[[Market], None]) -> None:
    """Tell `listener` of every market that was closed, opened again or renamed."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_changed(market: Market) -> None:
    """Tell everyone that the market was closed, opened again or renamed."""
    for listener in _listeners:
        listener(market)


_listeners_to_places: list[Callable[[Market], None]] = []


def listen_to_places(listener: Callable[[Market], None]) -> None:
    """Tell `listener` of every market whose halls or floors are others, or called otherwise."""
    if listener not in _listeners_to_places:
        _listeners_to_places.append(listener)


def tell_places(market: Market) -> None:
    """Tell everyone that halls or floors of the market are others, or called otherwise."""
    for listener in _listeners_to_places:
        listener(market)


def register_occupancy(occupancy: Occupancy) -> None:
    """Let `occupancy` say which of some stalls (by number) are let, today or from a later day."""
    _occupancy[:] = [occupancy]


def let_stalls(stall_ids: Collection[int]) -> frozenset[int]:
    """Return which of these stalls are let, today or from a later day."""
    return frozenset[int]().union(*(one(stall_ids) for one in _occupancy))
