"""A plan as an address asks for it: read as people type, and written back the same way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from portal.brands import kinds
from portal.brands.offers.calculator import Plan
from portal.reference import queries as reference

READERS: Mapping[str, Callable[[str], int]] = {
    "area": kinds.read_whole,
    "volume": partial(kinds.read_money, likely=100_000),
    "sold_at": kinds.read_discount,
    "freight": kinds.read_money,
    "cleared_at": kinds.read_percent,
}
WRITERS: Mapping[str, Callable[[int], str]] = {
    "area": str,
    "volume": kinds.amount,
    "sold_at": kinds.discount,
    "freight": kinds.amount,
    "cleared_at": kinds.percent,
}
LARGEST = {"area": 5000, "volume": 100_000_000_00, "freight": 100_000_00}


@dataclass(frozen=True)
class Asked:
    """A plan, what was typed for each of its figures, and which of them were unclear, and why."""

    plan: Plan
    typed: Mapping[str, str]
    unclear: Mapping[str, str] = field(default_factory=dict)


def asked(arguments: Mapping[str, str]) -> Asked:
    """Return the plan that an address asks for; an unclear figure keeps its usual value."""
    codes = {
        name: arguments.get(name, "")
        for name, vocabulary in (("tier", "city_tier"), ("level", "agent_level"))
        if reference.is_known(vocabulary, arguments.get(name, ""))
    }
    figures: dict[str, int] = {}
    unclear: dict[str, str] = {}
    for name, read in READERS.items():
        if typed := arguments.get(name, "").strip():
            try:
                figures[name] = min(read(typed), LARGEST.get(name, 10_000))
            except kinds.UnclearError as error:
                unclear[name] = str(error)
    plan = Plan(**codes, **figures)  # type: ignore[arg-type]
    typed_back = {
        name: arguments.get(name, "") if name in unclear else written(plan, name)
        for name in READERS
    }
    return Asked(plan, typed_back, unclear)


def written(plan: Plan, name: str) -> str:
    """Return a figure of a plan as it is typed; nothing for none."""
    number = getattr(plan, name)
    return WRITERS[name](number) if number else ""
