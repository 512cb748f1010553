"""The arithmetic of reviews: weighted means, spreads, places. Pure and exact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

from portal.onboarding.models import Criterion

MOST_POINTS = 5
DISAGREEMENT = 2
"""Readers who are further apart than this on a criterion should talk. Source: domain table 8.3."""
WHOLE = 100
"""What the weights of a rubric add up to."""
Thing = TypeVar("Thing")
Points = Mapping[int, int]
"""Points by the criterion's number, of one reader."""


def weighted(points: Points, weights: Mapping[int, int]) -> Fraction:
    """Return one reader's mean, from 0 to 5, each criterion by its weight.

    Raises:
        ZeroDivisionError: the weights add up to nothing.
    """
    total = sum(weights.values())
    return Fraction(sum(weight * points[number] for number, weight in weights.items()), total)


def mean(values: Sequence[Fraction | int]) -> Fraction:
    """Return the arithmetic mean of at least one value."""
    return Fraction(sum(values)) / len(values)


@dataclass(frozen=True)
class Line:
    """What all readers gave for one criterion, in the readers' order."""

    criterion: Criterion
    points: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        """Return the readers' mean."""
        return mean(self.points)

    @property
    def spread(self) -> int:
        """Return how far the readers are apart."""
        return max(self.points) - min(self.points)

    @property
    def disputed(self) -> bool:
        """Say whether they should talk about it."""
        return self.spread > DISAGREEMENT


@dataclass(frozen=True)
class Tally:
    """All reviews of one application: at least two, every criterion scored by each."""

    criteria: Sequence[Criterion]
    readers: Sequence[Points]

    @cached_property
    def lines(self) -> list[Line]:
        """Return the criteria in their order."""
        return [
            Line(one, tuple(points[one.id] for points in self.readers)) for one in self.criteria
        ]

    @cached_property
    def totals(self) -> list[Fraction]:
        """Return each reader's weighted mean."""
        weights = {one.id: one.weight for one in self.criteria}
        return [weighted(points, weights) for points in self.readers]

    @property
    def mean(self) -> Fraction:
        """Return the weighted mean of all readers, from 0 to 5."""
        return mean(self.totals)

    @property
    def spread(self) -> Fraction:
        """Return how far the readers' weighted means are apart."""
        return max(self.totals) - min(self.totals)

    @property
    def disputed(self) -> list[Line]:
        """Return the criteria on which the readers should talk."""
        return [line for line in self.lines if line.disputed]


@dataclass(frozen=True)
class Ranked(Generic[Thing]):
    """A thing with its place among those that have a tally; equal means share a place."""

    thing: Thing
    place: int | None
    tally: Tally | None


def rank(things: Iterable[tuple[Thing, Tally | None]]) -> list[Ranked[Thing]]:
    """Return the things by weighted mean, the best first; those without one follow as they came.

    Equal means share a place, and the next place is counted on: 1, 1, 3.
    """
    pairs = list(things)
    tallied = [(thing, tally) for thing, tally in pairs if tally is not None]
    tallied.sort(key=lambda pair: -pair[1].mean)
    found: list[Ranked[Thing]] = []
    for number, (thing, tally) in enumerate(tallied, 1):
        before = found[-1] if found else None
        same = before is not None and before.tally is not None and before.tally.mean == tally.mean
        found.append(Ranked(thing, before.place if same and before else number, tally))
    return found + [Ranked(thing, None, None) for thing, tally in pairs if tally is None]


def number(value: Fraction) -> str:
    """Return a mean as people read it: two digits after the point, half rounded up."""
    hundredths = (value * WHOLE + Fraction(1, 2)).__floor__()
    return f"{hundredths // WHOLE}.{hundredths % WHOLE:02d}"
