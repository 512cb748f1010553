"""Who of the office looks at which evidence, and what the office notes for itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError, PortalError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import rules
from portal.incubation.actions.own import is_own, must_not_be_own
from portal.incubation.actions.telling import tell_people
from portal.incubation.models import CoachNote, MilestoneProgress, MilestoneState


def assign(progress: MilestoneProgress, reviewer_id: int | None, *, by: audit.Actor) -> None:
    """Say who of the office looks at a milestone's evidence; None gives it back to all.

    It stays his when the brand answers a request.

    Raises:
        ConflictError: nothing waits for the office.
        InvalidError: the person is not of this office, or belongs to the brand.
        NotAllowedError: whoever assigns belongs to the brand.
    """
    must_not_be_own(progress.brand_id, by)
    if progress.state is not MilestoneState.SUBMITTED:
        raise ConflictError(_l("Nothing waits for the office here."), _l("Look at the page again."))
    if progress.reviewer_id == reviewer_id:
        return
    if reviewer_id is not None:
        must_be_able(progress, reviewer_id)
    progress.reviewer_id = reviewer_id
    audit.record("milestone.assign", progress, by=by, reviewer=reviewer_id)
    if reviewer_id not in {None, by.id}:
        tell_people("milestone.assigned", [int(reviewer_id or 0)], progress)


def must_be_able(progress: MilestoneProgress, reviewer_id: int) -> None:
    """Do nothing for somebody who may decide on this milestone.

    Raises:
        InvalidError: he is not of this office, or belongs to the brand.
    """
    if reviewer_id not in accounts.member_ids(Role.MANAGER, market_id=progress.market_id):
        raise InvalidError("reviewer", _l("Choose somebody of this office."))
    if reviewer_id in accounts.member_ids(Role.OWNER, brand_id=progress.brand_id):
        raise InvalidError("reviewer", _l("This person belongs to the brand. Choose another."))


def note_for_office(progress: MilestoneProgress, *, text: str, by: audit.Actor) -> CoachNote:
    """Return a note that only the office reads; writing the same again at once is once.

    Raises:
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(progress.brand_id, by)
    last = progress.coach_notes[-1] if progress.coach_notes else None
    if last and (last.text, last.author_id) == (text, by.id):
        return last
    row = CoachNote(author_id=by.id, text=text)
    progress.coach_notes.append(row)
    audit.record("milestone.note", progress, by=by)
    return row


@dataclass(frozen=True)
class Done:
    """What became of many at once: how many went through, and why the others did not."""

    count: int
    refused: list[tuple[MilestoneProgress, PortalError]]


def each(chosen: Iterable[MilestoneProgress], act: Callable[[MilestoneProgress], object]) -> Done:
    """Do the same to many, each by itself: a refusal of one holds up no other."""
    count, refused = 0, []
    for progress in chosen:
        try:
            with db.session.begin_nested():
                act(progress)
            count += 1
        except PortalError as error:
            refused.append((progress, error))
    return Done(count, refused)


def must_need_no_points(progress: MilestoneProgress) -> None:
    """Do nothing for evidence that is passed without a score.

    Raises:
        ConflictError: its rubric wants points, which are given on its own page.
    """
    if rules.rubric(progress.milestone):
        raise ConflictError(
            _l("It is scored by a rubric."), _l("Open it and give its points there.")
        )


def may_decide(progress: MilestoneProgress, by: audit.Actor) -> bool:
    """Say whether a person of the office may decide on what was handed in last."""
    last = progress.attempts[-1] if progress.attempts else None
    return not is_own(progress.brand_id, by) and (last is None or last.submitted_by_id != by.id)
