"""A state machine written as a table: which step, from where, to where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, Self, TypeVar

from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l


class LabelledState(StrEnum):
    """A state with its word in both languages and its tone: quiet, waiting, done or danger."""

    label: object
    tone: str

    def __new__(cls, value: str, label: object, tone: str = "quiet") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.tone = tone
        return member


State = TypeVar("State", bound=LabelledState)


class HasState(Protocol[State]):
    """Anything with a `state` column."""

    state: State


@dataclass(frozen=True)
class Step(Generic[State]):
    """One legal move. `sources` are the states it may start from."""

    sources: frozenset[State]
    target: State


@dataclass(frozen=True)
class Workflow(Generic[State]):
    """Every legal move of one thing, by name. A move that is not here cannot be made."""

    steps: Mapping[str, Step[State]]

    def allows(self, step: str, state: State) -> bool:
        """Say whether `step` may start from `state`."""
        return state in self.steps[step].sources

    def check(self, thing: HasState[State], step: str) -> None:
        """Refuse `step` where it may not start.

        Raises:
            ConflictError: `thing` is not in a state that `step` may start from.
        """
        if not self.allows(step, thing.state):
            raise ConflictError(
                _l(
                    "This is not possible now: its state is “%(state)s”.",
                    state=thing.state.label,
                ),
                _l("Somebody may have decided meanwhile. Look at the page again."),
            )

    def move(self, thing: HasState[State], step: str) -> State:
        """Make `step` and return the state it left.

        Raises:
            ConflictError: `thing` is not in a state that `step` may start from.
        """
        self.check(thing, step)
        left, thing.state = thing.state, self.steps[step].target
        return left
