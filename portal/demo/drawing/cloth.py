"""Cloth: a weave in colours, as large as wanted, with folds and light."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from portal.demo.drawing.chance import noise, tiled
from portal.demo.drawing.curves import Place, Point, Points, mix
from portal.demo.drawing.palettes import Colour, brightness, darker, lighter
from portal.demo.drawing.weaves import CONTRAST, FIGURED, GRAINED, weave

MIDDLE = 128


@dataclass(frozen=True)
class Cloth:
    weave: str
    ground: Colour
    figure: Colour

    def colours(self) -> tuple[Colour, Colour, Colour]:
        """Return shadow thread, ground, light thread or figure."""
        depth = CONTRAST.get(self.weave, 0.17)
        if brightness(self.ground) < 70:
            depth *= 1.15
        light = lighter(self.ground, depth)
        if self.weave in FIGURED:
            light = self.figure
        return darker(self.ground, depth), self.ground, light


@lru_cache(maxsize=24)
def sheet(cloth: Cloth, width: int, height: int, grain: int = 0) -> Image.Image:
    """Return a piece of the cloth, its warp turned by `grain` degrees where that would show."""
    if grain and cloth.weave in GRAINED:
        side = round((width**2 + height**2) ** 0.5) + 2
        straight = sheet(cloth, side, side)
        turned = straight.rotate(grain, Image.Resampling.BILINEAR)
        left, top = (side - width) // 2, (side - height) // 2
        return turned.crop((left, top, left + width, top + height))
    shadow, ground, light = cloth.colours()
    tile = ImageOps.colorize(weave(cloth.weave), shadow, light, ground)
    piece = tiled(tile, width, height)
    uneven = ImageChops.blend(noise(256, 256, 0.7, 40), noise(256, 256, 9.0, 40), 0.5)
    worn = tiled(uneven, width, height)
    return ImageChops.soft_light(piece, Image.merge("RGB", (worn, worn, worn)))


@dataclass(frozen=True)
class Fold:
    """A crease: light on one side of the line, shadow on the other, tapering to both ends."""

    line: Points
    width: float
    depth: float = 1.0


def folds_layer(
    folds: Sequence[Fold], place: Place, size: tuple[int, int], corner: Point
) -> Image.Image:
    """Return folds as light and shadow around grey 128, drawn small and softened."""
    step = 2
    small = (size[0] // step + 1, size[1] // step + 1)
    layers = [Image.new("L", small, MIDDLE), Image.new("L", small, MIDDLE)]
    pens = [ImageDraw.Draw(layer) for layer in layers]
    for fold in folds:
        line = [((x - corner[0]) / step, (y - corner[1]) / step) for x, y in place.put(fold.line)]
        width = max(1.2, fold.width * place.scale / step)
        pen = pens[0 if width > 5 else 1]
        dark, light = _sides(line, width)
        pen.polygon(dark, fill=MIDDLE - min(110, round(62 * fold.depth)))
        pen.polygon(light, fill=MIDDLE + min(110, round(40 * fold.depth)))
    soft = layers[0].filter(ImageFilter.GaussianBlur(4.6))
    crisp = layers[1].filter(ImageFilter.GaussianBlur(1.5))
    return ImageChops.add(soft, crisp, 1, -MIDDLE).resize(size, Image.Resampling.BILINEAR)


def _sides(line: Sequence[Point], width: float) -> tuple[list[Point], list[Point]]:
    count = max(len(line) - 1, 1)
    dark, light = [], []
    for index, (x, y) in enumerate(line):
        a, b = line[max(index - 1, 0)], line[min(index + 1, count)]
        length = max(((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5, 0.001)
        nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
        share = index / count
        w = width * (4 * share * (1 - share)) ** 0.5
        dark.append((x - nx * w, y - ny * w))
        light.append((x + nx * w, y + ny * w))
    back = [mix(p, p, 0) for p in reversed(line)]
    return dark + back, light + back


_RIM = [max(-26, -round((255 - level) * 0.15)) + MIDDLE for level in range(256)]


def roundness(mask: Image.Image, reach: float) -> Image.Image:
    """Return grey 128 inside a shape, lighter to the upper left edge, darker to the lower right."""
    step = 4
    small = mask.reduce(step)
    wide = ImageOps.expand(small, 24, 0).filter(ImageFilter.GaussianBlur(max(reach / step, 0.6)))
    shift = max(1, round(reach / step * 0.7))
    width, height = small.size
    here = wide.crop((24, 24, 24 + width, 24 + height))
    lower = wide.crop((24 + shift, 24 + shift, 24 + shift + width, 24 + shift + height))
    upper = wide.crop((24 - shift, 24 - shift, 24 - shift + width, 24 - shift + height))
    slope = ImageChops.subtract(lower, upper, 4.6, MIDDLE)
    rim = here.point(_RIM)
    both = ImageChops.add(slope, rim, 1, -MIDDLE)
    return both.resize(mask.size, Image.Resampling.BILINEAR)


_DEPTHS = (0.70, 0.72, 0.66)
_GLEAMS = (0.42, 0.40, 0.36)


@lru_cache(maxsize=64)
def faded(strength: float) -> list[int]:
    """Return the table that leaves a mask that share of its strength."""
    return [round(level * strength) for level in range(256)]


def _shadow_curve(depth: float) -> list[int]:
    return [round(255 * (1 - max(0, MIDDLE - level) / MIDDLE * depth)) for level in range(256)]


def _light_curve(gain: float) -> list[int]:
    return [round(max(0, level - MIDDLE) / 127 * 255 * gain) for level in range(256)]


_SHADOWS = [level for depth in _DEPTHS for level in _shadow_curve(depth)]
_LIGHTS = [level for gain in _GLEAMS for level in _light_curve(gain)]


def lit(piece: Image.Image, shade: Image.Image) -> Image.Image:
    """Return the cloth under that light and shadow (grey 128 leaves it as it is)."""
    grey = Image.merge("RGB", (shade, shade, shade))
    dark = ImageChops.multiply(piece, grey.point(_SHADOWS))
    return ImageChops.screen(dark, grey.point(_LIGHTS))
