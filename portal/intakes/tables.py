"""Leads and intakes as tables to take away."""

from collections.abc import Iterable, Iterator, Mapping

from portal.core.cells import day_cell
from portal.core.i18n import joined, language
from portal.core.i18n import lazy_gettext as _l
from portal.intakes.models import Intake, Lead
from portal.intakes.registry import Load
from portal.reference import queries as reference

LEAD_HEAD = (
    _l("Lead number"),
    _l("Full name"),
    _l("Mobile number"),
    _l("Brand"),
    _l("Where from"),
    _l("Category"),
    _l("State"),
    _l("Next action"),
    _l("On which day"),
    _l("Responsible"),
    _l("Note"),
    _l("Why nothing comes of it"),
    _l("Entered on"),
)
INTAKE_HEAD = (
    _l("Intake number"),
    _l("Name in Chinese"),
    _l("Name in English"),
    _l("Season in Chinese"),
    _l("Season in English"),
    _l("State"),
    _l("First day"),
    _l("Closes on"),
    _l("Places"),
    _l("Sent"),
    _l("Admitted"),
    _l("Categories wanted"),
    _l("Papers to bring, in Chinese"),
    _l("Papers to bring, in English"),
)


def category(code: str) -> str:
    """Return a category in the reader's language; empty for none."""
    return reference.term("category", code).label(language()) if code else ""


def lead_lines(leads: Iterable[Lead]) -> Iterator[list[object]]:
    """Yield a line per lead."""
    for one in leads:
        yield [
            one.id,
            one.name,
            one.mobile_words,
            one.brand_name,
            reference.term("lead_source", one.source).label(language()),
            category(one.category),
            one.state.label,
            one.next_action,
            day_cell(one.next_on),
            one.responsible.name,
            one.note,
            one.reason,
            day_cell(one.created_at),
        ]


def intake_lines(intakes: Iterable[Intake], loads: Mapping[int, Load]) -> Iterator[list[object]]:
    """Yield a line per intake."""
    for one in intakes:
        yield [
            one.id,
            one.title_zh,
            one.title_en,
            one.season_zh,
            one.season_en,
            one.state.label,
            day_cell(one.opens_on),
            day_cell(one.closes_on),
            one.places,
            loads[one.id].sent,
            loads[one.id].admitted,
            joined([category(code) for code in one.categories]),
            one.papers_zh,
            one.papers_en,
        ]
