"""Long lists of numbers, a piece at a time."""

from collections.abc import Iterator, Sequence

AT_A_TIME = 500
"""Numbers in one list of a query."""


def parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield a long list in pieces that fit in a query."""
    for place in range(0, len(numbers), AT_A_TIME):
        yield numbers[place : place + AT_A_TIME]
