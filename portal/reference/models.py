"""What a row of a code table is."""

from dataclasses import dataclass
from enum import StrEnum

from portal.core.i18n import ENGLISH


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a vocabulary. `low` and `high` bound a band, both inclusive; None is open.

    Prices and amounts are in fen, ages in years, rates in hundredths of a percent.
    """

    code: str
    zh: str
    en: str
    parent: str | None = None
    retired: bool = False
    low: int | None = None
    high: int | None = None
    also: tuple[str, ...] = ()
    """What people call it besides, in either language: found by, never shown."""

    def label(self, language: str) -> str:
        """Return the word in `zh-Hans` or `en`."""
        return self.en if language == ENGLISH else self.zh

    def holds(self, value: int) -> bool:
        """Say whether a band holds `value`."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A code table: its own name and its terms, in the order they are offered."""

    kind: str
    zh: str
    en: str
    terms: dict[str, Term]


class Level(StrEnum):
    """How high a region stands. A region that the list does not know is `unknown`."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Region:
    """A division of GB/T 2260, county level and above. `parent` is the code it lies in.

    `pinyin` is the Chinese name without what it is (市, 区 …), without tones and spaces:
    what a person types to find it.
    """

    code: str
    zh: str
    en: str
    pinyin: str
    level: Level
    parent: str | None

    def label(self, language: str) -> str:
        """Return the name in `zh-Hans` or `en`."""
        return self.en if language == ENGLISH else self.zh


@dataclass(frozen=True, slots=True)
class MacroRegion:
    """Several provinces under one word of the trade. The `partition` holds each province once."""

    code: str
    zh: str
    en: str
    provinces: tuple[str, ...]
    partition: bool

    def label(self, language: str) -> str:
        """Return the name in `zh-Hans` or `en`."""
        return self.en if language == ENGLISH else self.zh


@dataclass(frozen=True, slots=True)
class Title:
    """An honour that the national textile association gave to a cluster."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A place where many make the same thing. `checked`: the facts have a public source."""

    code: str
    zh: str
    en: str
    region: str
    speciality_zh: str
    speciality_en: str
    titles: tuple[Title, ...]
    checked: bool

    def label(self, language: str) -> str:
        """Return the name in `zh-Hans` or `en`."""
        return self.en if language == ENGLISH else self.zh
