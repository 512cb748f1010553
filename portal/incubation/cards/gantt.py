"""A brand's way as a drawing: what was planned, what was, and where it stands today. Pure.

All places are percent of the drawing's width, so that one drawing fits a phone, a desk and A4.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.audit.models import AuditEvent
from portal.core import clock
from portal.core.i18n import day, ngettext, said
from portal.core.i18n import gettext as _
from portal.incubation import rules
from portal.incubation.models import (
    DateMove,
    Enrolment,
    EnrolmentState,
    MilestoneProgress,
    MilestoneState,
    Stage,
)

TICKS = 5
LAST_NAMED, CLOSE = 88, 22
"""From which percent on a name stands left of its line, and how near the next one may be."""
STEPS = (1, 2, 3, 6, 12, 24, 36)
"""Months between two marks of the scale."""
PASSAGES = ("stage.advance", "stage.advance-by-hand")
M = MilestoneState


@dataclass(frozen=True)
class Bar:
    """A stretch of time: plan, fact, late or paused."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Mark:
    """A day: due, due-before, returned, done, waived."""

    kind: str
    x: float


@dataclass(frozen=True)
class Row:
    """One stage or milestone with its bars, and the same in words."""

    title: object
    words: str
    bars: Sequence[Bar]
    marks: Sequence[Mark] = ()
    progress: MilestoneProgress | None = None
    """None for a stage."""


@dataclass(frozen=True)
class Scale:
    """From the first day of the drawing to the last."""

    first: date
    last: date

    def x(self, on: date) -> float:
        """Return where a day stands, held inside the drawing."""
        share = (on - self.first).days / max(1, (self.last - self.first).days)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def bar(self, kind: str, since: date, until: date) -> Bar:
        """Return a stretch; the shortest is still seen."""
        start = self.x(since)
        return Bar(kind, start, round(max(0.4, self.x(until) - start), 2))

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Return the first days of some months, few enough to stand on a phone."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((one for one in STEPS if months / one <= TICKS), STEPS[-1])
        found, number = [], self.first.year * 12 + self.first.month
        while (on := date(number // 12, number % 12 + 1, 1)) <= self.last:
            found.append((self.x(on), f"{on.year}-{on.month:02}"))
            number += step
        crowded = len(found) > 1 and found[-1][0] - found[-2][0] < CLOSE
        if crowded and found[-1][0] > LAST_NAMED:
            found.pop()  # its name would lie on the one before it
        return found


@dataclass(frozen=True)
class Chart:
    """The whole drawing."""

    scale: Scale
    rows: Sequence[Row]
    pauses: Sequence[Bar]
    today: float | None
    later: Sequence[Stage]
    """Stages that lie ahead, which the drawing leaves out."""


@dataclass(frozen=True)
class Passage:
    """When a brand was in a stage; `until` is None while it is there."""

    stage: Stage
    since: date
    until: date | None


def chart(enrolment: Enrolment, events: Sequence[AuditEvent], moves: Sequence[DateMove]) -> Chart:
    """Return the drawing of an enrolment that carries its whole track."""
    stages = enrolment.template.stages
    passages = list(passages_of(enrolment, stages, events))
    seen = {one.stage.id for one in passages}
    scale = scale_of(enrolment, passages)
    planned = plan(rules.local_day(enrolment.created_at), stages)
    returned = returns(events)
    rows: list[Row] = []
    for one in passages:
        rows.append(stage_row(enrolment, one, scale, planned[one.stage.id]))
        inside = rules.within(enrolment.steps, one.stage)
        rows += [step_row(x, one, scale, moves, returned.get(x.id, ())) for x in inside]
    ended = enrolment.finished_at
    return Chart(
        scale=scale,
        rows=rows,
        pauses=[
            paused_bar(one.paused_at, one.resumed_at or ended, scale) for one in enrolment.pauses
        ],
        today=None if ended else scale.x(clock.today()),
        later=[] if ended else [one for one in stages if one.id not in seen],
    )


def passages_of(
    enrolment: Enrolment, stages: Sequence[Stage], events: Iterable[AuditEvent]
) -> Iterator[Passage]:
    """Yield the stages a brand has been in, as the trail tells it."""
    entered = {
        str(event.detail.get("entered")): rules.local_day(event.created_at)
        for event in events
        if event.verb in PASSAGES
    }
    entered[stages[0].code] = rules.local_day(enrolment.created_at)
    entered[enrolment.stage.code] = rules.local_day(enrolment.stage_entered_at)
    known = [stage for stage in stages if stage.code in entered]
    finished = rules.local_day(enrolment.finished_at) if enrolment.finished_at else None
    for place, stage in enumerate(known):
        until = entered[known[place + 1].code] if place + 1 < len(known) else finished
        yield Passage(stage, entered[stage.code], until)


def plan(start: date, stages: Iterable[Stage]) -> dict[int, tuple[date, date]]:
    """Return when each stage was to begin and end at its longest, as seen on the first day."""
    found = {}
    for stage in stages:
        end = start + timedelta(weeks=stage.weeks_high)
        found[stage.id] = (start, end)
        start = end
    return found


def scale_of(enrolment: Enrolment, passages: Sequence[Passage]) -> Scale:
    """Return the days the drawing spans: from the first to today, or what is due after it."""
    first = rules.local_day(enrolment.created_at)
    present = passages[-1]
    days = [present.until or clock.today()]
    if present.until is None:
        days.append(present.since + timedelta(weeks=present.stage.weeks_high))
        days += [one.due_on for one in enrolment.steps if one.due_on]
    last = max(days)
    return Scale(first, last + timedelta(days=max(3, (last - first).days // 40)))


def returns(events: Iterable[AuditEvent]) -> Mapping[int, list[date]]:
    """Return the days on which each milestone's evidence came back."""
    found: dict[int, list[date]] = {}
    for event in events:
        if event.verb == "milestone.return" and event.subject_id:
            found.setdefault(event.subject_id, []).append(rules.local_day(event.created_at))
    return found


def paused_bar(since: datetime, until: datetime | None, scale: Scale) -> Bar:
    """Return a pause as a stretch over all rows."""
    last = rules.local_day(until) if until else clock.today()
    return scale.bar("paused", rules.local_day(since), last)


def stage_row(
    enrolment: Enrolment, passage: Passage, scale: Scale, planned: tuple[date, date]
) -> Row:
    """Return a stage: its plan behind, and how long it took or takes."""
    stage, until = passage.stage, passage.until or clock.today()
    days, most = rules.days_at_work(enrolment, passage.since, until), stage.weeks_high * 7
    due = passage.since + timedelta(days=most + (until - passage.since).days - days)
    bars = [scale.bar("plan", *planned)] if planned[0] < scale.last else []
    bars.append(scale.bar("fact", passage.since, min(until, max(due, passage.since))))
    if until > due:
        bars.append(scale.bar("late", due, until))
    words = _("%(days)d days, planned %(plan)d", days=days, plan=most)
    return Row(f"{stage.code} " + said(stage, "name"), words, bars)


def step_row(
    step: MilestoneProgress,
    passage: Passage,
    scale: Scale,
    moves: Sequence[DateMove],
    returned: Sequence[date],
) -> Row:
    """Return a milestone: from when it opened to when it was settled, with its days."""
    settled = step.state in rules.SETTLED
    finished = step.enrolment.finished_at
    open_until = rules.local_day(finished) if finished else clock.today()
    end = max(passage.since, rules.local_day(step.state_since) if settled else open_until)
    due = step.due_on or end
    stopped = step.enrolment.state is EnrolmentState.PAUSED or not step.milestone.required
    late = due < end and not stopped
    bars = [scale.bar("step", passage.since, max(passage.since, min(end, due) if late else end))]
    if late:
        bars.append(scale.bar("late", max(due, passage.since), end))
    marks = [Mark("before", scale.x(one.old_on)) for one in moves if one.progress_id == step.id]
    marks += [Mark("returned", scale.x(one)) for one in returned]
    if step.due_on:
        marks.append(Mark("due", scale.x(step.due_on)))
    if settled:
        marks.append(Mark("waived" if step.state is M.WAIVED else "done", scale.x(end)))
    return Row(said(step.milestone, "title"), step_words(step, end), bars, marks, step)


def step_words(step: MilestoneProgress, end: date) -> str:
    """Return how a milestone stands against its day, in words."""
    if step.state is M.LOCKED:
        return str(step.state.label)
    if step.state not in rules.SETTLED:
        when = _("due %(day)s", day=day(step.due_on)) if step.due_on else ""
        return " · ".join(word for word in (str(step.state.label), when) if word)
    words = f"{step.state.label} {day(end)}"
    late = (end - step.due_on).days if step.due_on else 0
    if late > 0 and step.state is M.PASSED:
        words += " · " + ngettext("%(num)d day late", "%(num)d days late", late)
    return words
