"""Templates with stages and milestones, and the programmes that markets open from them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Versioned, enum_column
from portal.markets.models import Market


class EvidenceKind(StrEnum):
    """How a milestone is shown to be reached."""

    REVIEWED = "reviewed"
    DECLARED = "declared"
    AUTOMATIC = "automatic"
    SURVEY = "survey"


class Template(Base):
    """Stages and milestones that programmes are made from. A new version is a new row."""

    __tablename__ = "programme_template"
    __table_args__ = (UniqueConstraint("code", "template_version"),)

    code: Mapped[str] = mapped_column(String(40))
    template_version: Mapped[int]
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")

    stages: Mapped[list["Stage"]] = relationship(
        lazy="raise_on_sql", order_by="Stage.position", cascade="all, delete-orphan"
    )


class Stage(Base):
    """One stage of a template, with its gate in words and its usual length in weeks."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("template_id", "position"),)

    template_id: Mapped[int] = mapped_column(ForeignKey("programme_template.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(8))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    gate_zh: Mapped[str] = mapped_column(String(120), default="")
    gate_en: Mapped[str] = mapped_column(String(160), default="")
    weeks_low: Mapped[int]
    weeks_high: Mapped[int]

    milestones: Mapped[list["Milestone"]] = relationship(
        back_populates="stage",
        lazy="raise_on_sql",
        order_by="Milestone.position",
        cascade="all, delete-orphan",
    )


class Milestone(Base):
    """One milestone of a stage, as the template says it."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("stage_id", "position"),)

    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    title_zh: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    guidance_zh: Mapped[str] = mapped_column(Text, default="")
    guidance_en: Mapped[str] = mapped_column(Text, default="")
    wants_zh: Mapped[str] = mapped_column(String(200), default="")
    wants_en: Mapped[str] = mapped_column(String(300), default="")
    """What to hand in, in a few words."""
    evidence: Mapped[EvidenceKind] = mapped_column(enum_column(EvidenceKind))
    condition: Mapped[str] = mapped_column(String(60), default="")
    """The named condition of an automatic milestone."""
    target: Mapped[int | None]
    required: Mapped[bool] = mapped_column(default=True)
    """Whether the stage's gate waits for it."""

    stage: Mapped[Stage] = relationship(back_populates="milestones", lazy="raise_on_sql")


class Programme(Versioned, Base):
    """A market's running programme: an intake season with its template."""

    __tablename__ = "programme"
    __table_args__ = (Index("ix_programme_market", "market_id", "starts_on"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("programme_template.id"))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    starts_on: Mapped[date]
    closed_at: Mapped[datetime | None]

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    template: Mapped[Template] = relationship(lazy="raise_on_sql")
