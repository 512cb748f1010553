"""The queue as a person sees it: its tabs, its active filters, and the table to take away."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import url_for

from portal.core.cells import day_cell
from portal.core.i18n import gettext as _
from portal.core.i18n import joined, language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.core.tabs import Tab
from portal.incubation.registry import Before
from portal.intakes.models import Question, QuestionKind
from portal.markets.models import Market
from portal.onboarding import queries, rules
from portal.onboarding.models import Application, ApplicationState
from portal.onboarding.queries import ALL, Criteria
from portal.reference import queries as reference
from portal.reference.labels import term_label

S = ApplicationState
TABS: Sequence[tuple[str, object]] = (
    (S.SUBMITTED.value, _l("Waiting")),
    (S.IN_REVIEW.value, _l("In review")),
    (S.SHORTLISTED.value, _l("Shortlisted")),
    (S.INTERVIEW.value, _l("Interview")),
    (S.WAITLISTED.value, _l("Waiting list")),
    (S.RETURNED.value, _l("Returned")),
    (S.ADMITTED.value, _l("Admitted")),
    (S.DECLINED.value, _l("Declined")),
    (S.WITHDRAWN.value, _l("Withdrawn")),
    (S.MERGED.value, _l("Merged")),
    (ALL, _l("All")),
)
HEAD = (
    _l("Application number"),
    _l("Brand name in Chinese"),
    _l("Brand name in Latin letters"),
    _l("State"),
    _l("Sent on"),
    _l("Category"),
    _l("Styles"),
    _l("Origin"),
    _l("Name on the business licence"),
    _l("Unified social credit code"),
    _l("Contact person"),
    _l("Mobile number"),
    _l("WeChat ID"),
    _l("Intake"),
    _l("Typed by the office"),
)


def tabs(market: Market, criteria: Criteria, counts: Mapping[ApplicationState, int]) -> list[Tab]:
    """Return the states with how many each holds; the other filters stay as they are."""
    found = {state.value: count for state, count in counts.items()}
    found[ALL] = sum(found.values())
    return [
        Tab(
            label=label,
            href=address(market, criteria, state=name),
            current=name == (criteria.state or ALL),
            holds=found.get(name, 0),
        )
        for name, label in TABS
    ]


def address(market: Market, criteria: Criteria, **changed: str) -> str:
    """Return the queue's address with these filters changed; an empty one is left out."""
    return url_for("onboarding.index", **arguments(market, criteria, **changed))


def arguments(market: Market, criteria: Criteria, **changed: str) -> dict[str, Any]:
    """Return what the address of the queue, or of its table, says of market and filters."""
    filters = {
        "state": criteria.state or ALL,
        "category": criteria.category,
        "q": criteria.text,
        "intake": str(criteria.intake_id or ""),
        "order": "newest" if criteria.newest_first else "name" if criteria.by_name else "",
        "reader": "me" if criteria.mine else "",
        "age": "late" if criteria.late else "",
    } | changed
    kept = {name: str(value) for name, value in filters.items() if value}
    return {"market": market.slug, **kept}


def head(rows: Sequence[Application]) -> list[object]:
    """Return the heads of the table: `HEAD`, and every question that one of the rows was asked."""
    return [*HEAD, *asked_in(rows)]


def asked_in(rows: Sequence[Application]) -> list[str]:
    """Return the intakes' own questions, each once."""
    every = (plain(question, "title") for one in rows for question in rules.questions(one))
    return list(dict.fromkeys(every))


def lines(rows: Sequence[Application]) -> Iterator[Sequence[object]]:
    """Return the lines of the table, in the reader's language."""
    titles = asked_in(rows)
    for one in rows:
        answers = {plain(each, "title"): in_words(one, each) for each in rules.questions(one)}
        yield [*line(one), *(answers.get(title, "") for title in titles)]


def in_words(one: Application, question: Question) -> str | int:
    """Return an answer as a cell: of files their names, a number as one to count with."""
    names = [file.file.name for file in one.files if file.question_id == question.id]
    answer = joined(names) if question.is_file else rules.reply_to(one, question)
    counts = question.kind is QuestionKind.NUMBER and answer.isdecimal()
    return int(answer) if counts else answer


def line(one: Application) -> Sequence[object]:
    """Return one application as a line under `HEAD`."""
    spoken = language()
    return (
        one.id,
        one.name_zh,
        one.name_en,
        one.state.label,
        day_cell(one.submitted_at),
        reference.term("category", one.category).label(spoken) if one.category else "",
        joined([reference.term("style", code).label(spoken) for code in one.styles]),
        reference.full_region_name(one.origin_region, spoken) if one.origin_region else "",
        one.legal_name,
        one.credit_code,
        one.contact_name,
        one.mobile_words,
        one.contact_wechat,
        plain(one.intake, "title") if one.intake else "",
        one.typed_by.name if one.typed_by else "",
    )


def beginnings(brand_id: int, market_id: int) -> list[Before]:
    """Return how a brand came to a market: heard of as a lead, applied, admitted."""
    row = queries.beginning(brand_id, market_id)
    if row is None:
        return []
    source = term_label("lead_source", row.source)
    told = (
        (row.entered_at, _("Lead: %(source)s", source=source), row.responsible or ""),
        (row.submitted_at, _("Applied to the market"), ""),
        (row.decided_at, _("Admitted"), ""),
    )
    return [Before(at, title, by) for at, title, by in told if at]
