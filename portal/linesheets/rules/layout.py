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


def headings(table: Table) -> tuple[int, dict[int, str], list[str]]:
    """Return the row of the headings, what each column holds, and the headings nobody knows.

    Raises:
        InvalidError: no row has the heading of the style's number and another one.
    """
    for number, row in table.rows[:LOOKED_AT]:
        named = {place: column(shown(one)) for place, one in row.items()}
        found: dict[int, str] = {}
        for place, name in named.items():
            if name and name not in found.values():
                found[place] = name
        if len(found) >= FEWEST and "number" in found.values():
            unknown = [shown(one)[:40] for place, one in row.items() if place not in found]
            return number, found, unknown
    raise InvalidError(
        "files",
        _l("No row looks like headings: style number, name, category …"),
        _l("Take the template: it has the right headings."),
    )


def lines(table: Table) -> tuple[list[Line], list[str]]:
    """Return the rows under the headings, and the headings that nobody knows.

    Raises:
        InvalidError: there are no headings.
        TooBigError: more rows than are taken.
    """
    top, columns, unknown = headings(table)
    found = []
    for number, row in table.rows:
        if number > top:
            told = {columns[place]: text_of(one) for place, one in row.items() if place in columns}
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
