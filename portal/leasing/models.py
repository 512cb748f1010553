"""Lets of stalls to brands, and the ladder of concessions that a let may have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.markets.models import Market, Stall


class LetKind(LabelledState):
    """How firm a let is."""

    PROBATION = "probation", _l("on probation"), "waiting"
    STANDARD = "standard", _l("standard"), "done"


class Standing(LabelledState):
    """What a stall is today: from what it is there for, and whether it is let."""

    VACANT = "vacant", _l("vacant"), "waiting"
    LET = "let", _l("let"), "done"
    OWN_USE = "own_use", _l("own use"), "quiet"
    FITTING_OUT = "fitting_out", _l("fitting out"), "quiet"
    WITHDRAWN = "withdrawn", _l("taken off the plan"), "quiet"


class Phase(LabelledState):
    """Where a let stands today."""

    UPCOMING = "upcoming", _l("not begun yet"), "waiting"
    RUNNING = "running", _l("running"), "done"
    ENDING = "ending", _l("ends soon"), "waiting"
    ENDED = "ended", _l("ended"), "quiet"
    CALLED_OFF = "called_off", _l("cancelled"), "quiet"


class Let(Versioned, Base):
    """One stall let to one brand for a term. Every let stays as history.

    Two lets of a stall never share a day: PostgreSQL keeps an exclusion constraint, SQLite two
    triggers, both made by the migration. Where a let stands follows from its days.
    """

    __tablename__ = "stall_let"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("rent_fen >= 0 and deposit_fen >= 0", name="amounts"),
        Index("ix_stall_let_market", "market_id", "ends_on"),
        Index("ix_stall_let_stall", "stall_id", "starts_on"),
        Index("ix_stall_let_brand", "brand_id", "starts_on"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    stall_id: Mapped[int] = mapped_column(ForeignKey("stall.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    kind: Mapped[LetKind] = mapped_column(enum_column(LetKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day, inclusive: earlier than agreed when it was ended early."""
    agreed_until: Mapped[date]
    rent_fen: Mapped[int]
    """Per m² and month."""
    area: Mapped[int]
    """What the rent is paid for, in hundredths of a m², as the stall was when it was let."""
    deposit_fen: Mapped[int]
    opened_on: Mapped[date | None]
    """Since when the stall is open for trade; none while it is let and not open yet."""
    end_code: Mapped[str] = mapped_column(String(40), default="")
    """A code of `let_end`, when it was ended early or called off."""
    end_reason: Mapped[str] = mapped_column(Text, default="")
    called_off_at: Mapped[datetime | None]
    """When it was given up before its first day; such a let holds no stall."""
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("stall_let.id"))
    """The let that this one goes on from: an extension, or a move from another stall."""

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    stall: Mapped[Stall] = relationship(lazy="raise_on_sql")
    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    ladder: Mapped[list["ConcessionStep"]] = relationship(
        lazy="raise_on_sql", order_by="ConcessionStep.stage_code", cascade="all, delete-orphan"
    )
    stages: Mapped[list["LetStage"]] = relationship(
        lazy="raise_on_sql", order_by="LetStage.from_on", cascade="all, delete-orphan"
    )

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.stall.number} · {self.brand.name_zh}"


class ConcessionStep(Base):
    """What is let off the rent while the brand is in a stage: a share, or an amount a month."""

    __tablename__ = "concession_step"
    __table_args__ = (
        UniqueConstraint("let_id", "stage_code"),
        CheckConstraint("(percent is null) <> (fen is null)", name="one_of_two"),
    )

    let_id: Mapped[int] = mapped_column(ForeignKey("stall_let.id"))
    stage_code: Mapped[str] = mapped_column(String(8))
    percent: Mapped[int | None]
    fen: Mapped[int | None]
    """Off the month's rent."""


class LetStage(Base):
    """Since when a brand with a ladder was in which stage; no code when it was in none."""

    __tablename__ = "let_stage"
    __table_args__ = (UniqueConstraint("let_id", "from_on"),)

    let_id: Mapped[int] = mapped_column(ForeignKey("stall_let.id"))
    from_on: Mapped[date]
    stage_code: Mapped[str] = mapped_column(String(8), default="")


class FeeHelp(Versioned, Base):
    """Help with a fee that a brand was given once. What was entered by mistake is struck out."""

    __tablename__ = "fee_help"
    __table_args__ = (
        CheckConstraint("fen > 0", name="amount"),
        Index("ix_fee_help_market", "market_id", "granted_on"),
        Index("ix_fee_help_brand", "brand_id", "granted_on"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    kind: Mapped[str] = mapped_column(String(40))
    """A code of `fee_help`."""
    fen: Mapped[int]
    granted_on: Mapped[date]
    stage_code: Mapped[str] = mapped_column(String(8), default="")
    """The stage that the brand was in."""
    reason: Mapped[str] = mapped_column(Text, default="")
    taken_back_at: Mapped[datetime | None]
    taken_back_reason: Mapped[str] = mapped_column(Text, default="")

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.brand.name_zh


@dataclass(frozen=True)
class Rung:
    """A step of a ladder as it was written: a share in percent, or fen off a month's rent."""

    code: str
    percent: int | None
    fen: int | None


@dataclass(frozen=True)
class Terms:
    """What is agreed for a let: days inclusive, rent per m² and month and deposit in fen."""

    kind: LetKind
    starts_on: date
    ends_on: date
    rent_fen: int
    deposit_fen: int
    ladder: Sequence[Rung] = ()
