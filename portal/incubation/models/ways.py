"""How far a brand has come: its enrolment, pauses, milestones and evidence."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.documents.models import StoredFile
from portal.incubation.models.programmes import Milestone, Programme, Stage, Template


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
    WAIVED = "waived", _l("waived"), "quiet"
    DROPPED = "dropped", _l("no longer asked"), "quiet"
    """The version that the brand moved to has it no more; what was handed in stays to read."""


class ExitKind(LabelledState):
    """Why a brand has left before the end."""

    VOLUNTARY = "voluntary", _l("left voluntarily"), "quiet"
    FAILED = "failed", _l("did not meet the target"), "waiting"
    EXPELLED = "expelled", _l("expelled"), "danger"


ON_ITS_WAY = (EnrolmentState.RUNNING, EnrolmentState.PAUSED)


class Enrolment(Versioned, Base):
    """One brand in one programme, and the stage it is in.

    A brand is on its way once at a time; whoever left may begin again in another row.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("ix_enrolment_stage", "programme_id", "stage_id"),
        Index(
            "uq_enrolment_on_its_way",
            "brand_id",
            unique=True,
            sqlite_where=text("state IN ('running', 'paused')"),
            postgresql_where=text("state IN ('running', 'paused')"),
        ),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("programme_template.id"), index=True)
    """The version that the brand goes by: its programme's, or the one it was moved to."""
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage_entered_at: Mapped[datetime]
    state: Mapped[EnrolmentState] = mapped_column(
        enum_column(EnrolmentState), default=EnrolmentState.RUNNING
    )
    finished_at: Mapped[datetime | None]
    ends_on: Mapped[date | None]
    """The planned last day, where the office or a pause has moved it."""
    held_at: Mapped[datetime | None]
    """Since when the office keeps the gate of the present stage shut."""
    held_reason: Mapped[str] = mapped_column(Text, default="")
    exit_kind: Mapped[ExitKind | None] = mapped_column(enum_column(ExitKind))
    exit_reason: Mapped[str] = mapped_column(Text, default="")

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    template: Mapped[Template] = relationship(lazy="raise_on_sql")
    stage: Mapped[Stage] = relationship(lazy="raise_on_sql")
    pauses: Mapped[list["Pause"]] = relationship(lazy="raise_on_sql", order_by="Pause.id")
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

    @property
    def pause(self) -> "Pause | None":
        """Return the pause that is not over yet."""
        return next((one for one in self.pauses if one.resumed_at is None), None)


class Pause(Base):
    """A time in which no clock of an enrolment runs."""

    __tablename__ = "pause"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    paused_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]
    expected_on: Mapped[date | None]
    """When the brand means to go on."""
    reason: Mapped[str] = mapped_column(Text)
    paused_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class MilestoneProgress(Versioned, Base):
    """How far one brand is with one milestone."""

    __tablename__ = "milestone_progress"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "milestone_id"),
        Index("ix_milestone_progress_state", "state", "state_since"),
        Index("ix_milestone_progress_due", "enrolment_id", "state", "due_on"),
        Index(
            "ix_milestone_progress_lapsed",
            "enrolment_id",
            sqlite_where=text("lapsed_at IS NOT NULL"),
            postgresql_where=text("lapsed_at IS NOT NULL"),
        ),
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
    lapsed_at: Mapped[datetime | None]
    """Since when those records no longer show what passed it. It stays passed, with a mark."""
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who of the office looks at what is handed in; none while nobody has taken it."""
    told_days: Mapped[int | None]
    """How many days before its day the brand was last reminded; none while it was not."""
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    waived_reason: Mapped[str] = mapped_column(Text, default="")

    enrolment: Mapped[Enrolment] = relationship(back_populates="steps", lazy="raise_on_sql")
    milestone: Mapped[Milestone] = relationship(lazy="raise_on_sql")
    attempts: Mapped[list["Evidence"]] = relationship(
        back_populates="progress", lazy="raise_on_sql", order_by="Evidence.number"
    )
    moves: Mapped[list["DateMove"]] = relationship(
        back_populates="progress", lazy="raise_on_sql", order_by="DateMove.id"
    )
    coach_notes: Mapped[list["CoachNote"]] = relationship(
        lazy="raise_on_sql", order_by="CoachNote.id"
    )

    @validates("due_on")
    def forget_reminders(self, _name: str, due_on: date | None) -> date | None:
        """Return the new day as it is; whoever was reminded of the old one is reminded anew."""
        if due_on != self.due_on:
            self.told_days = None
        return due_on

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


class DateMove(Base):
    """A day that was moved, of a milestone or (without one) of the whole enrolment. All stay."""

    __tablename__ = "date_move"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    progress_id: Mapped[int | None] = mapped_column(ForeignKey("milestone_progress.id"), index=True)
    old_on: Mapped[date]
    new_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    """The office's words; empty when a pause has moved it."""
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    pause_id: Mapped[int | None] = mapped_column(ForeignKey("pause.id"))
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"))
    """The fair that moved it, if one did."""
    template_id: Mapped[int | None] = mapped_column(ForeignKey("programme_template.id"))
    """The version whose dates moved it, if one did."""

    progress: Mapped[MilestoneProgress | None] = relationship(
        back_populates="moves", lazy="raise_on_sql"
    )

    @property
    def days(self) -> int:
        """Return by how many days it was moved."""
        return (self.new_on - self.old_on).days


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
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    """The wording it was handed in under, where the brand has moved to another version since."""
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the brand answers to the milestone's questions, by their key."""
    for_owner: Mapped[bool] = mapped_column(default=False)
    """The office handed it in, in the owner's place."""
    state: Mapped[EvidenceState] = mapped_column(
        enum_column(EvidenceState), default=EvidenceState.DRAFT
    )
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    """The office's words: the request when returned, a note when passed."""
    requests: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the office asks for at single questions and files, by `key` or `file-<number>`."""
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Points from 0 to 5 by the criterion's key; empty where the milestone has no rubric."""
    rubric: Mapped[list[Any]] = mapped_column(default=list)
    """The criteria as they stood when it was scored: a later template changes no score."""
    score: Mapped[int | None]
    """The weighted score in hundredths of a point: 0 to 500."""

    progress: Mapped[MilestoneProgress] = relationship(
        back_populates="attempts", lazy="raise_on_sql"
    )
    milestone: Mapped[Milestone | None] = relationship(lazy="raise_on_sql")
    files: Mapped[list["EvidenceFile"]] = relationship(
        lazy="raise_on_sql", order_by="EvidenceFile.id", cascade="all, delete-orphan"
    )


class EvidenceFile(Base):
    """One photo or PDF of an attempt."""

    __tablename__ = "evidence_file"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")


class CoachNote(Base):
    """A word of the office to itself about a milestone. The brand never reads it."""

    __tablename__ = "coach_note"

    progress_id: Mapped[int] = mapped_column(ForeignKey("milestone_progress.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)


class CalendarDay(Base):
    """A day on which the portal looked again at what comes or goes by waiting alone."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(unique=True)
    """Where the markets are."""
