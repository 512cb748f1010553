"""Evidence, the office's side: passing it with a note, returning it with a request."""

from portal.audit import actions as audit
from portal.core import clock
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import rules
from portal.incubation.actions.gates import go_on, move
from portal.incubation.actions.own import must_not_be_own
from portal.incubation.actions.telling import both, tell_owners, tell_owners_of_milestone
from portal.incubation.models import Evidence, EvidenceState, MilestoneProgress


def pass_evidence(
    progress: MilestoneProgress, *, note: str, seen: int | None, by: audit.Actor
) -> None:
    """Pass a milestone on the evidence handed in, and the gate with it where it holds.

    Raises:
        ConflictError: there is nothing to decide, or it is not what this person has seen.
        NotAllowedError: the person belongs to the brand.
    """
    if is_decided(progress, EvidenceState.PASSED, note, by):
        return
    attempt = decide(progress, "pass", seen=seen, by=by)
    attempt.note = note
    audit.record("milestone.pass", progress, by=by, reason=note, attempt=attempt.number)
    tell_owners("milestone.passed", progress.enrolment, milestone=both(progress.milestone, "title"))
    go_on(progress.brand_id, by=by)


def return_evidence(
    progress: MilestoneProgress, *, request: str, seen: int | None, by: audit.Actor
) -> None:
    """Return evidence with a request: what exactly is missing.

    Raises:
        ConflictError: there is nothing to decide, or it is not what this person has seen.
        NotAllowedError: the person belongs to the brand.
    """
    if is_decided(progress, EvidenceState.RETURNED, request, by):
        return
    attempt = decide(progress, "return", seen=seen, by=by)
    attempt.note = request
    audit.record("milestone.return", progress, by=by, reason=request, attempt=attempt.number)
    tell_owners_of_milestone("milestone.returned", progress, request=request)


def is_decided(
    progress: MilestoneProgress, state: EvidenceState, words: str, by: audit.Actor
) -> bool:
    """Say whether this same person has just decided the same, as a double tap does."""
    last = progress.attempts[-1] if progress.attempts else None
    return bool(last and (last.state, last.decided_by_id, last.note) == (state, by.id, words))


def decide(
    progress: MilestoneProgress, step: str, *, seen: int | None, by: audit.Actor
) -> Evidence:
    """Move a milestone and its last attempt together; return the attempt."""
    must_not_be_own(progress.brand_id, by)
    rules.must_be_on_its_way(progress.enrolment)
    move(progress, step)
    attempt = progress.attempts[-1]
    if attempt.version != seen:
        raise ConflictError(
            _l("The brand has changed this evidence since you opened the page."),
            _l("Look at it again, then decide."),
        )
    rules.EVIDENCE_WORKFLOW.move(attempt, step)
    attempt.decided_at = clock.now()
    attempt.decided_by_id = by.id
    return attempt
