"""More than sixty files that no upload should be, made by code and small."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image

REFUSED, NEUTRALISED = "refused", "neutralised"
GPS = {34853: {1: "N", 2: (27.0, 49.0, 39.0), 3: "E", 4: (113.0, 7.0, 58.0)}}
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@dataclass(frozen=True)
class Hostile:
    """One file: its name, its bytes and what must become of it."""

    name: str
    content: bytes
    fate: str


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.linear_gradient("L").resize(size).convert(mode)


def jpeg(**options: Any) -> bytes:
    return saved(plain(), "JPEG", **options)


def png(**options: Any) -> bytes:
    return saved(plain(), "PNG", **options)


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png_of(width: int, height: int, *, depth: int = 8, colour: int = 2, body: bytes = b"") -> bytes:
    """Return a PNG that claims a size, whatever its body holds."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """Return a good PNG with one more chunk before its pixels."""
    whole = png()
    return whole[:33] + chunk(kind, content) + whole[33:]


def jpeg_of(width: int, height: int) -> bytes:
    """Return a JPEG whose header claims a size."""
    content = bytearray(jpeg())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def with_marker(marker: bytes, content: bytes) -> bytes:
    """Return a good JPEG with one more segment."""
    return b"\xff\xd8" + marker + struct.pack(">H", len(content) + 2) + content + jpeg()[2:]


def with_exif(**_: Any) -> bytes:
    exif = Image.Exif()
    exif[34853] = GPS[34853]
    exif[271] = "Spy phone"
    return jpeg(exif=exif.tobytes())


def scans(number: int) -> bytes:
    """Return a progressive JPEG whose last scan is repeated."""
    content = saved(plain(size=(640, 480)), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * number + content[-2:]


def webp_with(kind: bytes, content: bytes) -> bytes:
    body = saved(plain(), "WEBP")[12:]
    body += kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def webp_of(width: int, height: int) -> bytes:
    """Return an extended WebP whose canvas claims a size."""
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    picture = saved(plain(), "WEBP", lossless=True)[12:]
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size + picture
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def animated(kind: str) -> bytes:
    frames = [plain().rotate(angle) for angle in (0, 90, 180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def heic(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0mif1heic" + b"\0" * 200


def refused() -> Iterator[tuple[str, bytes]]:
    """Yield what must not be taken."""
    yield from broken()
    yield from other_things()
    yield from other_pictures()
    yield from bombs()


def broken() -> Iterator[tuple[str, bytes]]:
    """Yield pictures that are not whole."""
    yield "empty.jpg", b""
    yield "one-byte.jpg", b"\xff"
    yield "zeros.jpg", b"\0" * 4096
    yield "noise.jpg", bytes(range(256)) * 40
    yield "sign-only.jpg", b"\xff\xd8\xff\xe0"
    yield "sign-only.png", b"\x89PNG\r\n\x1a\n"
    yield "sign-only.webp", b"RIFF\x10\0\0\0WEBP"
    yield "truncated-head.jpg", jpeg()[:100]
    yield "truncated-half.jpg", saved(plain(size=(400, 300)), "JPEG", quality=95)[:3000]
    yield "truncated-half.png", saved(Image.effect_noise((200, 200), 90), "PNG")[:4000]
    yield "truncated-half.webp", saved(Image.effect_noise((200, 200), 90), "WEBP")[:900]
    yield "bad-crc.png", png().replace(b"IHDR", b"IHDS")
    yield "pixels-missing.png", png_of(2000, 2000, body=b"\0" * 10)
    yield "pixels-garbage.png", png()[:60] + b"\xaa" * 60 + png()[120:]
    yield "no-end.jpg", jpeg_of(64, 48)[:-40]


def other_things() -> Iterator[tuple[str, bytes]]:
    """Yield what only calls itself a picture."""
    yield "drawing.svg", SVG
    yield "drawing.jpg", SVG
    yield "drawing-bom.png", b"\xef\xbb\xbf" + SVG
    yield "page.html", HTML
    yield "page.jpg", HTML
    yield "entities.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    yield "laughs.xml", b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    yield "script.js.jpg", b"fetch('/markets')//\xff\xd8\xff"
    yield "shell.php.jpg", b"<?php system($_GET['c']); ?>"
    yield "paper.jpg", b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript>>>>endobj\n%%EOF"
    yield "program.jpg", b"MZ" + b"\x90" * 200
    yield "program.png", b"\x7fELF" + b"\0" * 200
    yield "pack.zip", zipped("a.jpg", jpeg())
    yield "pack.jpg", zipped("a.jpg", jpeg())
    yield "postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n"


def other_pictures() -> Iterator[tuple[str, bytes]]:
    """Yield pictures of kinds that are not taken."""
    yield "still.gif", saved(plain("P"), "GIF")
    yield "moving.gif", animated("GIF")
    yield "gif-called-jpg.jpg", saved(plain("P"), "GIF")
    yield "print.tiff", saved(plain(), "TIFF")
    yield "tiff-called-jpg.jpg", saved(plain("CMYK"), "TIFF")
    yield "old.bmp", saved(plain(), "BMP")
    yield "bmp-called-png.png", saved(plain(), "BMP")
    yield "sign.ico", saved(plain(), "ICO")
    yield "layers.psd", b"8BPS\0\1" + b"\0" * 100
    yield "film.jp2", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 64
    yield "film.avif", saved(plain(), "AVIF")
    yield "film.ppm", saved(plain(), "PPM")
    yield "phone.heic", heic(b"heic")
    yield "phone-called-jpg.jpg", heic(b"heic")
    yield "phone-other.heif", heic(b"mif1")
    yield "film.mp4", heic(b"isom")


def bombs() -> Iterator[tuple[str, bytes]]:
    """Yield what is small to send and large to open."""
    yield "41-megapixels.png", png_of(6500, 6500)
    yield "bomb.png", png_of(60_000, 60_000)
    yield "bomb-largest.png", png_of(2**31 - 1, 2**31 - 1)
    yield "bomb-long.png", png_of(30_000, 1000)
    yield "bomb-16-bit.png", png_of(20_000, 20_000, depth=16, colour=6)
    yield "bomb.jpg", jpeg_of(65_500, 65_500)
    yield "bomb.webp", webp_of(16_383, 16_383)
    yield "bomb-canvas.webp", webp_of(2**24, 2**24 - 1)
    yield "no-width.png", png_of(0, 10)
    yield "scans.jpg", scans(2000)
    yield "text-bomb.png", with_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 80_000_000, 9))
    yield "eleven-megabytes.jpg", jpeg() + b"\0" * (11 * 1024 * 1024)


def neutralised() -> Iterator[tuple[str, bytes]]:
    """Yield what is a picture, with something in it that must not come out again."""
    yield "places.jpg", with_exif()
    yield "page-behind.jpg", jpeg() + HTML
    yield "zip-behind.jpg", jpeg() + zipped("evil.html", HTML)
    yield "pdf-behind.jpg", jpeg() + b"%PDF-1.4 evil"
    yield "script-in-comment.jpg", with_marker(b"\xff\xfe", b"*/=alert(document.cookie)/*" * 40)
    yield "page-in-text.png", with_chunk(b"tEXt", b"Comment\0" + HTML * 20)
    yield "page-behind.png", png() + HTML
    yield "texts.png", png()[:33] + chunk(b"tEXt", b"k\0v" * 900) * 30 + png()[33:]
    yield "odd-chunk.webp", webp_with(b"EVIL", HTML)
    yield "exif.webp", webp_with(b"EXIF", b"Exif\0\0" + b"\xff" * 400)
    yield "broken-exif.jpg", with_marker(b"\xff\xe1", b"Exif\0\0" + b"\xff" * 60_000)
    yield (
        "loop-exif.jpg",
        with_marker(
            b"\xff\xe1", b"Exif\0\0MM\0\x2a\0\0\0\x08\0\1\x87\x69\0\4\0\0\0\1\0\0\0\x08\0\0\0\x08"
        ),
    )
    yield "broken-profile.jpg", jpeg(icc_profile=b"\xff" * 30_000)
    yield "huge-profile.jpg", jpeg(icc_profile=b"\0" * 3_000_000)
    yield "print-colours.jpg", saved(plain("CMYK"), "JPEG")
    yield "16-bit.png", saved(Image.new("I;16", (60, 40), 40_000), "PNG")
    yield "palette.png", saved(plain("P"), "PNG", transparency=0)
    yield "see-through.png", saved(plain("RGBA"), "PNG")
    yield "black-and-white.png", saved(plain("1"), "PNG")
    yield "moving.png", animated("PNG")
    yield "moving.webp", animated("WEBP")
    yield "one-pixel.png", saved(Image.new("RGB", (1, 1)), "PNG")
    yield "thin.png", saved(Image.new("RGB", (3, 9000)), "PNG")
    yield "png-called-jpg.jpg", png()
    yield "../../evil<script>.jpg", jpeg(quality=60)


def every() -> list[Hostile]:
    """Return all of them."""
    made: list[Hostile] = []
    kinds: list[tuple[str, Callable[[], Iterator[tuple[str, bytes]]]]]
    kinds = [(REFUSED, refused), (NEUTRALISED, neutralised)]
    for fate, files in kinds:
        made += [Hostile(name, content, fate) for name, content in files()]
    return made
