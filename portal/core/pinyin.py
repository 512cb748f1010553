"""How Chinese is read aloud, in letters without tones.

What pypinyin knows is kept in two files beside this one, because its own dictionaries take 57 MB
of each process, and twice as much while they are loaded: how each character is read, and each
phrase with its reading where that is not the usual one of its characters (重庆 is chong qing).
Make them anew when the dictionary is another one: `python -m portal.core.pinyin`.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

FILE = Path(__file__).with_name("readings.txt")
PHRASES = Path(__file__).with_name("phrases.txt")
MADE = "Made by portal/core/pinyin.py of pypinyin's data (MIT licence, (c) 2016 mozillazg, 闲耘).\n"
HEAD = f"# Every character with its readings, the most usual first. {MADE}"
HEAD_OF_PHRASES = f"# Every phrase in order, with its reading where that is not the usual. {MADE}"


def syllables(text: str) -> list[str]:
    """Return the syllables of a text as it is most likely read; other letters stay together."""
    found: list[str] = []
    for is_read, letters in groupby(text, key=lambda one: bool(usual(one))):
        run = "".join(letters)
        if not is_read:
            found.append(run)
        while run and is_read:
            said = beginning(run)
            found += said
            run = run[len(said) :]
    return found


def beginning(run: str) -> list[str]:
    """Return the syllables of the longest phrase that characters begin with, or of the first.

    Of all of them where none is a phrase and together they might become one: so pypinyin reads.
    """
    known, longest = phrases(), ""
    for size in range(1, len(run) + 1):
        begun = run[:size]
        at = bisect_left(known, begun)
        if at == len(known) or not known[at].startswith(begun):
            break
        if known[at].partition(",")[0] == begun:
            longest = known[at]
    else:
        longest = longest or run
    phrase, _, said = longest.partition(",")
    return said.split(",") if said else [usual(one) for one in phrase or run[0]]


@lru_cache(4096)
def usual(character: str) -> str:
    """Return how a character is most often read; an empty text for what is none."""
    first, *_ = readings(character)
    return first if first != character else ""


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


@cache
def phrases() -> list[str]:
    """Return the lines of the phrases, in order: 5 MB for a process that reads names aloud."""
    return PHRASES.read_text(encoding="utf-8").removeprefix(HEAD_OF_PHRASES).splitlines()


def read(step: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Yield every character of the dictionary, or each so-manieth, with its readings."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- see above
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    for code in sorted(pinyin_dict)[::step]:
        found = pinyin(chr(code), style=Style.NORMAL, heteronym=True)[0]
        if found != [chr(code)]:
            yield chr(code), found


def read_phrases(step: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Yield every phrase of the dictionary, or each so-manieth, with its syllables."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- see above
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415

    for phrase in sorted(phrases_dict)[::step]:
        yield phrase, lazy_pinyin(phrase)


def line(phrase: str, said: list[str]) -> str:
    """Return a phrase as the file keeps it."""
    return phrase if said == [usual(one) for one in phrase] else ",".join([phrase, *said])


def build() -> None:
    """Write the files from the dictionary."""
    lines = (f"{character}{','.join(found)}\n" for character, found in read())
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    table.cache_clear()
    usual.cache_clear()
    lines = (f"{line(phrase, said)}\n" for phrase, said in read_phrases())
    PHRASES.write_text(HEAD_OF_PHRASES + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build()
