"""Making an uploaded picture harmless: measured first, then decoded by a child within limits.

The re-encoded copies carry no EXIF (no places, no phone) and nothing that hid behind the
pixels. Sizes and limits: ASVS 5.2 and the product's own targets.
"""

import io
import json
import subprocess
import sys
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from portal.core import files, picture_child
from portal.core.errors import InvalidError, TooBigError
from portal.core.i18n import lazy_gettext as _l
from portal.core.picture_child import FORMATS, MAX_PIXELS, widths_of

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 20_000
MAX_SCANS = 100
"""Scans of a progressive JPEG; cameras write ten. Each costs a walk over all pixels."""
WALL_SECONDS = 20
SCAN = b"\xff\xda"
JPEG_SIGN = b"\xff\xd8\xff"
PHONE_KINDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
FOREIGN = _l("This is not a picture we can read. Please use JPG, PNG or WebP.")
FROM_A_PHONE = _l(
    "This is a HEIC picture of an iPhone. Set Camera, Formats to “Most compatible”, or send it to "
    "yourself in WeChat and save it: then it is a JPG."
)


@dataclass(frozen=True)
class Picture:
    """A stored picture: the digest that names its copies, its size in pixels and its colours."""

    sha256: str
    width: int
    height: int
    ground: str


def measure(content: bytes) -> tuple[int, int]:
    """Return width and height from the header alone, without decoding.

    Raises:
        TooBigError: more than 10 MB or 40 megapixels.
        InvalidError: not a JPEG, PNG or WebP picture, whatever its name says.
    """
    if len(content) > MAX_BYTES:
        raise TooBigError(
            _l("The picture is larger than 10 MB."), _l("Send it smaller, or as a screenshot.")
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                width, height = image.size
    except Image.DecompressionBombError:  # Pillow's own limit, which the child lowers
        raise too_many_pixels() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise InvalidError("file", FROM_A_PHONE if from_a_phone(content) else FOREIGN) from None
    if content.startswith(JPEG_SIGN) and content.count(SCAN) > MAX_SCANS:
        raise InvalidError("file", FOREIGN)
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise too_many_pixels()
    return width, height


def from_a_phone(content: bytes) -> bool:
    """Say whether this is what iPhones write unless they are told otherwise."""
    return content[4:8] == b"ftyp" and content[8:12] in PHONE_KINDS


def too_many_pixels() -> TooBigError:
    """Return what is said to a picture beyond MAX_PIXELS or MAX_SIDE."""
    return TooBigError(
        _l("The picture has more than 40 million pixels."),
        _l("Send it smaller, or as a screenshot."),
    )


def receive(content: bytes) -> Picture:
    """Check, re-encode and store an uploaded picture.

    Raises:
        TooBigError, InvalidError: as `measure`; also when the pixels are broken.
        StorageError: the store does not answer; nothing of the picture is kept.
    """
    measure(content)
    return keep(encoded(content))


def encoded(content: bytes) -> bytes:
    """Return the copies of a picture, packed, as the child made them.

    Raises:
        InvalidError: the pixels are broken, or it takes too much time or memory.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, no shell
            [sys.executable, "-I", picture_child.__file__],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise InvalidError(
            "file", _l("This picture is damaged. Please take or save it again.")
        ) from None
    return done.stdout


def keep(packed: bytes) -> Picture:
    """Store what the child answered, named by the largest WebP: all copies or none.

    Raises:
        StorageError: the store does not answer.
    """
    told, copies = unpacked(packed)
    name = files.digest(copies[f"{widths_of(told['width'])[-1]}.webp"])
    files.put_all({f"{name}-{ending}": copy for ending, copy in copies.items()})
    return Picture(name, told["width"], told["height"], told["ground"])


def unpacked(packed: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the child told of a picture, and its copies by how their names end."""
    head, _, body = packed.partition(b"\n")
    told = json.loads(head)
    copies, start = {}, 0
    for ending, size in told["copies"]:
        copies[ending] = body[start : start + size]
        start += size
    return told, copies
