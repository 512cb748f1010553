"""A stall's number, however an office writes it. Pure.

One stall has one number here, `3F-A12`: floor, zone if there is one, and the number without
leading zeros. Offices write the same stall as 3楼A12, 三楼A12, A3-12, 3A012 or 3F-A-012.
"""

import re
import unicodedata
from dataclasses import dataclass

FLOOR_FIRST = re.compile(
    r"(?P<below>-|B|负|地下)?(?P<level>\d{1,2})(?:F|楼|层)-?(?P<zone>[A-Z]{0,2})-?(?P<number>\d{1,4})号?"
)
PACKED = re.compile(r"(?P<level>\d{1,2})-?(?P<zone>[A-Z]{1,2})-?(?P<number>\d{1,4})号?")
ZONE_FIRST = re.compile(r"(?P<zone>[A-Z]{1,2})(?P<level>\d{1,2})-(?P<number>\d{1,4})号?")
BASEMENT = re.compile(r"(?P<below>B)(?P<level>\d)-(?P<zone>[A-Z]{0,2})(?P<number>\d{1,4})号?")
FLOOR_LEFT_OUT = re.compile(r"(?P<zone>[A-Z]{0,2})-?(?P<number>\d{1,4})号?")
NUMERALS = "零一二三四五六七八九十"
COUNTED = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
CHINESE_FLOOR = re.compile(rf"(?:{COUNTED.pattern})(?=[楼层])")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－_·.、/", "-"))


@dataclass(frozen=True, order=True)
class StallNumber:
    """Floor (basements negative), zone (empty where a floor has none) and number from 1."""

    level: int
    zone: str
    number: int

    def __str__(self) -> str:
        """Return it as it is kept, searched and printed: 3F-A12, 1F-32, B1-A3."""
        floor = f"{self.level}F" if self.level > 0 else f"B{-self.level}"
        return f"{floor}-{self.zone}{self.number}"


def readings(text: str, level: int | None = None) -> list[StallNumber]:
    """Return every stall that a text may mean, the likeliest first; none when it is no number.

    `level` is the floor that the text stands under, if that is known: it decides between two
    readings (B1-07 may be zone B on the first floor or the first basement) and stands in for a
    floor that is left out (A12).
    """
    tidy = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper().translate(DASHES)
    tidy = CHINESE_FLOOR.sub(lambda floor: str(counted(floor[0])), tidy)
    # A floor that is named leaves no doubt: the F of 1F-32 is no zone.
    named = FLOOR_FIRST.fullmatch(tidy)
    others = [form.fullmatch(tidy) for form in (PACKED, ZONE_FIRST, BASEMENT)]
    found = [_number(match) for match in ([named] if named else others) if match]
    if level is not None and not found and (match := FLOOR_LEFT_OUT.fullmatch(tidy)):
        found = [StallNumber(level, match["zone"], int(match["number"]))]
    sound = [one for one in dict.fromkeys(found) if one.level and one.number]
    fitting = [one for one in sound if level in {None, one.level}]
    return fitting or sound


def read(text: str, level: int | None = None) -> StallNumber | None:
    """Return the one stall that a text means; None when it is none or may be several."""
    found = readings(text, level)
    return found[0] if len(found) == 1 else None


def counted(numerals: str) -> int:
    """Return a number up to 99 that is written in Chinese."""
    tens, ten, ones = numerals.partition("十")
    if not ten:
        return NUMERALS.index(numerals)
    return (NUMERALS.index(tens) if tens else 1) * 10 + (NUMERALS.index(ones) if ones else 0)


def _number(match: re.Match[str]) -> StallNumber:
    parts = match.groupdict()
    sign = -1 if parts.get("below") else 1
    return StallNumber(sign * int(parts["level"]), parts["zone"], int(parts["number"]))
