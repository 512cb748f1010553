"""What a graduate gets, and what it says when it is asked later."""

from datetime import date, datetime
from enum import StrEnum
from zlib import crc32

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.incubation.models.ways import Enrolment


class CertificateState(LabelledState):
    """Whether a certificate may be relied on."""

    VALID = "valid", _l("valid"), "done"
    REVOKED = "revoked", _l("revoked"), "danger"


class Certificate(Versioned, Base):
    """The paper of a graduate, with the names as they were on that day."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("enrolment_id"), UniqueConstraint("number"))

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(40), unique=True)
    """What its public address ends in: nobody guesses it from another."""
    issued_on: Mapped[date]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    brand_zh: Mapped[str] = mapped_column(String(80))
    brand_en: Mapped[str] = mapped_column(String(120), default="")
    company: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[CertificateState] = mapped_column(
        enum_column(CertificateState), default=CertificateState.VALID
    )
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoke_reason: Mapped[str] = mapped_column(Text, default="")

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.enrolment.brand_id

    @property
    def market_id(self) -> int:
        """Return whose office gave it."""
        return self.enrolment.brand.market_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.brand_zh} · {self.number}"


class Trading(LabelledState):
    """How a graduate does when the office asks."""

    GROWING = "growing", _l("trading, and growing"), "done"
    STEADY = "steady", _l("trading as before"), "done"
    SMALLER = "smaller", _l("trading, but smaller"), "waiting"
    STOPPED = "stopped", _l("no longer trading"), "danger"


class SalesBand(StrEnum):
    """Sales of the last twelve months, at tag prices, in yuan."""

    UNDER_1M = "under-1m"
    TO_5M = "1m-5m"
    TO_20M = "5m-20m"
    OVER_20M = "over-20m"
    UNSAID = "unsaid"


class FollowUp(Base):
    """What the office learned of a graduate 6, 12 or 24 months later."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("enrolment_id", "months"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    months: Mapped[int]
    trading: Mapped[Trading] = mapped_column(enum_column(Trading))
    stalls: Mapped[int | None]
    staff: Mapped[int | None]
    sales: Mapped[SalesBand] = mapped_column(enum_column(SalesBand))
    note: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def said(self) -> dict[str, object]:
        """Return what the graduate said, as the trail keeps it."""
        return {
            "trading": self.trading.value,
            "stalls": self.stalls,
            "staff": self.staff,
            "sales": self.sales.value,
            "note": self.note,
        }

    @property
    def version(self) -> int:
        """Return a number that is another one as soon as an answer is."""
        return crc32(repr(sorted(self.said.items())).encode())
