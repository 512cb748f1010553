"""How text becomes tokens, and a search becomes terms. Pure.

The usual question is two Chinese characters, so the index holds pairs of neighbouring
characters; names also give single characters and pinyin. Latin words are found by their
beginning.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import Any

from pypinyin import Style, lazy_pinyin, pinyin

from portal.brands.models import ProfilePicture

NAME_WEIGHT = 64
NAME_PART_WEIGHT = 16
WORD_WEIGHT = 8
STORY_WEIGHT = 1
LONGEST_QUERY = 80
MOST_TERMS = 12
LONGEST_TOKEN = 40
LONGEST_NAME = 6
MOST_READINGS = 12
MOST_KEPT = 200
"""Brands on one person's list. Source: our decision."""
FOLDER_LENGTH = 40
NOTE_LENGTH = 1000


def cover_of(picture: ProfilePicture | None) -> dict[str, Any]:
    """Return what a page needs to show a cover without asking for its rows; nothing for none."""
    if picture is None:
        return {}
    file = picture.file
    return {
        "sha256": file.mark,
        "width": file.width,
        "height": file.height,
        "edition": file.edition,
        "ground": file.ground,
        "focus": [picture.focus_x, picture.focus_y],
    }


RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+")


@dataclass(frozen=True)
class SearchTerm:
    """One thing that a listing must contain. `prefix` terms match the beginning of a token."""

    token: str
    prefix: bool


def folded(text: str) -> str:
    """Return text without differences of width, case and accents."""
    flat = unicodedata.normalize("NFKC", text).lower()
    parts = unicodedata.normalize("NFKD", flat)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def runs(text: str) -> list[str]:
    """Return the runs of Chinese characters and of Latin letters or digits, in order."""
    return RUN.findall(folded(text))


def is_latin(run: str) -> bool:
    """Say whether a run is of Latin letters or digits."""
    return run.isascii()


def pairs(run: str) -> list[str]:
    """Return the pairs of neighbouring characters; a single character is itself."""
    return [a + b for a, b in pairwise(run)] or [run]


def tokens(text: str) -> set[str]:
    """Return the tokens of a text: pairs of characters, and Latin words."""
    found: set[str] = set()
    for run in runs(text):
        found.update([run[:LONGEST_TOKEN]] if is_latin(run) else pairs(run))
    return found


def name_tokens(name: str) -> dict[str, int]:
    """Return the tokens of a name with their weights: also each character, and its pinyin."""
    weights = dict.fromkeys(tokens(name), NAME_WEIGHT)
    for run in runs(name):
        if is_latin(run):
            continue
        for character in run:
            weights.setdefault(character, NAME_PART_WEIGHT)
        for spelling in pinyin_of(run):
            weights.setdefault(spelling[:LONGEST_TOKEN], NAME_PART_WEIGHT)
    return weights


def pinyin_of(run: str) -> list[str]:
    """Return a run's pinyin in full, its initials, and in full from each later syllable on.

    A character with several readings gives each of them (重 is chong and zhong): whoever searches
    may know either. The reading that fits the words comes first.
    """
    likely = lazy_pinyin(run)
    found: list[str] = []
    for syllables in [likely, *islice(product(*readings(run)), MOST_READINGS)]:
        found += ["".join(syllables[start:]) for start in range(len(syllables))]
        found.append("".join(syllable[:1] for syllable in syllables))
    return list(dict.fromkeys(found))


def readings(run: str) -> list[list[str]]:
    """Return the readings of each character; of a long run only the likely ones."""
    if len(run) > LONGEST_NAME:
        return [[syllable] for syllable in lazy_pinyin(run)]
    return pinyin(run, style=Style.NORMAL, heteronym=True)


def sort_key(name: str) -> str:
    """Return what a name is sorted by: its pinyin, as a reader expects."""
    return " ".join(lazy_pinyin(folded(name)))[:200]


def weighed(names: Iterable[str], words: Iterable[str], stories: Iterable[str]) -> dict[str, int]:
    """Return every token of a listing with the weight of the best place where it stands."""
    weights: dict[str, int] = {}
    for story in stories:
        weights.update(dict.fromkeys(tokens(story), STORY_WEIGHT))
    for word in words:
        weights.update(dict.fromkeys(tokens(word), WORD_WEIGHT))
    for name in names:
        for token, weight in name_tokens(name).items():
            weights[token] = max(weight, weights.get(token, 0))
    return weights


def terms(query: str) -> list[SearchTerm]:
    """Return what a listing must contain, all of it, to be found by `query`."""
    found: list[SearchTerm] = []
    for run in runs(query[:LONGEST_QUERY]):
        if is_latin(run):
            found.append(SearchTerm(run[:LONGEST_TOKEN], prefix=True))
        else:
            found.extend(SearchTerm(pair, prefix=False) for pair in pairs(run))
    return list(dict.fromkeys(found))[:MOST_TERMS]
