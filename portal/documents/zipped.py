"""Pictures in a zip, by file name: looked at from outside first, then unpacked within limits. Pure.

Whoever packs a zip wants its pictures matched to his styles by name, so folders do not count.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.errors import InvalidError, PortalError, TooBigError
from portal.core.i18n import lazy_gettext as _l

MAX_BYTES = 60 * 1024 * 1024
MAX_ENTRIES = 2000
"""Four pictures each of five hundred styles. Source: our decision."""
MAX_UNPACKED = 400 * 1024 * 1024
MAX_ONE = 10 * 1024 * 1024
MAX_RATIO = 100
"""Unpacked to packed. Pictures hardly shrink; a bomb shrinks a thousandfold."""
HARMLESS = 1024 * 1024
"""Below this size no ratio does harm: a plain white drawing shrinks well."""
ZIP_SIGNS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
UTF8_FLAG = 0x800
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Packed:
    """One file of a zip: its bare name, and its bytes or why they were not taken."""

    name: str
    content: bytes = b""
    error: PortalError | None = None


def pictures_in(content: bytes) -> Iterator[Packed]:
    """Yield the files of a zip in their order; those that cannot be taken with the reason.

    Raises:
        TooBigError: the zip, the number of its files or what they unpack to is over the limit.
        InvalidError: it is no zip, or it has a password.
    """
    archive, entries = opened(content)
    seen: set[str] = set()
    for entry in entries:
        name = bare_name(entry)
        if name.casefold() in seen:
            twice = InvalidError("file", _l("There are two files of this name in the zip."))
            yield Packed(name, error=twice)
            continue
        seen.add(name.casefold())
        yield unpacked(archive, entry, name)


def opened(content: bytes) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """Return a zip and the entries that people put there, after a look at its table of contents.

    Raises: as `pictures_in`.
    """
    if len(content) > MAX_BYTES:
        raise TooBigError(_l("The zip is larger than 60 MB."), _l("Send the pictures in parts."))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise InvalidError("file", _l("This is not a zip file, or it is damaged.")) from None
    every = archive.infolist()
    if len(every) > MAX_ENTRIES:
        raise TooBigError(
            _l("There are more than %(most)s files in the zip.", most=MAX_ENTRIES),
            _l("Send the pictures in parts."),
        )
    entries = [one for one in every if not one.is_dir() and not left_by_a_system(one)]
    if sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise TooBigError(
            _l("Unpacked, the zip is larger than 400 MB."), _l("Send the pictures in parts.")
        )
    if any(one.flag_bits & ENCRYPTED for one in entries):
        raise InvalidError("file", _l("The zip has a password. Pack it again without one."))
    return archive, entries


def left_by_a_system(entry: zipfile.ZipInfo) -> bool:
    """Say whether a computer put it there by itself."""
    base = entry.filename.rpartition("/")[2]
    return entry.filename.startswith(LEFT_BY_SYSTEMS[0]) or base in LEFT_BY_SYSTEMS


def bare_name(entry: zipfile.ZipInfo) -> str:
    """Return a file's name without its folders; Chinese Windows writes names in GBK unsaid."""
    name = entry.filename
    if not entry.flag_bits & UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/").rpartition("/")[2]


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Packed:
    """Return one file, read no further than its limit whatever its size claims to be."""
    if entry.file_size > MAX_ONE:
        return Packed(name, error=TooBigError(_l("The picture is larger than 10 MB.")))
    if entry.file_size > max(HARMLESS, MAX_RATIO * entry.compress_size):
        return Packed(name, error=damaged())
    try:
        with archive.open(entry) as file:
            content = file.read(MAX_ONE + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error):
        return Packed(name, error=damaged())
    if len(content) > MAX_ONE:
        return Packed(name, error=TooBigError(_l("The picture is larger than 10 MB.")))
    if content.startswith(ZIP_SIGNS):
        inside = InvalidError("file", _l("A zip inside a zip is not opened."))
        return Packed(name, error=inside)
    return Packed(name, content)


def damaged() -> InvalidError:
    """Return what is said of a file that cannot be unpacked."""
    return InvalidError("file", _l("This file of the zip is damaged."))
