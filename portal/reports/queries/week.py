"""What is due in an office's week, over all domains: one question, nothing stored."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
)

from portal.access.permissions import Role
from portal.accounts.models import Membership, User, Viewer
from portal.agency import queries as agency
from portal.agents import queries as agents
from portal.brands import queries as brands
from portal.connections import queries as connections
from portal.core import clock
from portal.core import week as clocks
from portal.core.db import db
from portal.core.paging import Page
from portal.core.questions import written_out
from portal.core.week import Shelf
from portal.figures import queries as figures
from portal.flags import queries as flags
from portal.incubation import queries as incubation
from portal.intakes import queries as intakes
from portal.leasing import queries as leasing
from portal.mentoring import queries as mentoring
from portal.onboarding import queries as onboarding
from portal.papers import queries as papers
from portal.reports.criteria import EVERYBODY, WeekCriteria
from portal.rosters import queries as rosters

SOURCES = (
    onboarding.clock_lines,
    incubation.clock_lines,
    brands.clock_lines,
    papers.clock_lines,
    agency.clock_lines,
    connections.clock_lines,
    figures.clock_lines,
    rosters.clock_lines,
    leasing.clock_lines,
    intakes.clock_lines,
    mentoring.clock_lines,
    flags.clock_lines,
)
"""Who gives lines for some markets. A new source stands here, its kinds in `duties.kinds`."""
CELL = 8
"""How many lines of one kind on one shelf a week at a glance takes."""
AT_A_GLANCE = 12
"""How many lines of a shelf a week at a glance shows; the rest is one button away."""
LONGEST = 2000
ONE = "one"
LINES_PER_PAGE = 40
SHELVES = tuple(Shelf)

Line = Row
"""One line: `kind`, `shelf` and the columns of `core.week.COLUMNS`."""


@dataclass(frozen=True)
class Week:
    """The lines of some markets' week, by their clock, and how many there are of each."""

    lines: Sequence[Line]
    counts: Counter[tuple[str, Shelf]]
    criteria: WeekCriteria

    @property
    def total(self) -> int:
        """Return how many lines there are, shown here or not."""
        return self.counts.total()

    def of_shelf(self, shelf: Shelf) -> int:
        """Return how many lines stand on a shelf: of the kind that is asked for, if one is."""
        kind = self.criteria.kind
        return sum(n for (of, on), n in self.counts.items() if on is shelf and kind in {"", of})

    def of_kind(self, kind: str) -> int:
        """Return how many lines are of a kind: on the shelf that is asked for, if one is."""
        wanted = self.criteria.shelf
        return sum(n for (of, on), n in self.counts.items() if of == kind and wanted in {None, on})

    @property
    def asked(self) -> int:
        """Return how many lines the list that is asked for has."""
        shelves = SHELVES if self.criteria.shelf is None else (self.criteria.shelf,)
        return sum(self.of_shelf(shelf) for shelf in shelves)

    def shelves(self) -> Iterator[tuple[Shelf, Sequence[Line]]]:
        """Yield each shelf that has lines with the first of them."""
        for shelf in SHELVES:
            found = [one for one in self.lines if one.shelf == shelf]
            if found:
                yield shelf, found[:AT_A_GLANCE]

    @property
    def page(self) -> Page[Line]:
        """Return one page of the list that is asked for."""
        total = min(self.asked, len(self.lines))
        last = max(1, -(-total // LINES_PER_PAGE))
        number = min(self.criteria.page, last)
        start = (number - 1) * LINES_PER_PAGE
        shown = self.lines[start : start + LINES_PER_PAGE]
        return Page(items=shown, number=number, size=LINES_PER_PAGE, total=total)


def week(viewer: Viewer, criteria: WeekCriteria, most: int | None = None) -> Week:
    """Return the week of the offices where a person works, and of the staff: one query.

    It has `most` lines of a kind on a shelf: as many as a list or a glance shows, without.
    """
    here = viewer.ids(Role.MANAGER)
    asked = question(clock.today(), Asked.by(criteria, in_office=bool(here), most=most))
    given: dict[str, Any] = {"here": sorted(here)} if here else {}
    if criteria.who != EVERYBODY:
        given["person"] = int(criteria.who) if criteria.who else viewer.id
    rows = db.session.execute(asked, given).all()
    counts = Counter({(one.kind, Shelf(one.shelf)): one.of_cell for one in rows})
    found = [one for one in rows if admits(criteria, one)]
    return Week(sorted(found, key=by_clock), counts, criteria)


@dataclass(frozen=True)
class Asked:
    """What makes one question to the week another: all but whose markets and which person."""

    in_office: bool
    kind: str
    shelf: Shelf | None
    whose: str
    """`EVERYBODY`, `ONE` or, when empty, one's own and nobody's in particular."""
    most: int

    @classmethod
    def by(cls, criteria: WeekCriteria, *, in_office: bool, most: int | None) -> Self:
        """Return what criteria ask; `most` lines of a kind on a shelf, or as many as are shown."""
        whose = criteria.who if criteria.who in {"", EVERYBODY} else ONE
        usual = LONGEST if criteria.narrowed else CELL
        return cls(in_office, criteria.kind, criteria.shelf, whose, most or usual)


@lru_cache(maxsize=64)
def question(day: date, asked: Asked) -> Select[Any]:
    """Return the question to a day's week, kept: making it costs more than answering it.

    Nothing in it changes within the day but `here` (markets by number) and `person`.
    """
    lines = lines_of(day, in_office=asked.in_office)
    cell = (lines.c.kind, lines.c.shelf)
    ranked = (
        select(
            lines,
            func.count().over(partition_by=cell).label("of_cell"),
            func.row_number()
            .over(partition_by=cell, order_by=(lines.c.due_on, lines.c.since, lines.c.thing_id))
            .label("place"),
        )
        .where(is_for(lines, asked.whose))
        .subquery("ranked")
    )
    wanted = [ranked.c.place <= asked.most]
    if asked.kind:
        wanted.append(ranked.c.kind == asked.kind)
    if asked.shelf is not None:
        wanted.append(ranked.c.shelf == int(asked.shelf))
    return select(ranked).where(or_(ranked.c.place == 1, and_(*wanted)))


@lru_cache(maxsize=4)
def lines_of(day: date, *, in_office: bool) -> Subquery:
    """Return every line of a day, of the offices `here` where that is asked."""
    del day  # the lines speak of today: the next day has others
    here: Any = bindparam("here", type_=Integer(), expanding=True)
    selects = [one for source in SOURCES for one in source(here)] if in_office else []
    return written_out(union_all(*selects, *agents.clock_lines())).subquery("lines")


def is_for(lines: Subquery, whose: str) -> ColumnElement[bool]:
    """Return the condition for a person's lines."""
    if whose == EVERYBODY:
        return lines.c.kind.is_not(None)
    person = lines.c.person_id
    his = person == bindparam("person", type_=Integer())
    return his if whose == ONE else or_(person.is_(None), his)


def admits(criteria: WeekCriteria, line: Line) -> bool:
    """Say whether a line is of the list that is asked for."""
    return criteria.kind in {"", line.kind} and criteria.shelf in {None, line.shelf}


def by_clock(line: Line) -> tuple[int, datetime, str, int]:
    """Return what lines are ordered by: the shelf, and when each is due."""
    return line.shelf, due_at(line), line.kind, line.thing_id


def due_at(line: Line) -> datetime:
    """Return when a line is due; one without a clock at the end of its shelf's time."""
    if line.since is not None:
        moment: datetime = line.since + timedelta(hours=line.hours)
        return moment
    return clocks.midnight_after(line.due_on or shelf_day(Shelf(line.shelf)))


def shelf_day(shelf: Shelf) -> date:
    """Return a day for what has no clock of its own."""
    far = timedelta(days=366)
    return clock.today() + (far if shelf is Shelf.LATER else timedelta())


def office_people(market_ids: frozenset[int]) -> dict[int, str]:
    """Return the people of these markets' offices by number, in the order of their names."""
    found = db.session.execute(OFFICE_PEOPLE, {"here": sorted(market_ids)})
    return {one.id: one.name for one in found}


OFFICE_PEOPLE = (
    select(User.id, User.name)
    .join(Membership, Membership.user_id == User.id)
    .where(
        Membership.role == Role.MANAGER,
        Membership.market_id.in_(bindparam("here", expanding=True)),
        User.disabled_at.is_(None),
    )
    .distinct()
    .order_by(User.name, User.id)
)
