"""What a brand does next. Pure."""

from collections.abc import Iterable, Mapping

from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.incubation.models import EvidenceKind, MilestoneProgress, MilestoneState
from portal.incubation.rules.steps import OVER, shown_by

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


def urgency(step: MilestoneProgress) -> tuple[int, bool, int, int]:
    """Return the order in which a brand takes its milestones: requests first, waiting last.

    A whole comes after its parts: nothing is handed in for it.
    """
    optional = 0 if step.milestone.required else 1
    rank = {M.RETURNED: 0, M.OPEN: 1 + optional, M.SUBMITTED: 3}[step.state]
    whole = step.milestone.evidence is EvidenceKind.PARTS
    return rank, whole, step.milestone.stage.position, step.milestone.position


def most_urgent(steps: Iterable[MilestoneProgress]) -> MilestoneProgress | None:
    """Return the one milestone to take next, or None when nothing is open."""
    left = [one for one in steps if one.state not in {M.LOCKED, *OVER}]
    return min(left, key=urgency, default=None)
