"""Writing to the trail."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from portal.audit import queries, rules
from portal.audit.models import AuditEvent
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.db import Base, db
from portal.core.requests import visitor_address

NAME_LENGTH = 200


class Actor(Protocol):
    """Whoever did it."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...


def record(
    verb: str,
    subject: Base | None = None,
    *,
    by: Actor | None,
    reason: str = "",
    **detail: str | int | bool | list[str] | None,
) -> AuditEvent:
    """Note that `by` (None: the portal itself, or an unknown visitor) did `verb` to `subject`.

    It is kept only if the request commits. `subject` gets its number by a flush if need be;
    whose it is (market, brand, agent) is read from its own attributes.
    """
    db.session.flush()
    return append(verb, facts_of(subject), by=by, reason=reason, detail=detail)


def append(
    verb: str,
    facts: Mapping[str, Any],
    *,
    by: Actor | None,
    reason: str = "",
    detail: Mapping[str, Any],
) -> AuditEvent:
    """Hang an event on the end of the trail; `facts` are those of `facts_of`."""
    event = AuditEvent(
        created_at=clock.now(),
        actor_id=by.id if by else None,
        actor_name=by.name if by else "",
        verb=verb,
        **facts,
        reason=reason,
        address=visitor_address(),
        detail=dict(detail),
        previous_hash=queries.last_hash(),
    )
    event.hash = rules.chained_hash(event)
    db.session.add(event)
    db.session.flush()
    return event


def facts_of(subject: Base | None) -> dict[str, Any]:
    """Return what an event keeps of its subject: what it is, what it is called, whose it is."""
    return {
        "subject_type": subject.__tablename__ if subject else "",
        "subject_id": subject.id if subject else None,
        "subject_name": name_of(subject)[:NAME_LENGTH],
        "market_id": getattr(subject, "market_id", None),
        "brand_id": getattr(subject, "brand_id", None),
        "agent_id": getattr(subject, "agent_id", None),
    }


def name_of(subject: Any) -> str:
    """Return what a person calls the thing: its `audit_name`, Chinese name or name."""
    for attribute in ("audit_name", "name_zh", "name"):
        value = getattr(subject, attribute, None)
        if value:
            return str(value)
    return ""


def record_denial(permission: StrEnum, thing: Any, actor: Actor) -> None:
    """Note a refused write once the refused request has ended.

    What the trail keeps of the thing is read now: the end of the request takes its rows along.
    """
    facts = facts_of(thing if isinstance(thing, Base) else None)
    detail = {"permission": permission.value}
    leave_behind(lambda: append("access.denied", facts, by=actor, detail=detail))
