"""The copy of the index on the disk: it is used when it is right, and never when it is not."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyroaring import BitMap

from portal.core import clock
from portal.directory.engine import snapshot
from portal.directory.engine.asking import Change, Question, Row
from portal.directory.engine.index import Index
from portal.directory.engine.snapshot import NAME, Copy, Snapshots, Stamp
from portal.directory.engine.text import typed
from portal.directory.facets import Facts
from tests.bench.invented import Ground, Inventor
from tests.directory.memory import Memory
from tests.directory.scan import COUNTED

BRANDS = 120
GROUNDS = [Ground(number, f"m{number}", (f"第{number}市场", "")) for number in range(1, 4)]
SORTS = ("best", "newest", "name", "price", "complete")


class Followed(Memory):
    """Facts that change, with their log; counts how often all are read."""

    def __init__(self, facts: Sequence[Facts], mark: int = 1) -> None:
        super().__init__(facts)
        self.log = [Change(1000, mark, 0)]
        self.kind = "one"
        self.read_whole = 0
        self.gone: dict[int, int] = {}

    def order(self) -> str:
        self.read_whole += 1
        return super().order()

    def rows(self, ids: Sequence[int] | None) -> list[Row]:
        wanted = self.facts if ids is None else [one for one in ids if one in self.facts]
        changed = {one.brand_id: one.number for one in self.log}
        return [row._replace(change=changed.get(row.brand_id, row.change))
                for row in super().rows(list(wanted))]  # fmt: skip

    def change(self, facts: Facts) -> None:
        """Publish a brand anew."""
        number = facts.revision.brand_id
        others = {one: told for one, told in self.facts.items() if one != number}
        super().__init__([*others.values(), facts])
        self.note(number)

    def hide(self, number: int) -> None:
        """Let a brand go."""
        super().__init__([one for at, one in self.facts.items() if at != number])
        self.note(number)

    def note(self, number: int) -> None:
        last = self.log[-1].number + 1
        self.log.append(Change(last, 7 * last, number))

    def changes(self, since: int) -> list[Change]:
        return [one for one in self.log if one.number >= since]

    def last_change(self) -> Change:
        return self.log[-1]

    def form(self) -> str:
        return self.kind


@pytest.fixture
def facts() -> list[Facts]:
    return [one for one, _ in Inventor(GROUNDS).many(1, BRANDS)]


@pytest.fixture
def spare() -> Iterator[Facts]:
    return (one for one, _ in Inventor(GROUNDS, seed=3).many(BRANDS + 1, BRANDS))


def begun(source: Memory, folder: Path, day: int = 0) -> Index:
    """Return the index of a process that begins."""
    today = day or clock.today().toordinal()
    made = Index(source, lambda: today, 0, Snapshots(folder, least=1))
    made.refresh()
    return made


def said(index: Index) -> list[Any]:
    """Return what an index answers, with every count and every order."""
    found: list[Any] = [index.size]
    for words in ("", "女裤", "云", "棉"):
        question = Question(typed(words, ()), (), COUNTED)
        answer = index.ask(question)
        found.append((answer.total, {name: dict(answer.counts[name]) for name in COUNTED}))
        found += [index.page(answer, sort, 0, BRANDS) for sort in SORTS]
    return found


def test_who_begins_takes_the_copy_and_says_the_same(facts: list[Facts], tmp_path: Path) -> None:
    source = Followed(facts)
    first = begun(source, tmp_path)
    assert source.read_whole == 1
    second = begun(source, tmp_path)
    assert source.read_whole == 1
    assert said(second) == said(first)
    assert second.size == BRANDS


def test_it_follows_what_happened_since(
    facts: list[Facts], spare: Iterator[Facts], tmp_path: Path
) -> None:
    source = Followed(facts)
    before = begun(source, tmp_path)
    source.change(next(spare))
    source.hide(5)
    source.change(facts[40])
    taken = begun(source, tmp_path)
    assert source.read_whole == 1
    before.look_again()
    before.refresh()
    anew = begun(source, tmp_path / "none")
    assert source.read_whole == 2
    assert said(taken) == said(before) == said(anew)
    again = begun(source, tmp_path)
    assert said(again) == said(anew), "what a process changes in its columns stays its own"


def test_a_new_day_is_a_new_day(facts: list[Facts], tmp_path: Path) -> None:
    paused = clock.today() + timedelta(days=1)

    class Pausing(Followed):
        def rows(self, ids: Sequence[int] | None) -> list[Row]:
            return [row._replace(paused_from=paused.toordinal() if row.brand_id == 9 else 0)
                    for row in super().rows(ids)]  # fmt: skip

    source = Pausing(facts)
    assert begun(source, tmp_path).size == BRANDS
    assert begun(source, tmp_path, day=paused.toordinal()).size == BRANDS - 1
    assert begun(source, tmp_path).size == BRANDS
    assert source.read_whole == 1


@pytest.mark.parametrize("other", ["mark", "form", "older", "cut"])
def test_a_copy_of_something_else_is_not_used(
    facts: list[Facts], tmp_path: Path, other: str
) -> None:
    begun(Followed(facts), tmp_path)
    source = Followed(facts[:50], mark=2 if other == "mark" else 1)
    if other == "form":
        source.kind = "two"
    if other == "older":
        source.log = [Change(999, 1, 0)]
    if other == "cut":
        source.log = [Change(5000, 1, 0)]
    index = begun(source, tmp_path)
    assert source.read_whole == 1
    assert index.size == 50
    assert begun(source, tmp_path).size == 50
    assert source.read_whole == 1, "the next one finds a right one"


@pytest.mark.parametrize("at", [0, 25, 200, -1, -3000])
def test_a_damaged_copy_is_not_used(facts: list[Facts], tmp_path: Path, at: int) -> None:
    first = begun(Followed(facts), tmp_path)
    file = tmp_path / NAME
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    source = Followed(facts)
    assert said(begun(source, tmp_path)) == said(first)
    assert source.read_whole == 1
    begun(source, tmp_path)
    assert source.read_whole == 1, "the next one finds a right one"


@pytest.mark.parametrize("length", [0, 10, 300, -1])
def test_nor_is_one_that_ends_early(facts: list[Facts], tmp_path: Path, length: int) -> None:
    begun(Followed(facts), tmp_path)
    file = tmp_path / NAME
    file.write_bytes(file.read_bytes()[:length])
    source = Followed(facts)
    assert begun(source, tmp_path).size == BRANDS
    assert source.read_whole == 1


def test_where_nothing_can_be_written_all_is_as_before(
    facts: list[Facts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_told: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert begun(Followed(facts), tmp_path).size == BRANDS
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(
    facts: list[Facts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_told: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot, "pour", full)
    assert begun(Followed(facts), tmp_path).size == BRANDS
    assert list(tmp_path.iterdir()) == []


def test_few_brands_need_no_copy(facts: list[Facts], tmp_path: Path) -> None:
    Index(Followed(facts), lambda: 1, 0, Snapshots(tmp_path)).refresh()
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_anew_once_there_is_much_to_follow(
    facts: list[Facts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "LAGGING", 3)
    monkeypatch.setattr("portal.directory.engine.index.LAGGING", 3)
    source = Followed(facts)
    index, numbers = begun(source, tmp_path), []
    for one in facts[:7]:
        source.change(one)
        index.refresh()
        stamp = Snapshots(tmp_path).stamp()
        numbers.append(stamp.number if stamp else None)
    assert numbers == [1000, 1000, 1003, 1003, 1003, 1006, 1006]
    assert said(begun(source, tmp_path)) == said(index)


def numbered(number: int) -> Copy:
    """Return a copy in which one number stands everywhere."""
    column = np.full(5000, number, dtype=np.int32)
    return Copy(Stamp(number, number, "one"), {"a": column}, {"b": BitMap([number])}, {})


def test_many_write_and_read_at_once(tmp_path: Path) -> None:
    path, numbers = tmp_path / NAME, count(1)
    mixed: list[Stamp] = []

    def write() -> None:
        for _time in range(40):
            snapshot.write(path, numbered(next(numbers)))

    def read() -> None:
        for _time in range(80):
            found = snapshot.read(path)
            if {*found.columns["a"].tolist(), *found.bitmaps["b"]} != {found.stamp.number}:
                mixed.append(found.stamp)

    snapshot.write(path, numbered(next(numbers)))
    together = [threading.Thread(target=one) for one in (write, write, read, read)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert mixed == []
    assert [one.name for one in tmp_path.iterdir()] == [NAME]


def test_what_a_killed_process_left_is_swept(tmp_path: Path, monkeypatch: Any) -> None:
    left = tmp_path / f"{NAME}-abc.part"
    left.write_bytes(b"half")
    empty = Copy(Stamp(1, 1, "one"), {}, {}, {})
    snapshot.write(tmp_path / NAME, empty)
    assert left.exists(), "somebody may be writing it"
    monkeypatch.setattr(snapshot, "ABANDONED", -1)
    snapshot.write(tmp_path / NAME, replace(empty))
    assert not left.exists()
