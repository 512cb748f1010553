"""What mentoring asks of the domains beside it: which stalls a brand holds."""

from collections.abc import Callable, Sequence

from portal.brands.models import Brand

Stalls = Callable[[Brand], Sequence[str]]

_stalls: list[Stalls] = []


def register_stalls(stalls: Stalls) -> None:
    """Ask `stalls` for the numbers of the stalls that a brand holds today."""
    _stalls[:] = [stalls]


def stalls_of(brand: Brand) -> list[str]:
    """Return the numbers of the stalls that a brand holds today; none where nobody knows."""
    return [number for stalls in _stalls for number in stalls(brand)]
