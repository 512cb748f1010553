"""Coats, jackets, blazers, down, and the crossed fronts of new-Chinese style."""

from dataclasses import replace
from random import Random

from portal.demo.drawing.bodies import (
    Body,
    cuff,
    drape,
    half_front,
    hem_stitch,
    inside,
    sleeve,
)
from portal.demo.drawing.cloth import Fold
from portal.demo.drawing.curves import Points, ellipse, path, smooth
from portal.demo.drawing.sewing import Garment, Piece, Seam, flipped, pair


def lapel(b: Body, turn: float, width: float) -> list[Piece]:
    """Return the right notched lapel with its collar; `turn` is where it begins to roll."""
    n = b.neck
    lapel = path(
        f"M {n - 6} 8 L {n + width} 92 L {n + width - 22} 128 C "
        f"{n + width - 40} 200 40 {turn - 60} 2 {turn} C 20 {turn - 120} "
        f"{n * 0.5} 90 {n - 6} 8"
    )
    collar = path(
        f"M {n - 14} -26 C {n + 14} -16 {n + 26} 20 {n + 34} 52 L "
        f"{n + width * 0.56} 84 L {n - 2} 66 C {n - 10} 40 {n - 12} 10 "
        f"{n - 14} -26"
    )
    edge = tuple((x - 5, y) for x, y in lapel[1:3])
    return [
        Piece(
            lapel,
            folds=(Fold(smooth(((n - 10, 40), (n * 0.5, turn * 0.5), (10, turn - 16))), 10, 0.7),),
            seams=(Seam(edge, "stitch"),),
            lift=5,
        ),
        Piece(collar, lift=5),
    ]


def welt(x: float, y: float, width: float, lean: float) -> Piece:
    outline = ((x, y), (x + width, y + lean), (x + width + 3, y + 22 + lean), (x + 3, y + 22))
    return Piece(outline, lift=2)


def _flap(x: float, y: float, width: float) -> Piece:
    outline = path(
        f"M {x} {y} L {x + width} {y - 4} L {x + width + 4} {y + 40} Q "
        f"{x + width - 4} {y + 50} {x + width - 14} {y + 50} L {x + 8} "
        f"{y + 52} Q {x} {y + 50} {x} {y + 40}"
    )
    return Piece(
        outline, seams=(Seam(tuple((px, py - 6) for px, py in outline[2:]), "stitch"),), lift=3
    )


def blazer(rng: Random, kind: str = "women") -> Garment:
    """Return a suit jacket: women, men, long or double-breasted."""
    b = Body(206, 262, 226, 262, 700, 82, 230, 246, 40)
    if kind == "men":
        b = Body(234, 292, 268, 290, 760, 88, 240, 264, 42)
    if kind == "long":
        b = replace(b, length=800, waist=240, hem=282)
    arm = sleeve(b, 590, 58, 0.24, rng)
    turn = 400.0 if kind != "double" else 380.0
    cross = 16.0 if kind != "double" else 92.0
    right = Piece(_closed_front(b, turn, cross), folds=drape(b, rng, 0.8), lift=3)
    left = replace(flipped(replace(right, outline=_closed_front(b, turn, 10))), lift=2)
    dots = _double_dots(turn, 74) if kind == "double" else ((6.0, turn + 8), (6.0, turn + 104))
    holder = Piece(ellipse(6, turn + 60, 1, 1), buttons=dots, lift=0)
    darts = Piece(_dart(b), lift=0, cloth="lining")
    pockets = [*pair(_flap(b.waist * 0.42, b.length * 0.66, 116)), welt(-156, b.arm + 26, 78, -10)]
    pieces = [*inside(replace(b, front=turn - 30)), *pair(arm), left, right, *pair(darts), *pockets]
    pieces += pair_all(lapel(b, turn, 66))
    return Garment((*pieces, holder), width=b.shoulder, height=b.length, button=16)


def pair_all(pieces: list[Piece]) -> list[Piece]:
    return [flipped(piece) for piece in pieces] + pieces


def _dart(b: Body) -> Points:
    x = b.waist * 0.48
    return path(
        f"M {x} {b.arm + 60} Q {x - 6} {b.arm + 180} {x - 8} "
        f"{b.length * 0.64} L {x - 10} {b.length * 0.64} Q {x - 8} "
        f"{b.arm + 180} {x} {b.arm + 60}"
    )


def _double_dots(turn: float, half: float) -> tuple[tuple[float, float], ...]:
    return tuple((side * half, turn + 10 + at * 110) for at in range(3) for side in (-1, 1))


def _closed_front(b: Body, turn: float, cross: float) -> Points:
    """Return a right front that crosses the centre by `cross`, its lower corner rounded."""
    edge = side_of(b)
    foot = path(
        f"M {b.hem} {b.length} Q {b.hem * 0.5} {b.length + 12} "
        f"{60 - cross} {b.length + 14} Q {-cross} {b.length + 8} {-cross} "
        f"{b.length - 80}"
    )
    return (*edge, *foot, (-cross, turn), (b.neck, 0))


def side_of(b: Body) -> Points:
    return half_front(b, ())[:-12]


def coat(rng: Random, kind: str = "wool") -> Garment:
    """Return a long coat: wool (lapels, one row), trench (belt, storm flap, two rows), cocoon."""
    b = Body(218, 284, 268, 320, 1060, 86, 250, 268, 44)
    if kind == "cocoon":
        b = Body(240, 322, 340, 296, 960, 88, 230, 300, 54)
    arm = sleeve(b, 600, 66, 0.2, rng)
    turn, cross = (360.0, 84.0) if kind != "cocoon" else (400.0, 30.0)
    right = Piece(
        _closed_front(b, turn, cross),
        folds=(*drape(b, rng, 0.9), *_skirt_fall(b, rng)),
        seams=(hem_stitch(b, 34),) if kind == "trench" else (),
        lift=4,
    )
    left = flipped(replace(right, outline=_closed_front(b, turn, 12)))
    pieces = [*inside(replace(b, front=turn - 30)), *pair(arm)]
    if kind == "trench":
        pieces += [*pair(_strap(arm))]
    pieces += [left, right]
    if kind == "trench":
        pieces += [_storm(b), *pair_all([_epaulette(b)])]
    pieces += pair_all(lapel(b, turn, 78))
    low = 780.0 if kind != "cocoon" else 640.0
    pieces += (
        [welt(126, low - 110, 40, 130), flipped(welt(126, low - 110, 40, 130))]
        if kind == "trench"
        else [*pair(_flap(120, low - 60, 136))]
    )
    dots = _double_dots(turn, 62) if kind != "cocoon" else ((-8.0, turn + 20), (-8.0, turn + 170))
    pieces.append(Piece(ellipse(0, turn + 60, 1, 1), buttons=dots, lift=0))
    if kind == "trench":
        pieces += _belt(b)
    return Garment(tuple(pieces), width=b.shoulder, height=b.length, button=20)


def _skirt_fall(b: Body, rng: Random) -> tuple[Fold, ...]:
    folds = []
    for share in (-0.72, -0.4, 0.3, 0.62):
        x = share * b.waist
        top = rng.uniform(520, 640)
        folds.append(
            Fold(
                smooth(((x, top), (x * 1.08, top + 200), (x * 1.2, b.length - 10))),
                rng.uniform(18, 34),
                0.6,
            )
        )
    return tuple(folds)


def _storm(b: Body) -> Piece:
    outline = path(
        f"M {b.neck + 6} 10 L {b.shoulder - 4} {b.slope + 4} C "
        f"{b.shoulder - 16} {b.slope + 90} {b.shoulder - 20} {b.arm - 40} "
        f"{b.shoulder - 4} {b.arm + 10} Q 120 {b.arm + 62} 60 "
        f"{b.arm + 30}"
    )
    return Piece(
        outline, seams=(Seam(tuple((x - 4, y - 6) for x, y in outline[-12:]), "stitch"),), lift=3
    )


def _epaulette(b: Body) -> Piece:
    x, y = b.shoulder, b.slope
    return Piece(
        ((x - 86, y - 30), (x - 4, y - 8), (x - 6, y + 20), (x - 82, y - 2)),
        buttons=((x - 74, y - 14),),
        lift=2,
    )


def _strap(arm: Piece) -> Piece:
    band = cuff(arm, 74)
    low = cuff(arm, 44)
    return Piece((band.outline[3], band.outline[2], low.outline[2], low.outline[3]), lift=2.5)


def _belt(b: Body) -> list[Piece]:
    y = 506.0
    half = b.waist - 6
    belt = path(
        f"M {-half} {y - 22} Q 0 {y - 10} {half} {y - 22} L {half} "
        f"{y + 22} Q 0 {y + 34} {-half} {y + 22}"
    )
    tail = path(
        f"M 30 {y - 12} C 60 {y + 60} 66 {y + 150} 92 {y + 250} L 48 "
        f"{y + 262} C 36 {y + 160} 20 {y + 80} 4 {y + 10}"
    )
    buckle = ((-34.0, y - 26), (22.0, y - 26), (22.0, y + 40), (-34.0, y + 40))
    seams = (
        Seam(path(f"M {-half} {y - 14} Q 0 {y - 2} {half} {y - 14}"), "stitch"),
        Seam(path(f"M {-half} {y + 14} Q 0 {y + 26} {half} {y + 14}"), "stitch"),
    )
    return [
        Piece(belt, seams=seams, lift=4),
        Piece(tail, lift=5),
        Piece(buckle, "trim", lift=3),
        Piece(((-20.0, y - 14), (8.0, y - 14), (8.0, y + 28), (-20.0, y + 28)), lift=0),
    ]
