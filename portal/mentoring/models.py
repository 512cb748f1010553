"""Mentors and shared services, their hours, what a stage may use of them, and what is booked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Invitation
from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.markets.models import Market


class ServiceKind(LabelledState):
    """What can be booked. A quota counts everything of one kind together."""

    MENTOR = "mentor", _l("Mentor")
    PATTERN_ROOM = "pattern_room", _l("Pattern room")
    PHOTO_STUDIO = "photo_studio", _l("Photo studio")
    LIVE_ROOM = "live_room", _l("Live-stream room")
    INSPECTION = "inspection", _l("Inspection window")
    TRADEMARK = "trademark", _l("Trademark agent")
    DESIGNER = "designer", _l("Designer hours")


class BookingState(LabelledState):
    """Where a booking stands."""

    BOOKED = "booked", _l("booked"), "waiting"
    HELD = "held", _l("held"), "done"
    MISSED = "missed", _l("not held"), "danger"
    CANCELLED = "cancelled", _l("cancelled"), "quiet"


class Service(Versioned, Base):
    """One mentor, room or window of a market, bookable in slots of equal length."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("capacity between 1 and 20", name="capacity"),
        CheckConstraint("slot_minutes between 15 and 480", name="slot"),
        Index("ix_service_market", "market_id", "kind"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    kind: Mapped[ServiceKind] = mapped_column(enum_column(ServiceKind))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    about_zh: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[list[str]]
    """Codes of `mentor_topic`; of a mentor only."""
    place_zh: Mapped[str] = mapped_column(String(120), default="")
    place_en: Mapped[str] = mapped_column(String(120), default="")
    capacity: Mapped[int] = mapped_column(default=1)
    """How many brands at once; a mentor has one."""
    slot_minutes: Mapped[int] = mapped_column(default=60)
    notice_hours: Mapped[int] = mapped_column(default=24)
    """Until how long before the beginning a brand may move or call off by itself."""
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    """The mentor's own account is whoever accepted it."""
    ended_at: Mapped[datetime | None]
    """Since when it is not offered any more."""

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    invitation: Mapped[Invitation | None] = relationship(lazy="raise_on_sql")
    hours: Mapped[list["ServiceHours"]] = relationship(
        lazy="raise_on_sql",
        order_by="ServiceHours.weekday, ServiceHours.opens",
        cascade="all, delete-orphan",
    )
    closures: Mapped[list["Closure"]] = relationship(
        back_populates="service",
        lazy="raise_on_sql",
        order_by="Closure.starts_on",
        cascade="all, delete-orphan",
    )

    @property
    def mentor_id(self) -> int | None:
        """Return the number of the mentor's own account; None without one."""
        return self.invitation.used_by_id if self.invitation else None

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.name_zh


class ServiceHours(Base):
    """A weekly stretch in which something can be booked: minutes of a day in the market's zone."""

    __tablename__ = "service_hours"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("0 <= opens and opens < closes and closes <= 1440", name="minutes"),
    )

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    weekday: Mapped[int]
    """0 is Monday."""
    opens: Mapped[int]
    closes: Mapped[int]


class Closure(Base):
    """Days (inclusive) on which something cannot be booked, whatever its hours say."""

    __tablename__ = "service_closure"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="days"),)

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")

    service: Mapped[Service] = relationship(back_populates="closures", lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose office keeps it."""
        return self.service.market_id


class Quota(Base):
    """How often a brand may use a kind of service while it is in a stage; no row: no limit."""

    __tablename__ = "service_quota"
    __table_args__ = (
        UniqueConstraint("market_id", "kind", "stage_code"),
        CheckConstraint("most >= 0", name="most"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    kind: Mapped[ServiceKind] = mapped_column(enum_column(ServiceKind))
    stage_code: Mapped[str] = mapped_column(String(8))
    most: Mapped[int]


class Booking(Versioned, Base):
    """One slot of a service for one brand.

    Two bookings that stand never share a moment of the same lane, nor of the same brand:
    PostgreSQL keeps two exclusion constraints, SQLite two pairs of triggers, all made by the
    migration. Lanes are numbered from 1 to the service's capacity.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="times"),
        Index("ix_booking_market", "market_id", "starts_at"),
        Index("ix_booking_service", "service_id", "starts_at"),
        Index("ix_booking_brand", "brand_id", "starts_at"),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    lane: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[BookingState] = mapped_column(
        enum_column(BookingState), default=BookingState.BOOKED
    )
    stage_code: Mapped[str] = mapped_column(String(8), default="")
    """The stage that the brand was in when it booked: it counts on that stage's quota."""
    topic: Mapped[str] = mapped_column(String(40), default="")
    agenda: Mapped[str] = mapped_column(Text, default="")
    """What the brand wants to talk about, or do there, in its own words."""
    moves: Mapped[int] = mapped_column(default=0)
    """How often it was moved or said otherwise: a calendar takes the newest."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was moved last, or called off."""
    shared_note: Mapped[str] = mapped_column(Text, default="")
    private_note: Mapped[str] = mapped_column(Text, default="")
    """For mentor and office; the brand never reads it."""
    changed_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    service: Mapped[Service] = relationship(lazy="raise_on_sql")
    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")

    @property
    def mentor_id(self) -> int | None:
        """Return the number of the mentor's own account; None without one."""
        return self.service.mentor_id

    @property
    def minutes(self) -> int:
        """Return how long it takes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.service.name_zh} · {self.brand.name_zh}"


class WaitingWord(Base):
    """A brand wants to hear when a slot of a service becomes free."""

    __tablename__ = "service_waiting"
    __table_args__ = (UniqueConstraint("service_id", "brand_id"),)

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), index=True)

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
