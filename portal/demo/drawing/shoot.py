"""One picture being made: what covers and looks share."""

import io

from PIL import Image

from portal.demo.drawing import scene
from portal.demo.drawing.categories import Model, models, moods, outfit
from portal.demo.drawing.chance import chance
from portal.demo.drawing.cloth import Cloth, Fold, folds_layer, lit, sheet
from portal.demo.drawing.curves import Place, smooth
from portal.demo.drawing.palettes import Colour, Palette, blend, lighter, palette
from portal.demo.drawing.sewing import Garment, Wardrobe, sew, shadow
from portal.demo.drawing.weaves import FIGURED

QUALITY = 85
SWATCHES = ("twill", "linen", "herringbone", "gabardine", "tweed", "rib", "jacquard", "gingham")


class Shoot:
    """One picture being made: its size, its colours, its chance."""

    def __init__(self, key: tuple[object, ...], category: str, size: tuple[int, int]) -> None:
        seed = int(str(key[1]))
        self.rng = chance(*key)
        self.category = category
        self.palette = palette(seed, moods(category))
        self.size = size
        self.picture = scene.wall(size, self.palette.paper)
        self.models = models(category)
        self.seed = seed

    @property
    def width(self) -> int:
        return self.size[0]

    @property
    def height(self) -> int:
        return self.size[1]

    def model(self, index: int) -> Model:
        return self.models[(self.seed + index) % len(self.models)]

    def scale(self, garment: Garment, share: float, extra: float = 0.0) -> float:
        """Pixels to the millimetre so that the garment takes that share of the height."""
        return self.height * share / max(garment.height + extra, 640)

    def lay(self, garment: Garment, wardrobe: Wardrobe, place: Place) -> None:
        shadow(self.picture, garment, place, 10)
        sew(self.picture, garment, place, wardrobe)

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.picture.save(out, "JPEG", quality=QUALITY)
        return out.getvalue()


def draped(shoot: Shoot, cloth: Cloth, size: tuple[int, int]) -> Image.Image:
    """Return a cloth thrown loosely: long folds that run together."""
    rng, (width, height) = shoot.rng, size
    folds = []
    lean = rng.uniform(0.25, 0.6) * width
    for at in range(9):
        x = width * (at / 7 - 0.3) + rng.uniform(-0.04, 0.04) * width
        bend = rng.uniform(-0.07, 0.07) * width
        points = (
            (x + lean, -40),
            (x + lean * 0.6 + bend, height * 0.35),
            (x + lean * 0.25 - bend, height * 0.7),
            (x, height + 40),
        )
        folds.append(Fold(smooth(points), rng.uniform(0.03, 0.075) * width, rng.uniform(0.7, 1.1)))
        folds.append(
            Fold(smooth(tuple((px + width * 0.05, py) for px, py in points)), 0.02 * width, 0.8)
        )
    shade = folds_layer(folds, Place(0, 0, 1), size, (0, 0))
    return lit(sheet(cloth, width, height), shade)


def colours(p: Palette) -> tuple[Colour, ...]:
    return (p.main, p.second, p.dark, blend(p.pale, p.panel, 0.4), blend(p.main, p.pale, 0.45))


def swatches(
    shoot: Shoot, x: float, y: float, size: float, count: int = 4, down: bool = False
) -> None:
    """Show a strip of the brand's cloths, a little out of line."""
    p, rng = shoot.palette, shoot.rng
    tones = rng.sample((p.main, p.second, p.pale, p.dark, p.accent), count)
    names = rng.sample(SWATCHES, count)
    for at, (tone, name) in enumerate(zip(tones, names, strict=True)):
        figure = lighter(tone, 0.7) if name in FIGURED else tone
        step = at * size * 0.82
        place = Place(
            x + (0 if down else step),
            y + (step if down else 0) + rng.uniform(-2, 2),
            1,
            rng.uniform(-4, 4),
        )
        scene.swatch(shoot.picture, Cloth(name, tone, figure), size, place)


def tie_tag(shoot: Shoot, garment: Garment, place: Place) -> None:
    """Show a tag tied to the waistband or inside the neck."""
    rng = shoot.rng
    k = place.scale
    at = (garment.width * 0.5, 20.0) if garment.hang == "clips" else (garment.width * 0.26, 60.0)
    tied = place.put((at,))[0]
    hung = Place(
        tied[0] + 34 * k, tied[1] + rng.uniform(84, 120) * k, k * 0.95, rng.uniform(-14, -4)
    )
    scene.tag(shoot.picture, tied, hung, shoot.palette, rng)


def light(shoot: Shoot) -> None:
    mood = shoot.rng.random()
    if mood < 0.4:
        scene.window_light(shoot.picture, shoot.rng)
    elif mood < 0.7:
        scene.leaf_shadow(shoot.picture, shoot.rng)


def hero(shoot: Shoot, index: int, colour: Colour | None = None) -> tuple[Garment, Wardrobe]:
    model = shoot.model(index)
    ground = colour or colours(shoot.palette)[index % 3]
    return model.cut(shoot.rng), outfit(model, shoot.palette, ground, shoot.rng)
