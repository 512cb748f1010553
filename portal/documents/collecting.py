"""Behind the pages: what nobody names is collected, and older pictures get the copies of today."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.core import clock, files, pictures
from portal.core.db import db, reading, writing
from portal.core.errors import PortalError
from portal.core.picture_child import FIRST_WIDTHS
from portal.documents import queries
from portal.documents.copies import EDITION
from portal.documents.models import StoredFile

GRACE = timedelta(days=1)
"""What was put in the store this short a while ago may still be named by a request under way."""
AT_ONCE = 200
OURS = re.compile(r"[0-9a-f]{64}(-[0-9]+\.(avif|webp|jpg)|\.pdf)|[0-9a-f]{2}\.draft-.+")
"""Names of uploads and of half-written ones; whatever else lies there is somebody else's."""


def collect(now: datetime) -> int:
    """Forget uploads that no row names any more; return how many. The trail keeps each."""
    gone = queries.unnamed(now - GRACE, AT_ONCE)
    for row in gone:
        audit.record("file.collect", row, by=None, sha256=row.sha256)
        db.session.delete(row)
    db.session.flush()
    return len(gone)


def sweep(now: datetime) -> int:
    """Delete the bytes that no upload names; return how many files went."""
    named = queries.every_digest()
    stale = [
        one.name
        for one in files.every()
        if OURS.fullmatch(one.name) and one.put_at < now - GRACE and one.name[:64] not in named
    ]
    for name in stale:
        files.delete(name)
    return len(stale)


def tidy_up() -> None:
    """Collect and sweep, each in a transaction of its own; what fails is tried again tomorrow."""
    now = clock.now()
    try:
        while True:
            with writing():
                if collect(now) < AT_ONCE:
                    break
        with reading():
            sweep(now)
    except (IntegrityError, PortalError):  # hung up again this moment, or the store is down
        db.session.rollback()


def complete() -> Iterator[tuple[str, bool]]:
    """Make the copies that older pictures lack, one by one; yield each name and whether it went.

    It may be stopped at any time and begun again: what is done is done.
    """
    after = 0
    while True:
        with reading():
            found = queries.older_than_edition(EDITION, after)
            db.session.rollback()
        if found is None:
            return
        after, name = found
        yield name, _complete(after)


def _complete(number: int) -> bool:
    """Make the copies of one older picture; say whether it could be done."""
    with writing():
        row = queries.stored(number)
        try:
            _make_copies(row)
        except (FileNotFoundError, PortalError):
            return False
    return True


def _make_copies(row: StoredFile) -> None:
    largest = files.read(f"{row.sha256}-{FIRST_WIDTHS[-1]}.webp")
    told, copies = pictures.unpacked(pictures.encoded(largest))
    files.put_all({f"{row.sha256}-{ending}": copy for ending, copy in copies.items()})
    row.width, row.height = told["width"], told["height"]
    row.edition, row.ground = EDITION, told["ground"]
