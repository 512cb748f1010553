"""Stopping the clocks, letting them run again, and leaving before the end."""

from datetime import date, timedelta

from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.brands.registry import Change
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, registry, rules
from portal.incubation.actions.gates import go_on
from portal.incubation.actions.own import must_not_be_own
from portal.incubation.actions.telling import tell_owners
from portal.incubation.models import DateMove, Enrolment, ExitKind, Pause


def pause(enrolment: Enrolment, *, reason: str, expected_on: date | None, by: audit.Actor) -> Pause:
    """Return the pause: from now on no clock of the enrolment runs.

    Raises:
        ConflictError: the brand is not on its way.
        InvalidError: the expected day has passed, or lies years away.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    if expected_on and (wrong := wrong_return(expected_on)):
        raise InvalidError("expected_on", wrong)
    rules.ENROLMENT_WORKFLOW.move(enrolment, "pause")
    row = Pause(paused_at=clock.now(), expected_on=expected_on, reason=reason, paused_by_id=by.id)
    enrolment.pauses.append(row)
    until = expected_on.isoformat() if expected_on else ""
    audit.record("enrolment.pause", enrolment, by=by, reason=reason, until=until)
    if until:
        tell_owners("enrolment.paused-until", enrolment, reason=reason, until=until)
    else:
        tell_owners("enrolment.paused", enrolment, reason=reason)
    registry.stage_changed(enrolment.brand)
    return row


def prolong(enrolment: Enrolment, *, until: date, reason: str, by: audit.Actor) -> Pause:
    """Return the pause of an enrolment, with another day on which the brand means to be back.

    Raises:
        ConflictError: the enrolment is not paused.
        InvalidError: the day has passed, or lies years away.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    over = enrolment.pause
    if over is None:
        raise ConflictError(_l("The programme is not paused."), _l("Look at the page again."))
    if wrong := wrong_return(until):
        raise InvalidError("until", wrong)
    over.expected_on = until
    day = until.isoformat()
    audit.record("enrolment.prolong", enrolment, by=by, reason=reason, until=day)
    tell_owners("enrolment.paused-until", enrolment, reason=reason, until=day)
    return over


def wrong_return(day: date) -> object | None:
    """Return what is wrong with the day on which a brand is expected back, or None."""
    if day <= clock.today():
        return _l("Choose a day that is still to come.")
    return rules.too_far(day)


def resume(enrolment: Enrolment, *, by: audit.Actor) -> int:
    """Let the clocks run again; return by how many days everything that was due has moved.

    Raises:
        ConflictError: the enrolment is not paused.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    rules.ENROLMENT_WORKFLOW.move(enrolment, "resume")
    over = end_pause(enrolment)
    lost = rules.paused_days(over, rules.local_day(over.paused_at), clock.today()) if over else 0
    if over and lost:
        move_everything(enrolment, over, timedelta(days=lost))
    audit.record("enrolment.resume", enrolment, by=by, days=lost)
    if lost:
        tell_owners("enrolment.resumed", enrolment, days=str(lost))
    else:
        tell_owners("enrolment.resumed-at-once", enrolment)
    registry.stage_changed(enrolment.brand)
    go_on(enrolment.brand_id, by=by)
    return lost


def end_pause(enrolment: Enrolment) -> Pause | None:
    """Close the open pause and return it."""
    row = enrolment.pause
    if row:
        row.resumed_at = clock.now()
    return row


def move_everything(enrolment: Enrolment, over: Pause, lost: timedelta) -> None:
    """Add the lost days to each open milestone's day and to the planned end, and say so."""
    moved = {"enrolment_id": enrolment.id, "pause_id": over.id}
    for step in enrolment.steps:
        if step.due_on and step.state not in rules.OVER:
            old, step.due_on = step.due_on, step.due_on + lost
            db.session.add(DateMove(progress_id=step.id, old_on=old, new_on=step.due_on, **moved))
    old = rules.planned_end(enrolment, enrolment.template.stages)
    enrolment.ends_on = old + lost
    db.session.add(DateMove(old_on=old, new_on=old + lost, **moved))
    db.session.flush()
    for step in enrolment.steps:
        db.session.expire(step, ["moves"])


def leave(enrolment: Enrolment, *, kind: ExitKind, reason: str, by: audit.Actor) -> None:
    """End a brand's way before the end. Everything stays to read, and it may begin again later.

    Raises:
        ConflictError: the way has ended already.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    end(enrolment, kind=kind, reason=reason, by=by)
    tell_owners("enrolment.exited", enrolment, reason=reason)


def step_back(brand: Brand, *, reason: str, by: audit.Actor) -> None:
    """End the way of a brand whose own people give their place back; without one nothing ends."""
    queries.lock_running(brand.id)
    enrolment = queries.running_enrolment(brand.id)
    if enrolment:
        end(enrolment, kind=ExitKind.VOLUNTARY, reason=reason, by=by)


def brand_leaves(change: Change) -> None:
    """Listen to brands: the way of one ends when it goes to another market."""
    step_back(change.brand, reason=change.reason, by=change.by)


def end(enrolment: Enrolment, *, kind: ExitKind, reason: str, by: audit.Actor) -> None:
    """End a brand's way for whatever reason.

    Raises:
        ConflictError: the way has ended already.
    """
    rules.ENROLMENT_WORKFLOW.move(enrolment, "exit")
    end_pause(enrolment)
    enrolment.finished_at = clock.now()
    enrolment.exit_kind, enrolment.exit_reason = kind, reason
    enrolment.held_at, enrolment.held_reason = None, ""
    audit.record("enrolment.exit", enrolment, by=by, reason=reason, kind=kind.value)
    registry.stage_changed(enrolment.brand)
