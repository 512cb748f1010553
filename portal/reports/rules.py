"""What a cohort's numbers mean: counted from its brands' ways, each with who is behind it. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from statistics import median

from portal.incubation.models import ON_ITS_WAY, Stage
from portal.incubation.models import EnrolmentState as S

FOLLOW_UPS = (6, 12, 24)
"""Months after graduation at which the office asks whether a brand still trades."""


@dataclass(frozen=True)
class Way:
    """One brand's way through a programme, as plain values."""

    id: int
    programme_id: int
    brand_id: int
    slug: str
    name_zh: str
    name_en: str
    state: S
    stage_code: str
    begun: date
    finished: date | None = None
    entered: Sequence[tuple[str, date]] = ()
    """The stages that were entered after the first, and when, in order."""
    pauses: Sequence[tuple[date, date | None]] = ()
    dated: int = 0
    """Required milestones with a day that the brand still has to show."""
    overdue: int = 0
    decided: int = 0
    returned: int = 0
    survived: Mapping[int, bool] = field(default_factory=dict)
    """Whether it still traded, by the months after graduation at which it was asked."""
    agreed: bool | None = None
    """Whether its application's readers were of one mind; None when fewer than two read it."""

    def stays(self, first: str, today: date) -> list["Stay"]:
        """Return how long the brand was in each stage; the last one may still go on."""
        entries = [(first, self.begun), *self.entered]
        found = []
        for number, (code, since) in enumerate(entries):
            last = number + 1 == len(entries)
            until = (self.finished or today) if last else entries[number + 1][1]
            is_over = not last or self.state is S.GRADUATED
            found.append(Stay(self, code, self.days(since, until), is_over))
        return found

    def days(self, since: date, until: date) -> int:
        """Return how many days lie between two dates, without those of pauses."""
        paused = (
            (min(over or until, until) - max(began, since)).days for began, over in self.pauses
        )
        return max(0, (until - since).days - sum(max(0, one) for one in paused))


@dataclass(frozen=True)
class Stay:
    """A brand's time in one stage, in days."""

    way: Way
    code: str
    days: int
    is_over: bool


@dataclass(frozen=True)
class StageLine:
    """One stage of the funnel."""

    stage: Stage
    reached: Sequence[Way]
    here: Sequence[Way]
    stays: Sequence[Stay]
    """Those that are over."""
    before: int
    """How many reached the stage before; of the first, how many began."""

    @property
    def share(self) -> int | None:
        """Return what part of those of the stage before came here, in percent."""
        return percent(len(self.reached), self.before)

    @property
    def median_days(self) -> float | None:
        """Return how long the stage took, for half of those who are through."""
        return middle([one.days for one in self.stays])

    @property
    def plan_days(self) -> int:
        """Return how many days the stage should take at most."""
        return self.stage.weeks_high * 7


@dataclass(frozen=True)
class Cohort:
    """The brands of a programme and all that is counted of them."""

    stages: Sequence[Stage]
    ways: Sequence[Way]
    today: date

    def of_state(self, *states: S) -> list[Way]:
        """Return the brands that stand so."""
        return [one for one in self.ways if one.state in states]

    @property
    def brands(self) -> int:
        """Return how many brands there are; one that left and began again is one."""
        return len({one.brand_id for one in self.ways})

    @property
    def going(self) -> list[Way]:
        """Return who is on the way, paused ones too: whom the board shows."""
        return self.of_state(*ON_ITS_WAY)

    @property
    def ended(self) -> list[Way]:
        """Return who is no longer on the way."""
        return [*self.graduates, *self.left]

    @property
    def graduates(self) -> list[Way]:
        """Return who has graduated."""
        return self.of_state(S.GRADUATED)

    @property
    def left(self) -> list[Way]:
        """Return who has left before the end."""
        return self.of_state(S.EXITED)

    @cached_property
    def stays(self) -> list[Stay]:
        """Return every brand's time in every stage that it entered."""
        first = self.stages[0].code if self.stages else ""
        return [stay for way in self.ways for stay in way.stays(first, self.today)]

    def furthest(self, way: Way) -> int:
        """Return the place of the last stage that a brand has reached."""
        places = {one.code: number for number, one in enumerate(self.stages)}
        reached = (way.stage_code, *(code for code, _ in way.entered))
        return max((places[code] for code in reached if code in places), default=0)

    @cached_property
    def funnel(self) -> list[StageLine]:
        """Return the stages in order, each with who reached it."""
        lines: list[StageLine] = []
        for place, stage in enumerate(self.stages):
            reached = [one for one in self.ways if self.furthest(one) >= place]
            lines.append(
                StageLine(
                    stage=stage,
                    reached=reached,
                    here=[one for one in self.going if one.stage_code == stage.code],
                    stays=[one for one in self.stays if one.code == stage.code and one.is_over],
                    before=len(lines[-1].reached) if lines else len(self.ways),
                )
            )
        return lines

    @property
    def dated(self) -> int:
        """Return how many milestones with a day are in the brands' hands."""
        return self.sum_of(lambda one: one.dated)

    @property
    def decided(self) -> int:
        """Return how much evidence was decided."""
        return self.sum_of(lambda one: one.decided)

    @property
    def overdue_rate(self) -> int | None:
        """Return what part of the dated milestones in the brands' hands is late, in percent."""
        return percent(self.sum_of(lambda one: one.overdue), self.dated)

    @property
    def returned_rate(self) -> int | None:
        """Return what part of the decided evidence went back, in percent."""
        return percent(self.sum_of(lambda one: one.returned), self.decided)

    @property
    def graduated_rate(self) -> int | None:
        """Return what part of those who are no longer on their way graduated, in percent."""
        return percent(len(self.graduates), len(self.ended))

    @property
    def days_to_graduate(self) -> float | None:
        """Return how long the whole way took, for half of the graduates."""
        return middle([one.days(one.begun, one.finished) for one in self.graduates if one.finished])

    @property
    def read(self) -> list[Way]:
        """Return the brands whose applications two or more people read."""
        return [one for one in self.ways if one.agreed is not None]

    @property
    def agreement(self) -> int | None:
        """Return in what part of them the readers were of one mind, in percent."""
        return percent(sum(one.agreed is True for one in self.read), len(self.read))

    def asked(self, months: int) -> list[Way]:
        """Return the graduates who were asked so many months after."""
        return [one for one in self.graduates if months in one.survived]

    def alive(self, months: int) -> list[Way]:
        """Return those of them who still traded."""
        return [one for one in self.asked(months) if one.survived[months]]

    def survival(self, months: int) -> int | None:
        """Return what part of those asked still traded, in percent."""
        return percent(len(self.alive(months)), len(self.asked(months)))

    def sum_of(self, count: Callable[[Way], int]) -> int:
        """Return a number added up over the brands."""
        return sum(count(one) for one in self.ways)


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent, half rounded up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def middle(numbers: Iterable[int]) -> float | None:
    """Return the median; None of nothing."""
    numbers = list(numbers)
    return median(numbers) if numbers else None
