"""Inviting people into a market, a brand or a company, and letting them go."""

from dataclasses import dataclass

from portal.access.permissions import Role
from portal.accounts import queries, rules
from portal.accounts.models import HOUSES, Invitation, Membership, User
from portal.audit import actions as audit
from portal.core import clock, contact, tokens
from portal.core.db import db
from portal.core.errors import ConflictError, GoneError
from portal.core.i18n import LOCALES, force_locale, plain
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.requests import absolute_address
from portal.notices import actions as notices


@dataclass(frozen=True)
class Place:
    """A house that people belong to, and what it is called.

    A brand's place names its market too: the market's office may manage its people, and the
    market's trail shows what happens to them.
    """

    role: Role
    name_zh: str = ""
    name_en: str = ""
    market_id: int | None = None
    brand_id: int | None = None
    agent_id: int | None = None

    @property
    def where(self) -> dict[str, int]:
        """Return the one number that says which house: `{"brand_id": 7}`; nothing for STAFF."""
        house = HOUSES.get(self.role)
        return {house: getattr(self, house)} if house else {}

    @property
    def numbers(self) -> dict[str, int | None]:
        """Return every number that its memberships and invitations carry."""
        return {
            "market_id": self.market_id,
            "brand_id": self.brand_id,
            "agent_id": self.agent_id,
        }


def place_of(row: Invitation | Membership) -> Place:
    """Return the house that an invitation or a membership is of."""
    return Place(
        role=row.role,
        name_zh=getattr(row, "place_zh", ""),
        name_en=getattr(row, "place_en", ""),
        market_id=row.market_id,
        brand_id=row.brand_id,
        agent_id=row.agent_id,
    )


def invite(
    place: Place, *, name: str, email: str, language: str, by: audit.Actor | None
) -> tuple[Invitation, str]:
    """Return an invitation and its one-time address; it is also mailed where there is an e-mail.

    An open invitation of the same person to the same house gives way to the new one.

    Raises:
        InvalidError: the e-mail is none.
    """
    email = contact.normalise_email(email) if email else ""
    for earlier in queries.open_invitations(place.role, **place.where):
        if earlier.name == name and (earlier.email or "") == email:
            earlier.revoked_at = clock.now()
    token = tokens.new()
    invitation = Invitation(
        token_hash=tokens.digest(token),
        role=place.role,
        place_zh=place.name_zh,
        place_en=place.name_en,
        name=name,
        email=email or None,
        invited_by_id=by.id if by else None,
        expires_at=clock.now() + rules.INVITATION_LIFE,
        **place.numbers,
    )
    db.session.add(invitation)
    audit.record("invitation.send", invitation, by=by, role=place.role.value)
    address = absolute_address("accounts.invitation", token=token)
    if email:
        send_letter(invitation, address, email, language)
    return invitation, address


def send_letter(invitation: Invitation, address: str, email: str, language: str) -> None:
    """Write the letter of an invitation."""
    with force_locale(LOCALES[language]):
        house = plain(invitation, "place")
        body = _(
            "You are invited to work with %(place)s on the brand incubator portal:\n\n"
            "%(link)s\n\nThe link works once, for 7 days.",
            place=house,
            link=address,
        )
        notices.post(email, language, _("Invitation: %(place)s", place=house), body)


def open_invitation(token: str, *, held: bool = False) -> Invitation:
    """Return an invitation that still works; `held` when it is about to be accepted.

    Raises:
        GoneError: unknown, used, taken back or too old.
    """
    invitation = queries.invitation_by_token(token, held=held)
    if invitation is None or not invitation.is_open:
        raise GoneError(
            _l("This invitation was used already, taken back, or is older than a week."),
            _l("Ask whoever invited you for a new one."),
        )
    return invitation


def accept(invitation: Invitation, *, user_id: int, name: str) -> Membership:
    """Make the bearer a member; the link is used up."""
    person = queries.user(user_id)
    invitation.used_at = clock.now()
    invitation.used_by_id = user_id
    membership = join(place_of(invitation), person, by=person)
    if invitation.invited_by_id and invitation.invited_by_id != user_id:
        notices.send(
            "people.joined",
            [invitation.invited_by_id],
            who=name,
            where={"zh": invitation.place_zh, "en": invitation.place_en},
        )
    return membership


def join(place: Place, user: User, *, by: audit.Actor | None) -> Membership:
    """Make a person a member of a house; once is enough."""
    db.session.flush()
    colleagues = queries.members(place.role, **place.where)
    for member in colleagues:
        if member.user_id == user.id:
            return member
    membership = Membership(
        user_id=user.id,
        role=place.role,
        verified_until=colleagues[0].verified_until if colleagues else None,
        **place.numbers,
    )
    db.session.add(membership)
    audit.record("membership.add", membership, by=by, account=user.id)
    return membership


def change_market(brand_id: int, market_id: int) -> None:
    """Let a brand's memberships and invitations name the market that it has come to."""
    for member in queries.members(Role.OWNER, brand_id=brand_id):
        member.market_id = market_id
    for invitation in queries.invitations(brand_id):
        invitation.market_id = market_id


def revoke(invitation: Invitation, *, by: audit.Actor) -> None:
    """Take an invitation back.

    Raises:
        ConflictError: it was accepted meanwhile.
    """
    if invitation.used_at:
        raise ConflictError(_l("The invitation was accepted already."))
    invitation.revoked_at = clock.now()
    audit.record("invitation.revoke", invitation, by=by)


def remove(membership: Membership, *, by: audit.Actor) -> None:
    """Let a member go; what he may do ends with his next click.

    Raises:
        ConflictError: he is the last one of the house; a market does without mentors.
    """
    house = place_of(membership).where
    if membership.role is not Role.MENTOR and len(queries.members(membership.role, **house)) <= 1:
        raise ConflictError(
            _l("This is the last person here."),
            _l("Invite somebody else before this person goes."),
        )
    audit.record("membership.remove", membership, by=by, account=membership.user_id)
    db.session.delete(membership)


def dissolve(role: Role, *, by: audit.Actor, **where: int) -> None:
    """Let everybody of a house go: the house itself is given up."""
    for membership in queries.members(role, **where):
        audit.record("membership.remove", membership, by=by, account=membership.user_id)
        db.session.delete(membership)


def verified_until(agent_id: int, until: object) -> None:
    """Keep an agent's verification with its people, so that the policy need not ask."""
    for member in queries.members(Role.AGENT, agent_id=agent_id):
        member.verified_until = until  # type: ignore[assignment]
