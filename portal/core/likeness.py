"""Whether two names are likely the same, and why: by their characters or by their sound. Pure."""

import re
import unicodedata
from functools import lru_cache

from portal.core.i18n import lazy_gettext as _l
from portal.core.pinyin import syllables

IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|《|》")
SIGNS = re.compile(r"[®™©℠]|\(r\)|\(tm\)", re.IGNORECASE)
SHORTEST_NEAR = 4
"""Of shorter names one letter is too much of a difference. Source: our decision."""
SHORTEST_SOUND = 6
"""Letters of pinyin from which on one may differ: `yunjin`, `yunjing`. Source: our decision."""

SAME = _l("the same name")
SOUND = _l("a name that sounds the same")
NEAR = _l("a name with one character different")
NEAR_SOUND = _l("a name that sounds almost the same")


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """Return a name without width, case, signs, spaces and what stands in brackets."""
    wide = SIGNS.sub("", name)
    bare = IN_BRACKETS.sub("", SIGNS.sub("", unicodedata.normalize("NFKC", wide).casefold()))
    kept = "".join(letter for letter in bare if letter.isalnum())
    return kept or "".join(letter for letter in wide.casefold() if letter.isalnum())


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """Return how a name sounds, in letters without tones; Latin letters stand for themselves."""
    return "".join(syllables(plain(name)))


def one_apart(one: str, other: str) -> bool:
    """Say whether a single letter more, less or other makes one text the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = one[start:], other[start:]
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


def reason(one: str, other: str) -> object | None:
    """Return in words why two names are likely the same; None when they are not."""
    first, second = plain(one), plain(other)
    if not first or not second:
        return None
    if first == second:
        return SAME
    heard, said = sound(one), sound(other)
    if heard == said:
        return SOUND
    if min(len(first), len(second)) >= SHORTEST_NEAR and one_apart(first, second):
        return NEAR
    if min(len(heard), len(said)) >= SHORTEST_SOUND and one_apart(heard, said):
        return NEAR_SOUND
    return None
