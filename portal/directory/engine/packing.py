"""Sets of numbers as few bytes, and back."""

from collections.abc import Iterable

from pyroaring import BitMap


def packed(numbers: Iterable[int]) -> bytes:
    """Return a set of numbers as few bytes."""
    return BitMap(numbers).serialize()


def unpacked(kept: bytes) -> BitMap:
    """Return the set again; of no bytes, an empty one."""
    return BitMap.deserialize(kept) if kept else BitMap()
