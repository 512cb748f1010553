"""Lines for a pattern cutter: Bezier paths, smooth lines, mirroring, placing.

Garments are drawn in millimetres, x from the centre front, y down from the neck or waist.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Points = tuple[Point, ...]

_CONTROLS = {"M": 1, "L": 1, "Q": 2, "C": 3}


def bezier(controls: Sequence[Point], steps: int = 12) -> list[Point]:
    """Return the points after the first of a Bezier curve of any degree."""
    found = []
    for step in range(1, steps + 1):
        t = step / steps
        level = list(controls)
        while len(level) > 1:
            level = [mix(a, b, t) for a, b in pairwise(level)]
        found.append(level[0])
    return found


def path(text: str, steps: int = 12) -> Points:
    """Return points along a path of the commands M, L, Q and C with absolute coordinates."""
    tokens = text.replace(",", " ").split()
    points: list[Point] = []
    command, at = "M", 0
    while at < len(tokens):
        if tokens[at] in _CONTROLS:
            command = tokens[at]
            at += 1
        count = 2 * _CONTROLS[command]
        numbers = [float(token) for token in tokens[at : at + count]]
        at += count
        controls = list(zip(numbers[::2], numbers[1::2], strict=True))
        points += controls if command in "ML" else bezier([points[-1], *controls], steps)
    return tuple(points)


def smooth(points: Sequence[Point], steps: int = 8) -> Points:
    """Return a curve through every point (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    found: list[Point] = [points[0]]
    for before, a, b, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        first = (a[0] + (b[0] - before[0]) / 6, a[1] + (b[1] - before[1]) / 6)
        second = (b[0] - (after[0] - a[0]) / 6, b[1] - (after[1] - a[1]) / 6)
        found += bezier([a, first, second, b], steps)
    return tuple(found)


def mix(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def flip(points: Iterable[Point]) -> Points:
    """Return the same line on the other side of the centre front."""
    return tuple((-x, y) for x, y in points)


def both(half: Sequence[Point]) -> Points:
    """Return the closed outline whose right half, top centre to bottom centre, is given."""
    return (*half, *reversed(flip(half)))


def ellipse(x: float, y: float, rx: float, ry: float, steps: int = 36) -> Points:
    turns = [2 * math.pi * step / steps for step in range(steps)]
    return tuple((x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns)


def wave(start: Point, end: Point, count: int, depth: float) -> Points:
    """Return a hem that swings in and out `count` times between two points."""
    steps = max(count * 8, 8)
    found = []
    for step in range(steps + 1):
        t = step / steps
        x, y = mix(start, end, t)
        found.append((x, y + depth * math.sin(t * count * 2 * math.pi) * math.sin(t * math.pi)))
    return tuple(found)


@dataclass(frozen=True)
class Place:
    """Where a drawing in millimetres lies on a picture in pixels."""

    x: float
    y: float
    scale: float
    turn: float = 0.0

    def put(self, points: Iterable[Point]) -> Points:
        cos, sin = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        k = self.scale
        return tuple(
            (self.x + k * (x * cos - y * sin), self.y + k * (x * sin + y * cos)) for x, y in points
        )
