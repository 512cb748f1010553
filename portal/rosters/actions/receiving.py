"""Taking a table in, and settling what its columns hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.audit import actions as audit
from portal.core import files
from portal.core.contact import clean_text
from portal.core.db import db
from portal.markets.models import Market
from portal.rosters import queries, rules
from portal.rosters.actions.comparing import opened, read
from portal.rosters.models import Roster, RosterHeading, RosterState
from portal.rosters.reading import files as reading
from portal.rosters.reading import headings, layout
from portal.rosters.reading.files import File
from portal.rosters.reading.layout import Layout
from portal.rosters.reading.table import Table

NAME_LENGTH = 200


@dataclass(frozen=True)
class Received:
    """An upload that was checked and stored, before anything is noted of it."""

    name: str
    file: File
    sha256: str
    sheet: str
    table: Table
    layout: Layout


def receive(name: str, content: bytes) -> Received:
    """Check and store a table; touches no database.

    Raises:
        PortalError: it cannot be read, or is over a limit that the message names.
    """
    file = reading.opened(content)
    sheet = reading.first_shown(file.sheets)
    table = file.table(sheet)
    found = layout.found(table)
    sha256 = files.digest(content)
    files.put(f"{sha256}.{file.ending}", content)
    tidy = clean_text(name).replace("/", " ").replace("\\", " ").strip()[-NAME_LENGTH:]
    return Received(tidy or f"roster.{file.ending}", file, sha256, sheet, table, found)


def begin(market: Market, received: Received, *, by: audit.Actor) -> Roster:
    """Keep an upload as a draft, its columns guessed."""
    file = received.file
    roster = Roster(
        market=market,
        uploaded_by_id=by.id,
        file_name=received.name,
        file_ending=file.ending,
        sha256=received.sha256,
        byte_size=len(file.content),
        sheets=[one.name for one in file.sheets],
        hidden_sheets=[one.name for one in file.sheets if one.hidden],
        **facts_of(market.id, file, received.sheet, received.table, received.layout),
    )
    db.session.add(roster)
    audit.record("roster.upload", roster, by=by, rows=roster.rows_total)
    return roster


def facts_of(market_id: int, file: File, sheet: str, table: Table, found: Layout) -> dict[str, Any]:
    """Return what is known of a sheet before it is read: its columns, and what they may hold."""
    holds = headings.guesses(found.headings, queries.headings(market_id))
    examples = layout.samples(table, found)
    said = list(file.said)
    said += ["hidden_columns"] if table.hidden & found.headings.keys() else []
    said += ["other_sheets"] if len(file.sheets) > 1 else []
    said += ["hidden_sheets"] if any(one.hidden for one in file.sheets) else []
    return {
        "sheet": sheet,
        "said": said,
        "heading_row": found.heading_row,
        "rows_total": sum(1 for _row in layout.rows_below(table, found)),
        "rows_done": 0,
        "columns": {
            str(place): {
                "heading": heading,
                "holds": holds[place],
                "hidden": place in table.hidden,
                "samples": examples[place],
            }
            for place, heading in found.headings.items()
        },
    }


def choose_sheet(roster: Roster, sheet: str, *, by: audit.Actor) -> None:
    """Look at another sheet of the same workbook; its columns are guessed anew.

    Raises:
        ConflictError: the import is decided.
        PortalError: the sheet cannot be read.
    """
    if roster.state is not RosterState.UPLOADED:
        rules.WORKFLOW.move(roster, "choose again")
    file = opened(roster)
    table = file.table(sheet)
    facts = facts_of(roster.market_id, file, sheet, table, layout.found(table))
    for name, value in facts.items():
        setattr(roster, name, value)
    roster.corrections = {}
    audit.record("roster.columns", roster, by=by, sheet=sheet)


def choose_columns(roster: Roster, holds: Mapping[int, str], *, by: audit.Actor) -> None:
    """Settle what the columns hold, remember it for the market, and read the rows.

    Raises:
        ConflictError: the import is decided.
    """
    rules.WORKFLOW.move(roster, "read")
    known = {one.heading: one for one in queries.heading_rows(roster.market_id)}
    columns = {place: dict(one) for place, one in roster.columns.items()}
    for place, name in holds.items():
        columns[str(place)]["holds"] = name
        heading = headings.squeezed(columns[str(place)]["heading"])
        if not heading:
            continue
        if heading in known:
            known[heading].holds = name
        elif name != headings.guess(columns[str(place)]["heading"]):
            row = RosterHeading(market_id=roster.market_id, heading=heading, holds=name)
            known[heading] = row
            db.session.add(row)
    roster.columns, roster.rows_done = columns, 0
    audit.record("roster.columns", roster, by=by, sheet=roster.sheet)
    if roster.rows_total <= rules.AT_ONCE:
        read(roster)
