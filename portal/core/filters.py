"""What a list can be narrowed by: the values that components/filters.html draws."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One value of a filter."""

    value: object
    label: object
    selected: bool = False
    count: int | None = None
    """How many it finds, where that is known."""
    under: bool = False
    """Of a two-level table: its head stands above it."""
    head: object = ""
    """What stands above it where the head is no value itself."""
    below: Sequence["Option"] = ()
    """What lies under it in a two-level table."""

    @property
    def is_open(self) -> bool:
        """Say whether what lies under it is unfolded: part of it is chosen, or it is alone."""
        return self.selected or any(one.selected for one in self.below)
