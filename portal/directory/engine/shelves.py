"""Where every shown brand stands in memory, and which values it has."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any, Self

import numpy as np
from pyroaring import BitMap

from portal.directory.engine.asking import Row, Source
from portal.directory.engine.bitmaps import bitmap_of, slots_in
from portal.directory.engine.text import span_of

SHELVES = 8
ROOM = 1024
"""Brands that can come to the front of each shelf before all is read anew; more in large ones."""
CHUNK = 1000
"""Brands that are taken at once: what waits to be poured is memory that is not given back."""
MOST_COLUMNS = 3
"""Values of one brand in one facet up to which the facet also has columns to count by."""
NEW = "new"
"""The facet of what has appeared lately: it is made each day."""
OF_FACET = "facet:"
FIELDS = {
    "newest": "published_day",
    "name": "name_number",
    "name_en": "english_number",
    "complete": "completeness",
    "price": "price",
}

ALPHABETICAL = frozenset({"name", "name_en"})


class Shelves:
    """Slots, columns and the bitmaps of values."""

    def __init__(self) -> None:
        self._make(0)
        self._bitmaps: dict[str, dict[str, Any]] = defaultdict(dict)
        self._columns: dict[str, tuple[Any, list[str]]] = {}
        self._paused: dict[int, Any] = {}
        self._away: dict[int, Any] = {}
        self._fronts = [0] * SHELVES
        self._room = [0] * SHELVES
        self._computed: dict[str, Any] = {}
        self.totals: dict[str, dict[str, int]] = {}
        self.alive: Any = BitMap()
        self._all: Any = BitMap()
        self.slots: Any = np.full(1024, -1, dtype=np.int32)
        """The slot of each brand by its number; -1 where it has none."""

    def _make(self, size: int) -> None:
        self.brand = np.zeros(size, dtype=np.int32)
        self.change = np.zeros(size, dtype=np.int32)
        self.rank = np.zeros(size, dtype=np.uint8)
        self.name_number = np.zeros(size, dtype=np.int64)
        self.english_number = np.zeros(size, dtype=np.int64)
        self.published_day = np.zeros(size, dtype=np.int32)
        self.completeness = np.zeros(size, dtype=np.uint8)
        self.price = np.zeros(size, dtype=np.uint8)

    # Keeping

    def columns(self) -> dict[str, Any]:
        """Return every column by a name of its own."""
        own = {name: getattr(self, name) for name in ("slots", "brand", "change", "rank")}
        own |= {name: getattr(self, name) for name in FIELDS.values()}
        return own | {f"{OF_FACET}{name}": told for name, (told, _codes) in self._columns.items()}

    def bitmaps(self) -> dict[str, Any]:
        """Return every bitmap by a name of its own, but those of a day."""
        found = {
            f"{OF_FACET}{name}:{value}": bitmap
            for name, values in self._bitmaps.items()
            for value, bitmap in values.items()
            if name != NEW
        }
        found |= {f"paused:{day}": bitmap for day, bitmap in self._paused.items()}
        found |= {f"away:{day}": bitmap for day, bitmap in self._away.items()}
        return found | {"all": self._all}

    def facts(self) -> dict[str, Any]:
        """Return what else has to be known: where shelves begin, the codes of columns."""
        codes = {name: codes for name, (_told, codes) in self._columns.items()}
        return {"fronts": self._fronts, "room": self._room, "codes": codes}

    @classmethod
    def standing(
        cls, columns: Mapping[str, Any], bitmaps: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Self:
        """Return the shelves as they were kept; who is alive today is not known yet."""
        found = cls()
        for name in ("slots", "brand", "change", "rank", *FIELDS.values()):
            setattr(found, name, columns[name])
        for key, bitmap in bitmaps.items():
            kind, _, name = key.partition(":")
            facet, _, value = name.partition(":")
            if f"{kind}:" == OF_FACET:
                found._bitmaps[facet][value] = bitmap
            elif name:
                days = found._paused if kind == "paused" else found._away
                days[int(name)] = bitmap
        found._all = bitmaps["all"]
        found._fronts, found._room = facts["fronts"], facts["room"]
        found._columns = {
            name: (columns[f"{OF_FACET}{name}"], codes) for name, codes in facts["codes"].items()
        }
        return found

    # Filling

    def fill(self, source: Source) -> None:
        """Take every brand: once for its place, and once for what it has."""
        self._place(np.fromstring(source.order(), dtype=np.int64, sep=",").reshape(-1, 3))
        rows = iter(source.rows(None))
        while some := list(islice(rows, CHUNK)):
            self._take(some)
        self._make_columns()

    def _take(self, rows: Sequence[Row]) -> None:
        """Note what some brands have; one that came after all were placed is left to the log."""
        ids = np.fromiter((row.brand_id for row in rows), np.int64, len(rows))
        slots = np.where(ids < len(self.slots), self.slots[ids % len(self.slots)], -1)
        fits = slots >= 0
        for name in FIELDS.values():
            told = np.fromiter((getattr(row, name) for row in rows), np.int64, len(rows))
            getattr(self, name)[slots[fits]] = told[fits]
        waiting: dict[str, list[int]] = defaultdict(list)
        for slot, row in zip(slots.tolist(), rows, strict=True):
            if slot < 0:
                continue
            for part in row.facets.split():
                waiting[part].append(slot)
            self._note_days(slot, row)
        for part, some in waiting.items():
            name, _, value = part.partition(":")
            self._bitmaps[name].setdefault(value, BitMap()).update(some)

    def _place(self, places: Any) -> None:
        ids, ranks, changes = places[:, 0], places[:, 1], places[:, 2]
        room = max(ROOM, len(ids) // 64)
        order = np.lexsort((ids, -changes, -ranks))
        size = len(ids) + SHELVES * room
        self._make(size)
        shelf_of = SHELVES - 1 - np.clip(ranks, 0, SHELVES - 1)
        self.slots = np.full(max(1024, int(ids.max(initial=0)) * 9 // 8 + 2), -1, dtype=np.int32)
        before = 0
        sorted_shelves = shelf_of[order]
        for shelf in range(SHELVES):
            own = order[sorted_shelves == shelf]
            front = before + room * (shelf + 1)
            at = np.arange(front, front + len(own), dtype=np.int32)
            self.slots[ids[own]] = at
            self.brand[at], self.change[at], self.rank[at] = ids[own], changes[own], ranks[own]
            self._fronts[shelf], self._room[shelf] = front, front - room
            before += len(own)
        self._all = bitmap_of(np.flatnonzero(self.brand))

    def _note(self, slot: int, row: Row) -> None:
        for name in FIELDS.values():
            getattr(self, name)[slot] = getattr(row, name)
        self._note_days(slot, row)

    def _note_days(self, slot: int, row: Row) -> None:
        if row.paused_from:
            self._paused.setdefault(row.paused_from, BitMap()).add(slot)
        if row.back_on:
            self._away.setdefault(row.back_on, BitMap()).add(slot)

    def _make_columns(self) -> None:
        for name, values in self._bitmaps.items():
            width = np.zeros(len(self.brand), dtype=np.uint8)
            for bitmap in values.values():
                bitmap.run_optimize()
                width[slots_in(bitmap)] += 1
            if (most := int(width.max(initial=0))) > MOST_COLUMNS:
                continue
            kind = np.uint8 if len(values) < 200 else np.uint16  # noqa: PLR2004 -- room for new values
            column = np.zeros((len(self.brand), most), dtype=kind)
            width[:] = 0
            for code, bitmap in enumerate(values.values(), 1):
                slots = slots_in(bitmap)
                column[slots, width[slots]] = code
                width[slots] += 1
            self._columns[name] = (column, list(values))

    # Changing

    def slot_of(self, brand_id: int) -> int | None:
        """Return where a brand stands."""
        slot = int(self.slots[brand_id]) if brand_id < len(self.slots) else -1
        return slot if slot >= 0 else None

    def put(self, brand_id: int, row: Row | None, day: int) -> int | None:
        """Let a brand go, and where it still is one, stand where it belongs now.

        Returns its slot; None when it is gone, or its shelf has no room.
        """
        before = self.slot_of(brand_id)
        same = (
            before is not None
            and row is not None
            and (self.change[before], self.rank[before]) == (row.change, row.rank)
        )
        if before is not None:
            self._leave(before)
        if row is None:
            return None
        slot = before if same else self._front(row)
        if slot is None:
            return None
        self._stand(slot, row, day)
        return slot

    def _leave(self, slot: int) -> None:
        self.slots[self.brand[slot]] = -1
        self.brand[slot] = 0
        self._all.discard(slot)
        self.alive.discard(slot)
        for values in self._bitmaps.values():
            for bitmap in values.values():
                bitmap.discard(slot)
        for bitmap in (*self._paused.values(), *self._away.values()):
            bitmap.discard(slot)
        for column, _codes in self._columns.values():
            column[slot] = 0

    def _front(self, row: Row) -> int | None:
        shelf = SHELVES - 1 - min(max(row.rank, 0), SHELVES - 1)
        front = self._fronts[shelf] - 1
        if front < self._room[shelf]:
            return None
        later = self.change[self._fronts[shelf]] if self._fronts[shelf] < len(self.change) else 0
        if self.brand[min(self._fronts[shelf], len(self.brand) - 1)] and later > row.change:
            return None  # it is no fresher than the first: let all be put in order
        self._fronts[shelf] = front
        return front

    def _stand(self, slot: int, row: Row, day: int) -> None:
        if row.brand_id >= len(self.slots):
            more = np.full(row.brand_id + 1024, -1, dtype=np.int32)
            more[: len(self.slots)] = self.slots
            self.slots = more
        self.slots[row.brand_id] = slot
        self.brand[slot], self.change[slot], self.rank[slot] = row.brand_id, row.change, row.rank
        self._note(slot, row)
        self._all.add(slot)
        if (not row.paused_from or row.paused_from > day) and row.back_on <= day:
            self.alive.add(slot)
        held: dict[str, list[str]] = defaultdict(list)
        for part in row.facets.split():
            name, _, value = part.partition(":")
            held[name].append(value)
        for name, values in held.items():
            for value in values:
                self._bitmaps[name].setdefault(value, BitMap()).add(slot)
            self._fill_columns(name, slot, values)

    def _fill_columns(self, name: str, slot: int, values: list[str]) -> None:
        if name not in self._columns:
            return
        column, codes = self._columns[name]
        codes += [value for value in values if value not in codes]
        if len(values) > column.shape[1] or len(codes) > np.iinfo(column.dtype).max:
            del self._columns[name]  # counted by its bitmaps from now on
            return
        for place, value in enumerate(values):
            column[slot, place] = codes.index(value) + 1

    # Asking

    def begin_day(self, day: int, new_days: int) -> None:
        """Show and hide what a day changes."""
        hidden = [bitmap for since, bitmap in self._paused.items() if since <= day]
        hidden += [bitmap for until, bitmap in self._away.items() if until > day]
        self.alive = self._all - BitMap.union(BitMap(), *hidden)
        self._new_since = day - new_days

    def recount(self) -> None:
        """Count every value among all that is shown."""
        slots = slots_in(self._all)
        fresh = slots[self.published_day[slots] > getattr(self, "_new_since", 0)]
        self._bitmaps[NEW] = {"30": bitmap_of(fresh)} if len(fresh) else {}
        self._columns.pop(NEW, None)
        self.totals = {
            name: {
                value: number
                for value, bitmap in values.items()
                if (number := self.alive.intersection_cardinality(bitmap))
            }
            for name, values in self._bitmaps.items()
        }

    def values(self, name: str) -> Collection[str]:
        """Return the values of a facet that any brand has or had."""
        return self._bitmaps.get(name, {})

    def of(self, name: str, value: str) -> Any:
        """Return the slots with a value of a facet."""
        return self._bitmaps.get(name, {}).get(value) or BitMap()

    def count(self, hits: Any, name: str, few: int) -> tuple[Sequence[str], Any]:
        """Return the values of a facet and how many of the hits have each."""
        if hits is self.alive:
            totals = self.totals.get(name, {})
            return tuple(totals), np.fromiter(totals.values(), np.uint32, len(totals))
        if len(hits) <= few and name in self._columns:
            column, codes = self._columns[name]
            numbers = np.bincount(column[slots_in(hits)].ravel(), minlength=len(codes) + 1)
            return codes, numbers[1:].astype(np.uint32)
        values = self._bitmaps.get(name, {})
        numbers = np.fromiter(
            (hits.intersection_cardinality(one) for one in values.values()), np.uint32, len(values)
        )
        return tuple(values), numbers

    def called(self, beginning: str) -> Any:
        """Return the slots of names whose pinyin begins so, the best first."""
        first, beyond = span_of(beginning)
        return np.flatnonzero((self.name_number >= first) & (self.name_number < beyond))

    def keys(self, sort: str) -> Any:
        """Return the column of an order, smaller first; by a filter, in the order of its codes."""
        if sort not in FIELDS:
            return self._places(sort)
        column = getattr(self, FIELDS[sort])
        if sort == "price":
            return np.where(column == 0, 255, column)
        return column if sort in ALPHABETICAL else -column.astype(np.int32)

    def _places(self, name: str) -> Any:
        """Return the place of each slot's value among the codes of a filter; none comes last."""
        values = self._bitmaps.get(name, {})
        column = np.full(len(self.brand), len(values), dtype=np.uint16)
        for at, code in enumerate(sorted(values)):
            column[slots_in(values[code])] = at
        return column
