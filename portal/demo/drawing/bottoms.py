"""Trousers in their cuts, skirts and shorts."""

from dataclasses import dataclass
from random import Random

from portal.demo.drawing.cloth import Fold
from portal.demo.drawing.curves import Points, both, ellipse, mix, path, smooth, wave
from portal.demo.drawing.sewing import Garment, Piece, Seam, pair


@dataclass(frozen=True)
class Cut:
    """Half widths of a pair of trousers at waist and hip, and one leg's at knee and hem."""

    waist: float
    hip: float
    knee: float
    hem: float
    length: float
    rise: float = 270.0
    spread: float = 26.0


CUTS = {
    "straight": Cut(178, 238, 112, 108, 1010),
    "wide": Cut(176, 236, 136, 150, 1050, 285, 12),
    "palazzo": Cut(172, 238, 160, 192, 1070, 290, 6),
    "tapered": Cut(180, 252, 110, 80, 950),
    "flare": Cut(172, 224, 92, 134, 1090, 258),
    "cropped": Cut(178, 238, 114, 112, 820),
    "cigarette": Cut(176, 228, 96, 80, 930, 262),
    "jeans": Cut(184, 238, 112, 102, 1020, 262),
    "jogger": Cut(180, 250, 110, 76, 980),
    "leggings": Cut(150, 192, 82, 56, 900, 250, 18),
    "men": Cut(214, 266, 132, 116, 1060, 290),
    "pyjama": Cut(190, 258, 150, 144, 1000, 300, 16),
    "kids": Cut(150, 184, 98, 82, 560, 190, 20),
    "shorts": Cut(180, 246, 150, 152, 400, 270, 18),
}


def trousers(cut: str, rng: Random, detail: str = "plain") -> Garment:
    """Return a pair of trousers of the cut; detail: plain, pleated, jeans, drawn or paperbag."""
    c = CUTS[cut]
    band = 48.0 if detail == "jeans" else 40.0
    leg = _leg(c, band, rng, detail)
    belly = Piece(
        both(path(f"M 0 {band - 8} L {c.waist - 10} {band - 8} L 40 {band + 70}")), lift=0
    )
    pieces = [Piece(_back_waist(c.waist), "lining", lift=0), belly, *pair(leg)]
    pieces += _fly(c, band, detail)
    pieces += _pockets(c, band, detail)
    pieces.append(_band(c.waist, band, detail))
    pieces += _finish(c, band, detail)
    return Garment(tuple(pieces), "clips", c.waist, c.length, button=13)


def _back_waist(waist: float) -> Points:
    return both(path(f"M 0 -9 Q {waist * 0.6} -9 {waist - 2} 0 L {waist - 4} 20 L 0 24"))


def _leg(c: Cut, band: float, rng: Random, detail: str) -> Piece:
    knee_y = c.rise + (c.length - c.rise) * 0.44
    inner, outer = c.spread, c.spread + 2 * c.hem
    knee_in = c.spread * 0.72 + max(0.0, (c.hip - 20 - 2 * c.knee) * 0.34)
    knee_out = knee_in + 2 * c.knee
    foot = wave((outer, c.length), (inner, c.length + 3), 2 if c.hem > 140 else 1, c.hem * 0.045)
    side = path(
        f"M -3 {band - 6} L {c.waist} {band - 6} "
        f"C {c.waist + 30} {band + 70} {c.hip} {c.rise * 0.66} {c.hip + 3} {c.rise * 0.9} "
        f"C {c.hip + 6} {c.rise + 120} {knee_out + 4} {knee_y - 130} {knee_out} {knee_y} "
        f"C {knee_out - 3} {knee_y + 130} {outer - 2} {c.length - 170} {outer} {c.length}"
    )
    seam = path(
        f"M {inner} {c.length + 3} C {inner} {c.length - 170} {knee_in - 2} {knee_y + 130} "
        f"{knee_in} {knee_y} C {knee_in + 2} {knee_y - 120} 14 {c.rise + 90} "
        f"-1 {c.rise} L -3 {band}"
    )
    centre = (inner + outer) / 2
    return Piece(
        (*side, *foot, *seam),
        folds=_leg_folds(c, band, rng, detail, (centre, knee_y)),
        seams=_hem(c, inner, outer, detail),
        lift=2.5,
    )


def _leg_folds(
    c: Cut, band: float, rng: Random, detail: str, knee: tuple[float, float]
) -> tuple[Fold, ...]:
    centre, knee_y = knee
    top = c.waist * (0.5 if detail == "plain" else 0.44)
    crease = smooth(
        ((top, band + 30), (c.hip * 0.53, c.rise), (centre, knee_y), (centre, c.length - 4))
    )
    folds = [
        Fold(path(f"M 2 {c.rise - 4} Q 60 {c.rise - 24} {c.hip * 0.62} {c.rise - 74}"), 15, 0.8),
        Fold(path(f"M 8 {c.rise + 16} Q 60 {c.rise + 34} {c.hip * 0.5} {c.rise + 86}"), 14, 0.7),
    ]
    if detail in {"plain", "pleated"}:
        folds.append(Fold(crease, 9, 0.95))
    if detail == "pleated":
        for at in (0.36, 0.58):
            start = (c.waist * at, band)
            end = mix(start, (c.hip * 0.55, c.rise + 120), 0.8)
            folds.append(Fold(smooth((start, mix(start, end, 0.5), end)), 9, 1.2))
    if detail in {"paperbag", "drawn"}:
        for at in (0.2, 0.36, 0.52, 0.7, 0.86):
            foot = (c.hip * (at + 0.06), band + rng.uniform(110, 190))
            folds.append(
                Fold(((c.waist * at, band - 4), mix((c.waist * at, band), foot, 0.5), foot), 8, 1.0)
            )
    for _ in range(5 if c.hem > 140 else 3):
        x, y = centre + rng.uniform(-0.75, 0.75) * c.hem, rng.uniform(knee_y - 160, knee_y + 120)
        down = min(c.length - 6, y + rng.uniform(220, 460))
        bend = x + rng.uniform(-14, 14)
        folds.append(
            Fold(
                smooth(((x, y), (bend, (y + down) / 2), (x + rng.uniform(-8, 8), down))),
                rng.uniform(12, 26),
                0.55,
            )
        )
    for turn in (-1, 1):
        y = knee_y + turn * rng.uniform(20, 70)
        across = centre - turn * c.knee * 0.9
        folds.append(
            Fold(path(f"M {across} {y} Q {centre} {y + 30} {centre + turn * 20} {y + 52}"), 16, 0.3)
        )
    return tuple(folds)


def _hem(c: Cut, inner: float, outer: float, detail: str) -> tuple[Seam, ...]:
    kind = "contrast" if detail == "jeans" else "stitch"
    lines = [Seam(((inner, c.length - 26), (outer, c.length - 28)), kind)]
    if detail == "jeans":
        lines.append(
            Seam(
                path(
                    f"M {c.waist - 8} 50 C {c.waist + 22} 120 {c.hip - 8} "
                    f"{c.rise * 0.66} {c.hip - 6} {c.rise}"
                ),
                kind,
            )
        )
    return tuple(lines)


def _fly(c: Cut, band: float, detail: str) -> list[Piece]:
    if detail in {"paperbag", "drawn"}:
        return []
    kind = "contrast" if detail == "jeans" else "stitch"
    low = c.rise * 0.66
    line = path(f"M 34 {band} L 32 {low - 40} Q 28 {low} 2 {low + 10}")
    centre = Seam(path(f"M 1 {band} L 0 {c.rise}"), "seam", 2.4)
    flap = path(f"M -2 {band - 4} L 40 {band - 4} L 38 {low - 36} Q 34 {low + 8} -2 {low + 18}")
    return [Piece(flap, seams=(Seam(line, kind), centre), lift=1.2)]


def _pockets(c: Cut, band: float, detail: str) -> list[Piece]:
    if detail == "jeans":
        mouth = path(
            f"M {c.waist * 0.46} {band} Q {c.waist * 0.52} {band + 86} {c.waist + 21} {band + 72}"
        )
        bag = (*mouth, (c.waist + 3, band))
        one = Piece(
            bag,
            seams=(Seam(mouth, "contrast"), Seam(tuple((x, y - 9) for x, y in mouth), "contrast")),
            lift=0,
        )
        return list(pair(one))
    mouth = path(f"M {c.waist - 26} {band} Q {c.waist + 2} {band + 80} {c.waist + 24} {band + 150}")
    welt = (*mouth, *[(x - 9, y + 3) for x, y in reversed(mouth)])
    return list(pair(Piece(welt, lift=1.6)))


def _band(waist: float, band: float, detail: str) -> Piece:
    if detail == "paperbag":
        top = wave((-waist - 8, -34), (waist + 8, -34), 9, 9)
        low = wave((waist, band + 4), (-waist, band + 4), 5, 3)
        gathers = tuple(
            Fold(((x * waist, -28), (x * waist * 0.97, 8), (x * waist * 0.95, band)), 7, 1.1)
            for x in (-0.85, -0.66, -0.48, -0.27, -0.08, 0.12, 0.3, 0.52, 0.7, 0.9)
        )
        return Piece((*top, *low), folds=gathers)
    outline = both(
        path(
            f"M 0 3 Q {waist * 0.6} 3 {waist} -3 L {waist + 2} {band - 3} Q "
            f"{waist * 0.6} {band + 5} 0 {band + 5}"
        )
    )
    if detail == "drawn":
        ribs = tuple(
            Fold(((x * waist / 11, 4), (x * waist / 11, band)), 5, 0.9) for x in range(-10, 11)
        )
        return Piece(outline, folds=ribs)
    kind = "contrast" if detail == "jeans" else "stitch"
    line = path(f"M {-waist} {band - 9} Q 0 {band - 1} {waist} {band - 9}")
    button = (
        ((0.0, band / 2 + 2),)
        if detail != "pleated"
        else ((10.0, band / 2 + 2), (-26.0, band / 2 + 2))
    )
    return Piece(outline, seams=(Seam(line, kind),), buttons=button)


def _finish(c: Cut, band: float, detail: str) -> list[Piece]:
    """Return belt loops, a tie, a drawstring."""
    if detail == "paperbag":
        return _tie(c.waist)
    if detail == "drawn":
        ends = [path(f"M {s * 8} 22 C {s * 40} 90 {s * 12} 130 {s * 26} 190") for s in (-1, 1)]
        return [Piece(_ribbon(line, 5), "trim", lift=2) for line in ends]
    loops = [x * c.waist for x in (-0.72, -0.3, 0.3, 0.72)]
    return [
        Piece(((x - 6, -6), (x + 6, -6), (x + 6, band + 8), (x - 6, band + 8)), lift=1.6)
        for x in loops
    ]


def _ribbon(line: Points, half: float) -> Points:
    return (*[(x - half, y) for x, y in line], *[(x + half, y) for x, y in reversed(line)])


def _tie(waist: float) -> list[Piece]:
    belt = both(
        path(f"M 0 2 Q {waist * 0.6} 0 {waist + 3} -4 L {waist + 3} 30 Q {waist * 0.6} 36 0 38")
    )
    tails = [
        Piece(path("M -6 26 C -26 110 -44 170 -58 262 L -24 270 C -18 180 2 110 12 30"), lift=4),
        Piece(path("M -4 26 C 22 90 20 160 44 236 L 76 222 C 56 150 40 80 16 22"), lift=4),
    ]
    bow = [
        Piece(
            path("M 0 18 C -60 -30 -104 -20 -98 18 C -96 50 -50 54 0 24"),
            folds=(Fold(((-12, 20), (-50, 12), (-84, 16)), 8, 1),),
            lift=4,
        ),
        Piece(
            path("M 0 18 C 56 -34 100 -24 96 14 C 92 48 52 52 0 24"),
            folds=(Fold(((12, 20), (48, 10), (82, 12)), 8, 1),),
            lift=4,
        ),
    ]
    return [Piece(belt), *tails, *bow, Piece(ellipse(0, 20, 15, 18), lift=3)]


def skirt(kind: str, rng: Random) -> Garment:
    """Return a skirt: a-line, pleated, pencil, tiered or wrap."""
    hem, length = {
        "a-line": (312, 700),
        "pleated": (360, 760),
        "pencil": (218, 640),
        "tiered": (350, 800),
    }.get(kind, (290, 690))
    waist, hip = 172.0, 218.0 if kind in {"pencil", "wrap"} else 226.0
    count = {"pencil": 0, "pleated": 8, "a-line": 4}.get(kind, 5)
    foot = (
        wave((hem, length), (-hem, length), count, 11)
        if count
        else path(f"M {hem} {length} Q 0 {length + 16} {-hem} {length}")
    )
    right = path(
        f"M {waist} 34 C {waist + 26} 100 {hip} 180 {hip + 8} 240 C "
        f"{hip + 22} 380 {hem - 8} {length - 140} {hem} {length}"
    )
    outline = (*right, *foot, *reversed([(-x, y) for x, y in right]))
    folds = _skirt_folds(kind, rng, (waist, hem, length))
    seams = [Seam(path(f"M {-hem} {length - 24} Q 0 {length - 10} {hem} {length - 24}"), "stitch")]
    if kind == "tiered":
        seams += [
            Seam(path(f"M {-w} {y} Q 0 {y + 14} {w} {y}"), "seam", 5)
            for w, y in ((246, 290), (300, 540))
        ]
    body = Piece(outline, folds=folds, seams=tuple(seams))
    pieces = [Piece(_back_waist(waist), "lining", lift=0), body, _band(waist, 42, "pleated")]
    if kind == "wrap":
        front = path(
            f"M -120 36 C -60 260 -40 480 -96 {length + 6} L -84 {length + 8} "
            f"Q 40 {length + 10} {hem} {length} L {waist} 40"
        )
        pieces.insert(2, Piece(front, folds=folds[: len(folds) // 2], lift=5))
        pieces += [
            Piece(_ribbon(path(f"M -118 30 C -140 120 -110 190 {x} 300"), 9), lift=3)
            for x in (-150, -112)
        ]
    return Garment(tuple(pieces), "clips", waist, length, button=15)


def _skirt_folds(kind: str, rng: Random, size: tuple[float, float, float]) -> tuple[Fold, ...]:
    waist, hem, length = size
    if kind == "pencil":
        return (
            Fold(path("M -60 40 Q -90 120 -96 210"), 10, 0.6),
            Fold(path("M 60 40 Q 90 120 96 210"), 10, 0.6),
            Fold(path("M -150 300 Q 0 336 140 310"), 22, 0.4),
        )
    count = 19 if kind == "pleated" else 9
    folds = []
    for index in range(count):
        share = (index + 0.5) / count * 2 - 1
        share += 0 if kind == "pleated" else rng.uniform(-0.06, 0.06)
        start = 46.0 if kind == "pleated" else rng.uniform(60, 260)
        top = (share * waist * (0.97 + start / 1400), start)
        foot = (share * hem * 0.985, length - 4)
        width = 6.5 if kind == "pleated" else rng.uniform(16, 30)
        folds.append(
            Fold(
                smooth((top, mix(top, foot, 0.4), mix(top, foot, 0.75), foot)),
                width,
                1.1 if kind == "pleated" else 0.75,
            )
        )
    return tuple(folds)
