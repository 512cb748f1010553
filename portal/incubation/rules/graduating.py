"""Who may graduate, and when a graduate is asked again. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.i18n import gettext as _
from portal.core.i18n import plain
from portal.incubation import registry
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    EvidenceKind,
    MilestoneProgress,
    MilestoneState,
    Stage,
)
from portal.incubation.rules.steps import SETTLED, shown_by, target

FOLLOW_UPS = (6, 12, 24)
"""Months after graduation. Source: the survival questions of incubator reports."""
M = MilestoneState


@dataclass(frozen=True)
class Line:
    """One thing that must hold, with what is so today. Nobody declares it: it is counted."""

    title: str
    value: object
    holds: bool
    waived: int = 0
    progress: MilestoneProgress | None = None


def checklist(
    enrolment: Enrolment, stages: Sequence[Stage], values: Mapping[int, int]
) -> list[Line]:
    """Return what graduation waits for: stage by stage, then each milestone of the last one.

    `values` holds what the portal's records say today of passed automatic milestones, by the
    number of the brand's row; what held once must hold still.
    """
    lines = [of_stage(stage, within(enrolment.steps, stage)) for stage in stages[:-1]]
    last = within(enrolment.steps, stages[-1])
    lines += [of_milestone(one) for one in last if one.milestone.required]
    lines += [of_fact(one, values[one.id]) for one in enrolment.steps if one.id in values]
    if enrolment.state is not EnrolmentState.GRADUATED:
        title = _("In the programme, neither paused nor left")
        running = enrolment.state is EnrolmentState.RUNNING
        lines.append(Line(title, enrolment.state.label, running))
    return lines


def within(steps: Iterable[MilestoneProgress], stage: Stage) -> list[MilestoneProgress]:
    """Return a brand's milestones of one stage in order."""
    found = (one for one in steps if one.milestone.stage_id == stage.id)
    return sorted(found, key=lambda one: one.milestone.position)


def of_stage(stage: Stage, steps: Iterable[MilestoneProgress]) -> Line:
    """Return the line of one stage: how many of its required milestones are settled."""
    wanted = [one for one in steps if one.milestone.required]
    done = sum(one.state in SETTLED for one in wanted)
    return Line(
        f"{stage.code} {plain(stage, 'name')}",
        _("%(passed)s of %(total)s passed", passed=done, total=len(wanted)),
        done == len(wanted),
        sum(one.state is M.WAIVED for one in wanted),
    )


def of_milestone(step: MilestoneProgress) -> Line:
    """Return the line of one milestone of the last stage."""
    waived = step.state is M.WAIVED
    title = plain(step.milestone, "title")
    return Line(title, step.state.label, step.state in SETTLED, int(waived), step)


def of_fact(step: MilestoneProgress, count: int) -> Line:
    """Return the line of something that the portal saw once: whether it is so today."""
    wanted = target(step.milestone)
    holds = count >= wanted
    value = _("%(count)s today, %(target)s required", count=count, target=wanted)
    if wanted == 1:
        value = _("met today") if holds else _("not met today")
    return Line(plain(step.milestone, "title"), value, holds, progress=step)


def seen_facts(steps: Iterable[MilestoneProgress]) -> list[MilestoneProgress]:
    """Return the milestones that passed because the portal saw them by itself."""
    return [
        one
        for one in steps
        if one.state is M.PASSED
        and one.proof
        and shown_by(one.milestone) is EvidenceKind.AUTOMATIC
        and one.milestone.condition in registry.conditions()
    ]


def is_ready(lines: Iterable[Line]) -> bool:
    """Say whether every line holds."""
    return all(line.holds for line in lines)


def months_later(start: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(start.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(start)


def due_follow_up(finished: date, asked: Collection[int], today: date) -> int | None:
    """Return after how many months a graduate is to be asked now; None when nothing is due.

    An appointment that the office missed is not made up for once the next one has come.
    """
    come = [months for months in FOLLOW_UPS if months_later(finished, months) <= today]
    return come[-1] if come and come[-1] not in asked else None
