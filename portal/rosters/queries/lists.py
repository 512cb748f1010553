"""Imports, their rows and what they remember of headings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select, update
from sqlalchemy.orm import contains_eager, joinedload

from portal.core import week
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.rosters import rules
from portal.rosters.models import Outcome, Roster, RosterHeading, RosterRow, RosterState
from portal.rosters.queries.pieces import parts

ROWS_PER_PAGE = 50
DECISION_CLOCK = timedelta(days=5)
"""How long a table may wait before its line turns red: the markets' own promise."""


def market(market: str) -> Market:
    """Return a market by its slug; NoResultFound for none."""
    return markets.market(market)


def roster(market: str, roster_id: int) -> Roster:
    """Return an import of that market with its people; NoResultFound for another market's."""
    query = (
        select(Roster)
        .join(Roster.market)
        .options(
            contains_eager(Roster.market),
            joinedload(Roster.uploaded_by),
            joinedload(Roster.applied_by),
            joinedload(Roster.undone_by),
        )
        .where(Market.slug == market, Roster.id == roster_id)
    )
    return db.session.scalars(query).one()


def rosters(market_id: int, page: int) -> Page[Roster]:
    """Return one page of a market's imports, newest first."""
    query = (
        select(Roster)
        .options(joinedload(Roster.uploaded_by), joinedload(Roster.applied_by))
        .where(Roster.market_id == market_id)
    )
    return paginate(query.order_by(Roster.id.desc()), page)


def every_roster(market_id: int) -> Sequence[Roster]:
    """Return all of a market's imports, newest first, to take away."""
    query = (
        select(Roster)
        .options(joinedload(Roster.uploaded_by), joinedload(Roster.applied_by))
        .where(Roster.market_id == market_id)
    )
    return db.session.scalars(query.order_by(Roster.id.desc())).all()


def clock_lines(market_ids: Collection[int]) -> list[Select[Any]]:
    """Return the lines of an office's week: the imports that nobody has decided."""
    since = Roster.created_at
    lines = week.line(
        "roster",
        within=DECISION_CLOCK,
        market_id=Roster.market_id,
        thing_id=Roster.id,
        code=cast(Roster.state, String),
        name_zh=Roster.file_name,
        since=since,
    )
    return [lines.where(Roster.market_id.in_(market_ids), Roster.state.in_(rules.OPEN))]


def being_read() -> list[int]:
    """Return the numbers of the imports that wait to be read, the oldest first."""
    query = select(Roster.id).where(Roster.state == RosterState.READING).order_by(Roster.id)
    return list(db.session.scalars(query))


def by_number(roster_id: int) -> Roster:
    """Return an import by its number, with its market."""
    query = select(Roster).options(joinedload(Roster.market)).where(Roster.id == roster_id)
    return db.session.scalars(query).one()


def old_files(before: datetime) -> Sequence[Roster]:
    """Return the imports from before a moment whose file is still there."""
    query = select(Roster).where(Roster.created_at < before, Roster.file_purged_at.is_(None))
    return db.session.scalars(query).all()


def keeps_file(sha256: str) -> bool:
    """Say whether any import still has this file."""
    query = select(Roster.id).where(Roster.sha256 == sha256, Roster.file_purged_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def headings(market_id: int) -> dict[str, str]:
    """Return what a market's office said that headings mean."""
    query = select(RosterHeading.heading, RosterHeading.holds)
    return dict(db.session.execute(query.where(RosterHeading.market_id == market_id)).all())


def heading_rows(market_id: int) -> Sequence[RosterHeading]:
    """Return the same as rows."""
    query = select(RosterHeading).where(RosterHeading.market_id == market_id)
    return db.session.scalars(query).all()


# Rows


@dataclass(frozen=True)
class Criteria:
    """What narrows a preview."""

    outcome: Outcome | None = None
    kind: str = ""
    text: str = ""
    page: int = 1


def rows_of(roster_id: int, criteria: Criteria) -> Select[RosterRow]:
    """Return the select of an import's rows that fit, in the order of the file."""
    query = select(RosterRow).where(RosterRow.roster_id == roster_id, *narrowed(criteria))
    return query.order_by(RosterRow.number)


@dataclass(frozen=True)
class RowFile:
    """One row of an import, with the import."""

    roster: Roster
    row: RosterRow

    @property
    def market_id(self) -> int:
        """Return whose office imports it."""
        return self.roster.market_id


def row(market: str, roster_id: int, number: int) -> RowFile:
    """Return a row by the number that the spreadsheet gives it; NoResultFound for none."""
    found = roster(market, roster_id)
    query = select(RosterRow).where(RosterRow.roster_id == found.id, RosterRow.number == number)
    return RowFile(found, db.session.scalars(query).one())


def narrowed(criteria: Criteria) -> list[ColumnElement[bool]]:
    """Return the conditions of a question."""
    found: list[ColumnElement[bool]] = []
    if criteria.outcome:
        found.append(RosterRow.outcome == criteria.outcome)
    if criteria.kind:
        found.append(RosterRow.kinds.contains(f" {criteria.kind} ", autoescape=True))
    if criteria.text:
        found.append(RosterRow.called.icontains(criteria.text, autoescape=True))
    return found


def row_page(roster_id: int, criteria: Criteria) -> Page[RosterRow]:
    """Return one page of an import's rows."""
    return paginate(rows_of(roster_id, criteria), criteria.page, ROWS_PER_PAGE)


def every_row(roster_id: int, criteria: Criteria) -> Sequence[RosterRow]:
    """Return all rows that fit, to take away."""
    return db.session.scalars(rows_of(roster_id, criteria)).all()


def outcome_counts(roster_id: int) -> dict[Outcome, int]:
    """Return how many rows there are of each outcome; they add up to the rows read."""
    query = select(RosterRow.outcome, func.count()).where(RosterRow.roster_id == roster_id)
    found = dict(db.session.execute(query.group_by(RosterRow.outcome)).all())
    return {one: found.get(one, 0) for one in Outcome}


def kind_counts(roster_id: int, outcome: Outcome | None) -> dict[str, int]:
    """Return how many rows carry each kind of remark."""
    query = select(RosterRow.kinds, func.count()).where(RosterRow.roster_id == roster_id)
    if outcome:
        query = query.where(RosterRow.outcome == outcome)
    found: dict[str, int] = {}
    for kinds, count in db.session.execute(query.group_by(RosterRow.kinds)):
        for kind in set(kinds.split()):
            found[kind] = found.get(kind, 0) + count
    return found


def ticked_count(roster_id: int) -> int:
    """Return how many rows are ticked."""
    query = select(func.count()).where(RosterRow.roster_id == roster_id, RosterRow.ticked)
    return db.session.scalar(query) or 0


def applied_counts(roster_id: int) -> dict[str, int]:
    """Return how many rows were taken over, by what they did."""
    query = select(RosterRow.effect, func.count()).where(
        RosterRow.roster_id == roster_id, RosterRow.applied
    )
    return dict(db.session.execute(query.group_by(RosterRow.effect)).all())


def ticked(roster_id: int) -> Sequence[RosterRow]:
    """Return the ticked rows, in the order of the file."""
    query = select(RosterRow).where(RosterRow.roster_id == roster_id, RosterRow.ticked)
    return db.session.scalars(query.order_by(RosterRow.number)).all()


def applied(roster_id: int) -> Sequence[RosterRow]:
    """Return the rows that were taken over."""
    query = select(RosterRow).where(RosterRow.roster_id == roster_id, RosterRow.applied)
    return db.session.scalars(query.order_by(RosterRow.number)).all()


def tick(roster_id: int, numbers: Collection[int], *, on: bool) -> None:
    """Set the ticks of these rows, where a row may be ticked."""
    for some in parts(sorted(numbers)):
        db.session.execute(_ticking(roster_id, on=on).where(RosterRow.number.in_(some)))


def tick_all(roster_id: int, criteria: Criteria, *, on: bool) -> None:
    """Set the ticks of all rows that fit, where a row may be ticked."""
    db.session.execute(_ticking(roster_id, on=on).where(*narrowed(criteria)))


def _ticking(roster_id: int, *, on: bool) -> Any:
    return (
        update(RosterRow)
        .where(RosterRow.roster_id == roster_id, RosterRow.outcome.in_(rules.TICKABLE))
        .values(ticked=on)
        .execution_options(synchronize_session=False)
    )
