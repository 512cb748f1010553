"""What changes for a brand that moves to another version of its template. Pure.

The preview shows a `Plan`; applying carries out that same plan and nothing else. Whatever the
brand has reached stays reached: a milestone is known by its code, so what was passed under one
wording stays passed under the next. What is open stays open. What the new version asks no more
is dropped, with everything that was handed in kept to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from portal.incubation.models import (
    Enrolment,
    Milestone,
    MilestoneProgress,
    MilestoneState,
    Stage,
    Template,
)
from portal.incubation.rules.dates import due_day, is_moved_by_hand
from portal.incubation.rules.described import described_milestone
from portal.incubation.rules.steps import OVER, SETTLED

M = MilestoneState


@dataclass(frozen=True)
class Kept:
    """A milestone that both versions have: its new wording, and its new day if that moves."""

    step: MilestoneProgress
    milestone: Milestone
    reworded: bool
    due_on: date | None
    """Where its day moves to; None where it stays."""
    again: bool = False
    """An earlier move had dropped it."""


@dataclass(frozen=True)
class Plan:
    """All that changes for one brand."""

    enrolment: Enrolment
    template: Template
    stage: Stage
    kept: Sequence[Kept]
    added: Sequence[Milestone]
    dropped: Sequence[MilestoneProgress]
    in_review: Sequence[MilestoneProgress]
    """What the new version drops while the office still has evidence of it: decide that first."""

    @property
    def moved(self) -> list[Kept]:
        """Return the milestones whose day moves."""
        return [one for one in self.kept if one.due_on]

    @property
    def reworded(self) -> list[Kept]:
        """Return the milestones that say something else now."""
        return [one for one in self.kept if one.reworded]

    @property
    def again(self) -> list[Kept]:
        """Return the milestones that are asked again."""
        return [one for one in self.kept if one.again]

    @property
    def with_history(self) -> list[MilestoneProgress]:
        """Return what is dropped and has evidence that stays to read."""
        return [one for one in self.dropped if one.attempts]

    @property
    def added_behind(self) -> list[Milestone]:
        """Return what is added in a stage that the brand has left: it opens, and is due."""
        return [one for one in self.added if one.stage.position < self.stage.position]

    @property
    def to_other_stage(self) -> bool:
        """Say whether the brand stands in a stage of another code afterwards."""
        return self.stage.code != self.enrolment.stage.code

    @property
    def seen(self) -> int:
        """Return a number that is another one as soon as anything of the plan is."""
        lines = [
            f"{self.enrolment.id} {self.enrolment.version} {self.template.id} {self.stage.id}",
            *(f"k{one.step.id} {one.step.version} {one.due_on} {one.again}" for one in self.kept),
            *(f"a{one.id}" for one in self.added),
            *(f"d{one.id} {one.version}" for one in self.dropped),
        ]
        return crc32("\n".join(lines).encode())


def plan(enrolment: Enrolment, template: Template, fair_on: date | None, today: date) -> Plan:
    """Return what moving a brand to a version of its template changes."""
    wanted = {one.code: one for stage in template.stages for one in stage.milestones}
    known = {one.milestone.code: one for one in by_age(enrolment.steps)}
    kept = [
        keep(known[code], one, enrolment, fair_on, today)
        for code, one in wanted.items()
        if code in known
    ]
    gone = [
        one
        for one in enrolment.steps
        if one.milestone.code not in wanted and one.state is not M.DROPPED
    ]
    return Plan(
        enrolment=enrolment,
        template=template,
        stage=stage_after(enrolment, template),
        kept=kept,
        added=[one for code, one in wanted.items() if code not in known],
        dropped=[one for one in gone if one.state is not M.SUBMITTED],
        in_review=[one for one in gone if one.state is M.SUBMITTED],
    )


def by_age(steps: Sequence[MilestoneProgress]) -> list[MilestoneProgress]:
    """Return a brand's milestones, those still asked last, so that they win over dropped ones."""
    return sorted(steps, key=lambda one: (one.state is not M.DROPPED, one.id))


def keep(
    step: MilestoneProgress,
    milestone: Milestone,
    enrolment: Enrolment,
    fair_on: date | None,
    today: date,
) -> Kept:
    """Return how a milestone goes over."""
    old, again = step.milestone, step.state is M.DROPPED
    due_on = None if again else moved_day(step, milestone, enrolment, fair_on, today)
    return Kept(
        step, milestone, described_milestone(old) != described_milestone(milestone), due_on, again
    )


def moved_day(
    step: MilestoneProgress,
    milestone: Milestone,
    enrolment: Enrolment,
    fair_on: date | None,
    today: date,
) -> date | None:
    """Return a milestone's day under the new rule; None where it stays.

    What moved it before (pauses, the fair) goes along; what the office set by hand stays.
    """
    if step.due_on is None or step.state in OVER or is_moved_by_hand(step.moves):
        return None
    opened = min(today, step.due_on)
    present = step.milestone.stage_id == enrolment.stage_id
    before = due_day(step.milestone, enrolment, fair_on, opened)
    after = due_day(milestone, enrolment, fair_on, opened, present=present)
    wished = step.due_on + (after - before)
    return wished if wished != step.due_on else None


def stage_after(enrolment: Enrolment, template: Template) -> Stage:
    """Return the stage the brand stands in: the same code, or the next one that is still there."""
    there = {one.code: one for one in template.stages}
    present = enrolment.stage
    later = [one for one in enrolment.template.stages if one.position >= present.position]
    return next((there[one.code] for one in later if one.code in there), template.stages[-1])


def holds_after(plan_: Plan) -> bool:
    """Say whether nothing required is left in the stage, so that the brand goes on at once."""
    settled = {one.milestone.id: one.step.state in SETTLED for one in plan_.kept}
    wanted = [one for one in plan_.stage.milestones if one.required]
    return all(settled.get(one.id, False) for one in wanted)
