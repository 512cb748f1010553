"""Lists and parts of a page that stand side by side: one of them is being looked at."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

Member = TypeVar("Member", bound=StrEnum)


class Tab(NamedTuple):
    """One of them: its words, its address, whether it is looked at, how much it holds."""

    label: object
    href: str
    current: bool
    holds: int | None = None


def tabs(
    members: Iterable[Member],
    current: Member | None,
    address: Callable[[Member], str],
    counts: Mapping[Any, int] | None = None,
) -> list[Tab]:
    """Return a tab for each member of an enum whose members carry a `label`."""
    return [
        Tab(one.label, address(one), one is current, None if counts is None else counts[one])  # type: ignore[attr-defined]
        for one in members
    ]
