"""The list that lies in every backup: what it holds, and the digests that prove it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST = "manifest.json"


class BackupError(Exception):
    """A backup cannot be made or used; the text says why, for whoever runs the portal."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    """UTC, ISO 8601."""
    database: str
    """`sqlite` or `postgresql`."""
    revision: str
    """The migration at which the database stood."""
    snapshot: str
    """The name of the file with the database."""
    sha256: str
    """Of that file."""
    rows: Mapping[str, int]
    """By table."""
    uploads: Mapping[str, str]
    """The SHA-256 of each stored file, by its name."""

    def write(self, folder: Path) -> None:
        """Write it down beside what it lists."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the list of a backup.

    Raises:
        BackupError: there is none, or it cannot be read.
    """
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise BackupError(f"{folder} holds no backup: there is no {MANIFEST} in it.") from None
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder / MANIFEST} cannot be read: {error}") from None


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, which is never in memory as a whole."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
