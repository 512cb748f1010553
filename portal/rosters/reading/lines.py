"""Whole rows: their facts, and rows of one file that speak of the same thing."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from portal.core.tables.table import Row, Table, shown
from portal.rosters.reading import cells, layout
from portal.rosters.reading.headings import BESIDE, KEPT, LEFT
from portal.rosters.reading.layout import Layout
from portal.rosters.reading.places import Halls
from portal.rosters.reading.words import Say, Weight

Correction = Mapping[str, str]
"""What a person typed instead of a cell: `text`, `was` (what stands in the file), `by`, `at`."""
Corrections = Mapping[int, Mapping[str, Correction]]
"""By a row's number, then by the column's name."""
DITTO = re.compile(r"同上|〃|″|''|\"|--〃--|ditto|do\.", re.IGNORECASE)
NO_HALLS = Halls()
WHO = ("brand", "brand_en", "company", "person", "credit_code")


@dataclass
class Line:
    """One row of a file: as it is written, as it is read, and what is to be said about it."""

    number: int
    typed: Mapping[str, str]
    """What stands in the cells, by column name; those that are kept unread under their heading."""
    facts: dict[str, str] = field(default_factory=dict)
    says: list[Say] = field(default_factory=list)

    @property
    def left_out(self) -> bool:
        """Say whether it is no row of the list."""
        return any(one.weight is Weight.LEFT for one in self.says)

    @property
    def called(self) -> str:
        """Return what a person calls it by."""
        names = (self.facts.get(name) for name in ("brand", "brand_en", "company", "person"))
        return next((one for one in names if one), "")


def read(
    table: Table,
    layout_: Layout,
    mapping: Mapping[int, str],
    corrections: Corrections = MappingProxyType({}),
    only: int | None = None,
    halls: Halls = NO_HALLS,
) -> Iterator[Line]:
    """Yield every row under the headings, or one alone; those that are left out too."""
    names = set(mapping.values())
    alone = not names & {"brand_en", "former"}
    above: Row = {}
    for number, found, why in layout.rows_below(table, layout_):
        typed_over = corrections.get(number, {})
        right = corrected(found, mapping, typed_over) if typed_over else found
        row, same = without_dittos(right, above)
        above = above if why else row
        if only is not None and number != only:
            continue
        if why:
            typed = {
                layout_.headings.get(place) or f"#{place}": shown(one) for place, one in row.items()
            }
            yield Line(number, typed, {}, [Say(why)])
        else:
            line = one_line(number, row, layout_.headings, mapping, halls, alone=alone)
            line.says += [
                Say("ditto", column_of(place, mapping, layout_.headings), {"typed": typed})
                for place, typed in same.items()
                if mapping.get(place) != LEFT
            ]
            line.says += [
                Say("corrected", name, {"was": one["was"], "by": one["by"]})
                for name, one in typed_over.items()
            ]
            if number in table.hidden_rows:
                line.says.append(Say("hidden_row"))
            yield line


def without_dittos(row: Row, above: Row) -> tuple[Row, dict[int, str]]:
    """Return a row with what stands above in place of its ditto marks, and where those were."""
    same = {
        place: text
        for place, value in row.items()
        if place in above and DITTO.fullmatch(text := shown(value).strip())
    }
    return {**row, **{place: above[place] for place in same}}, same


def column_of(place: int, mapping: Mapping[int, str], headings: Mapping[int, str]) -> str:
    """Return what a row calls a column: by what it holds, or by its heading when kept unread."""
    name = mapping.get(place, KEPT)
    return f"+{headings.get(place) or f'#{place}'}" if name == KEPT else name


def corrected(row: Row, mapping: Mapping[int, str], typed_over: Mapping[str, Correction]) -> Row:
    """Return a row with what a person typed in place of what the file says."""
    places = {name: place for place, name in mapping.items()}
    texts = {places[name]: one["text"] for name, one in typed_over.items() if name in places}
    return dict(sorted({**row, **texts}.items()))


def words_of(row: Row, mapping: Mapping[int, str], name: str) -> str:
    """Return what a row's column of a kind says; empty without one."""
    return next((shown(row.get(place)) for place, one in mapping.items() if one == name), "")


def one_line(
    number: int,
    row: Row,
    headings: Mapping[int, str],
    mapping: Mapping[int, str],
    halls: Halls,
    *,
    alone: bool,
) -> Line:
    """Read the cells of one row by what their columns hold."""
    typed, line = {}, Line(number, {})
    hall, floor = (words_of(row, mapping, name) for name in BESIDE)
    beside = cells.Beside(hall, floor, halls)
    for place, value in row.items():
        name = mapping.get(place, KEPT)
        if name == LEFT:
            continue
        if name == KEPT:
            own = column_of(place, mapping, headings)
            typed[own] = line.facts[own] = shown(value).strip()
            continue
        typed[name] = shown(value).strip()
        if name not in BESIDE:
            reading = cells.read(name, value, beside=beside, alone=alone)
            line.says += reading.says
            for fact, text in reading.facts.items():
                before = line.facts.get(fact)
                line.facts[fact] = f"{before}、{text}" if before and before != text else text
    line.typed = typed
    if not any(line.facts.get(name) for name in WHO):
        line.says.append(Say("nobody"))
    return line


def key_of(name: str) -> str:
    """Return a name as it is compared: without case, spaces, marks and punctuation."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    letters = re.sub(r"[\W_®™]+", "", plain)
    return letters if len(letters) > 1 else plain.strip()


def mark_repeats(lines: Sequence[Line]) -> None:
    """Say which rows of a file speak of the same brand, stall or company as an earlier one."""
    seen: dict[str, dict[str, Line]] = {"brand": {}, "stall": {}, "credit_code": {}}
    for line in lines:
        if not line.left_out:
            mark_repeat(line, seen)


def mark_repeat(line: Line, seen: Mapping[str, dict[str, Line]]) -> None:
    """Set one row beside those before it, and keep it for those after it."""
    keys = {fact: line.facts.get(fact, "") for fact in seen}
    keys["brand"] = key_of(keys["brand"])
    first, other, company = (seen[fact].get(keys[fact]) for fact in seen)
    if first and is_repeat(first, line):
        line.says.append(Say("repeat", "brand", {"row": first.number}))
        return
    if first:
        line.says.append(Say("same_name", "brand", {"row": first.number}))
    if other:
        line.says.append(Say("same_stall", "stall", told(other)))
        other.says.append(Say("same_stall", "stall", told(line)))
    if company:
        line.says.append(Say("same_code", "credit_code", told(company)))
    for fact, key in keys.items():
        if key:
            seen[fact].setdefault(key, line)


def told(line: Line) -> dict[str, object]:
    """Return how another row is named in a sentence."""
    return {"row": line.number, "name": line.called}


def is_repeat(first: Line, line: Line) -> bool:
    """Say whether two rows of one brand name are one brand: same stall, number or code."""
    return any(
        first.facts.get(fact) and first.facts.get(fact) == line.facts.get(fact)
        for fact in ("stall", "mobile", "credit_code", "other_mobiles")
    )
