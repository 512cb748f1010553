"""Reading people, sessions and links."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.access.asking import viewer as whoever_asks
from portal.access.permissions import Role
from portal.accounts.models import (
    HOUSES,
    Held,
    Invitation,
    LinkPurpose,
    Membership,
    OneTimeLink,
    SignedInSession,
    User,
    Viewer,
)
from portal.accounts.rules import SESSION_IDLE
from portal.core import clock, tokens, unchanged
from portal.core.db import db
from portal.notices.actions import Contact


def live_sessions(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a session that still counts."""
    return (
        SignedInSession.ended_at.is_(None)
        & (SignedInSession.expires_at > now)
        & (SignedInSession.last_seen_at > now - SESSION_IDLE)
    )


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and for how long that counts."""

    viewer: Viewer
    last_seen_at: datetime
    expires_at: datetime

    def counts(self, now: datetime) -> bool:
        """Say whether the sign-in still counts by the clock."""
        return self.expires_at > now and self.last_seen_at > now - SESSION_IDLE


def viewer(token: str) -> SignedIn | None:
    """Return who is signed in with that token: one query of columns, none while nothing changed."""
    values = unchanged.kept("viewers")
    found: SignedIn | None = values.get((token,))
    if found is None or not found.counts(clock.now()):
        found = read_viewer(token)
        if found is not None:
            unchanged.keep(values, (token,), found)
    return found


def read_viewer(token: str) -> SignedIn | None:
    """Read who is signed in with that token."""
    now = clock.now()
    asked = {"token": tokens.digest(token), "now": now, "idle_since": now - SESSION_IDLE}
    rows = db.session.execute(WHO_ASKS, asked).all()
    if not rows:
        return None
    first = rows[0]
    held = tuple(
        Held(one.role, one.market_id, one.brand_id, one.agent_id, one.verified_until)
        for one in rows
        if one.role is not None
    )
    found = Viewer(
        id=first.user_id,
        name=first.name,
        language=first.language,
        session_id=first.session_id,
        token=token,
        held=held,
    )
    return SignedIn(found, first.last_seen_at, first.expires_at)


WHO_ASKS = (
    select(
        SignedInSession.id.label("session_id"),
        SignedInSession.last_seen_at,
        SignedInSession.expires_at,
        User.id.label("user_id"),
        User.name,
        User.language,
        Membership.role,
        Membership.market_id,
        Membership.brand_id,
        Membership.agent_id,
        Membership.verified_until,
    )
    .join(SignedInSession.user)
    .outerjoin(User.memberships)
    .where(
        SignedInSession.token_hash == bindparam("token"),
        SignedInSession.ended_at.is_(None),
        SignedInSession.expires_at > bindparam("now"),
        SignedInSession.last_seen_at > bindparam("idle_since"),
        User.disabled_at.is_(None),
    )
    .order_by(Membership.id)
)
"""Made once: the first request of whoever is signed in asks it after every change."""


def standing(user_id: int) -> Viewer | None:
    """Return what a person may do who does not ask himself; None once he is disabled."""
    query = select(User).where(User.id == user_id, User.disabled_at.is_(None))
    user = db.session.scalars(query).one_or_none()
    if user is None:
        return None
    of_person = select(Membership).where(Membership.user_id == user_id).order_by(Membership.id)
    held = tuple(
        Held(one.role, one.market_id, one.brand_id, one.agent_id, one.verified_until)
        for one in db.session.scalars(of_person)
    )
    return Viewer(user.id, user.name, user.language, session_id=0, token="", held=held)


def own_account() -> User:
    """Return the row of whoever is signed in."""
    return db.session.scalars(select(User).where(User.id == whoever_asks().id)).one()


def user(user_id: int) -> User:
    """Return a person; NoResultFound when there is none."""
    return db.session.scalars(select(User).where(User.id == user_id)).one()


def by_login(login: str) -> User | None:
    """Return whoever signs in with this e-mail or mobile number (both normalised)."""
    query = select(User).where(or_(User.email == login, User.mobile == login))
    return db.session.scalars(query.options(selectinload(User.memberships))).one_or_none()


def sessions(user_id: int) -> Sequence[SignedInSession]:
    """Return where a person is signed in, last used first."""
    query = select(SignedInSession).where(
        SignedInSession.user_id == user_id, live_sessions(clock.now())
    )
    return db.session.scalars(query.order_by(SignedInSession.last_seen_at.desc())).all()


def own_session(session_id: int) -> SignedInSession:
    """Return one of the signed-in person's own sessions; NoResultFound for anybody else's."""
    query = select(SignedInSession).where(
        SignedInSession.id == session_id, SignedInSession.user_id == whoever_asks().id
    )
    return db.session.scalars(query).one()


def session_by_token(token: str) -> SignedInSession | None:
    """Return the session behind a cookie."""
    query = select(SignedInSession).where(SignedInSession.token_hash == tokens.digest(token))
    return db.session.scalars(query).one_or_none()


def link(token: str, purpose: LinkPurpose, *, held: bool = False) -> OneTimeLink | None:
    """Return a one-time link with its person, used or not; `held` for this transaction alone."""
    query = (
        select(OneTimeLink)
        .join(OneTimeLink.user)
        .options(contains_eager(OneTimeLink.user))
        .where(OneTimeLink.token_hash == tokens.digest(token), OneTimeLink.purpose == purpose)
    )
    if held:
        query = query.with_for_update(of=OneTimeLink)
    return db.session.scalars(query).one_or_none()


def open_links(user_id: int, purpose: LinkPurpose) -> Sequence[OneTimeLink]:
    """Return a person's links that still work, newest first."""
    query = select(OneTimeLink).where(
        OneTimeLink.user_id == user_id,
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    return db.session.scalars(query.order_by(OneTimeLink.id.desc())).all()


def awaited_email(user: User) -> str | None:
    """Return the address that waits for its confirmation: the newest a letter went to."""
    for link in open_links(user.id, LinkPurpose.CONFIRM_EMAIL):
        if link.email != user.email or not user.email_confirmed_at:
            return link.email
    return user.email if user.email and not user.email_confirmed_at else None


def invitation_by_token(token: str, *, held: bool = False) -> Invitation | None:
    """Return an invitation, used or not; `held` for this transaction alone."""
    query = select(Invitation).where(Invitation.token_hash == tokens.digest(token))
    return db.session.scalars(query.with_for_update() if held else query).one_or_none()


def place(
    model: type[Membership | Invitation], role: Role, where: Mapping[str, Any]
) -> ColumnElement[bool]:
    """Return the condition for the memberships or invitations of one house."""
    condition: ColumnElement[bool] = model.role == role
    house = HOUSES.get(role)
    if house:
        condition &= getattr(model, house) == where[house]
    return condition


def members(role: Role, **where: int) -> Sequence[Membership]:
    """Return the people of one house, by name: `members(Role.MANAGER, market_id=3)`."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(place(Membership, role, where), User.disabled_at.is_(None))
    )
    return db.session.scalars(query.order_by(User.name)).all()


def member_of(role: Role, membership_id: int, **where: int) -> Membership:
    """Return one member of a house with the person; NoResultFound for another house's."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.id == membership_id, place(Membership, role, where))
    )
    return db.session.scalars(query).one()


def invitation_of(role: Role, invitation_id: int, **where: int) -> Invitation:
    """Return one invitation of a house; NoResultFound for another house's."""
    query = select(Invitation)
    query = query.where(Invitation.id == invitation_id, place(Invitation, role, where))
    return db.session.scalars(query).one()


def owners(brands: Collection[int]) -> Sequence[Membership]:
    """Return the people of these brands with all that each of them is, by name."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user).selectinload(User.memberships))
        .where(
            Membership.role == Role.OWNER,
            Membership.brand_id.in_(brands),
            User.disabled_at.is_(None),
        )
    )
    return db.session.scalars(query.order_by(User.name, Membership.id)).all()


def owner(membership_id: int, brands: Collection[int]) -> Membership:
    """Return one person of these brands with all that he is; NoResultFound for anybody else."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user).selectinload(User.memberships))
        .where(
            Membership.id == membership_id,
            Membership.role == Role.OWNER,
            Membership.brand_id.in_(brands),
            User.disabled_at.is_(None),
        )
    )
    return db.session.scalars(query).one()


def managers_by_market() -> dict[int, int]:
    """Return how many managers each market has, by its number."""
    query = (
        select(Membership.market_id, func.count())
        .join(Membership.user)
        .where(Membership.role == Role.MANAGER, User.disabled_at.is_(None))
        .group_by(Membership.market_id)
    )
    return {number: count for number, count in db.session.execute(query) if number}


def everybody() -> Sequence[User]:
    """Return all accounts with what each of them is, by number."""
    query = select(User).options(selectinload(User.memberships)).order_by(User.id)
    return db.session.scalars(query).all()


def member_ids(role: Role, **where: int) -> list[int]:
    """Return the numbers of the people of one house, for telling them something."""
    return list(member_names(role, **where))


def member_names(role: Role, **where: int) -> dict[int, str]:
    """Return the people of one house by number, in the order of their names: one query."""
    return dict(db.session.execute(named(role), where).all())


@cache
def named(role: Role) -> Select[int, str]:
    """Return the question to the people of a house of a kind, kept: every message asks it."""
    house = HOUSES.get(role)
    here: dict[str, Any] = {house: bindparam(house)} if house else {}
    return (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(place(Membership, role, here), User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    )


def invitations(brand_id: int) -> Sequence[Invitation]:
    """Return every invitation to a brand, used or not."""
    return db.session.scalars(select(Invitation).where(Invitation.brand_id == brand_id)).all()


def open_invitations(role: Role, **where: int) -> Sequence[Invitation]:
    """Return the invitations of one house that still work, newest first."""
    query = select(Invitation).where(
        place(Invitation, role, where),
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    return db.session.scalars(query.order_by(Invitation.id.desc())).all()


def address_book(people: Sequence[int]) -> Sequence[Contact]:
    """Return where these people are reached; the e-mail only when it is confirmed."""
    query = select(User.id, User.email, User.email_confirmed_at, User.language).where(
        User.id.in_(people), User.disabled_at.is_(None)
    )
    return [
        Contact(
            id=one.id,
            email=one.email if one.email_confirmed_at else None,
            language=one.language,
        )
        for one in db.session.execute(query)
    ]


def names(people: Collection[int]) -> dict[int, str]:
    """Return the names of these people by number: one query however many."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(people)))
    return dict(rows.all())
