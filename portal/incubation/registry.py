"""The named conditions of automatic milestones. Domains above register theirs here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.brands.models import Brand


@dataclass(frozen=True)
class Condition:
    """A fact that the portal knows by itself.

    `value(brand)` counts (0 or 1 for a yes-or-no fact); the milestone passes when it reaches
    the milestone's target (1 without one).
    """

    label: object
    value: Callable[[Brand], int]


_conditions: dict[str, Condition] = {}
_stage_listeners: list[Callable[[Brand], None]] = []


def register(name: str, condition: Condition) -> None:
    """Make a fact known under a name."""
    _conditions[name] = condition


def conditions() -> Mapping[str, Condition]:
    """Return every condition by name."""
    return _conditions


def listen_to_stages(listener: Callable[[Brand], None]) -> None:
    """Call `listener` in the same transaction whenever a brand enters another stage."""
    if listener not in _stage_listeners:
        _stage_listeners.append(listener)


def stage_changed(brand: Brand) -> None:
    """Tell all who listen."""
    for listener in _stage_listeners:
        listener(brand)
