"""What must hold of markets, and how an office writes its halls and floors. Pure."""

import re
from dataclasses import dataclass

from portal.core.errors import InvalidError
from portal.core.i18n import has_han
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.markets.models import StallState

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_LENGTHS = range(3, 41)
EARLIEST_YEAR = 1900
MOST_FLOORS = 60
MOST_HALLS = 40
LEVELS = range(-9, 100)
THEME_LENGTH = 60
THEME_EN_LENGTH = 80
HALL_LENGTH = 60
HALL_EN_LENGTH = 80
FLOOR = re.compile(
    r"(?P<below>[-−]|b|负|地下)?\s*(?P<level>\d{1,2})\s*(?:f|楼|层|floor)?[\s.:：、,，]*(?P<theme>.*)",
    re.IGNORECASE,
)
PHONE = re.compile(r"\+?[\d\s()（）-]{5,30}")

SMALLEST_AREA = 50
"""Half a m²: a vitrine."""
LARGEST_AREA = 1_000_000
MOST_PARTS = 12

S = StallState
STALL_WORKFLOW = Workflow(
    {
        "offer": Step(frozenset({S.OWN_USE, S.FITTING_OUT}), S.AVAILABLE),
        "use": Step(frozenset({S.AVAILABLE, S.FITTING_OUT}), S.OWN_USE),
        "fit_out": Step(frozenset({S.AVAILABLE, S.OWN_USE}), S.FITTING_OUT),
        "withdraw": Step(frozenset({S.AVAILABLE, S.OWN_USE, S.FITTING_OUT}), S.WITHDRAWN),
    }
)


@dataclass(frozen=True)
class FloorLine:
    """One floor as it was written."""

    level: int
    theme_zh: str
    theme_en: str


@dataclass(frozen=True)
class HallLine:
    """One hall as it was written: its names and how many floors it has above ground."""

    name_zh: str
    name_en: str
    floors: int


def check_slug(slug: str) -> None:
    """Refuse what cannot stand in an address.

    Raises:
        InvalidError: on `slug`.
    """
    if len(slug) not in SLUG_LENGTHS or not SLUG.fullmatch(slug):
        raise InvalidError(
            "slug",
            _l("3 to 40 small letters a to z, digits and single hyphens, like zhongda-fashion."),
        )


def check_facts(*, opened_year: int | None, phone: str, this_year: int) -> None:
    """Refuse a year that cannot be and a telephone number that cannot be dialled.

    Raises:
        InvalidError: on `opened_year` or `phone`.
    """
    if opened_year is not None and not EARLIEST_YEAR <= opened_year <= this_year:
        raise InvalidError(
            "opened_year",
            _l("A year from %(from)d to %(to)d.", **{"from": EARLIEST_YEAR, "to": this_year}),
        )
    if phone and not PHONE.fullmatch(phone):
        raise InvalidError("phone", _l("Digits, spaces and hyphens, like 0731-2868 0001."))


def check_honour_year(year: int, this_year: int) -> None:
    """Refuse a year in which nothing can have been given.

    Raises:
        InvalidError: on `year`.
    """
    if not EARLIEST_YEAR <= year <= this_year:
        raise InvalidError(
            "year",
            _l("A year from %(from)d to %(to)d.", **{"from": EARLIEST_YEAR, "to": this_year}),
        )


def floors_in(text: str) -> list[FloorLine]:
    """Read floors as an office writes them, one a line: `1 女裤 / Women's trousers`, `B1 车库`.

    Raises:
        InvalidError: on `floor_lines`, naming the line.
    """
    lines = [line.strip() for line in text.splitlines()]
    floors = [floor_in(line, number) for number, line in enumerate(lines, 1) if line]
    if len(floors) > MOST_FLOORS:
        raise InvalidError("floor_lines", _l("At most %(count)d floors.", count=MOST_FLOORS))
    levels = [floor.level for floor in floors]
    for level in levels:
        if levels.count(level) > 1:
            raise InvalidError("floor_lines", _l("Floor %(level)d is written twice.", level=level))
    return sorted(floors, key=lambda floor: floor.level)


def floor_in(line: str, number: int) -> FloorLine:
    """Read one line.

    Raises:
        InvalidError: on `floor_lines`.
    """
    found = FLOOR.fullmatch(line)
    level = int(found["level"]) * (-1 if found["below"] else 1) if found else 0
    if not found or level == 0 or level not in LEVELS:
        raise InvalidError(
            "floor_lines",
            _l(
                "Line %(number)d does not begin with the number of a floor, like 2 or B1.",
                number=number,
            ),
        )
    zh, en = in_two_languages(found["theme"])
    if len(zh) > THEME_LENGTH or len(en) > THEME_EN_LENGTH:
        raise InvalidError(
            "floor_lines",
            _l("What line %(number)d says of the floor is too long.", number=number),
        )
    return FloorLine(level, zh, en)


def halls_in(text: str) -> list[HallLine]:
    """Read halls, one a line: `女裤大楼 / Trousers Building / 5`.

    Raises:
        InvalidError: on `hall_lines`, naming the line.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_HALLS:
        raise InvalidError("hall_lines", _l("At most %(count)d halls.", count=MOST_HALLS))
    return [hall_in(line, number) for number, line in enumerate(lines, 1)]


def hall_in(line: str, number: int) -> HallLine:
    """Read one line: the last part counts the floors when it is a number.

    Raises:
        InvalidError: on `hall_lines`.
    """
    parts = [part.strip() for part in re.split(r"[/／|]", line)]
    floors = 1
    if len(parts) > 1 and re.fullmatch(r"\d{1,2}\s*(?:层|楼|f)?", parts[-1], re.IGNORECASE):
        floors = int(re.sub(r"\D", "", parts.pop()))
    zh, en = parts[0], " / ".join(part for part in parts[1:] if part)
    if not zh or len(zh) > HALL_LENGTH or len(en) > HALL_EN_LENGTH or not floors >= 1:
        raise InvalidError(
            "hall_lines",
            _l(
                "Line %(number)d: the Chinese name, a stroke, the English name, a stroke,"
                " how many floors.",
                number=number,
            ),
        )
    return HallLine(zh, en, min(floors, MOST_FLOORS))


def in_two_languages(text: str) -> tuple[str, str]:
    """Split `女裤 / Women's trousers` into both languages; one alone is the Chinese side."""
    first, second = (part.strip() for part in re.split(r"[/／|]", text + "/", maxsplit=1))
    second = second.rstrip("/").strip()
    if second and has_han(second) and not has_han(first):
        return second, first
    return first, second


def check_area(area: int, field: str = "area") -> None:
    """Refuse an area (hundredths of a m²) that no stall has.

    Raises:
        InvalidError: on `field`.
    """
    if not SMALLEST_AREA <= area <= LARGEST_AREA:
        raise InvalidError(field, _l("From 0.5 to 10,000 m²."))


def check_parts(parts: int, areas: int, whole: int) -> None:
    """Refuse a division that is none: one part, or more area than there was.

    Raises:
        InvalidError: on `parts`.
    """
    if not 1 < parts <= MOST_PARTS:
        raise InvalidError("parts", _l("Two to %(most)d parts, one a line.", most=MOST_PARTS))
    if areas > whole:
        raise InvalidError("parts", _l("Together the parts are larger than the stall."))
