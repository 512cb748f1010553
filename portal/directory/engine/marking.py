"""Showing why a brand was found: the words of the question, marked where they stand. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.core.i18n import CHINESE, ENGLISH, has_han
from portal.directory.engine.text import Typed, folded, is_near, readings_of, runs

AROUND = 14
"""Characters shown on each side of a word that was found."""


@dataclass(frozen=True)
class Mapped:
    """A text folded, with the place in the original that each folded letter comes from."""

    text: str
    folded: str
    places: list[int]


def mapped(text: str) -> Mapped:
    """Fold a text letter by letter, so that what is found can be shown in the original."""
    letters, places = [], []
    for at, letter in enumerate(text):
        known = folded(letter)
        letters.append(known)
        places.extend([at] * len(known))
    return Mapped(text, "".join(letters), places)


def spans(text: Mapped, parts: Iterable[str]) -> list[tuple[int, int]]:
    """Return where any of the parts stand in the original, from and up to; in order, not twice."""
    found = [
        (text.places[hit.start()], text.places[hit.end() - 1] + 1)
        for part in parts
        for hit in re.finditer(pattern(part), text.folded)
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


def parts_of(asked: Typed) -> list[str]:
    """Return what is to be marked: the runs as typed, and the words they were cut into.

    A Latin letter alone is marked only where nothing else was typed: the s of Women's is no reason.
    """
    parts = list(dict.fromkeys(part for unit in asked.units for way in unit.ways for part in way))
    return [one for one in parts if len(one) > 1 or not one.isascii()] or parts


def near_words(text: str, asked: Typed) -> list[str]:
    """Return the Latin words of a text that a misspelt word of the question may mean."""
    latin = [unit.text for unit in asked.units if unit.is_latin]
    return [run for run in runs(text) if run.isascii() and any(is_near(one, run) for one in latin)]


def marked(text: str, asked: Typed) -> Markup | None:
    """Return a whole text with what was asked for marked; None when nothing of it is there."""
    read = mapped(text)
    found = (
        spans(read, parts_of(asked))
        or spans(read, spoken_words(read.folded, asked))
        or spans(read, near_words(text, asked))
    )
    return woven(text, found) if found else None


def spoken_words(text: str, asked: Typed) -> list[str]:
    """Return the characters of a folded text whose pinyin, or first letters of it, were typed."""
    typed = [unit.text for unit in asked.units if unit.is_latin and len(unit.text) > 1]
    han = [run for run in runs(text) if not run.isascii()] if typed else []
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
    flat = " ".join(text.split())
    found = spans(mapped(flat), parts_of(asked))
    if not found:
        return None
    start = max(0, found[0][0] - AROUND)
    end = min(len(flat), max(found[0][1] + AROUND, start + 4 * AROUND))
    inside = [(a - start, min(b, end) - start) for a, b in found if a < end]
    before, after = "…" if start else "", "…" if end < len(flat) else ""
    return woven(flat[start:end], inside, before, after)


def woven(text: str, places: list[tuple[int, int]], before: str = "", after: str = "") -> Markup:
    """Return a text in its own language with some places marked."""
    pieces, at = [], 0
    for start, end in places:
        pieces += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    pieces.append(escape(text[at:]))
    spoken = CHINESE if has_han(text) else ENGLISH
    inner = Markup("").join(pieces)
    return Markup('<bdi lang="{}">{}{}{}</bdi>').format(spoken, before, inner, after)
