"""The alliance, its markets, their halls and floors, and their honours."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Versioned


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
        lazy="raise_on_sql", order_by="Floor.level", cascade="all, delete-orphan"
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

    @property
    def line(self) -> str:
        """Return the floor as one line of its hall's form."""
        themes = " / ".join(theme for theme in (self.theme_zh, self.theme_en) if theme)
        return f"{self.level} {themes}".rstrip()


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
