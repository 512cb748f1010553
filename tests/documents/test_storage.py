"""Uploads lie on the disk or in a bucket; a bucket that is silent never keeps half a picture."""

import io
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3  # type: ignore[import-untyped]
import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from portal.brands.models import Brand
from portal.core import files, stores
from portal.core.errors import StorageError
from portal.core.stores import BucketStore, DiskStore, Store
from portal.documents import actions as documents
from portal.documents.models import StoredFile
from tests.brands.conftest import address
from tests.client import Browser
from tests.make import PDF, Make, jpeg

ACCOUNT = {
    "access_key_id": "portal",
    "secret_access_key": "secret-of-a-test",
    "region": "us-east-1",
}


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """Serve a real S3 with one bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=ACCOUNT["access_key_id"],
        aws_secret_access_key=ACCOUNT["secret_access_key"],
        region_name=ACCOUNT["region"],
    )
    client.create_bucket(Bucket="pictures")
    yield address
    server.stop()


@pytest.fixture
def bucket(s3: str) -> BucketStore:
    return BucketStore("pictures", "portal", endpoint=s3, **ACCOUNT)


@pytest.fixture(params=["disk", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "disk":
        return DiskStore(tmp_path / "store")
    found: BucketStore = request.getfixturevalue("bucket")
    return found


@pytest.fixture
def unplugged() -> BucketStore:
    """Return a bucket at an address where nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return BucketStore("pictures", endpoint=f"http://127.0.0.1:{port}", **ACCOUNT)


def test_a_store_keeps_tells_lists_and_forgets(store: Store) -> None:
    store.put("ab12-640.webp", b"pixels")
    store.put("ab12-640.webp", b"pixels")
    assert store.exists("ab12-640.webp")
    with store.open("ab12-640.webp") as file:
        assert file.read() == b"pixels"
    kept = [one for one in store.list() if one.name == "ab12-640.webp"]
    assert len(kept) == 1
    assert kept[0].put_at.tzinfo is not None
    store.delete("ab12-640.webp")
    store.delete("ab12-640.webp")
    assert not store.exists("ab12-640.webp")
    with pytest.raises(FileNotFoundError):
        store.open("ab12-640.webp")
    assert store.place


def test_the_settings_choose_the_bucket(
    app: Flask, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "files", None)
    monkeypatch.setattr(
        app,
        "config",
        app.config
        | {
            "S3_BUCKET": "pictures",
            "S3_ENDPOINT": s3,
            "S3_REGION": ACCOUNT["region"],
            "S3_ACCESS_KEY": ACCOUNT["access_key_id"],
            "S3_SECRET_KEY": ACCOUNT["secret_access_key"],
        },
    )
    files.init_app(app)
    files.put("cd34.pdf", PDF)
    assert files.read("cd34.pdf") == PDF
    assert files.store().place == "s3://pictures/"


def test_pictures_in_a_bucket_are_served_under_the_portals_own_address(
    app: Flask,
    browser: Browser,
    make: Make,
    ready: Callable[..., Brand],
    bucket: BucketStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.extensions, "files", bucket)
    brand = ready(pictures=0)
    browser.sign_in(make.owner(brand))
    wall = address(brand, "profile/pictures")
    page = browser.submit(wall, "Store these files", files={"files": [("a.jpg", jpeg(800, 900))]})
    assert "1 picture is stored." in page.words
    source = page.tree.all("img")[-1].at["src"]
    answer = browser.get(source).response
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert len(list(bucket.list())) >= 7


def test_a_bucket_that_is_down_keeps_nothing_and_says_so(
    app: Flask,
    browser: Browser,
    make: Make,
    ready: Callable[..., Brand],
    unplugged: BucketStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.extensions, "files", unplugged)
    brand = ready()
    browser.sign_in(make.owner(brand))
    wall = address(brand, "profile/pictures")
    page = browser.submit(wall, "Store these files", files={"files": [("a.jpg", jpeg())]})
    assert "“a.jpg” was not stored: The store of pictures and papers does not answer" in page.words
    assert documents.check("a.pdf", PDF, pdf_too=True).error is not None
    picture = browser.get(page.tree.all("img")[-1].at["src"])
    assert picture.status == 503


def test_a_picture_is_kept_whole_or_not_at_all(
    app: Flask, bucket: BucketStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    class Failing(BucketStore):
        def put(self, name: str, content: bytes) -> None:
            if len(kept) == 2:
                raise StorageError
            kept.append(name)
            super().put(name, content)

    failing = Failing.__new__(Failing)
    failing.__dict__.update(bucket.__dict__)
    monkeypatch.setitem(app.extensions, "files", failing)
    upload = documents.check("a.jpg", jpeg(77, 99, "#123456"), pdf_too=False)
    assert isinstance(upload.error, StorageError)
    assert len(kept) == 2
    assert not [name for name in kept if bucket.exists(name)]


def test_a_slow_bucket_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stores.S3_PATIENCE.total_seconds() <= 3
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setattr(stores, "S3_PATIENCE", stores.S3_PATIENCE / 20)
        monkeypatch.setattr(stores, "S3_CONNECT", stores.S3_CONNECT / 20)
        silent = BucketStore(
            "pictures", endpoint=f"http://127.0.0.1:{mute.getsockname()[1]}", **ACCOUNT
        )
        with pytest.raises(StorageError):
            silent.put("ef56.pdf", PDF)
        with pytest.raises(StorageError):
            silent.open("ef56.pdf")


def test_a_stored_picture_tells_what_there_is_of_it(app: Flask) -> None:
    with app.test_request_context():
        upload = documents.check("a.jpg", jpeg(700, 900), pdf_too=False)
    row = documents.store(upload, by_id=None)
    assert {files.store().exists(name) for name in row.stored_names()} == {True}
    assert row.widths == (320, 640, 1280)
    assert row.stored_name(2048, "avif").endswith("-1280.avif")
    assert [len(one) for one in row.colours] == [6, 6, 6, 6]
    old = StoredFile(kind=row.kind, sha256=row.sha256, width=700, edition=0)
    assert old.stored_name(2048, "avif").endswith("-1280.webp")
    with io.BytesIO(files.read(row.stored_name(320, "webp"))) as small:
        assert small.read(4) == b"RIFF"
