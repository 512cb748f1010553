"""Looks: hung, with something to wear it with, alone, close, in two colours."""

from collections.abc import Callable

from portal.demo.drawing import scene
from portal.demo.drawing.categories import mate, outfit
from portal.demo.drawing.cloth import Cloth
from portal.demo.drawing.curves import Place, smooth
from portal.demo.drawing.palettes import blend, lighter
from portal.demo.drawing.sewing import Garment, Piece, Seam, Wardrobe, reach, sew
from portal.demo.drawing.shoot import Shoot, colours, draped, hero, light, swatches, tie_tag

_LONG = 1110.0
"""Millimetres: longer garments fill a picture alone."""


def _look_hung(shoot: Shoot, index: int) -> None:
    """Show on a hanger before an arch."""
    width, height = shoot.size
    scene.panel(shoot.picture, (0.16, 0.07, 0.84, 1.0), shoot.palette.panel, arched=True)
    light(shoot)
    garment, wardrobe = hero(shoot, index)
    if garment.hang == "flat":
        k = min(height * 0.56 / garment.height, width * 0.3 / reach(garment))
        shoot.lay(garment, wardrobe, Place(width / 2, height * 0.26 + garment.drop * k, k))
        return
    k = min(height * 0.74 / (garment.height + 100), width * 0.00125, width * 0.42 / reach(garment))
    hook = Place(width / 2, height * 0.14, k)
    scene.rod(
        shoot.picture,
        (hook.x - 16 * k, hook.y - 10 * k),
        (hook.x + 16 * k, hook.y - 10 * k),
        10 * k,
    )
    scene.hang(shoot.picture, scene.Hung(garment, wardrobe), hook)
    tie_tag(shoot, garment, Place(hook.x, hook.y + scene.drop(garment) * k, k))


def _look_outfit(shoot: Shoot, index: int) -> None:
    """Show a garment with its mate, laid flat."""
    rng, (width, height) = shoot.rng, shoot.size
    light(shoot)
    garment, wardrobe = hero(shoot, index)
    model = mate(shoot.category, garment, rng)
    other = model.cut(rng)
    if {garment.hang, other.hang} != {"shoulders", "clips"} or max(
        garment.height, other.height
    ) > _LONG:
        _look_duo(shoot, index)
        return
    kit = outfit(model, shoot.palette, rng.choice(colours(shoot.palette)[1:]), rng)
    upper, lower = (
        ((other, kit), (garment, wardrobe))
        if garment.hang == "clips"
        else ((garment, wardrobe), (other, kit))
    )
    k = min(
        height * 0.92 / (upper[0].height * 0.8 + lower[0].height),
        width * 0.00122,
        width * 0.40 / max(reach(upper[0]), reach(lower[0])),
    )
    shoot.lay(
        *lower, Place(width * 0.54, height * 0.95 - lower[0].height * k, k, rng.uniform(-4, 0))
    )
    shoot.lay(*upper, Place(width * 0.46, height * 0.05 + upper[0].drop * k, k, rng.uniform(0, 5)))


def _look_detail(shoot: Shoot, index: int) -> None:
    """Show the cloth itself, close, with the woven label, stitches and a tag."""
    rng, (width, height) = shoot.rng, shoot.size
    _, wardrobe = hero(shoot, index)
    shoot.picture = draped(shoot, wardrobe.main, shoot.size)
    facing = Garment((_facing(width, height),), button=width * 0.062)
    sew(shoot.picture, facing, Place(0, 0, 1), wardrobe)
    _label(shoot, wardrobe, Place(width * 0.66, height * 0.3, width / 900, rng.uniform(-3, 3)))
    lies = Place(width * 0.56, height * 0.6, width / 520, rng.uniform(-16, -6))
    scene.tag(shoot.picture, (width * 0.31, height * 0.46), lies, shoot.palette, rng)


def _facing(width: int, height: int) -> Piece:
    """Return the edge of a front with its two rows of stitches and three buttons."""
    line = ((0.2, -0.02), (0.23, 0.3), (0.17, 0.66), (0.22, 1.02))
    edge = smooth(tuple((x * width, y * height) for x, y in line))
    rows = tuple(Seam(tuple((x + in_, y) for x, y in edge), "contrast", 5) for in_ in (26, 40))
    return Piece(
        (*edge, (width + 20, height + 20), (width + 20, -20)),
        seams=rows,
        buttons=tuple((width * 0.31, height * y) for y in (0.16, 0.44, 0.72)),
        lift=14,
    )


def _label(shoot: Shoot, wardrobe: Wardrobe, place: Place) -> None:
    p = shoot.palette
    paper = Cloth("satin", lighter(p.pale, 0.5), p.pale)
    kit = Wardrobe(paper, Cloth("satin", p.accent, p.accent), wardrobe.lining, p.accent, p.dark)
    ends = tuple(Seam(((x, -36), (x, 36)), "contrast") for x in (-108, 108))
    patch = Piece(((-118, -44), (118, -46), (118, 46), (-118, 44)), seams=ends, lift=3)
    marks = [
        Piece(((-half, y), (half, y), (half, y + tall), (-half, y + tall)), "trim", lift=0)
        for half, y, tall in ((40, -14, 6), (60, 8, 3))
    ]
    sew(shoot.picture, Garment((patch, *marks)), place, kit)


def _look_duo(shoot: Shoot, index: int) -> None:
    """Show two colours of one garment, overlapping."""
    rng, (width, height) = shoot.rng, shoot.size
    scene.panel(shoot.picture, (0, 0.5, 1, 1), shoot.palette.panel)
    light(shoot)
    tones = rng.sample(colours(shoot.palette), 2)
    model = shoot.model(index)
    for at, tone in enumerate(tones):
        garment = model.cut(rng)
        kit = outfit(model, shoot.palette, tone, rng)
        k = min(height * 0.6 / garment.height, width * 0.29 / reach(garment))
        tall = garment.height * k
        step = min(height * 0.9 - tall, tall * 0.5)
        x, y = (
            width * (0.35 + 0.3 * at),
            max(height * 0.07, (height * 0.96 - tall - step) / 2) + step * at,
        )
        shoot.lay(garment, kit, Place(x, y + garment.drop * k, k, -5 + 9 * at))
    swatches(shoot, width * 0.1, height * 0.93, width * 0.1, 3)


def _look_plain(shoot: Shoot, index: int) -> None:
    """Show one garment large on a plane of its own colour's shade."""
    rng, (width, height) = shoot.rng, shoot.size
    tone = rng.choice(
        (
            shoot.palette.second,
            shoot.palette.panel,
            blend(shoot.palette.accent, shoot.palette.paper, 0.55),
        )
    )
    shoot.picture = scene.wall(shoot.size, blend(tone, shoot.palette.paper, 0.35))
    light(shoot)
    garment, wardrobe = hero(
        shoot, index, rng.choice((shoot.palette.main, shoot.palette.pale, shoot.palette.dark))
    )
    k = min(height * 0.8 / garment.height, width * 0.42 / reach(garment))
    place = Place(
        width / 2, (height - (garment.height - garment.drop) * k) / 2, k, rng.uniform(-3, 3)
    )
    shoot.lay(garment, wardrobe, place)
    tie_tag(shoot, garment, place)


LOOKS: tuple[Callable[[Shoot, int], None], ...] = (
    _look_hung,
    _look_outfit,
    _look_plain,
    _look_detail,
    _look_duo,
)
