"""What is asked of the domains above: who already talks with whom, and about what."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_

from portal.agents.models import Agent

Acquaintance = Callable[[Collection[int]], Select[Any]]
Finder = Callable[[int, int], Any]
_acquaintances: list[Acquaintance] = []
_finders: dict[str, Finder] = {}


def register_acquaintance(acquaintance: Acquaintance) -> None:
    """Let a domain above say which agents have written to these brands (numbers of agents)."""
    if acquaintance not in _acquaintances:
        _acquaintances.append(acquaintance)


def acquainted(brand_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for the agents who have written to one of these brands."""
    if not brand_ids:
        return false()
    return or_(false(), *(Agent.id.in_(who(brand_ids)) for who in _acquaintances))


def register_dealings(kind: str, finder: Finder) -> None:
    """Let a domain above say what there is between a brand and an agent, both by number."""
    _finders[kind] = finder


def dealing(kind: str, brand_id: int, agent_id: int) -> Any:
    """Return the newest of a kind between a brand and an agent; None for none."""
    return _finders[kind](brand_id, agent_id)
