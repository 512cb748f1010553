"""Who takes what an import brings.

A taker is offered by name in `portal/wiring.py` and takes some of the facts of a row (the names in
`reading.headings.TAKEN`). Facts that no taker takes are remembered in `RosterEntry` and come back
with the next export. The brands' own taker is always first: it knows the company and the brand.

A taker that claims nothing may still write beside the memory: `taking.licences` does. Dates are
ISO, `open` is a term without an end, and words that are no date come as they were written: take
only what you can read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.audit.actions import Actor
from portal.markets.models import Market

Target = tuple[int | None, int | None]
"""Numbers of a company and of a brand; none where there is none yet."""


@dataclass(frozen=True)
class Standing:
    """What is known of a merchant today, by fact; facts in `locked` change elsewhere only."""

    values: Mapping[str, str]
    locked: frozenset[str] = frozenset()


@dataclass
class Deed:
    """One ticked row that is being written. The first taker fills in what was made."""

    number: int
    effect: str
    """`new` or `changed`."""
    facts: Mapping[str, str]
    changes: Mapping[str, Sequence[str]]
    company_id: int | None
    brand_id: int | None
    undo: dict[str, Any] = field(default_factory=dict)


class Taker(Protocol):
    """Takes some facts of many rows at once: never one query for each."""

    name: str
    takes: frozenset[str]

    def standing(self, market_id: int) -> Mapping[Target, Standing]:
        """Return what is known today of every merchant of a market."""

    def write(self, market: Market, deeds: Sequence[Deed], by: Actor) -> None:
        """Write what is new, and keep in `deed.undo[name]` how to take it back."""

    def moved(self, deeds: Sequence[Deed]) -> set[int]:
        """Return the numbers of the rows whose things were changed by others since."""

    def take_back(self, deeds: Sequence[Deed]) -> None:
        """Undo exactly what was written."""


_takers: dict[str, Taker] = {}


def offer(taker: Taker) -> None:
    """Let a taker take its facts from now on; one name is one taker."""
    _takers[taker.name] = taker


def takers() -> list[Taker]:
    """Return who takes, in the order in which they were offered."""
    return list(_takers.values())


def claimed() -> frozenset[str]:
    """Return the facts that somebody takes."""
    return frozenset().union(*(one.takes for one in _takers.values()))
