"""Somebody who may become a brand of a market, before he applies."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.contact import format_mobile
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.markets.models import Market


class LeadState(LabelledState):
    """How far it has come."""

    OPEN = "open", _l("being talked to"), "waiting"
    INVITED = "invited", _l("invited to apply"), "waiting"
    APPLIED = "applied", _l("has applied"), "done"
    LOST = "lost", _l("lost"), "quiet"


class Lead(Versioned, Base):
    """Somebody the office has heard of: who, from where, and what is to be done next, by whom."""

    __tablename__ = "lead"
    __table_args__ = (Index("ix_lead_market", "market_id", "state", "next_on"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    state: Mapped[LeadState] = mapped_column(enum_column(LeadState), default=LeadState.OPEN)
    name: Mapped[str] = mapped_column(String(80))
    mobile: Mapped[str] = mapped_column(String(20))
    """In E.164, as +8613807310001."""
    brand_name: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(40))
    """A code of `lead_source`."""
    category: Mapped[str] = mapped_column(String(8), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    next_action: Mapped[str] = mapped_column(String(200))
    next_on: Mapped[date]
    responsible_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was lost."""
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the link to apply; only its hash is kept."""
    token_expires_at: Mapped[datetime | None]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    """What was begun with the link."""

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    responsible: Mapped[User] = relationship(lazy="raise_on_sql")
    contacts: Mapped[list["LeadContact"]] = relationship(
        lazy="raise_on_sql", order_by="LeadContact.id", cascade="all, delete-orphan"
    )

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.brand_name or self.name

    @property
    def mobile_words(self) -> str:
        """Return the mobile number as people write it."""
        return format_mobile(self.mobile)

    @property
    def is_running(self) -> bool:
        """Say whether the office still has something to do with it."""
        return self.state in {LeadState.OPEN, LeadState.INVITED}


class LeadContact(Base):
    """One talk with a lead."""

    __tablename__ = "lead_contact"

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
