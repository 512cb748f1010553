"""What was uploaded. The bytes lie in `core.files`, named by their digest."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, enum_column
from portal.core.picture_child import WIDTHS
from portal.documents.copies import Shown


class FileKind(StrEnum):
    """What we take: pictures (re-encoded) and PDF papers (as they are, never shown inline)."""

    PICTURE = "picture"
    PDF = "pdf"


class StoredFile(Shown, Base):
    """One upload. Immutable: whoever wants another picture uploads another.

    A row that no other row names is collected after a day, and its bytes with it.
    """

    __tablename__ = "stored_file"

    kind: Mapped[FileKind] = mapped_column(enum_column(FileKind))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """What the sender called it, cleaned; for people to recognise, never a path."""
    byte_size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    edition: Mapped[int] = mapped_column(default=0)
    """Which set of copies there is: see `documents.copies`."""
    ground: Mapped[str] = mapped_column(String(24), default="")
    """A picture's colours, shown until it has come; empty when they are not known."""
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def is_picture(self) -> bool:
        """Say whether it can be shown."""
        return self.kind is FileKind.PICTURE

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.name

    def stored_name(self, width: int = WIDTHS[-1], ending: str = "webp") -> str:
        """Return the name in `core.files` of the smallest copy at least `width` pixels wide."""
        if not self.is_picture:
            return f"{self.sha256}.pdf"
        found, ending = self.fitting(width, ending)
        return f"{self.sha256}-{found}.{ending}"

    def stored_names(self) -> list[str]:
        """Return the names of everything that is kept of it."""
        return self.every_name() if self.is_picture else [self.stored_name()]
