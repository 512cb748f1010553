"""The places that can keep uploaded bytes: the local disk, or a bucket that speaks S3.

Both are one small interface. A bucket is never shown to the world: the portal reads from it and
answers under its own addresses.
"""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from portal.core.errors import StorageError

if TYPE_CHECKING:
    from obstore.store import S3Store

S3_PATIENCE = timedelta(seconds=3)
"""A bucket that is silent longer is taken for down: nobody waits longer for a page."""
S3_CONNECT = timedelta(seconds=2)


@dataclass(frozen=True)
class Kept:
    """One file in a store, and when it was last put there (UTC)."""

    name: str
    put_at: datetime


class Store(Protocol):
    """Keeps bytes by name. Every method raises StorageError when the place does not answer."""

    @property
    def place(self) -> str:
        """Return where it is, for a person who runs the portal."""

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes, whole or not at all; keeping them again makes them new."""

    def open(self, name: str) -> BinaryIO:
        """Return the bytes for reading, or raise FileNotFoundError."""

    def exists(self, name: str) -> bool:
        """Say whether there is a file of that name."""

    def delete(self, name: str) -> None:
        """Forget a file; one that is not there is forgotten already."""

    def list(self) -> Iterator[Kept]:
        """Yield every file."""


class DiskStore:
    """A folder, with 256 folders inside by the first two letters of a name."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    @property
    def place(self) -> str:
        return str(self.folder)

    def put(self, name: str, content: bytes) -> None:
        target = self._path(name)
        try:
            if target.exists():
                os.utime(target)  # wanted again: whoever collects what nobody names must see it
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            self._write(target, content)
        except OSError as error:
            raise StorageError from error

    def _write(self, target: Path, content: bytes) -> None:
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name[:2]}.draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def open(self, name: str) -> BinaryIO:
        return self._path(name).open("rb")

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def list(self) -> Iterator[Kept]:
        for path in self.folder.glob("??/*"):
            moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield Kept(path.name, moment)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name


class BucketStore:
    """A bucket of S3, MinIO, Aliyun OSS or Tencent COS; needs the extra `s3`."""

    def __init__(self, bucket: str, prefix: str = "", **options: Any) -> None:
        from obstore.store import S3Store as Opened  # noqa: PLC0415 -- only where it is configured

        self.bucket = bucket
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self.store: S3Store = Opened(
            bucket,
            client_options={
                "timeout": S3_PATIENCE,
                "connect_timeout": S3_CONNECT,
                "allow_http": True,
            },
            retry_config={"max_retries": 1, "retry_timeout": S3_CONNECT},
            **options,
        )

    @property
    def place(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"

    def put(self, name: str, content: bytes) -> None:
        with answering():
            self.store.put(self.prefix + name, content)

    def open(self, name: str) -> BinaryIO:
        with answering():
            return io.BytesIO(bytes(self.store.get(self.prefix + name).bytes()))

    def exists(self, name: str) -> bool:
        try:
            with answering():
                self.store.head(self.prefix + name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        with answering():
            self.store.delete(self.prefix + name)

    def list(self) -> Iterator[Kept]:
        with answering():
            for some in self.store.list(self.prefix or None):
                for one in some:
                    yield Kept(one["path"].removeprefix(self.prefix), one["last_modified"])


@contextmanager
def answering() -> Iterator[None]:
    """Tell a file that is not there from a bucket that does not answer."""
    from obstore.exceptions import BaseError  # noqa: PLC0415 -- as above

    try:
        yield
    except FileNotFoundError:
        raise
    except BaseError as error:
        raise StorageError from error
