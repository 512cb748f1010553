"""A floor as it is drawn: every stall a rectangle with its number, its brand and its colour."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from flask import url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import has_han, joined, language, money, percentage, plain
from portal.leasing.criteria import Colour
from portal.leasing.models import Let, Phase, Rung, Standing
from portal.leasing.queries import Plan
from portal.leasing.rules import standing
from portal.markets import grid
from portal.markets.models import Stall
from portal.reference import queries as reference

WIDE, HIGH = 96, 64
"""A cell, in the units of the drawing: at least a finger on a phone, 17 mm on paper."""
AISLE_WIDE, AISLE_HIGH = 36, 30
MARGIN = 14
LINE_UNITS = 10.6
"""How many Latin letters fit into a cell; a Chinese character counts as two."""
LINES = 2
HAN_UNITS = 2.0
BESIDE = 12
"""How many stalls that are not on the plan stand in a row beneath it."""


@dataclass(frozen=True)
class Tint:
    """A colour of the plan and what it means."""

    code: str
    label: str


Paint = Callable[[Stall], Tint]
MOST_CATEGORIES = 7
"""How many categories of a floor have a colour of their own."""


@dataclass(frozen=True)
class Box:
    """One rectangle: a stall, or something that is none."""

    x: int
    y: int
    width: int
    height: int
    number: str
    lines: tuple[str, ...] = ()
    spoken: str = ""
    """The language of the lines."""
    tint: str = "none"
    href: str = ""
    title: str = ""

    @property
    def middle(self) -> int:
        """Return where its text stands, from the left."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Drawing:
    """A whole floor: its size, its boxes, and the legend with how many of each colour."""

    width: int
    height: int
    boxes: Sequence[Box]
    legend: Sequence[tuple[Tint, int]]


def drawn(plan: Plan, colour: Colour) -> Drawing:
    """Return the drawing of a floor."""
    by_short = {one.short: one for one in plan.stalls}
    rows = [list(row) for row in plan.rows]
    there = {word for row in rows for word in row}
    beside = [one.short for one in plan.stalls if one.short not in there]
    rows = grid.with_stalls(rows, beside, max(BESIDE, *map(len, rows), 1) if rows else BESIDE)
    columns = edges([any_stall(column) for column in zip(*rows, strict=True)], WIDE, AISLE_WIDE)
    lines = edges([any_stall(row) for row in rows], HIGH, AISLE_HIGH)
    paint = PAINTS[colour](plan)
    counted: Counter[Tint] = Counter()
    boxes = []
    for cell in grid.cells_of(rows):
        place = (
            columns[cell.column],
            lines[cell.row],
            columns[cell.column + cell.columns] - columns[cell.column],
            lines[cell.row + cell.rows] - lines[cell.row],
        )
        stall = by_short.get(cell.text)
        if stall is None:
            text = cell.text.strip("[]")
            boxes.append(Box(*place, number=text, spoken="zh-Hans" if has_han(text) else "en"))
            continue
        tint = paint(stall)
        counted[tint] += 1
        boxes.append(box(plan, stall, tint, place))
    return Drawing(
        width=columns[-1] + MARGIN,
        height=lines[-1] + MARGIN,
        boxes=boxes,
        legend=sorted(counted.items(), key=lambda pair: legend_order(pair[0])),
    )


def any_stall(words: Sequence[str]) -> bool:
    """Say whether a row or column is more than an aisle."""
    return any(word != grid.AISLE for word in words)


def edges(full: Sequence[bool], size: int, aisle: int) -> list[int]:
    """Return where each row or column begins, and where the last one ends."""
    return list(accumulate((size if one else aisle for one in full), initial=MARGIN))


def legend_order(tint: Tint) -> tuple[bool, str]:
    """Put the colour of nothing in particular last."""
    return tint.code == "none", tint.code


def box(plan: Plan, stall: Stall, tint: Tint, place: tuple[int, int, int, int]) -> Box:
    """Return a stall with what may be read on it."""
    let = plan.lets.get(stall.id)
    name = plain(let.brand, "name") if let else ""
    text = name or (str(standing(stall, None).label) if plan.whole else "")
    spoken = ("zh-Hans" if has_han(text) else "en") if name else language()
    return Box(
        *place,
        number=stall.short,
        lines=tuple(wrapped(text, LINE_UNITS * place[2] / WIDE)),
        spoken=spoken,
        tint=tint.code,
        href=address(plan, stall, let),
        title=" · ".join(words_of(plan, stall, let, tint)),
    )


def words_of(plan: Plan, stall: Stall, let: Let | None, tint: Tint) -> Iterator[str]:
    """Yield what a box says to who points at it or hears it."""
    yield stall.number
    if let:
        yield plain(let.brand, "name")
    if tint.code != "none":
        yield tint.label
    if plan.whole:
        yield _("%(area)s m²", area=f"{stall.area / 100:g}")
        if let:
            yield _("until %(day)s", day=let.ends_on.isoformat())


def address(plan: Plan, stall: Stall, let: Let | None) -> str:
    """Return where a stall leads: the office to its page, a visitor to the brand's."""
    if plan.whole:
        return url_for("leasing.stall", market=plan.market.slug, stall_id=stall.id)
    return url_for("directory.show", brand=let.brand.slug) if let else ""


def wrapped(text: str, units: float) -> Iterator[str]:
    """Yield a name in at most two lines that fit; what does not is cut with an ellipsis."""
    words = pieces(text)
    lines: list[str] = [""]
    for word in words:
        if not lines[-1] or width_of(lines[-1] + word) <= units:
            lines[-1] += word
        else:
            lines.append(word)
    shown = [line.strip() for line in lines[:LINES]]
    if len(lines) > LINES:
        shown[-1] += "…"
    for line in shown:
        yield cut(line, units)


def pieces(text: str) -> list[str]:
    """Return what a line may be broken between: each Chinese character, each word."""
    found: list[str] = []
    for letter in text:
        if found and not has_han(letter) and not has_han(found[-1][-1]) and found[-1][-1] != " ":
            found[-1] += letter
        else:
            found.append(letter)
    return found


def width_of(text: str) -> float:
    """Return how wide a text is, in Latin letters."""
    return sum(HAN_UNITS if has_han(letter) else 1 for letter in text.strip())


def cut(line: str, units: float) -> str:
    """Return a line that fits."""
    if width_of(line) <= units + 0.5:
        return line
    while line and width_of(line) > units - 1:
        line = line[:-1]
    return f"{line.rstrip('…')}…"


def by_state(plan: Plan) -> Paint:
    """Colour by what a stall is today; what ends soon has a colour of its own."""

    def paint(stall: Stall) -> Tint:
        let = plan.lets.get(stall.id)
        if not plan.whole:
            return Tint("let", _("published brand")) if let else Tint("none", _("other stalls"))
        state = standing(stall, let)
        if let and state is Standing.LET and plan.phase(let) is Phase.ENDING:
            return Tint("let-ending", _("let, ends within 60 days"))
        return Tint(state.value.replace("_", "-"), str(state.label))

    return paint


def by_category(plan: Plan) -> Paint:
    """Colour by the brand's category: the commonest of the floor each, the rest together."""
    codes = {stall_id: plan.categories.get(let.brand_id, "") for stall_id, let in plan.lets.items()}
    common = [code for code, _count in Counter(filter(None, codes.values())).most_common()]
    tints = {
        code: Tint(f"category-{place}", reference.term("category", code).label(language()))
        for place, code in enumerate(common[:MOST_CATEGORIES], 1)
    }
    others = Tint(f"category-{MOST_CATEGORIES + 1}", _("other categories"))

    def paint(stall: Stall) -> Tint:
        code = codes.get(stall.id, "")
        return tints.get(code, others) if code else Tint("none", _("no category"))

    return paint


def by_stage(plan: Plan) -> Paint:
    """Colour by the stage that the brand is in."""

    def paint(stall: Stall) -> Tint:
        let = plan.lets.get(stall.id)
        code, zh, en = plan.stages.get(let.brand_id, ("", "", "")) if let else ("", "", "")
        if not code:
            return Tint("none", _("in no programme"))
        name = plain({"name_zh": zh, "name_en": en}, "name")
        return Tint(f"stage-{code.lower()}", f"{code} {name}")

    return paint


PAINTS: dict[Colour, Callable[[Plan], Paint]] = {
    Colour.STATE: by_state,
    Colour.CATEGORY: by_category,
    Colour.STAGE: by_stage,
}


def ladder_words(let: Let) -> str:
    """Return what is let off a rent in which stage; nothing where nothing is."""
    return joined(
        [
            _(
                "%(code)s: %(off)s",
                code=one.stage_code,
                off=percentage(one.percent) if one.fen is None else money(one.fen),
            )
            for one in let.ladder
        ]
    )


def lowered_words(steps: Sequence[tuple[Rung, int]]) -> str:
    """Return which steps of a ladder came down, from what to what a month."""
    return joined(
        [
            _("%(code)s from %(old)s to %(new)s", code=one.code, old=money(one.fen), new=money(now))
            for one, now in steps
        ]
    )
