"""Ticking rows, taking them over, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.registry import Change
from portal.core import clock, files
from portal.core.db import db, writing
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.rosters import queries, registry, rules
from portal.rosters.actions.comparing import known_in, row_of
from portal.rosters.models import Roster, RosterRow, RosterState
from portal.rosters.queries import Criteria
from portal.rosters.reading.lines import Line
from portal.rosters.reading.words import Say
from portal.rosters.registry import Deed
from portal.rosters.taking import Brands, Licences, Remembered

NAMES_TOLD = 5
AT_ONCE = 1000
"""Rows that are written together: enough for few statements, little enough for the memory."""


def offer_takers() -> None:
    """Let brands, the memory of rosters and licences take what imports bring."""
    registry.offer(Brands())
    registry.offer(Remembered())
    registry.offer(Licences())


@dataclass(frozen=True)
class Ticks:
    """What is ticked among the rows that a page showed, and what to do with all that fit."""

    deed: str
    shown: Sequence[int]
    ticked: Sequence[int]


def keep_ticks(roster: Roster, ticks: Ticks, criteria: Criteria) -> None:
    """Keep what is ticked on a page; or tick all rows that fit, or none of them.

    Raises:
        ConflictError: the import is decided.
    """
    if roster.state is not RosterState.PREVIEW:
        raise ConflictError(_l("This import is decided already."), _l("Look at the page again."))
    if ticks.deed in {"all", "none"}:
        queries.tick_all(roster.id, criteria, on=ticks.deed == "all")
    else:
        on = set(ticks.ticked) & set(ticks.shown)
        queries.tick(roster.id, on, on=True)
        queries.tick(roster.id, set(ticks.shown) - on, on=False)


def apply(roster: Roster, *, by: audit.Actor) -> int:
    """Take over every ticked row, all or nothing. Return how many rows went otherwise meanwhile.

    When anything that a ticked row speaks of has changed since the preview, nothing is taken
    over: the preview is renewed, and the number says how many rows of it are different now.

    Raises:
        ConflictError: nothing is ticked, or the import is decided.
    """
    rows = queries.ticked(roster.id)
    if not rows and roster.state is RosterState.PREVIEW:
        raise ConflictError(_l("No row is ticked."), _l("Tick the rows that are right."))
    if moved := renewed(roster, rows):
        return moved
    rules.WORKFLOW.move(roster, "apply")
    for some in rules.by_company(rows, AT_ONCE):
        write(roster, some, by)
    roster.applied_at, roster.applied_by_id = clock.now(), by.id
    counts = queries.applied_counts(roster.id)
    audit.record(
        "roster.apply", roster, by=by, new=counts.get("new", 0), changed=counts.get("changed", 0)
    )
    return 0


def write(roster: Roster, rows: Sequence[RosterRow], by: audit.Actor) -> None:
    """Let every taker write some rows; what was made leaves the memory with the next ones."""
    deeds = [deed_of(row) for row in rows]
    for taker in registry.takers():
        taker.write(roster.market, deeds, by)
    for row, deed in zip(rows, deeds, strict=True):
        row.applied, row.undo = True, deed.undo
        row.target = {"company": deed.company_id, "brand": deed.brand_id}
    db.session.flush()


def deed_of(row: RosterRow) -> Deed:
    """Return a row as the takers get it."""
    return Deed(
        row.number,
        row.effect,
        row.facts,
        row.changes,
        row.target.get("company"),
        row.target.get("brand"),
        dict(row.undo),
    )


def renewed(roster: Roster, rows: Sequence[RosterRow]) -> int:
    """Compare the ticked rows once more; return how many would do something else now."""
    known, standing = known_in(roster.market_id)
    moved = 0
    for row in rows:
        line = Line(row.number, row.typed, row.facts, own_remarks(row))
        now = rules.compare(line, known, standing)
        target = {"company": now.match.company_id, "brand": now.match.brand_id}
        if (now.effect, now.changes, target) == (row.effect, row.changes, row.target):
            continue
        moved += 1
        fresh = row_of(roster.id, line, now)
        for name in ("outcome", "effect", "changes", "target", "says", "kinds"):
            setattr(row, name, fresh[name])
        row.ticked = False
    return moved


def own_remarks(row: RosterRow) -> list[Any]:
    """Return what was said about a row for itself."""
    return [
        Say(one["code"], one["about"], one["params"])
        for one in row.says
        if one["code"] not in rules.KNOWN_LATER
    ]


def discard(roster: Roster, *, by: audit.Actor) -> None:
    """Put a draft aside; nothing of it was ever taken over.

    Raises:
        ConflictError: it is decided.
    """
    if roster.state is RosterState.DISCARDED:
        return
    rules.WORKFLOW.move(roster, "discard")
    audit.record("roster.discard", roster, by=by)


def undo(roster: Roster, *, by: audit.Actor) -> None:
    """Take back everything that an import wrote, exactly.

    Raises:
        ConflictError: more than a day has passed, or others have worked on it since: the
            message names the rows.
    """
    if roster.state is RosterState.UNDONE:
        return
    rules.check_undo(roster, clock.now())
    rows = queries.applied(roster.id)
    pieces = list(rules.by_company(rows, AT_ONCE))
    check_untouched(rows, pieces)
    rules.WORKFLOW.move(roster, "undo")
    try:
        with db.session.begin_nested():
            for some in reversed(pieces):
                deeds = [deed_of(row) for row in some]
                for taker in reversed(registry.takers()):
                    taker.take_back(deeds)
    except IntegrityError:
        raise changed_since(rows, {row.number for row in rows}) from None
    roster.undone_at, roster.undone_by_id = clock.now(), by.id
    audit.record("roster.undo", roster, by=by, rows=len(rows))


def forget(change: Change) -> None:
    """Listen to brands: what an office's tables said of one stays behind with nobody."""
    brand = change.brand
    queries.drop_entries(brand.id, brand.company_id if brands.is_alone(brand) else None)


def check_untouched(rows: Sequence[RosterRow], pieces: Sequence[Sequence[RosterRow]]) -> None:
    """Refuse to take back rows on which others have built.

    Raises:
        ConflictError: the message names the rows.
    """
    moved: set[int] = set()
    for some in pieces:
        deeds = [deed_of(row) for row in some]
        for taker in registry.takers():
            moved |= taker.moved(deeds)
    if moved:
        raise changed_since(rows, moved)


def changed_since(rows: Sequence[RosterRow], numbers: set[int]) -> ConflictError:
    """Return the refusal that names what was changed since."""
    names = [
        row.facts.get("brand") or row.facts.get("person") or str(row.number)
        for row in rows
        if row.number in numbers
    ]
    told = "、".join(names[:NAMES_TOLD]) + ("…" if len(names) > NAMES_TOLD else "")
    return ConflictError(
        _l("Since the import somebody has worked on: %(names)s.", names=told),
        _l("Nothing was taken back. Correct what is wrong in a table, and import that."),
    )


def purge(now: datetime) -> None:
    """Remove the files of old imports; what was read of them stays."""
    for roster in queries.old_files(now - rules.KEEP_FILES):
        name, sha256 = roster.stored_name, roster.sha256
        roster.file_purged_at = now
        db.session.flush()
        if not queries.keeps_file(sha256):
            files.delete(name)


def sweep() -> None:
    """Remove old files, in a transaction of its own."""
    with writing():
        purge(clock.now())
