"""A lookbook by season: which pictures hang together, and how many may. Pure."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.brands.models import ProfilePicture
from portal.core.i18n import lazy_gettext as _l

MOST_OF_SEASON = 40
"""Pictures of one season, as many as an agent looks through. Source: our decision."""
SEASONS = {
    "spring": _l("Spring %(year)s"),
    "summer": _l("Summer %(year)s"),
    "autumn": _l("Autumn %(year)s"),
    "winter": _l("Winter %(year)s"),
}
ORDER = list(SEASONS)
UNDATED = "other"


@dataclass(frozen=True)
class Shelf:
    """The pictures of one season, in their order."""

    key: str
    label: object
    pictures: Sequence[ProfilePicture]


@dataclass(frozen=True)
class Lookbook:
    """What hangs behind the cover: every season there is, the newest first, and the one shown."""

    shelves: Sequence[Shelf]
    shown: Shelf | None


def key_of(year: int | None, wave: str) -> str:
    """Return what a season is called in an address: `2026-autumn`, or `other` for none."""
    season = wave.partition("_")[0]
    return f"{year}-{season}" if year and season in SEASONS else UNDATED


def season_of(picture: ProfilePicture) -> str:
    """Return the season of a picture as `key_of` calls it."""
    return key_of(picture.year, picture.wave)


def label_of(key: str) -> object:
    """Return a season in words."""
    year, _, season = key.partition("-")
    return SEASONS[season] % {"year": year} if season else _l("More")


def newness(key: str) -> tuple[int, int]:
    """Return what puts the newest season first and the undated last."""
    year, _, season = key.partition("-")
    return (-int(year), -ORDER.index(season)) if season else (0, 0)


def lookbook(pictures: Iterable[ProfilePicture], wanted: str = "") -> Lookbook:
    """Return pictures by season; shown is the wanted one, else the newest."""
    by_season: dict[str, list[ProfilePicture]] = {}
    for picture in pictures:
        by_season.setdefault(season_of(picture), []).append(picture)
    shelves = [Shelf(key, label_of(key), by_season[key]) for key in sorted(by_season, key=newness)]
    newest = shelves[0] if shelves else None
    return Lookbook(shelves, next((one for one in shelves if one.key == wanted), newest))


def order_mark(pictures: Iterable[ProfilePicture]) -> int:
    """Return a number that changes with the order of pictures, and with nothing else."""
    return zlib.crc32(",".join(str(one.id) for one in pictures).encode())
