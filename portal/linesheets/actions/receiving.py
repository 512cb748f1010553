"""Taking a table of styles and its zips in."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.audit import actions as audit
from portal.core import files
from portal.core.contact import clean_text
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables import files as tables
from portal.documents import zipped
from portal.linesheets import queries, rules
from portal.linesheets.models import ImportState, LineSheet, StyleImport

NAME_LENGTH = 200
MOST_ZIPS = 40
"""Zips of one import, sent one after the other."""


@dataclass(frozen=True)
class Received:
    """What was sent, checked and stored, before anything is noted of it."""

    file_name: str = ""
    stored_name: str = ""
    zips: Sequence[str] = ()
    steps: int = 0
    plain: bool = True
    """Whether the headings of the table say what its columns hold."""


def receive(posted: Sequence[tuple[str, bytes]]) -> Received:
    """Check and store a table and zips of pictures; touches no database.

    Raises:
        PortalError: one of them cannot be read, or is over a limit that the message names.
        StorageError: the store does not answer; nothing of it was kept.
    """
    zips: list[bytes] = []
    steps, table, plain = 0, None, True
    for name, content in posted:
        if is_zip(name, content):
            _archive, entries = zipped.opened(content)
            steps += len(entries)
            zips.append(content)
        elif table is None:
            table = (name, content)
            opened = tables.opened(content).table("")
            steps += len(rules.lines(opened)[0])
            plain = rules.is_plain(opened)
        else:
            raise InvalidError("files", _l("Send one table at a time, and any zips with it."))
    named = {fresh_name("zip", content): content for content in zips}
    if table is None:
        keep(named)
        return Received(zips=list(named), steps=steps)
    tidy = clean_text(table[0]).replace("/", " ").replace("\\", " ").strip()[-NAME_LENGTH:]
    ending = tables.opened(table[1]).ending
    stored = fresh_name(ending, table[1])
    keep({**named, stored: table[1]})
    return Received(tidy or f"styles.{ending}", stored, list(named), steps, plain)


def is_zip(name: str, content: bytes) -> bool:
    """Say whether a file is a zip of pictures: a workbook is a zip too, of its own kind."""
    return content.startswith(b"PK") and name.lower().endswith(".zip")


def fresh_name(ending: str, content: bytes) -> str:
    """Return a name for a file that no other import has."""
    return f"{files.digest(content)}-{secrets.token_hex(4)}.{ending}"


def keep(named: Mapping[str, bytes]) -> None:
    """Store files by their names, all or none."""
    if named:
        files.put_all(named)


def begin_import(sheet: LineSheet, received: Received, *, by: audit.Actor) -> StyleImport:
    """Keep what was sent; it is read behind the pages.

    Raises:
        ConflictError: the line sheet is no draft.
        InvalidError: there is no table.
    """
    rules.check_draft(sheet)
    if not received.stored_name:
        raise InvalidError("files", _l("Choose the table: an .xlsx or .csv file."))
    one = StyleImport(
        sheet=sheet,
        sheet_id=sheet.id,
        state=ImportState.READING if received.plain else ImportState.FAILED,
        uploaded_by_id=by.id,
        file_name=received.file_name,
        stored_name=received.stored_name,
        zips=list(received.zips),
        steps_total=received.steps,
    )
    db.session.add(one)
    audit.record("line-sheet.import", one, by=by, zips=len(received.zips))
    return one


def more_pictures(one: StyleImport, received: Received) -> None:
    """Add zips to an import that waits; what was read before stays read.

    Raises:
        ConflictError: it is being read, or decided.
        InvalidError: there is no zip among what was sent.
    """
    if not received.zips or received.stored_name:
        raise InvalidError("files", _l("Choose one zip of pictures or several."))
    if len(one.zips) + len(received.zips) > MOST_ZIPS:
        raise ConflictError(_l("An import has room for %(most)s zips.", most=MOST_ZIPS))
    rules.IMPORT_WORKFLOW.move(one, "read again")
    one.zips = [*one.zips, *received.zips]
    one.steps_total += received.steps
    one.worked_at = None


def name_columns(one: StyleImport, holds: Mapping[int, str], *, by: audit.Actor) -> None:
    """Keep what somebody says that the columns of a table hold, and read it so.

    Raises:
        ConflictError: it is being read, or decided.
        InvalidError: no column holds the style's number, or two hold the same.
    """
    named = {place: name for place, name in holds.items() if name}
    if "number" not in named.values():
        raise InvalidError("columns", _l("Say which column holds the style number."))
    if len(set(named.values())) < len(named):
        raise InvalidError("columns", _l("Two columns hold the same. Leave one of them out."))
    read_again(one)
    one.columns = {str(place): name for place, name in named.items()}
    one.reason = one.reason_en = ""
    audit.record("line-sheet.import", one, by=by, columns=sorted(named.values()))


def read_again(one: StyleImport) -> None:
    """Set the rows of an import once more beside the styles as they are now.

    Raises:
        ConflictError: it is being read, was decided, or its files are gone.
    """
    rules.check_readable(one)
    rules.IMPORT_WORKFLOW.move(one, "read again")
    one.worked_at = None
    one.steps_done = len(queries.done_pictures(one.id))
