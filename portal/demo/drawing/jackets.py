"""Short jackets and down."""

from dataclasses import replace
from random import Random

from portal.demo.drawing.bodies import (
    Body,
    band_collar,
    cuff,
    drape,
    front,
    hem_stitch,
    inside,
    rib_neck,
    shirt_collar,
    sleeve,
)
from portal.demo.drawing.cloth import Fold
from portal.demo.drawing.curves import both, path, smooth
from portal.demo.drawing.outer import lapel, pair_all, welt
from portal.demo.drawing.sewing import Garment, Piece, Seam, flipped, pair
from portal.demo.drawing.tops import hood


def down(rng: Random, kind: str = "short") -> Garment:
    """Return a padded jacket: short, long, vest or kids."""
    b = Body(232, 306, 300, 300, 660, 92, 60, 272, 48)
    if kind == "long":
        b = replace(b, length=1040, hem=320)
    if kind == "kids":
        b = Body(160, 216, 214, 210, 460, 74, 46, 190, 34)
    channel = 62.0 if kind == "kids" else 84.0
    pieces: list[Piece] = []
    if kind != "vest":
        arm = replace(
            sleeve(b, 380 if kind == "kids" else 580, 50 if kind == "kids" else 66, 0.30, rng),
            baffles=channel,
        )
        pieces += [*pair(arm), *pair(cuff(arm, 40, "rib"))]
    body = Piece(front(b), folds=_puckers(b, rng, channel), baffles=channel, lift=6)
    zip_line = ((0.0, b.front - 40), (0.0, b.length + 8))
    guard = Piece(
        ((-14, b.front - 30), (14, b.front - 30), (14, b.length + 8), (-14, b.length + 8)),
        seams=(Seam(zip_line, "zip", 5),),
        lift=2,
    )
    pockets = pair(
        Piece(
            path(
                f"M {b.waist * 0.44} {b.length * 0.66} l 0 0".replace(
                    "l 0 0",
                    f"L {b.waist * 0.6} {b.length * 0.86} L {b.waist * 0.66} "
                    f"{b.length * 0.85} L {b.waist * 0.5} {b.length * 0.65}",
                )
            ),
            "trim",
            lift=1,
        )
    )
    pieces += (
        [body, guard, *pockets, *hood(replace(b, front=66))]
        if kind != "vest"
        else [body, guard, *pockets, *band_collar(b, 66)]
    )
    return Garment(tuple(pieces), width=b.shoulder, height=b.length)


def _puckers(b: Body, rng: Random, channel: float) -> tuple[Fold, ...]:
    folds = []
    rows = int(b.length / channel)
    for row in range(1, rows + 1):
        for _ in range(5):
            x = rng.uniform(-0.95, 0.95) * b.waist
            y = row * channel + rng.uniform(-10, 4)
            folds.append(
                Fold(
                    ((x, y), (x + rng.uniform(-10, 10), y + rng.uniform(20, 44))),
                    rng.uniform(5, 10),
                    0.7,
                )
            )
    return tuple(folds)


def jacket(rng: Random, kind: str = "work") -> Garment:
    """Return a short jacket: work (pockets), bomber (ribs, zip), denim, biker (crossed zip)."""
    b = Body(232, 290, 280, 276, 640, 86, 80, 264, 46)
    arm = sleeve(b, 580, 62, 0.27, rng)
    kindly = "contrast" if kind == "denim" else "stitch"
    seams = [
        hem_stitch(b, 46),
        Seam(
            path(f"M {-b.shoulder} {b.arm - 40} Q 0 {b.arm - 28} {b.shoulder} {b.arm - 40}"), kindly
        ),
    ]
    if kind in {"bomber", "biker"}:
        seams = []
    body = Piece(front(b), folds=drape(b, rng), seams=tuple(seams), lift=4)
    pieces = [
        *inside(b),
        *pair(arm),
        *pair(cuff(arm, 50, "rib" if kind == "bomber" else "main")),
        body,
    ]
    if kind == "bomber":
        pieces += _bomber_front(b)
    elif kind == "biker":
        pieces += _biker_front(b)
    else:
        pieces += _work_front(b, kindly)
    return Garment(tuple(pieces), width=b.shoulder, height=b.length, button=15)


def _bomber_front(b: Body) -> list[Piece]:
    """Return the ribs, zip and pockets of a bomber."""
    low = both(
        path(
            f"M 0 {b.length - 40} Q {b.hem / 2} {b.length - 42} {b.hem} "
            f"{b.length - 50} L {b.hem - 16} {b.length + 12} Q {b.hem / 2} "
            f"{b.length + 24} 0 {b.length + 22}"
        )
    )
    zip_line = ((0.0, b.front - 14), (0.0, b.length + 20))
    return [
        Piece(low, "rib", lift=1),
        Piece(
            ((-8, b.front - 10), (8, b.front - 10), (8, b.length + 22), (-8, b.length + 22)),
            seams=(Seam(zip_line, "zip", 4.5),),
            lift=1,
        ),
        *pair(welt(104, b.length - 230, 30, 110)),
        rib_neck(b, 40),
    ]


def _biker_front(b: Body) -> list[Piece]:
    """Return the crossed zip, lapels and pockets of a biker jacket."""
    line = smooth(((-70, 60), (-40, 240), (-20, b.length + 6)))
    return [
        Piece(
            tuple((x + d, y) for d, ps in ((-9, line), (9, tuple(reversed(line)))) for x, y in ps),
            seams=(Seam(line, "zip", 4.5),),
            lift=2,
        ),
        *pair_all(lapel(b, 300, 74)),
        welt(90, 430, 120, -26),
        flipped(welt(90, 430, 120, -26)),
    ]


def _work_front(b: Body, kind: str) -> list[Piece]:
    gap = (b.length - b.front - 50) / 5
    dots = tuple((0.0, b.front + 30 + at * gap) for at in range(6))
    seams = (
        Seam(((-17, b.front), (-17, b.length + 8)), kind),
        Seam(((17, b.front), (17, b.length + 8)), kind),
    )
    placket = Piece(
        ((-22, b.front - 8), (22, b.front - 8), (22, b.length + 10), (-22, b.length + 10)),
        seams=seams,
        buttons=dots,
        lift=1.6,
    )
    chest = Piece(
        path(
            f"M 62 {b.arm - 20} L 186 {b.arm - 20} L 186 {b.arm + 96} L 124 "
            f"{b.arm + 116} L 62 {b.arm + 96}"
        ),
        seams=(Seam(((70, b.arm + 90), (124, b.arm + 108), (178, b.arm + 90)), kind),),
        lift=2,
    )
    flap = Piece(
        path(
            f"M 58 {b.arm - 26} L 190 {b.arm - 26} L 190 {b.arm + 12} L 124 "
            f"{b.arm + 34} L 58 {b.arm + 12}"
        ),
        seams=(Seam(((64, b.arm + 8), (124, b.arm + 27), (184, b.arm + 8)), kind),),
        buttons=((124.0, b.arm + 18),),
        lift=2.4,
    )
    low = Piece(
        path(
            f"M 70 {b.length - 220} L 208 {b.length - 220} L 212 "
            f"{b.length - 66} L 66 {b.length - 66}"
        ),
        seams=(Seam(((76, b.length - 200), (204, b.length - 200)), kind),),
        lift=2,
    )
    return [placket, *pair(low), *pair(chest), *pair(flap), *shirt_collar(b)]
