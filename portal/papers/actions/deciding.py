"""What an office decides on a paper. The same person's second click finds it done."""

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.papers import queries, registry, rules
from portal.papers.actions.keeping import brand_changed
from portal.papers.actions.telling import owners, tell
from portal.papers.actions.trademarks import certified
from portal.papers.models import PaperVersion
from portal.papers.models import VersionState as V


def verify(version: PaperVersion, *, by: audit.Actor, seen: int | None) -> None:
    """Let a version count from now on, in place of the one before.

    Raises:
        ConflictError: it was decided on or replaced, is not what was `seen`, or has run out.
    """
    if decided(version, V.VERIFIED, by):
        return
    rules.check_can_be_verified(version.expires_on, clock.today())
    queries.lock_paper(version.paper_id)
    if rules.VERSION_WORKFLOW.allows("verify", version.state):
        replace_before(version)
    rules.VERSION_WORKFLOW.move(version, "verify")
    rules.check_seen(version.version, seen)
    decide(version, by=by)
    version.paper.snoozed_until = None
    audit.record("paper.verify", version, by=by)
    certified(version, by=by)
    tell("paper.verified", owners(version.brand_id), version.paper, by=by)
    settle(version)


def replace_before(version: PaperVersion) -> None:
    """Retire the version in force first: the table holds but one of them."""
    for one in version.paper.versions:
        if one is not version and one.state in rules.IN_FORCE:
            rules.VERSION_WORKFLOW.move(one, "replace")
    db.session.flush()


def return_with_request(
    version: PaperVersion, *, by: audit.Actor, seen: int | None, request: str
) -> None:
    """Give a version back, saying exactly what is wrong with it.

    Raises:
        ConflictError: it was decided on or replaced, or is not what was `seen`.
    """
    if decided(version, V.RETURNED, by) and not version.withdrawn:
        return
    rules.VERSION_WORKFLOW.move(version, "return")
    rules.check_seen(version.version, seen)
    decide(version, by=by)
    version.request = request
    audit.record("paper.return", version, by=by, reason=request)
    tell("paper.returned", owners(version.brand_id), version.paper, by=by, request=request)
    settle(version)


def withdraw(version: PaperVersion, *, by: audit.Actor, seen: int | None, reason: str) -> None:
    """Take back a verification that was wrong. What follows from a missing paper follows.

    Raises:
        ConflictError: it is not verified, or is not what was `seen`.
    """
    if decided(version, V.RETURNED, by) and version.withdrawn:
        return
    rules.VERSION_WORKFLOW.move(version, "withdraw")
    rules.check_seen(version.version, seen)
    decide(version, by=by)
    version.withdrawn = True
    version.request = reason
    audit.record("paper.withdraw", version, by=by, reason=reason)
    tell("paper.withdrawn", owners(version.brand_id), version.paper, by=by, reason=reason)
    settle(version)


def doubt_renewal(version: PaperVersion, *, by: audit.Actor, seen: int | None, reason: str) -> None:
    """Say that what was shown is no evidence of a renewal: reminders go on.

    Raises:
        ConflictError: it is not being renewed, or is not what was `seen`.
    """
    rules.VERSION_WORKFLOW.move(version, "doubt the renewal")
    rules.check_seen(version.version, seen)
    version.renewing_since = None
    audit.record("paper.doubt-renewal", version, by=by, reason=reason)
    tell("paper.renewal-doubted", owners(version.brand_id), version.paper, by=by, reason=reason)


def decided(version: PaperVersion, state: V, by: audit.Actor) -> bool:
    """Say whether this person has decided just so already."""
    return version.state is state and version.decided_by_id == by.id


def decide(version: PaperVersion, *, by: audit.Actor) -> None:
    """Note who decided and when."""
    version.decided_at = clock.now()
    version.decided_by_id = by.id


def settle(version: PaperVersion) -> None:
    """Let everything that depends on a brand's papers follow."""
    brand_changed(version.paper.brand)
    registry.changed(version.paper.brand)
