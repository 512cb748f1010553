"""What a brand does next. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.incubation import registry
from portal.incubation.models import EvidenceKind, MilestoneProgress, MilestoneState
from portal.incubation.rules.steps import OVER, is_overdue, shown_by

M = MilestoneState


class Wish(LabelledState):
    """What the one next step asks for; its label is the button."""

    ANSWER = "answer", _l("Add what the office asks for"), "danger"
    HAND_IN = "hand-in", _l("Hand it in"), "waiting"
    DECLARE = "declare", _l("Write it down"), "waiting"
    BRING_ABOUT = "bring-about", _l("See what is missing"), "waiting"
    WAIT = "wait", _l("See what was handed in"), "quiet"


WISHES: Mapping[EvidenceKind, Wish] = {
    EvidenceKind.REVIEWED: Wish.HAND_IN,
    EvidenceKind.DECLARED: Wish.DECLARE,
    EvidenceKind.SURVEY: Wish.DECLARE,
    EvidenceKind.AUTOMATIC: Wish.BRING_ABOUT,
    EvidenceKind.PARTS: Wish.BRING_ABOUT,
}


def wish(step: MilestoneProgress) -> Wish:
    """Return what a milestone asks of the brand now."""
    if step.state is M.RETURNED:
        return Wish.ANSWER
    if step.state is M.SUBMITTED:
        return Wish.WAIT
    return WISHES[shown_by(step.milestone)]


def urgency(step: MilestoneProgress) -> tuple[bool, bool, date, int, date, int, int]:
    """Return the order in which a brand takes its milestones: late ones, requests, the next due.

    What waits for the office comes last, a whole after its parts: nothing is handed in for it.
    """
    waits = step.state is M.SUBMITTED
    whole = step.milestone.evidence is EvidenceKind.PARTS
    due = step.due_on or date.max
    late = due if is_overdue(step, clock.today()) else date.max
    rank = 0 if step.state is M.RETURNED else 1 if step.milestone.required else 2
    place = step.milestone.stage.position, step.milestone.position
    return waits, whole, late, rank, due, *place


def rests(step: MilestoneProgress) -> bool:
    """Say whether only the profile shows it, so that it rests while the office reads that."""
    return step.milestone.condition in registry.profile_conditions()


def most_urgent(steps: Iterable[MilestoneProgress]) -> MilestoneProgress | None:
    """Return the one milestone to take next, or None when nothing is open."""
    left = [one for one in steps if one.state not in {M.LOCKED, *OVER}]
    return min(left, key=urgency, default=None)
