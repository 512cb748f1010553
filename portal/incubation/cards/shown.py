"""What the pages show of a track, worked out from its rows. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.core import clock, week
from portal.core.cells import day_cell
from portal.core.i18n import date_words, plain, said
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import registry, rules
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

BOARD_HEAD = (
    _l("Brand"),
    _l("Stage"),
    _l("Days in stage"),
    _l("Planned days"),
    _l("Passed"),
    _l("Milestones"),
    _l("Overdue"),
    _l("Stuck for days"),
    _l("Whose turn"),
    _l("Why"),
    _l("Health"),
    _l("Health factors"),
    _l("Programme since"),
)


def board_lines(standings: Iterable[rules.Standing]) -> Iterator[tuple[object, ...]]:
    """Yield the board as lines of a table, under `BOARD_HEAD`."""
    for one in standings:
        stage = one.enrolment.stage
        yield (
            plain(one.enrolment.brand, "name"),
            f"{stage.code} {plain(stage, 'name')}",
            one.days,
            one.plan_days,
            one.passed,
            one.total,
            one.overdue,
            one.stuck_days,
            one.turn.label,
            one.why,
            one.health.label,
            " · ".join(one.weights),
            day_cell(one.enrolment.created_at),
        )


@dataclass(frozen=True)
class StepShown:
    """One milestone of a brand, with what its row alone does not say."""

    progress: MilestoneProgress
    others: Sequence[MilestoneProgress] = ()
    """The brand's other milestones that it may wait for."""

    @property
    def waits_for(self) -> list[MilestoneProgress]:
        """Return what has to be settled before it opens, or of which parts it is made up."""
        if self.settled:
            return []
        parts = rules.open_parts(self.progress, self.others)
        locked = self.progress.state is MilestoneState.LOCKED
        return parts or (rules.unmet(self.progress, self.others) if locked else [])

    @property
    def left_undone(self) -> bool:
        """Say whether the brand left before it was settled: nothing is to do any more."""
        return not self.settled and self.progress.enrolment.state is EnrolmentState.EXITED

    @property
    def kind(self) -> EvidenceKind:
        """Return how it is shown to be reached here."""
        return rules.shown_by(self.progress.milestone)

    @property
    def kind_words(self) -> object:
        """Return that in words."""
        return rules.KIND_WORDS[self.kind]

    @property
    def takes_evidence(self) -> bool:
        """Say whether the brand hands something in for it."""
        return rules.takes_evidence(self.progress.milestone)

    @property
    def declared(self) -> bool:
        """Say whether the brand's word passes it."""
        return rules.is_declared(self.progress.milestone)

    @property
    def with_brand(self) -> bool:
        """Say whether it is the brand's turn."""
        return self.progress.state in rules.WITH_THE_BRAND

    @property
    def wish(self) -> rules.Wish:
        """Return what it asks of the brand now."""
        return rules.wish(self.progress)

    @property
    def overdue(self) -> bool:
        """Say whether its day has passed while it is the brand's turn."""
        return rules.is_overdue(self.progress, clock.today())

    @property
    def days_late(self) -> int:
        """Return by how many days it is overdue."""
        due = self.progress.due_on
        return (clock.today() - due).days if due and self.overdue else 0

    @property
    def due_words(self) -> str:
        """Return its day in words; nothing while it has none."""
        return date_words(self.progress.due_on)

    @property
    def request(self) -> Evidence | None:
        """Return the attempt whose request the brand has to answer."""
        return rules.last_request(self.progress.attempts) if self.with_brand else None

    @property
    def undisputed(self) -> list[EvidenceFile]:
        """Return the files of the returned attempt that may be used again."""
        return rules.undisputed(self.progress.attempts) if self.with_brand else []

    @property
    def names_a_file(self) -> bool:
        """Say whether the request stands at a single file, so that nothing is wrong with others."""
        request = self.request
        return request is not None and any(
            place.startswith(rules.FILE_PLACE) for place in request.requests
        )

    @property
    def settled(self) -> bool:
        """Say whether it is passed or waived."""
        return self.progress.state in rules.SETTLED

    @property
    def movable(self) -> bool:
        """Say whether its day may be moved."""
        return self.progress.due_on is not None and self.progress.state not in rules.OVER

    @property
    def waivable(self) -> bool:
        """Say whether the office may waive it now."""
        return rules.MILESTONE_WORKFLOW.allows("waive", self.progress.state)

    @property
    def last(self) -> Evidence | None:
        """Return the last attempt that was handed in."""
        handed_in = [one for one in self.progress.attempts if one.state is not EvidenceState.DRAFT]
        return handed_in[-1] if handed_in else None

    @property
    def attempts(self) -> Sequence[Evidence]:
        """Return all attempts that were handed in, the newest first."""
        handed_in = [one for one in self.progress.attempts if one.state is not EvidenceState.DRAFT]
        return handed_in[::-1]

    def typed_by(self, person_id: int) -> bool:
        """Say whether this person of the office handed the last attempt in for the brand."""
        last = self.last
        return bool(last and last.for_owner and last.submitted_by_id == person_id)

    def wording(self, attempt: Evidence) -> Milestone:
        """Return what was asked when an attempt was handed in: the version of its day."""
        return attempt.milestone or self.progress.milestone

    def questions(self, attempt: Evidence) -> list[rules.Question]:
        """Return what an attempt answers."""
        return rules.questions(self.wording(attempt))

    def scored(self, attempt: Evidence) -> list[rules.Scored]:
        """Return an attempt's score line by line; empty for one without."""
        return rules.scored(attempt)

    @property
    def gaps(self) -> list[rules.Gap]:
        """Return what the attempt at hand still lacks, or would lack if one were begun."""
        drafts = [one for one in self.progress.attempts if one.state is EvidenceState.DRAFT]
        attempt = drafts[-1] if drafts else Evidence(text="", answers={}, files=[])
        return rules.gaps(self.progress.milestone, attempt)

    @property
    def checklist(self) -> list[str]:
        """Return what to look at before it is photographed, line by line."""
        text = str(plain(self.progress.milestone, "checklist"))
        return [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def survey(self) -> bool:
        """Say whether a few figures are all that is asked."""
        return rules.is_survey(self.progress.milestone)

    @property
    def condition(self) -> object:
        """Return what the portal looks at, in words; empty where it looks at nothing."""
        known = registry.conditions().get(self.progress.milestone.condition)
        return known.label if known and self.kind is EvidenceKind.AUTOMATIC else ""

    @property
    def place(self) -> registry.Place | None:
        """Return where the owner brings about what the portal looks at; None for nowhere."""
        known = registry.conditions().get(self.progress.milestone.condition)
        return known.place if known else None

    @property
    def target(self) -> int:
        """Return the count that is needed."""
        return rules.target(self.progress.milestone)


@dataclass(frozen=True)
class StageShown:
    """One stage of a track and the brand's milestones in it."""

    stage: Stage
    state: str
    """done, left (gone on from by hand with something open), current or ahead."""
    steps: Sequence[StepShown]

    @property
    def required(self) -> list[StepShown]:
        """Return the milestones that its gate asks for."""
        known = [one for one in self.steps if one.progress.milestone.required]
        return [one for one in known if one.progress.state is not MilestoneState.DROPPED]

    @property
    def passed(self) -> int:
        """Return how many of those are settled."""
        return sum(one.settled for one in self.required)

    @property
    def owed(self) -> int:
        """Return how many of those are not."""
        return len(self.required) - self.passed

    @property
    def tape(self) -> dict[str, object]:
        """Return it as the measuring tape wants it."""
        return {"code": self.stage.code, "name": said(self.stage, "name"), "state": self.state}


@dataclass(frozen=True)
class Track:
    """One brand's way through its programme. `enrolment` carries its whole track."""

    enrolment: Enrolment
    without_figures: bool = False
    reading: bool = False
    """Whether the office reads the brand's profile."""

    @cached_property
    def standing(self) -> rules.Standing:
        """Return where the brand stands in its stage."""
        return rules.standing(
            self.enrolment, self.enrolment.steps, without_figures=self.without_figures
        )

    @cached_property
    def stages(self) -> list[StageShown]:
        """Return every stage in order."""
        inside: dict[int, list[MilestoneProgress]] = {}
        for step in self.enrolment.steps:
            inside.setdefault(step.milestone.stage_id, []).append(step)
        shown = []
        for stage in self.enrolment.template.stages:
            steps = sorted(inside.get(stage.id, []), key=lambda one: one.milestone.position)
            cards = [StepShown(one, self.enrolment.steps) for one in steps]
            shown.append(StageShown(stage, self.state_of(stage, steps), cards))
        return shown

    def state_of(self, stage: Stage, steps: Sequence[MilestoneProgress]) -> str:
        """Return whether a stage is done, was left by hand, is the present one, or lies ahead."""
        present = self.enrolment.stage.position
        if self.enrolment.state is EnrolmentState.GRADUATED:
            return "done"
        if stage.position < present:
            asked = [one for one in steps if one.state is not MilestoneState.DROPPED]
            return "done" if rules.gate_holds(asked) else "left"
        return "current" if stage.position == present else "ahead"

    @property
    def present(self) -> StageShown | None:
        """Return the stage that the brand is in; None after the last."""
        return next((one for one in self.stages if one.state == "current"), None)

    @property
    def behind(self) -> list[StageShown]:
        """Return the stages that are passed, the last one first."""
        return [one for one in self.stages if one.state == "done"][::-1]

    @property
    def left(self) -> list[StageShown]:
        """Return the stages that the office moved the brand on from with something open."""
        return [one for one in self.stages if one.state == "left"]

    @property
    def ahead(self) -> list[StageShown]:
        """Return the stages to come."""
        return [one for one in self.stages if one.state == "ahead"]

    @property
    def dropped(self) -> list[StepShown]:
        """Return what the brand's version asks no more and was handed in under an earlier one."""
        gone = [one for one in self.enrolment.steps if one.state is MilestoneState.DROPPED]
        return [one for one in map(StepShown, gone) if one.last]

    @property
    def next(self) -> StepShown | None:
        """Return the one milestone to take next."""
        if self.enrolment.state is not EnrolmentState.RUNNING:
            return None
        steps = [one for one in self.enrolment.steps if not (self.reading and rules.rests(one))]
        found = rules.most_urgent(steps)
        return StepShown(found) if found else None

    @property
    def to_remind_of(self) -> bool:
        """Say whether the office may remind the brand of something late or due this week."""
        running = self.enrolment.state is EnrolmentState.RUNNING
        return running and bool(rules.due_by(self.enrolment.steps, week.end()))

    @property
    def planned_end(self) -> date:
        """Return the planned last day."""
        return rules.planned_end(self.enrolment, self.enrolment.template.stages)

    @property
    def at_last_gate(self) -> bool:
        """Say whether only graduation is left."""
        return self.enrolment.stage_id == self.enrolment.template.stages[-1].id

    @property
    def lapsed(self) -> list[StepShown]:
        """Return what passed once and no longer holds."""
        return [StepShown(one) for one in self.enrolment.steps if one.lapsed_at]

    @property
    def for_office(self) -> list[StepShown]:
        """Return what waits for the office, the oldest first; nothing while none can be decided."""
        if self.enrolment.state is not EnrolmentState.RUNNING:
            return []
        waiting = [one for one in self.enrolment.steps if one.state is MilestoneState.SUBMITTED]
        return [StepShown(one) for one in sorted(waiting, key=lambda one: one.state_since)]


def people(steps: Sequence[MilestoneProgress]) -> list[int]:
    """Return the numbers of everybody who handed in or decided something."""
    attempts = [one for step in steps for one in step.attempts]
    numbers = {one.submitted_by_id for one in attempts} | {one.decided_by_id for one in attempts}
    numbers |= {step.waived_by_id for step in steps}
    return sorted(number for number in numbers if number)


def people_of(progress: MilestoneProgress) -> list[int]:
    """Return the same of one milestone with its moved days."""
    movers = {move.moved_by_id for move in progress.moves}
    writers = {note.author_id for note in progress.coach_notes} | {progress.reviewer_id}
    return sorted({*people([progress]), *(one for one in movers | writers if one)})


def with_words(draft: Evidence | None) -> Evidence | None:
    """Return the draft if it has words that a colleague could overwrite."""
    return draft if draft and (draft.text or draft.answers) else None


def handed_in_words(progress: MilestoneProgress) -> str:
    """Return what to tell somebody who has just handed something in."""
    if rules.is_declared(progress.milestone):
        return _("Recorded. This milestone is passed.")
    return _("Handed in. It is the office's turn now.")


def looked_again_words(progress: MilestoneProgress) -> str:
    """Return what to tell somebody who asked the portal to look at its records again."""
    if progress.state is MilestoneState.PASSED:
        return _("The portal's records show it now. This milestone is passed.")
    return _("The portal has looked again. It is not there yet.")
