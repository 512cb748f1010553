"""Styles as pages show them: what they lack, the grid of a desk, the sheets of a catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import render_template, request

from portal.brands.models import Brand, BrandState
from portal.core import clock, files
from portal.core.i18n import ENGLISH, language
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.requests import absolute_address
from portal.core.tables import files as tables
from portal.documents import zipped
from portal.linesheets import forms, rules
from portal.linesheets.fields import (
    BY_NAME,
    FIELDS,
    VIEW_LABELS,
    SheetRead,
    StyleRead,
    supply_price,
)
from portal.linesheets.forms import Cell
from portal.linesheets.models import LineSheet, RowOutcome, Style, StyleImport, View
from portal.linesheets.rules import Column, Verdict

Thing = TypeVar("Thing")
Address = Callable[..., str]
"""Tells where a copy of a picture lies."""
ON_A_PAGE = 48
PER_SHEET = (6, 12)
LIKE_LAST = (
    "category", "sizes", "wearer", "contact", "safety_class", "standard", "supply_discount",
    "least_pieces", "mixing", "pack", "availability", "delivery_from", "delivery_until",
    "exchangeable",
)  # fmt: skip
"""What one style mostly has in common with the one before it."""


def columns_of(one: StyleImport) -> list[Column]:
    """Return the columns of the table that an import brought."""
    return rules.columns_of(tables.opened(files.read(one.stored_name)).table(""))


def paged(things: Sequence[Thing], number: int, size: int = ON_A_PAGE) -> Page[Thing]:
    """Return one page of things that are all at hand."""
    number = min(number, max(1, -(-len(things) // size)))
    return Page(things[(number - 1) * size : number * size], number, size, len(things))


PICKED_BY = ("category", "availability")
"""The fields by which a reader picks styles, each only where he may see it."""


@dataclass(frozen=True)
class Choice:
    """One value by which styles can be picked, and how many have it."""

    field: str
    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Picked:
    """The styles that fit what the address asks for, and what else can be asked."""

    styles: Sequence[StyleRead]
    choices: Sequence[Choice]
    total: int

    @property
    def asked(self) -> dict[str, str]:
        """Return what is asked for, as addresses say it."""
        return {one.field: one.code for one in self.choices if one.chosen}


def picked(read: SheetRead) -> Picked:
    """Return the styles of a line sheet that fit the address; an unknown value asks nothing."""
    choices: list[Choice] = []
    styles = read.styles
    for name in PICKED_BY:
        codes = [str(one.values.get(name, "")) for one in read.styles]
        known = [code for code in dict.fromkeys(codes) if code]
        asked = request.args.get(name, "")
        if len(known) > 1:
            choices += [
                Choice(name, code, BY_NAME[name].write(code), codes.count(code), code == asked)
                for code in known
            ]
            if asked in known:
                styles = [one for one in styles if one.values.get(name) == asked]
    return Picked(styles, choices, len(read.styles))


@dataclass(frozen=True)
class Card:
    """A style on the page of its own people, and what it lacks before agents may see it."""

    style: Style
    place: int
    """From 0, among all."""

    @property
    def missing(self) -> list[object]:
        """Return what it lacks, in words."""
        return rules.missing(self.style)

    @property
    def supply_price(self) -> int | None:
        """Return what a connected agent pays for a piece, in fen."""
        return supply_price(self.style)

    @property
    def verdict(self) -> Verdict:
        """Return what the rules say of its safety class."""
        return verdict_of(self.style)


def page_of(sheet: LineSheet, number: int) -> Page[Any]:
    """Return one page of a line sheet's styles."""
    return paged([Card(one, place) for place, one in enumerate(sheet.styles)], number)


def verdict_of(style: Style) -> Verdict:
    """Return what the rules say of a style's safety class."""
    return rules.verdict(
        style.wearer, style.contact, style.safety_class, style.sizes, style.category
    )


def like(last: Style | None) -> dict[str, Any]:
    """Return what a new style begins with: what it mostly has in common with the one before."""
    return {name: getattr(last, name) for name in LIKE_LAST} if last else {}


def before(style: Style, styles: Sequence[Style]) -> Style | None:
    """Return the last described style before one."""
    earlier = [one for one in styles if one.position < style.position and not is_untouched(one)]
    return earlier[-1] if earlier else None


def lacking_after(style: Style, styles: Sequence[Style]) -> Style | None:
    """Return the next style that lacks something: behind this one, else from the front."""
    others = [one for one in styles if one is not style and rules.missing(one)]
    behind = [one for one in others if one.position > style.position]
    return next(iter([*behind, *others]), None)


def is_untouched(style: Style) -> bool:
    """Say whether nothing but number and picture is known of a style."""
    return all(field.of(style) in (None, "", []) for field in FIELDS if field.name != "number")


# The grid


@dataclass
class GridRow:
    """One style in the grid: its cells, what can be kept of them, and whether it is late."""

    style: Style
    cells: Mapping[str, Cell]
    values: Mapping[str, Any]
    late: bool = False
    problem: object = ""

    @property
    def wrong(self) -> bool:
        """Say whether a cell cannot be read."""
        return bool(self.problem) or any(one.error for one in self.cells.values())

    @property
    def standing(self) -> Mapping[str, str]:
        """Return what stands there now, by the cells' names."""
        return {name: BY_NAME[name].text_of(self.style) for name in self.cells}

    def keep(self, save: Callable[[Style, Mapping[str, Any]], object]) -> None:
        """Keep the row's values; what a rule says is its problem."""
        save(self.style, self.values)


def grid_rows(sheet: LineSheet) -> list[GridRow]:
    """Return the grid as it stands."""
    return [
        GridRow(one, {name: forms.cell_of(one, BY_NAME[name]) for name in forms.GRID}, {})
        for one in sheet.styles
    ]


def posted_rows(sheet: LineSheet) -> list[GridRow]:
    """Return the grid as it was sent; a row that somebody else saved meanwhile is late."""
    found = []
    for style in sheet.styles:
        values, cells = forms.posted_cells(style)
        differs = any(getattr(style, name) != value for name, value in values.items())
        row = GridRow(style, cells, values)
        row.late = differs and forms.posted_version(style) != style.version
        found.append(row)
    return found


# The catalogue


def per_sheet() -> int:
    """Return how many styles stand on a sheet of paper."""
    asked = request.args.get("per", type=int)
    return asked if asked in PER_SHEET else PER_SHEET[0]


def sheets_of_paper(styles: Sequence[StyleRead], per: int) -> list[Sequence[StyleRead]]:
    """Return styles as they stand on sheets of paper."""
    return [styles[at : at + per] for at in range(0, len(styles), per)]


def catalogue(read: SheetRead, address: Address) -> str:
    """Return the page to be printed, with what this reader sees."""
    per = per_sheet()
    return render_template(
        "linesheets/catalogue.html",
        read=read,
        sheet=read.sheet,
        brand=read.sheet.brand,
        per=per,
        choices=PER_SHEET,
        papers=sheets_of_paper(read.styles, per),
        address=address,
        way=way_to(read.sheet.brand),
        today=clock.today(),
    )


def way_to(brand: Brand) -> str:
    """Return the address of a brand's page for paper; empty while nobody outside sees it."""
    visible = brand.standing is BrandState.VISIBLE
    return absolute_address("directory.show", brand=brand.slug) if visible else ""


# Imports

OUTCOMES: Mapping[RowOutcome, tuple[object, str]] = {
    RowOutcome.NEW: (_l("new"), "done"),
    RowOutcome.CHANGED: (_l("changed"), "waiting"),
    RowOutcome.PROBLEM: (_l("problem"), "danger"),
    RowOutcome.UNCHANGED: (_l("no change"), "quiet"),
}
"""Each outcome's word and tone."""


def labels() -> dict[str, object]:
    """Return what each field, and each side of a style, is called."""
    sides: dict[str, object] = {view.value: VIEW_LABELS[view] for view in View}
    named = {name: field.label for name, field in BY_NAME.items()}
    return named | sides | {"pictures": _l("Pictures")}


def words_of(say: Mapping[str, str]) -> str:
    """Return a remark in the reader's language."""
    return say["en" if language() == ENGLISH else "zh"]


def limits() -> dict[str, int]:
    """Return what an import takes at most, for saying so."""
    return {
        "styles": rules.MOST_STYLES,
        "table": tables.MAX_BYTES // tables.MB,
        "zip": zipped.MAX_BYTES // tables.MB,
        "one": zipped.MAX_ONE // tables.MB,
        "files": zipped.MAX_ENTRIES,
    }
