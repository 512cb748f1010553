"""A talk with an applicant: when, where, and what came of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.onboarding.models.applications import Application


class InterviewMode(StrEnum):
    """How both sides meet."""

    MARKET = "market"
    PHONE = "phone"
    VIDEO = "video"


class InterviewState(LabelledState):
    """Where an interview stands."""

    SET = "set", _l("takes place"), "waiting"
    HELD = "held", _l("took place"), "done"
    CANCELLED = "cancelled", _l("cancelled"), "quiet"


class Interview(Versioned, Base):
    """One talk. Moving it keeps the row; each change counts its `sequence` up."""

    __tablename__ = "interview"
    __table_args__ = (
        Index("ix_interview_starts_at", "interviewer_id", "starts_at"),
        CheckConstraint("score between 0 and 5", name="score"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[InterviewState] = mapped_column(
        enum_column(InterviewState), default=InterviewState.SET
    )
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    mode: Mapped[InterviewMode] = mapped_column(enum_column(InterviewMode))
    place: Mapped[str] = mapped_column(String(120))
    """The room, the number that will be called, or the meeting's address."""
    words: Mapped[str] = mapped_column(Text, default="")
    """What the applicant should bring; he reads it."""
    interviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    note: Mapped[str] = mapped_column(Text, default="")
    """What was found; for the office alone."""

    application: Mapped[Application] = relationship(lazy="raise_on_sql")
    interviewer: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def ends_at(self) -> datetime:
        """Return when it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def market_id(self) -> int:
        """Return whose office holds it."""
        return self.application.market_id

    @property
    def author_id(self) -> int:
        """Return who is invited."""
        return self.application.author_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.application.name_zh
