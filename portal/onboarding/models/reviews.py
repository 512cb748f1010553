"""What a market looks at when it reads an application, and what each reader found."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.onboarding.models.applications import Application


class ReviewState(LabelledState):
    """Where one reader's review stands."""

    ASSIGNED = "assigned", _l("is reading"), "waiting"
    HANDED_IN = "handed_in", _l("has handed in"), "done"
    RECUSED = "recused", _l("not impartial, stood back"), "quiet"
    REPLACED = "replaced", _l("replaced by somebody else"), "quiet"


class Rubric(Base):
    """One edition of a market's rubric. Never changed: a change is a new edition."""

    __tablename__ = "rubric"
    __table_args__ = (UniqueConstraint("market_id", "edition"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    edition: Mapped[int]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    criteria: Mapped[list["Criterion"]] = relationship(
        lazy="raise_on_sql", order_by="Criterion.position", cascade="all, delete-orphan"
    )

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return str(self.edition)


class Criterion(Base):
    """One line of a rubric. The weights of an edition add up to 100."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("rubric_id", "position"),)

    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    position: Mapped[int]
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    meaning_zh: Mapped[str] = mapped_column(String(120), default="")
    meaning_en: Mapped[str] = mapped_column(String(200), default="")
    weight: Mapped[int]


class Review(Versioned, Base):
    """One reader's view of one application, blind to the others' until all are in."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("application_id", "reviewer_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    state: Mapped[ReviewState] = mapped_column(
        enum_column(ReviewState), default=ReviewState.ASSIGNED
    )
    saved_at: Mapped[datetime | None]
    handed_in_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    """The whole in a few words; for the office alone."""
    conflict: Mapped[str] = mapped_column(Text, default="")
    """Why the reader stood back."""

    application: Mapped[Application] = relationship(lazy="raise_on_sql")
    reviewer: Mapped[User] = relationship(lazy="raise_on_sql")
    rubric: Mapped[Rubric] = relationship(lazy="raise_on_sql")
    scores: Mapped[list["Score"]] = relationship(
        lazy="raise_on_sql", order_by="Score.id", cascade="all, delete-orphan"
    )

    @property
    def market_id(self) -> int:
        """Return whose office it belongs to."""
        return self.application.market_id

    @property
    def author_id(self) -> int:
        """Return who writes it."""
        return self.reviewer_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.application.name_zh

    def score_of(self, criterion_id: int) -> "Score | None":
        """Return what the reader gave for a criterion so far, or None."""
        return next((one for one in self.scores if one.criterion_id == criterion_id), None)


class Score(Base):
    """From 0 to 5 points for one criterion; no points while the reader is still thinking."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion_id"),
        CheckConstraint("points between 0 and 5", name="points"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    points: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
