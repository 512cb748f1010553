"""An installation's folder, and where the bytes of uploads are kept: by content, in a store."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from flask import Flask, current_app

from portal.core.errors import StorageError
from portal.core.stores import BucketStore, DiskStore, Kept, Store

S3_SETTINGS = {
    "S3_ENDPOINT": "endpoint",
    "S3_REGION": "region",
    "S3_ACCESS_KEY": "access_key_id",
    "S3_SECRET_KEY": "secret_access_key",
}


def own_folder() -> Path:
    """Return the folder in which this installation keeps its own."""
    return Path(current_app.instance_path)


def digest(content: bytes) -> str:
    """Return the name that content is kept under: its SHA-256."""
    return hashlib.sha256(content).hexdigest()


def store() -> Store:
    """Return the store of this installation."""
    found: Store = current_app.extensions["files"]
    return found


def put(name: str, content: bytes) -> None:
    """Keep `content` under `name`, whole or not at all; keeping it twice is keeping it once.

    Raises:
        StorageError: the store does not answer.
    """
    store().put(name, content)


def put_all(contents: Mapping[str, bytes]) -> None:
    """Keep several files that belong together: all of them, or none that was not there before.

    Raises:
        StorageError: the store does not answer; what was new has been taken back where it could
            be, and the rest is collected after a day, for nothing names it.
    """
    kept: list[str] = []
    there_already = exists(next(iter(contents)))
    try:
        for name, content in contents.items():
            put(name, content)
            kept.append(name)
    except StorageError:
        if not there_already:
            take_back(kept)
        raise


def take_back(names: list[str]) -> None:
    """Forget files that were kept a moment ago, as far as the store lets us."""
    for name in names:
        try:
            delete(name)
        except StorageError:
            return


def open(name: str) -> BinaryIO:  # noqa: A001 -- the word of the interface
    """Return a stored file for reading. `name` is a digest with `-640.webp` or the like behind.

    Raises:
        FileNotFoundError: there is none.
        StorageError: the store does not answer.
    """
    return store().open(name)


def read(name: str) -> bytes:
    """Return the bytes of a stored file; raises as `open`."""
    with open(name) as file:
        return file.read()


def exists(name: str) -> bool:
    """Say whether a file is stored."""
    return store().exists(name)


def delete(name: str) -> None:
    """Forget a stored file."""
    store().delete(name)


def every() -> Iterator[Kept]:
    """Yield every stored file with when it was put there."""
    return store().list()


def init_app(app: Flask) -> None:
    """Keep uploads in the bucket S3_BUCKET if set, else under UPLOAD_FOLDER or instance/files."""
    if bucket := app.config.get("S3_BUCKET"):
        given = {word: app.config.get(name) for name, word in S3_SETTINGS.items()}
        options = {word: str(value) for word, value in given.items() if value}
        prefix = str(app.config.get("S3_PREFIX", ""))
        app.extensions["files"] = BucketStore(str(bucket), prefix, **options)
        return
    folder = Path(app.config.get("UPLOAD_FOLDER") or Path(app.instance_path) / "files")
    app.extensions["files"] = DiskStore(folder)
