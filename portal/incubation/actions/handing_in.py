"""Evidence, the brand's side: keeping words and files, handing in, taking back."""

from collections.abc import Iterable, Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.documents import actions as documents
from portal.incubation import queries, rules
from portal.incubation.actions.gates import go_on, move
from portal.incubation.actions.own import is_own
from portal.incubation.actions.telling import tell_owners_of_milestone, tell_reviewers
from portal.incubation.models import (
    Evidence,
    EvidenceFile,
    EvidenceState,
    MilestoneProgress,
    MilestoneState,
)


def keep(
    progress: MilestoneProgress,
    *,
    text: str,
    answers: Mapping[str, str] | None = None,
    by: audit.Actor,
) -> Evidence:
    """Keep the words and answers of an attempt that is not handed in yet, half-done or not.

    Without `answers` those that were kept before stay.

    Raises:
        ConflictError: it is not the brand's turn.
    """
    del by
    attempt = attempt_at_hand(progress)
    write(progress, attempt, text, answers)
    db.session.flush()
    return attempt


def write(
    progress: MilestoneProgress,
    attempt: Evidence,
    text: str,
    answers: Mapping[str, str] | None,
) -> None:
    """Put words and answers into an attempt."""
    attempt.text = text
    if answers is not None:
        attempt.answers = rules.known_answers(progress.milestone, answers)


def add_files(
    progress: MilestoneProgress, uploads: Iterable[documents.Upload], *, by: audit.Actor
) -> list[EvidenceFile]:
    """Return the good files among `uploads`, each kept with the attempt at once.

    Raises:
        ConflictError: it is not the brand's turn, or the attempt has enough files.
    """
    good = [upload for upload in uploads if upload.error is None]
    if not good:
        return []
    attempt = attempt_at_hand(progress)
    must_have_room(attempt, len(good))
    rows = [EvidenceFile(file=documents.store(upload, by_id=by.id)) for upload in good]
    attempt.files.extend(rows)
    db.session.flush()
    return rows


def must_have_room(attempt: Evidence, count: int) -> None:
    """Refuse more files than an attempt holds."""
    if len(attempt.files) + count > rules.MAX_FILES:
        raise ConflictError(
            _l("One attempt holds at most %(count)d files.", count=rules.MAX_FILES),
            _l("Remove some, or send several pages as one PDF."),
        )


def use_again(progress: MilestoneProgress) -> int:
    """Let the answer to a request begin with what the office asked nothing about; return how many.

    Raises:
        ConflictError: it is not the brand's turn, or the attempt has enough files.
    """
    attempt = attempt_at_hand(progress)
    rows = rules.undisputed(progress.attempts)
    must_have_room(attempt, len(rows))
    attempt.files.extend(EvidenceFile(file_id=one.file_id) for one in rows)
    db.session.flush()
    return len(rows)


def drop_file(progress: MilestoneProgress, row: EvidenceFile) -> None:
    """Take a file out of an attempt that is not handed in yet.

    Raises:
        ConflictError: it was handed in: all attempts stay as they were.
    """
    attempt = next(one for one in progress.attempts if one.id == row.evidence_id)
    if attempt.state is not EvidenceState.DRAFT:
        raise ConflictError(
            _l("This file was handed in. It stays as it was."),
            _l("While the office has not decided, you can take the evidence back."),
        )
    attempt.files.remove(row)
    db.session.flush()


def attempt_at_hand(progress: MilestoneProgress) -> Evidence:
    """Return the attempt that the brand is writing, begun if need be.

    Raises:
        ConflictError: it is not the brand's turn, or nothing is handed in for this milestone.
    """
    if not rules.takes_evidence(progress.milestone):
        raise ConflictError(
            _l("The portal checks this milestone automatically. There is nothing to submit."),
            _l("Its page says what has to be done."),
        )
    rules.must_be_on_its_way(progress.enrolment)
    if progress.state not in rules.WITH_THE_BRAND:
        raise ConflictError(
            _l("Nothing can be added now: the state is “%(state)s”.", state=progress.state.label),
            _l("While the office has not decided, you can take the evidence back."),
        )
    return queries.draft(progress) or begin_attempt(progress)


def begin_attempt(progress: MilestoneProgress) -> Evidence:
    """Return a new attempt.

    Raises:
        StaleDataError: another was begun at the same moment. The guard then looks again: the
            second of two taps finds it handed in, a colleague finds the words of the first.
    """
    attempt = Evidence(number=len(progress.attempts) + 1, files=[], answers={}, requests={})
    try:
        with db.session.begin_nested():
            progress.attempts.append(attempt)
    except IntegrityError as error:
        raise StaleDataError(f"attempt {attempt.number} was begun already") from error
    return attempt


def hand_in(
    progress: MilestoneProgress,
    *,
    text: str,
    answers: Mapping[str, str] | None = None,
    by: audit.Actor,
) -> Evidence:
    """Return the attempt, handed in (or declared, where the brand's word counts).

    Handing the same in twice, as a double tap does, is handing it in once. Somebody who does
    not belong to the brand hands in for it: the attempt says so, and the brand is told.

    Raises:
        ConflictError: it is not the brand's turn.
        MissingError: something that is asked for is missing; it names everything at once.
    """
    last = progress.attempts[-1] if progress.attempts else None
    if last and is_the_same_again(progress, last, text, answers, by):
        return last
    attempt = attempt_at_hand(progress)
    write(progress, attempt, text, answers)
    if gaps := rules.gaps(progress.milestone, attempt):
        raise rules.MissingError(gaps)
    attempt.submitted_at = clock.now()
    attempt.submitted_by_id = by.id
    attempt.for_owner = not is_own(progress.brand_id, by)
    step = "declare" if rules.is_declared(progress.milestone) else "submit"
    rules.EVIDENCE_WORKFLOW.move(attempt, step)
    move(progress, step)
    audit.record(
        f"milestone.{step}",
        progress,
        by=by,
        attempt=attempt.number,
        for_owner=attempt.for_owner,
    )
    if attempt.for_owner:
        tell_owners_of_milestone("milestone.typed", progress)
    if step == "declare":
        go_on(progress.brand_id, by=by)
    else:
        tell_reviewers(progress)
    return attempt


def is_the_same_again(
    progress: MilestoneProgress,
    last: Evidence,
    text: str,
    answers: Mapping[str, str] | None,
    by: audit.Actor,
) -> bool:
    """Say whether the same person has just handed in the same words and answers."""
    handed_in = last.state in {EvidenceState.SUBMITTED, EvidenceState.PASSED}
    same = answers is None or rules.known_answers(progress.milestone, answers) == last.answers
    return handed_in and last.submitted_by_id == by.id and last.text == text and same


def take_back(progress: MilestoneProgress, *, by: audit.Actor) -> None:
    """Take evidence back while the office has not decided; it is a draft again.

    Raises:
        ConflictError: the office has decided.
    """
    if progress.state in rules.WITH_THE_BRAND and queries.draft(progress):
        return  # a double tap: it is taken back already
    if progress.state is not MilestoneState.SUBMITTED:
        raise ConflictError(
            _l("The office has decided meanwhile: %(state)s.", state=progress.state.label),
            _l("Its words stand with the milestone, and what you handed in."),
        )
    answering = rules.last_request(progress.attempts) is not None
    move(progress, "take back the answer" if answering else "take back")
    attempt = progress.attempts[-1]
    rules.EVIDENCE_WORKFLOW.move(attempt, "take back")
    attempt.submitted_at = attempt.submitted_by_id = None
    attempt.for_owner = False
    audit.record("milestone.take-back", progress, by=by, attempt=attempt.number)
