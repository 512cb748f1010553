"""Longer words are read again in the texts: their pairs may stand apart. Each text is read once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from portal.directory.engine.asking import Source
from portal.directory.engine.kept import Kept, size_of
from portal.directory.engine.text import Unit, says

MOST_BYTES = 6_000_000


@dataclass
class Reading:
    """What is known of one word, by slots: where it was looked for, and where it stands."""

    read: Any
    found: Any


class Readings:
    """Readings of the words that were asked for lately, kept in step with what changes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: Kept[Unit, Reading] = Kept(MOST_BYTES)

    def of(
        self, units: Iterable[Unit], hits: Any, brands: Callable[[Sequence[int]], list[int]]
    ) -> dict[Unit, Any]:
        """Return for each word the slots where it stands, as far as it is among the hits."""
        known = {one: self._known.get(one) or Reading(BitMap(), BitMap()) for one in units}
        unread = BitMap.union(BitMap(), *(hits - one.read for one in known.values()))
        if unread:
            slots = list(unread)
            numbers = brands(slots)
            told = self._source.readable(numbers)
            for unit, reading in known.items():
                reading.read |= unread
                reading.found |= BitMap(
                    slot
                    for slot, number in zip(slots, numbers, strict=True)
                    if says(told.get(number, ""), unit)
                )
        for unit, reading in known.items():
            self._known.keep(unit, reading, size_of((reading.read, reading.found)))
        return {unit: reading.found for unit, reading in known.items()}

    def follow(self, before: int | None, after: int | None) -> None:
        """Forget what was read of a brand that has changed."""
        for _unit, reading in self._known:
            for slot in (before, after):
                if slot is not None:
                    reading.read.discard(slot)
                    reading.found.discard(slot)
