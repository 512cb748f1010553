"""Lettering: Chinese where the machine has a font for it, grey bars like distant text where not."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from portal.demo.drawing.palettes import Colour

_SONG = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", "Songti.ttc", "simsun.ttc")
_SONG_BOLD = ("NotoSerifCJK-Bold.ttc", "NotoSerifCJKsc-Bold.otf", *_SONG)
_HEI = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "PingFang.ttc",
    "msyh.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
)
_FACES = {"song": (*_SONG, *_HEI), "bold": (*_SONG_BOLD, *_HEI), "hei": (*_HEI, *_SONG)}
_SIMPLIFIED = {
    "NotoSerifCJK-Regular.ttc": 2,
    "NotoSerifCJK-Bold.ttc": 2,
    "NotoSansCJK-Regular.ttc": 2,
}
"""Where a collection holds several faces: the number of the simplified Chinese one."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=1)
def has_chinese() -> bool:
    """Return whether this machine can write Chinese in a picture."""
    return _chinese("song", 20) is not None


@lru_cache(maxsize=64)
def _chinese(face: str, size: int) -> ImageFont.FreeTypeFont | None:
    for name in _FACES[face]:
        try:
            return ImageFont.truetype(name, size, index=_SIMPLIFIED.get(name, 0))
        except OSError:
            continue
    return None


@lru_cache(maxsize=32)
def font(face: str, size: int) -> Font:
    """Return the face (song, bold or hei) at that size in pixels, or Pillow's own Latin one."""
    return _chinese(face, size) or ImageFont.load_default(size)


def legible(text: str) -> bool:
    return has_chinese() or text.isascii()


def measure(text: str, face: str, size: int) -> float:
    return float(font(face, size).getlength(text)) if legible(text) else size * 0.96 * len(text)


def write(
    picture: Image.Image,
    at: tuple[float, float],
    text: str,
    style: tuple[str, int],
    ink: Colour | int,
) -> None:
    """Write from the upper left corner; `style` is face and size."""
    pen = ImageDraw.Draw(picture)
    face, size = style
    if legible(text):
        pen.text(at, text, fill=ink, font=font(face, size))
        return
    for place, letter in enumerate(text):
        if letter.isspace():
            continue
        x, y = at[0] + place * size * 0.96, at[1] + size * 0.2
        for stroke in range(4):
            low = y + stroke * size * 0.24
            inset = ord(letter) * (stroke + 3) % 5 * size * 0.06
            pen.rectangle((x + inset, low, x + size * 0.8 - inset / 2, low + size * 0.09), fill=ink)
        middle = x + size * (0.3 + ord(letter) % 3 * 0.1)
        pen.rectangle((middle, y - size * 0.04, middle + size * 0.09, y + size * 0.8), fill=ink)
