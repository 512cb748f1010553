"""An intake, and the editions of its questions."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.incubation.models import Programme
from portal.markets.models import Hall, Market


class IntakeState(LabelledState):
    """Whether makers may apply."""

    PLANNED = "planned", _l("planned"), "waiting"
    OPEN = "open", _l("open"), "done"
    CLOSED = "closed", _l("closed"), "quiet"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SHORT = "short"
    LONG = "long"
    NUMBER = "number"
    CHOICE = "choice"
    FILE = "file"


class Intake(Versioned, Base):
    """A time in which a market takes applications: for what, how many, with which questions."""

    __tablename__ = "intake"
    __table_args__ = (Index("ix_intake_market", "market_id", "state", "closes_on"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    state: Mapped[IntakeState] = mapped_column(
        enum_column(IntakeState), default=IntakeState.PLANNED
    )
    season_zh: Mapped[str] = mapped_column(String(40))
    season_en: Mapped[str] = mapped_column(String(40), default="")
    title_zh: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    """Into which admission leads, where it is known."""
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id", ondelete="SET NULL"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """The last day on which an application can be sent."""
    places: Mapped[int]
    categories: Mapped[list[str]] = mapped_column(default=list)
    """Which are wanted; none means any."""
    papers_zh: Mapped[str] = mapped_column(Text, default="")
    """What to bring, in the office's words, one a line."""
    papers_en: Mapped[str] = mapped_column(Text, default="")

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme | None] = relationship(lazy="raise_on_sql")
    hall: Mapped[Hall | None] = relationship(lazy="raise_on_sql")
    editions: Mapped[list["Edition"]] = relationship(
        back_populates="intake",
        lazy="raise_on_sql",
        order_by="Edition.number",
        cascade="all, delete-orphan",
    )

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.title_zh

    def takes_on(self, day: date) -> bool:
        """Say whether an application may be begun and sent: open, and the last day not past."""
        return self.state is IntakeState.OPEN and day <= self.closes_on

    @property
    def edition(self) -> "Edition":
        """Return the questions that a new application is asked."""
        return self.editions[-1]


class Edition(Base):
    """The questions of an intake as they stood when an application began."""

    __tablename__ = "intake_edition"
    __table_args__ = (UniqueConstraint("intake_id", "number"),)

    intake_id: Mapped[int] = mapped_column(ForeignKey("intake.id"))
    number: Mapped[int] = mapped_column(default=1)

    intake: Mapped[Intake] = relationship(back_populates="editions", lazy="raise_on_sql")
    questions: Mapped[list["Question"]] = relationship(
        lazy="raise_on_sql", order_by="Question.position", cascade="all, delete-orphan"
    )


class Question(Base):
    """One question of an edition."""

    __tablename__ = "intake_question"

    edition_id: Mapped[int] = mapped_column(ForeignKey("intake_edition.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_column(QuestionKind))
    title_zh: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    required: Mapped[bool] = mapped_column(default=False)
    choices: Mapped[list[str]] = mapped_column(default=list)
    """What can be chosen, in the office's words."""

    @property
    def key(self) -> str:
        """Return the name of its field."""
        return f"question_{self.id}"

    @property
    def is_file(self) -> bool:
        """Say whether a file answers it."""
        return self.kind is QuestionKind.FILE
