"""Which garments, cloths and palettes a trade category is drawn with."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from portal.demo.drawing import bottoms, chinese, dresses, jackets, outer, small, tops
from portal.demo.drawing.cloth import Cloth
from portal.demo.drawing.palettes import Colour, Palette, blend, brightness, darker, lighter
from portal.demo.drawing.sewing import Garment, Wardrobe, scaled

Make = Callable[[Random], Garment]
SLIM = 0.87
"""Lookbooks draw slimmer than a tape measures."""


@dataclass(frozen=True)
class Model:
    """A garment and the weaves it is cut from."""

    make: Make
    weaves: tuple[str, ...]
    across: float = SLIM

    def cut(self, rng: Random) -> Garment:
        return scaled(self.make(rng), self.across)


def _trousers(cut: str, detail: str, *weaves: str) -> Model:
    return Model(lambda rng: bottoms.trousers(cut, rng, detail), weaves)


def _skirt(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: bottoms.skirt(kind, rng), weaves)


def _shirt(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: tops.shirt(rng, kind), weaves)


def _blouse(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: tops.blouse(rng, kind), weaves)


def _tee(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: tops.tee(rng, kind), weaves)


def _knit(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: tops.sweater(rng, kind), weaves)


def _blazer(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: outer.blazer(rng, kind), weaves)


def _coat(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: outer.coat(rng, kind), weaves)


def _down(kind: str) -> Model:
    return Model(lambda rng: jackets.down(rng, kind), ("nylon", "nylon", "satin"))


def _jacket(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: jackets.jacket(rng, kind), weaves)


def _dress(kind: str, *weaves: str) -> Model:
    return Model(lambda rng: dresses.dress(kind, rng), weaves)


_PANTS = (
    _trousers("straight", "plain", "gabardine", "twill", "pinstripe"),
    _trousers("wide", "pleated", "linen", "gabardine", "herringbone"),
    _trousers("palazzo", "paperbag", "linen", "plain", "satin"),
    _trousers("tapered", "pleated", "twill", "herringbone", "tweed"),
    _trousers("flare", "plain", "gabardine", "corduroy"),
    _trousers("cropped", "pleated", "linen", "windowpane"),
    _trousers("cigarette", "plain", "gabardine", "windowpane", "twill"),
)
_JEANS = (
    _trousers("jeans", "jeans", "denim"),
    _trousers("flare", "jeans", "denim"),
    _trousers("wide", "jeans", "denim"),
    _jacket("denim", "denim"),
)
_TEES = (_tee("women", "plain", "breton"), _tee("boxy", "plain", "melton"), _tee("tank", "rib"))
_KNITS = (
    _knit("crew", "cable", "knit", "breton"),
    _knit("turtle", "knit", "rib"),
    _knit("cardigan", "knit", "boucle"),
    _knit("v", "knit", "cable"),
    _knit("vest", "cable"),
)
_SHIRTS = (_shirt("women", "shirting", "plain", "satin"), _blouse("bow", "satin", "dots"))
_BLOUSES = (
    *_SHIRTS,
    _blouse("ruffle", "plain", "satin"),
    _blouse("puff", "floral", "linen", "dots"),
)
_QIPAO = Model(chinese.qipao, ("waves", "jacquard", "satin"), 0.92)
_TANG = Model(chinese.changshan, ("jacquard", "linen", "waves"))
_HOODIE = Model(tops.hoodie, ("melton", "pile", "plain"))
_SLIP = Model(lambda rng: tops.camisole(rng, 860), ("satin", "jacquard"), 0.9)
_CAMI = Model(tops.camisole, ("satin", "jacquard"), 0.95)
_BRA = Model(lambda _rng: tops.bralette(), ("jacquard", "satin"), 1.0)
_PJ = (
    Model(tops.pyjamas, ("satin", "shirting", "gingham")),
    _trousers("pyjama", "drawn", "satin", "shirting", "gingham"),
)
_MEN = (_trousers("men", "pleated", "gabardine", "twill", "herringbone"),)
_KIDS = (
    _tee("kids", "breton", "plain", "dots"),
    Model(lambda _rng: dresses.dungarees(), ("denim", "corduroy", "twill"), 1.0),
    _dress("kids", "gingham", "floral", "dots"),
    _down("kids"),
    _knit("kids", "cable", "breton"),
    _trousers("kids", "drawn", "corduroy", "melton"),
)
_BABY = (Model(dresses.romper, ("dots", "rib", "gingham"), 1.0), _knit("kids", "knit", "cable"))
_SOCKS = Model(small.socks, ("knit", "rib", "breton"), 1.0)
_SCARF = Model(small.scarf, ("check", "melton", "herringbone", "windowpane"), 1.0)
_CAP = Model(lambda _rng: small.cap(), ("corduroy", "twill", "tweed"), 1.0)
_TOTE = Model(small.tote, ("linen", "denim", "twill"), 1.0)
_MITTS = Model(lambda _rng: small.gloves(), ("cable", "knit"), 1.0)
_YOGA = (_trousers("leggings", "plain", "rib", "plain"), _tee("tank", "rib", "plain"))
_TRACK = (_HOODIE, _trousers("jogger", "drawn", "melton", "pile"))
_SUIT = _blazer("women", "windowpane", "gabardine", "herringbone")
_MENSUIT = (_blazer("men", "herringbone", "gabardine", "windowpane"), *_MEN)

MODELS: dict[str, tuple[Model, ...]] = {
    "W01": (
        _dress("tea", "floral", "satin"),
        _dress("shirt", "gingham", "linen"),
        _dress("sun", "linen", "floral"),
        _dress("shift", "boucle", "tweed"),
    ),
    "W02": (
        _skirt("a-line", "corduroy", "tweed"),
        _skirt("pleated", "plain", "satin"),
        _skirt("pencil", "tweed", "check"),
        _skirt("tiered", "floral", "linen"),
        _skirt("wrap", "check", "twill"),
    ),
    "W03": _PANTS,
    "W04": _BLOUSES,
    "W05": _TEES,
    "W06": _KNITS,
    "W07": (
        _coat("trench", "gabardine"),
        _jacket("bomber", "nylon"),
        _blazer("long", "twill", "windowpane"),
    ),
    "W08": (_coat("wool", "melton", "herringbone"), _coat("cocoon", "tweed", "boucle", "melton")),
    "W09": (_down("short"), _down("long"), _down("vest")),
    "W10": (_jacket("biker", "leather"), _jacket("bomber", "leather"), _coat("cocoon", "pile")),
    "W11": (
        _SUIT,
        _PANTS[6],
        _blazer("double", "pinstripe", "gabardine"),
        _skirt("pencil", "windowpane"),
    ),
    "W12": _JEANS,
    "W13": (_QIPAO, _TANG, _skirt("pleated", "jacquard", "satin")),
    "W14": (_dress("gown", "satin", "jacquard"), _SLIP),
    "W15": (_dress("empire", "dots", "floral"), _PANTS[2], _shirt("oversize", "linen", "shirting")),
    "W16": (_TANG, _knit("cardigan", "boucle", "knit"), _PANTS[0], _dress("shift", "jacquard")),
    "W17": (
        _dress("empire", "linen", "gingham"),
        _trousers("jogger", "drawn", "linen"),
        _shirt("oversize", "plain"),
    ),
    "M01": (_shirt("men", "plain", "shirting", "gingham"), _shirt("oversize", "linen")),
    "M02": (_tee("polo", "rib", "plain"), _tee("men", "plain", "breton")),
    "M03": _MENSUIT,
    "M04": (_jacket("work", "twill", "corduroy"), _jacket("bomber", "nylon", "twill")),
    "M05": (*_MEN, _trousers("men", "plain", "corduroy", "twill")),
    "M06": (_trousers("men", "jeans", "denim"), _jacket("denim", "denim")),
    "M07": (_knit("crew", "cable", "knit"), _knit("v", "knit"), _knit("cardigan", "knit")),
    "M08": (_down("short"), _down("vest")),
    "M09": (_jacket("biker", "leather"), _jacket("bomber", "leather")),
    "M10": (_TANG, *_MEN, _knit("v", "knit")),
    "M11": (_shirt("oversize", "plain"), *_MEN, _tee("men", "plain")),
    "K01": _BABY,
    "K02": _KIDS,
    "K03": (*_KIDS[1:], _HOODIE),
    "K04": (_shirt("kids", "plain"), _skirt("pleated", "check"), _knit("vest", "knit")),
    "K05": (_KIDS[2], _dress("shirt", "gingham"), _KIDS[0]),
    "U01": (_BRA, _CAMI),
    "U02": (_CAMI, _BRA),
    "U03": (_knit("turtle", "rib"), _trousers("leggings", "plain", "rib")),
    "U04": (*_PJ, _SLIP),
    "U05": (_SOCKS,),
    "U06": (_BRA, _tee("tank", "rib")),
    "S01": _TRACK,
    "S02": _YOGA,
    "S03": (_down("vest"), _jacket("bomber", "nylon"), _trousers("jogger", "drawn", "nylon")),
    "S04": (_tee("polo", "nylon"), _YOGA[0]),
    "P01": (_SUIT, _PANTS[6], _SHIRTS[0], _skirt("pencil", "gabardine")),
    "P02": (_jacket("work", "twill", "gabardine"), _trousers("men", "jeans", "twill")),
    "P03": (_TANG, _shirt("women", "plain")),
    "A01": (_CAP,),
    "A02": (_SCARF,),
    "A05": (_TOTE,),
    "A06": (_MITTS, _SCARF),
    "F01": (Model(lambda _rng: small.bolt(), ("twill", "check", "jacquard"), 1.0),),
}
_FAMILIES = {"W": "W01", "M": "M01", "K": "K02", "U": "U04", "S": "S01", "P": "P01", "A": "A05"}
_MATES = {
    "bottom": (_SHIRTS[0], _knit("crew", "knit", "cable"), _BLOUSES[1], _TEES[0]),
    "top": (_PANTS[0], _PANTS[1], _JEANS[0], _skirt("a-line", "corduroy", "tweed")),
}
_COMPLETE = {"W01", "W11", "W12", "W13", "W14", "W15", "W16", "W17"}
_MOODS = {
    "W12": ("denim", "indigo", "lake"),
    "M06": ("denim", "indigo"),
    "W13": ("cinnabar", "celadon", "lotus", "bamboo"),
    "W14": ("midnight", "plum", "cinnabar"),
    "U": ("rose", "lotus", "celadon", "apricot"),
    "K": ("apricot", "celadon", "lake", "lotus", "bamboo"),
    "P": ("oat", "ash", "midnight", "indigo"),
    "M": ("oat", "indigo", "moss", "ash", "camel"),
    "W08": ("camel", "oat", "clay", "moss"),
    "W10": ("oat", "clay", "camel"),
}


def models(category: str) -> tuple[Model, ...]:
    """Return what is drawn for a category code; an unknown one is drawn as its family."""
    if category in MODELS:
        return MODELS[category]
    if category.startswith("F"):
        return MODELS["F01"]
    return MODELS[_FAMILIES.get(category[:1], "W03")]


def moods(category: str) -> tuple[str, ...]:
    """Names of the palettes that suit a category; empty when all do."""
    return _MOODS.get(category, _MOODS.get(category[:1], ()))


def mate(category: str, garment: Garment, rng: Random) -> Model:
    """Return something to wear with it."""
    if category[:1] in "KUSMPA" or category in _COMPLETE:
        return rng.choice(models(category))
    return rng.choice(_MATES["bottom" if garment.hang == "clips" else "top"])


def outfit(model: Model, palette: Palette, ground: Colour, rng: Random) -> Wardrobe:
    """Return cloths in the palette's colours for a garment whose main colour is `ground`."""
    weave = rng.choice(model.weaves)
    figure = lighter(palette.pale, 0.2) if brightness(ground) < 150 else palette.dark
    if brightness(ground) >= 150 and weave in {"dots", "floral"}:
        figure = palette.main if ground != palette.main else palette.accent
    trim = palette.accent if ground != palette.accent else palette.pale
    thread = rng.choice((lighter(trim, 0.3), lighter(palette.pale, 0.4)))
    if weave == "denim":
        ground, thread = blend(ground, (58, 84, 122), 0.72), (205, 150, 92)
    button = rng.choice((palette.pale, darker(ground, 0.35), palette.accent))
    return Wardrobe(
        Cloth(weave, ground, figure),
        Cloth("twill", trim, trim),
        Cloth("twill", darker(ground, 0.42), ground),
        button,
        thread,
    )
