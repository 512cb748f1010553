"""Pieces of pages that were drawn before. What a piece depends on is its key."""

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup

LARGE = 4000
"""Characters above which a piece is kept packed: a page of tags shrinks to an eighth."""
PACKED = b"\x00"


def packed(piece: str, large: int = LARGE) -> bytes:
    """Return a piece as it is kept."""
    data = piece.encode()
    return PACKED + zlib.compress(data, 1) if len(data) > large else data


def opened(data: bytes) -> str:
    """Return a kept piece as it was."""
    return (zlib.decompress(data[1:]) if data[:1] == PACKED else data).decode()


class Fragments:
    """The pieces asked for last, up to so many bytes of them."""

    def __init__(self, most_bytes: int, *, large: int = LARGE) -> None:
        self._most = most_bytes
        self._large = large
        self._held = 0
        self._pieces: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Markup | None:
        """Return a piece that is kept."""
        with self._lock:
            piece = self._pieces.get(key)
            if piece is None:
                return None
            self._pieces.move_to_end(key)
        return Markup(opened(piece))  # noqa: S704 -- a macro made it

    def keep(self, key: Hashable, piece: Markup) -> Markup:
        """Keep a piece, letting go of those that nobody asked for longest; return it."""
        data = packed(piece, self._large)
        with self._lock:
            self._held += len(data) - len(self._pieces.get(key, b""))
            self._pieces[key] = data
            while self._held > self._most and self._pieces:
                _key, oldest = self._pieces.popitem(last=False)
                self._held -= len(oldest)
        return piece

    def drawn(self, key: Hashable, draw: Callable[[], Markup]) -> Markup:
        """Return a piece, drawn now unless it is kept."""
        return self.get(key) or self.keep(key, draw())
