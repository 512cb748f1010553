"""The directory's own copy of what is public, kept in step in the same transaction."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.brands.models import Brand
from portal.core.db import Base, Versioned


class Listing(Base):
    """One visible brand, as the list shows it and sorts it. Only P and L fields are here."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_published", "published_at"),
        Index("ix_listing_name", "sort_name"),
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

    paused_from: Mapped[date | None]
    """The first day on which it is hidden for want of a paper: the brand's own."""

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")


class ListingFacet(Base):
    """One value of one facet of one listing: what the filters count and choose."""

    __tablename__ = "listing_facet"
    __table_args__ = (Index("ix_listing_facet_value", "facet", "value", "listing_id", unique=True),)

    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), index=True
    )
    facet: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(60))


class ListingToken(Base):
    """One piece of text that a listing is found by: two Chinese characters, a word, pinyin."""

    __tablename__ = "listing_token"
    __table_args__ = (Index("ix_listing_token", "token", "listing_id", unique=True),)

    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), index=True
    )
    token: Mapped[str] = mapped_column(String(40))
    weight: Mapped[int]
    """Where it stands: 8 the name, 4 pinyin or category, 1 the story."""


class ShortlistEntry(Versioned, Base):
    """A brand that one person keeps in mind, in a folder and with a note of his own."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (UniqueConstraint("user_id", "brand_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), index=True)
    folder: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
