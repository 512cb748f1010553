"""Sets of numbers as few bytes, and back. What packs them is loaded when there is some to pack."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyroaring import BitMap


def packed(numbers: Iterable[int]) -> bytes:
    """Return a set of numbers as few bytes."""
    from pyroaring import BitMap  # noqa: PLC0415 -- see above

    return BitMap(numbers).serialize()


def unpacked(kept: bytes) -> "BitMap":
    """Return the set again; of no bytes, an empty one."""
    from pyroaring import BitMap  # noqa: PLC0415 -- see above

    return BitMap.deserialize(kept) if kept else BitMap()
