"""What an office sends while it imports: a file, what columns hold, ticks."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from portal.core import row_numbers
from portal.core.contact import clean_text
from portal.core.errors import InvalidError, PortalError
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import page_number
from portal.rosters import actions
from portal.rosters.actions import Received, Ticks
from portal.rosters.models import Outcome, Roster
from portal.rosters.queries import Criteria, RowFile
from portal.rosters.reading.headings import KEPT, LABELS, LEFT, TAKEN
from portal.rosters.reading.words import SAYINGS

SEARCH_LENGTH = 60
DEEDS = ("keep", "all", "none", "apply")


@dataclass(frozen=True)
class Arrival:
    """What came of an upload: a table that was read, or why it was refused."""

    received: Received | None = None
    error: PortalError | None = None


def receive_table() -> Arrival:
    """Check and store the table posted as `files`; for `@requires(receive=…)`."""
    posted = request.files.get("files")
    if posted is None or not posted.filename:
        return Arrival(error=InvalidError("files", _l("Choose a file.")))
    try:
        return Arrival(actions.receive(posted.filename, posted.stream.read()))
    except PortalError as error:
        return Arrival(error=error)


def read_version() -> int | None:
    """Return which state of an import the page showed."""
    return row_numbers.version(request.form.get("version", ""))


def read_sheet(roster: Roster) -> str:
    """Return the sheet that was chosen; the one there is for a name that none has."""
    asked = request.form.get("sheet", "")
    return asked if asked in roster.sheets else roster.sheet


def read_columns(roster: Roster) -> dict[int, str]:
    """Return what every column holds; what was not asked stays.

    Raises:
        InvalidError: two columns hold the same.
    """
    found: dict[int, str] = {}
    for place, holds in roster.mapping.items():
        asked = request.form.get(f"holds-{place}", holds)
        name = asked if asked in LABELS else holds
        if name not in {KEPT, LEFT} and name in found.values():
            raise InvalidError(
                "columns",
                _l("Two columns hold the same: %(what)s.", what=LABELS[name]),
                _l("Keep one of them as it is; nothing of it is lost."),
            )
        found[place] = name
    return found


def read_ticks() -> Ticks:
    """Return the rows that were shown, those that are ticked, and what to do."""
    deed = request.form.get("deed", "keep")
    return Ticks(
        deed if deed in DEEDS else "keep",
        row_numbers.among(request.form.getlist("shown")),
        row_numbers.among(request.form.getlist("row")),
    )


def read_criteria(arguments: Mapping[str, str]) -> Criteria:
    """Return what narrows a preview; what nobody knows is left out."""
    outcome, kind = arguments.get("outcome", ""), arguments.get("kind", "")
    return Criteria(
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        kind=kind if kind in SAYINGS else "",
        text=clean_text(arguments.get("q", "")).strip()[:SEARCH_LENGTH],
        page=page_number(arguments.get("page")),
    )


MOST_LETTERS = 2000


def read_cells(file: RowFile) -> dict[str, str]:
    """Return what was typed for the cells of a row, by the column's name."""
    found = {}
    for name in cell_names(file.roster):
        if (typed := request.form.get(f"cell-{name}")) is not None:
            found[name] = clean_text(typed).strip()[:MOST_LETTERS]
    return found


def cell_names(roster: Roster) -> list[str]:
    """Return the columns of an import that are read, in the order in which rows show them."""
    held = set(roster.mapping.values())
    return [name for name in TAKEN if name in held]
