"""How text becomes tokens, and what is typed becomes a question. Pure.

The usual question is two Chinese characters, so the index holds pairs of neighbouring
characters; names also give single characters and pinyin. Latin words are found by their
beginning. Every token begins with a letter that says where it stands: see `Place`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import islice, pairwise, product
from typing import Any

from portal.core import pinyin

LONGEST_QUERY = 80
SHORT = 40
MOST_UNITS = 8
MOST_TERMS = 16
LONGEST_TOKEN = 40
LONGEST_NAME = 6
MOST_READINGS = 12
SHORTEST_MISSPELT = 4
"""Letters of a Latin word below which a near spelling would be any word."""
BETWEEN_FIELDS = "\n"
RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9]+")
NARROW = re.compile(r"[a-z0-9]+")


class Place(StrEnum):
    """Where a token stands, best first. The values are the first letter of a token."""

    EXACT = "e"
    """A whole name, former name or its pinyin."""
    NAME = "n"
    WORD = "w"
    """What the code tables, the place and the stall are called."""
    STORY = "s"
    OFFICE = "m"
    """The company behind the brand: for the market's own office."""
    MISSPELT = "d"
    """A Latin word of a name with one letter left out."""


@dataclass(frozen=True)
class Term:
    """One token without its place. `prefix` terms match the beginning of one."""

    token: str
    prefix: bool = False


@dataclass(frozen=True)
class Unit:
    """One run of what was typed. It is found when all parts of any of its ways are found."""

    text: str
    ways: tuple[tuple[str, ...], ...]
    """As written, and then cut into words that the house knows: 株洲女裤, 株洲 + 女裤."""
    is_word: bool = False
    """Whether it is how a word is spelt that the house knows: nvku is 女裤, and begins no 女款."""

    @property
    def is_latin(self) -> bool:
        """Say whether it is of Latin letters or digits."""
        return self.text.isascii()

    @property
    def needs_reading(self) -> bool:
        """Say whether tokens can mislead: three characters are two pairs that may lie apart."""
        return any(not part.isascii() and len(part) > 2 for way in self.ways for part in way)  # noqa: PLR2004 -- a pair

    def terms(self, way: tuple[str, ...]) -> list[Term]:
        """Return the tokens of one of its ways."""
        if self.is_latin:
            # One letter begins too many words to mean any of them.
            return [Term(self.text[:LONGEST_TOKEN], prefix=len(self.text) > 1)]
        return [Term(pair) for part in way for pair in pairs(part)][:MOST_TERMS]


@dataclass(frozen=True)
class Typed:
    """What somebody typed, taken apart."""

    units: tuple[Unit, ...] = ()
    whole: str = ""
    """All of it without spaces: what a whole name is compared with."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Return what is marked where it stands: the runs as typed, and the words in them.

        A Latin letter alone is marked only where nothing else was typed: the s of Women's is no
        reason.
        """
        parts = dict.fromkeys(p for unit in self.units for way in unit.ways for p in way)
        return tuple(one for one in parts if len(one) > 1 or not one.isascii()) or tuple(parts)

    @cached_property
    def latin(self) -> tuple[str, ...]:
        """Return its runs of Latin letters or digits."""
        return tuple(unit.text for unit in self.units if unit.is_latin)


def folded(text: str) -> str:
    """Return text without differences of width, case, accents and traditional characters."""
    flat = unicodedata.normalize("NFKC", text).lower()
    if flat.isascii():
        return flat
    parts = unicodedata.normalize("NFKD", flat)
    return simplified("".join(letter for letter in parts if not unicodedata.combining(letter)))


def simplified(text: str) -> str:
    """Return text in simplified characters. What GB 2312 can write is left as it is."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        han = any("\u3400" <= letter <= "\u9fff" for letter in text)
        return converter().convert(text) if han else text
    return text


@cache
def converter() -> Any:
    """Return the converter of traditional characters; its tables are loaded when first needed."""
    from opencc import OpenCC  # noqa: PLC0415 -- 15 MB that most installations never need

    return OpenCC("t2s")


def runs(text: str) -> Sequence[str]:
    """Return the runs of Chinese characters and of Latin letters or digits, in order."""
    return runs_of_word(text) if len(text) <= SHORT else RUN.findall(folded(text))


@lru_cache(4096)
def runs_of_word(text: str) -> tuple[str, ...]:
    """Return the runs of a short text: most are words of code tables, and come again."""
    return tuple(RUN.findall(folded(text)))


def pairs(run: str) -> list[str]:
    """Return the pairs of neighbouring characters; a single character is itself."""
    return [a + b for a, b in pairwise(run)] or [run]


@lru_cache(4096)
def tokens(text: str) -> frozenset[str]:
    """Return the tokens of a text: pairs of characters, and Latin words."""
    found: set[str] = set()
    for run in runs(text):
        found.update([run[:LONGEST_TOKEN]] if run.isascii() else pairs(run))
    return frozenset(found)


def spellings(run: str) -> list[str]:
    """Return a run's pinyin in full, its initials, and in full from each later syllable on.

    A character with several readings gives each of them (重 is chong and zhong): whoever searches
    may know either. The reading that fits the words comes first.
    """
    likely = read_aloud(run)
    found: list[str] = []
    for syllables in [likely, *islice(product(*readings(run)), MOST_READINGS)]:
        found += ["".join(syllables[start:]) for start in range(len(syllables))]
        found.append("".join(syllable[:1] for syllable in syllables))
    found += [one.replace("v", "u") for one in found if "v" in one]
    return list(dict.fromkeys(one for one in found if NARROW.fullmatch(one)))


@lru_cache(4096)
def read_aloud(run: str) -> tuple[str, ...]:
    """Return the syllables of a run as they are most likely read."""
    return tuple(pinyin.syllables(run))


def readings(run: str) -> list[tuple[str, ...]]:
    """Return the readings of each character; of a long run only the likely ones."""
    if len(run) > LONGEST_NAME:
        return [(syllable,) for syllable in read_aloud(run)]
    return [readings_of(character) for character in run]


@lru_cache(8192)
def readings_of(character: str) -> tuple[str, ...]:
    """Return the readings of one character."""
    return tuple(pinyin.readings(character))


def characters(word: str) -> frozenset[str]:
    """Return the Chinese characters of a word, each by itself."""
    return frozenset(one for run in runs(word) if not run.isascii() for one in run)


def name_tokens(name: str) -> set[str]:
    """Return the tokens of a name: also each character, and its pinyin."""
    found = set(tokens(name))
    for run in runs(name):
        if not run.isascii():
            found.update(run)
            found.update(one[:LONGEST_TOKEN] for one in spellings(run))
    return found


def whole_tokens(name: str) -> set[str]:
    """Return what a whole name is typed as: itself, its pinyin, its initials."""
    parts = runs(name)
    whole = "".join(parts)
    if not whole:
        return set()
    found = {whole}
    if len(parts) == 1 and not whole.isascii():
        spoken = spellings(whole)
        syllables = read_aloud(whole)
        found |= {spoken[0], "".join(one[:1] for one in syllables)}
        found |= {"".join(one) for one in islice(product(*readings(whole)), MOST_READINGS)}
    return {one[:LONGEST_TOKEN] for one in found}


def misspellings(word: str) -> set[str]:
    """Return a Latin word, and what is left of it without any one letter."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def is_near(typed: str, word: str) -> bool:
    """Say whether one letter was changed, left out, put in, or swapped with the next."""
    if typed == word:
        return True
    if abs(len(typed) - len(word)) > 1:
        return False
    if len(typed) == len(word):
        wrong = [at for at, (a, b) in enumerate(zip(typed, word, strict=True)) if a != b]
        if len(wrong) == 1:
            return True
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004 -- two letters change places
        return swapped and typed[wrong[0]] == word[wrong[1]] and typed[wrong[1]] == word[wrong[0]]
    longer, shorter = (typed, word) if len(typed) > len(word) else (word, typed)
    return shorter in misspellings(longer)


@dataclass(frozen=True)
class Texts:
    """What a brand is found by, field by field."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    """Those of the words that are also typed as pinyin: its categories, its places."""
    kinds: tuple[str, ...] = ()
    """Those of the words of which one character is enough, as of a name: 裤, 裙, 鞋."""
    stories: tuple[str, ...] = ()
    company: tuple[str, ...] = ()


def indexed(texts: Texts) -> str:
    """Return every token of a brand with its best place, sorted, with spaces between."""
    office = {token for one in texts.company for token in tokens(one)}
    found = {token: Place.STORY for one in texts.stories for token in tokens(one)}
    found |= {token: Place.WORD for one in texts.words for token in tokens(one)}
    for spoken in texts.spoken:
        found |= dict.fromkeys(heard(spoken), Place.WORD)
    found |= {one: Place.WORD for kind in texts.kinds for one in characters(kind)}
    found |= {token: Place.NAME for one in texts.names for token in name_tokens(one)}
    marked = {place + token for token, place in found.items()}
    marked |= {Place.EXACT + token for one in texts.names for token in whole_tokens(one)}
    marked |= {Place.OFFICE + token for token in office}
    for word in latin_words(texts.names):
        marked |= {Place.MISSPELT + one for one in misspellings(word)}
    return " ".join(sorted(marked))


@lru_cache(4096)
def heard(word: str) -> frozenset[str]:
    """Return a word's pinyin and its initials; unlike a name, it is not known by its end."""
    found: set[str] = set()
    for run in runs(word):
        if not run.isascii():
            syllables = read_aloud(run)
            full = "".join(syllables)
            found |= {full, full.replace("v", "u"), "".join(one[:1] for one in syllables)}
    return frozenset(one[:LONGEST_TOKEN] for one in found if NARROW.fullmatch(one))


def spelt(word: str) -> list[str]:
    """Return a Chinese word's pinyin in full; nothing for another.

    Not its initials: those of everyday words are the initials of half the names.
    """
    parts = runs(word)
    if len(parts) != 1 or word.isascii():
        return []
    full = "".join(read_aloud(parts[0]))
    return list(dict.fromkeys((full, full.replace("v", "u"))))


def latin_words(names: Iterable[str]) -> Iterator[str]:
    """Yield the Latin words of names that are long enough to be misspelt."""
    for name in names:
        for run in runs(name):
            if run.isascii() and SHORTEST_MISSPELT <= len(run) <= LONGEST_TOKEN:
                yield run


def readable(texts: Texts) -> str:
    """Return the same texts folded, for reading again what tokens only suggest."""
    fields = (*texts.names, *texts.words, *texts.stories)
    return BETWEEN_FIELDS.join(" ".join(runs(one)) for one in fields if one)


def typed(query: str, known: Collection[str]) -> Typed:
    """Take apart what was typed; `known` are the words that a run may be cut into, or spell."""
    parts = list(dict.fromkeys(runs(query[:LONGEST_QUERY])))
    units = tuple(
        Unit(run, ways(run, known), run.isascii() and run in known) for run in parts[:MOST_UNITS]
    )
    return Typed(units, "".join(parts)[:LONGEST_TOKEN])


def ways(run: str, known: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Return a run as written and, where known words are in it, cut at their ends."""
    if len(run) < 3:  # noqa: PLR2004 -- a word, and a character that says what it is: 休闲裤
        return ((run,),)
    parts = tuple(cut(run, known))
    sensible = len(parts) > 1 and all(len(part) > 1 or part in known for part in parts)
    return ((run,), parts) if sensible else ((run,),)


def cut(run: str, known: Collection[str]) -> Iterator[str]:
    """Yield the known words in a run, the longest first at each place, and what is between.

    A Latin run is one word: the letters of one say nothing inside of another.
    """
    if run.isascii():
        yield run
        return
    begun = at = 0
    while at < len(run):
        found = next(
            (run[at : at + size] for size in (6, 5, 4, 3, 2) if run[at : at + size] in known), ""
        )
        if not found:
            at += 1
            continue
        if begun < at:
            yield run[begun:at]
        yield found
        at += len(found)
        begun = at
    if begun < len(run):
        yield run[begun:]


def says(text: str, unit: Unit) -> bool:
    """Say whether a readable text really holds a unit of Chinese characters."""
    return any(all(part in text for part in way) for way in unit.ways)


def sort_key(name: str) -> str:
    """Return what a name is sorted by: its pinyin, as a reader expects."""
    return " ".join(read_aloud(folded(name)))[:200]


LETTERS = 12


def name_number(key: str) -> int:
    """Return the first twelve letters of a sort key as a number that sorts as they do."""
    number = 0
    letters = [letter for letter in key if letter.isascii() and letter.isalnum()][:LETTERS]
    for letter in letters:
        number = number * 32 + (ord(letter) - ord("a") + 2 if letter.isalpha() else 1)
    return number << 5 * (LETTERS - len(letters))


def span_of(beginning: str) -> tuple[int, int]:
    """Return the numbers of all names whose letters begin so: from, and up to before."""
    letters = min(len(beginning), LETTERS)
    first = name_number(beginning)
    return first, first + (1 << 5 * (LETTERS - letters))
