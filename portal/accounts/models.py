"""People, what they are, their sessions and their one-time links."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access.permissions import Role
from portal.core import clock
from portal.core.db import Base, Versioned, enum_column

PRIVACY_VERSION = "2026-11"
"""The privacy notice that people consent to now."""


HOUSES = {
    Role.MANAGER: "market_id",
    Role.OWNER: "brand_id",
    Role.AGENT: "agent_id",
    Role.MENTOR: "market_id",
}
"""Which number says where a role is held. Of a brand's people the market is kept beside it, so
that the trail of the market shows them; STAFF are held nowhere."""


class User(Versioned, Base):
    """A person who can sign in, by e-mail or by mobile number."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None]
    mobile: Mapped[str | None] = mapped_column(String(20), unique=True)
    """In E.164, as +8613807310001."""
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="zh-Hans")
    privacy_version: Mapped[str] = mapped_column(String(16))
    privacy_consented_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", lazy="raise_on_sql"
    )

    @property
    def login(self) -> str:
        """Return what the person signs in with."""
        return self.email or self.mobile or ""

    @property
    def author_id(self) -> int:
        """An account is its person's own thing."""
        return self.id


class Membership(Base):
    """One thing that a person is, in one market, brand or agent's company: see `HOUSES`."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_market", "market_id", "role"),
        Index("ix_membership_brand", "brand_id"),
        Index("ix_membership_agent", "agent_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"))
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brand.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    verified_until: Mapped[datetime | None]
    """Of an agent's company, kept here too so that knowing who asks takes no further query."""

    user: Mapped[User] = relationship(back_populates="memberships", lazy="raise_on_sql")

    @property
    def audit_name(self) -> str:
        """Return what the trail calls it."""
        return self.role.value


class SignedInSession(Base):
    """One browser where a person is signed in. Only the token's hash is kept."""

    __tablename__ = "signed_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def author_id(self) -> int:
        """A session is its person's own thing."""
        return self.user_id


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    CONFIRM_EMAIL = "confirm-email"
    RESET_PASSWORD = "reset-password"  # noqa: S105 -- a purpose, no secret


class OneTimeLink(Base):
    """A link that works once, until a day. Only its hash is kept."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(enum_column(LinkPurpose))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    """The address it confirms."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Invitation(Base):
    """A one-time link that makes its bearer a member."""

    __tablename__ = "invitation"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"), index=True)
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brand.id"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"), index=True)
    place_zh: Mapped[str] = mapped_column(String(120), default="")
    place_en: Mapped[str] = mapped_column(String(120), default="")
    """What the market, brand or company was called when the invitation was written."""
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Say whether it still works."""
        return not self.used_at and not self.revoked_at and clock.now() < self.expires_at


@dataclass(frozen=True)
class Held:
    """One membership, as the policy needs it."""

    role: Role
    market_id: int | None = None
    brand_id: int | None = None
    agent_id: int | None = None
    verified_until: datetime | None = None

    @property
    def house_id(self) -> int | None:
        """Return the number of the market, brand or company it is held in; None for STAFF."""
        house: int | None = getattr(self, HOUSES.get(self.role, ""), None)
        return house


@dataclass(frozen=True)
class Viewer:
    """Whoever is signed in: a plain value that outlives the transaction it was read in."""

    id: int
    name: str
    language: str
    session_id: int
    token: str
    held: tuple[Held, ...] = ()
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return what the cookie carries: the session's token, never the person's number."""
        return self.token

    @property
    def author_id(self) -> int:
        """One's own account is one's own thing."""
        return self.id

    @property
    def verified_agent(self) -> bool:
        """Say whether the person works for an agent whose verification holds now."""
        now = clock.now()
        return any(one.verified_until and one.verified_until > now for one in self.held)

    def holds(
        self,
        role: Role,
        *,
        market_id: int | None = None,
        brand_id: int | None = None,
        agent_id: int | None = None,
    ) -> bool:
        """Say whether the person holds `role`, in that market, brand or company where given."""
        return any(
            one.role is role
            and (market_id is None or one.market_id == market_id)
            and (brand_id is None or one.brand_id == brand_id)
            and (agent_id is None or one.agent_id == agent_id)
            for one in self.held
        )

    def ids(self, role: Role) -> frozenset[int]:
        """Return the numbers of the markets, brands or companies where the person holds `role`."""
        of_role = (one for one in self.held if one.role is role)
        return frozenset(one.house_id for one in of_role if one.house_id)


class Visitor:
    """Whoever is not signed in."""

    id = None
    name = ""
    language = None
    held: tuple[Held, ...] = ()
    is_authenticated = False
    is_active = False
    is_anonymous = True
    verified_agent = False
    author_id = None

    def get_id(self) -> None:
        """Nobody has no token."""

    def holds(self, role: Role, **where: int | None) -> bool:
        """Say no: a visitor holds nothing."""
        del role, where
        return False

    def ids(self, role: Role) -> frozenset[int]:
        """Return nothing: a visitor holds nothing."""
        del role
        return frozenset()
