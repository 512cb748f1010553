"""How events hang together: each carries the hash of the one before it. Pure."""

import hashlib
import json

from portal.audit.models import AuditEvent

FIRST = "0" * 64
CHAINED = (
    "actor_id",
    "actor_name",
    "verb",
    "subject_type",
    "subject_id",
    "subject_name",
    "market_id",
    "brand_id",
    "agent_id",
    "reason",
    "address",
    "detail",
    "previous_hash",
)


def chained_hash(event: AuditEvent) -> str:
    """Return SHA-256 over what happened, when, and the hash of the event before."""
    facts = {name: getattr(event, name) for name in CHAINED}
    facts["created_at"] = event.created_at.isoformat()
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
