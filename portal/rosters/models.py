"""An import of a market's table: the file, its rows as they were read, and what it left behind."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.markets.models import Market


class RosterState(LabelledState):
    """Where an import stands."""

    UPLOADED = "uploaded", _l("columns to be checked"), "waiting"
    READING = "reading", _l("is being read"), "waiting"
    PREVIEW = "preview", _l("waits for your ticks"), "waiting"
    APPLIED = "applied", _l("taken over"), "done"
    UNDONE = "undone", _l("taken back"), "quiet"
    DISCARDED = "discarded", _l("put aside"), "quiet"


class Outcome(StrEnum):
    """What a row would do, or why it does nothing."""

    NEW = "new"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"
    PROBLEM = "problem"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"


class Roster(Versioned, Base):
    """One uploaded table. Its preview is a draft: nothing of it counts before it is taken over."""

    __tablename__ = "roster"
    __table_args__ = (Index("ix_roster_market", "market_id", "state"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    state: Mapped[RosterState] = mapped_column(
        enum_column(RosterState), default=RosterState.UPLOADED
    )
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    file_ending: Mapped[str] = mapped_column(String(4))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    byte_size: Mapped[int]
    file_purged_at: Mapped[datetime | None]
    sheet: Mapped[str] = mapped_column(String(255), default="")
    sheets: Mapped[list[str]] = mapped_column(default=list)
    hidden_sheets: Mapped[list[str]] = mapped_column(default=list)
    said: Mapped[list[str]] = mapped_column(default=list)
    """What has to be said of the file: codes of `reading.words.FILE_SAYINGS`."""
    heading_row: Mapped[int]
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By number: heading, holds (a name of `reading.headings`), hidden, samples."""
    corrections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By a row's number and a column's name: what was typed in its place, by whom and when."""
    rows_total: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    uploaded_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=uploaded_by_id)
    applied_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=applied_by_id)
    undone_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=undone_by_id)

    @property
    def stored_name(self) -> str:
        """Return the name of its file in `core.files`."""
        return f"{self.sha256}.{self.file_ending}"

    @property
    def mapping(self) -> dict[int, str]:
        """Return what each column holds."""
        return {int(place): one["holds"] for place, one in self.columns.items()}

    @property
    def typed_over(self) -> dict[int, dict[str, dict[str, str]]]:
        """Return what was corrected by hand, by the row's number."""
        return {int(number): cells for number, cells in self.corrections.items()}

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.file_name


class RosterRow(Base):
    """One row under the headings: nothing that was read is without one."""

    __tablename__ = "roster_row"
    __table_args__ = (
        UniqueConstraint("roster_id", "number"),
        Index("ix_roster_row_outcome", "roster_id", "outcome"),
    )

    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"))
    number: Mapped[int]
    """As the spreadsheet counts."""
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    effect: Mapped[str] = mapped_column(String(12))
    """What it does when it is ticked: new, changed, or nothing."""
    ticked: Mapped[bool] = mapped_column(default=False)
    applied: Mapped[bool] = mapped_column(default=False)
    called: Mapped[str] = mapped_column(String(300), default="")
    """For the search: brand, person, stall, as written and as read."""
    kinds: Mapped[str] = mapped_column(String(400), default="")
    """The codes of its remarks between spaces, for narrowing a list to one kind."""
    typed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    says: Mapped[list[Any]] = mapped_column(JSON, default=list)
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it changes: by fact, what stands and what will stand."""
    target: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it fits: numbers of a company and a brand."""
    undo: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What each taker needs to take the row back."""


class RosterEntry(Versioned, Base):
    """What a market's rosters last said of a merchant and no other record keeps."""

    __tablename__ = "roster_entry"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brand.id"), unique=True)
    """Empty for a merchant who has no brand yet."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By the names of `reading.headings`; a column that nobody reads as `+heading`."""


class RosterHeading(Base):
    """What a market's office said that a heading means."""

    __tablename__ = "roster_heading"
    __table_args__ = (UniqueConstraint("market_id", "heading"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    heading: Mapped[str] = mapped_column(String(80))
    holds: Mapped[str] = mapped_column(String(20))
