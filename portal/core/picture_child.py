"""The child that decodes a picture: a script of its own, so that it starts without the portal.

Run by path with a picture on standard input; it answers with the copies, packed.
"""

import io
import json
import sys
import warnings
from typing import Any

from PIL import Image, ImageOps

MAX_PIXELS = 40_000_000
WIDTHS = (320, 640, 1280)
FORMATS = ("JPEG", "PNG", "WEBP")
CHILD_SECONDS = 20
CHILD_MEMORY = 1_500_000_000


def encode(content: bytes) -> bytes:
    """Return the copies of a picture, packed: a line of JSON, then one WebP after another."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=FORMATS) as source:
        source.draft("RGB", (max(WIDTHS), max(WIDTHS)))
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail((max(WIDTHS), max(WIDTHS) * 2), Image.Resampling.LANCZOS)
        image = flatten(upright)
    copies = [webp(image, width) for width in WIDTHS]
    told: dict[str, Any] = {"width": image.width, "height": image.height}
    told["sizes"] = [len(copy) for copy in copies]
    return json.dumps(told).encode() + b"\n" + b"".join(copies)


def flatten(image: Image.Image) -> Image.Image:
    """Return the picture as plain RGB, on white where it is see-through."""
    if image.mode in {"RGBA", "LA", "P", "PA"}:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def webp(image: Image.Image, width: int) -> bytes:
    """Return one copy, never wider than the picture itself."""
    copy = image.copy()
    copy.thumbnail((width, width * 2), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=80, method=2)
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
