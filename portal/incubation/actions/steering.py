"""The office's hand on a brand's way: other days, waivers, gates held or opened by hand."""

from datetime import date

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, rules
from portal.incubation.actions.gates import enter, go_on, move
from portal.incubation.actions.own import must_not_be_own
from portal.incubation.actions.telling import both, tell_owners, tell_owners_of_milestone
from portal.incubation.models import DateMove, Enrolment, MilestoneProgress, MilestoneState


def move_date(
    progress: MilestoneProgress, *, until: date, reason: str, by: audit.Actor
) -> DateMove:
    """Return the row that says how a milestone's day was moved, and why.

    Raises:
        ConflictError: nothing is due of it now.
        InvalidError: the new day is not later, or too far away.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(progress.brand_id, by)
    rules.must_be_on_its_way(progress.enrolment)
    old = progress.due_on
    if old is None or progress.state in rules.OVER:
        raise ConflictError(
            _l("Nothing is due of this milestone now."), _l("Look at the page again.")
        )
    wrong = rules.wrong_day(old, until)
    if wrong:
        raise InvalidError("until", wrong)
    progress.due_on = until
    row = DateMove(
        enrolment_id=progress.enrolment_id,
        old_on=old,
        new_on=until,
        reason=reason,
        moved_by_id=by.id,
    )
    progress.moves.append(row)
    audit.record("milestone.move-date", progress, by=by, reason=reason, **days(old, until))
    tell_owners_of_milestone("milestone.moved", progress, reason=reason, **days(old, until))
    return row


def days(old: date, new: date) -> dict[str, str]:
    """Return a day before and after as the trail and messages keep it."""
    return {"old": old.isoformat(), "new": new.isoformat()}


def waive(progress: MilestoneProgress, *, reason: str, by: audit.Actor) -> None:
    """Ask nothing more for a milestone and its parts, and pass the gate with it where it holds.

    Parts that are settled stay as they are.

    Raises:
        ConflictError: evidence waits to be decided, or the milestone is settled.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(progress.brand_id, by)
    rules.must_be_on_its_way(progress.enrolment)
    parts = rules.parts_of(progress, queries.awaited(progress))
    if any(one.state is MilestoneState.SUBMITTED for one in parts):
        raise ConflictError(
            _l("Evidence for a part of it waits for the office."), _l("Decide on that first.")
        )
    for one in [progress, *(part for part in parts if part.state not in rules.OVER)]:
        move(one, "waive")
        one.waived_by_id, one.waived_reason = by.id, reason
        audit.record("milestone.waive", one, by=by, reason=reason)
    tell_owners_of_milestone("milestone.waived", progress, reason=reason)
    go_on(progress.brand_id, by=by)


def hold(enrolment: Enrolment, *, reason: str, by: audit.Actor) -> None:
    """Keep the gate of the present stage shut until the office releases it.

    Raises:
        ConflictError: it is held already, or the brand is not on its way.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    rules.must_be_on_its_way(enrolment)
    if enrolment.held_at:
        raise ConflictError(_l("The gate is held already."), _l("Look at the page again."))
    enrolment.held_at, enrolment.held_reason = clock.now(), reason
    audit.record("stage.hold", enrolment, by=by, reason=reason, stage=enrolment.stage.code)
    tell_owners("stage.held", enrolment, reason=reason, stage=both(enrolment.stage, "name"))


def release(enrolment: Enrolment, *, by: audit.Actor) -> None:
    """Free the gate; where everything is done the brand goes on at once.

    Raises:
        ConflictError: it is not held.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    rules.must_be_on_its_way(enrolment)
    if not enrolment.held_at:
        raise ConflictError(_l("The gate is not held."), _l("Look at the page again."))
    enrolment.held_at, enrolment.held_reason = None, ""
    audit.record("stage.release", enrolment, by=by, stage=enrolment.stage.code)
    tell_owners("stage.released", enrolment, stage=both(enrolment.stage, "name"))
    go_on(enrolment.brand_id, by=by)


def advance(enrolment: Enrolment, *, reason: str, by: audit.Actor) -> None:
    """Move a brand on to the next stage by hand. What it left open stays open, and due.

    Raises:
        ConflictError: this is the last stage, or the brand is not on its way.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    rules.must_be_on_its_way(enrolment)
    after = rules.next_stage(enrolment.template.stages, enrolment.stage_id)
    if after is None:
        raise ConflictError(
            _l("This is the last stage."),
            _l("The checklist shows what is still needed to graduate."),
        )
    left = enrolment.stage.code
    enter(enrolment, after)
    passage = {"left": left, "entered": after.code}
    audit.record("stage.advance-by-hand", enrolment, by=by, reason=reason, **passage)
    tell_owners("stage.moved-on", enrolment, reason=reason, stage=both(after, "name"))
    db.session.flush()
    go_on(enrolment.brand_id, by=by)


def extend(enrolment: Enrolment, *, until: date, reason: str, by: audit.Actor) -> DateMove:
    """Return the row that says how the planned end of an enrolment was moved, and why.

    Raises:
        ConflictError: the brand is not on its way.
        InvalidError: the new day is not later, or too far away.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    rules.must_be_on_its_way(enrolment)
    old = rules.planned_end(enrolment, enrolment.template.stages)
    wrong = rules.wrong_day(old, until)
    if wrong:
        raise InvalidError("until", wrong)
    enrolment.ends_on = until
    row = DateMove(
        enrolment_id=enrolment.id, old_on=old, new_on=until, reason=reason, moved_by_id=by.id
    )
    db.session.add(row)
    audit.record("enrolment.extend", enrolment, by=by, reason=reason, **days(old, until))
    tell_owners("enrolment.extended", enrolment, reason=reason, **days(old, until))
    db.session.flush()
    return row
