"""What the staff's desk asks of the domains above: how many of this and that each market has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number per market: what it counts (lazy text), and the count by the market's number."""

    label: object
    count: Callable[[], Mapping[int, int]]


_figures: dict[str, Figure] = {}


def offer_figure(name: str, figure: Figure) -> None:
    """Show a number for each market on the staff's desk; a name offered again replaces."""
    _figures[name] = figure


def figures() -> list[Figure]:
    """Return the numbers in the order they were offered."""
    return list(_figures.values())
