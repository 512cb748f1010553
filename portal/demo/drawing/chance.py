"""Chance that repeats itself: the same key gives the same picture on every machine."""

from functools import lru_cache
from random import Random

from PIL import Image, ImageFilter


def chance(*key: object) -> Random:
    return Random("/".join(map(str, key)))  # noqa: S311 -- for pictures, not for secrets


@lru_cache(maxsize=16)
def noise(width: int, height: int, blur: float, strength: int) -> Image.Image:
    """Return grey noise around 128, `strength` levels either way, that repeats without a seam."""
    raw = chance("noise", width, height, blur).randbytes(width * height)
    grain = Image.frombytes("L", (width, height), raw)
    if blur:
        grain = tiled(grain, width * 3, height * 3).filter(ImageFilter.GaussianBlur(blur))
        grain = grain.crop((width, height, 2 * width, 2 * height))
    low, high = grain.getextrema()
    span = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
    middle = (float(high) + float(low)) / 2  # type: ignore[arg-type]
    return grain.point([_level(level, middle, strength / span) for level in range(256)])


def _level(level: int, middle: float, gain: float) -> int:
    return min(255, max(0, round(128 + (level - middle) * 2 * gain)))


def tiled(tile: Image.Image, width: int, height: int) -> Image.Image:
    """Return the tile repeated over a picture of that size."""
    sheet = Image.new(tile.mode, (width, height))
    across, down = tile.size
    sheet.paste(tile, (0, 0))
    while across < width:
        sheet.paste(sheet.crop((0, 0, across, down)), (across, 0))
        across *= 2
    while down < height:
        sheet.paste(sheet.crop((0, 0, width, down)), (0, down))
        down *= 2
    return sheet
