"""The plan of a floor as a grid that an office types: a row a line, a cell a word. Pure.

    A1 A2 A3 . A4
    .  .  .  . .
    B1 B1 B2 . [lift]

A dot is an aisle, a word in brackets something that is no stall, and a stall that stands in
several cells is that much larger. Stalls are written without their floor.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.markets import numbers
from portal.markets.numbers import StallNumber

AISLE = "."
AISLES = frozenset({".", "·", "。", "-", "—", "_"})
MOST_ROWS = 60
MOST_COLUMNS = 60
MOST_AT_ONCE = 400
LABEL_LENGTH = 12
WORD = re.compile(r"\[[^\[\]]*\]|[^\s\[\]]+")
RANGE = re.compile(
    r"(?P<zone>[A-Z]{0,2})(?P<first>\d{1,4})[-~至到](?P<again>[A-Z]{0,2})(?P<last>\d{1,4})"
)
Rows = list[list[str]]


@dataclass(frozen=True)
class Cell:
    """A rectangle of the plan: where it begins (from 0), how far it reaches, what it says."""

    text: str
    row: int
    column: int
    rows: int
    columns: int

    @property
    def is_label(self) -> bool:
        """Say whether it is something that is no stall."""
        return self.text.startswith("[")


def short(number: StallNumber) -> str:
    """Return a stall's number without its floor, as it stands in a grid."""
    return f"{number.zone}{number.number}"


def rows_in(text: str, level: int) -> Rows:
    """Read a grid; every row is as long as the longest.

    Raises:
        InvalidError: on `grid`, naming the line.
    """
    lines = [line for line in unicodedata.normalize("NFKC", text).splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        raise InvalidError("grid", _l("At most %(count)d rows.", count=MOST_ROWS))
    rows = [
        [_word(word, number, level) for word in WORD.findall(line.replace("|", " "))]
        for number, line in enumerate(lines, 1)
    ]
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS:
        raise InvalidError("grid", _l("At most %(count)d cells in a row.", count=MOST_COLUMNS))
    even = [row + [AISLE] * (width - len(row)) for row in rows]
    cells_of(even)
    return even


def _word(word: str, line: int, level: int) -> str:
    if word in AISLES:
        return AISLE
    if word.startswith("["):
        inside = word.strip("[]").strip()
        return f"[{inside[:LABEL_LENGTH]}]" if inside else AISLE
    number = numbers.read(word, level)
    if number is None or number.level != level:
        raise InvalidError(
            "grid",
            _l(
                "Line %(line)d: “%(word)s” is no stall of this floor. What is no stall stands"
                " in brackets.",
                line=line,
                word=word[:LABEL_LENGTH],
            ),
        )
    return short(number)


def cells_of(rows: Rows) -> list[Cell]:
    """Return the stalls and labels of a grid as rectangles, from the top left.

    Raises:
        InvalidError: on `grid`: the cells of a stall are no rectangle.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    found = []
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            if word.startswith("["):
                found.append(Cell(word, row, column, 1, 1))
            elif word != AISLE:
                places.setdefault(word, []).append((row, column))
    found += [_rectangle(word, those) for word, those in places.items()]
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _rectangle(word: str, places: Sequence[tuple[int, int]]) -> Cell:
    top, left = min(row for row, _ in places), min(column for _, column in places)
    high = max(row for row, _ in places) - top + 1
    wide = max(column for _, column in places) - left + 1
    if high * wide != len(places):
        raise InvalidError(
            "grid", _l("The cells of stall %(number)s are not side by side.", number=word)
        )
    return Cell(word, top, left, high, wide)


def text_of(rows: Rows) -> str:
    """Return a grid as text, its columns under each other."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        " ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def with_stalls(rows: Rows, shorts: Sequence[str], in_a_row: int) -> Rows:
    """Return a grid with further stalls laid out below it: two rows back to back, then an aisle."""
    new = [list(shorts[at : at + in_a_row]) for at in range(0, len(shorts), in_a_row)]
    width = max([in_a_row if len(new) > 1 else len(shorts), *map(len, rows)], default=0)
    laid: Rows = [list(row) for row in rows]
    for place, row in enumerate(new):
        if laid and place % 2 == 0:
            laid.append([])
        laid.append(row)
    return [row + [AISLE] * (width - len(row)) for row in laid]


def renamed(rows: Rows, names: Mapping[str, str]) -> Rows:
    """Return a grid in which stalls are called otherwise; AISLE takes one out."""
    return [[names.get(word, word) for word in row] for row in rows]


def split(rows: Rows, old: str, parts: Sequence[str]) -> Rows:
    """Return a grid in which a stall's cells are shared out among its parts, left to right.

    Parts for which there is no cell are left out: the plan shows them beside it.
    """
    found = next((cell for cell in cells_of(rows) if cell.text == old), None)
    if found is None:
        return rows
    shared = [list(row) for row in rows]
    for row in range(found.row, found.row + found.rows):
        for place in range(found.columns):
            part = min(place * len(parts) // found.columns, len(parts) - 1)
            if found.columns < len(parts):
                part = min(place, len(parts) - 1)
            shared[row][found.column + place] = parts[part]
    return shared


def are_side_by_side(rows: Rows, shorts: Iterable[str]) -> bool:
    """Say whether stalls make one rectangle on the plan; those that are not on it may."""
    wanted = set(shorts)
    there = {word for row in rows for word in row} & wanted
    if not there:
        return True
    if there != wanted:
        return False
    try:
        cells_of(renamed(rows, dict.fromkeys(wanted, min(wanted))))
    except InvalidError:
        return False
    return True


def numbers_in(text: str, level: int, field: str = "numbers") -> list[StallNumber]:
    """Read stalls as an office counts them: `A1-A40, B1, B3`; each once, in the order written.

    Raises:
        InvalidError: on `field`: a word is no stall of this floor, or there are too many.
    """
    tidy = unicodedata.normalize("NFKC", text).upper()
    tidy = re.sub(r"\s*([-~至到])\s*", r"\1", tidy)
    found: list[StallNumber] = []
    for word in re.split(r"[\s,，、;；]+", tidy.strip()):
        if word:
            found += _counted(word, level, field)
        if len(found) > MOST_AT_ONCE:
            raise InvalidError(field, _l("At most %(count)d stalls at once.", count=MOST_AT_ONCE))
    if not found:
        raise InvalidError(field, _l("Write the numbers, like A1-A40."))
    return list(dict.fromkeys(found))


def _counted(word: str, level: int, field: str) -> list[StallNumber]:
    span = RANGE.fullmatch(word)
    if span and span["again"] in {"", span["zone"]}:
        first, last = int(span["first"]), int(span["last"])
        if 0 < first <= last < first + MOST_AT_ONCE:
            return [StallNumber(level, span["zone"], one) for one in range(first, last + 1)]
    number = numbers.read(word, level)
    if number is None or number.level != level:
        raise InvalidError(
            field, _l("“%(word)s” is no stall of this floor.", word=word[:LABEL_LENGTH])
        )
    return [number]
