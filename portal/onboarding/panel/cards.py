"""Reviews, interviews and the meeting as people read them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from portal.core.calendars import Appointment
from portal.core.cells import day_cell
from portal.core.i18n import gettext as _
from portal.core.i18n import language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.core.requests import absolute_address
from portal.intakes.models import Intake
from portal.leasing.queries import FloorFigures
from portal.onboarding import actions, queries, ranking
from portal.onboarding.models import (
    Application,
    Interview,
    InterviewMode,
    InterviewState,
)
from portal.onboarding.ranking import Ranked
from portal.reference import queries as reference

MODES: Mapping[InterviewMode, object] = {
    InterviewMode.MARKET: _l("At the market"),
    InterviewMode.PHONE: _l("By phone"),
    InterviewMode.VIDEO: _l("By video"),
}
HEAD = (
    _l("Rank"),
    _l("Application number"),
    _l("Brand name in Chinese"),
    _l("Brand name in Latin letters"),
    _l("State"),
    _l("Weighted mean"),
    _l("Spread"),
    _l("Readers"),
    _l("To talk about"),
    _l("Category"),
    _l("Sent on"),
)


def appointment(interview: Interview) -> Appointment:
    """Return an interview as a calendar keeps it, in the reader's language."""
    application = interview.application
    market = plain(application.market, "name")
    return Appointment(
        uid=interview.uid,
        sequence=interview.sequence,
        changed_at=interview.changed_at,
        starts_at=interview.starts_at,
        minutes=interview.minutes,
        summary=_(
            "Interview: %(brand)s, %(market)s", brand=plain(application, "name"), market=market
        ),
        place=f"{MODES[interview.mode]} · {interview.place}",
        description=interview.words,
        address=absolute_address("onboarding.show", **actions.address(application)),
        organizer=market,
        organizer_email=str(current_app.config["MAIL_FROM"]),
        attendee_email=None,
        cancelled=interview.state is InterviewState.CANCELLED,
    )


@dataclass(frozen=True)
class Shelf:
    """One category: the brands and stalls that the market has of it, and who applies for it."""

    code: str
    brands: int
    applications: int
    stalls: int
    """Let today to brands of this category; what is vacant has none yet."""

    @property
    def is_gap(self) -> bool:
        """Say whether nobody sells it here."""
        return not self.brands


def shelves(
    market_id: int, applications: Iterable[Application], floors: Iterable[FloorFigures]
) -> list[Shelf]:
    """Return the categories that the market has or that somebody applies for."""
    here = queries.brands_by_category(market_id)
    wanted: dict[str, int] = {}
    for one in applications:
        wanted[one.category] = wanted.get(one.category, 0) + 1
    stalls: Counter[str] = sum((one.categories for one in floors), Counter())
    known = list(reference.terms("category"))
    return [
        Shelf(
            code=code,
            brands=here.get(code, 0),
            applications=wanted.get(code, 0),
            stalls=stalls[code],
        )
        for code in known
        if code in here or code in wanted or code in stalls
    ]


@dataclass(frozen=True)
class Places:
    """How many places there are, and how many are left."""

    stated: int
    taken: int
    version: int
    """Of the row that states them."""

    @property
    def left(self) -> int:
        """Return the free ones, never below none."""
        return max(0, self.stated - self.taken)


def places(market_id: int, intake: Intake | None = None) -> Places | None:
    """Return the places of an intake, or those that the office has stated outside of intakes."""
    if intake:
        return Places(intake.places, queries.admitted_to(intake.id), version=0)
    stated = queries.decision_round(market_id)
    if stated is None:
        return None
    taken = queries.admitted_since(market_id, stated.stated_at)
    return Places(stated.places, taken, stated.version)


def lines(rows: Sequence[Ranked[Application]]) -> Iterator[Sequence[object]]:
    """Return the lines of the meeting's table, in the reader's language."""
    spoken = language()
    for row in rows:
        one, tally = row.thing, row.tally
        yield (
            row.place or "",
            one.id,
            one.name_zh,
            one.name_en,
            one.state.label,
            float(ranking.number(tally.mean)) if tally else "",
            float(ranking.number(tally.spread)) if tally else "",
            len(tally.readers) if tally else "",
            "; ".join(plain(line.criterion, "name") for line in tally.disputed) if tally else "",
            reference.term("category", one.category).label(spoken) if one.category else "",
            day_cell(one.submitted_at),
        )
