"""Who may move an application where, and by when; limits and clocks. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from portal.core import clock
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, said
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.onboarding.models import (
    WITH_THE_OFFICE,
    Application,
    ApplicationState,
    InterviewState,
    ReviewState,
)

S = ApplicationState
R = ReviewState
I = InterviewState  # noqa: E741 -- read beside S and R

WORKFLOW = Workflow(
    {
        "submit": Step(frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED),
        "return": Step(frozenset({S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED}), S.RETURNED),
        "review": Step(frozenset({S.SUBMITTED}), S.IN_REVIEW),
        "shortlist": Step(frozenset({S.SUBMITTED, S.IN_REVIEW, S.WAITLISTED}), S.SHORTLISTED),
        "invite": Step(frozenset({S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED}), S.INTERVIEW),
        "call off": Step(frozenset({S.INTERVIEW}), S.SHORTLISTED),
        "wait-list": Step(WITH_THE_OFFICE - {S.WAITLISTED}, S.WAITLISTED),
        # A small market decides at once; a large one after reading, talking and waiting.
        "admit": Step(WITH_THE_OFFICE, S.ADMITTED),
        # A returned one too: the office need not wait for ever for an answer.
        "decline": Step(WITH_THE_OFFICE | {S.RETURNED}, S.DECLINED),
        "withdraw": Step(WITH_THE_OFFICE | {S.DRAFT, S.RETURNED}, S.WITHDRAWN),
        "merge": Step(WITH_THE_OFFICE | {S.DRAFT, S.RETURNED}, S.MERGED),
        "give up": Step(frozenset({S.ADMITTED}), S.WITHDRAWN),
    }
)
REVIEW_WORKFLOW = Workflow(
    {
        "hand in": Step(frozenset({R.ASSIGNED}), R.HANDED_IN),
        "recuse": Step(frozenset({R.ASSIGNED}), R.RECUSED),
        "replace": Step(frozenset({R.ASSIGNED, R.HANDED_IN, R.RECUSED}), R.REPLACED),
    }
)
INTERVIEW_WORKFLOW = Workflow(
    {
        "hold": Step(frozenset({I.SET}), I.HELD),
        "cancel": Step(frozenset({I.SET}), I.CANCELLED),
    }
)

ANSWER_DAYS = 5
"""Working days in which the office usually answers. Source: our decision, to be lived up to."""
DECISION_DAYS = 15
"""Working days in which an application that is being reviewed is usually decided. Source: our
decision: two readers, an interview and a meeting in three weeks."""
FEWEST_REVIEWERS = 2
"""Source: domain table 8.3."""
MOST_CRITERIA = 10
WORKING_DAYS = 5
"""Of a week, beginning on Monday; public holidays are not known here."""
LATE_AFTER = timedelta(days=5)
"""When a waiting application is marked in the queue. Source: our decision; calendar days, so
that the mark comes before the promise is broken."""
DECISION_AFTER = timedelta(days=21)
"""When what is read or shortlisted is late. Source: `DECISION_DAYS` in weeks of five days."""
MINUTES_TO_APPLY = 10
"""How long the form takes. Source: our decision after filling it in on a phone."""
MAX_PICTURES = 12
"""Source: our decision; a lookbook comes later, with the profile."""
MAX_RUNNING = 5
"""Applications that one person may have running in one market. Source: our decision."""
BEGIN_PER_PERSON = "20/day"
SUBMIT_PER_PERSON = "10/hour"
PICTURES_PER_PERSON = "200/day"


def is_late(application: Application, now: datetime) -> bool:
    """Say whether it has waited for the office for longer than it should."""
    sent = application.submitted_at
    if sent is None or application.state is not S.SUBMITTED:
        return False
    return now - sent > LATE_AFTER


def working_days_after(begun: datetime, days: int) -> date:
    """Return the day by which an answer is due, counted from Monday to Friday."""
    on = begun.astimezone(clock.SHANGHAI).date()
    while days:
        on += timedelta(days=1)
        days -= on.weekday() < WORKING_DAYS
    return on


def overlap(begins: datetime, ends: datetime, other_begins: datetime, other_ends: datetime) -> bool:
    """Say whether two stretches of time share a moment; one may begin when the other ends."""
    return begins < other_ends and other_begins < ends


def check_weights(weights: Sequence[int]) -> None:
    """Refuse a rubric whose weights do not add up to a hundred.

    Raises:
        InvalidError: on no field in particular.
    """
    if not weights:
        raise InvalidError("", _l("Keep at least one criterion."))
    if sum(weights) != 100:  # noqa: PLR2004 -- per cent
        raise InvalidError(
            "", _l("The weights add up to %(sum)d; they must make 100.", sum=sum(weights))
        )


def check_scorable(application: Application) -> None:
    """Refuse points for what is decided.

    Raises:
        ConflictError: the decision has been made.
    """
    if not application.is_running:
        raise ConflictError(
            _l("It is decided: “%(state)s”. Points come too late.", state=application.state.label),
            _l("Nothing was kept. Open the application to read the decision."),
        )


def check_open(application: Application) -> None:
    """Refuse a change to what was sent or decided.

    Raises:
        ConflictError: it is not the applicant's turn.
    """
    if application.is_editable:
        return
    if application.state is S.SUBMITTED:
        raise ConflictError(
            _l("The application is with the office and cannot be changed now."),
            _l("It is the office's turn. If something must be changed, call the office."),
        )
    raise ConflictError(
        _l(
            "The application cannot be changed any more: its state is “%(state)s”.",
            state=application.state.label,
        ),
        _l("Open it to read the decision."),
    )


def check_seen(application: Application, seen: int | None) -> None:
    """Refuse a decision on another text than the one that was read.

    Raises:
        ConflictError: the application was changed since the page was opened.
    """
    if seen is not None and seen != application.version:
        raise ConflictError(
            _l("The application was changed since you opened it."),
            _l("Open it again, read what is new, and decide then."),
        )


CONFIRM_LIFE = timedelta(days=7)
"""How long an owner's link to confirm works. Source: as an invitation's."""
TYPED_PER_PERSON = "100/hour"
MAX_FILES = 5
"""Files that answer one question. Source: our decision."""


def check_sendable(application: Application, today: date) -> None:
    """Refuse to send a draft whose intake has closed.

    Raises:
        ConflictError: it has; the draft stays.
    """
    if application.missed_its_intake(today) and application.intake:
        raise ConflictError(
            in_text(
                _("The intake “%(title)s” has closed, so the application was not sent."),
                title=said(application.intake, "title"),
            ),
            _l("Your draft is kept. Open it to see where it can go now."),
        )


def check_mergeable(kept: Application, other: Application) -> None:
    """Refuse to merge what is decided, gone, or one and the same.

    Raises:
        ConflictError: any of these.
    """
    if kept.id == other.id or kept.market_id != other.market_id:
        raise ConflictError(_l("These two cannot be merged."))
    if kept.state in {S.MERGED, S.WITHDRAWN, S.DECLINED}:
        raise ConflictError(
            _l("This application is “%(state)s” by now.", state=kept.state.label),
            _l("Open the other one and merge there."),
        )


def check_places(places: int, taken: int, wanted: int, over: str) -> None:
    """Refuse to admit more than there are places, unless somebody says why.

    Raises:
        InvalidError: on `over_reason`, with the numbers.
    """
    if taken + wanted > places and not over:
        raise InvalidError(
            "over_reason",
            _l(
                "There are %(places)d places and %(taken)d are taken; with this it would be"
                " %(sum)d. Tick that you admit all the same, and say why.",
                places=places,
                taken=taken,
                sum=taken + wanted,
            ),
        )
