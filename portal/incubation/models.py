"""Templates with stages and milestones, a market's programmes, and how far a brand has come."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.documents.models import StoredFile
from portal.markets.models import Market


class EvidenceKind(StrEnum):
    """How a milestone is shown to be reached."""

    REVIEWED = "reviewed"
    DECLARED = "declared"
    AUTOMATIC = "automatic"
    SURVEY = "survey"


class EnrolmentState(LabelledState):
    """Where a brand stands in its programme."""

    RUNNING = "running", _l("in the programme"), "waiting"
    PAUSED = "paused", _l("paused"), "quiet"
    GRADUATED = "graduated", _l("graduated"), "done"
    EXITED = "exited", _l("left the programme"), "quiet"


class MilestoneState(LabelledState):
    """Where one milestone of one brand stands."""

    LOCKED = "locked", _l("comes later"), "quiet"
    OPEN = "open", _l("to do"), "waiting"
    SUBMITTED = "submitted", _l("with the office"), "waiting"
    RETURNED = "returned", _l("returned with a request"), "danger"
    PASSED = "passed", _l("passed"), "done"


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


class Enrolment(Versioned, Base):
    """One brand in one programme, and the stage it is in."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("brand_id", "programme_id"),
        Index("ix_enrolment_stage", "programme_id", "stage_id"),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage_entered_at: Mapped[datetime]
    state: Mapped[EnrolmentState] = mapped_column(
        enum_column(EnrolmentState), default=EnrolmentState.RUNNING
    )
    finished_at: Mapped[datetime | None]

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    stage: Mapped[Stage] = relationship(lazy="raise_on_sql")
    steps: Mapped[list["MilestoneProgress"]] = relationship(
        back_populates="enrolment", lazy="raise_on_sql", order_by="MilestoneProgress.id"
    )

    @property
    def market_id(self) -> int:
        """Return whose office looks after it."""
        return self.brand.market_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.brand.name_zh


class MilestoneProgress(Versioned, Base):
    """How far one brand is with one milestone."""

    __tablename__ = "milestone_progress"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "milestone_id"),
        Index("ix_milestone_progress_state", "state", "state_since"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    state: Mapped[MilestoneState] = mapped_column(
        enum_column(MilestoneState), default=MilestoneState.LOCKED
    )
    state_since: Mapped[datetime]
    due_on: Mapped[date | None]
    """Stage entry plus the stage's usual length; set when the milestone opens."""
    proof: Mapped[str] = mapped_column(String(200), default="")
    """What the portal's own records said when an automatic milestone passed."""

    enrolment: Mapped[Enrolment] = relationship(back_populates="steps", lazy="raise_on_sql")
    milestone: Mapped[Milestone] = relationship(lazy="raise_on_sql")
    attempts: Mapped[list["Evidence"]] = relationship(
        back_populates="progress", lazy="raise_on_sql", order_by="Evidence.number"
    )

    @property
    def brand_id(self) -> int:
        """Return whose evidence it holds."""
        return self.enrolment.brand_id

    @property
    def market_id(self) -> int:
        """Return whose office decides."""
        return self.enrolment.brand.market_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.enrolment.brand.name_zh} · {self.milestone.title_zh}"


class EvidenceState(LabelledState):
    """What became of one attempt."""

    DRAFT = "draft", _l("not handed in yet"), "quiet"
    SUBMITTED = "submitted", _l("with the office"), "waiting"
    RETURNED = "returned", _l("returned with a request"), "danger"
    PASSED = "passed", _l("passed"), "done"


class Evidence(Versioned, Base):
    """One attempt to show that a milestone is reached. All attempts stay."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("progress_id", "number"),)

    progress_id: Mapped[int] = mapped_column(ForeignKey("milestone_progress.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[EvidenceState] = mapped_column(
        enum_column(EvidenceState), default=EvidenceState.DRAFT
    )
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    """The office's words: the request when returned, a note when passed."""

    progress: Mapped[MilestoneProgress] = relationship(
        back_populates="attempts", lazy="raise_on_sql"
    )
    files: Mapped[list["EvidenceFile"]] = relationship(
        lazy="raise_on_sql", order_by="EvidenceFile.id", cascade="all, delete-orphan"
    )


class EvidenceFile(Base):
    """One photo or PDF of an attempt."""

    __tablename__ = "evidence_file"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
