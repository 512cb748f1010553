"""Handing a profile in and deciding on it.

The same person's second click finds the thing done and does nothing.
"""

from markupsafe import Markup

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import differences, queries, registry, rules
from portal.brands.actions.telling import address, name
from portal.brands.models import Brand, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.notices import actions as notices

R = RevisionState


def submit(revision: Revision | None, *, by: audit.Actor) -> None:
    """Put a draft before the office.

    Raises:
        ConflictError: there is no draft, or something required is missing: the message lists it.
    """
    if revision and revision.state is R.SUBMITTED and revision.submitted_by_id == by.id:
        return
    draft = rules.check_editable(revision)
    rules.check_complete(draft, draft.brand.market.profile_percent)
    rules.REVISION_WORKFLOW.move(draft, "submit")
    draft.submitted_at = clock.now()
    draft.submitted_by_id = by.id
    audit.record("profile.submit", draft, by=by)
    notices.send(
        "profile.submitted",
        accounts.member_ids(Role.MANAGER, market_id=draft.market_id),
        arguments={**address(draft.brand), "number": draft.number},
        brand=name(draft),
    )


def take_back(revision: Revision | None, *, by: audit.Actor) -> None:
    """Take a submitted profile back to change it before the office decides.

    Raises:
        ConflictError: it does not lie with the office.
    """
    if revision is None:
        raise ConflictError(_l("The office has decided already."), _l("Look at the page again."))
    if revision.state in rules.EDITABLE:
        return
    rules.REVISION_WORKFLOW.move(revision, "take back")
    audit.record("profile.take-back", revision, by=by)


def return_with_request(
    revision: Revision, *, by: audit.Actor, request: str, seen: int | None = None
) -> None:
    """Give a profile back to its owner, saying what has to change.

    Raises:
        ConflictError: it was decided or taken back, or is not what was `seen`.
    """
    if decided(revision, R.RETURNED, by):
        return
    rules.REVISION_WORKFLOW.move(revision, "return")
    rules.check_seen(revision, seen)
    decide(revision, by=by)
    revision.request = request
    audit.record("profile.return", revision, by=by, reason=request)
    notices.send(
        "profile.returned",
        accounts.member_ids(Role.OWNER, brand_id=revision.brand_id),
        arguments=address(revision.brand),
        brand=name(revision),
        request=request,
    )


def publish(revision: Revision, *, by: audit.Actor, seen: int | None = None) -> None:
    """Show a revision to agents from now on, frozen; the one before it is superseded.

    A brand that was never published appears in the directory; a hidden, suspended or
    withdrawn one stays where it is.

    Raises:
        ConflictError: it was decided or taken back, is not what was `seen`, or a paper is missing.
    """
    if decided(revision, R.PUBLISHED, by):
        return
    brand = revision.brand
    check_nothing_in_the_way(brand)
    before = queries.published_revision(brand.id)
    if before and before is not revision:
        rules.REVISION_WORKFLOW.move(before, "supersede")
        db.session.flush()
    rules.REVISION_WORKFLOW.move(revision, "publish")
    rules.check_seen(revision, seen)
    decide(revision, by=by)
    revision.request = ""
    brand.name_zh, brand.name_en = revision.name_zh, revision.name_en
    brand.pinyin = rules.pinyin_of(brand.name_zh)
    if rules.BRAND_WORKFLOW.allows("publish", brand.state):
        rules.BRAND_WORKFLOW.move(brand, "publish")
    audit.record("profile.publish", revision, by=by)
    registry.changed(brand)
    tell_connected(brand, before, revision)
    notices.send(
        "profile.published",
        accounts.member_ids(Role.OWNER, brand_id=brand.id),
        arguments={"brand": brand.slug},
        brand=name(brand),
    )


def tell_connected(brand: Brand, before: Revision | None, revision: Revision) -> None:
    """Tell agents who are connected with a brand that its terms are others now, and which."""
    if before is None or not differences.terms_changes(before, revision):
        return
    notices.send(
        "terms.changed",
        registry.connected_people(brand),
        arguments={"brand": brand.slug, "number": revision.number},
        brand=name(brand),
    )


def check_nothing_in_the_way(brand: Brand) -> None:
    """Refuse to publish while another domain objects.

    Raises:
        ConflictError: what stands in the way is in the message.
    """
    if found := registry.publish_obstacles(brand):
        raise ConflictError(
            Markup(" ").join(Markup("{}").format(one) for one in found),
            _l("The profile waits here until this is settled."),
        )


def decided(revision: Revision, state: RevisionState, by: audit.Actor) -> bool:
    """Say whether this person has decided just so already."""
    return revision.state is state and revision.decided_by_id == by.id


def decide(revision: Revision, *, by: audit.Actor) -> None:
    """Note who decided and when."""
    revision.decided_at = clock.now()
    revision.decided_by_id = by.id
