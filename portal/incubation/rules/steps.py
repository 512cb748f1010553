"""What must hold of milestones, evidence and stages: steps, gates, dates. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.incubation import registry
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceFile,
    EvidenceKind,
    EvidenceState,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Stage,
)

TEXT_LENGTH = 4000
NOTE_LENGTH = 2000
MAX_FILES = 30
"""Of one attempt."""
M = MilestoneState
MILESTONE_WORKFLOW: Workflow[MilestoneState] = Workflow(
    {
        "open": Step(frozenset({M.LOCKED}), M.OPEN),
        "submit": Step(frozenset({M.OPEN, M.RETURNED}), M.SUBMITTED),
        "take back": Step(frozenset({M.SUBMITTED}), M.OPEN),
        "take back the answer": Step(frozenset({M.SUBMITTED}), M.RETURNED),
        "return": Step(frozenset({M.SUBMITTED}), M.RETURNED),
        "pass": Step(frozenset({M.SUBMITTED}), M.PASSED),
        "declare": Step(frozenset({M.OPEN, M.RETURNED}), M.PASSED),
        "prove": Step(frozenset({M.OPEN, M.RETURNED}), M.PASSED),
        "complete": Step(frozenset({M.OPEN}), M.PASSED),
        "waive": Step(frozenset({M.LOCKED, M.OPEN, M.RETURNED}), M.WAIVED),
        "drop": Step(frozenset({M.LOCKED, M.OPEN, M.RETURNED, M.PASSED, M.WAIVED}), M.DROPPED),
        "ask again": Step(frozenset({M.DROPPED}), M.LOCKED),
        "restore": Step(frozenset({M.DROPPED}), M.PASSED),
    }
)
E = EvidenceState
EVIDENCE_WORKFLOW: Workflow[EvidenceState] = Workflow(
    {
        "submit": Step(frozenset({E.DRAFT}), E.SUBMITTED),
        "take back": Step(frozenset({E.SUBMITTED}), E.DRAFT),
        "return": Step(frozenset({E.SUBMITTED}), E.RETURNED),
        "pass": Step(frozenset({E.SUBMITTED}), E.PASSED),
        "declare": Step(frozenset({E.DRAFT}), E.PASSED),
    }
)
WITH_THE_BRAND = frozenset({M.OPEN, M.RETURNED})
SETTLED = frozenset({M.PASSED, M.WAIVED})
"""What a gate does not wait for any more."""
OVER = SETTLED | {M.DROPPED}
"""What nobody waits for any more."""

KIND_WORDS: Mapping[EvidenceKind, object] = {
    EvidenceKind.REVIEWED: _l("The office looks at it"),
    EvidenceKind.DECLARED: _l("Self-declared"),
    EvidenceKind.AUTOMATIC: _l("Checked automatically by the portal"),
    EvidenceKind.SURVEY: _l("A few figures from the brand"),
    EvidenceKind.PARTS: _l("Done when its parts are done"),
}


def shown_by(milestone: Milestone) -> EvidenceKind:
    """Return how a milestone is shown to be reached here.

    An automatic one whose condition nobody has registered yet counts as reviewed.
    """
    known = milestone.condition in registry.conditions()
    if milestone.evidence is EvidenceKind.AUTOMATIC and not known:
        return EvidenceKind.REVIEWED
    return milestone.evidence


def takes_evidence(milestone: Milestone) -> bool:
    """Say whether the brand hands something in for it."""
    return shown_by(milestone) not in {EvidenceKind.AUTOMATIC, EvidenceKind.PARTS}


def is_declared(milestone: Milestone) -> bool:
    """Say whether the brand's own words pass it, without review."""
    return shown_by(milestone) in {EvidenceKind.DECLARED, EvidenceKind.SURVEY}


def target(milestone: Milestone) -> int:
    """Return what an automatic milestone's count must reach."""
    return 1 if milestone.target is None else milestone.target


def local_day(moment: datetime) -> date:
    """Return the date of a moment where the markets are."""
    return moment.astimezone(clock.SHANGHAI).date()


def unmet(step: MilestoneProgress, steps: Iterable[MilestoneProgress]) -> list[MilestoneProgress]:
    """Return which of a brand's milestones must be settled before this one opens."""
    wanted = set(step.milestone.prerequisites)
    if not wanted:
        return []
    return [one for one in steps if one.milestone.code in wanted and one.state not in OVER]


def is_reached(step: MilestoneProgress, enrolment: Enrolment) -> bool:
    """Say whether a milestone's stage is the brand's present one, or lies behind it."""
    return step.milestone.stage.position <= enrolment.stage.position


def parts_are_done(step: MilestoneProgress, steps: Iterable[MilestoneProgress]) -> bool:
    """Say whether a milestone has parts, and every required one of them is settled."""
    parts = parts_of(step, steps)
    return bool(parts) and gate_holds(parts)


def parts_of(
    step: MilestoneProgress, steps: Iterable[MilestoneProgress]
) -> list[MilestoneProgress]:
    """Return the parts of a milestone that are asked for."""
    return [
        one
        for one in steps
        if one.milestone.parent_id == step.milestone_id and one.state is not M.DROPPED
    ]


def open_parts(
    step: MilestoneProgress, steps: Iterable[MilestoneProgress]
) -> list[MilestoneProgress]:
    """Return the required parts of a milestone that are not settled yet."""
    return [
        one for one in parts_of(step, steps) if one.milestone.required and one.state not in SETTLED
    ]


def gate_holds(steps: Iterable[MilestoneProgress]) -> bool:
    """Say whether every required one among a stage's milestones is passed or waived.

    A gate is passed once. When what the portal saw for a passed milestone is no longer so (a
    licence that ran out), the brand stays in its stage and the milestone stays passed with a
    mark: `lapsed_at`. The mark weighs on the brand's health and bars its graduation until the
    records show it again.
    """
    return all(one.state in SETTLED for one in steps if one.milestone.required)


def is_overdue(step: MilestoneProgress, today: date) -> bool:
    """Say whether a required milestone's day has passed while it is the brand's turn.

    In a pause nothing is overdue: the days are added when the brand goes on.
    """
    late = step.due_on is not None and step.due_on < today
    running = step.enrolment.state is EnrolmentState.RUNNING
    return late and running and step.milestone.required and step.state in WITH_THE_BRAND


def due_by(steps: Iterable[MilestoneProgress], day: date) -> list[MilestoneProgress]:
    """Return the required milestones with the brand that are late or due by a day, by their day."""
    due = [
        one
        for one in steps
        if one.due_on
        and one.due_on <= day
        and one.milestone.required
        and one.state in WITH_THE_BRAND
    ]
    return sorted(due, key=lambda one: (one.due_on or day, one.id))


REMINDERS = (14, 3, 0)
"""Days before a milestone's day on which the brand is reminded. Source: domain table 8.9."""


def reminder_due(due_on: date | None, told_days: int | None, today: date) -> int | None:
    """Return which reminder goes out today; None when none does, or the day is past."""
    if due_on is None or due_on < today:
        return None
    left = (due_on - today).days
    step = min((one for one in REMINDERS if left <= one), default=None)
    if step is None or (told_days is not None and told_days <= step):
        return None
    return step


def next_stage(stages: Sequence[Stage], stage_id: int) -> Stage | None:
    """Return the stage after this one, or None after the last."""
    after = [one.id for one in stages].index(stage_id) + 1
    return stages[after] if after < len(stages) else None


def last_request(attempts: Iterable[Evidence]) -> Evidence | None:
    """Return the last attempt that was returned, if the brand's answer is still undecided."""
    decided = [one for one in attempts if one.state in {E.RETURNED, E.PASSED}]
    return decided[-1] if decided and decided[-1].state is E.RETURNED else None


def undisputed(attempts: Sequence[Evidence]) -> list[EvidenceFile]:
    """Return the returned attempt's files that the office asked nothing about, not in use yet."""
    request = last_request(attempts)
    if request is None:
        return []
    taken = {row.file_id for one in attempts if one.state is E.DRAFT for row in one.files}
    return [
        row
        for row in request.files
        if f"file-{row.id}" not in request.requests and row.file_id not in taken
    ]
