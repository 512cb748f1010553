"""Whatever is sent as a picture is refused in words, or comes out as nothing but pixels."""

import io
import resource
from collections.abc import Callable

import pytest
from PIL import Image
from sqlalchemy import select

from portal.brands.models import Brand, ProfilePicture
from portal.core import files
from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.models import StoredFile
from tests.brands.conftest import address
from tests.client import Browser
from tests.documents import hostile
from tests.make import Make

MOST_SECONDS = 5
EVIL = (b"<script", b"Exif", b"GPS", b"%PDF", b"PK\x03\x04", b"alert(", b"EVIL", b"Spy phone")
SUBJECTS = hostile.every()


def test_there_are_more_than_sixty() -> None:
    assert len(SUBJECTS) >= 60
    assert len({one.name for one in SUBJECTS}) == len(SUBJECTS)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda one: one.name)
@pytest.mark.usefixtures("app")
def test_each_is_refused_or_neutralised(subject: hostile.Hostile) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    upload = documents.check(subject.name, subject.content, pdf_too=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime <= MOST_SECONDS  # the child's own limit holds it
    if subject.fate == hostile.REFUSED:
        assert upload.error is not None
        assert str(upload.error.message)
        return
    assert upload.error is None, str(upload.error)
    row = documents.store(upload, by_id=None)
    for name in row.stored_names():
        kept = files.read(name)
        assert not [one for one in EVIL if one in kept], name
        with Image.open(io.BytesIO(kept)) as image:
            assert not image.getexif()
            assert getattr(image, "n_frames", 1) == 1
            assert image.info.keys().isdisjoint({"icc_profile", "comment", "exif", "xmp"})


def test_an_iphones_picture_is_told_what_to_do(
    browser: Browser, make: Make, ready: Callable[..., Brand]
) -> None:
    brand = ready()
    browser.sign_in(make.owner(brand))
    sent = {"files": [("IMG_0001.HEIC", hostile.heic(b"heic")), ("a.jpg", hostile.with_exif())]}
    wall = address(brand, "profile/pictures")
    page = browser.submit(wall, "Store these files", files=sent)
    assert "“IMG_0001.HEIC” was not stored: This is a HEIC picture of an iPhone." in page.words
    assert "1 picture is stored." in page.words
    newest = db.session.scalars(select(StoredFile).order_by(StoredFile.id.desc())).first()
    assert newest
    assert newest.name == "a.jpg"
    hung = select(ProfilePicture).filter_by(file_id=newest.id)
    assert len(db.session.scalars(hung).all()) == 1
