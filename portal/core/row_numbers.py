"""Numbers that an address or a form sends back: of rows, and of the versions that were seen. Pure.

Whatever is no such number names no row. Beyond `HIGHEST`, PostgreSQL refuses the very question.
"""

from collections.abc import Iterable

HIGHEST = 2**31 - 1
"""The highest number that a row can have on PostgreSQL (INTEGER)."""
HIGHEST_VERSION = 2**32 - 1
"""A version counts up from 1, or is the CRC-32 of what was shown."""


def read(text: str) -> int | None:
    """Return the number of a row, or None."""
    number = whole(text)
    return number if number and number <= HIGHEST else None


def among(texts: Iterable[str]) -> list[int]:
    """Return the numbers of rows among what was sent."""
    found = (read(text) for text in texts)
    return [number for number in found if number]


def seen(texts: Iterable[str], mark: str) -> dict[int, int]:
    """Return, by row, the version that was seen of it; each text is both, with a mark between."""
    found = {}
    for text in texts:
        first, _mark, second = text.partition(mark)
        number, known = read(first), version(second)
        if number and known is not None:
            found[number] = known
    return found


def version(text: str) -> int | None:
    """Return the version that was seen, or None."""
    number = whole(text)
    return number if number is not None and number <= HIGHEST_VERSION else None


def whole(text: str) -> int | None:
    """Return what up to ten plain digits say; None for anything else, superscripts included."""
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST_VERSION))
    return int(text) if plain else None
