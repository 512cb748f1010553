"""Reading the rows of a draft and setting them beside what is known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert

from portal.core import clock, files
from portal.core.db import db, writing
from portal.core.errors import GoneError, PortalError
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables import files as reading
from portal.core.tables.files import File
from portal.rosters import queries, registry, rules
from portal.rosters.models import Roster, RosterRow, RosterState
from portal.rosters.reading import layout, lines
from portal.rosters.reading.lines import Line
from portal.rosters.registry import Standing, Target
from portal.rosters.rules import Compared, Known

STEP = 1000
"""Rows between two looks at how far the reading has come."""


def opened(roster: Roster) -> File:
    """Open an import's file again.

    Raises:
        GoneError: it is not kept any more.
    """
    if roster.file_purged_at or not files.exists(roster.stored_name):
        raise GoneError(
            _l("The file of this import is not kept any more."), _l("Send it once more.")
        )
    return reading.opened(files.read(roster.stored_name))


def read(roster: Roster) -> None:
    """Read and compare every row of a draft at once."""
    show(roster, read_lines(roster))


def read_lines(roster: Roster) -> list[Line]:
    """Return every row of a draft's sheet."""
    file = opened(roster)
    table = file.table(roster.sheet)
    halls = queries.halls(roster.market_id)
    place = layout.found(table)
    return list(lines.read(table, place, roster.mapping, roster.typed_over, halls=halls))


def show(roster: Roster, found: Sequence[Line]) -> None:
    """Keep the rows beside what is known, as the preview."""
    lines.mark_repeats(found)
    rules.WORKFLOW.move(roster, "show")
    keep_rows(roster, found)


def keep_rows(roster: Roster, found: Iterable[Line]) -> None:
    """Replace the rows of a preview."""
    known, standing = known_in(roster.market_id)
    rows = [row_of(roster.id, line, rules.compare(line, known, standing)) for line in found]
    db.session.execute(delete(RosterRow).where(RosterRow.roster_id == roster.id))
    if rows:
        db.session.execute(insert(RosterRow), rows)
    roster.rows_total = roster.rows_done = len(rows)


def known_in(market_id: int) -> tuple[Known, Mapping[Target, Standing]]:
    """Return a market's merchants as rows name them, and what every taker knows of them."""
    found = queries.stock(market_id)
    values: dict[Target, dict[str, str]] = {}
    locked: dict[Target, frozenset[str]] = {}
    for taker in reversed(registry.takers()):
        for target, one in taker.standing(market_id).items():
            told = {name: text for name, text in one.values.items() if text}
            values[target] = values.get(target, {}) | told
            locked[target] = locked.get(target, frozenset()) | one.locked
    standing = {target: Standing(told, locked[target]) for target, told in values.items()}
    return Known(list(queries.merchants(found))), standing


def row_of(roster_id: int, line: Line, compared: Compared) -> dict[str, Any]:
    """Return a row of a preview as it is kept."""
    kinds = dict.fromkeys(one.code for one in compared.says)
    names = ("brand", "brand_en", "person", "company", "stall", "mobile", "credit_code")
    words = [
        *(line.typed.get(one, "") for one in names),
        *(line.facts.get(one, "") for one in names),
    ]
    return {
        "roster_id": roster_id,
        "number": line.number,
        "outcome": compared.outcome,
        "effect": compared.effect,
        "ticked": compared.outcome in rules.TICKED_AT_FIRST,
        "applied": False,
        "called": " ".join(dict.fromkeys(one for one in words if one))[:300],
        "kinds": f" {' '.join(kinds)} "[:400] if kinds else "",
        "typed": dict(line.typed),
        "facts": line.facts,
        "says": [one.kept for one in compared.says],
        "changes": compared.changes,
        "target": {"company": compared.match.company_id, "brand": compared.match.brand_id},
        "undo": {},
        "created_at": clock.now(),
    }


def read_behind_the_pages() -> None:
    """Read the long tables that wait. One that cannot be read any more is put aside."""
    for number in queries.being_read():
        try:
            read_in_steps(number)
        except PortalError:
            with writing():
                rules.WORKFLOW.move(queries.by_number(number), "discard")


def read_in_steps(number: int) -> None:
    """Read a long table, telling every thousand rows how far it has come."""
    roster = queries.by_number(number)
    file, sheet, mapping = opened(roster), roster.sheet, roster.mapping
    corrections, halls = roster.typed_over, queries.halls(roster.market_id)
    db.session.rollback()
    table, found = file.table(sheet), []
    for line in lines.read(table, layout.found(table), mapping, corrections, halls=halls):
        found.append(line)
        if len(found) % STEP == 0:
            with writing():
                queries.by_number(number).rows_done = len(found)
    with writing():
        roster = queries.by_number(number)
        if roster.state is RosterState.READING:
            show(roster, found)
