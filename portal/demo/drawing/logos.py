"""Brand marks: a seal, a round mark, a woven label, a wordmark."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from portal.demo.drawing.chance import chance
from portal.demo.drawing.cloth import Cloth, sheet
from portal.demo.drawing.lettering import font, legible, measure, write
from portal.demo.drawing.palettes import Palette, brightness, darker, lighter, palette

SIDE = 640
_FINE = 2


def draw_logo(seed: int, text: str) -> bytes:
    """Return a square brand mark, PNG, 640 by 640, of up to four characters or a Latin word."""
    rng = chance("logo", seed)
    colours = palette(seed)
    canvas = Image.new("RGB", (SIDE * _FINE, SIDE * _FINE), lighter(colours.paper, 0.3))
    mark = text if len(text) <= 4 or text.isascii() else text[:2]
    kinds = _LATIN if mark.isascii() else _HAN
    rng.choice(kinds)(canvas, mark, colours)
    out = io.BytesIO()
    canvas.reduce(_FINE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _centred(
    canvas: Image.Image,
    text: str,
    face: str,
    box: tuple[float, float, float, float],
    ink: tuple[int, int, int],
) -> None:
    """Show the text as large as fits the box (centre x, centre y, width, height)."""
    x, y, width, height = box
    size = int(height)
    while size > 20 and measure(text, face, size) > width:
        size = int(size * 0.94)
    wide = measure(text, face, size)
    top = y - size * 0.62
    if legible(text):
        _, high, _, low = font(face, size).getbbox(text)
        top = y - (high + low) / 2
    write(canvas, (x - wide / 2, top), text, (face, size), ink)


def _seal(canvas: Image.Image, text: str, p: Palette) -> None:
    """Show characters cut into a stone, in two columns from the right when there are four."""
    side = canvas.width
    ink = p.accent if brightness(p.accent) < 150 else p.main
    pen = ImageDraw.Draw(canvas)
    box = (side * 0.2, side * 0.2, side * 0.8, side * 0.8)
    pen.rounded_rectangle(box, side * 0.05, fill=ink)
    pen.rounded_rectangle(
        tuple(v + o for v, o in zip(box, (22, 22, -22, -22), strict=True)),
        side * 0.035,
        outline=lighter(p.pale, 0.5),
        width=6,
    )
    pale = lighter(p.pale, 0.5)
    if len(text) == 4:
        for at, letter in enumerate(text):
            x, y = side * (0.635 if at < 2 else 0.365), side * (0.365 if at % 2 == 0 else 0.635)
            _centred(canvas, letter, "bold", (x, y, side * 0.25, side * 0.25), pale)
    elif len(text) == 1:
        _centred(canvas, text, "bold", (side * 0.5, side * 0.5, side * 0.5, side * 0.44), pale)
    else:
        height = 0.5 / len(text)
        for at, letter in enumerate(text):
            y = side * (0.25 + height * (at + 0.5))
            _centred(
                canvas, letter, "bold", (side * 0.5, y, side * 0.5, side * height * 0.94), pale
            )


def _round(canvas: Image.Image, text: str, p: Palette) -> None:
    side = canvas.width
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((side * 0.14, side * 0.14, side * 0.86, side * 0.86), fill=p.main)
    pen.ellipse(
        (side * 0.17, side * 0.17, side * 0.83, side * 0.83), outline=lighter(p.pale, 0.4), width=5
    )
    pale = lighter(p.pale, 0.5) if brightness(p.main) < 160 else p.dark
    _centred(canvas, text, "song", (side * 0.5, side * 0.5, side * 0.54, side * 0.3), pale)


def _label(canvas: Image.Image, text: str, p: Palette) -> None:
    """Show a woven label sewn on the brand's cloth."""
    side = canvas.width
    canvas.paste(sheet(Cloth("twill", p.main, p.pale), side, side), (0, 0))
    pen = ImageDraw.Draw(canvas)
    box = (side * 0.16, side * 0.34, side * 0.84, side * 0.66)
    pen.rectangle(tuple(v + 10 for v in box), fill=darker(p.main, 0.45))
    canvas.paste(
        sheet(Cloth("satin", lighter(p.pale, 0.4), p.pale), side, side).crop(
            (0, 0, round(box[2] - box[0]), round(box[3] - box[1]))
        ),
        (round(box[0]), round(box[1])),
    )
    for y in range(round(box[1]) + 14, round(box[3]) - 14, 26):
        for x in (box[0] + 22, box[2] - 26):
            pen.rectangle((x, y, x + 5, y + 14), fill=p.accent)
    _centred(canvas, text, "bold", (side * 0.5, side * 0.5, side * 0.52, side * 0.2), p.dark)


def _word(canvas: Image.Image, text: str, p: Palette) -> None:
    side = canvas.width
    pen = ImageDraw.Draw(canvas)
    _centred(canvas, text, "song", (side * 0.5, side * 0.47, side * 0.72, side * 0.26), p.dark)
    pen.rectangle((side * 0.44, side * 0.66, side * 0.56, side * 0.668), fill=p.accent)


def _block(canvas: Image.Image, text: str, p: Palette) -> None:
    side = canvas.width
    canvas.paste(p.main, (0, 0, side, side))
    pale = lighter(p.pale, 0.5) if brightness(p.main) < 160 else p.dark
    _centred(canvas, text, "hei", (side * 0.5, side * 0.5, side * 0.68, side * 0.26), pale)


Mark = Callable[[Image.Image, str, Palette], None]
_HAN: tuple[Mark, ...] = (_seal, _round, _label, _word)
_LATIN: tuple[Mark, ...] = (_word, _label, _block, _round)
