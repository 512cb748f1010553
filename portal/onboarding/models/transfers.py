"""A brand that goes from one market to another: who asked, who agreed, and what became of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.markets.models import Market


class TransferState(LabelledState):
    """Where a transfer stands."""

    ASKED = "asked", _l("waits for an answer"), "waiting"
    DONE = "done", _l("moved"), "done"
    DECLINED = "declined", _l("not agreed to"), "danger"
    CALLED_OFF = "called_off", _l("cancelled"), "quiet"


class Side(LabelledState):
    """Who has to agree: the office that gives the brand, the one that takes it, its people."""

    OLD = "old", _l("the office it leaves"), "quiet"
    NEW = "new", _l("the office it comes to"), "quiet"
    OWNER = "owner", _l("the brand's people"), "quiet"


class Transfer(Versioned, Base):
    """A brand's way from one market to another. One at a time; all stay as history."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("old_market_id <> new_market_id", name="two_markets"),
        Index(
            "uq_transfer_running",
            "brand_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index("ix_transfer_old_market", "old_market_id", "state"),
        Index("ix_transfer_new_market", "new_market_id", "state"),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), index=True)
    old_market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    new_market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    state: Mapped[TransferState] = mapped_column(
        enum_column(TransferState), default=TransferState.ASKED
    )
    asked_by: Mapped[Side] = mapped_column(enum_column(Side))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    last_day: Mapped[date]
    """The last day on its stalls in the old market; lets that run longer end with it."""
    old_agreed_at: Mapped[datetime | None]
    new_agreed_at: Mapped[datetime | None]
    owner_agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_reason: Mapped[str] = mapped_column(Text, default="")

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    old_market: Mapped[Market] = relationship(lazy="raise_on_sql", foreign_keys=old_market_id)
    new_market: Mapped[Market] = relationship(lazy="raise_on_sql", foreign_keys=new_market_id)

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.brand.name_zh} · {self.old_market.name_zh} → {self.new_market.name_zh}"

    def agreed_at(self, side: Side) -> datetime | None:
        """Return when a side has agreed."""
        found: datetime | None = getattr(self, f"{side.value}_agreed_at")
        return found
