"""What was uploaded. The bytes lie in `core.files`, named by their digest."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, enum_column
from portal.core.picture_child import WIDTHS


class FileKind(StrEnum):
    """What we take: pictures (re-encoded) and PDF papers (as they are, never shown inline)."""

    PICTURE = "picture"
    PDF = "pdf"


class StoredFile(Base):
    """One upload. Immutable: whoever wants another picture uploads another."""

    __tablename__ = "stored_file"

    kind: Mapped[FileKind] = mapped_column(enum_column(FileKind))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """What the sender called it, cleaned; for people to recognise, never a path."""
    byte_size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def is_picture(self) -> bool:
        """Say whether it can be shown."""
        return self.kind is FileKind.PICTURE

    def stored_name(self, width: int = WIDTHS[-1]) -> str:
        """Return the name in `core.files` of the smallest copy at least `width` pixels wide."""
        if not self.is_picture:
            return f"{self.sha256}.pdf"
        fitting = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
        return f"{self.sha256}-{fitting}.webp"
