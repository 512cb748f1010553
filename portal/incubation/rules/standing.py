"""Where a brand stands in its stage: how long, how well, whose turn it is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from portal.core import clock
from portal.core.i18n import day, ngettext
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import LabelledState
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    EvidenceState,
    MilestoneProgress,
    MilestoneState,
)
from portal.incubation.rules.health import (
    AT_RISK,
    LONG,
    LONG_DAYS,
    POINTS_TWICE_RETURNED,
    POINTS_WITHOUT_FIGURES,
    TWICE,
    Health,
    overdue_points,
    share,
)
from portal.incubation.rules.pauses import days_at_work
from portal.incubation.rules.placed import Placed
from portal.incubation.rules.steps import OVER, SETTLED, is_overdue, local_day

OFFICE_DAYS = 7
"""How long evidence may wait for the office before the brand counts as stuck: a house decision."""
ANSWER_DAYS = 14
"""How long a request may wait for the brand's answer before the brand counts as stuck."""

M = MilestoneState


class Turn(LabelledState):
    """Whose turn it is in a stage."""

    BRAND = "brand", _l("brand's turn"), "waiting"
    OFFICE = "office", _l("office's turn"), "danger"
    NOBODY = "nobody", _l("nothing left to do"), "done"


@dataclass(frozen=True)
class Standing:
    """Where a brand stands. `total` and `passed` are of its stage's required milestones.

    All else counts whatever is open, also what was left behind when the office moved it on.

    `enrolment` carries its brand and stage.
    """

    enrolment: Enrolment | Placed = field(compare=False)
    """Two standings are equal that count the same, from whichever rows."""
    total: int = 0
    passed: int = 0
    with_office: int = 0
    office_since: datetime | None = None
    returned: int = 0
    returned_since: datetime | None = None
    overdue: int = 0
    long_overdue: int = 0
    """Of the overdue ones, those that are late by more than `LONG_DAYS`."""
    twice_returned: int = 0
    """Milestones where somebody has to act whose evidence was returned at least twice."""
    lapsed: int = 0
    """Passed milestones of any stage whose fact no longer holds."""
    overdue_share: int = 0
    """What the overdue ones weigh, each in percent of its own stage; may exceed 100."""
    long_overdue_share: int = 0
    without_figures: bool = False
    """It owes its market the figures of the last two months."""

    @cached_property
    def days(self) -> int:
        """Return how many days the brand has been in its stage, without those of its pauses."""
        ended = self.enrolment.finished_at
        until = local_day(ended) if ended else clock.today()
        return days_at_work(self.enrolment, local_day(self.enrolment.stage_entered_at), until)

    @property
    def plan_days(self) -> int:
        """Return how many days the stage usually takes at most."""
        return self.enrolment.stage.weeks_high * 7

    @cached_property
    def days_over(self) -> int:
        """Return by how many days the stage has outlasted its plan."""
        return max(0, self.days - self.plan_days)

    @cached_property
    def turn(self) -> Turn:
        """Return who has to act: the office as soon as it holds any evidence."""
        if self.enrolment.state is not EnrolmentState.RUNNING:
            return Turn.NOBODY
        return Turn.OFFICE if self.with_office or self.all_settled else Turn.BRAND

    @property
    def all_settled(self) -> bool:
        """Say whether the stage has nothing left, so that only the office can go on."""
        return self.passed == self.total

    @cached_property
    def points(self) -> int:
        """Return how much weighs on the brand, by `HEALTH_RULE`."""
        return (
            overdue_points(self.overdue_share, self.long_overdue_share)
            + POINTS_TWICE_RETURNED * self.twice_returned
            + POINTS_WITHOUT_FIGURES * self.without_figures
            + self.lapsed
            + bool(self.days_over)
        )

    @cached_property
    def health(self) -> Health:
        """Return how the brand does on its way."""
        if self.enrolment.state is EnrolmentState.PAUSED:
            return Health.PAUSED
        if self.enrolment.state is not EnrolmentState.RUNNING:
            return Health.ENDED
        if self.points >= AT_RISK:
            return Health.RISK
        return Health.WATCH if self.points else Health.WELL

    @property
    def weights(self) -> list[str]:
        """Return in words what weighs on the brand."""
        found = [self.overdue_words] if self.overdue else []
        if self.twice_returned:
            found.append(
                ngettext("%(num)d returned twice", "%(num)d returned twice", self.twice_returned)
            )
        if self.without_figures:
            found.append(_("no figures for two months"))
        if self.lapsed:
            found.append(ngettext("%(num)d no longer met", "%(num)d no longer met", self.lapsed))
        if self.days_over:
            found.append(self.over_words)
        return found

    @property
    def over_words(self) -> str:
        """Return by how many days the stage has outlasted its plan."""
        return ngettext(
            "%(num)d day over the stage's plan",
            "%(num)d days over the stage's plan",
            self.days_over,
        )

    @property
    def why_stuck(self) -> str:
        """Return what it waits for, and that the stage is over its plan where that is longer."""
        if not self.days_over or self.days_over < self.stuck_days:
            return self.why
        return _("%(why)s It is %(over)s.", why=self.why, over=self.over_words)

    @property
    def overdue_words(self) -> str:
        """Return how many are overdue, and what they weigh."""
        if not self.long_overdue:
            return ngettext(
                "%(num)d overdue, %(share)d %% of a stage",
                "%(num)d overdue, %(share)d %% of a stage",
                self.overdue,
                share=self.overdue_share,
            )
        return _(
            "%(num)d overdue, %(share)d %% of a stage, "
            "%(long)d of them for more than %(days)d days",
            num=self.overdue,
            share=self.overdue_share,
            long=self.long_overdue,
            days=LONG_DAYS,
        )

    @cached_property
    def stuck_days(self) -> int:
        """Return for how many days nothing has moved as it should; 0 when all is well."""
        if self.enrolment.state is not EnrolmentState.RUNNING:
            return 0
        office = days_since(self.enrolment, self.office_since)
        answer = days_since(self.enrolment, self.returned_since)
        return max(
            self.days_over,
            office if office > OFFICE_DAYS else 0,
            answer if answer > ANSWER_DAYS else 0,
        )

    @property
    def why(self) -> str:
        """Return what it waits for, in words."""
        if self.turn is Turn.NOBODY:
            return ended_words(self.enrolment)
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
        if self.all_settled:
            return settled_words(self.enrolment)
        return ngettext(
            "The brand has %(num)d milestone of this stage left.",
            "The brand has %(num)d milestones of this stage left.",
            self.total - self.passed,
        )


def ended_words(enrolment: Enrolment | Placed) -> str:
    """Return why nobody has to act."""
    if enrolment.state is EnrolmentState.PAUSED:
        since = enrolment.pause.paused_at if enrolment.pause else None
        return _("Paused since %(day)s. No clock runs.", day=day(since))
    if enrolment.state is EnrolmentState.EXITED:
        return _("The brand left the programme on %(day)s.", day=day(enrolment.finished_at))
    return _("The programme is completed.")


def settled_words(enrolment: Enrolment | Placed) -> str:
    """Return what the office has to do where the stage has nothing left."""
    if enrolment.held_at:
        return _("Everything of this stage is done. The office holds the gate.")
    return _("Everything is done. The office can approve graduation.")


def days_since(enrolment: Enrolment | Placed, moment: datetime | None) -> int:
    """Return how many days lie between a moment and today, pauses left out; 0 for none."""
    return days_at_work(enrolment, local_day(moment), clock.today()) if moment else 0


def standing(
    enrolment: Enrolment, steps: Iterable[MilestoneProgress], *, without_figures: bool = False
) -> Standing:
    """Return where a brand stands, counted from its own rows (the board counts in the database)."""
    steps = list(steps)
    stage = [one for one in steps if one.milestone.stage_id == enrolment.stage_id]
    wanted = [one for one in stage if one.milestone.required]
    office = [one for one in steps if one.state is M.SUBMITTED]
    returned = [one for one in steps if one.state is M.RETURNED]
    late = [one for one in steps if is_overdue(one, clock.today())]
    very_late = [one for one in late if is_overdue(one, clock.today() - LONG)]
    whole = stage_weights(steps)
    return Standing(
        enrolment=enrolment,
        total=len(wanted),
        passed=sum(one.state in SETTLED for one in wanted),
        with_office=len(office),
        office_since=min((one.state_since for one in office), default=None),
        returned=len(returned),
        returned_since=min((one.state_since for one in returned), default=None),
        overdue=len(late),
        long_overdue=len(very_late),
        twice_returned=sum(is_twice_returned(one) for one in steps),
        lapsed=sum(one.lapsed_at is not None for one in steps),
        overdue_share=shares(late, whole),
        long_overdue_share=shares(very_late, whole),
        without_figures=without_figures,
    )


def stage_weights(steps: Iterable[MilestoneProgress]) -> dict[int, int]:
    """Return what all that a stage's gate waits for weighs, by the stage's number."""
    whole: dict[int, int] = {}
    for one in (step.milestone for step in steps if step.milestone.required):
        whole[one.stage_id] = whole.get(one.stage_id, 0) + one.weight
    return whole


def shares(steps: Iterable[MilestoneProgress], whole: Mapping[int, int]) -> int:
    """Return the sum of what milestones weigh, each in percent of its own stage."""
    return sum(share(one.milestone.weight, whole[one.milestone.stage_id]) for one in steps)


def is_twice_returned(step: MilestoneProgress) -> bool:
    """Say whether evidence came back twice or more, and somebody still has to act."""
    if step.state in OVER or step.state is M.LOCKED:
        return False
    return sum(one.state is EvidenceState.RETURNED for one in step.attempts) >= TWICE
