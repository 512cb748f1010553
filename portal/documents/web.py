"""Uploads in and files out, for the views of every domain."""

import io
from http import HTTPStatus

from flask import Response, abort, request, send_file

from portal.core import files
from portal.core.errors import TooBigError
from portal.documents.actions import Upload, check
from portal.documents.copies import MIME_TYPES
from portal.documents.models import FileKind, StoredFile

MAX_FILES = 40
A_DAY = 86_400
A_YEAR = 365 * A_DAY
ENDINGS = {FileKind.PICTURE: "webp", FileKind.PDF: "pdf"}


def receive_pictures() -> list[Upload]:
    """Check and store the pictures posted as `files`; for `@requires(receive=…)`."""
    return _receive(pdf_too=False)


def receive_evidence() -> list[Upload]:
    """Check and store the pictures and PDFs posted as `files`; for `@requires(receive=…)`."""
    return _receive(pdf_too=True)


def _receive(*, pdf_too: bool) -> list[Upload]:
    posted = [file for file in request.files.getlist("files") if file.filename]
    if len(posted) > MAX_FILES:
        raise TooBigError
    return [check(file.filename or "", file.stream.read(), pdf_too=pdf_too) for file in posted]


def send(
    stored: StoredFile, width: int = 1280, ending: str = "webp", *, shared: bool = False
) -> Response:
    """Answer with a stored file: a picture inline, a paper as attachment in a sandbox.

    `shared` lets caches outside the reader's own browser keep a picture for a year: its address
    names its content, and everybody may see it. What few may see is asked for each time.
    """
    name = stored.stored_name(width, ending)
    try:
        content = io.BytesIO(files.read(name))
    except FileNotFoundError:
        abort(HTTPStatus.NOT_FOUND)
    kind = name.rpartition(".")[2]
    if stored.is_picture:
        response = send_file(content, MIME_TYPES[kind], conditional=True, etag=name)
        response.headers["Cache-Control"] = caching(as_asked=kind == ending, shared=shared)
        return response
    response = send_file(content, MIME_TYPES[kind], as_attachment=True, download_name=stored.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def caching(*, as_asked: bool, shared: bool) -> str:
    """Return how long a picture may be kept on its way; a makeshift makes room within a day."""
    if not shared:
        return "private, no-cache"
    return f"public, max-age={A_YEAR}, immutable" if as_asked else f"public, max-age={A_DAY}"


def send_scan(stored: StoredFile) -> Response:
    """Answer with a scan that few may see: always as an attachment, kept by nobody on the way."""
    response = send(stored)
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"scan-{stored.id}.{ENDINGS[stored.kind]}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
