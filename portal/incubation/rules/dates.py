"""When a milestone is due: from its stage, from the enrolment, or from a season fair. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from portal.incubation.models import (
    DateMove,
    DueFrom,
    Enrolment,
    Milestone,
    MilestoneProgress,
)
from portal.incubation.rules.steps import OVER, local_day


def due_day(
    milestone: Milestone,
    enrolment: Enrolment,
    fair_on: date | None,
    opened: date,
    *,
    present: bool | None = None,
) -> date:
    """Return when a milestone that opens on that day is due.

    A day that would lie before the opening day binds nobody: a brand that comes to its line
    sheet after the fair, or in the last days before it, gets the stage's usual length. `present`
    says whether its stage counts as the brand's own, where another version's stands for it.
    """
    stage = milestone.stage
    if present is None:
        present = stage.id == enrolment.stage_id
    entered = local_day(enrolment.stage_entered_at) if present else opened
    usual = max(entered + timedelta(weeks=stage.weeks_high), opened)
    if milestone.due_days is None:
        return usual
    begins = {
        DueFrom.STAGE: entered,
        DueFrom.ENROLMENT: local_day(enrolment.created_at),
        DueFrom.FAIR: fair_on,
    }[milestone.due_from]
    wished = begins + timedelta(days=milestone.due_days) if begins else usual
    return wished if wished >= opened else usual


def is_moved_by_hand(moves: Iterable[DateMove]) -> bool:
    """Say whether the office itself has moved a milestone's day; then nothing else moves it."""
    return any(one.pause_id is one.fair_id is one.template_id is None for one in moves)


def recounted(step: MilestoneProgress, old: date | None, new: date, today: date) -> date | None:
    """Return a milestone's day when its programme works towards another fair; None where it stays.

    What the office set by hand stays; days that a pause has added stay added.
    """
    rule = step.milestone
    if rule.due_from is not DueFrom.FAIR or rule.due_days is None or step.due_on is None:
        return None
    if step.state in OVER or is_moved_by_hand(step.moves):
        return None
    opened = min(today, step.due_on)
    before = due_day(rule, step.enrolment, old, opened)
    wished = step.due_on + (due_day(rule, step.enrolment, new, opened) - before)
    return wished if wished != step.due_on else None


def shifted(step: MilestoneProgress, old: date, new: date) -> date | None:
    """Return the day to which a fair's move takes a milestone with it; None where it stays.

    It goes along when its day really was counted from the fair: neither moved by hand nor
    replaced by the stage's length. Days that a pause has added stay added.
    """
    rule = step.milestone
    if rule.due_from is not DueFrom.FAIR or rule.due_days is None or step.due_on is None:
        return None
    if step.state in OVER or is_moved_by_hand(step.moves):
        return None
    added = timedelta(days=sum(one.days for one in step.moves if one.pause_id))
    if step.due_on != old + timedelta(days=rule.due_days) + added:
        return None
    return new + timedelta(days=rule.due_days) + added
