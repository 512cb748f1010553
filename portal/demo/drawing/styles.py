"""Styles of a line sheet: one garment, all of them alike before one quiet wall; and their cloth."""

from dataclasses import replace

from portal.demo.drawing import scene
from portal.demo.drawing.categories import outfit
from portal.demo.drawing.cloth import Cloth
from portal.demo.drawing.curves import Place
from portal.demo.drawing.palettes import blend, rgb
from portal.demo.drawing.sewing import reach
from portal.demo.drawing.shoot import Shoot, draped

SIZE = 600, 800
"""As large as a card shows at most: a line sheet has many."""


def draw_style(seed: int, category: str, model: int, weave: str, colour: str) -> bytes:
    """Return one garment from the front, in its colour and cloth. JPEG."""
    shoot = Shoot(("style", seed, category, model, weave, colour), category, SIZE)
    width, height = SIZE
    shoot.picture = scene.wall(SIZE, blend(shoot.palette.paper, shoot.palette.panel, 0.35))
    pattern = replace(shoot.models[model], weaves=(weave,))
    garment = pattern.cut(shoot.rng)
    kit = outfit(pattern, shoot.palette, rgb(colour), shoot.rng)
    k = min(height * 0.8 / (garment.height - garment.drop), width * 0.43 / reach(garment), 1.0)
    place = Place(width / 2, (height - (garment.height - garment.drop) * k) / 2, k)
    shoot.lay(garment, kit, place)
    return shoot.jpeg()


def draw_style_cloth(seed: int, category: str, model: int, weave: str, colour: str) -> bytes:
    """Return its cloth, close, with a tag. JPEG."""
    shoot = Shoot(("cloth", seed, category, model, weave, colour), category, SIZE)
    width, height = SIZE
    ground = rgb(colour)
    shoot.picture = draped(shoot, Cloth(weave, ground, shoot.palette.pale), SIZE)
    lies = Place(width * 0.52, height * 0.6, width / 460, shoot.rng.uniform(-16, -6))
    scene.tag(shoot.picture, (width * 0.3, height * 0.44), lies, shoot.palette, shoot.rng)
    return shoot.jpeg()
