"""What is asked of the index, what it answers, and what it asks of the database. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from portal.directory.engine.text import Place, Term, Typed


class Row(NamedTuple):
    """One shown brand as the index keeps it."""

    brand_id: int
    rank: int
    """How verified and complete it is, from 0 to 7."""
    change: int
    """The change of the directory with which it last became another: the higher the fresher."""
    facets: str
    """Its values, as `name:value` with spaces between."""
    name_number: int
    published_day: int
    """The day on which it first appeared, as an ordinal."""
    completeness: int
    price: int
    """The place of its lowest tag price among all bands; 0 for none."""
    paused_from: int
    """The first day on which it is not shown, as an ordinal; 0 for none."""
    back_on: int = 0
    """The day from which it is shown, as an ordinal; 0 when it is shown already."""
    english_number: int = 0


@dataclass(frozen=True)
class Change:
    """One entry of the log: a brand of the directory became another, came or went."""

    number: int
    mark: int
    """Drawn by lot, so that the log of another database is told apart."""
    brand_id: int


class Source(Protocol):
    """The truth in the database. Only `ids` differs from one kind of database to the other."""

    def ids(self, term: Term, places: Sequence[Place]) -> Sequence[str]:
        """Return for each place the brands that hold a term there: numbers with commas between.

        A million numbers are read from one text in a tenth of the time that as many rows take.
        """

    def order(self) -> str:
        """Return number, rank and last change of every brand, all with commas between."""

    def rows(self, ids: Sequence[int] | None) -> Iterable[Row]:
        """Return what the index keeps of some brands, or of all."""

    def texts(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Return the tokens and the readable text of some brands."""

    def readable(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return the readable text alone."""

    def changes(self, since: int) -> list[Change]:
        """Return the log from this entry on, itself included."""

    def last_change(self) -> Change | None:
        """Return the end of the log."""

    def form(self) -> str:
        """Return what stands for the form of the tables: another one after each migration."""


Chosen = tuple[tuple[str, tuple[str, ...]], ...]
"""Facets with values: one of the values in each."""


@dataclass(frozen=True)
class Question:
    """A search as the index understands it; equal questions have equal answers."""

    typed: Typed = field(default_factory=Typed)
    chosen: Chosen = ()
    """What was chosen, in the order of the table."""
    counted: tuple[str, ...] = ()
    """The facets that this reader may know of."""
    sort: str = "best"
    offices: frozenset[str] | None = frozenset()
    """The markets whose companies may be searched; None for all."""


class Counts(Mapping[str, Mapping[str, int]]):
    """How many brands have each value of each facet: two rows of numbers, said when asked for."""

    def __init__(self, rows: Mapping[str, tuple[Sequence[str], Any]]) -> None:
        self._rows = rows

    def __getitem__(self, facet: str) -> Mapping[str, int]:
        codes, numbers = self._rows[facet]
        told = zip(codes, numbers.tolist(), strict=False)
        return {code: number for code, number in told if number}

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass
class Answer:
    """What was found. `tiers` are disjoint, the best first."""

    total: int
    tiers: list[Any]
    counts: Mapping[str, Mapping[str, int]]
    near: bool = False
    """Whether a word was only found spelt differently."""
    ordered: dict[str, Any] = field(default_factory=dict)
    """The hits in another order than the best first, once somebody asked for it."""
