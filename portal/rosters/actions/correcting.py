"""Typing the right thing in place of a doubtful cell: the row is read again at once."""

from collections.abc import Mapping

from portal.audit import actions as audit
from portal.core import clock
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.rosters import queries, rules
from portal.rosters.actions.comparing import known_in, opened, row_of
from portal.rosters.models import Outcome, Roster, RosterRow, RosterState
from portal.rosters.reading import layout, lines
from portal.rosters.reading.lines import Line
from portal.rosters.reading.words import Say

WRITTEN = ("outcome", "effect", "changes", "target", "says", "kinds", "typed", "facts", "called")


def correct(row: RosterRow, roster: Roster, cells: Mapping[str, str], *, by: audit.Actor) -> int:
    """Keep what a person typed in place of some cells of a row; return how many cells differ.

    The file stays as it was sent. The row is read and compared again, and so are the rows that
    spoke of the same brand, stall or company.

    Raises:
        ConflictError: the import is decided, or the row is none of the list.
        GoneError: the file is not kept any more.
    """
    if roster.state is not RosterState.PREVIEW or row.outcome is Outcome.LEFT_OUT:
        raise ConflictError(_l("This row is decided already."), _l("Look at the page again."))
    changed = {name: text for name, text in cells.items() if text != row.typed.get(name, "")}
    if not changed:
        return 0
    note(roster, row, changed, by)
    check_again(roster, row.number)
    audit.record(
        "roster.correct", roster, by=by, row=row.number, columns=sorted(changed), reason=row.called
    )
    return len(changed)


def note(roster: Roster, row: RosterRow, changed: Mapping[str, str], by: audit.Actor) -> None:
    """Remember who typed what, and what the file says; the file's own words end a correction."""
    own = dict(roster.corrections.get(str(row.number), {}))
    for name, text in changed.items():
        was = own[name]["was"] if name in own else row.typed.get(name, "")
        own[name] = {"text": text, "was": was, "by": by.name, "at": clock.now().isoformat()}
        if text == was:
            del own[name]
    roster.corrections = {**roster.corrections, str(row.number): own}


def check_again(roster: Roster, number: int) -> None:
    """Read one row anew, and set every row beside the others and beside what is known."""
    table = opened(roster).table(roster.sheet)
    place = layout.found(table)
    halls = queries.halls(roster.market_id)
    again = lines.read(table, place, roster.mapping, roster.typed_over, only=number, halls=halls)
    fresh = next(again)
    rows = {one.number: one for one in queries.every_row(roster.id, queries.Criteria())}
    every = {one.number: fresh if one.number == number else line_of(one) for one in rows.values()}
    lines.mark_repeats(list(every.values()))
    known, standing = known_in(roster.market_id)
    for one, line in ((rows[at], line) for at, line in every.items()):
        if one.number != number and of_the_file(one.says) == of_the_file(kept(line)):
            continue
        new = row_of(roster.id, line, rules.compare(line, known, standing))
        if (one.number, new["outcome"]) == (number, one.outcome):
            new["ticked"] = one.ticked
        for name in (*WRITTEN, "ticked"):
            setattr(one, name, new[name])


def line_of(row: RosterRow) -> Line:
    """Return a row as it was read, without what comes of other rows or of what is known."""
    says = [
        Say(one["code"], one["about"], one["params"])
        for one in row.says
        if one["code"] not in rules.KNOWN_LATER | rules.OF_THE_FILE
    ]
    return Line(row.number, row.typed, dict(row.facts), says)


def kept(line: Line) -> list[dict[str, object]]:
    """Return what is said of a row as it is stored."""
    return [one.kept for one in line.says]


def of_the_file(says: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return those remarks that come of other rows."""
    return [one for one in says if one["code"] in rules.OF_THE_FILE]
