"""The arithmetic of pauses, and the steps of an enrolment. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from portal.core import clock
from portal.core.errors import ConflictError
from portal.core.i18n import day
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.incubation.models import (
    CertificateState,
    Enrolment,
    EnrolmentState,
    Pause,
    Stage,
)
from portal.incubation.rules.placed import PauseRead, Placed
from portal.incubation.rules.steps import local_day

S = EnrolmentState
ENROLMENT_WORKFLOW: Workflow[EnrolmentState] = Workflow(
    {
        "pause": Step(frozenset({S.RUNNING}), S.PAUSED),
        "resume": Step(frozenset({S.PAUSED}), S.RUNNING),
        "exit": Step(frozenset({S.RUNNING, S.PAUSED}), S.EXITED),
        "graduate": Step(frozenset({S.RUNNING}), S.GRADUATED),
    }
)
CERTIFICATE_WORKFLOW: Workflow[CertificateState] = Workflow(
    {"revoke": Step(frozenset({CertificateState.VALID}), CertificateState.REVOKED)}
)
LONGEST_MOVE = timedelta(days=730)
"""No day is set further than two years from today: it would be a slip of the pen."""


def paused_days(pause: Pause | PauseRead, since: date, until: date) -> int:
    """Return how many days of a pause lie between two dates, the last not counted."""
    first = max(local_day(pause.paused_at), since)
    last = min(local_day(pause.resumed_at) if pause.resumed_at else until, until)
    return max(0, (last - first).days)


def days_at_work(enrolment: Enrolment | Placed, since: date, until: date) -> int:
    """Return how many days lie between two dates, without those of the enrolment's pauses."""
    paused = sum(paused_days(one, since, until) for one in enrolment.pauses)
    return max(0, (until - since).days - paused)


def planned_end(enrolment: Enrolment, stages: Iterable[Stage]) -> date:
    """Return the planned last day: as moved, else the start plus every stage at its longest."""
    weeks = sum(stage.weeks_high for stage in stages)
    return enrolment.ends_on or local_day(enrolment.created_at) + timedelta(weeks=weeks)


def wrong_day(old: date, new: date) -> object | None:
    """Return what is wrong with moving a day, or None."""
    if new <= old:
        return _l("Choose a day after %(day)s: this one is not later.", day=day(old))
    if new < clock.today():
        return _l("Choose a day that is still to come.")
    if new > max(old, clock.today()) + LONGEST_MOVE:
        return _l("That is more than two years away. Please check the year.")
    return None


def too_far(day_set: date) -> object | None:
    """Return what is wrong with a day that lies years from today, ahead or behind, or None."""
    if abs(day_set - clock.today()) > LONGEST_MOVE:
        return _l("That is more than two years away. Please check the year.")
    return None


def wrong_fair_day(old: date, new: date) -> object | None:
    """Return what is wrong with moving a fair, or None. A day just past may be put right."""
    return _l("The fair is on that day already.") if new == old else too_far(new)


def must_be_on_its_way(enrolment: Enrolment) -> None:
    """Do nothing for a brand in its programme; refuse for one that is paused or through.

    Raises:
        ConflictError: nothing is handed in, decided or moved meanwhile.
    """
    if enrolment.state is S.RUNNING:
        return
    if enrolment.state is S.PAUSED:
        raise ConflictError(
            _l("The programme is paused for this brand."),
            _l("Nothing is due meanwhile. It goes on when the office lets it, on the brand's way."),
        )
    raise ConflictError(
        _l("The programme has ended for this brand."), _l("Everything stays as it was, to read.")
    )
