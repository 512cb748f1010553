"""Messages to people, and the letters that carry them outside."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class Notice(Base):
    """One message to one person. Its words are made when it is shown, in the reader's language."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_recipient", "recipient_id", "id"),)

    recipient_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Of the endpoint that the one button leads to."""
    read_at: Mapped[datetime | None]


class OutboxMail(Base):
    """A letter to be sent. Written in the same transaction as what it tells of."""

    __tablename__ = "outbox_mail"
    __table_args__ = (Index("ix_outbox_mail_due", "sent_at", "next_try_at"),)

    to: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    off_address: Mapped[str] = mapped_column(String(300), default="")
    """Where one post ends letters like this one, for mail programs (RFC 8058); empty for none."""
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")
