"""Weaves and prints: small grey tiles (0 shadow, 128 ground, 255 figure) that repeat seamlessly."""

import math
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from portal.demo.drawing.chance import chance, noise
from portal.demo.drawing.curves import Points, ellipse

Shade = Callable[[int, int], float]


def _tile(width: int, height: int, shade: Shade) -> Image.Image:
    levels = [min(255, max(0, round(shade(x, y)))) for y in range(height) for x in range(width)]
    tile = Image.new("L", (width, height))
    tile.putdata(levels)
    return tile


def _print(width: int, height: int, shapes: list[tuple[Points, int]]) -> Image.Image:
    """Return figures on plain ground; what leaves on one side comes in on the other."""
    fine = 3
    tile = Image.new("L", (width * fine, height * fine), 128)
    pen = ImageDraw.Draw(tile)
    for points, level in shapes:
        for dx in (-width, 0, width):
            for dy in (-height, 0, height):
                pen.polygon([((x + dx) * fine, (y + dy) * fine) for x, y in points], fill=level)
    return tile.reduce(fine)


def _plain() -> Image.Image:
    return _tile(4, 4, lambda x, y: 128 + (16 if (x // 2 + y // 2) % 2 else -16))


def _twill() -> Image.Image:
    return _tile(6, 6, lambda x, y: 128 + 46 * math.sin((x + y) * math.pi / 3))


def _gabardine() -> Image.Image:
    return _tile(4, 8, lambda x, y: 128 + 30 * math.sin((2 * x + y) * math.pi / 4))


def _denim() -> Image.Image:
    rng = chance("denim")
    warp = [rng.uniform(-22, 22) for _ in range(96)]
    weft = [rng.uniform(-12, 12) for _ in range(96)]
    flecks = {(rng.randrange(96), rng.randrange(96)) for _ in range(900)}

    def shade(x: int, y: int) -> float:
        rib = 38 if (x + 2 * y) % 6 < 2 else -16
        return 128 + rib + warp[x] + weft[y] + (48 if (x, y) in flecks else 0)

    return _tile(96, 96, shade)


def _linen() -> Image.Image:
    rng = chance("linen")
    warp = [rng.gauss(0, 26) for _ in range(128)]
    weft = [rng.gauss(0, 26) for _ in range(128)]

    def shade(x: int, y: int) -> float:
        over = (x // 2 + y // 2) % 2
        return 128 + (warp[x // 2 * 2] if over else weft[y // 2 * 2]) + (8 if over else -8)

    return _tile(128, 128, shade)


def _herringbone() -> Image.Image:
    def shade(x: int, y: int) -> float:
        lean = x % 12 if x < 12 else 12 - x % 12
        return 128 + (88 if (lean + y) % 6 < 3 else -60)

    return _tile(24, 12, shade)


def _rib() -> Image.Image:
    def shade(x: int, y: int) -> float:
        stitch = 10 * math.sin(y * math.pi / 3 + (x % 10 > 4) * 1.6)
        return 128 + 86 * math.sin(x * math.pi / 5) + stitch

    return _tile(10, 6, shade)


def _knit() -> Image.Image:
    """Return stocking stitch: columns of small Vs."""

    def shade(x: int, y: int) -> float:
        side = x % 10
        lean = side if side < 5 else 9 - side
        return 128 + 58 * math.sin((y - lean * 0.9) * math.pi / 4) - (40 if side in {0, 9} else 0)

    return _tile(10, 8, shade)


def _cable() -> Image.Image:
    """Return two strands that cross on a purl ground."""

    def shade(x: int, y: int) -> float:
        swing = 9 * math.sin(y * math.pi / 24)
        left, right = abs(x - 26 - swing), abs(x - 26 + swing)
        front = math.cos(y * math.pi / 24) > 0
        near = (left, right) if front else (right, left)
        for away, lift in zip(near, (90, 48), strict=True):
            if away < 7.5:
                return 128 + lift - away * away * 2.6 + 12 * math.sin(y * math.pi / 3)
        return 84 + 18 * math.sin(x * math.pi / 4) * math.sin(y * math.pi / 3)

    return _tile(52, 48, shade)


def _corduroy() -> Image.Image:
    def shade(x: int, y: int) -> float:
        return 128 + 96 * math.cos(x * math.pi / 4.5) + (y * 37 % 11) - 5

    return _tile(9, 12, shade)


def _tweed() -> Image.Image:
    flecks = noise(128, 128, 0.9, 110)
    bones = Image.new("L", (128, 128))
    bones.putdata([108 if (x + y) % 8 < 4 else 148 for y in range(128) for x in range(128)])
    return ImageChops.blend(flecks, bones, 0.35)


def _melton() -> Image.Image:
    return noise(128, 128, 1.1, 62)


def _boucle() -> Image.Image:
    rng = chance("boucle")
    tile = Image.new("L", (480, 480), 110)
    pen = ImageDraw.Draw(tile)
    for _ in range(1500):
        x, y, r = rng.uniform(0, 480), rng.uniform(0, 480), rng.uniform(7, 13)
        level = rng.randint(110, 225)
        for dx in (-480, 0, 480):
            for dy in (-480, 0, 480):
                box = (x + dx - r, y + dy - r, x + dx + r, y + dy + r)
                pen.arc(box, 200, 480, fill=level, width=5)
    return tile.reduce(3).filter(ImageFilter.GaussianBlur(0.5))


def _gingham() -> Image.Image:
    def shade(x: int, y: int) -> float:
        across, down = x < 14, y < 14
        hatch = 10 if (x + y) % 4 < 2 else -10
        if across and down:
            return 30 + hatch
        return 128 + hatch if across or down else 245

    return _tile(28, 28, shade)


def _check(size: int = 84) -> Image.Image:
    """Return a wide check with a fine over-check."""

    def band(at: int) -> float:
        if at < 26 or 34 <= at < 38:
            return -46
        return 96 if at == 60 else 0

    return _tile(size, size, lambda x, y: 140 + band(x) + band(y) + (9 if (x + y) % 4 < 2 else -9))


def _windowpane() -> Image.Image:
    def shade(x: int, y: int) -> float:
        return 240 if x < 2 or y < 2 else 128 + 26 * math.sin((x + y) * math.pi / 3)

    return _tile(54, 54, shade)


def _stripe(size: int, figure: int) -> Image.Image:
    return _tile(size, 4, lambda x, y: 245 if x < figure else 122 + (x + y) % 2 * 12)


def _breton() -> Image.Image:
    return _tile(4, 30, lambda x, y: 245 if y < 10 else 122 + (x + y) % 2 * 12)


def _dots() -> Image.Image:
    return _print(44, 44, [(ellipse(11, 11, 5.6, 5.6), 248), (ellipse(33, 33, 5.6, 5.6), 248)])


def _flower(x: float, y: float, size: float, turn: float) -> list[tuple[Points, int]]:
    shapes = []
    for petal in range(5):
        angle = turn + petal * 2 * math.pi / 5
        cx, cy = x + size * math.cos(angle), y + size * math.sin(angle)
        shapes.append((ellipse(cx, cy, size * 0.72, size * 0.72, 14), 244))
    return [*shapes, (ellipse(x, y, size * 0.5, size * 0.5, 10), 40)]


def _leaf(x: float, y: float, size: float, turn: float) -> tuple[Points, int]:
    cos, sin = math.cos(turn), math.sin(turn)
    rim = [(u * size, math.sin(u * math.pi) * size * 0.26) for u in (0, 0.2, 0.4, 0.6, 0.8, 1)]
    rim += [(u, -v) for u, v in reversed(rim)]
    return tuple((x + u * cos - v * sin, y + u * sin + v * cos) for u, v in rim), 196


def _floral() -> Image.Image:
    rng = chance("floral")
    shapes: list[tuple[Points, int]] = []
    for row in range(4):
        for column in range(3):
            x = column * 48 + row % 2 * 24 + rng.uniform(-8, 8)
            y = row * 36 + rng.uniform(-6, 6)
            size, turn = rng.uniform(4.4, 7.2), rng.uniform(0, 6)
            shapes += [_leaf(x, y, size * 3.2, turn + side) for side in (0.4, 2.6)]
            shapes += _flower(x, y, size, turn)
    return _print(144, 144, shapes)


def _jacquard() -> Image.Image:
    """Return a woven flower in half drop, tone on tone."""
    shapes: list[tuple[Points, int]] = []
    for x, y in ((30, 40), (90, 100)):
        leaves = [_leaf(x, y, 40, math.pi / 4 + step * math.pi / 2) for step in range(4)]
        shapes += [(points, 214) for points, _ in leaves]
        shapes += [(ellipse(x, y, 17, 17), 128), (ellipse(x, y, 13, 13), 218)]
        shapes += [(_leaf(x, y, 11, step * math.pi / 3)[0], 90) for step in range(6)]
        shapes += [(ellipse(x + dx, y + dy, 3, 3), 210) for dx, dy in ((30, 0), (0, 30))]
    return ImageChops.blend(_print(120, 120, shapes), _satin_ground(120), 0.3)


def _satin_ground(size: int) -> Image.Image:
    return _tile(size, size, lambda x, y: 128 + 26 * math.sin((x * 2 + y) * math.pi / 5))


def _waves() -> Image.Image:
    """Return rows of nested arcs, the sea of Chinese embroidery."""
    fine = 3
    tile = Image.new("L", (56 * fine, 28 * fine), 128)
    pen = ImageDraw.Draw(tile)
    for row in range(-1, 5):
        for column in range(-1, 3):
            x = (column * 56 + (row % 2) * 28) * fine
            y = row * 14 * fine
            for ring, radius in enumerate((28, 22, 16, 10, 4)):
                box = [x - radius * fine, y - radius * fine, x + radius * fine, y + radius * fine]
                pen.ellipse(box, fill=205 if ring % 2 == 0 else 112)
    return tile.crop((0, 0, 56 * fine, 28 * fine)).reduce(fine)


def _satin() -> Image.Image:
    return _tile(4, 4, lambda x, y: 128 + (6 if (x + y) % 4 < 2 else -6))


def _nylon() -> Image.Image:
    return _tile(8, 8, lambda x, y: 128 + (-22 if 0 in {x % 8, y % 8} else 4))


def _leather() -> Image.Image:
    return ImageChops.blend(noise(128, 128, 1.4, 70), noise(128, 128, 4.0, 70), 0.5)


def _pile() -> Image.Image:
    return ImageChops.blend(noise(128, 128, 0.8, 90), noise(128, 128, 3.0, 90), 0.5)


_WEAVES: dict[str, Callable[[], Image.Image]] = {
    "plain": _plain,
    "twill": _twill,
    "gabardine": _gabardine,
    "denim": _denim,
    "linen": _linen,
    "herringbone": _herringbone,
    "rib": _rib,
    "knit": _knit,
    "cable": _cable,
    "corduroy": _corduroy,
    "tweed": _tweed,
    "melton": _melton,
    "boucle": _boucle,
    "gingham": _gingham,
    "check": _check,
    "windowpane": _windowpane,
    "pinstripe": lambda: _stripe(20, 1),
    "shirting": lambda: _stripe(14, 5),
    "breton": _breton,
    "dots": _dots,
    "floral": _floral,
    "jacquard": _jacquard,
    "waves": _waves,
    "satin": _satin,
    "nylon": _nylon,
    "leather": _leather,
    "pile": _pile,
}
WEAVES = tuple(_WEAVES)
FIGURED = frozenset(
    ("gingham", "check", "windowpane", "pinstripe", "shirting", "breton", "dots", "floral")
)
"""The weaves with a second colour; the others are shaded from one."""
LINED = frozenset(("rib", "cable", "corduroy", "pinstripe", "shirting", "breton", "knit"))
GRAINED = LINED | {"gingham", "check", "windowpane", "herringbone"}
"""The weaves whose direction is seen, so that a sleeve's cloth must lie as the sleeve does."""
CONTRAST = {"herringbone": 0.30, "tweed": 0.26, "denim": 0.30, "boucle": 0.24, "satin": 0.1}


@lru_cache(maxsize=len(_WEAVES))
def weave(name: str) -> Image.Image:
    return _WEAVES[name]()
