"""Covers: a rail, a flat lay, three side by side, a shelf, a length of cloth."""

from collections.abc import Callable

from portal.demo.drawing import scene
from portal.demo.drawing.categories import mate, outfit
from portal.demo.drawing.cloth import Cloth
from portal.demo.drawing.curves import Place, smooth
from portal.demo.drawing.palettes import blend
from portal.demo.drawing.sewing import Garment, cast, reach, sew, shape
from portal.demo.drawing.shoot import Shoot, colours, draped, hero, light, swatches, tie_tag
from portal.demo.drawing.small import folded

MANY = 4
"""With so many garments in a line, three side by side show one of them in three colours."""


def _cover_rail(shoot: Shoot) -> None:
    """Show a rail: one garment faces us, the others are seen from the side."""
    rng, (width, height) = shoot.rng, shoot.size
    scene.floor(shoot.picture, 0.93, shoot.palette.panel)
    light(shoot)
    garment, wardrobe = hero(shoot, 0)
    if garment.hang == "flat":
        _cover_trio(shoot)
        return
    room = height * 0.74 / (garment.height + scene.drop(garment))
    k = min(room, height * 0.00098, width * 0.21 / reach(garment))
    top = height * 0.115
    scene.rod(shoot.picture, (-10, top), (width + 10, top), 11 * height / 900)
    x = width * 0.54
    while x < width * 0.95:
        ground = rng.choice(colours(shoot.palette))
        model = rng.choice(shoot.models)
        kit = outfit(model, shoot.palette, ground, rng)
        length = rng.choice((0.8, 0.92, 1.0)) * garment.height * rng.uniform(0.94, 1.04)
        scene.hang_sliver(shoot.picture, scene.sliver(rng, length), kit, Place(x, top, k))
        x += rng.uniform(40, 64) * k
    hook = Place(width * 0.29, top + 12 * k, k)
    scene.hang(shoot.picture, scene.Hung(garment, wardrobe), hook)
    tie_tag(shoot, garment, Place(hook.x, hook.y + scene.drop(garment) * k, k))


def _cover_trio(shoot: Shoot) -> None:
    """Show three of the line side by side in three colours."""
    rng, (width, height) = shoot.rng, shoot.size
    light(shoot)
    tones = rng.sample(colours(shoot.palette), 3)
    made = [
        hero(shoot, index if len(shoot.models) < MANY else 0, tone)
        for index, tone in enumerate(tones)
    ]
    tall = max(garment.height for garment, _ in made)
    k = min(height * 0.74 / tall, width * 0.176 / max(reach(garment) for garment, _ in made))
    for at, (garment, wardrobe) in enumerate(made):
        x = width * (0.185 + 0.315 * at)
        y = (
            (height - garment.height * k) / 2
            + garment.drop * k / 2
            + height * 0.02 * (1 if at == 1 else -1)
        )
        self_turn = rng.uniform(-3, 3)
        shoot.lay(garment, wardrobe, Place(x, y, k, self_turn))
    swatches(shoot, width * 0.055, height * 0.9, height * 0.085, 3)


def _cover_flat(shoot: Shoot) -> None:
    """Show one garment and its mate on a plane of colour, tag and swatches beside."""
    rng, (width, height) = shoot.rng, shoot.size
    scene.panel(shoot.picture, (0, 0, 0.56, 1), shoot.palette.panel)
    light(shoot)
    garment, wardrobe = hero(shoot, 0)
    other_model = mate(shoot.category, garment, rng)
    other = other_model.cut(rng)
    other_kit = outfit(other_model, shoot.palette, rng.choice(colours(shoot.palette)[1:]), rng)
    k = min(height * 0.8 / garment.height, height * 0.00118, width * 0.23 / reach(garment))
    far = min(height * 0.7 / other.height, k, width * 0.15 / reach(other))
    shoot.lay(
        other,
        other_kit,
        Place(width * 0.7, height * 0.15 + other.drop * far, far, rng.uniform(3, 8)),
    )
    place = Place(
        width * 0.33, (height - (garment.height - garment.drop) * k) / 2, k, rng.uniform(-5, -1)
    )
    shoot.lay(garment, wardrobe, place)
    tie_tag(shoot, garment, place)
    swatches(shoot, width * 0.905, height * 0.42, height * 0.1, 4, down=True)


def _cover_shelf(shoot: Shoot) -> None:
    """Show a folded stack on a shelf, one garment hung beside it."""
    rng, (width, height) = shoot.rng, shoot.size
    light(shoot)
    garment, wardrobe = hero(shoot, 0)
    scene.panel(shoot.picture, (0.55, 0.09, 0.93, 1.0), shoot.palette.panel, arched=True)
    shelf_y = height * 0.8
    _stack(shoot, Place(width * 0.26, shelf_y, height / 1050), 5)
    scene.rod(
        shoot.picture,
        (width * 0.03, shelf_y + 9),
        (width * 0.49, shelf_y + 9),
        height * 0.018,
        scene.WOOD,
    )
    if garment.hang == "flat":
        k = min(height * 0.6 / garment.height, width * 0.15 / reach(garment))
        shoot.lay(
            garment,
            wardrobe,
            Place(width * 0.74, height * 0.26 + garment.drop * k, k, rng.uniform(-4, 4)),
        )
        return
    k = min(height * 0.74 / (garment.height + 90), height * 0.0011, width * 0.2 / reach(garment))
    hook = Place(width * 0.74, height * 0.145, k)
    scene.rod(shoot.picture, (hook.x - 14, hook.y - 10 * k), (hook.x + 14, hook.y - 10 * k), 10 * k)
    scene.hang(shoot.picture, scene.Hung(garment, wardrobe), hook)
    tie_tag(shoot, garment, Place(hook.x, hook.y + scene.drop(garment) * k, k))


def _stack(shoot: Shoot, foot: Place, count: int) -> None:
    rng = shoot.rng
    tones = list(colours(shoot.palette))
    rng.shuffle(tones)
    for at in range(count):
        model = rng.choice(shoot.models)
        kit = outfit(model, shoot.palette, tones[at % len(tones)], rng)
        pieces = folded()
        place = Place(
            foot.x + rng.uniform(-8, 8),
            foot.y - at * 80 * foot.scale,
            foot.scale * rng.uniform(0.92, 1.0),
        )
        sew(shoot.picture, Garment(pieces), place, kit)


def _cover_cloth(shoot: Shoot) -> None:
    """Show the brand's cloth over half of the picture, a garment on the other."""
    rng, (width, height) = shoot.rng, shoot.size
    garment, wardrobe = hero(shoot, 0)
    cloth = Cloth(
        wardrobe.main.weave,
        blend(wardrobe.main.ground, shoot.palette.second, 0.35),
        wardrobe.main.figure,
    )
    part = (round(width * 0.46), height)
    swathe = draped(shoot, cloth, part)
    mask = shape(
        smooth(
            (
                (-5, -5),
                (part[0] * 0.9, -5),
                (part[0] * 0.97, height * 0.3),
                (part[0] * 0.86, height * 0.66),
                (part[0] * 0.95, height + 5),
                (-5, height + 5),
                (-5, -5),
            )
        ),
        (0, 0, *part),
    )
    cast(shoot.picture, mask, (8, 8), 18, 0.4)
    shoot.picture.paste(swathe, (0, 0), mask)
    k = min(height * 0.82 / garment.height, height * 0.00118, width * 0.23 / reach(garment))
    place = Place(
        width * 0.66, (height - (garment.height - garment.drop) * k) / 2, k, rng.uniform(-3, 3)
    )
    shoot.lay(garment, wardrobe, place)
    tie_tag(shoot, garment, place)
    swatches(shoot, width * 0.91, height * 0.52, height * 0.09, 4, down=True)


COVERS: tuple[Callable[[Shoot], None], ...] = (
    _cover_rail,
    _cover_flat,
    _cover_trio,
    _cover_shelf,
    _cover_cloth,
)
