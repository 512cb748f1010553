"""What was asked for last, up to so many bytes of it. Bitmaps say about how large they are."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

CONTAINER = 8192
"""Bytes of 65,536 slots in a bitmap, at most."""
OVERHEAD = 120


class Kept(Generic[Key, Value]):
    """Values by their key; those that nobody asked for longest go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """Return what is kept."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def keep(self, key: Key, value: Value, size: int) -> Value:
        """Keep a value of about so many bytes; return it."""
        self._held += size - self._values.pop(key, (None, 0))[1]
        self._values[key] = value, size
        while self._held > self._most and len(self._values) > 1:
            _key, (_value, freed) = self._values.popitem(last=False)
            self._held -= freed
        return value

    def clear(self) -> None:
        """Forget all."""
        self._values.clear()
        self._held = 0

    def __iter__(self) -> Iterator[tuple[Key, Value]]:
        return ((key, value) for key, (value, _size) in self._values.items())


def size_of(bitmaps: Iterable[Any]) -> int:
    """Return about how many bytes bitmaps take."""
    return sum(
        OVERHEAD + (min(2 * len(one), CONTAINER * (1 + (one.max() >> 16))) if one else 0)
        for one in bitmaps
    )
