"""The directory's own copy of what is public, kept in step in the same transaction."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column


class Listing(Base):
    """One visible brand, as the list shows it and sorts it. Only P and L fields are here."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_published", "published_at"),
        Index("ix_listing_name", "sort_name"),
        Index("ix_listing_checked", "checked_at"),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("profile_revision.id"))
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("profile_picture.id"))
    cover_width: Mapped[int | None]
    cover_height: Mapped[int | None]
    cover: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What a page needs to show the cover: see `rules.cover_of`."""
    picture_count: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime]
    """When the brand first appeared."""
    updated_at: Mapped[datetime]
    sort_name: Mapped[str] = mapped_column(String(200))
    """Pinyin, so that names sort as a reader expects."""
    category: Mapped[str] = mapped_column(String(8))
    origin_region: Mapped[str] = mapped_column(String(6))
    stage_code: Mapped[str] = mapped_column(String(8), default="")
    stage_name_zh: Mapped[str] = mapped_column(String(60), default="")
    stage_name_en: Mapped[str] = mapped_column(String(80), default="")
    completeness: Mapped[int] = mapped_column(default=0)
    """Percent of the profile's fields that are filled in."""
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    rank: Mapped[int] = mapped_column(default=0)
    """How verified and complete it is, from 0 to 7: what stands first when nothing else decides."""
    change: Mapped[int] = mapped_column(default=0)
    """The number of the change with which it last became another."""
    name_number: Mapped[int] = mapped_column(BigInteger, default=0)
    """The first letters of the pinyin, as a number that sorts as they do."""
    english_number: Mapped[int] = mapped_column(BigInteger, default=0)
    """The same of the English name; of the pinyin where a brand has none."""
    price: Mapped[int] = mapped_column(default=0)
    facets: Mapped[str] = mapped_column(Text, default="")
    """Every value that the filters find it by, as `name:value`."""
    stalls: Mapped[list[Any]] = mapped_column(default=list)
    """Where it trades, as `facets.stalls` tells."""
    digest: Mapped[str] = mapped_column(String(32), default="")
    """Of all of it, so that building anew changes only what differs; empty: to be built."""
    checked_at: Mapped[datetime]

    paused_from: Mapped[date | None]
    """The first day on which it is hidden for want of a paper: the brand's own."""
    back_on: Mapped[date | None]
    """The day from which it is shown, when it is hidden until one: the brand's own."""

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")


class SearchText(Base):
    """What a shown brand is found by. Its number is the brand's.

    The migration keeps a full-text index over the tokens: an FTS5 table with triggers on SQLite, a
    GIN index on PostgreSQL. Both hold tokens as they are made here; no database cuts words.
    """

    __tablename__ = "search_text"

    tokens: Mapped[str] = mapped_column(Text)
    """As `engine.text.indexed` makes them: sorted, with spaces between."""
    text: Mapped[str] = mapped_column(Text)
    """The same fields folded, to read again what tokens only suggest."""


class DirectoryChange(Base):
    """A brand of the directory became another, came or went. Written with what it tells of."""

    __tablename__ = "directory_change"

    brand_id: Mapped[int]
    """0 where only a market, a hall or a floor is called otherwise."""
    mark: Mapped[int] = mapped_column(BigInteger)
    """Drawn by lot, so that the log of another database is told apart."""


class ShortlistEntry(Versioned, Base):
    """A brand that one person keeps in mind, in a folder and with a note of his own."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (UniqueConstraint("user_id", "brand_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), index=True)
    folder: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    dropped_at: Mapped[datetime | None]
    """When it was taken off. It stays for a while, so that this can be undone; no list shows it."""

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")


class Rhythm(StrEnum):
    """How often a person hears of what is new in a search."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class SavedSearch(Versioned, Base):
    """A search that one person keeps, and which of its brands he has been told of."""

    __tablename__ = "saved_search"

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """As an address carries the search."""
    rhythm: Mapped[Rhythm] = mapped_column(enum_column(Rhythm))
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is looked at next; none while its owner wants no letters."""
    known: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    """The brands that were there or were told of, as `engine.packing` keeps them."""
    news: Mapped[list[int]] = mapped_column(default=list)
    """The brands that the last letter told of."""
    told_at: Mapped[datetime | None]
    off_token: Mapped[str] = mapped_column(String(64), unique=True)
    """In the link that ends the letters. Kept as it is: it can do nothing else."""


class SeenBrand(Base):
    """A brand whose page a person has opened."""

    __tablename__ = "seen_brand"
    __table_args__ = (UniqueConstraint("user_id", "brand_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), index=True)
    seen_at: Mapped[datetime]


class PageViews(Base):
    """How often a brand's page was opened in a week from one province; of nobody in particular."""

    __tablename__ = "page_views"
    __table_args__ = (UniqueConstraint("brand_id", "week", "province"),)

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    week: Mapped[date]
    """Its Monday, where the markets are."""
    province: Mapped[str] = mapped_column(String(6), default="")
    """Of the company for which an agent was signed in; empty for everybody else."""
    number: Mapped[int]


class MeasuredDay(Base):
    """A day on which views were counted. On any other nobody knows: that is no zero."""

    __tablename__ = "measured_day"

    day: Mapped[date] = mapped_column(unique=True)
