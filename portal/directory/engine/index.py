"""The directory in memory: a bitmap for each value and each word, a column for each order.

A brand's slot is its place in the best order: eight shelves by rank, on each the freshest first.
Every shelf begins with room, so that a brand that changes goes to its front and nothing moves.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

import numpy as np
from pyroaring import BitMap

from portal.directory.engine.asking import Answer, Change, Chosen, Counts, Question, Source
from portal.directory.engine.bitmaps import best, by_number, meet, slots_in
from portal.directory.engine.kept import Kept, size_of
from portal.directory.engine.reading import Readings
from portal.directory.engine.shelves import Shelves
from portal.directory.engine.snapshot import LAGGING, Copy, Snapshots, Stamp, lags
from portal.directory.engine.terms import Terms
from portal.directory.engine.text import Term, Typed, Unit, is_near

MOST_BYTES = 6_000_000
"""Of answers that are kept, and as much of what texts found."""
BYTES_A_BRAND = 8
COUNTED = 4
"""Bytes of one count."""
MOST_READ = 5000
"""Hits of a long question that are read again; above, only those on the page are."""
SPARSE = 16
"""One hit in so many slots: with fewer, values are counted one by one, else by cutting bitmaps.

Where hits lie closer bitmaps hold them as bits, and cutting costs the same however many there are.
"""
NEW_DAYS = 30
EPOCHS = count(1)


class Index:
    """Answers questions about one installation's directory; kept in step with its log."""

    def __init__(
        self,
        source: Source,
        today: Callable[[], int],
        seconds: float,
        snapshots: Snapshots | None = None,
    ) -> None:
        self._source = source
        self._snapshots = snapshots or Snapshots()
        self._today = today
        self._seconds = seconds
        self._lock = threading.RLock()
        self._looked_at = float("-inf")
        self._stale = True
        self._at: Stamp | None = None
        self._kept_at = 0
        self._day = 0
        self._shelves = Shelves()
        self._terms = Terms(source)
        self._readings = Readings(source)
        self._answers: Kept[Question, Answer] = Kept(MOST_BYTES)
        self._texts: Kept[Any, tuple[list[Any], bool]] = Kept(MOST_BYTES)
        self.version = 0
        """Grows with everything that changes; a copy of anything is good for one version."""
        self.epoch = 0
        """Another one whenever everything is read anew, also by another index."""

    def look_again(self) -> None:
        """Read the log before the next answer: something was committed just now."""
        self._stale = True

    def refresh(self) -> None:
        """Come up to date with the log, at most once a second."""
        now = time.perf_counter()
        if not self._stale and now - self._looked_at < self._seconds:
            return
        with self._lock:
            self._stale, self._looked_at = False, now
            if self._at is not None:
                self._catch_up(self._at)
            elif not self._take_up():
                self._load()
            if (today := self._today()) != self._day:
                self._day = today
                self._shelves.begin_day(today, NEW_DAYS)
                self._forget()

    def still(self, epoch: int, version: int) -> bool:
        """Say whether this is still what is shown, as of the last second; asks no database."""
        return (
            not self._stale
            and (self.epoch, self.version) == (epoch, version)
            and time.perf_counter() - self._looked_at < self._seconds
            and self._today() == self._day
        )

    def _take_up(self) -> bool:
        """Begin with the copy on the disk and follow the log; say whether that could be done."""
        copy = self._snapshots.read()
        if copy is None or copy.stamp.form != self._source.form():
            return False
        self._begin(Shelves.standing(copy.columns, copy.bitmaps, copy.facts))
        self._at, self._kept_at = copy.stamp, copy.stamp.number
        self._catch_up(copy.stamp)  # reads all anew where the copy is not this database's
        return True

    def _load(self) -> None:
        """Read all anew; keep a copy for who comes after, and share it with him."""
        form, last = self._source.form(), self._source.last_change()
        self._at = Stamp(last.number, last.mark, form) if last else None
        shelves = Shelves()
        shelves.fill(self._source)
        if self._keep(shelves):
            copy = self._snapshots.read()
            if copy and copy.stamp == self._at:
                shelves = Shelves.standing(copy.columns, copy.bitmaps, copy.facts)
        self._begin(shelves)

    def _keep(self, shelves: Shelves) -> bool:
        """Keep a copy on the disk; say whether it is there."""
        if self._at is None:
            return False
        self._kept_at = self._at.number
        copy = Copy(self._at, shelves.columns(), shelves.bitmaps(), shelves.facts())
        return self._snapshots.keep(copy, len(shelves.brand))

    def _begin(self, shelves: Shelves) -> None:
        self._shelves = shelves
        size = len(self._shelves.brand)
        self._terms, self._readings = Terms(self._source, size), Readings(self._source)
        self._answers = Kept(MOST_BYTES + BYTES_A_BRAND * size)
        self._texts = Kept(MOST_BYTES + BYTES_A_BRAND * size)
        self._day = 0
        self.epoch = next(EPOCHS)
        self._forget()

    def _catch_up(self, at: Stamp) -> None:
        found = self._source.changes(at.number)
        if not found or (found[0].number, found[0].mark) != (at.number, at.mark):
            self._load()  # the log was cut, or it is another database's
            return
        if len(found) == 1:
            return
        self._at = replace(at, number=found[-1].number, mark=found[-1].mark)
        self._follow(found)
        self._keep_again()

    def _keep_again(self) -> None:
        """Keep a fresher copy when there is much to follow, unless another process just did."""
        if self._at is None or self._at.number - self._kept_at < LAGGING:
            return
        self._kept_at = self._at.number
        if lags(self._snapshots.stamp(), self._at):
            self._keep(self._shelves)

    def _follow(self, found: Sequence[Change]) -> None:
        """Take over what the log tells of."""
        changed = {one.brand_id for one in found[1:]}
        rows = {row.brand_id: row for row in self._source.rows(list(changed))}
        tokens = self._source.texts(list(rows)) if self._terms.are_known else {}
        # In the order of their changes: each goes to the front of those before it.
        for brand_id in sorted(changed, key=lambda one: rows[one].change if one in rows else 0):
            before = self._shelves.slot_of(brand_id)
            after = self._shelves.put(brand_id, rows.get(brand_id), self._day)
            if after is None and brand_id in rows:
                self._load()  # a shelf is full
                return
            told = tokens.get(brand_id)
            self._terms.follow(before, after, told[0] if told else "")
            self._readings.follow(before, after)
        self._forget()

    def _forget(self) -> None:
        self.version += 1
        self._answers.clear()
        self._texts.clear()
        self._shelves.recount()

    # What is asked

    @property
    def size(self) -> int:
        """Return how many brands are shown today."""
        return len(self._shelves.alive)

    def values(self, facet: str) -> dict[str, int]:
        """Return the values of a facet that shown brands have, with how many have each."""
        return self._shelves.totals.get(facet, {})

    def members(self, facet: str, value: str) -> Iterator[int]:
        """Yield the brands with a value, the best first."""
        with self._lock:
            found = self._shelves.of(facet, value) & self._shelves.alive
            return iter(self._brands(list(islice(found, 24))))

    def ask(self, question: Question) -> Answer:
        """Return what a question finds, and the count of every value under the other filters."""
        with self._lock:
            known = self._answers.get(question)
            if known is None:
                known = self._found(question)
                counts = COUNTED * sum(len(self._shelves.values(one)) for one in question.counted)
                own = size_of(known.tiers) if question.chosen else 0  # else the text's own
                self._answers.keep(question, known, own + counts)
            return known

    def named(self, typed: Typed, size: int) -> list[int]:
        """Return brands that are called so, the best first: wholly, from the beginning, in part.

        What is only spelt nearly so comes where there is nothing else. Made for whoever still
        types: where memory knows enough of them, nothing is asked of the database.
        """
        with self._lock:
            alive, slots = self._shelves.alive, self._shelves.slots
            found = list(islice(self._terms.exact(typed.whole, slots) & alive, size))
            if len(typed.units) == 1 and typed.units[0].is_latin:
                begun = (one for one in self._shelves.called(typed.whole).tolist() if one in alive)
                found += islice((one for one in begun if one not in found), size - len(found))
            if len(found) < size:
                within = meet(alive, (self._in_name(unit) for unit in typed.units))
                found += list(islice(within - BitMap(found), size - len(found)))
            if not found and len(typed.units) == 1:
                found = list(islice(self._near(typed.units[0]), size))
            return self._brands(found)

    def alike(
        self, brand_id: int, groups: Sequence[Chosen], shared: Mapping[str, Chosen], size: int
    ) -> list[tuple[int, list[str]]]:
        """Return other brands and what they share with one: from the first group, then the next.

        In a group those that share most come first, and of these the best.
        """
        with self._lock:
            sets = {name: self._having(self._shelves.alive, one) for name, one in shared.items()}
            slot = self._shelves.slot_of(brand_id)
            taken = BitMap([] if slot is None else [slot])
            found: list[int] = []
            for group in groups:
                within = self._having(self._shelves.alive, group) - taken
                found += best(by_number(within, sets.values()), 0, size - len(found))
                taken |= within
            told = [[name for name, one in sets.items() if at in one] for at in found]
            return list(zip(self._brands(found), told, strict=True))

    def _having(self, found: Any, chosen: Chosen) -> Any:
        """Return what of it has a value of each facet."""
        return meet(found, (self._any_of(name, values) for name, values in chosen))

    def _any_of(self, name: str, values: Iterable[str]) -> Any:
        return BitMap.union(BitMap(), *(self._shelves.of(name, value) for value in values))

    def page(self, answer: Answer, sort: str, start: int, size: int) -> list[int]:
        """Return the brands at one place of an answer, in the order asked for."""
        with self._lock:
            if sort == "best":
                return self._brands(list(best(answer.tiers, start, size)))
            return self._brands(self._sorted(answer, sort, start + size)[start : start + size])

    def change_of(self, brand_id: int) -> int:
        """Return the change with which a brand last became another; 0 when it is not here."""
        slot = self._shelves.slot_of(brand_id)
        return int(self._shelves.change[slot]) if slot is not None else 0

    def _brands(self, slots: Sequence[int]) -> list[int]:
        found: list[int] = self._shelves.brand[slots].tolist() if len(slots) else []
        return found

    def _found(self, question: Question) -> Answer:
        units = question.typed.units
        tiers = [self._shelves.alive]
        near = False
        if units:
            tiers, near = self._said(question)
        chosen = {name: self._any_of(name, values) for name, values in question.chosen}
        everything = tiers[0] if len(tiers) == 1 else BitMap.union(*tiers) if tiers else BitMap()
        hits = meet(everything, chosen.values())
        counts = Counts(
            {
                name: self._shelves.count(
                    meet(everything, (v for k, v in chosen.items() if k != name))
                    if name in chosen
                    else hits,
                    name,
                    len(self._shelves.brand) // SPARSE,
                )
                for name in question.counted
            }
        )
        narrowed = [tier & hits for tier in tiers] if chosen else tiers
        return Answer(len(hits), narrowed, counts, near)

    def _said(self, question: Question) -> tuple[list[Any], bool]:
        """Return what the text finds, kept: its pages and filters come one after another."""
        key = (question.typed, question.offices)
        known = self._texts.get(key)
        if known is None:
            known = self._matching(question)
            self._texts.keep(key, known, size_of(known[0]))
        return known

    def _matching(self, question: Question) -> tuple[list[Any], bool]:
        """Return all that the text finds, in disjoint tiers: whole name, name, word, story."""
        alive, near = self._shelves.alive, False
        names, words, anything = alive, alive, alive
        for unit in question.typed.units:
            in_name, in_words, anywhere = self._unit(unit)
            anywhere = anywhere | self._of_company(unit, question.offices)
            if not (anywhere & alive) and unit.is_latin:
                anywhere = self._near(unit)
                near = near or bool(anywhere)
            names, words, anything = names & in_name, words & in_words, anything & anywhere
        exact = self._terms.exact(question.typed.whole, self._shelves.slots) & alive
        anything = exact | self._read_again(anything, question, near=near)
        tiers, left = [], anything
        for tier in (exact, names, words, anything):
            tiers.append(tier & left)
            left = left - tier
        return tiers, near

    def _unit(self, unit: Unit) -> tuple[Any, Any, Any]:
        """Return what holds a unit in its name; there or among its words; anywhere."""
        found = [BitMap(), BitMap(), BitMap()]
        for way in unit.ways:
            parts = [self._holding(unit, term) for term in unit.terms(way)]
            for level in range(3):
                if together := [part[level] for part in parts]:
                    found[level] |= BitMap.intersection(*together)
        return found[0], found[1], found[2]

    def _holding(self, unit: Unit, term: Term) -> list[Any]:
        """Return what holds a term in its name; there or among its words; anywhere.

        A word that the house knows is the beginning of names alone, not of longer words.
        """
        begun = self._terms.places(term, self._shelves.slots)
        if not unit.is_word:
            return begun
        whole = self._terms.places(Term(term.token), self._shelves.slots)
        return [begun[0] | level for level in (begun[0], *whole[1:])]

    def _in_name(self, unit: Unit) -> Any:
        """Return what holds a unit in its name."""
        found = BitMap()
        for way in unit.ways:
            found |= BitMap.intersection(
                *(self._terms.names(term, self._shelves.slots) for term in unit.terms(way))
            )
        return found

    def _of_company(self, unit: Unit, offices: frozenset[str] | None) -> Any:
        """Return the brands whose company is called so, of those markets alone."""
        if offices is not None and not offices:
            return BitMap()
        parts = [self._terms.office(term, self._shelves.slots) for term in unit.terms(unit.ways[0])]
        found = BitMap.intersection(*parts)
        if offices is None:
            return found
        return found & BitMap.union(*(self._shelves.of("market", one) for one in offices))

    def _near(self, unit: Unit) -> Any:
        """Return the brands with a Latin word in their names that differs by one letter."""
        found = self._terms.misspelt(unit.text, self._shelves.slots) & self._shelves.alive
        slots = list(islice(found, MOST_READ))
        told = self._source.texts(self._brands(slots))
        kept = BitMap()
        for slot, brand_id in zip(slots, self._brands(slots), strict=True):
            words = (
                one[1:] for one in told.get(brand_id, ("", ""))[0].split(" ") if one[:1] == "n"
            )
            if any(is_near(unit.text, word) for word in words):
                kept.add(slot)
        return kept

    def _read_again(self, hits: Any, question: Question, *, near: bool) -> Any:
        """Leave out what holds the pairs of a longer run but not the run."""
        units = [unit for unit in question.typed.units if unit.needs_reading]
        if near or not units or not hits or len(hits) > MOST_READ:
            return hits
        read = self._readings.of(units, hits, self._brands)
        return meet(hits, (read[unit] | self._of_company(unit, question.offices) for unit in units))

    def _sorted(self, answer: Answer, sort: str, wanted: int) -> Any:
        """Return at least the first `wanted` slots of an answer in another order."""
        known = answer.ordered.get(sort)
        if known is not None and (len(known) >= wanted or len(known) == answer.total):
            return known
        slots = slots_in(BitMap.union(BitMap(), *answer.tiers))
        keys = self._shelves.keys(sort)[slots]
        keep = max(wanted, 240)
        if keep * 8 < len(slots):
            limit = np.partition(keys, keep - 1)[keep - 1]
            some = keys <= limit
            slots, keys = slots[some], keys[some]
        answer.ordered[sort] = found = slots[np.argsort(keys, kind="stable")]
        return found
