"""A flag: what a reader says is not right on a brand's page, and the office's answer."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState


class FlagKind(StrEnum):
    """What is not right."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    UNREACHABLE = "unreachable"
    BORROWED = "borrowed"
    OFFENSIVE = "offensive"

    @property
    def label(self) -> str:
        """Return what a reader calls it."""
        return str(LABELS[self])

    @property
    def within(self) -> timedelta:
        """Return how long the office has to look at it."""
        return CLOCKS.get(self, USUAL_CLOCK)


LABELS = {
    FlagKind.WRONG: _l("It is not true"),
    FlagKind.OUTDATED: _l("It is out of date"),
    FlagKind.UNREACHABLE: _l("Nobody can be reached there"),
    FlagKind.BORROWED: _l("Pictures or words belong to somebody else"),
    FlagKind.OFFENSIVE: _l("It offends, or breaks the law"),
}
USUAL_CLOCK = timedelta(days=7)
CLOCKS = {FlagKind.BORROWED: timedelta(days=3), FlagKind.OFFENSIVE: timedelta(days=1)}


class FlagState(LabelledState):
    """Where a flag stands."""

    OPEN = "open", _l("waits for the office"), "waiting"
    ASKED = "asked", _l("the brand has been asked"), "waiting"
    MENDED = "mended", _l("mended"), "done"
    REFUSED = "refused", _l("found to be right"), "quiet"


ASKED_WITHIN = timedelta(days=7)
"""How long the brand has once the office has asked it."""
PENDING = (FlagState.OPEN, FlagState.ASKED)
_PENDING = text("state in ('open', 'asked')")


class Flag(Versioned, Base):
    """One report by one reader about one brand's page. Its due time is reckoned, never kept."""

    __tablename__ = "flag"
    __table_args__ = (
        Index("ix_flag_brand", "brand_id", "state"),
        Index(
            "ix_flag_pending",
            "author_id",
            "brand_id",
            "kind",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    revision: Mapped[int]
    """The number of the revision that was read."""
    kind: Mapped[FlagKind] = mapped_column(enum_column(FlagKind))
    field: Mapped[str] = mapped_column(String(40), default="")
    """Its name in `brands.fields`; empty for the page as a whole."""
    words: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[FlagState] = mapped_column(enum_column(FlagState), default=FlagState.OPEN)
    waiting_since: Mapped[datetime] = mapped_column(default=lambda: clock.now())  # noqa: PLW0108 -- the clock may be moved
    """When it came, or when the brand was asked: from here its clock runs."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """What the office told the reader, or asked the brand."""
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str] = mapped_column(String(80), default="")

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    author: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def market_id(self) -> int:
        """Return whose market's office answers it."""
        return self.brand.market_id

    @property
    def is_pending(self) -> bool:
        """Say whether it still waits for somebody."""
        return self.state in PENDING

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return f"#{self.id}"

    @property
    def within(self) -> timedelta:
        """Return how long the office has to look, or the brand to mend, from `waiting_since` on."""
        return ASKED_WITHIN if self.state is FlagState.ASKED else self.kind.within

    @property
    def due_at(self) -> datetime:
        """Return when somebody should have done something, in UTC."""
        return self.waiting_since + self.within
