"""What the agents' pages ask of the domains above: who already talks with whom."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_

from portal.agents.models import Agent

Acquaintance = Callable[[Collection[int]], Select[Any]]
_acquaintances: list[Acquaintance] = []


def register_acquaintance(acquaintance: Acquaintance) -> None:
    """Let a domain above say which agents have written to these brands (numbers of agents)."""
    if acquaintance not in _acquaintances:
        _acquaintances.append(acquaintance)


def acquainted(brand_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for the agents who have written to one of these brands."""
    if not brand_ids:
        return false()
    return or_(false(), *(Agent.id.in_(who(brand_ids)) for who in _acquaintances))
