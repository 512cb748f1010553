"""Where the list begins under its titles, and which of its rows are no rows of the list."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables.table import Formula, Row, Table, shown
from portal.rosters.reading.headings import DECISIVE, count_known, guess, squeezed

LOOKED_AT = 40
"""Rows among which the headings are sought."""
FEWEST = 2
"""Headings that we must know in a row to take it for the heading."""
SUM_WORDS = re.compile(
    r"(本[页层楼]|[一二三四五六七八九\d]+[楼层F])?(小计|合计|总计|共计|汇总)[:：]?.*"
    r"|(sub|grand )?total[:：]?",
    re.IGNORECASE,
)
SUMS = re.compile(r"=\s*(SUM|COUNT|COUNTA|SUBTOTAL|SUMIF|COUNTIF|AVERAGE)\s*\(", re.IGNORECASE)
EXPLAINS = re.compile(
    r"\s*(注|备注|说明|附注|制表|审核|填表|※|\*|note)\s*[:：\d]?.*", re.IGNORECASE | re.DOTALL
)
MOST_GAPS = 200
"""Empty rows in one gap that are listed; a longer one is the end of the list."""


@dataclass(frozen=True)
class Layout:
    """A list: its headings by column, the row they stand in, and how many rows stand above."""

    heading_row: int
    headings: Mapping[int, str]
    above: int


def found(table: Table) -> Layout:
    """Return where the headings stand.

    Raises:
        InvalidError: nothing looks like headings.
    """
    best, score = None, 0
    for place, (number, row) in enumerate(table.rows[:LOOKED_AT]):
        texts = [shown(one) for one in row.values()]
        known = count_known(texts)
        if known >= FEWEST and known > score and {guess(one) for one in texts} & DECISIVE:
            best, score = (place, number, row), known
    if best is None:
        raise InvalidError(
            "files",
            _l("No row looks like headings: brand, stall, contact, mobile …"),
            _l("Write a heading over each column, as in the template, and send it again."),
        )
    place, number, row = best
    return Layout(number, headings_of(row, table), place)


def headings_of(row: Row, table: Table) -> dict[int, str]:
    """Return the heading of every column that holds something, also of those without one."""
    used = {column for _number, one in table.rows for column in one}
    return {column: " ".join(shown(row.get(column)).split())[:120] for column in sorted(used)}


def rows_below(table: Table, layout: Layout) -> Iterator[tuple[int, Row, str]]:
    """Yield every row under the headings with why it is left out: "" for one of the list."""
    last = layout.heading_row
    for number, row in table.rows:
        if number <= layout.heading_row:
            continue
        if number - last - 1 <= MOST_GAPS:
            yield from ((gap, {}, "blank") for gap in range(last + 1, number))
        last = number
        yield number, row, why_left_out(row, layout)


def why_left_out(row: Row, layout: Layout) -> str:
    """Return the remark for a row that tells of no merchant, else an empty text."""
    texts = [shown(one).strip() for one in row.values()]
    formulas = [one.text for one in row.values() if isinstance(one, Formula)]
    few = len(texts) <= max(2, len(layout.headings) // 2)
    if few and any(SUM_WORDS.fullmatch(one) for one in texts):
        return "subtotal"
    if few and any(SUMS.match(one) for one in formulas):
        return "subtotal"
    same = sum(
        squeezed(shown(one)) == squeezed(layout.headings.get(place, ""))
        for place, one in row.items()
    )
    if same >= FEWEST and same > len(texts) // 2:
        return "heading"
    if len(texts) == 1 and EXPLAINS.fullmatch(texts[0]):
        return "lone"
    telling = [place for place in row if guess(layout.headings.get(place, "")) in DECISIVE]
    return "" if telling or len(texts) > 1 else "lone"


def samples(table: Table, layout: Layout, most: int = 3) -> dict[int, list[str]]:
    """Return a few different values of each column, for showing what it holds."""
    shown_so_far: dict[int, list[str]] = {column: [] for column in layout.headings}
    for number, row in table.rows:
        if number <= layout.heading_row:
            continue
        for column, value in row.items():
            kept, text = shown_so_far.get(column), shown(value).strip()[:40]
            if kept is not None and len(kept) < most and text and text not in kept:
                kept.append(text)
    return shown_so_far
