"""Stalls: adding many, changing one, taking it off, splitting and merging with their history."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import joined
from portal.core.i18n import lazy_gettext as _l
from portal.markets import grid, queries, registry, rules
from portal.markets.actions import plans
from portal.markets.models import Floor, Market, Stall, StallSuccession
from portal.markets.numbers import StallNumber

SHOWN = 12
"""How many numbers a refusal names."""


def add_stalls(
    market: Market,
    floor: Floor,
    *,
    numbers: str,
    area: int,
    frontage_cm: int | None,
    use: str,
    in_a_row: int,
    by: audit.Actor | None,
) -> Sequence[Stall]:
    """Return new stalls, all alike, laid out on the plan in rows.

    Raises:
        InvalidError: the numbers cannot be read or are taken, or the area cannot be.
    """
    rules.check_area(area)
    wanted = grid.numbers_in(numbers, floor.level)
    refuse_taken(floor, wanted, "numbers")
    made = [new_stall(floor, market.id, one, area, use) for one in wanted]
    for stall in made:
        stall.frontage_cm = frontage_cm
    keep(made, "numbers")
    plans.keep_in_step(
        floor, lambda rows: grid.with_stalls(rows, [one.short for one in made], in_a_row)
    )
    audit.record("stall.add", market, by=by, floor=floor.code, count=len(made))
    return made


def new_stall(floor: Floor, market_id: int, number: StallNumber, area: int, use: str) -> Stall:
    """Return a stall that is not kept yet."""
    stall = Stall(market_id=market_id, floor_id=floor.id, area=area, use=use)
    call(stall, number)
    return stall


def call(stall: Stall, number: StallNumber) -> None:
    """Give a stall its number."""
    stall.number, stall.zone, stall.place = str(number), number.zone, number.number


def refuse_taken(
    floor: Floor, wanted: Sequence[StallNumber], field: str, less: Sequence[Stall] = ()
) -> None:
    """Refuse numbers that stand on the floor already, those of `less` apart."""
    there = {one.number for one in queries.standing_stalls(floor.id)} - {one.number for one in less}
    if taken := [str(one) for one in wanted if str(one) in there]:
        raise InvalidError(field, _l("%(numbers)s: there already.", numbers=joined(taken[:SHOWN])))


def keep(stalls: Sequence[Stall], field: str) -> None:
    """Write stalls down; of two who add the same number at once the second is told."""
    try:
        with db.session.begin_nested():
            db.session.add_all(stalls)
    except IntegrityError:
        raise InvalidError(field, _l("Somebody added one of these numbers just now.")) from None


def change_stall(
    stall: Stall, *, number: str, area: int, frontage_cm: int | None, use: str, by: audit.Actor
) -> None:
    """Keep a stall's particulars; a new number moves on the plan too.

    Raises:
        InvalidError: the number cannot be read or is taken, or the area cannot be.
        ConflictError: the stall is withdrawn.
    """
    if stall.withdrawn_at:
        raise ConflictError(_l("This stall is no more."), _l("Look at what followed it."))
    rules.check_area(area)
    (wanted, *more) = grid.numbers_in(number, stall.floor.level, "number")
    if more:
        raise InvalidError("number", _l("One number, please."))
    old = stall.short
    if str(wanted) != stall.number:
        refuse_taken(stall.floor, [wanted], "number")
        call(stall, wanted)
        keep([stall], "number")
        plans.keep_in_step(stall.floor, lambda rows: grid.renamed(rows, {old: stall.short}))
    stall.area, stall.frontage_cm, stall.use = area, frontage_cm, use
    audit.record("stall.change", stall, by=by, old=old)


def turn_stall(stall: Stall, *, step: str, by: audit.Actor) -> None:
    """Say what a stall is there for: to let, for the market's own use, or being fitted out.

    Raises:
        ConflictError: it is let, or stands so already.
    """
    refuse_let([stall])
    rules.STALL_WORKFLOW.move(stall, step)
    audit.record("stall.turn", stall, by=by, step=step)


def refuse_let(stalls: Sequence[Stall]) -> None:
    """Hold stalls for this transaction, and refuse when one is let now or later.

    Raises:
        ConflictError: naming them.
    """
    queries.lock_stalls([one.id for one in stalls])
    held = registry.let_stalls([one.id for one in stalls])
    if numbers := [one.number for one in stalls if one.id in held]:
        raise ConflictError(
            _l("%(numbers)s: let, today or from a later day.", numbers=joined(numbers)),
            _l("End the let first, or move the brand to another stall."),
        )


def withdraw_stall(stall: Stall, *, reason: str, by: audit.Actor) -> None:
    """Take a stall off: it stays as history, and its number is free again.

    Raises:
        ConflictError: it is let, or withdrawn already.
    """
    refuse_let([stall])
    take_off(stall, reason)
    plans.keep_in_step(stall.floor, lambda rows: grid.renamed(rows, {stall.short: grid.AISLE}))
    audit.record("stall.withdraw", stall, by=by, reason=reason)


def take_off(stall: Stall, reason: str) -> None:
    """Make a stall history."""
    rules.STALL_WORKFLOW.move(stall, "withdraw")
    stall.withdrawn_at = clock.now()
    stall.withdrawn_reason = reason


def split_stall(
    stall: Stall, *, parts: Sequence[tuple[str, int]], reason: str, by: audit.Actor
) -> Sequence[Stall]:
    """Return the stalls that follow one, given as (number, area in hundredths of a m²).

    Raises:
        InvalidError: on `parts`: they are no division, or their numbers are taken.
        ConflictError: the stall is let, or withdrawn already.
    """
    refuse_let([stall])
    floor = stall.floor
    rules.check_parts(len(parts), sum(area for _, area in parts), stall.area)
    wanted = [grid.numbers_in(text, floor.level, "parts")[0] for text, _ in parts]
    if len(set(wanted)) < len(wanted):
        raise InvalidError("parts", _l("Each part needs a number of its own."))
    refuse_taken(floor, wanted, "parts", less=[stall])
    made = [
        new_stall(floor, stall.market_id, number, area, stall.use)
        for number, (_, area) in zip(wanted, parts, strict=True)
    ]
    for one in made:
        rules.check_area(one.area, "parts")
    follow([stall], made, reason, "parts")
    plans.keep_in_step(
        floor, lambda rows: grid.split(rows, stall.short, [one.short for one in made])
    )
    audit.record("stall.split", stall, by=by, reason=reason, into=[one.number for one in made])
    return made


def merge_stalls(stall: Stall, *, others: str, number: str, reason: str, by: audit.Actor) -> Stall:
    """Return the stall that follows several neighbours; it has their area and frontage.

    Raises:
        InvalidError: on `others` or `number`: no stalls of this floor, or no neighbours.
        ConflictError: one of them is let, or withdrawn already.
    """
    floor = stall.floor
    named = grid.numbers_in(others, floor.level, "others")
    there = {one.number: one for one in queries.standing_stalls(floor.id)}
    if unknown := [str(one) for one in named if str(one) not in there]:
        raise InvalidError(
            "others", _l("There is no stall %(numbers)s.", numbers=joined(unknown[:SHOWN]))
        )
    old = list({one.id: one for one in (stall, *(there[str(one)] for one in named))}.values())
    if len(old) == 1:
        raise InvalidError("others", _l("Name the stalls beside it."))
    refuse_let(old)
    refuse_strangers(floor, old)
    (wanted, *_more) = grid.numbers_in(number, floor.level, "number")
    refuse_taken(floor, [wanted], "number", less=old)
    made = new_stall(floor, stall.market_id, wanted, sum(one.area for one in old), stall.use)
    fronts = [one.frontage_cm for one in old]
    made.frontage_cm = sum(one or 0 for one in fronts) if all(fronts) else None
    names = {one.short: made.short for one in old}
    follow(old, [made], reason, "number")
    plans.keep_in_step(floor, lambda rows: grid.renamed(rows, names))
    audit.record("stall.merge", made, by=by, reason=reason, out_of=[one.number for one in old])
    return made


def refuse_strangers(floor: Floor, stalls: Sequence[Stall]) -> None:
    """Refuse stalls that are no neighbours on the plan.

    Raises:
        InvalidError: on `others`.
    """
    plan = queries.floor_plan(floor.id)
    rows = grid.rows_in(plan.grid, floor.level) if plan else []
    if not grid.are_side_by_side(rows, [one.short for one in stalls]):
        raise InvalidError("others", _l("On the plan these stalls are not side by side."))


def follow(old: Sequence[Stall], made: Sequence[Stall], reason: str, field: str) -> None:
    """Take the old stalls off, put the new ones up, and note which followed which."""
    for stall in old:
        take_off(stall, reason)
    db.session.flush()
    keep(made, field)
    for before in old:
        for after in made:
            db.session.add(StallSuccession(old_id=before.id, new_id=after.id))
