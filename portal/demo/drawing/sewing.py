"""Sewing: pieces cut from cloth, laid over one another with their seams, buttons and shadows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from portal.demo.drawing.cloth import (
    MIDDLE,
    Cloth,
    Fold,
    faded,
    folds_layer,
    lit,
    roundness,
    sheet,
)
from portal.demo.drawing.curves import Place, Point, Points, flip
from portal.demo.drawing.palettes import Colour, brightness, darker, lighter

FINE = 3


@dataclass(frozen=True)
class Seam:
    """A sewn line: a plain seam, a row of stitches, a cord, or a metal zip."""

    line: Points
    kind: str = "seam"
    width: float = 3.0


@dataclass(frozen=True)
class Piece:
    """One piece of a garment, outline in millimetres."""

    outline: Points
    cloth: str = "main"
    grain: int = 0
    folds: tuple[Fold, ...] = ()
    seams: tuple[Seam, ...] = ()
    buttons: tuple[Point, ...] = ()
    lift: float = 3.0
    baffles: float = 0.0
    gloss: float = 1.0


@dataclass(frozen=True)
class Garment:
    """Pieces from the back to the front, and how the whole hangs: from shoulders or clips."""

    pieces: tuple[Piece, ...]
    hang: str = "shoulders"
    width: float = 200.0
    height: float = 700.0
    drop: float = 0.0
    button: float = 11.0


def flipped(piece: Piece) -> Piece:
    """Return the piece for the other side of the body."""
    return replace(
        piece,
        outline=flip(piece.outline),
        grain=-piece.grain,
        folds=tuple(replace(fold, line=flip(fold.line)) for fold in piece.folds),
        seams=tuple(replace(seam, line=flip(seam.line)) for seam in piece.seams),
        buttons=flip(piece.buttons),
    )


def reach(garment: Garment) -> float:
    """Return millimetres from the centre front to the outermost point, sleeves and all."""
    return max(abs(x) for piece in garment.pieces for x, _ in piece.outline)


def scaled(garment: Garment, across: float) -> Garment:
    """Return the garment drawn slimmer (or wider) by that factor."""

    def slim(points: Points) -> Points:
        return tuple((x * across, y) for x, y in points)

    pieces = tuple(
        replace(
            piece,
            outline=slim(piece.outline),
            folds=tuple(replace(fold, line=slim(fold.line)) for fold in piece.folds),
            seams=tuple(replace(seam, line=slim(seam.line)) for seam in piece.seams),
            buttons=slim(piece.buttons),
        )
        for piece in garment.pieces
    )
    return replace(garment, pieces=pieces, width=garment.width * across)


def pair(piece: Piece) -> tuple[Piece, Piece]:
    return (flipped(piece), piece)


@dataclass(frozen=True)
class Wardrobe:
    """The cloths a garment is made of, by the part they play."""

    main: Cloth
    trim: Cloth
    lining: Cloth
    button: Colour
    thread: Colour = field(default=(255, 255, 255))

    def cloth(self, part: str) -> Cloth:
        if part == "trim":
            return self.trim
        if part == "lining":
            return self.lining
        if part == "rib":
            return Cloth("rib", self.main.ground, self.main.figure)
        if part == "plain":
            return Cloth("plain", self.main.ground, self.main.ground)
        if part == "label":
            return Cloth("satin", (238, 232, 220), (238, 232, 220))
        return self.main


def _box(points: Points, size: tuple[int, int]) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = max(0, int(min(xs)) - 2), max(0, int(min(ys)) - 2)
    right, bottom = min(size[0], int(max(xs)) + 3), min(size[1], int(max(ys)) + 3)
    return (left, top, max(right, left + 1), max(bottom, top + 1))


def shape(points: Points, box: tuple[int, int, int, int]) -> Image.Image:
    """Return the outline filled with white, smooth at its edge."""
    left, top, right, bottom = box
    large = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE))
    corners = [((x - left) * FINE, (y - top) * FINE) for x, y in points]
    ImageDraw.Draw(large).polygon(corners, fill=255)
    return large.reduce(FINE)


def cast(picture: Image.Image, mask: Image.Image, at: Point, blur: float, strength: float) -> None:
    """Cast the shadow of a shape, soft, a little to the lower right."""
    step = 1 if blur < 4 else 4 if blur < 16 else 8
    margin = max(1, round(blur * 2.6 / step))
    small = mask.reduce(step) if step > 1 else mask
    field_ = Image.new("L", (small.width + 2 * margin, small.height + 2 * margin))
    field_.paste(small, (margin, margin))
    soft = field_.filter(ImageFilter.GaussianBlur(blur / step))
    soft = soft.point(faded(strength))
    if step > 1:
        soft = soft.resize((soft.width * step, soft.height * step), Image.Resampling.BILINEAR)
    corner = (round(at[0] - margin * step), round(at[1] - margin * step))
    picture.paste((38, 30, 40), corner, soft)


def sew(picture: Image.Image, garment: Garment, place: Place, wardrobe: Wardrobe) -> None:
    """Lay the garment on the picture, its pieces from the back to the front."""
    for piece in garment.pieces:
        _lay(picture, piece, place, wardrobe)
        for x, y in place.put(piece.buttons):
            _fasten(picture, (x, y), garment.button * place.scale, wardrobe.button)


def shadow(picture: Image.Image, garment: Garment, place: Place, height: float) -> None:
    """Cast the garment's shadow on what it lies on or hangs before, `height` millimetres away."""
    step, throw = 4, height * place.scale
    outlines = [place.put(piece.outline) for piece in garment.pieces]
    edge = throw * 2.4
    left = min(x for outline in outlines for x, _ in outline) - edge
    top = min(y for outline in outlines for _, y in outline) - edge
    right = max(x for outline in outlines for x, _ in outline) + edge
    low = max(y for outline in outlines for _, y in outline) + edge
    mask = Image.new("L", (round((right - left) / step), round((low - top) / step)))
    pen = ImageDraw.Draw(mask)
    for outline in outlines:
        pen.polygon([((x - left) / step, (y - top) / step) for x, y in outline], fill=255)
    size = (mask.width * step, mask.height * step)
    for blur, strength, away in ((throw, 0.26, 0.8), (throw * 0.3, 0.22, 0.25)):
        soft = mask.filter(ImageFilter.GaussianBlur(max(blur / step, 0.7)))
        soft = soft.point(faded(strength))
        soft = soft.resize(size, Image.Resampling.BILINEAR)
        corner = (round(left + throw * away * 0.7), round(top + throw * away))
        picture.paste((44, 34, 40), corner, soft)


def _lay(picture: Image.Image, piece: Piece, place: Place, wardrobe: Wardrobe) -> None:
    outline = place.put(piece.outline)
    box = _box(outline, picture.size)
    mask = shape(outline, box)
    if mask.getbbox() is None:
        return
    cloth = wardrobe.cloth(piece.cloth)
    size = mask.size
    grain = 4 * round((-piece.grain - place.turn) / 4)
    fabric = _cut(cloth, size, grain)
    shade = roundness(mask, max(3.0, min(26.0, min(size) * 0.16)))
    if piece.folds:
        shade = ImageChops.add(shade, folds_layer(piece.folds, place, size, box[:2]), 1, -MIDDLE)
    if piece.baffles:
        puffs = _puffs(size, piece.baffles * place.scale, grain)
        shade = ImageChops.add(shade, puffs, 1, -MIDDLE)
    if piece.cloth == "lining":
        shade = shade.point([max(0, level - 46) for level in range(256)])
    done = lit(fabric, shade)
    for seam in piece.seams:
        _stitch(done, seam, place, (box, cloth, wardrobe.thread))
    if piece.lift:
        reach = piece.lift * place.scale
        cast(picture, mask, (box[0] + reach * 0.4, box[1] + reach * 0.9), max(reach, 1.0), 0.34)
    picture.paste(done, box[:2], mask)


def _cut(cloth: Cloth, size: tuple[int, int], grain: int) -> Image.Image:
    """Return a piece of the sheet kept for this cloth: large sheets are woven once."""
    grid = 160
    width, height = (-(-side // grid) * grid for side in size)
    return sheet(cloth, width, height, grain).crop((0, 0, *size))


@lru_cache(maxsize=12)
def _puffs(size: tuple[int, int], height: float, grain: int) -> Image.Image:
    """Return padded channels across: each lit above, dark at its quilting line."""
    tall = max(4, round(height))
    column = Image.new("L", (1, tall))
    column.putdata([_puff(at / tall) for at in range(tall)])
    side = round((size[0] ** 2 + size[1] ** 2) ** 0.5)
    wide = Image.new("L", (side, side))
    band = column.resize((side, tall))
    for top in range(0, side, tall):
        wide.paste(band, (0, top))
    if grain:
        wide = wide.rotate(grain, Image.Resampling.BILINEAR, fillcolor=MIDDLE)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return wide.crop((left, top, left + size[0], top + size[1]))


def _puff(share: float) -> int:
    if share < 0.06:
        return 34
    return round(MIDDLE + 54 * (1 - share * 2.1) - (30 if share > 0.9 else 0))


_FAINT = 78


def _stitch(
    done: Image.Image,
    seam: Seam,
    place: Place,
    setting: tuple[tuple[int, int, int, int], Cloth, Colour],
) -> None:
    box, cloth, thread = setting
    line = [(x - box[0], y - box[1]) for x, y in place.put(seam.line)]
    width = seam.width * place.scale
    if seam.kind == "seam":
        _stroke(done, line, max(width, 1.0), (darker(cloth.ground, 0.55), 150))
        return
    if seam.kind == "cord":
        _stroke(done, [(x + 1, y + 1.4) for x, y in line], width, ((30, 24, 30), 90))
        _stroke(done, line, width, (thread, 255))
        return
    if seam.kind == "zip":
        _stroke(done, line, width * 2.2, (darker(cloth.ground, 0.4), 235))
        _stroke(done, _dashes(line, 2.2, 2.0), width, ((214, 206, 190), 240), dashed=True)
        return
    light = brightness(cloth.ground) > _FAINT
    tone = darker(cloth.ground, 0.34) if light else lighter(cloth.ground, 0.34)
    if seam.kind == "contrast":
        tone = thread
    _stroke(done, _dashes(line, 4.6, 2.6), max(width * 0.6, 1.1), (tone, 225), dashed=True)


def _dashes(line: Sequence[Point], dash: float, gap: float) -> list[Point]:
    """Return ends of dashes along a line, in pairs, in pixels."""
    ends: list[Point] = []
    left, drawing = dash, True
    at = line[0]
    ends.append(at)
    for after in line[1:]:
        length = max(((after[0] - at[0]) ** 2 + (after[1] - at[1]) ** 2) ** 0.5, 0.001)
        gone = 0.0
        while length - gone > left:
            gone += left
            share = gone / length
            ends.append((at[0] + (after[0] - at[0]) * share, at[1] + (after[1] - at[1]) * share))
            drawing = not drawing
            left = dash if drawing else gap
        left -= length - gone
        at = after
    return ends


def _stroke(
    picture: Image.Image,
    line: Sequence[Point],
    width: float,
    ink: tuple[Colour, int],
    dashed: bool = False,
) -> None:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    reach = width + 2
    box = (int(min(xs) - reach), int(min(ys) - reach), int(max(xs) + reach), int(max(ys) + reach))
    mask = Image.new("L", ((box[2] - box[0]) * FINE, (box[3] - box[1]) * FINE))
    pen = ImageDraw.Draw(mask)
    corners = [((x - box[0]) * FINE, (y - box[1]) * FINE) for x, y in line]
    thick = max(1, round(width * FINE))
    if dashed:
        for a, b in zip(corners[::2], corners[1::2], strict=False):
            pen.line((a, b), fill=ink[1], width=thick)
    else:
        pen.line(corners, fill=ink[1], width=thick, joint="curve")
    picture.paste(ink[0], box[:2], mask.reduce(FINE))


def _fasten(picture: Image.Image, at: Point, size: float, colour: Colour) -> None:
    face, mask = _button(max(4, round(size)), colour)
    corner = (round(at[0] - face.width / 2), round(at[1] - face.height / 2))
    cast(picture, mask, (corner[0] + 0.8, corner[1] + 1.6), 1.6, 0.5)
    picture.paste(face, corner, mask)


@lru_cache(maxsize=64)
def _button(size: int, colour: Colour) -> tuple[Image.Image, Image.Image]:
    fine = 8
    side = size * fine
    face = Image.new("RGB", (side, side), lighter(colour, 0.30))
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(face)
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    pen.ellipse((side * 0.06, side * 0.09, side, side), fill=darker(colour, 0.22))
    pen.ellipse((side * 0.15, side * 0.15, side * 0.85, side * 0.85), fill=colour)
    hole = side * 0.085
    for dx in (-0.13, 0.13):
        for dy in (-0.13, 0.13):
            x, y = side * (0.5 + dx), side * (0.5 + dy)
            pen.ellipse((x - hole, y - hole, x + hole, y + hole), fill=darker(colour, 0.6))
    return face.reduce(fine), mask.reduce(fine)
