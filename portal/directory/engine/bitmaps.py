"""Sets of slots: made of arrays and back, cut, put in order. Pure."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from pyroaring import BitMap


def bitmap_of(slots: Any) -> Any:
    """Return the bitmap of an array of numbers.

    Sorted, and as an array of the standard library, which is taken as it is: a sixth of the time.
    """
    return BitMap(array("I", np.sort(slots.astype(np.uint32)).tobytes()))


def slots_in(bitmap: Any) -> Any:
    """Return the numbers in a bitmap as an array, in order."""
    return np.asarray(bitmap.to_array())


def meet(found: Any, others: Iterable[Any]) -> Any:
    """Return what is in all of them."""
    for other in others:
        found = found & other
    return found


def best(tiers: Sequence[Any], start: int, size: int) -> Iterator[int]:
    """Yield slots of the tiers one after the other, from a place on; at no depth is any counted."""
    for tier in tiers:
        length = len(tier)
        if size <= 0:
            return
        if start >= length:
            start -= length
            continue
        some = list(islice(tier.iter_equal_or_larger(tier[start]), size))
        yield from some
        size -= len(some)
        start = 0


def by_number(found: Any, others: Iterable[Any]) -> list[Any]:
    """Cut a set in disjoint parts: what lies in all of the others first, in none of them last."""
    at_least = [found]
    for other in others:
        more = [part & other for part in at_least]
        at_least = [found, *(a | b for a, b in zip(at_least[1:], more, strict=False)), more[-1]]
    beyond = [*at_least[1:], BitMap()]
    return [part - more for part, more in zip(at_least, beyond, strict=True)][::-1]
