"""The pictures a directory of brands is full of: covers, looks and cloth, as JPEG."""

from portal.demo.drawing.cloth import Cloth
from portal.demo.drawing.covers import COVERS
from portal.demo.drawing.looks import LOOKS
from portal.demo.drawing.shoot import SWATCHES, Shoot, draped


def draw_cover(seed: int, category: str, width: int = 1200, height: int = 900) -> bytes:
    """Return a brand's cover: its garments as a lookbook would lay or hang them. JPEG."""
    shoot = Shoot(("cover", seed), category, (width, height))
    COVERS[seed * 7 % len(COVERS)](shoot)
    return shoot.jpeg()


def draw_look(seed: int, category: str, index: int, width: int = 900, height: int = 1200) -> bytes:
    """Return picture `index` of a brand's lookbook, in the colours of its cover. JPEG."""
    shoot = Shoot(("look", seed, index), category, (width, height))
    LOOKS[(index + seed) % len(LOOKS)](shoot, index)
    return shoot.jpeg()


def draw_cloth(seed: int, width: int = 1200, height: int = 900) -> bytes:
    """Return cloth in soft folds that fills the picture. JPEG."""
    shoot = Shoot(("cloth", seed), "F01", (width, height))
    weave = shoot.rng.choice(SWATCHES)
    shoot.picture = draped(shoot, Cloth(weave, shoot.palette.main, shoot.palette.pale), shoot.size)
    return shoot.jpeg()
