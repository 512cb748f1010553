"""Is this a table, is it small enough, and what is in it? Asked before anything is unpacked."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.core.errors import InvalidError, PortalError, TooBigError
from portal.core.i18n import lazy_gettext as _l
from portal.rosters.reading import plain
from portal.rosters.reading.table import Sheet, Table

MB = 1024 * 1024
MAX_BYTES = 10 * MB
MAX_UNPACKED = 200 * MB
MAX_TEXTS = 30 * MB
"""Unpacked, of the texts that all sheets share: these are held in memory whole."""
MAX_RATIO = 100
"""A workbook of text and numbers shrinks 5 to 40 times; a bomb 1,000 times."""
MAX_MEMBERS = 2000
SMALL = MB
"""What unpacks to less is no bomb, however well it shrinks."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
AS_XLSX = _l("Open it in Excel or WPS, save it as .xlsx, and send that.")


@dataclass(frozen=True)
class File:
    """An upload that may be read: what it is, its sheets, and what has to be said about it."""

    content: bytes
    ending: str
    sheets: Sequence[Sheet]
    said: Sequence[str] = field(default=())

    def table(self, sheet: str) -> Table:
        """Return a sheet by its name, the first one that is shown when there is none of it.

        Raises:
            PortalError: it is too long, too wide or broken.
        """
        if self.ending == "csv":
            return plain.table(self.content)
        from portal.rosters.reading import book  # noqa: PLC0415 -- the library is large

        names = [one.name for one in self.sheets]
        return book.table(self.content, sheet if sheet in names else first_shown(self.sheets))


def first_shown(sheets: Sequence[Sheet]) -> str:
    """Return the sheet that a person sees first."""
    return next((one.name for one in sheets if not one.hidden), sheets[0].name)


def opened(content: bytes) -> File:
    """Return a file that may be read. What counts is what it is, not what its name ends in.

    Raises:
        TooBigError: it is over a limit, which the message names.
        InvalidError: it is no table that can be read.
    """
    if len(content) > MAX_BYTES:
        raise TooBigError(
            _l("The file is larger than %(most)s MB.", most=MAX_BYTES // MB),
            _l("Leave out pictures and old sheets, or send it in parts."),
        )
    if not content.strip():
        raise refusal(_l("The file is empty."), _l("Choose the file again."))
    if content.startswith(OLD_OFFICE):
        raise old_office(content)
    if content.startswith(b"PK"):
        return workbook(content)
    return text(content)


def refusal(message: object, next_step: object = AS_XLSX) -> InvalidError:
    """Return the refusal of a file."""
    return InvalidError("files", message, next_step)


def old_office(content: bytes) -> PortalError:
    """Say which of two things a file of the old kind is: locked, or only old."""
    if LOCKED in content:
        return refusal(
            _l("The workbook is locked with a password."),
            _l("Take the password off in Excel or WPS (File, Protect), and send it again."),
        )
    return refusal(_l("This is the old .xls format of before 2007."))


def workbook(content: bytes) -> File:
    """Open a workbook after looking at what it would unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {one.filename for one in members}
            check_size(members)
            check_kind(names)
            check_plain_xml(archive, members)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise refusal(_l("The workbook is damaged and cannot be opened.")) from error
    from portal.rosters.reading import book  # noqa: PLC0415 -- the library is large

    return File(content, "xlsx", book.sheets(content), list(remarks(names)))


def check_size(members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what would unpack to too much, by what its own list says.

    No member gives more than its size in that list: the reader stops there.
    """
    unpacked = sum(one.file_size for one in members)
    packed = sum(one.compress_size for one in members) or 1
    if len(members) > MAX_MEMBERS:
        raise TooBigError(_l("The workbook has more than %(most)s parts.", most=MAX_MEMBERS))
    if unpacked > MAX_UNPACKED:
        raise TooBigError(
            _l("Unpacked, the workbook is larger than %(most)s MB.", most=MAX_UNPACKED // MB),
            _l("Copy the rows that are needed into a new workbook."),
        )
    if unpacked > SMALL and unpacked / packed > MAX_RATIO:
        raise TooBigError(
            _l("The file unpacks to more than %(most)s times its size.", most=MAX_RATIO),
            _l("Copy the rows that are needed into a new workbook."),
        )
    texts = next((one.file_size for one in members if "sharedStrings" in one.filename), 0)
    if texts > MAX_TEXTS:
        raise TooBigError(
            _l("The texts of the workbook are larger than %(most)s MB.", most=MAX_TEXTS // MB)
        )


def check_kind(names: set[str]) -> None:
    """Refuse archives that are no workbook of the kind we read."""
    if "xl/workbook.bin" in names:
        raise refusal(_l("This is a binary workbook (.xlsb)."))
    if "xl/workbook.xml" not in names:
        raise refusal(_l("This is no Excel workbook, whatever its name."))


def check_plain_xml(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse parts that declare things of their own: no office program writes that."""
    for one in members:
        if one.filename.endswith((".xml", ".rels")):
            with archive.open(one) as part:
                head = part.read(2048).replace(b"\0", b"")
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise refusal(_l("The workbook is damaged and cannot be opened."))


def remarks(names: set[str]) -> list[str]:
    """Return what of a workbook is left alone."""
    signs = {
        "macros": ("xl/vbaProject.bin",),
        "links": ("xl/externalLinks/",),
        "pictures": ("xl/media/", "xl/drawings/"),
    }
    return [what for what, begin in signs.items() if any(name.startswith(begin) for name in names)]


def text(content: bytes) -> File:
    """Open a table of text: values parted by commas, semicolons or tabs."""
    head = content[:512].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"\xef\xbb\xbf<")):
        raise refusal(_l("This is a web page that was named like a table."))
    said = plain.said(content)
    return File(content, "csv", [Sheet("", hidden=False)], said)
