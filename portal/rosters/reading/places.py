"""A stall as a table names it, in a market of several halls: 一号楼2F-A8. Pure.

A number stands once on a floor, not once in a market: 2F-A8 may be in two halls. A stall is kept
by its number alone where only one hall has it, else with the hall's name before it.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portal.markets import numbers
from portal.rosters.reading.words import Say

KINDS = re.compile(r"^(?:HALL|BUILDING|BLOCK)|(?:号?[楼馆栋幢座厅]|#楼?|号|HALL|BUILDING|BLOCK)$")
"""What halls are, beside their names: 一号楼 is also written 1#楼, 1栋 or 1#."""
LOOKS_LIKE_A_HALL = re.compile(r"\S{0,10}?(?:号楼|[馆栋幢座厅#]|楼(?=\d{1,2}(?:F|楼|层)))")
PARTS = " ,，:：-—·・、"


@dataclass(frozen=True)
class Place:
    """A stall's number, and what is named as its hall."""

    number: str
    hall: str = ""
    other: str = ""
    """A second number that the text may mean."""
    level: int = 0


@dataclass(frozen=True)
class Halls:
    """The halls of a market by name, each with its other name and the numbers of its stalls."""

    named: Mapping[str, str] = field(default_factory=dict)
    stalls: Mapping[str, Collection[str]] = field(default_factory=dict)

    def called(self, text: str) -> list[str]:
        """Return the halls that a text may mean: one, when it is clear."""
        wanted = squeezed(text)
        names = {hall: {squeezed(hall), squeezed(other)} for hall, other in self.named.items()}
        if exact := [hall for hall, own in names.items() if wanted in own]:
            return exact
        if not (bare := KINDS.sub("", wanted)):
            return []
        return [hall for hall, own in names.items() if bare in {KINDS.sub("", one) for one in own}]

    def having(self, number: str) -> list[str]:
        """Return the halls in which a number stands."""
        return [hall for hall in self.named if number in self.stalls.get(hall, ())]

    def settled(self, place: Place, beside: str = "") -> tuple[str, list[Say]]:
        """Return a stall as it is kept, and what is doubtful about its hall.

        `beside` is the hall that another column of the row names.
        """
        having = self.having(place.number)
        told = {"stall": place.number, "halls": "、".join(having)}
        if not (name := place.hall or beside.strip()):
            doubt = [Say("several_halls", "stall", told)] if len(having) > 1 else []
            return place.number, doubt
        called = self.called(name)
        if len(called) != 1:
            known = {"hall": name[:20], "halls": "、".join(called or self.named)}
            return f"{name} {place.number}", [Say("no_hall", "stall", known)]
        hall = called[0]
        if having == [hall] or len(self.named) == 1:
            return place.number, []
        wrong = having and hall not in having
        return f"{hall} {place.number}", (
            [Say("other_hall", "stall", told | {"hall": hall})] if wrong else []
        )


def squeezed(text: str) -> str:
    """Return a hall's name as it is compared: 一号楼 as 1号楼."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    return numbers.COUNTED.sub(lambda found: str(numbers.counted(found[0])), plain)


def read(text: str, level: int | None, halls: Halls) -> Place | None:
    """Return the stall that a text names, perhaps with a hall before it; None for none.

    A hall that the market does not have, or that is not clear, is returned as it is written.
    """
    if found := numbers.readings(text, level):
        return placed(found)
    plain = unicodedata.normalize("NFKC", text).strip()
    for at in range(len(plain) - 1, 0, -1):
        name, rest = plain[:at].rstrip(PARTS), plain[at:].lstrip(PARTS)
        found = numbers.readings(rest, level) if name else []
        theirs = halls.called(name) if found else []
        if theirs:
            return placed(found, theirs[0] if len(theirs) == 1 else name)
    if (match := LOOKS_LIKE_A_HALL.match(plain)) and (
        found := numbers.readings(plain[match.end() :].lstrip(PARTS), level)
    ):
        return placed(found, match[0])
    return None


def placed(found: list[numbers.StallNumber], hall: str = "") -> Place:
    """Return the likeliest of several readings as a place."""
    other = str(found[1]) if len(found) > 1 else ""
    return Place(str(found[0]), hall, other, found[0].level)
