"""What the agents' pages ask of the domains above: who already talks with whom."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, false

from portal.agents.models import Agent

Acquaintance = Callable[[Collection[int]], Select[Any]]
_acquaintances: list[Acquaintance] = []


def register_acquaintance(acquaintance: Acquaintance) -> None:
    """Let a domain above say which agents have written to these brands (numbers of agents)."""
    _acquaintances[:] = [acquaintance]


def acquainted(brand_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for the agents who have written to one of these brands."""
    for acquaintance in _acquaintances:
        if brand_ids:
            return Agent.id.in_(acquaintance(brand_ids))
    return false()
