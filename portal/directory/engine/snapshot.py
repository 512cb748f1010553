"""The index as it stood once, in a file: who begins takes it from there and follows the log.

Reading a million brands takes a quarter of a minute, their copy a quarter of a second; and what
nobody has changed since is held once for all processes of a machine. The copy is no truth: it
names the entry of the log that it stood at, and the mark that this entry has in its own database
alone. What is damaged, older than the log, another database's or of another form is not used.
"""

import json
import logging
import mmap
import os
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from pyroaring import BitMap

NAME = "directory-index.bin"
BEGINS = b"lusong directory 1\n"
"""What such a file begins with: another number whenever something stands otherwise in it."""
LEAST = 20_000
"""Brands from which a copy is worth its file; fewer are read in a fraction of a second."""
LAGGING = 2000
"""Changes after which the copy is written anew."""
UNFINISHED = ".part"
ABANDONED = 3600
"""Seconds after which an unfinished file is nobody's any more."""
EVEN = 64
"""Columns begin at multiples of this many bytes."""
AT_ONCE = 1 << 20

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stamp:
    """What a copy was taken at."""

    number: int
    mark: int
    """Of the log's last entry."""
    form: str
    """Of the database's tables: another one after each migration."""


@dataclass(frozen=True)
class Copy:
    """All that the shelves hold, in pieces that a file can keep."""

    stamp: Stamp
    columns: Mapping[str, Any]
    bitmaps: Mapping[str, Any]
    facts: Mapping[str, Any]


class Snapshots:
    """Where the copy of one installation lies; nowhere without a folder."""

    def __init__(self, folder: str | Path | None = None, least: int = LEAST) -> None:
        self.file = Path(folder) / NAME if folder else None
        self._least = least

    def read(self) -> Copy | None:
        """Return the copy; None where there is none that can be used."""
        if self.file is None:
            return None
        try:
            return read(self.file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("the copy of the directory's index is not used: %s", error)
            with suppress(OSError):
                self.file.unlink()
            return None

    def stamp(self) -> Stamp | None:
        """Return what the copy was taken at, without reading it whole."""
        if self.file is None:
            return None
        try:
            with self.file.open("rb") as file:
                return stamp_of(head_of(file))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, copy: Copy, brands: int) -> bool:
        """Write a copy of so many brands unless the same is there; say whether one is there now."""
        if self.file is None or brands < self._least:
            return False
        if self.stamp() == copy.stamp:
            return True
        try:
            write(self.file, copy)
        except OSError as error:
            logger.warning("the copy of the directory's index is not kept: %s", error)
            return False
        return True


def lags(there: Stamp | None, now: Stamp) -> bool:
    """Say whether somebody who begins with a copy has much to follow, or cannot follow at all."""
    if there is None or there.form != now.form:
        return True
    return not 0 <= now.number - there.number < LAGGING


def write(path: Path, copy: Copy) -> None:
    """Put a copy in the place of the one that is there, whole or not at all."""
    sweep(path)
    number, name = tempfile.mkstemp(UNFINISHED, f"{path.name}-", path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            pour(file, copy)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def sweep(path: Path) -> None:
    """Remove what a process left behind that was ended while it wrote."""
    for one in path.parent.glob(f"{path.name}-*{UNFINISHED}"):
        with suppress(OSError):
            if time.time() - one.stat().st_mtime > ABANDONED:
                one.unlink()


def pour(file: BinaryIO, copy: Copy) -> None:
    """Write a copy: a line that says what follows, then columns and bitmaps."""
    pieces: list[Any] = []
    columns: dict[str, Any] = {}
    bitmaps: dict[str, Any] = {}
    at = 0
    for name, column in copy.columns.items():
        piece = np.ascontiguousarray(column)
        columns[name] = [piece.dtype.str, list(piece.shape), at]
        pieces += [
            piece,
            b"\0" * (-piece.nbytes % EVEN),
        ]
        at += piece.nbytes + -piece.nbytes % EVEN
    for name, bitmap in copy.bitmaps.items():
        packed = bitmap.serialize()
        bitmaps[name] = [at, len(packed)]
        pieces.append(packed)
        at += len(packed)
    crc = 0
    for piece in pieces:
        crc = zlib.crc32(piece, crc)
    head = {
        "stamp": vars(copy.stamp),
        "columns": columns,
        "bitmaps": bitmaps,
        "facts": copy.facts,
        "bytes": at,
        "crc": crc,
    }
    told = json.dumps(head).encode()
    begin = BEGINS + b"%08x %s\n" % (zlib.crc32(told), told)
    file.write(begin + b" " * (-len(begin) % EVEN))
    for piece in pieces:
        file.write(piece)


def head_of(file: BinaryIO) -> dict[str, Any]:
    """Return what the first lines say; ValueError when they are not whole."""
    if file.readline(len(BEGINS)) != BEGINS:
        raise ValueError("it is of another kind")
    crc, _, told = file.readline().partition(b" ")
    if int(crc, 16) != zlib.crc32(told.rstrip(b"\n")):
        raise ValueError("its head is damaged")
    head: dict[str, Any] = json.loads(told)
    return head


def stamp_of(head: Mapping[str, Any]) -> Stamp:
    """Return what a copy was taken at."""
    return Stamp(**head["stamp"])


def read(path: Path) -> Copy:
    """Return a copy with its columns where they lie; what is changed in them stays in memory.

    Raises OSError or ValueError when it cannot be read or is damaged.
    """
    with path.open("rb") as file:
        head = head_of(file)
        begin = file.tell() + -file.tell() % EVEN
        file.seek(begin)
        length, crc = 0, 0
        for part in parts_of(file):
            length, crc = length + len(part), zlib.crc32(part, crc)
        if (length, crc) != (head["bytes"], head["crc"]):
            raise ValueError("it is damaged")
        place = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    columns = {
        name: np.frombuffer(place, kind, int(np.prod(shape)), begin + at).reshape(shape)
        for name, (kind, shape, at) in head["columns"].items()
    }
    bitmaps = {
        name: BitMap.deserialize(place[begin + at : begin + at + size])
        for name, (at, size) in head["bitmaps"].items()
    }
    return Copy(stamp_of(head), columns, bitmaps, head["facts"])


def parts_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a file, never all of it in memory."""
    while part := file.read(AT_ONCE):
        yield part
