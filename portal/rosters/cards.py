"""Rows of a preview as a page shows them: what is read, what changes, what is doubtful."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from portal.core import contact
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import said as in_own_language
from portal.reference import queries as reference
from portal.rosters import rules
from portal.rosters.models import Outcome, RosterRow
from portal.rosters.reading.cells import OPEN_END
from portal.rosters.reading.headings import LABELS, TAKEN
from portal.rosters.reading.words import Weight, kind_label, said

SHOWN = (
    "stall",
    "person",
    "mobile",
    "category",
    "credit_code",
    "company",
    "lease_end",
    "licence_end",
    "rent",
    "former",
    "other_mobiles",
    "note",
)
"""The facts of a row beside its name, in the order of reading."""
TONES = {
    Weight.NOTE: "quiet",
    Weight.DOUBT: "waiting",
    Weight.PROBLEM: "danger",
    Weight.LEFT: "quiet",
}


@dataclass(frozen=True)
class Remark:
    """One thing that is said about a row."""

    tone: str
    label: Markup
    """The column it is about; empty for the row."""
    typed: str
    """What stands in the cell."""
    read: str
    """What was read of it, where that differs."""
    words: Markup


def label_of(name: str) -> Markup:
    """Return what a fact is called; a column that is kept unread is called as in the file."""
    return (
        in_own_language(name[1:]) if name.startswith("+") else escape(str(LABELS.get(name, name)))
    )


def spoken(name: str, value: str) -> str:
    """Return a fact as a person reads it."""
    if name == "mobile":
        return contact.format_mobile(value) if value else ""
    if value == OPEN_END and name in {"lease_end", "licence_end"}:
        return _("without an end")
    if name == "category" and reference.is_known("category", value):
        return reference.term("category", value).label(language())
    return value


def remarks(row: RosterRow) -> list[Remark]:
    """Return all that is said about a row, the weightiest first."""
    weights = list(reversed(Weight))
    every = sorted((said(one) for one in row.says), key=lambda one: weights.index(one.weight))
    return [
        Remark(
            TONES[one.weight],
            label_of(one.about) if one.about else Markup(),
            row.typed.get(one.about, ""),
            read_as(row, one.about),
            one.words,
        )
        for one in every
    ]


def read_as(row: RosterRow, name: str) -> str:
    """Return what was read of a cell, when that is not what stands in it."""
    text = spoken(name, row.facts.get(name, "")) if name else ""
    return "" if text == row.typed.get(name, "") else text


@dataclass(frozen=True)
class Card:
    """One row of a preview."""

    row: RosterRow

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def title(self) -> Markup:
        """Return what the row is called by."""
        facts = self.row.facts
        names = [facts.get("brand", ""), facts.get("brand_en", "")]
        text = " ".join(one for one in names if one)
        if text:
            return in_own_language(text)
        if self.row.outcome is Outcome.LEFT_OUT:
            return in_own_language(" ".join(str(one) for one in self.row.typed.values())[:80])
        other = facts.get("company") or facts.get("person") or ""
        return in_own_language(other)

    @property
    def sign(self) -> tuple[object, str, str]:
        """Return its outcome's word, tone and sign."""
        return rules.OUTCOMES[self.row.outcome]

    @property
    def tickable(self) -> bool:
        """Say whether it may be taken over."""
        return self.row.outcome in rules.TICKABLE

    @property
    def facts(self) -> Iterator[tuple[Markup, Markup]]:
        """Yield what was read, but for the names and what changes."""
        known = [name for name in SHOWN if name in self.row.facts]
        own = [name for name in self.row.facts if name.startswith("+")]
        for name in [*known, *own]:
            if not (self.row.effect == "changed" and name in self.row.changes):
                yield label_of(name), in_own_language(spoken(name, self.row.facts[name]))

    @property
    def changes(self) -> Iterator[tuple[Markup, Markup, Markup]]:
        """Yield what would change: what, from what, to what."""
        if self.row.effect != "changed":
            return
        for name, (old, new) in self.row.changes.items():
            yield (
                label_of(name),
                in_own_language(spoken(name, old)),
                in_own_language(spoken(name, new)),
            )

    @property
    def remarks(self) -> list[Remark]:
        """Return what is said about it."""
        return remarks(self.row)


@dataclass(frozen=True)
class Cell:
    """One cell of a row, to be corrected."""

    name: str
    label: Markup
    typed: str
    remarks: list[Remark]


def cells(row: RosterRow, names: Iterable[str]) -> list[Cell]:
    """Return the cells of a row with what is said of each: the doubtful ones first."""
    every = remarks(row)
    found = []
    for name in names:
        label = label_of(name)
        here = [one for one in every if one.label == label]
        found.append(Cell(name, label, row.typed.get(name, ""), here))
    return sorted(found, key=lambda one: not any(mark.tone != "quiet" for mark in one.remarks))


def kinds(counts: Mapping[str, int]) -> list[tuple[str, object, int]]:
    """Return the kinds of remarks with how many rows carry each, the most frequent first."""
    told = [(code, kind_label(code), count) for code, count in counts.items()]
    return sorted(told, key=lambda one: (-one[2], one[0]))


def column_choices() -> list[tuple[str, Any]]:
    """Return what a column may hold, as it is offered."""
    return [(name, LABELS[name]) for name in (*TAKEN, "other", "skip")]
