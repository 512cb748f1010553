"""The words that were asked for lately, each as a bitmap; all others are in the database."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from pyroaring import BitMap

from portal.directory.engine.asking import Source
from portal.directory.engine.kept import Kept, size_of
from portal.directory.engine.text import SHORTEST_MISSPELT, Place, Term, misspellings

MOST_BYTES = 12_000_000
PLACES = tuple(Place)
FOUND = (Place.NAME, Place.WORD, Place.STORY)


class Terms:
    """Bitmaps of slots by term and place, filled when first asked for, and kept in step."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: Kept[tuple[Term, tuple[Place, ...]], list[Any]] = Kept(MOST_BYTES)

    def places(self, term: Term, slots: Any) -> list[Any]:
        """Return who holds a term in a name; in a name or among words; anywhere."""
        names, words, stories = self._bitmaps(term, FOUND, slots)
        return [names, names | words, names | words | stories]

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
            found = list(split(self._source.ids(term, places), places, slots))
            self._known.keep(key, found, size_of(found))
        return found

    def follow(self, before: int | None, after: int | None, tokens: str) -> None:
        """Move one brand: out of its old slot, into its new one with the tokens it has now."""
        held = set(tokens.split(" ")) if tokens else set()
        for (term, places), bitmaps in self._known:
            for place, bitmap in zip(places, bitmaps, strict=True):
                if before is not None:
                    bitmap.discard(before)
                if after is not None and holds(held, place + term.token, prefix=term.prefix):
                    bitmap.add(after)


def holds(tokens: set[str], token: str, *, prefix: bool) -> bool:
    """Say whether a token is among them, or the beginning of one."""
    return any(one.startswith(token) for one in tokens) if prefix else token in tokens


def split(ids: Iterable[int], places: tuple[Place, ...], slots: Any) -> list[Any]:
    """Return a bitmap of slots for each place from numbers that carry both brand and place."""
    found = np.fromiter(ids, dtype=np.int64)
    brands, codes = found >> 3, found & 7
    brands_known = brands < len(slots)
    where = slots[np.where(brands_known, brands, 0)]
    fits = brands_known & (where >= 0)
    return [
        BitMap(where[fits & (codes == PLACES.index(place))].astype(np.uint32)) for place in places
    ]
