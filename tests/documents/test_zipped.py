"""Pictures come out of a zip by name, within limits; what a zip may hide stays in it."""

import io
import zipfile
import zlib

import pytest

from portal.core.errors import InvalidError, TooBigError
from portal.documents import actions as documents
from portal.documents import zipped
from tests.make import jpeg


def packed(*entries: tuple[str, bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.usefixtures("app")
def test_pictures_are_received_by_their_bare_names() -> None:
    content = packed(
        ("春款/A1001-1.jpg", jpeg()),
        ("../../A1001-2.jpg", jpeg(colour="#AA0000")),
        ("__MACOSX/._A1001-1.jpg", b"left by a Mac"),
        ("folder/", b""),
        ("Thumbs.db", b"left by Windows"),
        ("list.txt", b"no picture"),
        ("other/a1001-1.JPG", jpeg(colour="#00AA00")),
    )
    uploads = list(documents.receive_zip(content))
    assert [one.name for one in uploads if not one.error] == ["A1001-1.jpg", "A1001-2.jpg"]
    assert {one.name for one in uploads if one.error} == {"list.txt", "a1001-1.JPG"}
    assert [one.name for one in documents.receive_zip(content, done={"A1001-1.jpg"})][:1] == [
        "A1001-2.jpg"
    ]


def test_names_of_chinese_windows_are_read() -> None:
    content = bytearray(packed(("AAAA.jpg", b"x")))
    name = "女裤".encode("gbk")
    while (at := content.find(b"AAAA")) >= 0:
        content[at : at + 4] = name
    assert [one.name for one in zipped.pictures_in(bytes(content))] == ["女裤.jpg"]


def test_what_is_over_a_limit_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, limit in (("MAX_ENTRIES", 1), ("MAX_UNPACKED", 30), ("MAX_BYTES", 60)):
        with monkeypatch.context() as small:
            small.setattr(zipped, name, limit)
            with pytest.raises(TooBigError):
                list(zipped.pictures_in(packed(("a.jpg", b"a" * 20), ("b.jpg", b"b" * 20))))
    with pytest.raises(InvalidError):
        list(zipped.pictures_in(b"PK\x03\x04 no zip"))


def test_bombs_nests_and_broken_files_come_out_as_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(("bomb.jpg", b"\0" * 3_000_000), kind=zipfile.ZIP_DEFLATED)
    nest = packed(("inner.jpg", packed(("a.jpg", jpeg()))))
    broken = bytearray(packed(("a.jpg", zlib.compress(b"abc" * 99) * 9)))
    broken[60] ^= 0xFF
    monkeypatch.setattr(zipped, "MAX_ONE", 5_000_000)
    for content in (bomb, nest, bytes(broken)):
        (one,) = zipped.pictures_in(content)
        assert one.error
        assert not one.content


def test_a_zip_that_lies_about_a_size_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_ONE", 100)
    content = bytearray(packed(("a.jpg", b"a" * 400)))
    size = (400).to_bytes(4, "little")
    at = content.rindex(b"PK\x01\x02") + 24
    assert content[at : at + 4] == size
    content[at : at + 4] = (50).to_bytes(4, "little")
    (one,) = zipped.pictures_in(bytes(content))
    assert one.error


def test_a_password_is_told() -> None:
    content = bytearray(packed(("a.jpg", b"secret")))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InvalidError, match="password"):
        list(zipped.pictures_in(bytes(content)))
