"""An application to a market."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core.contact import format_mobile
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.documents.models import StoredFile
from portal.intakes.models import Edition, Intake, Question
from portal.markets.models import Market
from portal.reference import queries as reference


class ApplicationState(LabelledState):
    """Where an application stands."""

    DRAFT = "draft", _l("not sent yet"), "quiet"
    SUBMITTED = "submitted", _l("with the office"), "waiting"
    RETURNED = "returned", _l("returned with a request"), "danger"
    IN_REVIEW = "in_review", _l("being reviewed"), "waiting"
    SHORTLISTED = "shortlisted", _l("on the shortlist"), "waiting"
    INTERVIEW = "interview", _l("invited to an interview"), "waiting"
    WAITLISTED = "waitlisted", _l("on the waiting list"), "waiting"
    ADMITTED = "admitted", _l("admitted"), "done"
    DECLINED = "declined", _l("declined"), "quiet"
    WITHDRAWN = "withdrawn", _l("withdrawn by the applicant"), "quiet"
    MERGED = "merged", _l("merged with another"), "quiet"


WITH_THE_OFFICE = frozenset(
    {
        ApplicationState.SUBMITTED,
        ApplicationState.IN_REVIEW,
        ApplicationState.SHORTLISTED,
        ApplicationState.INTERVIEW,
        ApplicationState.WAITLISTED,
    }
)
"""States in which the office has it and may still decide either way."""


class Application(Versioned, Base):
    """A maker's wish to become a brand of a market. Kept half-done as long as he likes."""

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_queue", "market_id", "state", "submitted_at"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(
        enum_column(ApplicationState), default=ApplicationState.DRAFT
    )
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    request: Mapped[str] = mapped_column(Text, default="")
    """What the office asked for when it last returned it."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """What the applicant said to that."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Of the decision."""
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brand.id"), index=True)
    """The brand that admission made."""
    intake_id: Mapped[int | None] = mapped_column(ForeignKey("intake.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("intake_edition.id"), index=True)
    """The intake's own questions as they stood when it began."""
    replies: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it answers to them, by the question's number; files stand beside it."""
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who of the office typed it for a merchant; that person is its author until `confirmed_at`."""
    confirmed_at: Mapped[datetime | None]
    """When the owner made it his own."""
    confirm_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    confirm_until: Mapped[datetime | None]
    """Of the link with which the owner confirms it; only its hash is kept."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)

    name_zh: Mapped[str] = mapped_column(String(60), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    has_company: Mapped[bool | None]
    legal_name: Mapped[str] = mapped_column(String(120), default="")
    credit_code: Mapped[str] = mapped_column(String(18), default="")
    category: Mapped[str] = mapped_column(String(8), default="")
    styles: Mapped[list[str]] = mapped_column(default=list)
    origin_region: Mapped[str] = mapped_column(String(6), default="")
    cluster: Mapped[str] = mapped_column(String(40), default="")
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_mobile: Mapped[str] = mapped_column(String(20), default="")
    contact_wechat: Mapped[str] = mapped_column(String(60), default="")
    story_zh: Mapped[str] = mapped_column(Text, default="")
    story_en: Mapped[str] = mapped_column(Text, default="")

    market: Mapped[Market] = relationship(lazy="raise_on_sql")
    author: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=author_id)
    brand: Mapped[Brand | None] = relationship(lazy="raise_on_sql")
    intake: Mapped[Intake | None] = relationship(lazy="raise_on_sql")
    edition: Mapped[Edition | None] = relationship(lazy="raise_on_sql")
    typed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=typed_by_id)
    merged_into: Mapped["Application | None"] = relationship(
        lazy="raise_on_sql", remote_side="Application.id", foreign_keys=merged_into_id
    )
    files: Mapped[list["ApplicationFile"]] = relationship(
        back_populates="application",
        lazy="raise_on_sql",
        order_by="ApplicationFile.id",
        cascade="all, delete-orphan",
    )
    pictures: Mapped[list["ApplicationPicture"]] = relationship(
        back_populates="application",
        lazy="raise_on_sql",
        order_by="ApplicationPicture.id",
        cascade="all, delete-orphan",
    )

    @property
    def is_editable(self) -> bool:
        """Say whether it is the applicant's turn."""
        return self.state in {ApplicationState.DRAFT, ApplicationState.RETURNED}

    @property
    def is_running(self) -> bool:
        """Say whether it is still undecided."""
        return self.is_editable or self.state in WITH_THE_OFFICE

    @property
    def typed_by_office(self) -> bool:
        """Say whether the office typed it and its owner has not confirmed it yet."""
        return self.typed_by_id is not None and self.confirmed_at is None

    def missed_its_intake(self, today: date) -> bool:
        """Say whether it was never sent and its intake takes nothing any more."""
        waits = self.state is ApplicationState.DRAFT and not self.submitted_at
        return bool(waits and self.intake and not self.intake.takes_on(today))

    @property
    def mobile_words(self) -> str:
        """Return the mobile number as people write it; one that is none as it was typed."""
        number = self.contact_mobile
        return format_mobile(number) if number.startswith("+") else number

    @property
    def province(self) -> str:
        """Return the code of the province it comes from; empty while unknown."""
        return reference.province_of(self.origin_region) or "" if self.origin_region else ""

    @property
    def city(self) -> str:
        """Return the code below the province; empty while only the province is known."""
        return "" if self.origin_region == self.province else self.origin_region

    @property
    def needs_city(self) -> bool:
        """Say whether the province is known and the city in it still to be chosen."""
        known = bool(self.province) and not self.city
        return known and bool(reference.region_children(self.province))


class ApplicationPicture(Base):
    """One picture of what the applicant makes."""

    __tablename__ = "application_picture"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    application: Mapped[Application] = relationship(back_populates="pictures", lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose office may see it."""
        return self.application.market_id

    @property
    def author_id(self) -> int:
        """Return whose it is."""
        return self.application.author_id

    @property
    def typed_by_office(self) -> bool:
        """Say whether the office typed the application it is of."""
        return self.application.typed_by_office


class ApplicationFile(Base):
    """A file that answers one of the intake's own questions."""

    __tablename__ = "application_file"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("intake_question.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    application: Mapped[Application] = relationship(back_populates="files", lazy="raise_on_sql")
    question: Mapped[Question] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose office may see it."""
        return self.application.market_id

    @property
    def author_id(self) -> int:
        """Return whose it is."""
        return self.application.author_id

    @property
    def typed_by_office(self) -> bool:
        """Say whether the office typed the application it is of."""
        return self.application.typed_by_office
