"""What happened to an application, step by step."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base
from portal.onboarding.models.applications import ApplicationState


class ApplicationEvent(Base):
    """One named step of an application. Rows are never changed or deleted: triggers see to it.

    `reason` is read by the applicant, `note` by the office alone.
    """

    __tablename__ = "application_event"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    step: Mapped[str] = mapped_column(String(32))
    """The workflow's name of the step, or of a deed that left the state as it was."""
    entered: Mapped[str] = mapped_column(String(32))
    """The state afterwards."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    """As it was at the time; empty for the portal itself."""
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def reached(self) -> ApplicationState:
        """Return the state afterwards, with its word and tone."""
        return next(one for one in ApplicationState if one.value == self.entered)
