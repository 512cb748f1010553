"""The set: a wall of paper, light, a rail, hangers, tags and swatches."""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from portal.demo.drawing.chance import noise, tiled
from portal.demo.drawing.cloth import Cloth, Fold, faded
from portal.demo.drawing.curves import Place, Point, Points, ellipse, path, smooth
from portal.demo.drawing.palettes import Colour, Palette, blend, darker, lighter
from portal.demo.drawing.sewing import Garment, Piece, Wardrobe, cast, sew, shadow, shape

BRASS = (182, 150, 98)
STEEL = (120, 120, 124)
WOOD = (190, 152, 108)


@lru_cache(maxsize=4)
def _glow(width: int, height: int) -> Image.Image:
    """Return how far from the light each point of a wall is, with the paper's grain in it."""
    side = 256
    part = (side * 0.33, side * 0.36, side * 0.83, side * 0.86)
    fall = Image.radial_gradient("L").resize((width, height), Image.Resampling.BICUBIC, box=part)
    fall = fall.point([round(26 + level * 0.8) for level in range(256)])
    grain = ImageChops.blend(noise(256, 256, 0.6, 34), noise(256, 256, 5.0, 34), 0.4)
    return ImageChops.add(fall, tiled(grain, width, height), 1, -128)


def wall(size: tuple[int, int], colour: Colour) -> Image.Image:
    """Return a paper wall lit from the upper left."""
    near, far = lighter(colour, 0.48), darker(colour, 0.15)
    glow = _glow(*size)
    return Image.composite(Image.new("RGB", size, far), Image.new("RGB", size, near), glow)


def tint(picture: Image.Image, mask: Image.Image, colour: Colour, strength: float) -> None:
    """Show colour laid over the picture where the mask (any size) is white."""
    veil = mask.point(faded(strength))
    picture.paste(colour, (0, 0), veil.resize(picture.size, Image.Resampling.BILINEAR))


def window_light(picture: Image.Image, rng: Random) -> None:
    """Show panes of daylight across the wall."""
    width, height = picture.width // 6, picture.height // 6
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)
    x0, lean = width * rng.uniform(0.02, 0.3), width * rng.uniform(0.16, 0.3)
    pane, tall = width * 0.19, height * 0.36
    for column in range(3):
        for row in range(3):
            x = x0 + column * pane * 1.16 + (2 - row) * lean * 0.4
            y = height * -0.06 + row * tall * 1.09
            low = (x - lean * 0.4, y + tall)
            pen.polygon([(x, y), (x + pane, y), (low[0] + pane, low[1]), low], fill=255)
    tint(picture, mask.filter(ImageFilter.GaussianBlur(width / 80)), (255, 250, 236), 0.42)


def leaf_shadow(picture: Image.Image, rng: Random) -> None:
    """Show the shadow of a branch that stands outside the picture."""
    width, height = picture.width // 5, picture.height // 5
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)
    for _ in range(3):
        x, y = width * rng.uniform(0.72, 1.08), height * rng.uniform(-0.12, 0.2)
        angle = rng.uniform(1.9, 2.7)
        for step in range(6):
            x += math.cos(angle) * width * 0.075
            y += math.sin(angle) * width * 0.075
            angle += rng.uniform(-0.05, 0.09)
            for turn in (-0.75, 0.6):
                size = width * rng.uniform(0.12, 0.16) * (1 - step * 0.1)
                pen.polygon(_leaf((x, y), size, angle + turn), fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(width / 90))
    tint(picture, soft, (60, 50, 46), 0.13)


def _leaf(at: Point, size: float, turn: float) -> list[Point]:
    cos, sin = math.cos(turn), math.sin(turn)
    rim = [(u * size, math.sin(u * math.pi) * size * 0.17) for u in (0, 0.25, 0.5, 0.75, 1)]
    rim += [(u, -v) for u, v in reversed(rim)]
    return [(at[0] + u * cos - v * sin, at[1] + u * sin + v * cos) for u, v in rim]


def panel(
    picture: Image.Image,
    box: tuple[float, float, float, float],
    colour: Colour,
    arched: bool = False,
) -> None:
    """Lay a plane of colour, a half circle on top when arched; the box in shares of the sides."""
    left, top, right, bottom = (
        share * side for share, side in zip(box, picture.size * 2, strict=True)
    )
    mask = Image.new("L", picture.size)
    pen = ImageDraw.Draw(mask)
    if arched:
        radius = (right - left) / 2
        pen.rectangle((left, top + radius, right, bottom), fill=255)
        pen.ellipse((left, top, right, top + 2 * radius), fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(0.7))
    else:
        pen.rectangle((left, top, right, bottom), fill=255)
    plane = wall(picture.size, colour)
    picture.paste(plane, (0, 0), mask)


def floor(picture: Image.Image, at: float, colour: Colour) -> None:
    """Show the floor under the wall, from a share of the height down."""
    top = round(picture.height * at)
    deep = Image.linear_gradient("L").resize((picture.width, picture.height - top))
    near, far = lighter(colour, 0.1), darker(colour, 0.16)
    size = (picture.width, picture.height - top)
    plane = Image.composite(Image.new("RGB", size, near), Image.new("RGB", size, far), deep)
    picture.paste(plane, (0, top))


def rod(picture: Image.Image, a: Point, b: Point, width: float, colour: Colour = BRASS) -> None:
    """Show a round metal bar with its shadow on the wall."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    span = max((dx * dx + dy * dy) ** 0.5, 0.001)
    nx, ny = -dy / span * width / 2, dx / span * width / 2

    def strip(low: float, high: float) -> Points:
        return (
            (a[0] + nx * low, a[1] + ny * low),
            (b[0] + nx * low, b[1] + ny * low),
            (b[0] + nx * high, b[1] + ny * high),
            (a[0] + nx * high, a[1] + ny * high),
        )

    whole = strip(-1, 1)
    xs, ys = [x for x, _ in whole], [y for _, y in whole]
    box = (int(min(xs)) - 2, int(min(ys)) - 2, int(max(xs)) + 3, int(max(ys)) + 3)
    mask = shape(whole, box)
    cast(picture, mask, (box[0] + width * 0.8, box[1] + width * 1.4), width * 0.9, 0.3)
    for low, high, tone in (
        (-1, 1, darker(colour, 0.3)),
        (-0.8, 0.5, colour),
        (-0.55, -0.1, lighter(colour, 0.5)),
    ):
        picture.paste(tone, box[:2], shape(strip(low, high), box))


def line(picture: Image.Image, points: Points, width: float, colour: Colour) -> None:
    """Show a smooth line: a hook, a thread."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    reach = width + 2
    box = (int(min(xs) - reach), int(min(ys) - reach), int(max(xs) + reach), int(max(ys) + reach))
    mask = Image.new("L", ((box[2] - box[0]) * 3, (box[3] - box[1]) * 3))
    corners = [((x - box[0]) * 3, (y - box[1]) * 3) for x, y in points]
    ImageDraw.Draw(mask).line(corners, fill=255, width=max(1, round(width * 3)), joint="curve")
    picture.paste(colour, box[:2], mask.reduce(3))


@dataclass(frozen=True)
class Hung:
    """A garment on its hanger: hook at the place's origin, the garment below."""

    garment: Garment
    wardrobe: Wardrobe
    wood: Colour = WOOD


def hang(picture: Image.Image, hung: Hung, hook: Place) -> None:
    """Hang the garment so that its hook's bend is at `hook`."""
    garment, k = hung.garment, hook.scale
    below = Place(hook.x, hook.y + drop(garment) * k, k, hook.turn)
    shadow(picture, garment, below, 22)
    if garment.hang == "clips":
        _clips(picture, garment, hook, below)
        sew(picture, garment, below, hung.wardrobe)
        _pegs(picture, garment, below)
        return
    back = tuple(takewhile(lambda piece: piece.cloth in {"lining", "label"}, garment.pieces))
    rest = garment.pieces[len(back) :]
    sew(picture, Garment(back), below, hung.wardrobe)
    _hanger(picture, garment, hook, hung.wood)
    sew(picture, Garment(rest, button=garment.button), below, hung.wardrobe)


def drop(garment: Garment) -> float:
    """Return millimetres from the hook's bend to the garment's origin."""
    return 92.0 if garment.hang == "clips" else 104.0


def _hook(picture: Image.Image, hook: Place, low: float) -> None:
    bend = (*path("M -22 8 C -24 -22 20 -24 20 4 C 20 24 0 26 0 48"), (0.0, low))
    shade = Place(hook.x + 5 * hook.scale, hook.y + 9 * hook.scale, hook.scale)
    line(
        picture,
        shade.put(bend),
        5 * hook.scale,
        blend((60, 50, 50), picture_colour(picture, hook), 0.75),
    )
    line(picture, hook.put(bend), 5.4 * hook.scale, darker(STEEL, 0.2))
    line(picture, hook.put(tuple((x - 1, y) for x, y in bend)), 2 * hook.scale, lighter(STEEL, 0.6))


def picture_colour(picture: Image.Image, at: Place) -> Colour:
    """Return the colour of the picture near a place (of its edge when the place is outside)."""
    x = min(max(round(at.x) + 40, 0), picture.width - 1)
    y = min(max(round(at.y), 0), picture.height - 1)
    pixel = picture.getpixel((x, y))
    return pixel[:3] if isinstance(pixel, tuple) else (128, 128, 128)  # type: ignore[return-value]


def _hanger(picture: Image.Image, garment: Garment, hook: Place, wood: Colour) -> None:
    _hook(picture, hook, 96)
    half = garment.width * 0.94
    arm = path(
        f"M 0 86 Q 30 84 60 98 Q {half * 0.7} 118 {half} 152 Q {half + 6} "
        f"166 {half - 8} 166 Q {half * 0.6} 138 44 126 Q 20 120 0 124"
    )
    outline = (*arm, *reversed([(-x, y) for x, y in arm]))
    timber = Cloth("plain", wood, wood)
    sew(picture, Garment((Piece(outline, lift=3),)), hook, Wardrobe(timber, timber, timber, wood))


def _clips(picture: Image.Image, garment: Garment, hook: Place, below: Place) -> None:
    _hook(picture, hook, 66)
    half = garment.width * 0.8
    y = hook.y + 70 * hook.scale
    rod(
        picture,
        (below.x - half * hook.scale, y),
        (below.x + half * hook.scale, y),
        8 * hook.scale,
        STEEL,
    )


def _pegs(picture: Image.Image, garment: Garment, below: Place) -> None:
    steel = Cloth("satin", STEEL, STEEL)
    kit = Wardrobe(steel, steel, steel, STEEL)
    for side in (-1, 1):
        x = side * garment.width * 0.66
        peg = Piece(
            path(f"M {x - 13} -30 L {x + 13} -30 L {x + 15} 20 Q {x} 26 {x - 15} 20"), lift=3
        )
        sew(picture, Garment((peg,)), below, kit)


def sliver(rng: Random, length: float) -> Garment:
    """Return a garment seen from its side on a full rail."""
    half = rng.uniform(24, 36)
    sway = rng.uniform(-12, 12)
    low = half * rng.uniform(1.1, 2.0)
    outline = (
        *path(
            f"M 6 0 Q {half * 0.7} 14 {half} 74 C {half} 220 {low + sway} "
            f"{length * 0.6} {low + sway} {length}"
        ),
        *path(f"M {low + sway} {length} Q {sway} {length + 12} {-low + sway} {length - 4}"),
        *path(
            f"M {-low + sway} {length} C {-low + sway} {length * 0.6} {-half} "
            f"220 {-half} 74 Q {-half * 0.7} 14 -6 0"
        ),
    )
    folds = tuple(
        Fold(
            smooth(((x, 70), (x + sway * 0.4, length * 0.5), (x * 1.2 + sway, length - 6))),
            rng.uniform(10, 18),
            1.0,
        )
        for x in (-half * 0.5, half * 0.1, half * 0.6)
    )
    pieces = [Piece(outline, folds=folds, lift=9)]
    if rng.random() < 0.6:
        reach = min(length - 60, rng.uniform(520, 600))
        arm = path(
            f"M {-half * 0.5} 50 Q {half * 0.2} 20 {half * 0.7} 60 C "
            f"{half * 0.9} 240 {half * 0.6} {reach - 160} {half * 0.62} "
            f"{reach} L {-half * 0.4} {reach + 4} C {-half * 0.5} "
            f"{reach - 200} {-half * 0.6} 240 {-half * 0.5} 50"
        )
        pieces.append(
            Piece(arm, folds=(Fold(smooth(((0, 90), (6, 300), (0, reach - 20))), 12, 0.9),), lift=3)
        )
    return Garment(tuple(pieces), width=half, height=length)


def hang_sliver(picture: Image.Image, garment: Garment, wardrobe: Wardrobe, hook: Place) -> None:
    """Hang a garment edge-on: only the hook's stem is seen."""
    k = hook.scale
    line(
        picture, ((hook.x, hook.y - 12 * k), (hook.x, hook.y + 50 * k)), 5 * k, darker(STEEL, 0.25)
    )
    sew(picture, garment, Place(hook.x, hook.y + 44 * k, k), wardrobe)


def pinked(size: float, tooth: float = 9.0) -> Points:
    """Return a square swatch with zigzag edges."""
    count = max(4, round(2 * size / tooth))
    rim: list[Point] = []
    half = size / 2
    corners = ((-half, -half), (half, -half), (half, half), (-half, half))
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        nx, ny = (by - ay) / size, -(bx - ax) / size
        for at in range(count):
            share, out = at / count, tooth * 0.45 * (1 if at % 2 else -1)
            rim.append((ax + (bx - ax) * share + nx * out, ay + (by - ay) * share + ny * out))
    return tuple(rim)


def swatch(picture: Image.Image, cloth: Cloth, size: float, place: Place) -> None:
    fold = Fold(
        smooth(((-size * 0.4, size * 0.2), (0, size * 0.05), (size * 0.42, -size * 0.2))),
        size * 0.2,
        0.35,
    )
    piece = Piece(pinked(size), folds=(fold,), grain=0, lift=4)
    sew(picture, Garment((piece,)), place, Wardrobe(cloth, cloth, cloth, cloth.ground))


def tag(picture: Image.Image, tied: Point, place: Place, palette: Palette, rng: Random) -> None:
    """Show a hang-tag on a thread from where it is tied."""
    card = rng.choice((lighter(palette.pale, 0.5), palette.accent, (196, 160, 116)))
    ink = darker(card, 0.5) if card != palette.accent else lighter(palette.pale, 0.4)
    hole = place.put(((0.0, 10.0),))[0]
    middle = ((tied[0] + hole[0]) / 2 + 10 * place.scale, (tied[1] + hole[1]) / 2 - 6 * place.scale)
    for shift in (0.0, 5.0):
        thread = smooth((tied, (middle[0] + shift, middle[1] + shift), hole))
        line(picture, thread, 1.3, darker(palette.pale, 0.35))
    paper = Cloth("plain", card, card)
    kit = Wardrobe(paper, Cloth("satin", ink, ink), paper, BRASS)
    body = path("M -22 -6 L 22 -6 L 38 14 L 38 132 L -38 132 L -38 14")
    rules = [
        ((x0, y), (x1, y), (x1, y + 2.4), (x0, y + 2.4))
        for x0, x1, y in ((-26, 26, 46), (-26, 8, 104), (-26, 18, 112))
    ]
    mark = ellipse(0, 72, 13, 13)
    pieces = [
        Piece(body, lift=5),
        *(Piece(rule, "trim", lift=0) for rule in rules),
        Piece(mark, "trim", lift=0),
    ]
    sew(
        picture,
        Garment((*pieces, Piece(ellipse(0, 10, 1, 1), buttons=((0.0, 10.0),), lift=0)), button=11),
        place,
        kit,
    )
    line(
        picture,
        smooth((hole, (hole[0] - 3, hole[1] - 6), (middle[0], middle[1]))),
        1.3,
        darker(palette.pale, 0.35),
    )
