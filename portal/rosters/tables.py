"""Merchants as a table whose headings an import understands, and an import's rows to take away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from portal.brands.models import Brand
from portal.core import contact
from portal.core.answers import is_day
from portal.core.cells import day_cell
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference
from portal.rosters import queries, rules
from portal.rosters.models import Roster, RosterRow
from portal.rosters.queries import ToLet
from portal.rosters.reading.cells import OPEN_END, OPEN_TEXT
from portal.rosters.reading.headings import BESIDE, LABELS, TAKEN
from portal.rosters.reading.words import said

NAMES = tuple(name for name in TAKEN if name not in BESIDE)
"""The columns of the table of brands; a stall's number has its hall and floor in it."""
HEAD = tuple(LABELS[name] for name in NAMES)
ROW_HEAD = (_l("Row"), _l("Outcome"), *HEAD, _l("Remarks"))
TO_LET_HEAD = (LABELS["brand"], LABELS["stall"], LABELS["lease_end"], LABELS["rent"])
HISTORY_HEAD = (
    _l("File"),
    _l("Sheet"),
    _l("Uploaded on"),
    _l("Uploaded by"),
    _l("Rows read"),
    _l("State"),
    _l("Taken over on"),
)


def brand_lines(brands: Sequence[Brand]) -> Iterator[list[object]]:
    """Yield a line of `NAMES` for each brand with its company: three queries for all."""
    numbers = [brand.id for brand in brands]
    remembered, categories = queries.remembered(numbers), queries.category_of(numbers)
    for brand in brands:
        company = brand.company
        told = {
            **remembered.get(brand.id, {}),
            "brand": brand.name_zh,
            "brand_en": brand.name_en,
            "company": company.legal_name,
            "credit_code": company.credit_code or "",
            "person": company.contact_name,
            "mobile": company.contact_mobile,
        }
        told["category"] = categories.get(brand.id) or told.get("category", "")
        yield line(told)


def line(facts: Mapping[str, str]) -> list[object]:
    """Return facts in the order of `NAMES`, each written so that an import reads it back."""
    return [written(name, facts.get(name, "")) for name in NAMES]


def written(name: str, value: str) -> str | date:
    """Return a fact as it stands in a table."""
    if name == "mobile":
        return contact.format_mobile(value).replace(" ", "") if value.startswith("+86") else value
    if name in {"lease_end", "licence_end"}:
        return (
            OPEN_TEXT
            if value == OPEN_END
            else date.fromisoformat(value)
            if is_day(value)
            else value
        )
    if name == "category" and reference.is_known("category", value):
        return reference.term("category", value).label(language())
    return value


def row_lines(rows: Iterable[RosterRow]) -> Iterator[list[object]]:
    """Yield a line for each row of an import: as it was read, with all that is said about it."""
    for row in rows:
        remarks = [remark(one) for one in row.says]
        facts = line(row.facts) if row.facts else list(row.typed.values())[: len(NAMES)]
        facts += [""] * (len(NAMES) - len(facts))
        yield [row.number, rules.OUTCOMES[row.outcome][0], *facts, "\n".join(remarks)]


def remark(kept: Mapping[str, Any]) -> str:
    """Return what is said of a row as plain text, with the column it is about."""
    one = said(kept)
    about = str(LABELS.get(one.about, one.about.removeprefix("+")))
    return ": ".join(part for part in (about, one.plain) if part)


def history_lines(rosters: Iterable[Roster]) -> Iterator[list[object]]:
    """Yield a line for each import of a market."""
    for one in rosters:
        yield [
            one.file_name,
            one.sheet or _("(text)"),
            day_cell(one.created_at),
            one.uploaded_by.name,
            one.rows_total,
            one.state.label,
            day_cell(one.applied_at),
        ]


def to_let_lines(rows: Iterable[ToLet]) -> Iterator[list[object]]:
    """Yield a line per let that is to be completed."""
    for one in rows:
        yield [
            one.brand.name_zh,
            one.number,
            written("lease_end", one.ends_on),
            one.rent,
        ]
