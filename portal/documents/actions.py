"""Taking uploads in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from portal.core import files, pictures
from portal.core.contact import clean_text
from portal.core.db import db
from portal.core.errors import InvalidError, PortalError, StorageError, TooBigError
from portal.core.i18n import lazy_gettext as _l
from portal.documents import zipped
from portal.documents.copies import EDITION
from portal.documents.models import FileKind, StoredFile

MAX_PDF_BYTES = 10 * 1024 * 1024
NAME_LENGTH = 200


@dataclass(frozen=True)
class Upload:
    """One uploaded file after it was checked and stored: what it is, or why it was refused."""

    name: str
    kind: FileKind
    sha256: str = ""
    byte_size: int = 0
    width: int | None = None
    height: int | None = None
    ground: str = ""
    edition: int = EDITION
    error: PortalError | None = None


def check(name: str, content: bytes, *, pdf_too: bool) -> Upload:
    """Check and store one file's bytes; touches no database. A refusal is told in `error`."""
    name = clean_text(name).replace("/", " ").replace("\\", " ").strip()[-NAME_LENGTH:]
    if content.startswith(b"%PDF-") and pdf_too:
        return _paper(name, content)
    try:
        picture = pictures.receive(content)
    except PortalError as error:
        return Upload(name=name, kind=FileKind.PICTURE, error=_in_context(error, pdf_too=pdf_too))
    return Upload(
        name=name,
        kind=FileKind.PICTURE,
        sha256=picture.sha256,
        byte_size=len(content),
        width=picture.width,
        height=picture.height,
        ground=picture.ground,
    )


def receive_zip(content: bytes, done: Collection[str] = ()) -> Iterator[Upload]:
    """Check and store the pictures of a zip one by one, by their bare names; touches no database.

    What a job had `done` before it was stopped is passed over. A refused file is told in `error`.

    Raises:
        TooBigError, InvalidError: the zip itself cannot be taken; see `zipped.pictures_in`.
    """
    for one in zipped.pictures_in(content):
        if one.name in done:
            continue
        if one.error:
            yield Upload(name=one.name, kind=FileKind.PICTURE, error=one.error)
        else:
            yield check(one.name, one.content, pdf_too=False)


def _paper(name: str, content: bytes) -> Upload:
    if len(content) > MAX_PDF_BYTES:
        large = TooBigError(_l("The PDF is larger than 10 MB."), _l("Send it in parts."))
        return Upload(name=name, kind=FileKind.PDF, error=large)
    sha256 = files.digest(content)
    try:
        files.put(f"{sha256}.pdf", content)
    except StorageError as error:
        return Upload(name=name, kind=FileKind.PDF, error=error)
    return Upload(name=name, kind=FileKind.PDF, sha256=sha256, byte_size=len(content))


def _in_context(error: PortalError, *, pdf_too: bool) -> PortalError:
    if pdf_too and isinstance(error, InvalidError) and error.message is pictures.FOREIGN:
        return InvalidError(
            "file", _l("This is neither a picture (JPG, PNG, WebP) nor a PDF, whatever its name.")
        )
    return error


def store(upload: Upload, *, by_id: int | None) -> StoredFile:
    """Note a checked upload in the database and return its row, with its number."""
    row = StoredFile(
        kind=upload.kind,
        sha256=upload.sha256,
        name=upload.name,
        byte_size=upload.byte_size,
        width=upload.width,
        height=upload.height,
        edition=upload.edition,
        ground=upload.ground,
        uploaded_by_id=by_id,
    )
    db.session.add(row)
    db.session.flush()
    return row
