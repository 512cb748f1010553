"""Blouses, shirts, tees, knits, sports tops, pyjama jackets."""

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
from portal.demo.drawing.curves import Points, both, ellipse, path, smooth, wave
from portal.demo.drawing.sewing import Garment, Piece, Seam, flipped, pair


def _placket(b: Body, buttons: int, half: float = 15.0) -> Piece:
    top, low = b.front + 6, b.length + b.curve
    gap = (low - top - 60) / max(buttons - 1, 1)
    dots = tuple((0.0, top + 24 + at * gap) for at in range(buttons))
    seams = (
        Seam(((-half + 3, top), (-half + 3, low)), "stitch"),
        Seam(((half - 3, top), (half - 3, low)), "stitch"),
    )
    return Piece(
        ((-half, top - 8), (half, top - 8), (half, low), (-half, low)),
        seams=seams,
        buttons=dots,
        lift=1.2,
    )


def _pocket(x: float, y: float, width: float, height: float) -> Piece:
    outline = path(
        f"M {x} {y} L {x + width} {y} L {x + width} {y + height - 14} L "
        f"{x + width / 2} {y + height} L {x} {y + height - 14}"
    )
    seam = tuple((px + (5 if px < x + width / 2 else -5), py - 4) for px, py in outline[2:])
    return Piece(
        outline,
        seams=(Seam(((x, y + 18), (x + width, y + 18)), "stitch"), Seam(seam, "stitch")),
        lift=1.6,
    )


def shirt(rng: Random, kind: str = "women") -> Garment:
    """Return a shirt with collar and placket: women, men, oversize or kids."""
    bodies = {
        "men": Body(224, 292, 278, 284, 740, 88, 88, 262),
        "oversize": Body(252, 312, 306, 312, 730, 88, 92, 290, 56),
        "kids": Body(150, 190, 186, 194, 470, 66, 66, 170, 30),
    }
    b = bodies.get(kind, Body(198, 256, 240, 256, 680))
    reach = 370 if kind == "kids" else 580
    arm = sleeve(b, reach, 40 if kind == "kids" else 52, rng.uniform(0.22, 0.30), rng)
    foot = path(
        f"M {b.hem} {b.length - 50} C {b.hem - 40} {b.length + 10} 90 "
        f"{b.length + 26} 0 {b.length + 24} C -90 {b.length + 26} "
        f"{-b.hem + 40} {b.length + 10} {-b.hem} {b.length - 50}"
    )
    yoke = Seam(
        path(
            f"M {-b.shoulder + 6} {b.slope + 44} Q 0 {b.slope + 30} {b.shoulder - 6} {b.slope + 44}"
        ),
        "stitch",
    )
    body = Piece(
        front(replace(b, length=b.length - 50), foot=foot), folds=drape(b, rng), seams=(yoke,)
    )
    pieces = [*inside(b), *pair(arm), *pair(cuff(arm, 54)), body, _placket(b, 7)]
    if kind in {"men", "oversize"}:
        pieces.append(_pocket(70, b.arm + 10, 96, 112))
    return Garment((*pieces, *shirt_collar(b)), width=b.shoulder, height=b.length, button=10)


def blouse(rng: Random, kind: str = "bow") -> Garment:
    """Return a soft blouse: with a bow, a ruffle, or puffed sleeves and a v-neck."""
    b = Body(192, 254, 244, 264, 640, 78, 120 if kind == "puff" else 84)
    arm = sleeve(b, 560 if kind != "puff" else 500, 74, 0.3, rng)
    gathers = tuple(
        Fold(((x, b.arm - 40), (x * 1.04, b.arm + 60), (x * 1.1, b.arm + 330)), 12, 0.6)
        for x in range(-150, 151, 50)
    )
    folds = (*drape(b, rng), *(gathers if kind == "puff" else ()))
    body = Piece(front(b, "v" if kind == "puff" else "round"), folds=folds, seams=(hem_stitch(b),))
    pieces = [*inside(b), *pair(arm), *pair(cuff(arm, 44)), body]
    if kind == "bow":
        pieces += [_placket(b, 6, 12), *band_collar(b, 30), *_bow(b)]
    elif kind == "ruffle":
        pieces += [*_ruffle(b), *band_collar(b, 38)]
    return Garment(tuple(pieces), width=b.shoulder, height=b.length, button=9)


def _bow(b: Body) -> list[Piece]:
    y = b.front
    tails = [
        Piece(
            path(
                f"M -4 {y} C -40 {y + 90} -46 {y + 180} -70 {y + 300} L -20 "
                f"{y + 310} C -6 {y + 200} 4 {y + 90} 10 {y}"
            ),
            lift=4,
        ),
        Piece(
            path(
                f"M -4 {y} C 24 {y + 90} 20 {y + 170} 44 {y + 260} L 88 {y + 244} "
                f"C 64 {y + 150} 40 {y + 70} 14 {y}"
            ),
            lift=4,
        ),
    ]
    loop = path(
        f"M 0 {y + 2} C 50 {y - 52} 112 {y - 40} 104 {y + 8} C 98 {y + 46} 46 {y + 44} 0 {y + 8}"
    )
    wing = Piece(loop, folds=(Fold(((10, y + 4), (50, y - 8), (88, y - 2)), 9, 1.1),), lift=4)
    return [*tails, *pair(wing), Piece(ellipse(0, y + 4, 15, 19), lift=3)]


def _ruffle(b: Body) -> list[Piece]:
    pieces = []
    for half, level in ((66, 0), (40, 4)):
        edge = wave((half, b.front), (half - 4, b.length - 80), 9, 13)
        folds = tuple(
            Fold(((8, y), (half, y + 16)), 6, 1)
            for y in range(int(b.front) + 20, int(b.length) - 100, 28)
        )
        right = Piece((*edge, (0, b.length - 90), (0, b.front)), folds=folds, lift=2.4 + level / 4)
        pieces += [flipped(right), right]
    return pieces


def tee(rng: Random, kind: str = "women") -> Garment:
    """Return a tee: women, men, boxy, kids; polo has a collar, tank no sleeves."""
    bodies = {
        "men": Body(226, 282, 276, 278, 700, 92, 84, 252),
        "polo": Body(222, 280, 274, 276, 700, 84, 84, 252),
        "boxy": Body(244, 290, 288, 288, 600, 96, 78, 262, 50),
        "kids": Body(146, 182, 184, 190, 430, 72, 60, 160, 30),
        "tank": Body(130, 226, 208, 222, 600, 84, 130, 210, 20),
    }
    b = bodies.get(kind, Body(196, 244, 234, 246, 620, 96, 92))
    seams = (hem_stitch(b), hem_stitch(b, 26))
    body = Piece(front(b), folds=drape(b, rng), seams=seams)
    if kind == "tank":
        return Garment((*inside(b), body, rib_neck(b, 14)), width=b.shoulder, height=b.length)
    arm = sleeve(b, 140 if kind == "kids" else 220, 74 if kind == "kids" else 96, 0.52, rng)
    pieces = [*inside(b), *pair(arm), body]
    if kind == "polo":
        pieces += [replace(_placket(replace(b, length=b.front + 150), 3), lift=1), *shirt_collar(b)]
    else:
        pieces.append(rib_neck(b, 18))
    return Garment(tuple(pieces), width=b.shoulder, height=b.length, button=10)


def sweater(rng: Random, kind: str = "crew") -> Garment:
    """Return a knitted pullover: crew, turtle, v, cardigan, vest, kids."""
    b = Body(216, 282, 272, 264, 620, 86, 78, 258, 46)
    if kind == "kids":
        b = Body(150, 194, 192, 184, 420, 68, 56, 168, 30)
    if kind in {"v", "cardigan", "vest"}:
        b = replace(b, front=230 if kind == "cardigan" else 190)
    band = 40 if kind == "kids" else 62
    opening = "v" if kind in {"v", "cardigan", "vest"} else "round"
    body = Piece(front(b, opening), folds=drape(b, rng, 1.1), lift=4)
    low = both(
        path(
            f"M 0 {b.length - band + 10} Q {b.hem / 2} {b.length - band + 8} "
            f"{b.hem - 2} {b.length - band} C {b.hem - 6} {b.length - 20} "
            f"{b.hem - 16} {b.length} {b.hem - 20} {b.length + 6} Q "
            f"{b.hem / 2} {b.length + 16} 0 {b.length + 16}"
        )
    )
    pieces: list[Piece] = [*inside(b)]
    if kind != "vest":
        arm = sleeve(
            b,
            340 if kind == "kids" else 560,
            46 if kind == "kids" else 58,
            rng.uniform(0.26, 0.34),
            rng,
        )
        pieces += [*pair(arm), *pair(cuff(arm, band, "rib"))]
    pieces += [body, Piece(low, "rib", lift=1.2)]
    if kind == "turtle":
        pieces += _turtle(b)
    elif opening == "v":
        pieces += _v_band(b, kind == "cardigan")
    else:
        pieces.append(rib_neck(b, 26))
    return Garment(tuple(pieces), width=b.shoulder, height=b.length, button=15)


def _turtle(b: Body) -> list[Piece]:
    n = b.neck - 4
    roll = both(
        path(
            f"M 0 {b.front + 4} C {n * 0.7} {b.front + 4} {n + 14} "
            f"{b.front * 0.6} {n + 8} -6 C {n + 6} -40 {n} -52 {n - 4} -58 Q "
            f"{n * 0.5} -66 0 -66"
        )
    )
    fold = both(path(f"M 0 -12 Q {n * 0.6} -14 {n + 6} -30 L {n - 2} -60 Q {n * 0.5} -68 0 -68"))
    return [Piece(roll, "rib", lift=2), Piece(fold, "rib", lift=3)]


def _v_band(b: Body, open_front: bool) -> list[Piece]:
    outer = path(f"M 0 {b.front + 12} Q {b.neck * 0.68} {b.front * 0.46} {b.neck + 4} -2")
    inner = path(f"M {b.neck - 20} -8 Q {b.neck * 0.44} {b.front * 0.4} 0 {b.front - 22}")
    right = (*outer, *inner)
    band = [Piece((*right, *reversed(tuple((-x, y) for x, y in right))), "rib", lift=1.6)]
    if open_front:
        low = b.length + 14
        dots = tuple((0.0, b.front + 20 + at * (low - b.front - 50) / 4) for at in range(5))
        band.insert(
            0,
            Piece(
                ((-19, b.front - 16), (19, b.front - 16), (19, low), (-19, low)),
                "rib",
                buttons=dots,
                lift=2,
            ),
        )
    return band


def hoodie(rng: Random) -> Garment:
    """Return a sweatshirt with hood, pouch and cords."""
    b = Body(236, 296, 288, 276, 640, 92, 96, 276, 52)
    arm = sleeve(b, 560, 58, 0.28, rng)
    low = both(
        path(
            f"M 0 {b.length - 44} Q {b.hem / 2} {b.length - 46} {b.hem - 2} "
            f"{b.length - 54} L {b.hem - 16} {b.length + 6} Q {b.hem / 2} "
            f"{b.length + 16} 0 {b.length + 16}"
        )
    )
    pouch = both(
        path(
            f"M 0 {b.length - 220} L 96 {b.length - 220} L 168 "
            f"{b.length - 118} L 168 {b.length - 52} L 0 {b.length - 48}"
        )
    )
    body = Piece(front(b), folds=drape(b, rng), lift=3)
    seams = (
        Seam(((96, b.length - 214), (162, b.length - 118)), "stitch"),
        Seam(((-96, b.length - 214), (-162, b.length - 118)), "stitch"),
    )
    pieces = [
        *pair(arm),
        *pair(cuff(arm, 56, "rib")),
        body,
        Piece(low, "rib", lift=1),
        Piece(pouch, seams=seams, lift=2),
        *hood(b),
    ]
    cords = [
        Piece(_cord(line), "label", lift=2)
        for line in (
            path(f"M -30 {b.front} C -36 {b.front + 60} -24 {b.front + 110} -34 {b.front + 190}"),
            path(f"M 30 {b.front} C 40 {b.front + 60} 26 {b.front + 120} 40 {b.front + 176}"),
        )
    ]
    return Garment((*pieces, *cords), width=b.shoulder, height=b.length)


def hood(b: Body, cloth: str = "main") -> list[Piece]:
    n = b.neck
    back = both(
        path(
            f"M 0 -96 C {n * 0.8} -100 {n + 44} -60 {n + 40} 10 C {n + 36} 54 "
            f"{n * 0.6} {b.front} 0 {b.front + 22}"
        )
    )
    hole = both(
        path(
            f"M 0 -66 C {n * 0.7} -66 {n + 4} -30 {n} 14 C {n - 8} 50 "
            f"{n * 0.4} {b.front * 0.9} 0 {b.front + 4}"
        )
    )
    folds = (
        Fold(smooth(((n + 20, -20), (n + 14, 40), (n * 0.5, b.front))), 14, 0.9),
        Fold(smooth(((-n - 20, -20), (-n - 14, 40), (-n * 0.5, b.front))), 14, 0.9),
    )
    return [Piece(back, cloth, folds=folds, lift=4), Piece(hole, "lining", lift=0)]


def _cord(line: Points) -> Points:
    return (*[(x - 4, y) for x, y in line], *[(x + 4, y) for x, y in reversed(line)])


def pyjamas(rng: Random) -> Garment:
    """Return a pyjama jacket with piped revers."""
    b = Body(212, 278, 270, 276, 690, 82, 190, 262)
    arm = sleeve(b, 540, 64, 0.28, rng)
    body = Piece(front(b, "v"), folds=drape(b, rng), lift=3)
    rever = path(
        f"M {b.neck - 12} -22 C {b.neck + 16} 0 {b.neck + 16} 26 "
        f"{b.neck + 10} 50 L {b.neck + 46} 84 L 4 {b.front + 16} Q "
        f"{b.neck * 0.66} {b.front * 0.46} {b.neck - 12} -22"
    )
    edge = path(f"M {b.neck + 10} 50 L {b.neck + 46} 84 L 4 {b.front + 16} L 4 {b.length + 8}")
    flap = Piece(rever, seams=(Seam(edge, "cord", 3.6),), lift=4)
    line = Piece(
        ((-3, b.front + 10), (3, b.front + 10), (3, b.length + 9), (-3, b.length + 9)),
        "trim",
        lift=0,
    )
    dots = tuple((-16.0, b.front + 46 + at * 106) for at in range(4))
    pocket = _pocket(84, b.arm + 34, 100, 112)
    brim = Piece(
        ((84, b.arm + 34), (184, b.arm + 34), (184, b.arm + 42), (84, b.arm + 42)), "trim", lift=0
    )
    cuffs = pair(cuff(arm, 10, "trim"))
    button = Piece(
        ((-17, b.front + 40), (-15, b.front + 40), (-15, b.front + 42), (-17, b.front + 42)),
        buttons=dots,
        lift=0,
    )
    return Garment(
        (*inside(b), *pair(arm), *cuffs, body, line, pocket, brim, flipped(flap), flap, button),
        width=b.shoulder,
        height=b.length,
        button=12,
    )


def camisole(rng: Random, length: float = 430.0) -> Garment:
    """Return a slip top on thin straps; long, it is a slip dress."""
    hem = 230 + (length - 430) * 0.16
    right = path(
        "M 0 170 C 40 168 96 130 128 84 C 150 130 190 176 206 214 C 206 "
        f"280 200 320 204 360 C 212 {length * 0.7 + 60} {hem} {length} "
        f"{hem} {length + 80}"
    )
    foot = wave((hem, length + 80), (-hem, length + 80), 4, 9)
    outline = (*right, *foot, *reversed([(-x, y) for x, y in right]))
    folds = [
        Fold(
            smooth(((x, 210), (x * 1.05, length * 0.6), (x * 1.15, length + 70))),
            rng.uniform(14, 26),
            0.8,
        )
        for x in (-150, -96, -40, 24, 84, 140)
    ]
    lace = both(path("M 0 170 C 40 168 96 130 128 84 L 134 118 C 100 164 44 204 0 206"))
    strap = path("M 124 92 Q 112 40 92 -8 L 98 -10 Q 120 36 132 90")
    straps = pair(Piece(strap, "trim", lift=1.5))
    return Garment(
        (*straps, Piece(outline, folds=tuple(folds), lift=3), Piece(lace, "trim", lift=1)),
        width=96,
        height=length + 80,
    )


def bralette() -> Garment:
    """Return a soft triangle top."""
    cup = path("M 4 190 C 60 196 140 190 176 168 C 168 110 140 70 112 40 C 84 70 30 120 4 190")
    folds = (Fold(smooth(((40, 178), (84, 120), (108, 60))), 14, 0.7),)
    strap = path("M 106 48 Q 104 0 84 -40 L 90 -42 Q 112 0 116 48")
    band = both(path("M 0 188 Q 90 196 178 166 L 180 204 Q 90 232 0 226"))
    return Garment(
        (
            *pair(Piece(strap, "trim", lift=1)),
            *pair(Piece(cup, folds=folds, lift=3)),
            Piece(band, "trim", lift=1.5),
        ),
        width=88,
        height=230,
    )
