"""How much of a law is tried at once: the suite takes a share, PORTAL_THOROUGH=1 the whole."""

import os
from collections.abc import Sequence
from typing import Generic, TypeVar

THOROUGH = os.environ.get("PORTAL_THOROUGH") == "1"
Case = TypeVar("Case")


class Deal(Generic[Case]):
    """Deals a few cases at a time and goes round: each place gets some, each case many places."""

    def __init__(self, cases: Sequence[Case], few: int) -> None:
        self._cases = cases
        self._few = len(cases) if THOROUGH else min(few, len(cases))
        self._next = 0

    def some(self) -> list[Case]:
        """Return the next few of the cases."""
        start, self._next = self._next, self._next + self._few
        return [self._cases[one % len(self._cases)] for one in range(start, self._next)]
