"""What must hold on the way through a programme: steps, gates, dates, whose turn it is. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.core import clock
from portal.core.i18n import day, ngettext
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState, Step, Workflow
from portal.incubation import registry
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Evidence,
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
OFFICE_DAYS = 7
"""How long evidence may wait for the office before the brand counts as stuck: a house decision."""
ANSWER_DAYS = 14
"""How long a request may wait for the brand's answer before the brand counts as stuck."""

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
ENROLMENT_WORKFLOW: Workflow[EnrolmentState] = Workflow(
    {
        "graduate": Step(frozenset({EnrolmentState.RUNNING}), EnrolmentState.GRADUATED),
        "leave": Step(
            frozenset({EnrolmentState.RUNNING, EnrolmentState.PAUSED}), EnrolmentState.EXITED
        ),
    }
)
WITH_THE_BRAND = frozenset({M.OPEN, M.RETURNED})

KIND_WORDS: Mapping[EvidenceKind, object] = {
    EvidenceKind.REVIEWED: _l("The office looks at it"),
    EvidenceKind.DECLARED: _l("The brand's word counts"),
    EvidenceKind.AUTOMATIC: _l("The portal sees it by itself"),
    EvidenceKind.SURVEY: _l("A few figures from the brand"),
}


class Turn(LabelledState):
    """Whose turn it is in a stage."""

    BRAND = "brand", _l("brand's turn"), "waiting"
    OFFICE = "office", _l("office's turn"), "danger"
    NOBODY = "nobody", _l("nothing left to do"), "done"


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
    return shown_by(milestone) is not EvidenceKind.AUTOMATIC


def is_declared(milestone: Milestone) -> bool:
    """Say whether the brand's own words pass it, without review."""
    return shown_by(milestone) in {EvidenceKind.DECLARED, EvidenceKind.SURVEY}


def target(milestone: Milestone) -> int:
    """Return what an automatic milestone's count must reach."""
    return 1 if milestone.target is None else milestone.target


def local_day(moment: datetime) -> date:
    """Return the date of a moment where the markets are."""
    return moment.astimezone(clock.SHANGHAI).date()


def due_on(entered: datetime, stage: Stage) -> date:
    """Return when a stage's milestones are due: entry plus the upper end of its usual weeks."""
    return local_day(entered) + timedelta(weeks=stage.weeks_high)


def gate_holds(steps: Iterable[MilestoneProgress]) -> bool:
    """Say whether every required one among a stage's milestones is passed."""
    return all(one.state is M.PASSED for one in steps if one.milestone.required)


def is_overdue(step: MilestoneProgress, today: date) -> bool:
    """Say whether a required milestone's day has passed while it is the brand's turn."""
    late = step.due_on is not None and step.due_on < today
    return late and step.milestone.required and step.state in WITH_THE_BRAND


def next_stage(stages: Sequence[Stage], stage_id: int) -> Stage | None:
    """Return the stage after this one, or None after the last."""
    after = [one.id for one in stages].index(stage_id) + 1
    return stages[after] if after < len(stages) else None


def last_request(attempts: Iterable[Evidence]) -> Evidence | None:
    """Return the last attempt that was returned, if the brand's answer is still undecided."""
    decided = [one for one in attempts if one.state in {E.RETURNED, E.PASSED}]
    return decided[-1] if decided and decided[-1].state is E.RETURNED else None


@dataclass(frozen=True)
class Standing:
    """Where a brand stands in its stage. Counts are of the stage's required milestones.

    `enrolment` carries its brand and stage.
    """

    enrolment: Enrolment
    total: int = 0
    passed: int = 0
    with_office: int = 0
    office_since: datetime | None = None
    returned: int = 0
    returned_since: datetime | None = None
    overdue: int = 0

    @property
    def days(self) -> int:
        """Return how many days the brand has been in its stage."""
        ended = self.enrolment.finished_at
        until = local_day(ended) if ended else clock.today()
        return max(0, (until - local_day(self.enrolment.stage_entered_at)).days)

    @property
    def plan_days(self) -> int:
        """Return how many days the stage usually takes at most."""
        return self.enrolment.stage.weeks_high * 7

    @property
    def days_over(self) -> int:
        """Return by how many days the stage has outlasted its plan."""
        return max(0, self.days - self.plan_days)

    @property
    def turn(self) -> Turn:
        """Return who has to act: the office as soon as it holds any evidence."""
        if self.enrolment.state is not EnrolmentState.RUNNING:
            return Turn.NOBODY
        return Turn.OFFICE if self.with_office else Turn.BRAND

    @property
    def stuck_days(self) -> int:
        """Return for how many days nothing has moved as it should; 0 when all is well."""
        if self.enrolment.state is not EnrolmentState.RUNNING:
            return 0
        office, answer = days_since(self.office_since), days_since(self.returned_since)
        return max(
            self.days_over,
            office if office > OFFICE_DAYS else 0,
            answer if answer > ANSWER_DAYS else 0,
        )

    @property
    def why(self) -> str:
        """Return what it waits for, in words."""
        if self.turn is Turn.NOBODY:
            return _("The programme is completed.")
        if self.with_office:
            return ngettext(
                "The office has had %(num)d piece of evidence to look at since %(day)s.",
                "The office has %(num)d pieces of evidence to look at, the oldest since %(day)s.",
                self.with_office,
                day=day(self.office_since),
            )
        if self.returned:
            return _(
                "The office asked for something more on %(day)s. The brand has to answer.",
                day=day(self.returned_since),
            )
        return ngettext(
            "The brand has %(num)d milestone of this stage left.",
            "The brand has %(num)d milestones of this stage left.",
            self.total - self.passed,
        )


def days_since(moment: datetime | None) -> int:
    """Return how many calendar days lie between a moment and today; 0 for none."""
    return (clock.today() - local_day(moment)).days if moment else 0


def standing(enrolment: Enrolment, steps: Iterable[MilestoneProgress]) -> Standing:
    """Return where a brand stands, counted from its own rows (the board counts in the database)."""
    stage = [one for one in steps if one.milestone.stage_id == enrolment.stage_id]
    wanted = [one for one in stage if one.milestone.required]
    office = [one for one in stage if one.state is M.SUBMITTED]
    returned = [one for one in stage if one.state is M.RETURNED]
    return Standing(
        enrolment=enrolment,
        total=len(wanted),
        passed=sum(one.state is M.PASSED for one in wanted),
        with_office=len(office),
        office_since=min((one.state_since for one in office), default=None),
        returned=len(returned),
        returned_since=min((one.state_since for one in returned), default=None),
        overdue=sum(is_overdue(one, clock.today()) for one in wanted),
    )


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
}


def wish(step: MilestoneProgress) -> Wish:
    """Return what a milestone asks of the brand now."""
    if step.state is M.RETURNED:
        return Wish.ANSWER
    if step.state is M.SUBMITTED:
        return Wish.WAIT
    return WISHES[shown_by(step.milestone)]


def urgency(step: MilestoneProgress) -> tuple[int, int, int]:
    """Return the order in which a brand takes its milestones: requests first, waiting last."""
    optional = 0 if step.milestone.required else 1
    rank = {M.RETURNED: 0, M.OPEN: 1 + optional, M.SUBMITTED: 3}[step.state]
    return rank, step.milestone.stage.position, step.milestone.position


def most_urgent(steps: Iterable[MilestoneProgress]) -> MilestoneProgress | None:
    """Return the one milestone to take next, or None when nothing is open."""
    left = [one for one in steps if one.state not in {M.LOCKED, M.PASSED}]
    return min(left, key=urgency, default=None)


@dataclass(frozen=True)
class Criteria:
    """What the board is asked to show."""

    q: str = ""
    stage: str = ""
    turn: str = ""
    stuck: bool = False
    graduated: bool = False

    @property
    def narrowed(self) -> int:
        """Return how many filters are set beside the search line."""
        return sum(map(bool, (self.stage, self.turn, self.stuck, self.graduated)))

    def admits(self, one: Standing) -> bool:
        """Say whether a brand is asked for (the name is matched by the database)."""
        return (
            self.stage in {"", one.enrolment.stage.code}
            and self.turn in {"", one.turn.value}
            and (one.stuck_days > 0 or not self.stuck)
        )


def by_stuck(standings: Iterable[Standing]) -> list[Standing]:
    """Return the stuck ones, the longest first."""
    stuck = (one for one in standings if one.stuck_days)
    return sorted(stuck, key=lambda one: (-one.stuck_days, one.enrolment.brand_id))
