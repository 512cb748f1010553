"""Making a backup, proving it whole, and coming back to it."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal.core import clock, files
from portal.core.backups import manifest
from portal.core.backups.manifest import BackupError, Manifest, digest
from portal.core.backups.snapshots import of_this_database
from portal.core.db import VERSIONS, db, migration, upgrade

UPLOADS = "uploads"


def make(root: Path) -> Path:
    """Write a backup into a new folder inside `root`, and return that folder.

    The database comes first: whatever it names was stored before, and is forgotten a day after
    nothing names it at the earliest. An upload that the last backup in `root` holds is linked, not
    copied. While it is made, its name ends in `.part`.

    Raises:
        BackupError: the database could not be written down.
        StorageError: the store of uploads does not answer.
    """
    moment = clock.now().astimezone(UTC)
    folder = root / f"{moment:%Y-%m-%dT%H%M%S}Z"
    draft = root / f"{folder.name}.part"
    if folder.exists() or draft.exists():
        raise BackupError(f"{folder} is there already.")
    earlier = latest(root)
    (draft / UPLOADS).mkdir(parents=True)
    draft.chmod(0o700)  # personal data: nobody else on the machine
    try:
        fill(draft, moment, earlier)
    except BaseException:
        shutil.rmtree(draft)
        raise
    draft.rename(folder)
    return folder


def fill(draft: Path, moment: datetime, earlier: Path | None) -> None:
    """Write the database, the uploads and the list of both into a folder."""
    snapshots = of_this_database()
    rows = snapshots.take(draft / snapshots.name)
    Manifest(
        made_at=moment.isoformat(),
        database=db.engine.dialect.name,
        revision=migration(),
        snapshot=snapshots.name,
        sha256=digest(draft / snapshots.name),
        rows=rows,
        uploads=dict(uploads(draft / UPLOADS, earlier)),
    ).write(draft)


def latest(root: Path) -> Path | None:
    """Return the newest finished backup in a folder; None when there is none."""
    return max((one.parent for one in root.glob(f"*Z/{manifest.MANIFEST}")), default=None)


def uploads(target: Path, earlier: Path | None) -> Iterator[tuple[str, str]]:
    """Put every stored file into a folder; yield the name and the digest of each."""
    known = manifest.read(earlier).uploads if earlier else {}
    for one in files.every():
        place = target / one.name
        if earlier and one.name in known and linked(earlier / UPLOADS / one.name, place):
            yield one.name, known[one.name]
            continue
        try:
            content = files.read(one.name)
        except FileNotFoundError:
            continue  # collected meanwhile: nothing has named it for a day
        place.write_bytes(content)
        yield one.name, files.digest(content)


def linked(source: Path, place: Path) -> bool:
    """Say whether a file that never changes could be linked instead of copied."""
    try:
        os.link(source, place)
    except OSError:
        return False
    return True


def problems(folder: Path) -> list[str]:
    """Return all that is wrong with a backup; nothing when one can come back to it.

    Raises:
        BackupError: there is no backup, or it is of another kind of database than ours.
    """
    told, snapshots = manifest.read(folder), of_this_database()
    if told.database != db.engine.dialect.name:
        raise BackupError(
            f"This is a backup of {told.database}; the settings name {db.engine.dialect.name}."
        )
    file = folder / told.snapshot
    if not file.is_file():
        return [f"{told.snapshot} is missing"]
    found = [] if digest(file) == told.sha256 else [f"{told.snapshot} has changed since"]
    found += snapshots.problems(file, told.rows)
    for name, proof in told.uploads.items():
        place = folder / UPLOADS / name
        if not place.is_file():
            found.append(f"upload {name} is missing")
        elif digest(place) != proof:
            found.append(f"upload {name} has changed since")
    return found


def come_back(folder: Path) -> Manifest:
    """Put a backup into this installation, whose database must be empty; bring it up to date.

    Uploads come first, so that no page ever names one that is not there.

    Raises:
        BackupError: the backup is not whole, or something stands in the database already.
        StorageError: the store of uploads does not answer.
    """
    if wrong := problems(folder):
        raise BackupError(f"The backup is not whole: {'; '.join(wrong[:5])}.")
    if holds_anything():
        raise BackupError("The database is not empty. Name a new one in the settings.")
    told, snapshots = manifest.read(folder), of_this_database()
    for name in told.uploads:
        files.put(name, (folder / UPLOADS / name).read_bytes())
    snapshots.put_back(folder / told.snapshot)
    if snapshots.rows() != dict(told.rows):
        raise BackupError("Rows are missing after all was put back.")
    upgrade()
    return told


def holds_anything() -> bool:
    """Say whether there is a row in any of our tables."""
    rows = of_this_database().rows()
    return any(number for name, number in rows.items() if name != VERSIONS)


def forget(root: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` backups in a folder; return those that went."""
    old = sorted(one.parent for one in root.glob(f"*Z/{manifest.MANIFEST}"))[:-keep]
    for folder in old:
        shutil.rmtree(folder)
    return old
