"""An agent's enquiry to a brand, and the thread that follows."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState


class EnquiryState(LabelledState):
    """Whose turn it is."""

    NEW = "new", _l("waits for an answer"), "waiting"
    ANSWERED = "answered", _l("answered"), "done"
    AGREED = "agreed", _l("came to terms"), "done"
    CLOSED = "closed", _l("ended"), "quiet"


OVER = (EnquiryState.AGREED, EnquiryState.CLOSED)
"""How a conversation ends: well, or for a reason. Whoever writes goes on with it."""


class Side(StrEnum):
    """Who speaks in a thread. The office may answer for a brand."""

    AGENT = "agent"
    BRAND = "brand"
    OFFICE = "office"


class Enquiry(Versioned, Base):
    """One agent's question to one brand."""

    __tablename__ = "enquiry"
    __table_args__ = (
        Index("ix_enquiry_market", "market_id", "state", "waiting_since"),
        Index("ix_enquiry_brand", "brand_id", "state"),
        Index("ix_enquiry_agent", "agent_id"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[EnquiryState] = mapped_column(enum_column(EnquiryState), default=EnquiryState.NEW)
    waiting_since: Mapped[datetime | None]
    """Since when the agent waits for the brand; None while it is the agent's turn."""
    first_answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When the owner was told that 24 hours have passed."""
    escalated_at: Mapped[datetime | None]
    """When the manager was told that 72 hours have passed."""
    regions: Mapped[list[str]] = mapped_column(default=list)
    channel: Mapped[str] = mapped_column(String(40))
    pieces_per_month: Mapped[int]
    close_reason: Mapped[str] = mapped_column(String(40), default="")
    """A code of `lost_reason`, when one side closed it."""
    agent_agreed_at: Mapped[datetime | None]
    """When the agent said that the two came to terms."""
    brand_agreed_at: Mapped[datetime | None]
    """When the brand, or its office for it, said so."""

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    agent: Mapped[Agent] = relationship(lazy="raise_on_sql")
    messages: Mapped[list["EnquiryMessage"]] = relationship(
        lazy="raise_on_sql", order_by="EnquiryMessage.id", cascade="all, delete-orphan"
    )

    @property
    def is_over(self) -> bool:
        """Say whether it has ended, well or not."""
        return self.state in OVER

    @property
    def agreed_at(self) -> datetime | None:
        """Return when both had said that they came to terms; None while one has not."""
        if self.agent_agreed_at is None or self.brand_agreed_at is None:
            return None
        return max(self.agent_agreed_at, self.brand_agreed_at)

    def has_agreed(self, side: Side) -> bool:
        """Say whether a side has said that they came to terms; the office speaks for the brand."""
        said = self.agent_agreed_at if side == Side.AGENT else self.brand_agreed_at
        return said is not None

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"#{self.id}"


class EnquiryMessage(Base):
    """One thing that one side said."""

    __tablename__ = "enquiry_message"

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_column(Side))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
