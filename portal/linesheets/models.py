"""A brand's line sheets, their styles with pictures, imports of styles, and shared links."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.connections.models import Connection
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.documents.models import StoredFile


class SheetState(LabelledState):
    """Where one version of a line sheet stands."""

    DRAFT = "draft", _l("draft"), "quiet"
    PUBLISHED = "published", _l("published"), "done"
    RETIRED = "retired", _l("retired"), "quiet"


class View(StrEnum):
    """What a picture of a style shows."""

    FRONT = "front"
    BACK = "back"
    DETAIL = "detail"
    LABEL = "label"


class LineSheet(Versioned, Base):
    """One numbered version of a line sheet: the styles of a brand in a wave of a year.

    What is published is never edited: a change begins as a copy with the next number.
    """

    __tablename__ = "line_sheet"
    __table_args__ = (
        UniqueConstraint("brand_id", "year", "wave", "number"),
        Index(
            "ix_line_sheet_published",
            "brand_id",
            "year",
            "wave",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "ix_line_sheet_draft",
            "brand_id",
            "year",
            "wave",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    year: Mapped[int]
    wave: Mapped[str] = mapped_column(String(20))
    """A term of `season_wave`."""
    number: Mapped[int]
    state: Mapped[SheetState] = mapped_column(enum_column(SheetState), default=SheetState.DRAFT)
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    styles: Mapped[list["Style"]] = relationship(
        back_populates="sheet",
        lazy="raise_on_sql",
        order_by="Style.position, Style.id",
        cascade="all, delete-orphan",
    )

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.brand.market_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.name_zh} · {self.number}"


class Style(Versioned, Base):
    """One style of a line sheet. Which reader sees what of it: `linesheets.fields`."""

    __tablename__ = "style"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        Index("ix_style_place", "sheet_id", "position"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("line_sheet.id"))
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(30))
    name_zh: Mapped[str] = mapped_column(String(60), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    category: Mapped[str] = mapped_column(String(8), default="")
    colours: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Each with zh, en and hex; the last two may be empty."""
    sizes: Mapped[list[str]] = mapped_column(default=list)
    fibres: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Each part (shell, lining …) with its fibres: code and share in hundredths of a percent."""
    down_content: Mapped[int | None]
    """Share of down clusters (绒子含量) in the filling, in hundredths of a percent."""
    down_grams: Mapped[int | None]
    """Down in a piece of the middle size (充绒量)."""
    wearer: Mapped[str] = mapped_column(String(10), default="")
    contact: Mapped[str] = mapped_column(String(10), default="")
    safety_class: Mapped[str] = mapped_column(String(1), default="")
    standard: Mapped[str] = mapped_column(String(60), default="")
    """The executive standard on its label, like FZ/T 81007."""
    tag_price: Mapped[int | None]
    """In fen; so the supply price."""
    supply_discount: Mapped[int | None]
    """Share of the tag price that is paid, in hundredths of a percent."""
    supply_price: Mapped[int | None]
    least_pieces: Mapped[int | None]
    mixing: Mapped[str] = mapped_column(String(10), default="")
    pack: Mapped[str] = mapped_column(String(60), default="")
    """Pieces of each size in a pack, in the order of the sizes: 1:2:2:1."""
    delivery_from: Mapped[date | None]
    delivery_until: Mapped[date | None]
    availability: Mapped[str] = mapped_column(String(10), default="")
    exchangeable: Mapped[str] = mapped_column(String(4), default="")
    stock: Mapped[str] = mapped_column(String(10), default="")

    sheet: Mapped[LineSheet] = relationship(back_populates="styles", lazy="raise_on_sql")
    photos: Mapped[list["StylePhoto"]] = relationship(
        back_populates="style",
        lazy="raise_on_sql",
        order_by="StylePhoto.id",
        cascade="all, delete-orphan",
    )

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.sheet.market_id

    @property
    def brand_id(self) -> int:
        """Return whose style it is."""
        return self.sheet.brand_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"{self.number} {self.name_zh}".strip()

    def touch(self) -> None:
        """Write its row anew although perhaps only a picture changes: who is late finds out."""
        flag_modified(self, "number")

    def photo(self, view: View) -> "StylePhoto | None":
        """Return the picture of one side; the pictures must be loaded."""
        return next((one for one in self.photos if one.view == view), None)


class StylePhoto(Base):
    """One picture of a style."""

    __tablename__ = "style_photo"
    __table_args__ = (UniqueConstraint("style_id", "view"),)

    style_id: Mapped[int] = mapped_column(ForeignKey("style.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    view: Mapped[View] = mapped_column(enum_column(View))
    source_sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of the file that an import brought, so that sending it again is no change."""

    focus_x = focus_y = 50
    style: Mapped[Style] = relationship(back_populates="photos", lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.style.market_id

    @property
    def brand_id(self) -> int:
        """Return whose picture it is."""
        return self.style.brand_id


class ImportState(LabelledState):
    """Where an import of styles stands."""

    READING = "reading", _l("is being read"), "waiting"
    PREVIEW = "preview", _l("waits for your ticks"), "waiting"
    APPLIED = "applied", _l("taken over"), "done"
    UNDONE = "undone", _l("taken back"), "quiet"
    DISCARDED = "discarded", _l("put aside"), "quiet"
    FAILED = "failed", _l("cannot be read"), "danger"


class RowOutcome(StrEnum):
    """What a row would do, or why it does nothing."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PROBLEM = "problem"


class StyleImport(Versioned, Base):
    """A table of styles and zips of pictures. Nothing of it counts before it is taken over."""

    __tablename__ = "style_import"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("line_sheet.id"), index=True)
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    stored_name: Mapped[str] = mapped_column(String(80))
    """Of its table in `core.files`."""
    zips: Mapped[list[str]] = mapped_column(default=list)
    """Of its zips in `core.files`."""
    steps_total: Mapped[int] = mapped_column(default=0)
    """Pictures and rows to be looked at."""
    steps_done: Mapped[int] = mapped_column(default=0)
    worked_at: Mapped[datetime | None]
    """When the reading last gave a sign of life: another worker may go on after a while."""
    said: Mapped[list[str]] = mapped_column(default=list)
    """Headings that nobody reads."""
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What somebody said that columns hold, by their place; empty: their headings say it."""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why it cannot be read, in Chinese."""
    reason_en: Mapped[str] = mapped_column(String(300), default="")
    applied_at: Mapped[datetime | None]
    files_purged_at: Mapped[datetime | None]

    sheet: Mapped[LineSheet] = relationship(lazy="raise_on_sql")
    uploaded_by: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.sheet.market_id

    @property
    def brand_id(self) -> int:
        """Return whose import it is."""
        return self.sheet.brand_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.file_name


class StyleImportRow(Base):
    """One row of the table, read and set beside the style of its number."""

    __tablename__ = "style_import_row"
    __table_args__ = (UniqueConstraint("import_id", "line"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("style_import.id"))
    line: Mapped[int]
    """As the spreadsheet counts."""
    number: Mapped[str] = mapped_column(String(60), default="")
    called: Mapped[str] = mapped_column(String(120), default="")
    outcome: Mapped[RowOutcome] = mapped_column(enum_column(RowOutcome))
    ticked: Mapped[bool] = mapped_column(default=False)
    applied: Mapped[bool] = mapped_column(default=False)
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What stands in its cells, by the names of `linesheets.fields`."""
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By name what stands, and what will stand, as texts."""
    pictures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By view the number of the `StyleImportPicture`."""
    says: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """What is wrong, in words of both languages: field, zh, en."""
    style_id: Mapped[int | None]
    undo: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The version that it wrote, and what stood there before."""


class StyleImportPicture(Base):
    """One picture of a zip, decoded and stored once, so that reading may be taken up again."""

    __tablename__ = "style_import_picture"
    __table_args__ = (UniqueConstraint("import_id", "name"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("style_import.id"))
    name: Mapped[str] = mapped_column(String(200))
    """Its bare name in the zip; begins with a slash for one that an import has replaced."""
    source_sha256: Mapped[str] = mapped_column(String(64), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    """None for one that was refused, or that hangs on its style already."""
    known: Mapped[bool] = mapped_column(default=False)
    used: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
    reason_en: Mapped[str] = mapped_column(String(300), default="")

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")


class ShareLink(Versioned, Base):
    """An address that opens a published line sheet without signing in, until a day.

    One that was made for a connection opens as long as that holds; prices need one.
    """

    __tablename__ = "share_link"

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"), index=True)
    year: Mapped[int]
    wave: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_for: Mapped[str] = mapped_column(String(80))
    """Whom it was made for, in the words of its maker; of a connection the agent's name."""
    connection_id: Mapped[int | None] = mapped_column(ForeignKey("connection.id"), index=True)
    with_prices: Mapped[bool]
    expires_on: Mapped[date]
    """The last day on which it opens, where the markets are."""
    views: Mapped[int] = mapped_column(default=0)
    viewed_at: Mapped[datetime | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    made_by: Mapped[User] = relationship(lazy="raise_on_sql")
    connection: Mapped[Connection | None] = relationship(lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose market's office it is in."""
        return self.brand.market_id

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.made_for
