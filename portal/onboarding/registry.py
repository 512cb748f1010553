"""What onboarding asks of domains it does not know: which stalls stand empty, by category."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Stalls:
    """How many stalls of one category a market has, let and empty."""

    vacant: int
    let: int


Vacancies = Callable[[int], Mapping[str, Stalls]]
"""From a market's number to its stalls by category code."""
_vacancies: list[Vacancies] = []


def register_vacancies(lookup: Vacancies) -> None:
    """Let whoever keeps the stalls say which categories have room."""
    _vacancies[:] = [lookup]


def vacancies(market_id: int) -> Mapping[str, Stalls]:
    """Return the stalls by category; empty while nobody keeps any."""
    return _vacancies[0](market_id) if _vacancies else {}
