"""What a photo of 12 megapixels costs with all its copies, and what hostile files come to."""

import io
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from PIL import Image

from portal import create_app
from portal.core import picture_child
from portal.core.errors import PortalError
from portal.core.pictures import encoded, unpacked
from portal.core.pictures import measure as measured
from tests.documents import hostile

PHOTO = (4000, 3000)


def photo() -> bytes:
    """Return something as hard to encode as a photo: shapes, shades and grain."""
    shades = Image.linear_gradient("L").resize(PHOTO)
    shapes = Image.effect_mandelbrot((1000, 750), (-2, -1.2, 0.8, 1.2), 90).resize(PHOTO)
    grain = Image.effect_noise(PHOTO, 24)
    image = Image.blend(Image.merge("RGB", (shades, shapes, grain)), shades.convert("RGB"), 0.5)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def measure(folder: Path) -> dict[str, Any]:
    """Return what one photo costs the child, and print the table of hostile files."""
    app = create_app(INSTANCE_PATH=str(folder), SECRET_KEY="bench", TESTING=True)
    content = photo()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    packed = subprocess.run(
        [sys.executable, "-I", picture_child.__file__],
        input=content,
        capture_output=True,
        check=True,
    ).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    copies = unpacked(packed)[1]
    with app.test_request_context():
        fates = [fate_of(one) for one in hostile.every()]
    return {
        "photo_mb": round(len(content) / 1e6, 1),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "child_mb": after.ru_maxrss // 1024,
        "copies": len(copies),
        "copies_kb": sum(map(len, copies.values())) // 1024,
        "hostile": len(fates),
        "otherwise_than_wanted": sum(1 for well, _seconds in fates if not well),
        "slowest_hostile_s": round(max(seconds for _well, seconds in fates), 2),
    }


def fate_of(one: hostile.Hostile) -> tuple[bool, float]:
    """Print what becomes of a hostile file; return whether it is what should, and the seconds."""
    began = time.monotonic()
    try:
        measured(one.content)
        encoded(one.content)
        fate, words = hostile.NEUTRALISED, ""
    except PortalError as error:
        fate, words = hostile.REFUSED, str(error.message)
    seconds = time.monotonic() - began
    print(f"  {one.name:<28}{len(one.content):>12,} {fate:<12}{seconds:>6.2f} s  {words[:60]}")
    return fate == one.fate, seconds
