"""A connection: an agent's company that may read a brand's exact terms, and how it came about."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.agents.models import Agent
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState


class ConnectionState(LabelledState):
    """How far it has come. The calendar may have gone further: see `Connection.standing`."""

    ASKED = "asked", _l("waits for the brand"), "waiting"
    ASKED_BACK = "asked-back", _l("waits for the agent"), "waiting"
    INVITED = "invited", _l("invited"), "waiting"
    ACTIVE = "active", _l("terms are open"), "done"
    DECLINED = "declined", _l("not opened"), "quiet"
    WITHDRAWN = "withdrawn", _l("taken back"), "quiet"
    UNANSWERED = "unanswered", _l("ran out unanswered"), "quiet"
    ENDED = "ended", _l("has ended"), "quiet"
    REVOKED = "revoked", _l("revoked"), "danger"


class Side(StrEnum):
    """Who acts. The office may act for a brand."""

    AGENT = "agent"
    BRAND = "brand"
    OFFICE = "office"


S = ConnectionState
PENDING = (S.ASKED, S.ASKED_BACK, S.INVITED)
RENEWAL_DAYS = 60
"""So many days before its end an agent may ask anew."""
_WAITING = text("state in ('asked', 'asked-back', 'invited')")
_ACTIVE = text("state = 'active'")


class Connection(Versioned, Base):
    """One asking of an agent, or one invitation of a brand, and what came of it."""

    __tablename__ = "connection"
    __table_args__ = (
        Index(
            "ix_connection_waiting",
            "brand_id",
            "agent_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "ix_connection_active",
            "agent_id",
            "brand_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_connection_market", "market_id", "state", "answer_by"),
        Index("ix_connection_brand", "brand_id", "state"),
        Index("ix_connection_agent", "agent_id", "state"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    begun_by: Mapped[Side] = mapped_column(enum_column(Side))
    state: Mapped[ConnectionState] = mapped_column(enum_column(ConnectionState))
    regions: Mapped[list[str]] = mapped_column(default=list)
    channels: Mapped[list[str]] = mapped_column(default=list)
    plan: Mapped[str] = mapped_column(Text, default="")
    """What the agent means to do; of an invitation what it is for."""
    answer_by: Mapped[date]
    """The last day on which whoever has the turn may answer; then it is unanswered."""
    reminded: Mapped[int | None]
    """How many days before `answer_by`, later before `ends_on`, people were last reminded."""
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    """The last day of the term; of an invitation the one that is offered."""
    granted_at: Mapped[datetime | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    granted_by_name: Mapped[str] = mapped_column(String(80), default="")
    """As it was then: the sentence of a connection outlives the account."""
    granted_by_office: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    closed_by_name: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
    """A code of `lost_reason`, when it was declined."""
    words: Mapped[str] = mapped_column(Text, default="")
    """Why it was revoked, or what was said with a refusal."""
    reveals: Mapped[int] = mapped_column(default=0)
    """How often the agent's people have looked at the brand's contact."""

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    agent: Mapped[Agent] = relationship(lazy="raise_on_sql")
    messages: Mapped[list["ConnectionMessage"]] = relationship(
        lazy="raise_on_sql", order_by="ConnectionMessage.id", cascade="all, delete-orphan"
    )

    @property
    def standing(self) -> ConnectionState:
        """Return its state today: what ran out has ended, whether or not a clock has struck."""
        today = clock.today()
        if self.state in PENDING and self.answer_by < today:
            return S.UNANSWERED
        if self.state is S.ACTIVE and self.ends_on is not None and self.ends_on < today:
            return S.ENDED
        return self.state

    @property
    def is_renewable(self) -> bool:
        """Say whether the agent may ask anew although the terms are still open."""
        if self.state is not S.ACTIVE or self.ends_on is None:
            return False
        return self.ends_on - clock.today() <= timedelta(days=RENEWAL_DAYS)

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"#{self.id}"


class ConnectionMessage(Base):
    """What one side said while an asking was open."""

    __tablename__ = "connection_message"

    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_column(Side))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)


class ConnectionDesk(Versioned, Base):
    """How a brand wants askings answered; without one its owners answer, for a year."""

    __tablename__ = "connection_desk"

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), unique=True)
    office_answers: Mapped[bool] = mapped_column(default=False)
    """The market's office answers for the brand."""
    months: Mapped[int] = mapped_column(default=12)
    """The term that is proposed, in months."""
