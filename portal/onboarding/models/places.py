"""How many may come in, and who waits for a place."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Versioned
from portal.onboarding.models.applications import Application


class DecisionRound(Versioned, Base):
    """The places that a market's office gives away now; whoever is admitted since takes one."""

    __tablename__ = "decision_round"
    __table_args__ = (CheckConstraint("places >= 0", name="places"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), unique=True)
    places: Mapped[int]
    stated_at: Mapped[datetime]
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return str(self.places)


class WaitingPlace(Base):
    """Where an application stands on its market's waiting list. Positions have no gaps."""

    __tablename__ = "waiting_place"
    __table_args__ = (UniqueConstraint("market_id", "position"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    position: Mapped[int]

    application: Mapped[Application] = relationship(lazy="raise_on_sql")
