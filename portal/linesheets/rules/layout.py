"""A table of styles: where its headings stand, what each column holds, and its rows. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.core.errors import InvalidError, TooBigError
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables.table import Formula, Table, shown
from portal.linesheets.fields import FIELDS
from portal.linesheets.models import View
from portal.linesheets.rules.importing import MOST_STYLES

LOOKED_AT = 20
"""Rows among which the headings are sought."""
FEWEST = 2
SAMPLES = 3
"""Rows shown of a column whose heading nobody knows."""
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
PICTURE_HEADINGS: Mapping[View, str] = {
    View.FRONT: "正面 正面图 主图 图片 照片 front picture",
    View.BACK: "背面 背面图 back",
    View.DETAIL: "细节 细节图 detail",
    View.LABEL: "吊牌与水洗标 吊牌 洗标 水洗标 洗标图 hangtagandlabel label",
}
_COLUMNS = {word: one.name for one in FIELDS for word in one.called.split()} | {
    word: view.value for view, words in PICTURE_HEADINGS.items() for word in words.split()
}
NUMBER_LENGTH, NAME_LENGTH = 60, 120


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, what stands first in it, and what it seems to hold."""

    place: int
    heading: str
    samples: Sequence[str]
    holds: str
    """A name of `linesheets.fields` or a side of a style; empty where nobody knows."""


@dataclass(frozen=True)
class Line:
    """One row of a table: what stands in its cells, by field, and which pictures it names."""

    number: int
    """As the spreadsheet counts."""
    texts: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[View, str] = field(default_factory=dict)


def squeezed(heading: str) -> str:
    """Return a heading as it is compared."""
    plain = unicodedata.normalize("NFKC", BRACKETS.sub("", heading)).casefold()
    return re.sub(r"[\s:：*·._/-]+", "", plain)


def column(heading: str) -> str:
    """Return what a column holds by its heading; nothing for one that nobody knows."""
    word = squeezed(heading)
    labels = {squeezed(str(one.label)): one.name for one in FIELDS}
    return _COLUMNS.get(word) or labels.get(word, "")


def guessed(row: Mapping[int, object]) -> dict[int, str]:
    """Return what the columns hold by their headings; of two that say the same the first."""
    found: dict[int, str] = {}
    for place, one in row.items():
        name = column(shown(one))
        if name and name not in found.values():
            found[place] = name
    return found


def top_of(table: Table) -> tuple[int, Mapping[int, object]]:
    """Return the row that is most likely the headings: most of its cells are known, or it is first.

    Raises:
        InvalidError: no row has two cells.
    """
    rows = [one for one in table.rows[:LOOKED_AT] if len(one[1]) >= FEWEST]
    if not rows:
        raise InvalidError(
            "files",
            _l("No row looks like headings: style number, name, category …"),
            _l("Take the template: it has the right headings."),
        )
    return max(rows, key=lambda one: len(guessed(one[1])))


def is_plain(table: Table) -> bool:
    """Say whether the headings alone tell what is needed: the style's number and something more."""
    found = guessed(top_of(table)[1])
    return len(found) >= FEWEST and "number" in found.values()


def columns_of(table: Table) -> list[Column]:
    """Return the columns of a table with what stands in the first rows."""
    top, row = top_of(table)
    found = guessed(row)
    below = [one for number, one in table.rows if number > top][:SAMPLES]
    return [
        Column(
            place,
            shown(one)[:40],
            [text for row in below if (text := text_of(row.get(place, ""))[:40])],
            found.get(place, ""),
        )
        for place, one in row.items()
    ]


def lines(table: Table, chosen: Mapping[int, str] | None = None) -> tuple[list[Line], list[str]]:
    """Return the rows under the headings, and the headings that nobody reads.

    Args:
        table: what was sent.
        chosen: what somebody said that columns hold, by place; else their headings say it.

    Raises:
        InvalidError: there are no headings.
        TooBigError: more rows than are taken.
    """
    top, row = top_of(table)
    columns = chosen or guessed(row)
    unknown = [shown(one)[:40] for place, one in row.items() if not columns.get(place)]
    found = []
    for number, row in table.rows:
        if number > top:
            told = {
                columns[place]: text_of(one) for place, one in row.items() if columns.get(place)
            }
            sides = {view: told.pop(view.value) for view in View if told.get(view.value)}
            if any(told.values()) or sides:
                found.append(Line(number, {name: one for name, one in told.items() if one}, sides))
    if len(found) > MOST_STYLES:
        raise TooBigError(
            _l("The table has more than %(most)s styles.", most=MOST_STYLES),
            _l("Send it in parts."),
        )
    return found, unknown


def text_of(value: object) -> str:
    """Return a cell as a person sees it; what a formula came to."""
    plain = value.result if isinstance(value, Formula) and value.result is not None else value
    return shown(plain).strip()


def repeated(found: Sequence[Line]) -> dict[int, int]:
    """Return the rows that name a number again, with the row that named it first."""
    first: dict[str, int] = {}
    again = {}
    for line in found:
        number = line.texts.get("number", "").strip().upper()
        if number and number in first:
            again[line.number] = first[number]
        first.setdefault(number, line.number)
    return again
