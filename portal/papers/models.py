"""A brand's papers in their versions, what a market requires, and the way of a trademark."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.brands.models import Brand
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.documents.models import StoredFile
from portal.reference import papers as kinds
from portal.reference.papers import Kind


class VersionState(LabelledState):
    """Where one version of a paper stands. That it runs out is a matter of the date alone."""

    UPLOADED = "uploaded", _l("waits for the office"), "waiting"
    VERIFIED = "verified", _l("verified"), "done"
    RETURNED = "returned", _l("returned with a request"), "danger"
    RENEWING = "renewing", _l("being renewed"), "waiting"
    REPLACED = "replaced", _l("replaced by a newer one"), "quiet"


class Standing(LabelledState):
    """How a paper looks today: computed from its versions and the date, never kept."""

    EXPIRED = "expired", _l("expired"), "danger"
    RETURNED = "returned", _l("returned"), "danger"
    MISSING = "missing", _l("missing"), "danger"
    EXPIRING = "expiring", _l("expires soon"), "waiting"
    UPLOADED = "uploaded", _l("waits for the office"), "waiting"
    RENEWING = "renewing", _l("being renewed"), "waiting"
    VERIFIED = "verified", _l("valid and on file"), "done"
    NOT_ASKED = "not-asked", _l("not asked for"), "quiet"


class Effect(LabelledState):
    """What follows when a paper is missing or has run out; the hardest first."""

    PAUSED = "paused", _l("the public page is paused"), "danger"
    CANNOT_PUBLISH = "cannot_publish", _l("nothing new is published"), "danger"
    CANNOT_OPEN = "cannot_open", _l("the stall stays closed"), "danger"
    BADGE = "badge", _l("its mark leaves the public page"), "waiting"
    REMIND = "remind", _l("reminders only"), "quiet"


class Scope(LabelledState):
    """Of whom an office asks a paper."""

    EVERY = "every", _l("every brand"), "quiet"
    CHILDREN = "children", _l("brands of children's wear"), "quiet"
    HOLDERS = "holders", _l("brands that have handed one in"), "quiet"


class TrademarkState(LabelledState):
    """How far a trademark has come with the authority."""

    SEARCHED = "searched", _l("searched"), "quiet"
    FILED = "filed", _l("filed"), "waiting"
    ACCEPTED = "accepted", _l("accepted for examination"), "waiting"
    PUBLISHED = "published", _l("published for opposition"), "waiting"
    OPPOSED = "opposed", _l("opposed"), "danger"
    REGISTERED = "registered", _l("registered"), "done"
    REFUSED = "refused", _l("refused"), "danger"


class Paper(Versioned, Base):
    """One paper that a brand has, or once had; what it says stands in its versions."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("brand_id", "kind", "category"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    kind: Mapped[str] = mapped_column(String(40))
    category: Mapped[str] = mapped_column(String(8), default="")
    """Of the goods that a report is about; empty for every other kind."""
    snoozed_until: Mapped[date | None]
    """The first day on which reminders are sent again."""
    snooze_reason: Mapped[str] = mapped_column(Text, default="")
    noted_on: Mapped[date | None]
    """When a table of the office spoke of it; what follows was never verified by anybody."""
    noted_number: Mapped[str] = mapped_column(String(60), default="")
    noted_until: Mapped[date | None]
    """The last good day by that table; none for one without an end."""

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["PaperVersion"]] = relationship(
        back_populates="paper", lazy="raise_on_sql", order_by="PaperVersion.place"
    )

    @property
    def about(self) -> Kind:
        """Return its kind."""
        return kinds.every()[self.kind]

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.about.name_zh


class PaperVersion(Versioned, Base):
    """What was handed in once. It is never changed, only decided on and replaced."""

    __tablename__ = "paper_version"
    __table_args__ = (
        UniqueConstraint("paper_id", "place"),
        Index(
            "ix_paper_version_in_force",
            "paper_id",
            unique=True,
            sqlite_where=text("state in ('verified', 'renewing')"),
            postgresql_where=text("state in ('verified', 'renewing')"),
        ),
        Index(
            "ix_paper_version_waiting",
            "paper_id",
            unique=True,
            sqlite_where=text("state = 'uploaded'"),
            postgresql_where=text("state = 'uploaded'"),
        ),
        Index("ix_paper_version_end", "state", "expires_on"),
    )

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    place: Mapped[int]
    """1 for the first version."""
    state: Mapped[VersionState] = mapped_column(
        enum_column(VersionState), default=VersionState.UPLOADED
    )
    number: Mapped[str] = mapped_column(String(60), default="")
    holder: Mapped[str] = mapped_column(String(120), default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    """The last day on which it is good; none for ever."""
    note: Mapped[str] = mapped_column(Text, default="")
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    """Whether the office handed it in for the brand (代填)."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    request: Mapped[str] = mapped_column(Text, default="")
    """What the office asked for when it returned it, or why a verification was withdrawn."""
    withdrawn: Mapped[bool] = mapped_column(default=False)
    renewing_since: Mapped[date | None]
    reminded_step: Mapped[int | None]
    """The last reminder that was sent, by its days before the end."""

    paper: Mapped[Paper] = relationship(back_populates="versions", lazy="raise_on_sql")
    files: Mapped[list["PaperFile"]] = relationship(
        back_populates="paper_version", lazy="raise_on_sql", order_by="PaperFile.id"
    )

    @property
    def market_id(self) -> int:
        """Return whose market's office decides on it."""
        return self.paper.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.paper.brand_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.paper.audit_name} · {self.place}"


class PaperFile(Base):
    """A scan of a version, or of what shows that its renewal is under way."""

    __tablename__ = "paper_file"

    version_id: Mapped[int] = mapped_column(ForeignKey("paper_version.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    of_renewal: Mapped[bool] = mapped_column(default=False)

    paper_version: Mapped[PaperVersion] = relationship(back_populates="files", lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose market's office may see it."""
        return self.paper_version.market_id

    @property
    def brand_id(self) -> int:
        """Return whose it is."""
        return self.paper_version.brand_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.paper_version.audit_name


class PaperRequirement(Versioned, Base):
    """What a market asks of its brands, from one day on. Another rule is another row."""

    __tablename__ = "paper_requirement"
    __table_args__ = (
        Index(
            "ix_paper_requirement_open",
            "market_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_on is null"),
            postgresql_where=text("ended_on is null"),
        ),
    )

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    kind: Mapped[str] = mapped_column(String(40))
    scope: Mapped[Scope] = mapped_column(enum_column(Scope))
    effect: Mapped[Effect] = mapped_column(enum_column(Effect))
    grace_days: Mapped[int] = mapped_column(default=0)
    since: Mapped[date]
    ended_on: Mapped[date | None]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return kinds.every()[self.kind].name_zh


class Trademark(Versioned, Base):
    """The way of a brand's mark from the search to the register."""

    __tablename__ = "trademark"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), unique=True)
    state: Mapped[TrademarkState] = mapped_column(
        enum_column(TrademarkState), default=TrademarkState.SEARCHED
    )
    number: Mapped[str] = mapped_column(String(40), default="")
    """Of the application; the register keeps it."""

    steps: Mapped[list["TrademarkStep"]] = relationship(
        lazy="raise_on_sql", order_by="TrademarkStep.id"
    )

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.number


class TrademarkStep(Base):
    """One step on that way, as it was told."""

    __tablename__ = "trademark_step"

    trademark_id: Mapped[int] = mapped_column(ForeignKey("trademark.id"), index=True)
    reached: Mapped[TrademarkState] = mapped_column(enum_column(TrademarkState))
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PaperDigest(Base):
    """A week's letter to an office about its papers, so that it goes out once."""

    __tablename__ = "paper_digest"
    __table_args__ = (UniqueConstraint("market_id", "week_on"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    week_on: Mapped[date]
    """Its Monday."""
