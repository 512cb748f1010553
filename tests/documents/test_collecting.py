"""What nobody names is collected after a day; older pictures get the copies of today."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.brands.models import Brand, ProfilePicture, Revision
from portal.core import clock, files
from portal.core.db import db, writing
from portal.core.errors import StorageError
from portal.documents import actions as documents
from portal.documents import collecting, queries
from portal.documents.models import StoredFile
from portal.reports.cli import pictures as pictures_cli
from tests.make import jpeg

LATER = timedelta(days=2)


def stored(colour: str) -> StoredFile:
    """Store a real picture of a colour."""
    upload = documents.check("a.jpg", jpeg(400, 500, colour), pdf_too=False)
    return documents.store(upload, by_id=None)


def hang(file: StoredFile, brand: Brand, number: int = 1) -> ProfilePicture:
    """Hang a file into a revision of a brand, made if need be."""
    query = select(Revision).filter_by(brand_id=brand.id, number=number)
    revision = db.session.scalars(query).one()
    picture = ProfilePicture(revision_id=revision.id, file_id=file.id, position=0)
    db.session.add(picture)
    db.session.commit()
    return picture


def test_every_table_that_names_uploads_is_asked() -> None:
    named = {column.table.name for column in queries.naming_columns()}
    assert {"profile_picture", "application_picture", "evidence_file", "paper_file"} <= named


def test_what_nobody_names_goes_after_a_day_and_the_trail_keeps_it(
    ready: Callable[..., Brand],
) -> None:
    brand = ready(pictures=0)
    lost, kept = stored("#990000"), stored("#009900")
    hang(kept, brand)
    names, staying = lost.stored_names(), kept.stored_names()
    digest = lost.sha256
    with writing():
        assert collecting.collect(clock.now()) == 0
    with writing():
        assert collecting.collect(clock.now() + LATER) == 1
    event = db.session.scalars(select(AuditEvent).filter_by(verb="file.collect")).one()
    assert event.detail["sha256"] == digest
    assert collecting.sweep(clock.now()) == 0, "a request under way may still need them"
    assert collecting.sweep(clock.now() + LATER) == len(names)
    assert not [name for name in names if files.exists(name)]
    assert all(files.exists(name) for name in staying)


def test_a_picture_that_two_name_survives_the_loss_of_one(ready: Callable[..., Brand]) -> None:
    one, two = ready(pictures=0), ready(pictures=0)
    file = stored("#123123")
    first, second = hang(file, one), hang(file, two)
    db.session.delete(first)
    db.session.commit()
    with writing():
        assert collecting.collect(clock.now() + LATER) == 0
    assert collecting.sweep(clock.now() + LATER) == 0
    db.session.delete(db.session.get_one(ProfilePicture, second.id))
    db.session.commit()
    with writing():
        assert collecting.collect(clock.now() + LATER) == 1


@pytest.mark.usefixtures("app")
def test_other_files_of_the_store_are_left_alone() -> None:
    files.put(f"{'ab' * 32}.xlsx", b"a table")
    files.put(f"{'ab' * 32}-640.webp", b"a picture")
    assert collecting.sweep(clock.now() + LATER) == 1
    assert files.exists(f"{'ab' * 32}.xlsx")


def test_older_pictures_get_the_copies_of_today(app: Flask, ready: Callable[..., Brand]) -> None:
    row = stored("#445566")
    for name in row.stored_names():
        if not name.endswith(".webp"):
            files.delete(name)
    files.put(f"{row.sha256}-1280.webp", files.read(row.stored_name(2048)))
    row.edition, row.ground = 0, ""
    lost = StoredFile(
        kind=row.kind, sha256="f" * 64, name="lost.jpg", byte_size=1, width=9, height=9
    )
    db.session.add(lost)
    hang(row, ready(pictures=0))

    def run() -> Result:
        return app.test_cli_runner().invoke(pictures_cli, ["complete"])

    told = run().output
    assert "a.jpg: done" in told
    assert "lost.jpg: its copies are not there or cannot be read" in told
    db.session.expire_all()
    now = db.session.get_one(StoredFile, row.id)
    assert now.edition == 1
    assert now.ground
    assert all(files.exists(name) for name in now.stored_names())
    assert "a.jpg" not in run().output


@pytest.mark.usefixtures("app")
def test_tidying_up_never_fails_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> int:
        raise StorageError

    monkeypatch.setattr(collecting, "sweep", down)
    collecting.tidy_up()
