"""Graduates and what became of them, as a list and as a table to take away. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.incubation import rules
from portal.incubation.forms import SALES_WORDS
from portal.incubation.models import Enrolment
from portal.incubation.queries import Graduate

ALUMNI_HEAD = (
    _l("Brand"),
    _l("Programme"),
    _l("Graduated on"),
    _l("Certificate"),
    _l("State"),
    _l("Asked after months"),
    _l("Still trading"),
    _l("Stalls and shops"),
    _l("People who work there"),
    _l("Sales of the last twelve months"),
    _l("Note"),
)


def alumni_lines(graduates: Iterable[Graduate]) -> Iterator[tuple[object, ...]]:
    """Yield graduates under `ALUMNI_HEAD`: a line for each answer, one without for none."""
    for one in graduates:
        paper = one.certificate
        known = (
            plain(one.enrolment.brand, "name"),
            plain(one.enrolment.programme, "name"),
            paper.issued_on,
            paper.number,
            paper.state.label,
        )
        for answer in one.answers.values():
            sales = SALES_WORDS[answer.sales]
            said = (answer.months, answer.trading.label, answer.stalls, answer.staff, sales)
            yield (*known, *said, answer.note)
        if not one.answers:
            yield (*known, "", "", "", "", "", "")


def may_ask(enrolment: Enrolment, months: int) -> bool:
    """Say whether the day has come on which a graduate is asked after so many months."""
    due = due_day(enrolment, months)
    return due is not None and due <= clock.today()


def due_day(enrolment: Enrolment, months: int) -> date | None:
    """Return when a graduate is asked after so many months."""
    finished = enrolment.finished_at
    return rules.months_later(rules.local_day(finished), months) if finished else None
