"""Dresses and gowns, and the small clothes of children."""

from dataclasses import dataclass
from random import Random

from portal.demo.drawing.bodies import (
    Body,
    cuff,
    drape,
    inside,
    neckline,
    rib_neck,
    shirt_collar,
    side,
    sleeve,
)
from portal.demo.drawing.cloth import Fold
from portal.demo.drawing.curves import Points, both, ellipse, flip, mix, path, smooth, wave
from portal.demo.drawing.sewing import Garment, Piece, Seam, pair


@dataclass(frozen=True)
class Model:
    """A dress: its bodice, where the skirt begins, how wide and long the skirt is, its sleeve."""

    body: Body
    waistline: float
    hem: float
    length: float
    sleeve: float
    cuff: float = 60.0
    neck: str = "round"
    gathers: int = 8
    collar: str = ""


MODELS = {
    "tea": Model(Body(186, 238, 188, 200, 440, 84, 150, 232), 440, 372, 1120, 240, 84, "v"),
    "shirt": Model(
        Body(202, 258, 214, 226, 470, 82, 84, 244), 470, 330, 1120, 560, 52, "round", 7, "shirt"
    ),
    "shift": Model(Body(188, 240, 236, 244, 300, 92, 86, 230), 300, 292, 900, 300, 74, "round", 0),
    "sun": Model(
        Body(120, 226, 186, 196, 400, 84, 150, 214, 18), 400, 384, 1100, 0, 0, "square", 11
    ),
    "empire": Model(
        Body(190, 246, 244, 248, 330, 88, 110, 236), 330, 360, 980, 330, 78, "round", 9
    ),
    "knit": Model(Body(196, 244, 220, 236, 520, 84, 70, 240), 520, 250, 1060, 560, 50, "round", 0),
    "gown": Model(Body(112, 218, 172, 184, 420, 92, 190, 206, 16), 420, 470, 1420, 0, 0, "v", 13),
    "kids": Model(
        Body(128, 166, 160, 166, 220, 66, 60, 150, 26), 220, 250, 620, 130, 66, "round", 10
    ),
}


def dress(kind: str, rng: Random) -> Garment:
    """Return a dress of the model, with belt, collar or buttons as it has them."""
    m = MODELS[kind]
    b = m.body
    pieces: list[Piece] = [*inside(b)]
    if m.sleeve:
        arm = sleeve(b, m.sleeve, m.cuff, 0.46 if m.sleeve < 320 else 0.27, rng)
        pieces += [*pair(arm)]
        if m.sleeve > 400:
            pieces += [*pair(cuff(arm, 46))]
    foot_count = max(2, m.gathers // 2) if m.gathers else 1
    pieces += [
        Piece(_back_hem(m), "lining", lift=0),
        Piece(_outline(m, foot_count), folds=(*_folds(m, rng),), seams=_seams(m), lift=4),
    ]
    pieces += _trimmings(kind, m)
    return Garment(tuple(pieces), width=b.shoulder, height=m.length, button=11)


def _skirt_side(m: Model) -> Points:
    b = m.body
    drop = m.length - m.waistline
    return path(
        f"M {b.hem} {m.waistline} C {b.hem + (m.hem - b.hem) * 0.42} {m.waistline + drop * 0.2} "
        f"{b.hem + (m.hem - b.hem) * 0.66} {m.waistline + drop * 0.55} {m.hem} {m.length}"
    )


def _outline(m: Model, waves: int) -> Points:
    right = (*neckline(m.body, m.neck), *side(m.body), *_skirt_side(m))
    foot = wave((m.hem, m.length), (-m.hem, m.length), waves, 10 if m.gathers else 2)
    return (*right, *foot, *reversed(flip(right)))


def _back_hem(m: Model) -> Points:
    return both(
        path(
            f"M 0 {m.length - 60} L {m.hem - 20} {m.length - 60} L "
            f"{m.hem - 8} {m.length - 10} Q {m.hem / 2} {m.length + 8} 0 "
            f"{m.length + 8}"
        )
    )


def _folds(m: Model, rng: Random) -> list[Fold]:
    b = m.body
    bodice = Body(
        b.shoulder,
        b.chest,
        b.waist,
        b.hem,
        m.waistline if m.gathers else m.length,
        b.neck,
        b.front,
        b.arm,
    )
    folds = list(drape(bodice, rng, 0.7))
    for at in range(m.gathers * 2):
        share = (at + 0.5) / m.gathers - 1
        top = (share * b.hem * 0.96, m.waistline + 6)
        foot = (share * m.hem * 0.97 + rng.uniform(-10, 10), m.length - 4)
        if at % 2:
            foot = mix(top, foot, rng.uniform(0.3, 0.62))
        middle = mix(top, foot, 0.5)
        folds.append(
            Fold(
                smooth((top, (middle[0] * 1.04, middle[1]), foot)),
                rng.uniform(9, 15) if at % 2 else rng.uniform(18, 32),
                0.85,
            )
        )
    return folds


def _seams(m: Model) -> tuple[Seam, ...]:
    hem = Seam(
        path(f"M {-m.hem + 2} {m.length - 24} Q 0 {m.length - 14} {m.hem - 2} {m.length - 24}"),
        "stitch",
    )
    if not m.gathers:
        return (hem,)
    waist = Seam(
        path(f"M {-m.body.hem} {m.waistline} Q 0 {m.waistline + 10} {m.body.hem} {m.waistline}"),
        "seam",
        4,
    )
    return (hem, waist)


def _trimmings(kind: str, m: Model) -> list[Piece]:
    b = m.body
    if kind == "shirt":
        dots = tuple((0.0, b.front + 30 + at * 96) for at in range(10))
        line = m.length + 4
        placket = Piece(
            ((-14, b.front - 4), (14, b.front - 4), (14, line), (-14, line)),
            seams=(
                Seam(((-11, b.front), (-11, line)), "stitch"),
                Seam(((11, b.front), (11, line)), "stitch"),
            ),
            buttons=dots,
            lift=1.2,
        )
        return [placket, *_sash(m), *shirt_collar(b)]
    if kind == "tea":
        dots = tuple((0.0, b.front + 20 + at * 62) for at in range(5))
        return [Piece(ellipse(0, b.front + 10, 1, 1), buttons=dots, lift=0), *_sash(m)]
    if kind in {"shift", "kids", "empire"}:
        return [rib_neck(b, 12, "trim")]
    if kind == "knit":
        return [rib_neck(b, 30)]
    return []


def _sash(m: Model) -> list[Piece]:
    w, y = m.body.hem + 4, m.waistline
    belt = path(
        f"M {-w} {y - 20} Q 0 {y - 10} {w} {y - 20} L {w} {y + 18} Q 0 {y + 28} {-w} {y + 18}"
    )
    tails = [
        Piece(
            path(
                f"M 40 {y} C 58 {y + 90} 40 {y + 170} 62 {y + 260} L 96 {y + 250} "
                f"C 76 {y + 160} 78 {y + 80} 62 {y - 4}"
            ),
            "trim",
            lift=4,
        ),
        Piece(
            path(
                f"M 44 {y} C 30 {y + 80} 14 {y + 150} 6 {y + 220} L 36 {y + 234} "
                f"C 48 {y + 150} 62 {y + 70} 66 {y}"
            ),
            "trim",
            lift=4,
        ),
    ]
    wing = path(
        f"M 54 {y + 2} C 90 {y - 36} 134 {y - 28} 128 {y + 6} C 122 {y + 34} 82 {y + 30} 54 {y + 8}"
    )
    left = path(
        f"M 54 {y + 2} C 20 {y - 36} -24 {y - 26} -18 {y + 8} C -12 {y + 36} 26 {y + 30} 54 {y + 8}"
    )
    return [
        Piece(belt, "trim", lift=3),
        *tails,
        Piece(wing, "trim", lift=3),
        Piece(left, "trim", lift=3),
        Piece(ellipse(54, y + 4, 13, 16), "trim", lift=3),
    ]


def romper(rng: Random) -> Garment:
    """Return a baby's all-in-one with snaps down the front."""
    b = Body(112, 142, 146, 150, 330, 58, 48, 128, 22)
    right = (
        *neckline(b),
        *side(b),
        *path("M 150 330 C 158 400 164 470 158 560 Q 110 574 60 566 C 58 500 40 430 4 408"),
    )
    outline = (*right, *reversed(flip(right)))
    arm = sleeve(b, 230, 40, 0.42, rng)
    feet = pair(Piece(path("M 58 548 L 160 544 L 160 576 Q 110 590 56 580"), "rib", lift=1.5))
    dots = tuple((0.0, b.front + 30 + at * 56) for at in range(6))
    line = Piece(
        ((-12, b.front), (12, b.front), (12, 404), (-12, 404)), "trim", buttons=dots, lift=1
    )
    return Garment(
        (
            *inside(b),
            *pair(arm),
            *pair(cuff(arm, 30, "rib")),
            Piece(outline, folds=drape(b, rng, 0.7), lift=4),
            *feet,
            line,
            rib_neck(b, 15, "trim"),
        ),
        width=b.shoulder,
        height=570,
        button=11,
    )


def dungarees() -> Garment:
    """Return bib and braces."""
    bib = both(path("M 0 60 L 92 60 L 104 220 L 0 226"))
    strap = path("M 66 74 Q 74 -30 -4 -96 L 14 -116 Q 106 -40 96 72")
    pocket = both(path("M 0 110 L 56 110 L 56 176 L 0 196"))
    leg = path(
        "M -2 214 L 150 206 C 182 260 192 330 192 380 C 192 480 184 540 "
        "182 610 L 34 614 C 30 520 20 450 -2 420"
    )
    folds = (
        Fold(smooth(((110, 260), (118, 420), (108, 590))), 14, 0.6),
        Fold(path("M 4 420 Q 60 430 120 480"), 12, 0.8),
    )
    kind = "contrast"
    band = both(path("M 0 204 Q 80 204 152 198 L 156 232 Q 80 240 0 240"))
    pieces = [
        *pair(Piece(strap, buttons=((84.0, 82.0),), seams=(), lift=2)),
        *pair(Piece(leg, folds=folds, seams=(Seam(((36, 590), (180, 586)), kind),), lift=3)),
        Piece(bib, seams=(Seam(path("M -86 70 L 86 70"), kind),), lift=2),
        Piece(pocket, seams=(Seam(path("M -50 122 L 50 122"), kind),), lift=2),
        Piece(band, seams=(Seam(path("M -148 212 Q 0 216 148 212"), kind),), lift=2),
        *pair(
            Piece(
                path("M 82 236 L 148 234 L 156 320 L 84 322"),
                seams=(Seam(((86, 248), (148, 246)), kind),),
                lift=1.6,
            )
        ),
    ]
    return Garment(tuple(pieces), width=66, height=614, button=15)
