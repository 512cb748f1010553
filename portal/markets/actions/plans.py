"""The plan of a floor: typed by the office, and kept in step with the stalls."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import joined
from portal.core.i18n import lazy_gettext as _l
from portal.markets import grid, queries
from portal.markets.models import Floor, FloorPlan


def draw(floor: Floor, plan: FloorPlan | None, *, text: str, by: audit.Actor) -> None:
    """Keep the grid that the office has typed.

    Raises:
        InvalidError: on `grid`: it cannot be read, or it names stalls that there are not.
        ConflictError: somebody else drew the first plan of this floor meanwhile.
    """
    rows = grid.rows_in(text, floor.level)
    there = {stall.short for stall in queries.standing_stalls(floor.id)}
    named = [cell.text for cell in grid.cells_of(rows) if not cell.is_label]
    if unknown := [one for one in named if one not in there]:
        raise InvalidError(
            "grid",
            _l(
                "There is no stall %(numbers)s on this floor. Add it first.",
                numbers=joined(unknown[:12]),
            ),
        )
    write(floor, plan, grid.text_of(rows))
    audit.record("stall.plan", floor.hall.market, by=by, floor=f"{floor.hall.name_zh} {floor.code}")


def write(floor: Floor, plan: FloorPlan | None, text: str) -> None:
    """Put a grid down, as the floor's first one where there is none."""
    if plan:
        plan.grid = text
        return
    try:
        with db.session.begin_nested():
            db.session.add(FloorPlan(floor_id=floor.id, grid=text))
    except IntegrityError:
        raise ConflictError(
            _l("Somebody drew this floor meanwhile."), _l("Look at the page again.")
        ) from None


def keep_in_step(floor: Floor, change: Callable[[grid.Rows], grid.Rows]) -> None:
    """Change the plan of a floor as its stalls changed."""
    plan = queries.floor_plan(floor.id)
    rows = grid.rows_in(plan.grid, floor.level) if plan else []
    write(floor, plan, grid.text_of(change(rows)))
