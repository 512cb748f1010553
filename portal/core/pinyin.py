"""How Chinese is read aloud, in letters without tones.

The dictionary takes 112 MB, so it is loaded by the first name that has to be read: a process that
only answers questions does without it. How single characters are read is in `readings.txt`, so
that the characters of a name can be marked whose pinyin was typed. Make it anew when the dictionary
is another one: `python -m portal.core.pinyin`.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("readings.txt")
HEAD = "# Every character with its readings, the most usual first. Made by portal/core/pinyin.py.\n"


def syllables(text: str) -> list[str]:
    """Return the syllables of a text as it is most likely read; other letters stay together."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- see above

    return lazy_pinyin(text)


def readings(character: str) -> list[str]:
    """Return every way in which one character is read, the most usual first."""
    mark = b"\n" + character.encode(errors="replace")
    at = table().find(mark)
    if at < 0:
        return [character]
    at += len(mark)
    return table()[at : table().index(b"\n", at)].decode().split(",")


@cache
def table() -> bytes:
    """Return the file as it is: a third of a megabyte, where a mapping would take seven."""
    return FILE.read_bytes()


def read(step: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Yield every character of the dictionary, or each so-manieth, with its readings."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- see above
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    for code in sorted(pinyin_dict)[::step]:
        found = pinyin(chr(code), style=Style.NORMAL, heteronym=True)[0]
        if found != [chr(code)]:
            yield chr(code), found


def build() -> None:
    """Write the file from the dictionary."""
    lines = (f"{character}{','.join(found)}\n" for character, found in read())
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build()
