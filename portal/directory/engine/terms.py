"""The words that were asked for lately, each as a bitmap; all others are in the database."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
from pyroaring import BitMap

from portal.directory.engine.asking import Source
from portal.directory.engine.bitmaps import bitmap_of
from portal.directory.engine.kept import Kept, size_of
from portal.directory.engine.text import SHORTEST_MISSPELT, Place, Term, misspellings

MOST_BYTES = 12_000_000
BYTES_A_BRAND = 12
"""As much more is kept for every brand: where there are many, so are those that hold a word."""
FOUND = (Place.NAME, Place.WORD, Place.STORY)


class Terms:
    """Bitmaps of slots by term and place, filled when first asked for, and kept in step."""

    def __init__(self, source: Source, brands: int = 0) -> None:
        self._source = source
        most = MOST_BYTES + BYTES_A_BRAND * brands
        self._known: Kept[tuple[Term, tuple[Place, ...]], list[Any]] = Kept(most)

    @property
    def are_known(self) -> bool:
        """Say whether any was asked for."""
        return any(True for _one in self._known)

    def places(self, term: Term, slots: Any) -> list[Any]:
        """Return who holds a term in a name; in a name or among words; anywhere."""
        names, words, stories = self._bitmaps(term, FOUND, slots)
        return [names, names | words, names | words | stories]

    def names(self, term: Term, slots: Any) -> Any:
        """Return who holds a term in a name."""
        known = self._known.get((term, FOUND))
        return known[0] if known else self._bitmaps(term, (Place.NAME,), slots)[0]

    def exact(self, whole: str, slots: Any) -> Any:
        """Return the brands that are called exactly so."""
        return self._bitmaps(Term(whole), (Place.EXACT,), slots)[0] if whole else BitMap()

    def office(self, term: Term, slots: Any) -> Any:
        """Return the brands whose company holds a term."""
        return self._bitmaps(term, (Place.OFFICE,), slots)[0]

    def misspelt(self, word: str, slots: Any) -> Any:
        """Return the brands with a word in their names that may be this one, misspelt."""
        if len(word) < SHORTEST_MISSPELT or word.isdigit():
            return BitMap()
        parts = (
            self._bitmaps(Term(one), (Place.MISSPELT,), slots)[0] for one in misspellings(word)
        )
        return BitMap.union(*parts)

    def _bitmaps(self, term: Term, places: tuple[Place, ...], slots: Any) -> list[Any]:
        key = (term, places)
        found = self._known.get(key)
        if found is None:
            found = [slots_of(numbers, slots) for numbers in self._source.ids(term, places)]
            self._known.keep(key, found, size_of(found))
        return found

    def follow(self, before: int | None, after: int | None, tokens: str) -> None:
        """Move one brand: out of its old slot, into its new one with the tokens it has now."""
        held = tokens.split(" ") if tokens else []
        for (term, places), bitmaps in self._known:
            for place, bitmap in zip(places, bitmaps, strict=True):
                if before is not None:
                    bitmap.discard(before)
                if after is not None and holds(held, place + term.token, prefix=term.prefix):
                    bitmap.add(after)


def holds(tokens: Sequence[str], token: str, *, prefix: bool) -> bool:
    """Say whether a token is among sorted ones, or the beginning of one."""
    at = bisect_left(tokens, token)
    if at == len(tokens):
        return False
    return tokens[at].startswith(token) if prefix else tokens[at] == token


def slots_of(numbers: str, slots: Any) -> Any:
    """Return the slots of brands from their numbers with commas between."""
    brands = np.fromstring(numbers, dtype=np.int64, sep=",")
    where = slots[brands[brands < len(slots)]]
    return bitmap_of(where[where >= 0])
