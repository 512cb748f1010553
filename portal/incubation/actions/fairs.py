"""Season fairs: adding one, and moving one with the days that are counted from it."""

from collections.abc import Sequence
from datetime import date

from portal.audit import actions as audit
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, rules
from portal.incubation.actions.steering import days
from portal.incubation.actions.telling import both, tell_owners
from portal.incubation.models import DateMove, Fair, Programme, Season
from portal.markets.models import Market


def add_fair(
    market: Market,
    *,
    season: Season,
    name_zh: str,
    name_en: str,
    starts_on: date,
    by: audit.Actor | None,
) -> Fair:
    """Return a new fair.

    Raises:
        InvalidError: its day lies years away, or there is such a fair on it already.
    """
    if wrong := rules.too_far(starts_on):
        raise InvalidError("starts_on", wrong)
    if any(
        (one.name_zh, one.starts_on) == (name_zh, starts_on) for one in queries.fairs(market.id)
    ):
        raise InvalidError("name_zh", _l("There is a fair of this name on that day already."))
    fair = Fair(
        market_id=market.id, season=season, name_zh=name_zh, name_en=name_en, starts_on=starts_on
    )
    db.session.add(fair)
    audit.record("fair.create", fair, by=by, day=starts_on.isoformat())
    return fair


def change_fair(fair: Fair, *, season: Season, name_zh: str, name_en: str, by: audit.Actor) -> None:
    """Call a fair something else; its day moves by `move_fair` only."""
    fair.season, fair.name_zh, fair.name_en = season, name_zh, name_en
    audit.record("fair.change", fair, by=by)


def check_move(fair: Fair, to: date) -> None:
    """Do nothing for a day that a fair may move to.

    Raises:
        InvalidError: it is the same day, or lies years away.
    """
    if wrong := rules.wrong_fair_day(fair.starts_on, to):
        raise InvalidError("to", wrong)


def move_fair(fair: Fair, *, to: date, reason: str, seen: int | None, by: audit.Actor) -> int:
    """Move a fair with every day that is counted from it; return how many days moved.

    Each brand gets one message, however many of its days move.

    Raises:
        InvalidError: it is the same day, or lies years away.
        ConflictError: something has changed since the preview.
    """
    check_move(fair, to)
    plan = queries.fair_plan(fair, to, lock=True)
    if seen != plan.seen:
        raise ConflictError(
            _l("Something has changed since you opened the preview. Nothing was moved."),
            _l("Look at the preview again, then move the fair."),
        )
    old, fair.starts_on = fair.starts_on, to
    carry_out(plan.shifts, fair, reason=reason, by=by)
    count = len(plan.shifts)
    audit.record("fair.move", fair, by=by, reason=reason, count=count, **days(old, to))
    for enrolment, shifts in plan.by_brand:
        tell_owners(
            "fair.moved",
            enrolment,
            fair=both(fair, "name"),
            reason=reason,
            count=str(len(shifts)),
            **days(old, to),
        )
    db.session.flush()
    return count


def carry_out(shifts: Sequence[queries.Shift], fair: Fair, *, reason: str, by: audit.Actor) -> None:
    """Move these days, each with its history."""
    for one in shifts:
        row = DateMove(
            enrolment_id=one.step.enrolment_id,
            old_on=one.old_on,
            new_on=one.new_on,
            reason=reason,
            moved_by_id=by.id,
            fair_id=fair.id,
        )
        one.step.moves.append(row)
        one.step.due_on = one.new_on


def work_towards(programme: Programme, fair_id: int | None, *, by: audit.Actor) -> int:
    """Let a programme work towards a fair, or none; return how many open days move to it.

    Each brand gets one message. Without a fair the days that are set stay.
    """
    if fair_id is None or fair_id == programme.fair_id:
        programme.fair_id = fair_id
        return 0
    fair = queries.fair(programme.market.slug, fair_id)
    shifts = queries.towards(programme, fair)
    programme.fair_id = fair_id
    carry_out(shifts, fair, reason=fair.name_zh, by=by)
    for enrolment, moved in queries.by_brand(shifts):
        tell_owners(
            "programme.fair",
            enrolment,
            fair=both(fair, "name"),
            day=fair.starts_on.isoformat(),
            count=str(len(moved)),
        )
    return len(shifts)
