"""Concessions: putting a ladder up, and noting when its brand steps from stage to stage."""

from collections.abc import Sequence
from datetime import date

from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.leasing import queries, rules
from portal.leasing.models import ConcessionStep, Let, LetStage, Rung


def put_up(let: Let, ladder: Sequence[Rung], since: date) -> None:
    """Give a let its ladder, and note in which stages its brand has been from a day on."""
    stages = rules.counted(stages_noted(let), since) if ladder else []
    let.ladder.clear()
    let.stages.clear()
    db.session.flush()
    let.ladder.extend(
        ConcessionStep(stage_code=one.code, percent=one.percent, fen=one.fen) for one in ladder
    )
    let.stages.extend(LetStage(from_on=first, stage_code=code) for first, code in stages)


def stages_noted(let: Let) -> list[tuple[date, str]]:
    """Return since when a let's brand has been in which stage, from the let's first day on.

    What the let has noted stands; what lies before it is as the programme remembers it.
    """
    known = queries.stages_since(let.brand_id)
    noted = [(one.from_on, one.stage_code) for one in let.stages]
    if noted and noted[-1][1] != known[-1][1]:
        noted.append(known[-1])
    earlier = [one for one in known if not noted or one[0] < noted[0][0]]
    return rules.one_after_another([*earlier, *noted], let.starts_on)


def note_stage(let: Let, code: str) -> None:
    """Write down that the brand has entered a stage, on the let's first day at the earliest."""
    day, last = max(clock.today(), let.starts_on), let.stages[-1]
    if last.stage_code == code:
        return
    if last.from_on >= day:
        last.stage_code = code
        return
    let.stages.append(LetStage(from_on=day, stage_code=code))


def stage_changed(brand: Brand) -> None:
    """Listen to the programme: the brand has entered another stage, or has graduated."""
    running = [let for let in queries.open_lets(brand.id) if let.ladder]
    if not running:
        return
    code = queries.stage_code(brand.id)
    for let in running:
        note_stage(let, code)


def change_ladder(let: Let, *, ladder: Sequence[Rung], counts_from: date, by: audit.Actor) -> None:
    """Replace a let's ladder; what was let off from a day on is counted anew by the new one.

    Raises:
        ConflictError: the let has ended or was called off.
        InvalidError: a step is above the rent, or the day lies before the let or ahead.
    """
    if let.called_off_at or let.ends_on < clock.today():
        raise ConflictError(_l("This let has ended already."), _l("Nothing is left to do."))
    rules.check_ladder(ladder, rules.monthly_rent(let.rent_fen, let.area))
    if not let.starts_on <= counts_from <= max(clock.today(), let.starts_on):
        raise InvalidError(
            "counts_from",
            _l("A day from the let's first, %(day)s, to today, please.", day=let.starts_on),
        )
    put_up(let, ladder, counts_from)
    audit.record(
        "let.concession",
        let,
        by=by,
        steps=[one.code for one in ladder],
        since=counts_from.isoformat(),
    )
