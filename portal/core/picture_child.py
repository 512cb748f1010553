"""The child that decodes a picture: a script of its own, so that it starts without the portal.

Run by path with a picture on standard input; it answers with the copies, packed.
"""

import io
import json
import sys
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps

MAX_PIXELS = 40_000_000
WIDTHS = (320, 640, 1280, 2048)
FIRST_WIDTHS = (320, 640, 1280)
"""All there was before AVIF, in WebP alone."""
JPEG_WIDTHS = (640, 1280)
"""For what reads neither AVIF nor WebP: old WebViews, mail programs, share cards."""
FORMATS = ("JPEG", "PNG", "WEBP")
CHILD_SECONDS = 5
CHILD_MEMORY = 1_500_000_000
LARGEST_ICC = 1_000_000
GROUND = 2
"""A picture's ground is this many colours across and down."""
SAVED: dict[str, dict[str, Any]] = {
    "avif": {"quality": 55, "speed": 8, "max_threads": 1},
    "webp": {"quality": 80, "method": 2},
    "jpg": {"quality": 82, "progressive": True, "optimize": True},
}
"""Measured on 12 megapixels: AVIF at speed 6 takes thrice the time of 8 and saves a tenth."""
CODECS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def encode(content: bytes, *, first_only: bool = False) -> bytes:
    """Return the copies of a picture, packed: a line of JSON, then one copy after another.

    `first_only` makes no more than the first edition has: a third of the time, for demo data.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=FORMATS) as source:
        source.draft("RGB", (max(WIDTHS), max(WIDTHS)))
        upright = ImageOps.exif_transpose(source)
        image = flatten(in_known_colours(upright))
    most = max(FIRST_WIDTHS if first_only else WIDTHS)
    image.thumbnail((most, most * 2), Image.Resampling.LANCZOS, reducing_gap=2.0)
    copies = list(first_copies(image) if first_only else copies_of(image))
    told: dict[str, Any] = {
        "width": image.width,
        "height": image.height,
        "ground": ground(image),
        "copies": [[ending, len(copy)] for ending, copy in copies],
    }
    return json.dumps(told).encode() + b"\n" + b"".join(copy for _ending, copy in copies)


def widths_of(width: int) -> tuple[int, ...]:
    """Return the widths in which there are copies of a picture: the last is the picture's own."""
    smaller = sum(1 for one in WIDTHS if one < width)
    return WIDTHS[: smaller + 1]


def copies_of(image: Image.Image) -> Any:
    """Yield every copy with how its name ends, the smallest first."""
    widths = widths_of(image.width)
    for width in widths:
        copy = image.copy()
        copy.thumbnail((width, width * 2), Image.Resampling.LANCZOS, reducing_gap=2.0)
        for kind in ("webp", "avif"):
            yield f"{width}.{kind}", saved(copy, kind)
        if width in JPEG_WIDTHS or width == widths[-1] < min(JPEG_WIDTHS):
            yield f"{width}.jpg", saved(copy, "jpg")


def first_copies(image: Image.Image) -> Any:
    """Yield the copies of the first edition."""
    for width in FIRST_WIDTHS:
        copy = image.copy()
        copy.thumbnail((width, width * 2), Image.Resampling.LANCZOS, reducing_gap=2.0)
        yield f"{width}.webp", saved(copy, "webp")


def in_known_colours(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB: phones write wider colours, printers write CMYK."""
    profile = image.info.get("icc_profile")
    if not profile or len(profile) > LARGEST_ICC or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        plain = ImageCms.createProfile("sRGB")
        told = ImageCms.profileToProfile(image, known, plain, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a profile that cannot be read says nothing
    return told or image


def flatten(image: Image.Image) -> Image.Image:
    """Return the picture as plain RGB, on white where it is see-through."""
    if image.mode in {"RGBA", "LA", "P", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        base = Image.new("RGB", layer.size, "white")
        base.paste(layer, mask=layer.getchannel("A"))
        return base
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def ground(image: Image.Image) -> str:
    """Return the picture's colours, left to right and down, each as six hexadecimal digits."""
    tiny = image.resize((GROUND, GROUND), Image.Resampling.BOX, reducing_gap=2.0)
    return tiny.tobytes().hex()


def saved(image: Image.Image, kind: str) -> bytes:
    """Return a copy in a format, without EXIF, profile or comment."""
    out = io.BytesIO()
    image.info = {}
    image.save(out, CODECS[kind], **SAVED[kind])
    return out.getvalue()


def main() -> None:
    """Run as the child: one picture in, its copies out, within memory and time."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    sys.stdout.buffer.write(encode(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
