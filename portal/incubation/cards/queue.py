"""What the office's queue shows of each piece of evidence. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import ngettext, plain
from portal.incubation import registry, rules
from portal.incubation.cards.shown import people
from portal.incubation.models import Evidence, EvidenceKind, EvidenceState, MilestoneProgress

EXCERPT = 160
QUEUE_HEAD = (
    _l("Brand"),
    _l("Programme"),
    _l("Stage"),
    _l("Milestone"),
    _l("Attempt"),
    _l("Handed in on"),
    _l("Days with the office"),
    _l("Answer by"),
    _l("Who looks at it"),
    _l("Files"),
    _l("The brand's comments"),
)


@dataclass(frozen=True)
class Waiting:
    """One piece of evidence that waits for the office. `progress` carries its attempts."""

    progress: MilestoneProgress

    @property
    def attempt(self) -> Evidence:
        """Return what was handed in last."""
        return self.progress.attempts[-1]

    @property
    def mark(self) -> str:
        """Return how the form names it: the milestone, and the version that is shown."""
        return f"{self.progress.id}-{self.attempt.version}"

    @property
    def days(self) -> int:
        """Return for how many days the office has had it, pauses left out."""
        since = rules.local_day(self.progress.state_since)
        return rules.days_at_work(self.progress.enrolment, since, clock.today())

    @property
    def answer_by(self) -> date:
        """Return until when the office means to answer."""
        return clock.today() + timedelta(days=rules.OFFICE_DAYS - self.days)

    @property
    def late(self) -> bool:
        """Say whether it has waited for longer than the office means to take."""
        return self.days > rules.OFFICE_DAYS

    @property
    def clock_words(self) -> str:
        """Return how long it waits and what is left, in words."""
        left = rules.OFFICE_DAYS - self.days
        if left < 0:
            return ngettext("%(num)d day too late", "%(num)d days too late", -left)
        if left == 0:
            return _("answer today")
        return ngettext("%(num)d day left", "%(num)d days left", left)

    @property
    def answers_request(self) -> bool:
        """Say whether it answers a request of the office."""
        return any(one.state is EvidenceState.RETURNED for one in self.progress.attempts)

    @property
    def scored(self) -> bool:
        """Say whether passing it wants points."""
        return bool(self.progress.milestone.rubric)

    @property
    def excerpt(self) -> str:
        """Return how the brand's words begin; where it wrote none, its first answer."""
        words = self.attempt.text or next(iter(map(str, self.attempt.answers.values())), "")
        line = " ".join(words.split())
        return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"


def queue_lines(
    rows: Iterable[MilestoneProgress], names: Mapping[int, str]
) -> Iterator[tuple[object, ...]]:
    """Yield the queue as lines of a table, under `QUEUE_HEAD`."""
    for one in map(Waiting, rows):
        step = one.progress
        yield (
            plain(step.enrolment.brand, "name"),
            plain(step.enrolment.programme, "name"),
            step.milestone.stage.code,
            plain(step.milestone, "title"),
            one.attempt.number,
            rules.local_day(one.attempt.submitted_at) if one.attempt.submitted_at else None,
            one.days,
            one.answer_by,
            names.get(step.reviewer_id or 0, ""),
            len(one.attempt.files),
            one.attempt.text,
        )


def people_of_many(rows: Sequence[MilestoneProgress]) -> list[int]:
    """Return the numbers of everybody whom the queue names."""
    reviewers = {one.reviewer_id for one in rows if one.reviewer_id}
    return sorted({*people(rows), *reviewers})


@dataclass(frozen=True)
class Value:
    """What the portal's own records say now of an automatic milestone."""

    label: object
    now: int
    target: int

    @property
    def holds(self) -> bool:
        """Say whether it is enough."""
        return self.now >= self.target

    @property
    def counts(self) -> bool:
        """Say whether there is more to say than yes or no."""
        return self.target > 1


def missing(progress: MilestoneProgress, value: Value | None) -> registry.Missing | None:
    """Return what a milestone's fact still lacks; None where it holds, or nobody knows."""
    known = registry.conditions().get(progress.milestone.condition)
    if known is None or known.missing is None or value is None or value.holds:
        return None
    return known.missing(progress.enrolment.brand)


def present_value(progress: MilestoneProgress) -> Value | None:
    """Return what the portal sees of a milestone now; None where it looks at nothing."""
    known = registry.conditions().get(progress.milestone.condition)
    if known is None or rules.shown_by(progress.milestone) is not EvidenceKind.AUTOMATIC:
        return None
    now = known.value(progress.enrolment.brand)
    return Value(known.label, now, rules.target(progress.milestone))
