"""Exact terms of the brands one is connected with: what is asked of them, and which fit. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from portal.brands import kinds
from portal.brands.models import Revision
from portal.brands.offers import BANDS
from portal.directory.engine.text import sort_key

BY_NAME = "name"


@dataclass(frozen=True)
class Limit:
    """A term that can be asked for: how it is read and said. Its number is the agent's best."""

    name: str
    read: Callable[[str], int]
    """Takes what is typed; raises `UnclearError`."""
    kind: kinds.Kind

    @property
    def label(self) -> object:
        """Return what the term is called."""
        return BANDS[self.name].label

    @property
    def is_most(self) -> bool:
        """Say whether less is better for the agent: then the limit is the most he accepts."""
        return BANDS[self.name].best is min

    def of(self, revision: Revision) -> int | None:
        """Return the agent's best number; None when nothing is said."""
        numbers = BANDS[self.name].numbers(revision)
        return BANDS[self.name].best(numbers) if numbers else None

    def said(self, number: int | None) -> Markup:
        """Return a number in words; nothing for none."""
        return Markup("") if number is None else kinds.listed(self.kind.parts(number))

    def fits(self, number: int | None, limit: int) -> bool:
        """Say whether a number keeps within a limit; what is not said does not."""
        if number is None:
            return False
        return number <= limit if self.is_most else number >= limit


MONEY = partial(kinds.read_money, likely=100_000)
LIMITS: Sequence[Limit] = (
    Limit("discount", kinds.read_discount, kinds.Discount()),
    Limit("deposit", MONEY, kinds.Money(100_000_000_00)),
    Limit("first_order", MONEY, kinds.Money(100_000_000_00)),
    Limit("exchange", kinds.read_percent, kinds.Percent()),
    Limit("investment", MONEY, kinds.Money(100_000_000_00)),
)


@dataclass(frozen=True)
class Wish:
    """What an agent asks of his connections: limits by term, order, and what he typed."""

    limits: Mapping[str, int]
    sort: str
    typed: Mapping[str, str]
    unclear: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked."""
        return not self.limits

    def arguments(self, **other: str) -> dict[str, str]:
        """Return it as an address carries it."""
        kept = {name: text for name, text in self.typed.items() if text}
        return kept | ({"sort": self.sort} if self.sort != BY_NAME else {}) | other


def wished(arguments: Mapping[str, str]) -> Wish:
    """Return what an address asks for; an unclear figure is said and limits nothing."""
    limits: dict[str, int] = {}
    unclear: dict[str, str] = {}
    typed = {one.name: arguments.get(one.name, "").strip() for one in LIMITS}
    for one in LIMITS:
        if typed[one.name]:
            try:
                limits[one.name] = one.read(typed[one.name])
            except kinds.UnclearError as error:
                unclear[one.name] = str(error)
    sort = arguments.get("sort", "")
    return Wish(
        limits, sort if sort in {limit.name for limit in LIMITS} else BY_NAME, typed, unclear
    )


@dataclass(frozen=True)
class Line:
    """A connected brand with its numbers, in the order of `LIMITS`."""

    revision: Revision
    numbers: Mapping[str, int | None]

    @property
    def values(self) -> list[tuple[Limit, Markup]]:
        """Return each term with its number in words."""
        return [(one, one.said(self.numbers[one.name])) for one in LIMITS]


def lines(revisions: Sequence[Revision], wish: Wish) -> list[Line]:
    """Return the brands that fit, the best first; one that says nothing of it comes last."""
    found = [Line(one, {limit.name: limit.of(one) for limit in LIMITS}) for one in revisions]
    fitting = [
        line
        for line in found
        if all(
            limit.fits(line.numbers[limit.name], wish.limits[limit.name])
            for limit in LIMITS
            if limit.name in wish.limits
        )
    ]
    fitting.sort(key=lambda line: sort_key(line.revision.name_zh))
    by = next((limit for limit in LIMITS if limit.name == wish.sort), None)
    if by is not None:
        sign = 1 if by.is_most else -1
        fitting.sort(key=lambda line: _place(line.numbers[by.name], sign))
    return fitting


def _place(number: int | None, sign: int) -> tuple[bool, int]:
    return number is None, sign * (number or 0)
