"""The alliance, its markets, their halls, floors and stalls, and their honours."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState


class Alliance(Base):
    """Markets that act together, under an association."""

    __tablename__ = "alliance"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")

    markets: Mapped[list["Market"]] = relationship(
        back_populates="alliance", lazy="raise_on_sql", order_by="Market.id"
    )


class Market(Versioned, Base):
    """A garment market: the tenant that every brand belongs to."""

    __tablename__ = "market"

    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    region_code: Mapped[str] = mapped_column(String(6))
    address_zh: Mapped[str] = mapped_column(String(200), default="")
    address_en: Mapped[str] = mapped_column(String(200), default="")
    intro_zh: Mapped[str] = mapped_column(Text, default="")
    intro_en: Mapped[str] = mapped_column(Text, default="")
    opened_year: Mapped[int | None]
    phone: Mapped[str] = mapped_column(String(30), default="")
    """Of the office, as it should be dialled; for people whom no letter reaches."""
    closed_at: Mapped[datetime | None]
    profile_percent: Mapped[int] = mapped_column(default=0)
    """How far a brand's profile must be filled in before it may be submitted, in percent."""

    alliance: Mapped[Alliance] = relationship(back_populates="markets", lazy="raise_on_sql")
    halls: Mapped[list["Hall"]] = relationship(
        back_populates="market",
        lazy="raise_on_sql",
        order_by="Hall.position",
        cascade="all, delete-orphan",
    )
    honours: Mapped[list["Honour"]] = relationship(
        back_populates="market",
        lazy="raise_on_sql",
        order_by="Honour.year.desc()",
        cascade="all, delete-orphan",
    )

    @property
    def market_id(self) -> int:
        """A market is its own thing."""
        return self.id


class Hall(Versioned, Base):
    """A building of a market."""

    __tablename__ = "hall"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    position: Mapped[int]
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")

    market: Mapped[Market] = relationship(back_populates="halls", lazy="raise_on_sql")
    floors: Mapped[list["Floor"]] = relationship(
        back_populates="hall",
        lazy="raise_on_sql",
        order_by="Floor.level",
        cascade="all, delete-orphan",
    )

    @property
    def floor_lines(self) -> str:
        """Return the floors as an office writes them: `1 女裤 / Women's trousers`, one a line."""
        return "\n".join(floor.line for floor in self.floors)


class Floor(Base):
    """One floor of a hall. `level` counts from 1; basements are negative."""

    __tablename__ = "floor"
    __table_args__ = (UniqueConstraint("hall_id", "level"),)

    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    level: Mapped[int]
    theme_zh: Mapped[str] = mapped_column(String(60), default="")
    theme_en: Mapped[str] = mapped_column(String(80), default="")

    hall: Mapped[Hall] = relationship(back_populates="floors", lazy="raise_on_sql")

    @property
    def code(self) -> str:
        """Return how a stall's number begins on this floor: 3F, B1."""
        return f"{self.level}F" if self.level > 0 else f"B{-self.level}"

    @property
    def line(self) -> str:
        """Return the floor as one line of its hall's form."""
        themes = " / ".join(theme for theme in (self.theme_zh, self.theme_en) if theme)
        number = self.level if self.level > 0 else f"B{-self.level}"
        return f"{number} {themes}".rstrip()


class Honour(Versioned, Base):
    """A title that was given to a market, by whom and when."""

    __tablename__ = "honour"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    year: Mapped[int]
    title_zh: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    given_by_zh: Mapped[str] = mapped_column(String(80), default="")
    given_by_en: Mapped[str] = mapped_column(String(120), default="")

    market: Mapped[Market] = relationship(back_populates="honours", lazy="raise_on_sql")


class StallState(LabelledState):
    """What a stall is there for. Whether it is let is a matter of its lets, above."""

    AVAILABLE = "available", _l("to let"), "waiting"
    OWN_USE = "own_use", _l("own use"), "quiet"
    FITTING_OUT = "fitting_out", _l("fitting out"), "quiet"
    WITHDRAWN = "withdrawn", _l("taken off the plan"), "quiet"


class Stall(Versioned, Base):
    """One stall of a floor. A stall that was split or merged stays, withdrawn, as history."""

    __tablename__ = "stall"
    __table_args__ = (
        Index("ix_stall_market", "market_id", "state"),
        Index(
            "ix_stall_number",
            "floor_id",
            "number",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    floor_id: Mapped[int] = mapped_column(ForeignKey("floor.id"))
    number: Mapped[str] = mapped_column(String(16))
    """As `markets.numbers` writes it: 3F-A12. Once among the standing stalls of a floor."""
    zone: Mapped[str] = mapped_column(String(2), default="")
    place: Mapped[int]
    """The number alone, so that A2 stands before A12."""
    area: Mapped[int]
    """In hundredths of a m²."""
    frontage_cm: Mapped[int | None]
    use: Mapped[str] = mapped_column(String(40), default="shop")
    """A code of `stall_use`."""
    state: Mapped[StallState] = mapped_column(enum_column(StallState), default=StallState.AVAILABLE)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    floor: Mapped[Floor] = relationship(lazy="raise_on_sql")
    market: Mapped[Market] = relationship(lazy="raise_on_sql")

    @property
    def short(self) -> str:
        """Return the number without its floor, as it stands on the plan."""
        return f"{self.zone}{self.place}"

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.number


class StallSuccession(Base):
    """What became of a stall that was split or merged: one row for each that followed."""

    __tablename__ = "stall_succession"
    __table_args__ = (UniqueConstraint("old_id", "new_id"),)

    old_id: Mapped[int] = mapped_column(ForeignKey("stall.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("stall.id"), index=True)

    old: Mapped[Stall] = relationship(lazy="raise_on_sql", foreign_keys=old_id)
    new: Mapped[Stall] = relationship(lazy="raise_on_sql", foreign_keys=new_id)


class FloorPlan(Versioned, Base):
    """The plan of a floor, as `markets.grid` reads it."""

    __tablename__ = "floor_plan"

    floor_id: Mapped[int] = mapped_column(ForeignKey("floor.id"), unique=True)
    grid: Mapped[str] = mapped_column(Text, default="")

    floor: Mapped[Floor] = relationship(lazy="raise_on_sql")
