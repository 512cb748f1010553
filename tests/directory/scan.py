"""The slow way to search: read every brand. What the index finds must be what this finds."""

import random
from collections import Counter
from collections.abc import Collection, Sequence

from portal.directory import rules
from portal.directory.engine import text
from portal.directory.engine.asking import Question
from portal.directory.facets import BY_NAME, FACETS, Facts

COUNTED = tuple(facet.name for facet in FACETS if facet.name != "new")


class Scan:
    """Every brand's texts and values, read one by one."""

    def __init__(self, facts: Collection[Facts]) -> None:
        self.facts = {one.revision.brand_id: one for one in facts}
        self._values = {
            number: {name: set(BY_NAME[name].of(one)) for name in COUNTED}
            for number, one in self.facts.items()
        }
        self._runs = {number: self._read(one) for number, one in self.facts.items()}
        self._lines = {number: "\n".join(runs) for number, (runs, _names) in self._runs.items()}

    def _read(self, facts: Facts) -> tuple[list[str], list[str]]:
        """Return all runs of a brand with its pinyin, and those of its names alone."""
        told = rules.texts(facts)
        names = [run for one in told.names for run in text.runs(one)]
        others = [run for one in (*told.words, *told.stories) for run in text.runs(one)]
        spoken = [one for run in names if not run.isascii() for one in text.spellings(run)]
        spoken += [one for word in told.spoken for one in text.heard(word)]
        kinds = [one for kind in told.kinds for one in text.characters(kind)]
        return [*names, *others, *spoken, *kinds], names

    def holds(self, number: int, question: Question) -> bool:
        """Say whether a brand holds everything that was typed."""
        everything, names = self._runs[number]
        line = self._lines[number]  # most brands do not even hold the letters
        return all(
            any(
                all(part in line and is_in(part, everything, names) for part in way)
                for way in unit.ways
            )
            for unit in question.typed.units
        )

    def chosen(self, number: int, question: Question, but: str = "") -> bool:
        """Say whether a brand has one of the values of every facet."""
        return all(
            self._values[number][name] & set(values)
            for name, values in question.chosen
            if name != but
        )

    def found(self, question: Question) -> set[int]:
        """Return the brands that fit."""
        fitting = [one for one in self.facts if self.chosen(one, question)]
        return {one for one in fitting if self.holds(one, question)}

    def said(self, question: Question) -> list[int]:
        """Return the brands that fit the text."""
        return [number for number in self.facts if self.holds(number, question)]

    def counts(self, question: Question) -> dict[str, dict[str, int]]:
        """Return the count of every value under the other filters."""
        said = self.said(question)
        return {
            name: dict(
                Counter(
                    value
                    for number in said
                    if self.chosen(number, question, but=name)
                    for value in self._values[number][name]
                )
            )
            for name in COUNTED
        }


def is_in(part: str, everything: Sequence[str], names: Sequence[str]) -> bool:
    """Say whether a run stands somewhere; one character counts in names and kinds, or alone."""
    if part.isascii() and len(part) == 1:
        return part in everything
    if part.isascii():
        return any(run.startswith(part) for run in everything)
    if len(part) == 1:
        return any(part in run for run in names) or part in everything
    return any(part in run for run in everything)


class Asker:
    """Draws questions as people ask them, the same every time."""

    def __init__(self, facts: Sequence[Facts], seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 -- the same questions every time
        self._facts = facts

    def question(self, known: Collection[str]) -> Question:
        """Return one more question: words, filters, or both."""
        dice = self._dice
        asked = dice.random()
        query = self.query() if asked < 0.75 else ""
        names = dice.sample(COUNTED, dice.randint(1, 3)) if asked > 0.4 or not query else []
        chosen = []
        for name in COUNTED:
            some = dice.choice(self._facts)
            values = BY_NAME[name].of(some)
            if name in names and values:
                chosen.append((name, tuple(sorted(dice.sample(values, 1)))))
        return Question(text.typed(query, known), tuple(chosen), COUNTED)

    def query(self) -> str:
        """Return a piece of what some brand says: characters, pinyin, or a word."""
        dice, facts = self._dice, self._dice.choice(self._facts)
        told = rules.texts(facts)
        fields = dice.choice((told.names, told.names, told.words, told.stories))
        runs = [run for one in fields for run in text.runs(one)] or ["云锦"]
        run = dice.choice(runs)
        if run.isascii():
            return run[: dice.randint(1, len(run))]
        kind = dice.random()
        if kind < 0.15 and fields is told.names:
            return dice.choice(text.spellings(run))
        size = min(len(run), dice.choice((1, 2, 2, 2, 3, 4)))
        at = dice.randint(0, len(run) - size)
        piece = run[at : at + size]
        return f"{piece} {self.query()}" if kind > 0.85 else piece
