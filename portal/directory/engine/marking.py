"""Showing why a brand was found: the words of the question, marked where they stand. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from portal.core.i18n import CHINESE, ENGLISH, has_han
from portal.directory.engine.text import Typed, folded, is_near, readings_of, runs

AROUND = 14
"""Characters shown on each side of a word that was found."""


@lru_cache(8192)
def letter(one: str) -> str:
    """Fold a single letter."""
    return folded(one)


def flat(text: str) -> str:
    """Fold a text letter by letter, so that what is found can be shown in the original."""
    return "".join(map(letter, text))


def places(text: str) -> list[int]:
    """Return the place in the original that each letter of the folded text comes from."""
    return [at for at, one in enumerate(text) for _letter in letter(one)]


def spans(text: str, parts: Iterable[str]) -> list[tuple[int, int]]:
    """Return where any of the parts stand in the original, from and up to; in order, not twice."""
    known = flat(text)
    here = [part for part in parts if part in known]
    if not here:
        return []
    origin = places(text)
    found = [
        (origin[hit.start()], origin[hit.end() - 1] + 1)
        for part in here
        for hit in re.finditer(pattern(part), known)
    ]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def pattern(part: str) -> str:
    """Return where a part may stand: a Latin word at its beginning, one letter by itself alone."""
    before = r"(?<![a-z0-9])" if part.isascii() else ""
    after = r"(?![a-z0-9])" if part.isascii() and len(part) == 1 else ""
    return before + re.escape(part) + after


def near_words(text: str, asked: Typed) -> list[str]:
    """Return the Latin words of a text that a misspelt word of the question may mean."""
    if not asked.latin:
        return []
    return [
        run for run in runs(text) if run.isascii() and any(is_near(one, run) for one in asked.latin)
    ]


def marked(text: str, asked: Typed) -> Markup | None:
    """Return a whole text with what was asked for marked; None when nothing of it is there."""
    found = (
        spans(text, asked.parts)
        or spans(text, spoken_words(text, asked))
        or spans(text, near_words(text, asked))
    )
    return woven(text, found) if found else None


def spoken_words(text: str, asked: Typed) -> list[str]:
    """Return the characters of a text whose pinyin, or first letters of it, were typed."""
    typed = [one for one in asked.latin if len(one) > 1]
    han = [run for run in runs(flat(text)) if not run.isascii()] if typed else []
    return [word for run in han for one in typed if (word := heard_in(run, one))]


def heard_in(run: str, typed: str) -> str:
    """Return the part of a run that is read so: from any of its characters on; or its initials."""
    for start in range(len(run)):
        if length := read_so(run[start:], typed):
            return run[start : start + length]
    initials = zip(run, typed, strict=False)
    fits = len(typed) <= len(run) and all(
        any(one.startswith(letter) for one in readings_of(character))
        for character, letter in initials
    )
    return run[: len(typed)] if fits else ""


def read_so(run: str, typed: str) -> int:
    """Return how many characters from the first on are read as typed; 0 when they are not."""
    if not run:
        return 0
    for reading in readings_of(run[0]):
        for syllable in {reading, reading.replace("v", "u")}:
            if syllable.startswith(typed):
                return 1
            if typed.startswith(syllable) and (rest := read_so(run[1:], typed[len(syllable) :])):
                return 1 + rest
    return 0


def snippet(text: str, asked: Typed) -> Markup | None:
    """Return the place in a long text where most of the question stands, marked; None without."""
    line = " ".join(text.split())
    found = spans(line, asked.parts)
    if not found:
        return None
    start = max(0, found[0][0] - AROUND)
    end = min(len(line), max(found[0][1] + AROUND, start + 4 * AROUND))
    inside = [(a - start, min(b, end) - start) for a, b in found if a < end]
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return woven(line[start:end], inside, before, after)


def woven(text: str, places: list[tuple[int, int]], before: str = "", after: str = "") -> Markup:
    """Return a text in its own language with some places marked."""
    # Put together by hand: Markup.format would parse the sentence each time.
    pieces, at = [], 0
    for start, end in places:
        pieces.append(f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>")
        at = end
    pieces.append(escape(text[at:]))
    spoken = CHINESE if has_han(text) else ENGLISH
    return Markup(f'<bdi lang="{spoken}">{before}{"".join(pieces)}{after}</bdi>')  # noqa: S704 -- escaped just here
