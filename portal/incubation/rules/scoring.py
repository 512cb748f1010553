"""Scores: points by criterion, and the one number that they come to. Pure and exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.models import Evidence, Milestone

MOST_POINTS = 5
"""0 is missing altogether, 5 the best there is. Source: domain table 8.3."""


@dataclass(frozen=True)
class Criterion:
    """One line of a milestone's rubric."""

    key: str
    name_zh: str
    name_en: str
    weight: int

    @property
    def field(self) -> str:
        """Return the name of its field."""
        return f"points_{self.key}"


def criteria(rows: Sequence[Mapping[str, Any]]) -> list[Criterion]:
    """Return a rubric as a template or a score keeps it, line by line."""
    return [
        Criterion(
            key=str(row["key"]),
            name_zh=str(row["name_zh"]),
            name_en=str(row.get("name_en") or ""),
            weight=int(row["weight"]),
        )
        for row in rows
    ]


def rubric(milestone: Milestone) -> list[Criterion]:
    """Return by what a milestone's evidence is scored; empty where it gets no score."""
    return criteria(milestone.rubric)


def weighted(points: Mapping[str, int], lines: Sequence[Criterion]) -> int:
    """Return the weighted mean in hundredths of a point, 0 to 500, halves rounded up.

    Where no line has a weight all weigh the same.
    """
    whole = sum(one.weight for one in lines)
    weights = {one.key: one.weight if whole else 1 for one in lines}
    total = sum(weight * points[key] for key, weight in weights.items())
    return int(Fraction(total * 100, sum(weights.values())) + Fraction(1, 2))


def check_points(points: Mapping[str, int], lines: Sequence[Criterion]) -> dict[str, int]:
    """Return the points of every criterion.

    Raises:
        InvalidError: one has none, or points that there are not; on its field.
    """
    for one in lines:
        if points.get(one.key) not in range(MOST_POINTS + 1):
            raise InvalidError(one.field, _l("Give points from 0 to 5."))
    return {one.key: points[one.key] for one in lines}


@dataclass(frozen=True)
class Scored:
    """One criterion of a score as it was given."""

    criterion: Criterion
    points: int


def scored(attempt: Evidence) -> list[Scored]:
    """Return an attempt's score line by line, by the rubric of its day."""
    return [Scored(one, int(attempt.scores[one.key])) for one in criteria(attempt.rubric)]
