"""Uploads in and files out, for the views of every domain."""

from http import HTTPStatus

from flask import Response, abort, request, send_file

from portal.core import files
from portal.core.errors import TooBigError
from portal.documents.actions import Upload, check
from portal.documents.models import FileKind, StoredFile

MAX_FILES = 20
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


def send(stored: StoredFile, width: int = 1280, *, shared: bool = False) -> Response:
    """Answer with a stored file: a picture inline, a paper as attachment in a sandbox.

    `shared` lets caches outside the reader's own browser keep it: for what everybody may see.
    """
    path = files.path_of(stored.stored_name(width))
    if not path.exists():
        abort(HTTPStatus.NOT_FOUND)
    if stored.is_picture:
        response = send_file(path, mimetype="image/webp", conditional=True, etag=stored.sha256)
        scope = "public" if shared else "private"
        response.headers["Cache-Control"] = f"{scope}, max-age={86400 if shared else 3600}"
        return response
    response = send_file(
        path, mimetype="application/pdf", as_attachment=True, download_name=stored.name
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def send_scan(stored: StoredFile) -> Response:
    """Answer with a scan that few may see: always as an attachment, kept by nobody on the way."""
    response = send(stored)
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"scan-{stored.id}.{ENDINGS[stored.kind]}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
