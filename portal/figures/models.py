"""What a market asks its brands for, what they answered month by month, and every correction."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column


class ReminderKind(StrEnum):
    """Why a brand's people were written to."""

    OPENED = "opened"
    DUE = "due"
    LATE = "late"
    OFFICE = "office"
    """The office asked by hand."""


class FigureChoice(Base):
    """What a market asks for from a month on. A new choice is a new row; none means not yet."""

    __tablename__ = "figure_choice"
    __table_args__ = (UniqueConstraint("market_id", "number"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    number: Mapped[int]
    from_month: Mapped[date]
    """The first day of the first month it holds for."""
    fields: Mapped[list[str]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")


class FigureSheet(Versioned, Base):
    """One brand's figures of one month, as they stand now."""

    __tablename__ = "figure_sheet"
    __table_args__ = (
        UniqueConstraint("brand_id", "month"),
        Index("ix_figure_sheet_month", "month"),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    month: Mapped[date]
    """Its first day."""
    values: Mapped[dict[str, Any]]
    """Whole numbers by the figure's code; what is not known is not in it."""
    for_owner: Mapped[bool] = mapped_column(default=False)
    """The office wrote it last, in the owner's place."""
    by_name: Mapped[str] = mapped_column(String(120), default="")

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    changes: Mapped[list["FigureChange"]] = relationship(
        lazy="raise_on_sql", order_by="FigureChange.number"
    )


class FigureChange(Base):
    """One saving of a sheet: who, when, and what stood before. Rows are never changed."""

    __tablename__ = "figure_change"
    __table_args__ = (UniqueConstraint("sheet_id", "number"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("figure_sheet.id"))
    number: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    for_owner: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    changed: Mapped[dict[str, Any]]
    """By the figure's code: what stood before and what stands since, either may be null."""


class FigureReminder(Base):
    """A brand's people were reminded of a month; at most once a day."""

    __tablename__ = "figure_reminder"
    __table_args__ = (
        UniqueConstraint("brand_id", "on_day"),
        Index("ix_figure_reminder_month", "month", "kind"),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    month: Mapped[date]
    on_day: Mapped[date]
    """Where the market is."""
    kind: Mapped[ReminderKind] = mapped_column(enum_column(ReminderKind))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
