"""The audit trail."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class AuditEvent(Base):
    """One thing that happened. Rows are never changed or deleted: triggers see to it."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_subject", "subject_type", "subject_id"),
        Index("ix_audit_event_market", "market_id", "id"),
    )

    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    actor_name: Mapped[str] = mapped_column(String(120))
    """As it was at the time; empty for the portal itself and for unknown visitors."""
    verb: Mapped[str] = mapped_column(String(64), index=True)
    subject_type: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[int | None]
    subject_name: Mapped[str] = mapped_column(String(200), default="")
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"))
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brand.id"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    """The network address it came from; empty for the portal's own work."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
