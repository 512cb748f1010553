"""What must hold of lets: days, overlaps, rents, and what a ladder of concessions costs. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import money
from portal.leasing.models import Let, Phase, Rung, Standing
from portal.markets.models import Stall, StallState

A_DAY = timedelta(days=1)
ENDING = timedelta(days=60)
"""How long before its end a let is talked about. Source: the offices' own renewal calendar."""
YEARS = range(1990, 2101)
MOST_RENT = 100_000_00
MOST_DEPOSIT = 10_000_000_00
WHOLE = 100


def standing(stall: Stall, let_now: Let | None) -> Standing:
    """Return what a stall is today."""
    if stall.state is StallState.AVAILABLE:
        return Standing.LET if let_now else Standing.VACANT
    return Standing[stall.state.name]


def runs(let: Let, today: date) -> bool:
    """Say whether a let runs on a day."""
    return not let.called_off_at and let.starts_on <= today <= let.ends_on


def listed(names: Sequence[str]) -> str:
    """Return names as one text that reads well in both languages."""
    return "、".join(names)


def phase(let: Let, today: date, *, goes_on: bool = False) -> Phase:
    """Return where a let stands. What goes on in a next term, here or elsewhere, does not end."""
    if let.called_off_at:
        return Phase.CALLED_OFF
    if let.ends_on < today:
        return Phase.ENDED
    if let.starts_on > today:
        return Phase.UPCOMING
    ends = let.ends_on - today <= ENDING and not goes_on
    return Phase.ENDING if ends else Phase.RUNNING


def days_left(let: Let, today: date) -> int:
    """Return how many days a let still runs, today included."""
    return (let.ends_on - today).days + 1


def check_days(starts_on: date, ends_on: date, field: str = "ends_on") -> None:
    """Refuse a term that ends before it begins, or lies where no calendar of ours goes.

    Raises:
        InvalidError: on `starts_on` or `field`.
    """
    if starts_on.year not in YEARS:
        raise InvalidError("starts_on", _l("A day between 1990 and 2100, please."))
    if ends_on.year not in YEARS:
        raise InvalidError(field, _l("A day between 1990 and 2100, please."))
    if ends_on < starts_on:
        raise InvalidError(field, _l("The last day lies before the first."))


def overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Say whether two terms, last days inclusive, share a day."""
    return one[0] <= other[1] and other[0] <= one[1]


def monthly_rent(rent_fen: int, area: int) -> int:
    """Return a month's rent in fen: per m² times hundredths of a m², rounded half up."""
    return (rent_fen * area + 50) // 100


def months(first: date, last: date) -> Iterator[tuple[int, int]]:
    """Yield, for each calendar month that a span of days touches, its days in it and in all."""
    day = first
    while day <= last:
        following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        until = min(last, following - A_DAY)
        yield (until - day).days + 1, (following - day.replace(day=1)).days
        day = following


def share_of(amount: int, first: date, last: date) -> int:
    """Return what a monthly amount comes to over some days, each month by its own length."""
    return sum((amount * days + whole // 2) // whole for days, whole in months(first, last))


def off_a_month(rent: int, rung: Rung | None) -> int:
    """Return what a step takes off a month's rent (fen), never more than the rent."""
    if rung is None:
        return 0
    return min(rent, rent * (rung.percent or 0) // WHOLE + (rung.fen or 0))


def check_ladder(ladder: Sequence[Rung], rent: int) -> None:
    """Refuse a step that lets off more than there is: a month's rent, in fen.

    Raises:
        InvalidError: on the box of the step, `off_` and its stage.
    """
    for one in ladder:
        if (one.fen or 0) > rent:
            raise InvalidError(
                f"off_{one.code}",
                _l(
                    "%(stage)s: %(fen)s is more than the rent of %(rent)s a month.",
                    stage=one.code,
                    fen=money(one.fen),
                    rent=money(rent),
                ),
            )


def cut_to(ladder: Sequence[Rung], rent: int) -> list[Rung]:
    """Return a ladder that goes on under another month's rent (fen): no step is above it."""
    whole = [one if one.fen is None else replace(one, fen=min(one.fen, rent)) for one in ladder]
    return [one for one in whole if one.fen is None or one.fen]


def lowered(old: Let, new: Let) -> list[tuple[Rung, int]]:
    """Return the steps (as they were) that a let took over lowered, with what is left (fen)."""
    left = ladder_of(new)
    return [
        (one, now)
        for one in ladder_of(old).values()
        if one.fen is not None
        and (now := left[one.code].fen or 0 if one.code in left else 0) < one.fen
    ]


def one_after_another(stages: Sequence[tuple[date, str]], first: date) -> list[tuple[date, str]]:
    """Return stages from a first day on: one a day, the last one said, and each change once."""
    by_day = {max(entered, first): code for entered, code in stages}
    found: list[tuple[date, str]] = []
    for entered, code in sorted(by_day.items()):
        if not found or found[-1][1] != code:
            found.append((entered, code))
    return found


def counted(stages: Sequence[tuple[date, str]], since: date) -> list[tuple[date, str]]:
    """Return the stages that a ladder counts from a day on, the earliest first.

    `stages` says since when the brand was in which stage, the earliest first.
    """
    ends = [first for first, _code in stages[1:]] + [date.max]
    return [
        (max(first, since), code)
        for (first, code), end in zip(stages, ends, strict=True)
        if end > since
    ]


def cost_so_far(
    rent: int,
    ladder: Mapping[str, Rung],
    stages: Sequence[tuple[date, str]],
    until: date,
) -> int:
    """Return what a ladder has cost (fen) up to a day, inclusive.

    `stages` says since when the brand was in which stage, the earliest first.
    """
    total = 0
    for place, (first, code) in enumerate(stages):
        last = until if place + 1 == len(stages) else min(until, stages[place + 1][0] - A_DAY)
        if first <= last:
            total += share_of(off_a_month(rent, ladder.get(code)), first, last)
    return total


def cost_between(let: Let, since: date, until: date) -> int:
    """Return what a let's ladder has cost (fen) in a period, both days inclusive."""
    rent, ladder = monthly_rent(let.rent_fen, let.area), ladder_of(let)
    stages = [(one.from_on, one.stage_code) for one in let.stages]
    last = min(until, let.ends_on)
    before = cost_so_far(rent, ladder, stages, since - A_DAY) if since > let.starts_on else 0
    return max(0, cost_so_far(rent, ladder, stages, last) - before) if last >= since else 0


def ladder_of(let: Let) -> dict[str, Rung]:
    """Return a let's ladder by the stages' codes."""
    return {one.stage_code: Rung(one.stage_code, one.percent, one.fen) for one in let.ladder}


@dataclass(frozen=True)
class Concession:
    """What a let's ladder gives: off this month's rent (fen), and in all so far."""

    now: int
    so_far: int
    stage_code: str


def concession(let: Let, today: date) -> Concession | None:
    """Return what a let's ladder comes to, or None without one."""
    if not let.ladder:
        return None
    rent, ladder = monthly_rent(let.rent_fen, let.area), ladder_of(let)
    stages = [(one.from_on, one.stage_code) for one in let.stages]
    code = stages[-1][1] if stages else ""
    running = not let.called_off_at and let.starts_on <= today <= let.ends_on
    cost = 0 if let.called_off_at else cost_so_far(rent, ladder, stages, min(today, let.ends_on))
    return Concession(off_a_month(rent, ladder.get(code)) if running else 0, cost, code)
