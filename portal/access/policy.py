"""Who may do what, on one page.

A permission is granted when every predicate of at least one line holds. Predicates look at
the person and at whose the thing is, never at its state: state is the workflow's business,
so a refusal here is 403 (404 to a stranger) and a refusal there is 409.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from portal.access.permissions import Permission, Role


class Person(Protocol):
    """The little that the policy needs to know about whoever asks."""

    @property
    def is_authenticated(self) -> bool:
        """Say whether the person is signed in."""

    @property
    def verified_agent(self) -> bool:
        """Say whether the person works for an agent whose verification holds today."""

    def holds(
        self,
        role: Role,
        *,
        market_id: int | None = None,
        brand_id: int | None = None,
        agent_id: int | None = None,
    ) -> bool:
        """Say whether the person holds `role`, in that market, brand or company where given."""


Predicate = Callable[[Person, Any], bool]


def anybody_signed_in(person: Person, _thing: Any) -> bool:
    return person.is_authenticated


def staff(person: Person, _thing: Any) -> bool:
    return person.holds(Role.STAFF)


def agent(person: Person, _thing: Any) -> bool:
    return person.holds(Role.AGENT)


def verified_agent(person: Person, _thing: Any) -> bool:
    return person.verified_agent


def any_manager(person: Person, _thing: Any) -> bool:
    return person.holds(Role.MANAGER)


def any_owner(person: Person, _thing: Any) -> bool:
    return person.holds(Role.OWNER)


def its_manager(person: Person, thing: Any) -> bool:
    market_id = getattr(thing, "market_id", None)
    return market_id is not None and person.holds(Role.MANAGER, market_id=market_id)


def its_owner(person: Person, thing: Any) -> bool:
    brand_id = getattr(thing, "brand_id", None)
    return brand_id is not None and person.holds(Role.OWNER, brand_id=brand_id)


def its_agent(person: Person, thing: Any) -> bool:
    agent_id = getattr(thing, "agent_id", None)
    return agent_id is not None and person.holds(Role.AGENT, agent_id=agent_id)


def its_mentor(person: Person, thing: Any) -> bool:
    mentor_id = getattr(thing, "mentor_id", None)
    return (
        mentor_id is not None
        and mentor_id == getattr(person, "id", None)
        and person.holds(Role.MENTOR, market_id=thing.market_id)
    )


def not_its_owner(person: Person, thing: Any) -> bool:
    return not its_owner(person, thing)


def not_its_agent(person: Person, thing: Any) -> bool:
    return not its_agent(person, thing)


def its_author(person: Person, thing: Any) -> bool:
    author_id = getattr(thing, "author_id", None)
    return author_id is not None and author_id == getattr(person, "id", None)


def typed_by_office(_person: Person, thing: Any) -> bool:
    return bool(getattr(thing, "typed_by_office", False))


def not_its_author(person: Person, thing: Any) -> bool:
    return not its_author(person, thing)


P = Permission
POLICY: Mapping[Permission, Sequence[Sequence[Predicate]]] = {
    P.ACCOUNT_KEEP:        [[anybody_signed_in]],
    P.AGENT_BROWSE:        [[any_manager], [any_owner], [staff]],
    P.AGENT_KEEP:          [[its_agent]],
    P.AGENT_PEOPLE:        [[its_agent]],
    P.AGENT_READ:          [[its_agent], [any_manager], [any_owner], [staff]],
    P.AGENT_REGISTER:      [[anybody_signed_in]],
    P.AGENT_VERIFY:        [[any_manager, not_its_agent], [staff, not_its_agent]],
    P.APPLICATION_BEGIN:   [[anybody_signed_in]],
    P.APPLICATION_DECIDE:  [[its_manager]],
    P.APPLICATION_EDIT:    [[its_author], [its_manager, typed_by_office]],
    P.APPLICATION_LIST:    [[its_manager], [staff]],
    P.APPLICATION_READ:    [[its_author], [its_manager], [staff]],
    P.APPLICATION_REVIEWS: [[its_manager, not_its_author], [staff, not_its_author]],
    P.APPLICATION_TYPE:    [[its_manager]],
    P.AUDIT_READ:          [[its_manager], [staff]],
    P.AUDIT_READ_ALL:      [[staff]],
    P.BOOKING_CHANGE:      [[its_owner], [its_manager], [its_mentor]],
    P.BOOKING_CONFIRM:     [[its_manager], [its_mentor, not_its_owner]],
    P.BOOKING_LIST:        [[its_manager], [staff]],
    P.BOOKING_MAKE:        [[its_owner], [its_manager]],
    P.BOOKING_READ:        [[its_owner], [its_manager], [its_mentor]],
    P.BRAND_LIST:          [[its_manager], [staff]],
    P.BRAND_MODERATE:      [[its_manager], [staff]],
    P.BRAND_PEOPLE:        [[its_owner], [its_manager]],
    P.BRAND_READ:          [[its_owner], [its_manager], [staff]],
    P.BRAND_SHOW_HIDE:     [[its_owner], [its_manager]],
    P.CONNECTION_ANSWER:   [[its_owner], [its_manager]],
    P.CONNECTION_ARRANGE:  [[its_owner], [its_manager]],
    P.CONNECTION_ASK:      [[verified_agent, not_its_owner]],
    P.CONNECTION_BEGIN:    [[anybody_signed_in]],
    P.CONNECTION_INVITE:   [[its_owner], [its_manager]],
    P.CONNECTION_LIST:     [[anybody_signed_in]],
    P.CONNECTION_LIST_MARKET: [[its_manager], [staff]],
    P.CONNECTION_READ:     [[its_owner], [its_agent], [its_manager]],
    P.CONNECTION_REPLY:    [[its_agent]],
    P.CONNECTION_REVEAL:   [[its_agent]],
    P.ENQUIRY_ANSWER:      [[its_owner], [its_agent], [its_manager]],
    P.ENQUIRY_ASK:         [[verified_agent, not_its_owner]],
    P.ENQUIRY_BEGIN:       [[anybody_signed_in]],
    P.ENQUIRY_LIST:        [[anybody_signed_in]],
    P.ENQUIRY_LIST_MARKET: [[its_manager], [staff]],
    P.ENQUIRY_READ:        [[its_owner], [its_agent], [its_manager]],
    P.EVIDENCE_DECIDE:     [[its_manager]],
    P.EVIDENCE_HAND_IN:    [[its_owner], [its_manager]],
    P.FIGURES_CHOOSE:      [[its_manager]],
    P.FIGURES_FILL:        [[its_owner], [its_manager]],
    P.FIGURES_LIST:        [[its_manager]],
    P.FIGURES_READ:        [[its_owner], [its_manager]],
    P.FLAG_ANSWER:         [[its_manager, not_its_author]],
    P.FLAG_LIST:           [[its_manager], [staff]],
    P.FLAG_RAISE:          [[anybody_signed_in, not_its_owner]],
    P.FLAG_READ:           [[its_author], [its_manager], [its_owner], [staff]],
    P.HOME_READ:           [[anybody_signed_in]],
    P.INTAKE_KEEP:         [[its_manager]],
    P.INTAKE_READ:         [[its_manager], [staff]],
    P.LEAD_KEEP:           [[its_manager]],
    P.LEAD_READ:           [[its_manager], [staff]],
    P.LET_KEEP:            [[its_manager]],
    P.LET_LIST:            [[its_manager], [staff]],
    P.LET_READ:            [[its_owner], [its_manager], [staff]],
    P.LINE_KEEP:           [[its_owner], [its_manager]],
    P.MARKET_CREATE:       [[staff]],
    P.MARKET_KEEP:         [[its_manager], [staff]],
    P.MARKET_PEOPLE:       [[its_manager], [staff]],
    P.PAPER_DECIDE:        [[its_manager, not_its_owner]],
    P.PAPER_HAND_IN:       [[its_owner], [its_manager]],
    P.PAPER_LIST:          [[its_manager]],
    P.PAPER_READ:          [[its_owner], [its_manager]],
    P.PAPER_REQUIRE:       [[its_manager]],
    P.PLATFORM_PEOPLE:     [[staff]],
    P.PLATFORM_READ:       [[staff]],
    P.PROFILE_EDIT:        [[its_owner], [its_manager]],
    P.PROFILE_EXACT:       [[its_owner], [its_manager]],
    P.PROFILE_PUBLISH:     [[its_manager]],
    P.PROFILE_READ:        [[its_owner], [its_manager], [staff]],
    P.PROFILE_TERMS:       [[verified_agent], [its_owner], [any_manager], [staff]],
    P.PROFILE_WHOLE:       [[its_manager]],
    P.PROGRAMME_KEEP:      [[its_manager]],
    P.PROGRAMME_READ:      [[its_manager], [staff]],
    P.REVIEW_WRITE:        [[its_author, its_manager]],
    P.ROSTER_KEEP:         [[its_manager]],
    P.RUBRIC_KEEP:         [[its_manager]],
    P.SERVICE_KEEP:        [[its_manager]],
    P.SERVICE_READ:        [[its_manager], [staff]],
    P.SHORTLIST_KEEP:      [[anybody_signed_in]],
    P.STALL_KEEP:          [[its_manager]],
    P.STALL_READ:          [[its_manager], [staff]],
    P.TRACK_READ:          [[its_owner], [its_manager], [staff]],
    P.TRACK_STEER:         [[its_manager]],
    P.TRANSFER_ANSWER:     [[its_owner], [its_manager]],
    P.TRANSFER_ASK:        [[its_manager]],
    P.TRANSFER_CONSENT:    [[its_owner]],
    P.TRANSFER_KEEP:       [[its_manager]],
    P.TRANSFER_LIST:       [[its_manager], [staff]],
    P.TRANSFER_READ:       [[its_owner], [its_manager], [staff]],
}  # fmt: skip


def permits(person: Person, permission: Permission, thing: Any = None) -> bool:
    """Say whether `POLICY` grants `permission` on `thing` to `person`."""
    return any(all(holds(person, thing) for holds in line) for line in POLICY[permission])


def belongs(person: Person, thing: Any) -> bool:
    """Say whether the thing is of the person's own house, so that its existence is no secret."""
    own = (its_manager, its_owner, its_agent, its_author, its_mentor, staff)
    return any(is_own(person, thing) for is_own in own)
