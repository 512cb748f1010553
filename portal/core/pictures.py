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

from PIL import Image, UnidentifiedImageError

from portal.core import files, picture_child
from portal.core.errors import InvalidError, TooBigError
from portal.core.i18n import lazy_gettext as _l
from portal.core.picture_child import CHILD_SECONDS, FORMATS, MAX_PIXELS, WIDTHS

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 20_000


@dataclass(frozen=True)
class Picture:
    """A stored picture: the digest that names its copies, and its size in pixels."""

    sha256: str
    width: int
    height: int


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
        raise InvalidError(
            "file", _l("This is not a picture we can read. Please use JPG, PNG or WebP.")
        ) from None
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise too_many_pixels()
    return width, height


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
    """
    measure(content)
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, no shell
            [sys.executable, "-I", picture_child.__file__],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise InvalidError(
            "file", _l("This picture is damaged. Please take or save it again.")
        ) from None
    return keep(done.stdout)


def keep(packed: bytes) -> Picture:
    """Store what the child answered."""
    head, _, body = packed.partition(b"\n")
    told = json.loads(head)
    largest = body[-told["sizes"][-1] :]
    name = files.digest(largest)
    start = 0
    for width, size in zip(WIDTHS, told["sizes"], strict=True):
        files.put(f"{name}-{width}.webp", body[start : start + size])
        start += size
    return Picture(sha256=name, width=told["width"], height=told["height"])
