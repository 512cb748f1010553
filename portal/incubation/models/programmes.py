"""Templates with stages and milestones, season fairs, and the programmes of a market."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.markets.models import Market


class EvidenceKind(StrEnum):
    """How a milestone is shown to be reached."""

    REVIEWED = "reviewed"
    DECLARED = "declared"
    AUTOMATIC = "automatic"
    SURVEY = "survey"
    PARTS = "parts"
    """It passes when its own sub-milestones are settled."""


class DueFrom(StrEnum):
    """From which day a milestone's due day is counted."""

    STAGE = "stage"
    ENROLMENT = "enrolment"
    FAIR = "fair"


class Season(StrEnum):
    """The season of an intake or a fair."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class TemplateState(LabelledState):
    """Whether a template may still be changed, and whether programmes are opened from it."""

    DRAFT = "draft", _l("draft"), "waiting"
    PUBLISHED = "published", _l("in use"), "done"
    RETIRED = "retired", _l("replaced"), "quiet"


class Template(Versioned, Base):
    """Stages and milestones that programmes are made from.

    A published one is frozen: a change is a new version, which is a new row of the same code.
    """

    __tablename__ = "programme_template"
    __table_args__ = (
        UniqueConstraint("market_id", "code", "template_version"),
        Index(
            "uq_programme_template_shipped",
            "code",
            "template_version",
            unique=True,
            sqlite_where=text("market_id IS NULL"),
            postgresql_where=text("market_id IS NULL"),
        ),
        Index(
            "uq_programme_template_draft",
            "market_id",
            "code",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"))
    """Whose it is; None for one that came with the portal."""
    code: Mapped[str] = mapped_column(String(40))
    template_version: Mapped[int]
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[TemplateState] = mapped_column(
        enum_column(TemplateState), default=TemplateState.PUBLISHED
    )
    note: Mapped[str] = mapped_column(Text, default="")
    """What this version changes, for colleagues and for brands that move to it."""
    edits: Mapped[int] = mapped_column(default=0)
    """Counts changes of its stages and milestones, so that two editors do not overwrite."""
    published_at: Mapped[datetime | None]

    market: Mapped[Market | None] = relationship(lazy="raise_on_sql")

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.name_zh} · {self.template_version}"

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
    unit_zh: Mapped[str] = mapped_column(String(20), default="")
    unit_en: Mapped[str] = mapped_column(String(30), default="")
    """What the target counts."""
    required: Mapped[bool] = mapped_column(default=True)
    """Whether the stage's gate waits for it."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)
    """The milestone of the same stage that it is a part of."""
    weight: Mapped[int] = mapped_column(default=1)
    """How much it counts in the progress of its stage."""
    prerequisites: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Codes of milestones of the same template that must be passed or waived first."""
    due_from: Mapped[DueFrom] = mapped_column(enum_column(DueFrom), default=DueFrom.STAGE)
    due_days: Mapped[int | None]
    """Days after (or, below zero, before) that day; None for the stage's usual length."""
    files_least: Mapped[int] = mapped_column(default=0)
    """How many files an attempt must have."""
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Typed questions: key, kind (line, text, number, choice, date), label_zh, label_en,
    required, choices ([[zh, en], ...])."""
    rubric: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Criteria, each scored from 0 to 5: key, name_zh, name_en, weight. Without any, evidence
    passes without a score."""
    checklist_zh: Mapped[str] = mapped_column(Text, default="")
    checklist_en: Mapped[str] = mapped_column(Text, default="")
    """What the owner looks at before photographing, a line each."""

    stage: Mapped[Stage] = relationship(back_populates="milestones", lazy="raise_on_sql")
    parent: Mapped["Milestone | None"] = relationship(
        remote_side="Milestone.id", lazy="raise_on_sql"
    )


class Fair(Versioned, Base):
    """An order fair of a season, from which due days are counted."""

    __tablename__ = "fair"
    __table_args__ = (Index("ix_fair_market", "market_id", "starts_on"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    season: Mapped[Season] = mapped_column(enum_column(Season))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    starts_on: Mapped[date]

    market: Mapped[Market] = relationship(lazy="raise_on_sql")

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.name_zh


class Programme(Versioned, Base):
    """A market's running programme: a cohort with its season, template and fair."""

    __tablename__ = "programme"
    __table_args__ = (Index("ix_programme_market", "market_id", "starts_on"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("programme_template.id"))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The planned last day of the cohort."""
    season: Mapped[Season | None] = mapped_column(enum_column(Season))
    """The season of its intake."""
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), index=True)
    closed_at: Mapped[datetime | None]

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    fair: Mapped[Fair | None] = relationship(lazy="raise_on_sql")
    template: Mapped[Template] = relationship(lazy="raise_on_sql")
