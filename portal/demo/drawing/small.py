"""Small things: socks, scarf, cap, bag, gloves, a folded stack, rolls of cloth."""

from random import Random

from portal.demo.drawing.cloth import Fold
from portal.demo.drawing.curves import both, ellipse, path, smooth, wave
from portal.demo.drawing.sewing import Garment, Piece, Seam, pair


def socks(rng: Random) -> Garment:
    """Return two socks side by side, toes to the right."""
    leg = path(
        "M -60 0 L 60 0 L 58 250 C 58 300 90 320 150 334 C 200 346 206 "
        "410 150 416 C 80 422 20 420 -30 404 C -70 392 -66 340 -62 280"
    )
    cuff = path("M -62 -6 Q 0 -14 62 -6 L 61 70 Q 0 78 -62 70")
    toe = path("M 120 328 C 204 336 212 412 150 417 Q 110 420 104 419 Q 96 370 120 328")
    heel = path("M -62 290 C -66 340 -70 392 -30 405 Q 10 380 0 330 Q -30 300 -62 290")
    folds = (
        Fold(smooth(((58, 250), (20, 300), (-40, 330))), 14, 0.8),
        Fold(smooth(((-20, 90), (-14, 180), (-24, 270))), 18, 0.5),
    )
    one = [
        Piece(leg, folds=folds, lift=5),
        Piece(cuff, "rib", lift=1.5),
        Piece(toe, "trim", lift=0.6),
        Piece(heel, "trim", lift=0.6),
    ]
    shift = 150.0 + rng.uniform(-10, 10)
    other = [
        Piece(
            tuple((x - shift, y - 36) for x, y in piece.outline),
            piece.cloth,
            folds=tuple(
                Fold(tuple((x - shift, y - 36) for x, y in fold.line), fold.width, fold.depth)
                for fold in piece.folds
            ),
            lift=piece.lift,
        )
        for piece in one
    ]
    return Garment((*other, *one), "flat", 210, 420)


def scarf(rng: Random) -> Garment:
    """Return a scarf looped over itself, fringed ends."""
    left = path("M -60 0 C -180 150 -150 400 -210 700 L -30 724 C 0 470 -20 240 80 60")
    right = path("M 60 0 C 190 170 130 380 190 620 L 20 660 C -10 430 20 240 -70 70")
    loop = path(
        "M -150 40 C -150 -90 150 -90 150 40 C 150 130 60 170 0 168 C -60 170 -150 130 -150 40"
    )
    hole = path("M -70 10 C -66 -40 66 -40 70 10 C 60 44 -60 44 -70 10")

    def fringe(x0: float, x1: float, y: float) -> list[Piece]:
        return [
            Piece(
                path(
                    f"M {x} {y} L {x + 5} {y} L {x + 6 + rng.uniform(-5, 5)} {y + 52} "
                    f"L {x + 1} {y + 52}"
                ),
                "trim",
                lift=1,
            )
            for x in range(int(x0), int(x1), 11)
        ]

    folds_l = tuple(
        Fold(smooth(((x, 90), (x * 1.3 - 20, 360), (x * 1.2 - 70, 690))), 20, 0.8)
        for x in (-90, -40, 10)
    )
    folds_r = tuple(
        Fold(smooth(((x, 90), (x + 26, 360), (x + 62, 620))), 20, 0.8) for x in (-10, 40, 80)
    )
    rolls = (
        Fold(smooth(((-136, 50), (0, 128), (136, 50))), 20, 1),
        Fold(smooth(((-110, 84), (0, 150), (110, 84))), 14, 0.9),
    )
    return Garment(
        (
            *fringe(-206, -32, 698),
            Piece(left, folds=folds_l, lift=6),
            *fringe(24, 188, 628),
            Piece(right, folds=folds_r, lift=7),
            Piece(loop, folds=rolls, lift=8),
            Piece(hole, "lining", lift=0),
        ),
        "flat",
        210,
        700,
    )


def cap() -> Garment:
    """Return a soft cap seen from the front, slightly above."""
    crown = both(path("M 0 -150 C 120 -150 196 -80 204 40 L 0 70"))
    panels = (
        Seam(path("M 0 -150 Q 4 -40 0 66"), "stitch"),
        Seam(path("M 8 -148 Q 110 -110 122 56"), "stitch"),
        Seam(path("M -8 -148 Q -110 -110 -122 56"), "stitch"),
    )
    brim = both(path("M 0 44 C 90 36 170 36 206 30 C 246 90 180 140 0 142"))
    rows = tuple(
        Seam(
            both(
                path(
                    f"M 0 {142 - at * 22} C 160 {138 - at * 22} {222 - at * 8} "
                    f"{96 - at * 10} {206 - at * 6} {44}"
                )
            )[:12],
            "stitch",
        )
        for at in range(1, 4)
    )
    folds = (Fold(smooth(((-150, -20), (-110, 10), (-100, 50))), 18, 0.7),)
    return Garment(
        (
            Piece(crown, seams=panels, folds=folds, lift=6),
            Piece(ellipse(0, -150, 13, 9), "trim", lift=1.5),
            Piece(brim, "trim", seams=rows, lift=5),
        ),
        "flat",
        220,
        300,
    )


def tote(rng: Random) -> Garment:
    """Return a cloth bag on two handles."""
    body = both(path("M 0 0 L 190 -4 C 196 120 206 260 200 400 Q 100 412 0 410"))
    handle = path("M -96 14 C -110 -210 110 -210 96 14 L 122 14 C 140 -250 -140 -250 -122 14")
    folds = tuple(
        Fold(smooth(((x, 20), (x + rng.uniform(-20, 20), 180), (x * 1.1, 390))), 24, 0.6)
        for x in (-120, -30, 70, 140)
    )
    return Garment(
        (
            Piece(handle, "trim", lift=4),
            Piece(
                body, folds=folds, seams=(Seam(path("M -190 24 Q 0 28 190 24"), "stitch"),), lift=5
            ),
            *pair(Piece(((94, -4), (126, -4), (126, 70), (94, 70)), "trim", lift=1.5)),
        ),
        "flat",
        200,
        410,
        drop=190,
    )


def gloves() -> Garment:
    """Return a pair of mittens."""
    hand = path(
        "M 30 0 L 150 0 C 160 120 190 200 184 300 C 180 380 60 390 44 "
        "300 C 36 240 30 200 32 170 C -10 220 -40 250 -56 230 C -70 208 "
        "-16 140 24 90"
    )
    wrist = path("M 24 -20 L 156 -20 L 154 72 L 28 72")
    folds = (Fold(smooth(((60, 110), (70, 200), (100, 330))), 20, 0.6),)
    right = [Piece(hand, folds=folds, lift=5), Piece(wrist, "rib", lift=2)]
    moved = [
        Piece(
            tuple((x + 50, y) for x, y in piece.outline),
            piece.cloth,
            folds=tuple(
                Fold(tuple((x + 50, y) for x, y in fold.line), fold.width, fold.depth)
                for fold in piece.folds
            ),
            lift=piece.lift,
        )
        for piece in right
    ]
    return Garment(tuple(half for piece in moved for half in pair(piece)), "flat", 240, 390)


def folded(part: str = "main") -> tuple[Piece, ...]:
    """Return one folded garment from the side of its fold, for a stack (600 wide, 90 high)."""
    outline = path(
        "M -290 6 Q -300 -40 -282 -78 Q 0 -92 282 -80 Q 306 -60 306 -36 "
        "Q 306 -6 286 4 Q 0 14 -290 6"
    )
    folds = (
        Fold(smooth(((-288, -50), (0, -48), (300, -52))), 14, 0.9),
        Fold(smooth(((-288, -22), (0, -18), (298, -24))), 12, 0.8),
    )
    return (Piece(outline, part, folds=folds, lift=7),)


def bolt() -> Garment:
    """Return a roll of cloth standing, its end falling open."""
    roll = path("M -60 0 Q 0 -26 60 0 L 60 760 Q 0 786 -60 760")
    fall = (
        *path("M 40 30 C 120 40 190 60 240 120"),
        *wave((240, 120), (280, 760), 2, 12),
        *path("M 280 760 Q 160 800 40 764"),
    )
    folds = tuple(
        Fold(smooth(((x, 70), (x + 18, 400), (x + 26, 756))), 22, 0.9) for x in (90, 140, 190, 230)
    )
    face = ellipse(0, 0, 60, 25)
    core = ellipse(0, 0, 14, 6)
    return Garment(
        (
            Piece(fall, folds=folds, lift=6),
            Piece(
                roll,
                folds=(
                    Fold(((-30, 20), (-32, 400), (-30, 750)), 20, 0.5),
                    Fold(((50, 20), (52, 400), (50, 750)), 12, 0.8),
                ),
                lift=8,
            ),
            Piece(face, lift=0),
            Piece(core, "lining", lift=0),
        ),
        "flat",
        280,
        780,
    )
