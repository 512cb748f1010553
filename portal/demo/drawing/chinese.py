"""New-Chinese jackets and the qipao, with their knotted buttons."""

from random import Random

from portal.demo.drawing.bodies import Body, band_collar, cuff, drape, front, inside, sleeve
from portal.demo.drawing.cloth import Fold
from portal.demo.drawing.curves import Points, ellipse, flip, path, smooth
from portal.demo.drawing.sewing import Garment, Piece, Seam, pair


def changshan(rng: Random, kind: str = "jacket") -> Garment:
    """Return new-Chinese jacket: standing collar, straight opening, five knotted buttons."""
    b = Body(216, 284, 280, 296, 660, 76, 74, 266, 50)
    arm = sleeve(b, 520, 84, 0.32, rng)
    body = Piece(
        front(b),
        folds=drape(b, rng, 0.9),
        seams=(Seam(((0, b.front), (0, b.length + 10)), "seam", 3),),
        lift=3,
    )
    knots = [knot for at in range(5) for knot in _knot(0, b.front + 34 + at * 116)]
    pockets = pair(
        Piece(
            path(
                f"M 96 {b.length - 210} L 226 {b.length - 214} L 230 "
                f"{b.length - 50} Q 160 {b.length - 36} 92 {b.length - 46}"
            ),
            lift=2,
        )
    )
    bands = pair(cuff(arm, 46, "trim"))
    pieces = [
        *inside(b),
        *pair(arm),
        *bands,
        body,
        *(pockets if kind == "jacket" else ()),
        *band_collar(b, 44, "main", 3),
        *knots,
    ]
    return Garment(tuple(pieces), width=b.shoulder, height=b.length)


def _knot(x: float, y: float, lean: float = 0.0) -> list[Piece]:
    """Return a knotted button and its two loops."""
    wing = ellipse(x + 25, y + lean * 25, 23, 6.2, 20)
    other = ellipse(x - 25, y - lean * 25, 23, 6.2, 20)
    return [
        Piece(wing, "trim", lift=1.6),
        Piece(other, "trim", lift=1.6),
        Piece(ellipse(x, y, 8, 8, 16), "trim", lift=2),
    ]


def _qipao_outline(b: Body) -> Points:
    length = b.length
    hip = path(
        f"M {b.neck} 0 Q 130 12 {b.shoulder} {b.slope} C "
        f"{b.shoulder - 14} {b.slope + 70} {b.shoulder + 4} {b.arm - 40} "
        f"{b.chest} {b.arm} C {b.chest - 10} 320 {b.waist} 380 {b.waist} "
        f"440 C {b.waist + 4} 540 232 590 238 690 C 240 820 {b.hem - 14} "
        f"{length - 120} {b.hem - 26} {length}"
    )
    right = (
        *path(f"M 0 {b.front} C {b.neck * 0.62} {b.front} {b.neck} {b.front * 0.6} {b.neck} 0"),
        *hip,
    )
    return (
        *right,
        *path(f"M {b.hem - 26} {length} Q 0 {length + 16} {-b.hem + 26} {length}"),
        *reversed(flip(right)),
    )


def qipao(rng: Random, length: float = 1120.0) -> Garment:
    """Return a qipao: standing collar, slanting opening with piping, slits."""
    b = Body(182, 236, 190, 236, length, 70, 60, 226, 40)
    arm = sleeve(b, 250, 70, 0.36, rng)
    line = path(
        f"M 0 {b.front + 4} C 20 {b.front + 60} 130 {b.front + 70} {b.chest - 40} {b.arm - 14}"
    )
    slit = path(f"M 236 720 Q 236 {length - 200} {b.hem - 32} {length - 4}")
    folds = (
        *drape(b, rng, 0.7),
        Fold(smooth(((-150, 460), (-60, 490), (120, 462))), 16, 0.6),
        Fold(smooth(((40, 720), (50, 900), (44, length - 12))), 26, 0.5),
        Fold(smooth(((-90, 700), (-96, 880), (-84, length - 12))), 24, 0.5),
    )
    body = Piece(
        _qipao_outline(b),
        folds=folds,
        seams=(Seam(line, "cord", 5), Seam(slit, "cord", 4), Seam(flip(slit), "cord", 4)),
        lift=3,
    )
    knots = [
        *_knot(4, b.front + 26, 0.6),
        *_knot(120, b.front + 82, 0.3),
        *_knot(b.chest - 34, b.arm + 4, 0.6),
    ]
    return Garment(
        (
            *inside(b),
            *pair(arm),
            *pair(cuff(arm, 10, "trim")),
            body,
            *band_collar(b, 46, "main", 2),
            *knots,
        ),
        width=b.shoulder,
        height=length,
    )
