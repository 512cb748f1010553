"""Evidence, the office's side: passing it with points, returning it with a request."""

from collections.abc import Mapping

from portal.audit import actions as audit
from portal.core import clock
from portal.core.errors import ConflictError, InvalidError, NotAllowedError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import rules
from portal.incubation.actions.gates import go_on, move
from portal.incubation.actions.own import must_not_be_own
from portal.incubation.actions.telling import both, tell_owners, tell_owners_of_milestone
from portal.incubation.models import Evidence, EvidenceState, MilestoneProgress, MilestoneState


def pass_evidence(
    progress: MilestoneProgress,
    *,
    note: str,
    seen: int | None,
    by: audit.Actor,
    points: Mapping[str, int] | None = None,
) -> None:
    """Pass a milestone on the evidence handed in, and the gate with it where it holds.

    Where the milestone has a rubric the points are kept with it as it stands today.

    Raises:
        ConflictError: there is nothing to decide, or it is not what this person has seen.
        InvalidError: a criterion of the rubric has no points; on its field.
        NotAllowedError: the person belongs to the brand, or handed it in himself.
    """
    if is_decided(progress, EvidenceState.PASSED, note, by):
        return
    lines = rules.rubric(progress.milestone)
    given = rules.check_points(points or {}, lines)
    attempt = decide(progress, "pass", seen=seen, by=by)
    attempt.note = note
    if lines:
        attempt.scores = given
        attempt.rubric = list(progress.milestone.rubric)
        attempt.score = rules.weighted(attempt.scores, lines)
    scored = {} if attempt.score is None else {"score": attempt.score}
    audit.record("milestone.pass", progress, by=by, reason=note, attempt=attempt.number, **scored)
    tell_owners("milestone.passed", progress.enrolment, milestone=both(progress.milestone, "title"))
    go_on(progress.brand_id, by=by)


def return_evidence(
    progress: MilestoneProgress,
    *,
    request: str,
    seen: int | None,
    by: audit.Actor,
    requests: Mapping[str, str] | None = None,
) -> None:
    """Return evidence with a request: what exactly is missing. There is no score.

    Args:
        progress: the milestone.
        request: what is missing as a whole; may be empty where `requests` says it.
        seen: the version of the attempt that this person looked at.
        by: who decides.
        requests: what is missing at single questions and files, by their place.

    Raises:
        ConflictError: there is nothing to decide, or it is not what this person has seen.
        InvalidError: nothing is asked for.
        NotAllowedError: the person belongs to the brand, or handed it in himself.
    """
    asked = {place: words for place, words in (requests or {}).items() if words}
    if not request and not asked:
        raise InvalidError(
            "request", _l("Say what is missing, so that the brand knows what to do.")
        )
    last = progress.attempts[-1] if progress.attempts else None
    whole = request or (rules.in_lines(progress.milestone, last, asked) if last else "")
    if is_decided(progress, EvidenceState.RETURNED, whole, by):
        return
    attempt = decide(progress, "return", seen=seen, by=by)
    attempt.note, attempt.requests = whole, asked
    audit.record("milestone.return", progress, by=by, reason=whole, attempt=attempt.number)
    tell_owners_of_milestone("milestone.returned", progress, request=whole)


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
    if progress.state is MilestoneState.SUBMITTED:
        must_be_decidable(progress.attempts[-1], seen, by)
    move(progress, step)
    attempt = progress.attempts[-1]
    rules.EVIDENCE_WORKFLOW.move(attempt, step)
    attempt.decided_at = clock.now()
    attempt.decided_by_id = by.id
    return attempt


def must_be_decidable(attempt: Evidence, seen: int | None, by: audit.Actor) -> None:
    """Do nothing for evidence that somebody else handed in and that stands as it was seen.

    Raises:
        ConflictError: the brand has changed it meanwhile.
        NotAllowedError: this person handed it in, for the brand or as its owner.
    """
    if attempt.submitted_by_id == by.id:
        raise NotAllowedError(
            _l("You handed this in yourself, so you cannot decide on it."),
            _l("A colleague of the office has to decide."),
        )
    if attempt.version != seen:
        raise ConflictError(
            _l("The brand has changed this evidence since you opened the page."),
            _l("Look at it again, then decide."),
        )
