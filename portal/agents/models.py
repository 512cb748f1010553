"""An agent: the company or household business of a regional distributor."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Versioned, enum_column
from portal.core.i18n import CHINESE
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.reference import queries as reference


class AgentState(LabelledState):
    """Where the verification stands. One that ran out is still VERIFIED: see `standing`."""

    SUBMITTED = "submitted", _l("waits for verification"), "waiting"
    VERIFIED = "verified", _l("verified"), "done"
    REFUSED = "refused", _l("not verified"), "danger"


class Standing(LabelledState):
    """How far an agent can be relied on today: the state together with the calendar."""

    SUBMITTED = "submitted", _l("waits for verification"), "waiting"
    VERIFIED = "verified", _l("verified"), "done"
    EXPIRING = "expiring", _l("verified, renewal due"), "waiting"
    EXPIRED = "expired", _l("verification has run out"), "danger"
    REFUSED = "refused", _l("not verified"), "danger"


RENEWAL = timedelta(days=60)
"""How long before its end a verification can be renewed. Source: the renewal window of papers
and agreements in the trade."""


class Agent(Versioned, Base):
    """A distributor who looks for brands in his regions."""

    __tablename__ = "agent"

    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    kind: Mapped[str] = mapped_column(String(20))
    """A code of `agent_kind`: company or household business."""
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    home_region: Mapped[str] = mapped_column(String(6))
    contact_name: Mapped[str] = mapped_column(String(80))
    contact_mobile: Mapped[str] = mapped_column(String(20), default="")
    founded_year: Mapped[int | None]
    outlets: Mapped[int | None]
    intro_zh: Mapped[str] = mapped_column(Text, default="")
    intro_en: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[AgentState] = mapped_column(enum_column(AgentState), default=AgentState.SUBMITTED)
    state_reason: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    verified_until: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    interests: Mapped[list["AgentInterest"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="AgentInterest.id"
    )

    @property
    def agent_id(self) -> int:
        """An agent is its own thing."""
        return self.id

    @property
    def emblem(self) -> str:
        """Return two characters to tell it by: those of its name after the place it begins with."""
        name = self.name_zh
        for place in reference.ancestors(self.home_region):
            short = reference.short_region_name(place.code, CHINESE)
            for spoken in (place.zh, short, place.zh[:2]):
                name = name.removeprefix(spoken)
        for place in reference.region_children(self.home_region):
            name = name.removeprefix(place.zh)
        return name[:2] or self.name_zh[:2]

    @property
    def is_verified(self) -> bool:
        """Say whether the verification holds now: it is renewed every year."""
        return (
            self.state is AgentState.VERIFIED
            and self.verified_until is not None
            and self.verified_until > clock.now()
        )

    @property
    def standing(self) -> Standing:
        """Return how far the agent can be relied on today."""
        if self.state is AgentState.SUBMITTED:
            return Standing.SUBMITTED
        if self.state is AgentState.REFUSED:
            return Standing.REFUSED
        if not self.is_verified:
            return Standing.EXPIRED
        due = self.verified_until is not None and self.verified_until <= clock.now() + RENEWAL
        return Standing.EXPIRING if due else Standing.VERIFIED

    def codes(self, kind: "InterestKind") -> list[str]:
        """Return the codes of one kind of interest."""
        return [interest.code for interest in self.interests if interest.kind is kind]

    @property
    def regions(self) -> list[str]:
        """Return the regions served: provinces, cities or counties."""
        return self.codes(InterestKind.REGION)

    @property
    def channels(self) -> list[str]:
        """Return the channels run."""
        return self.codes(InterestKind.CHANNEL)

    @property
    def categories(self) -> list[str]:
        """Return the categories wanted, of either level."""
        return self.codes(InterestKind.CATEGORY)

    @property
    def price_bands(self) -> list[str]:
        """Return the price bands wanted."""
        return self.codes(InterestKind.PRICE_BAND)


class InterestKind(StrEnum):
    """What an agent serves and looks for."""

    REGION = "region"
    CHANNEL = "channel"
    CATEGORY = "category"
    PRICE_BAND = "price_band"


class AgentInterest(Base):
    """One region served, channel run, category or price band wanted."""

    __tablename__ = "agent_interest"
    __table_args__ = (Index("ix_agent_interest_code", "kind", "code", "agent_id", unique=True),)

    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    kind: Mapped[InterestKind] = mapped_column(enum_column(InterestKind))
    code: Mapped[str] = mapped_column(String(40))
