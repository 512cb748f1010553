"""What tops, coats and dresses share: the body, the sleeves, the collars, the folds of a back."""

from dataclasses import dataclass
from random import Random

from portal.demo.drawing.cloth import Fold
from portal.demo.drawing.curves import Point, Points, both, flip, mix, path, smooth
from portal.demo.drawing.sewing import Piece, Seam


@dataclass(frozen=True)
class Body:
    """Half widths, heights and lengths of a top in millimetres."""

    shoulder: float = 200.0
    chest: float = 262.0
    waist: float = 246.0
    hem: float = 258.0
    length: float = 660.0
    neck: float = 84.0
    front: float = 90.0
    arm: float = 240.0
    slope: float = 44.0
    curve: float = 6.0

    @property
    def tip(self) -> Point:
        return (self.shoulder, self.slope)

    @property
    def armpit(self) -> Point:
        return (self.chest, self.arm)


def side(b: Body) -> Points:
    """Return the right edge from the shoulder's tip to the hem."""
    middle = b.arm + (min(b.length, 700) - b.arm) * 0.42
    return path(
        f"M {b.neck} 0 Q {(b.neck + b.shoulder) / 2} {b.slope * 0.34} {b.shoulder} {b.slope} "
        f"C {b.shoulder - 20} {b.slope + 70} {b.shoulder - 6} {b.arm - 50} {b.chest} {b.arm} "
        f"C {b.chest - 8} {b.arm + 60} {b.waist} {middle - 60} {b.waist} {middle} "
        f"C {b.waist} {middle + 90} {b.hem - 4} {b.length - 160} {b.hem} {b.length}"
    )


def neckline(b: Body, kind: str = "round") -> Points:
    """Return the right half of the neck's edge, centre front to shoulder."""
    if kind == "v":
        return path(f"M 0 {b.front} Q {b.neck * 0.62} {b.front * 0.42} {b.neck} 0")
    if kind == "square":
        return path(f"M 0 {b.front} L {b.neck * 0.86} {b.front - 4} L {b.neck} 0")
    return path(f"M 0 {b.front} C {b.neck * 0.62} {b.front} {b.neck} {b.front * 0.6} {b.neck} 0")


def front(b: Body, kind: str = "round", foot: Points | None = None) -> Points:
    """Return the whole front's outline; `foot` runs from the right hem to the left."""
    right = (*neckline(b, kind), *side(b))
    hem = foot or path(f"M {b.hem} {b.length} Q 0 {b.length + b.curve * 2} {-b.hem} {b.length}")
    return (*right, *hem, *reversed(flip(right)))


def half_front(b: Body, opening: Points) -> Points:
    """Return the right front of an open garment, `opening` running from hem to neck."""
    return (
        *side(b),
        *path(f"M {b.hem} {b.length} Q {b.hem / 2} {b.length + b.curve} 4 {b.length + b.curve}"),
        *opening,
    )


def inside(b: Body) -> list[Piece]:
    """Return the inside of the back, seen in the neck, with the sewn-in label."""
    back = both(
        path(
            f"M 0 -12 Q {b.neck * 0.7} -14 {b.neck + 6} 4 L {b.neck * 0.8} "
            f"{b.front + 20} L 0 {b.front + 30}"
        )
    )
    label = ((-22.0, 8.0), (22.0, 8.0), (22.0, 34.0), (-22.0, 34.0))
    return [Piece(back, "lining", lift=0), Piece(label, "label", lift=1)]


def sleeve(
    b: Body, length: float, cuff: float, fall: float = 0.30, rng: Random | None = None
) -> Piece:
    """Return the right sleeve; `fall` is how far the hand hangs from the side, in lengths."""
    hand = (b.shoulder + length * fall + 26, b.slope + length * 1.06 * (1 - fall * fall) ** 0.5)
    away = (hand[0] - b.shoulder, hand[1] - b.slope)
    span = (away[0] ** 2 + away[1] ** 2) ** 0.5
    ux, uy = away[0] / span, away[1] / span
    inner = (hand[0] - uy * cuff * 2, hand[1] + ux * cuff * 2 * 0.55)
    tip, pit = b.tip, (b.chest - 6, b.arm + 6)
    out_a = (tip[0] + 26 + length * 0.10, tip[1] + length * 0.14)
    out_b = mix(tip, hand, 0.66)
    outline = (
        *path(f"M {tip[0] - 70} {tip[1] + 10} L {tip[0]} {tip[1]}"),
        *smooth((tip, out_a, (out_b[0] + 8, out_b[1]), hand)),
        *smooth((inner, mix(inner, pit, 0.5), pit)),
        (pit[0] - 90, pit[1] - 10),
    )
    grain = round(-22 - (fall - 0.3) * 70)
    return Piece(
        outline, grain=grain, folds=_sleeve_folds((tip, pit, hand, inner), length, rng), lift=3
    )


def _sleeve_folds(
    corners: tuple[Point, Point, Point, Point], length: float, rng: Random | None
) -> tuple[Fold, ...]:
    tip, pit, hand, inner = corners
    elbow = mix(mix(tip, hand, 0.52), mix(pit, inner, 0.46), 0.5)
    foot = mix(hand, inner, 0.5)
    long = length > 380
    folds = [
        Fold(smooth((mix(tip, pit, 0.86), mix(pit, elbow, 0.3), mix(elbow, foot, 0.1))), 15, 0.9),
        Fold(smooth((mix(tip, pit, 0.3), mix(tip, elbow, 0.7), mix(elbow, hand, 0.5))), 26, 0.55),
    ]
    if long:
        lean = rng.uniform(-14, 14) if rng else 0.0
        a, b = mix(tip, hand, 0.56), mix(pit, inner, 0.4)
        folds.append(Fold(smooth((b, mix(a, b, 0.5), (a[0] - 12, a[1] + 14 + lean))), 11, 0.8))
        folds.append(
            Fold(
                smooth((mix(pit, inner, 0.54), (elbow[0], elbow[1] + 52), mix(a, hand, 0.3))),
                12,
                0.6,
            )
        )
        folds.append(
            Fold(
                smooth((mix(elbow, foot, 0.2), mix(elbow, foot, 0.6), mix(elbow, foot, 0.97))),
                18,
                0.5,
            )
        )
    return tuple(folds)


def cuff(sleeve_piece: Piece, height: float, cloth: str = "main") -> Piece:
    """Return a band over the end of a sleeve."""
    points = sleeve_piece.outline
    lowest = max(range(len(points)), key=lambda at: points[at][1] + points[at][0] * 0.2)
    hand, inner = points[lowest], points[(lowest + 1) % len(points)]
    if hand[0] < inner[0]:
        hand, inner = inner, hand
    before = points[max(lowest - 4, 0)]
    ux, uy = hand[0] - before[0], hand[1] - before[1]
    span = max((ux * ux + uy * uy) ** 0.5, 0.001)
    ux, uy = ux / span * height, uy / span * height
    outline = (
        (hand[0] + 2, hand[1]),
        (inner[0] - 2, inner[1]),
        (inner[0] - ux - 2, inner[1] - uy),
        (hand[0] - ux + 3, hand[1] - uy),
    )
    return Piece(outline, cloth, grain=sleeve_piece.grain, lift=1.6)


def drape(b: Body, rng: Random, depth: float = 1.0) -> tuple[Fold, ...]:
    """Return the folds of a front that hangs: from the armpits inwards, and down from the chest."""
    folds = []
    for turn in (-1, 1):
        x = turn * b.chest
        folds.append(
            Fold(
                smooth(((x * 0.94, b.arm + 10), (x * 0.66, b.arm + 40), (x * 0.46, b.arm + 150))),
                17,
                0.75 * depth,
            )
        )
        folds.append(
            Fold(
                smooth(((x * 0.9, b.arm + 50), (x * 0.74, b.arm + 120), (x * 0.7, b.arm + 260))),
                20,
                0.6 * depth,
            )
        )
    for _ in range(5):
        x = rng.uniform(-0.8, 0.8) * b.waist
        top = rng.uniform(b.arm + 60, b.arm + 200)
        down = min(b.length - 8, top + rng.uniform(180, 420))
        sway = rng.uniform(-22, 22)
        folds.append(
            Fold(
                smooth(((x, top), (x + sway, (top + down) / 2), (x + sway * 0.4, down))),
                rng.uniform(14, 30),
                0.5 * depth,
            )
        )
    return tuple(folds)


def hem_stitch(b: Body, up: float = 20.0) -> Seam:
    y = b.length - up
    return Seam(path(f"M {-b.hem} {y} Q 0 {y + b.curve * 2} {b.hem} {y}"), "stitch")


def shirt_collar(b: Body) -> list[Piece]:
    """Return a stand and two points."""
    n = b.neck
    stand = both(
        path(
            f"M 0 {b.front * 0.62} C {n * 0.5} {b.front * 0.5} {n} 24 {n - 2} "
            f"-14 Q {n * 0.5} -26 0 -26"
        )
    )
    fall = path(
        f"M {n - 8} -24 C {n + 18} -4 {n + 4} 30 {n - 4} 46 L {n * 0.62} "
        f"{b.front + 44} C {n * 0.4} {b.front * 0.9} {n * 0.16} "
        f"{b.front * 0.66} 2 {b.front * 0.6} C {n * 0.5} {b.front * 0.36} "
        f"{n * 0.86} 10 {n - 8} -24"
    )
    edge = path(
        f"M {n - 12} 44 L {n * 0.58} {b.front + 30} C {n * 0.38} "
        f"{b.front * 0.84} {n * 0.2} {b.front * 0.72} 12 {b.front * 0.66}"
    )
    one = Piece(fall, seams=(Seam(edge, "stitch"),), lift=4)
    left = Piece(flip(fall), seams=(Seam(flip(edge), "stitch"),), lift=4)
    return [Piece(stand, "lining", lift=0), left, one]


def band_collar(
    b: Body, height: float = 34.0, cloth: str = "main", gap: float = 0.0
) -> list[Piece]:
    """Return a collar that stands: a mandarin collar (with a gap), a turtle neck (high), a rib."""
    n = b.neck
    back = both(
        path(
            f"M 0 {-height + 6} Q {n * 0.6} {-height} {n - 10} {-height + 8} "
            f"L {n} 8 L 0 {b.front * 0.5}"
        )
    )
    ring = path(
        f"M {gap} {b.front + 4} C {n * 0.6} {b.front + 2} {n + 4} "
        f"{b.front * 0.5} {n + 2} 2 L {n - 6} {-height + 6} "
        f"C {n - 8} {b.front * 0.2} {n * 0.5} {b.front - height * 0.8} {gap} {b.front - height}"
    )
    halves = [Piece(ring, cloth, lift=1.5), Piece(flip(ring), cloth, lift=1.5)]
    if not gap:
        whole = (*ring, *reversed(flip(ring)))
        halves = [Piece(whole, cloth, lift=1.8)]
    return [Piece(back, "lining", lift=0), *halves]


def rib_neck(b: Body, width: float = 20.0, cloth: str = "rib") -> Piece:
    """Return the knitted band round a neck."""
    outer = path(
        f"M 0 {b.front + 3} C {b.neck * 0.66} {b.front + 3} {b.neck + 4} "
        f"{b.front * 0.62} {b.neck + 3} -1"
    )
    n = b.neck - width * 0.86
    inner = path(
        f"M {n} -10 C {n} {b.front * 0.5} {n * 0.66} {b.front - width} 0 {b.front - width}"
    )
    right = (*outer, *inner)
    return Piece((*right, *reversed(flip(right))), cloth, lift=1.6)
