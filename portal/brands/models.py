"""A brand, the company behind it, and the revisions of its profile."""

import zlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core import clock
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.documents.models import StoredFile
from portal.markets.models import Market


class BrandState(LabelledState):
    """Whether outsiders see the brand in the directory."""

    UNPUBLISHED = "unpublished", _l("not published yet"), "quiet"
    VISIBLE = "visible", _l("in the directory"), "done"
    HIDDEN = "hidden", _l("hidden for now"), "waiting"
    SUSPENDED = "suspended", _l("suspended by the office"), "danger"
    WITHDRAWN = "withdrawn", _l("withdrawn"), "quiet"


class RevisionState(LabelledState):
    """Where one revision of a profile stands."""

    DRAFT = "draft", _l("draft"), "quiet"
    SUBMITTED = "submitted", _l("waits for the office"), "waiting"
    RETURNED = "returned", _l("returned with a request"), "danger"
    PUBLISHED = "published", _l("published"), "done"
    SUPERSEDED = "superseded", _l("replaced by a newer one"), "quiet"


class Company(Versioned, Base):
    """The company, household business or person behind one or more brands of a market."""

    __tablename__ = "company"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    legal_name: Mapped[str] = mapped_column(String(120), default="")
    """Empty for a person without a company yet."""
    credit_code: Mapped[str | None] = mapped_column(String(18), index=True)
    contact_name: Mapped[str] = mapped_column(String(80))
    contact_mobile: Mapped[str] = mapped_column(String(20), default="")
    contact_wechat: Mapped[str] = mapped_column(String(60), default="")


class Brand(Versioned, Base):
    """A brand of a market. What outsiders see of it is its published revision."""

    __tablename__ = "brand"
    __table_args__ = (Index("ix_brand_market", "market_id", "state"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    """Permanent: the public address is /brands/<slug>."""
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    pinyin: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[BrandState] = mapped_column(
        enum_column(BrandState), default=BrandState.UNPUBLISHED
    )
    state_reason: Mapped[str] = mapped_column(Text, default="")
    back_on: Mapped[date | None]
    """The day on which it comes back by itself, hidden or suspended; none without an end."""
    paused_from: Mapped[date | None]
    """The first day, where the markets are, on which a missing paper hides it from outsiders."""

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    company: Mapped[Company] = relationship(lazy="raise_on_sql")
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="brand", lazy="raise_on_sql", order_by="Revision.number"
    )

    @property
    def standing(self) -> BrandState:
        """Return its state as of today: what was hidden until a day is back without any deed."""
        away = self.state in {BrandState.HIDDEN, BrandState.SUSPENDED}
        if away and self.back_on is not None and self.back_on <= clock.today():
            return BrandState.VISIBLE
        return self.state

    @property
    def is_paused(self) -> bool:
        """Say whether a missing paper hides it from outsiders today."""
        return self.paused_from is not None and self.paused_from <= clock.today()

    @property
    def brand_id(self) -> int:
        """A brand is its own thing."""
        return self.id


class Revision(Versioned, Base):
    """One numbered state of a brand's profile. Frozen once it was published.

    Which field is shown to whom, its unit and why an agent wants it: `brands.fields`.
    """

    __tablename__ = "profile_revision"
    __table_args__ = (
        UniqueConstraint("brand_id", "number"),
        Index(
            "ix_profile_revision_published",
            "brand_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "ix_profile_revision_open",
            "brand_id",
            unique=True,
            sqlite_where=text("state in ('draft', 'submitted', 'returned')"),
            postgresql_where=text("state in ('draft', 'submitted', 'returned')"),
        ),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    number: Mapped[int]
    state: Mapped[RevisionState] = mapped_column(
        enum_column(RevisionState), default=RevisionState.DRAFT
    )
    request: Mapped[str] = mapped_column(Text, default="")
    """What the office asked for when it returned this revision."""
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Of the office, when somebody there wrote in it for the owner; the last who did."""

    # identity
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    slogan_zh: Mapped[str] = mapped_column(String(60), default="")
    slogan_en: Mapped[str] = mapped_column(String(120), default="")
    story_zh: Mapped[str] = mapped_column(Text, default="")
    story_en: Mapped[str] = mapped_column(Text, default="")
    founded_year: Mapped[int | None]
    origin_region: Mapped[str] = mapped_column(String(6), default="")
    cluster: Mapped[str] = mapped_column(String(40), default="")
    aliases_zh: Mapped[str] = mapped_column(String(120), default="")
    aliases_en: Mapped[str] = mapped_column(String(160), default="")
    honours_zh: Mapped[str] = mapped_column(String(300), default="")
    honours_en: Mapped[str] = mapped_column(String(500), default="")

    # company
    taxpayer: Mapped[str] = mapped_column(String(40), default="")
    capital: Mapped[int | None] = mapped_column(BigInteger)
    """Registered capital, in fen."""
    scope_zh: Mapped[str] = mapped_column(String(600), default="")
    scope_en: Mapped[str] = mapped_column(String(900), default="")
    representative: Mapped[str] = mapped_column(String(40), default="")
    company_address: Mapped[str] = mapped_column(String(200), default="")
    bank: Mapped[str] = mapped_column(String(120), default="")

    # the right to the brand
    brand_right: Mapped[str] = mapped_column(String(40), default="")
    mark_name: Mapped[str] = mapped_column(String(60), default="")
    """The name as the register of trademarks has it."""
    licence_chain_zh: Mapped[str] = mapped_column(String(300), default="")
    licence_chain_en: Mapped[str] = mapped_column(String(500), default="")
    patents: Mapped[int | None]
    copyrights: Mapped[int | None]

    # positioning
    category: Mapped[str] = mapped_column(String(8), default="")
    styles: Mapped[list[str]] = mapped_column(default=list)
    positioning: Mapped[str] = mapped_column(String(40), default="")
    ages: Mapped[list[str]] = mapped_column(default=list)
    summer_band: Mapped[str] = mapped_column(String(8), default="")
    winter_band: Mapped[str] = mapped_column(String(8), default="")
    fabrics_zh: Mapped[str] = mapped_column(String(200), default="")
    fabrics_en: Mapped[str] = mapped_column(String(300), default="")
    waves: Mapped[list[str]] = mapped_column(default=list)
    new_styles: Mapped[int | None]
    """New styles a season."""
    original_percent: Mapped[int | None]
    """Share of own designs, in percent."""
    genders: Mapped[list[str]] = mapped_column(default=list)
    occasions: Mapped[list[str]] = mapped_column(default=list)
    size_range: Mapped[str] = mapped_column(String(60), default="")
    plus_sizes: Mapped[bool | None]
    price_low: Mapped[int | None]
    """Tag price of the cheapest piece, in fen; so the next two."""
    price_high: Mapped[int | None]
    price_typical: Mapped[int | None]

    # supply
    supply_kind: Mapped[str] = mapped_column(String(40), default="")
    factory_region: Mapped[str] = mapped_column(String(6), default="")
    workers: Mapped[int | None]
    monthly_capacity: Mapped[int | None]
    """Pieces a month."""
    lead_first_days: Mapped[int | None]
    lead_repeat_days: Mapped[int | None]
    repeat_min_pieces: Mapped[int | None]
    quick_days: Mapped[int | None]
    warehouse_area: Mapped[int | None]
    """In m²."""
    dispatch_hour: Mapped[int | None]
    """Orders that come before this hour leave the same day."""
    logistics_zh: Mapped[str] = mapped_column(String(200), default="")
    logistics_en: Mapped[str] = mapped_column(String(300), default="")

    # quality
    spot_check: Mapped[str] = mapped_column(String(40), default="")
    report_percent: Mapped[int | None]
    """Share of the categories with a report that is not older than a year, in percent."""
    return_rate: Mapped[int | None]
    """Share of the pieces that came back for a fault, in hundredths of a percent."""
    label_checked_on: Mapped[date | None]
    recalls: Mapped[int | None]

    # cooperation
    modes: Mapped[list[str]] = mapped_column(default=list)
    levels: Mapped[list[str]] = mapped_column(default=list)
    exclusivity: Mapped[str] = mapped_column(String(40), default="")
    term_months: Mapped[int | None]
    store_area_city: Mapped[int | None]
    """Smallest shop in a first-tier or provincial capital city, in m²."""
    store_area_prefecture: Mapped[int | None]
    store_area_county: Mapped[int | None]
    store_staff: Mapped[int | None]
    image_required: Mapped[bool | None]
    other_brands_allowed: Mapped[bool | None]
    support: Mapped[list[str]] = mapped_column(default=list)
    renewal_first: Mapped[bool | None]
    direct_reserved: Mapped[bool | None]
    protection_days: Mapped[int | None]

    # channel
    direct_stores: Mapped[int | None]
    store_dates: Mapped[list[str]] = mapped_column(default=list)
    """The days on which shops of one's own opened, as YYYY-MM-DD."""
    agent_count: Mapped[int | None]
    outlets: Mapped[int | None]
    online_shops: Mapped[int | None]
    streams_monthly: Mapped[int | None]

    # what a shop costs, as the brand estimates it; and the terms. Their shape: `brands.offers`.
    estimates: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    offers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    released: Mapped[list[str]] = mapped_column(default=list)
    """The terms of which verified agents see the band, by their names."""

    # whom an agent calls
    contact_name: Mapped[str] = mapped_column(String(40), default="")
    contact_mobile: Mapped[str] = mapped_column(String(20), default="")
    contact_wechat: Mapped[str] = mapped_column(String(60), default="")
    contact_hours_zh: Mapped[str] = mapped_column(String(80), default="")
    contact_hours_en: Mapped[str] = mapped_column(String(120), default="")

    brand: Mapped[Brand] = relationship(back_populates="revisions", lazy="raise_on_sql")
    pictures: Mapped[list["ProfilePicture"]] = relationship(
        back_populates="revision",
        lazy="raise_on_sql",
        order_by="ProfilePicture.position, ProfilePicture.id",
        cascade="all, delete-orphan",
    )
    submitted_by: Mapped[User | None] = relationship(
        lazy="raise_on_sql", foreign_keys=submitted_by_id
    )
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=decided_by_id)
    typed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=typed_by_id)

    @property
    def market_id(self) -> int:
        """Return whose market's office decides on it."""
        return self.brand.market_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.name_zh} · {self.number}"


PICTURE_COLUMNS = (
    "caption_zh", "caption_en", "alt_zh", "alt_en", "focus_x", "focus_y", "year", "wave",
)  # fmt: skip


class ProfilePicture(Base):
    """One picture of a revision's lookbook. The first one is the cover.

    What is said of it: `PICTURE_COLUMNS`, which every copy of a revision takes along.
    """

    __tablename__ = "profile_picture"
    __table_args__ = (Index("ix_profile_picture_revision", "revision_id", "position"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("profile_revision.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    position: Mapped[int]
    caption_zh: Mapped[str] = mapped_column(String(120), default="")
    caption_en: Mapped[str] = mapped_column(String(200), default="")
    alt_zh: Mapped[str] = mapped_column(String(120), default="")
    """What is to be seen, for those who do not see it; the caption serves where it is empty."""
    alt_en: Mapped[str] = mapped_column(String(200), default="")
    focus_x: Mapped[int] = mapped_column(default=50)
    """What must stay in sight when it is cut: percent from the left, and from the top."""
    focus_y: Mapped[int] = mapped_column(default=50)
    year: Mapped[int | None]
    """The year of its season."""
    wave: Mapped[str] = mapped_column(String(20), default="")

    @property
    def focus(self) -> str:
        """Return the focal point as a form writes it."""
        return f"{self.focus_x}-{self.focus_y}"

    @property
    def version(self) -> int:
        """Return a number that changes with what is said of it, and with nothing else."""
        told = [getattr(self, column) for column in PICTURE_COLUMNS]
        return zlib.crc32(repr(told).encode(errors="replace"))

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    revision: Mapped[Revision] = relationship(back_populates="pictures", lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose market's office decides on it."""
        return self.revision.market_id

    @property
    def brand_id(self) -> int:
        """Return whose lookbook it is in."""
        return self.revision.brand_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.caption_zh or self.file.name


class FieldComment(Versioned, Base):
    """What the office asks about one field of a revision, and what the owner answers."""

    __tablename__ = "field_comment"

    revision_id: Mapped[int] = mapped_column(ForeignKey("profile_revision.id"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    """Its name in `brands.fields`."""
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")
    author: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=author_id)
    answered_by: Mapped[User | None] = relationship(
        lazy="raise_on_sql", foreign_keys=answered_by_id
    )

    @property
    def market_id(self) -> int:
        """Return whose market's office asked."""
        return self.revision.market_id

    @property
    def brand_id(self) -> int:
        """Return whose profile it is about."""
        return self.revision.brand_id


class SeenClaim(Base):
    """A document that the office saw for what one field says. Another value needs another."""

    __tablename__ = "seen_claim"
    __table_args__ = (Index("ix_seen_claim_field", "brand_id", "field"),)

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)
    """What the field said then, as `fields.stamp` writes it."""
    document: Mapped[str] = mapped_column(String(120))
    seen_on: Mapped[date]
    expires_on: Mapped[date | None]
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    seen_by: Mapped[User] = relationship(lazy="raise_on_sql")
