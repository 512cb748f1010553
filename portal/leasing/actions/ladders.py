"""Concessions: putting a ladder up, and noting when its brand steps from stage to stage."""

from collections.abc import Sequence

from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.leasing import queries
from portal.leasing.models import ConcessionStep, Let, LetStage, Rung


def put_up(let: Let, ladder: Sequence[Rung]) -> None:
    """Give a let its ladder, and note the stage that its brand is in."""
    let.ladder.clear()
    db.session.flush()
    let.ladder.extend(
        ConcessionStep(stage_code=one.code, percent=one.percent, fen=one.fen) for one in ladder
    )
    if ladder:
        note_stage(let, queries.stage_code(let.brand_id))


def note_stage(let: Let, code: str) -> None:
    """Write down since when the brand is in a stage, the let's first day at the earliest."""
    day = max(clock.today(), let.starts_on) if let.stages else let.starts_on
    last = let.stages[-1] if let.stages else None
    if last and last.stage_code == code:
        return
    if last and last.from_on >= day:
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


def change_ladder(let: Let, *, ladder: Sequence[Rung], by: audit.Actor) -> None:
    """Replace a let's ladder; what was let off so far is counted anew by the new one.

    Raises:
        ConflictError: the let has ended or was called off.
    """
    if let.called_off_at or let.ends_on < clock.today():
        raise ConflictError(_l("This let has ended already."), _l("Nothing is left to do."))
    put_up(let, ladder)
    audit.record("let.concession", let, by=by, steps=[one.code for one in ladder])
