"""The kinds of profile field: what may stand in one, and how it reads in either language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.core.i18n import CHINESE, bdi, gettext, language, ngettext
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference


@dataclass(frozen=True)
class Unit:
    """What a number counts: the word behind the field, and a number written out with it."""

    word: object
    write: Callable[[int], str]


def _pieces(number: int) -> str:
    return ngettext("%(amount)s piece", "%(amount)s pieces", number, amount=f"{number:,}")


def _pieces_a_month(number: int) -> str:
    return ngettext(
        "%(amount)s piece a month", "%(amount)s pieces a month", number, amount=f"{number:,}"
    )


def _styles_a_season(number: int) -> str:
    return ngettext(
        "%(amount)s style a season", "%(amount)s styles a season", number, amount=f"{number:,}"
    )


def _people(number: int) -> str:
    return ngettext("%(amount)s person", "%(amount)s people", number, amount=f"{number:,}")


def _days(number: int) -> str:
    return ngettext("%(amount)s day", "%(amount)s days", number, amount=f"{number:,}")


def _months(number: int) -> str:
    return ngettext("%(amount)s month", "%(amount)s months", number, amount=f"{number:,}")


def _shops(number: int) -> str:
    return ngettext("%(amount)s shop", "%(amount)s shops", number, amount=f"{number:,}")


def _square_metres(number: int) -> str:
    return gettext("%(amount)s m²", amount=f"{number:,}")


def _percent(number: int) -> str:
    return gettext("%(amount)s %%", amount=number)


PIECES = Unit(_l("pieces"), _pieces)
PIECES_A_MONTH = Unit(_l("pieces a month"), _pieces_a_month)
STYLES_A_SEASON = Unit(_l("styles a season"), _styles_a_season)
PEOPLE = Unit(_l("people"), _people)
DAYS = Unit(_l("days"), _days)
MONTHS = Unit(_l("months"), _months)
SHOPS = Unit(_l("shops"), _shops)
SQUARE_METRES = Unit(_l("m²"), _square_metres)
PERCENT = Unit("%", _percent)
YEAR = Unit("", str)
LARGEST = 10_000_000
"""The largest number that any field takes."""


@dataclass(frozen=True)
class Kind:
    """What every kind can do. A value that is `None`, empty text or an empty list is no value."""

    def is_filled(self, value: Any) -> bool:
        """Say whether something stands there; zero and "no" are something."""
        return value is not None and value not in ("", [])

    def parts(self, value: Any) -> list[Markup]:
        """Return the value for reading, piece by piece, each in its own language."""
        raise NotImplementedError

    def unknown(self, value: Any) -> list[str]:
        """Return the codes in a value that may not be chosen."""
        del value
        return []


@dataclass(frozen=True)
class Text(Kind):
    """Words of the brand's own: one line, or paragraphs with at least so many characters."""

    length: int
    length_en: int = 0
    """Most characters in English; 0 where there is no English side."""
    lines: bool = False
    least: int = 0

    def is_filled(self, value: Any) -> bool:
        """Say whether enough is written."""
        return bool(value) and len(value) >= self.least

    def parts(self, value: Any) -> list[Markup]:
        """Return the text as it is; `fields.read` chooses whose side of it."""
        return [Markup("{}").format(value)]


@dataclass(frozen=True)
class Code(Kind):
    """One term of a code table. `parent` limits it to the terms under a head."""

    vocabulary: str
    parent: str | None = None
    grouped: bool = False

    def parts(self, value: Any) -> list[Markup]:
        """Return the term in the reader's language."""
        return [bdi(reference.term(self.vocabulary, value).label(language()), language())]

    def unknown(self, value: Any) -> list[str]:
        """Return the code when the table does not offer it."""
        return [] if reference.is_known(self.vocabulary, value) else [value]


@dataclass(frozen=True)
class Codes(Kind):
    """Several terms of a code table."""

    vocabulary: str
    most: int

    def parts(self, value: Any) -> list[Markup]:
        """Return the terms in the reader's language, in the order of the table."""
        order = list(reference.terms(self.vocabulary))
        ranked = sorted(value, key=lambda code: order.index(code) if code in order else len(order))
        return [
            bdi(reference.term(self.vocabulary, code).label(language()), language())
            for code in ranked
        ]

    def unknown(self, value: Any) -> list[str]:
        """Return the codes that the table does not offer."""
        return [code for code in value if not reference.is_known(self.vocabulary, code)]


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number from `low` to `high`, both inclusive."""

    low: int
    high: int
    unit: Unit

    def parts(self, value: Any) -> list[Markup]:
        """Return the number with its unit."""
        return [Markup("{}").format(self.unit.write(value))]


@dataclass(frozen=True)
class YesNo(Kind):
    """A question with two answers, in the answers' own words."""

    yes: object
    no: object

    def parts(self, value: Any) -> list[Markup]:
        """Return the answer's words."""
        return [Markup("{}").format(str(self.yes if value else self.no))]


@dataclass(frozen=True)
class Region(Kind):
    """A province or a city of GB/T 2260."""

    def parts(self, value: Any) -> list[Markup]:
        """Return the region with its province: 湖南省株洲市; Zhuzhou, Hunan."""
        return [bdi(reference.full_region_name(value, language()), language())]

    def unknown(self, value: Any) -> list[str]:
        """Return the code when there is no such region."""
        return [] if reference.is_region(value) else [value]


@dataclass(frozen=True)
class Cluster(Kind):
    """A place where many make the same thing."""

    def parts(self, value: Any) -> list[Markup]:
        """Return the cluster's name."""
        return [bdi(reference.cluster(value).label(language()), language())]

    def unknown(self, value: Any) -> list[str]:
        """Return the code when there is no such cluster."""
        return [] if value in {one.code for one in reference.clusters()} else [value]


@dataclass(frozen=True)
class Pictures(Kind):
    """The lookbook: at least so many pictures, the first of them the cover."""

    least: int
    most: int

    def is_filled(self, value: Any) -> bool:
        """Say whether there are enough."""
        return len(value) >= self.least

    def parts(self, value: Any) -> list[Markup]:
        """Return how many there are."""
        return [Markup("{}").format(pictures(len(value)))]


def pictures(number: int) -> str:
    """Return how many pictures, in words."""
    return ngettext("%(num)d picture", "%(num)d pictures", number)


def listed(parts: Iterable[Markup]) -> Markup:
    """Return several values as one line in the reader's punctuation."""
    return (Markup("、") if language() == CHINESE else Markup(", ")).join(parts)
