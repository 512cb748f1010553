"""The kinds of profile field: what may stand in one, and how it reads in either language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from portal.brands.kinds.units import Unit
from portal.core.contact import format_mobile, mask_mobile
from portal.core.i18n import CHINESE, bdi, day, gettext, language, money, ngettext, percentage, said
from portal.reference import queries as reference


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
class Money(Kind):
    """An amount, kept in fen. `likely` is the least that makes sense, in fen: 5 may mean 5万."""

    high: int
    likely: int = 0

    def parts(self, value: Any) -> list[Markup]:
        """Return the amount: ¥50,000; in Chinese large ones as 5万元."""
        return [Markup("{}").format(amount(value))]


@dataclass(frozen=True)
class Discount(Kind):
    """A supply price: the share of the tag price that is paid, in hundredths of a percent."""

    def parts(self, value: Any) -> list[Markup]:
        """Return it as the trade says it: 3.6 折; 64 % off tag price."""
        return [Markup("{}").format(discount(value))]


@dataclass(frozen=True)
class Percent(Kind):
    """A share, in hundredths of a percent."""

    high: int = 10_000

    def parts(self, value: Any) -> list[Markup]:
        """Return it: 15 %, 2.5 %."""
        return [Markup("{}").format(percent(value))]


@dataclass(frozen=True)
class Line(Kind):
    """Words without a second language: a name, a number, an address."""

    length: int

    def parts(self, value: Any) -> list[Markup]:
        """Return the words."""
        return [said(value)]

    def masked(self, value: Any) -> list[Markup]:
        """Return its first character, and that there is more."""
        return [Markup("{}***").format(str(value)[:1])]


@dataclass(frozen=True)
class Mobile(Line):
    """A mobile number, kept as E.164."""

    def parts(self, value: Any) -> list[Markup]:
        """Return the number in groups."""
        return [Markup("{}").format(format_mobile(value))]

    def masked(self, value: Any) -> list[Markup]:
        """Return the number without its middle."""
        return [Markup("{}").format(mask_mobile(value))]


@dataclass(frozen=True)
class Day(Kind):
    """A day that has come."""

    def parts(self, value: Any) -> list[Markup]:
        """Return the day."""
        return [Markup("{}").format(day(value))]


@dataclass(frozen=True)
class Days(Kind):
    """Several days, each as YYYY-MM-DD."""

    most: int

    def parts(self, value: Any) -> list[Markup]:
        """Return the days, the first one first."""
        return [Markup("{}").format(one) for one in sorted(value)]

    def unknown(self, value: Any) -> list[str]:
        """Return what is no day."""
        return [one for one in value if not is_day(one)]


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


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def trimmed(number: int, places: int) -> str:
    """Return a number kept in hundredths as a decimal without empty places: 3600, 3 is 3.6."""
    text = f"{number // 10**places}.{number % 10**places:0{places}d}"
    return text.rstrip("0").rstrip(".")


def discount(value: int) -> str:
    """Return a supply price as the trade says it: `3.6 折`; `64 % off tag price`."""
    if language() == CHINESE:
        return f"{trimmed(value, 3)} 折"
    return gettext("%(percent)s %% off tag price", percent=trimmed(10_000 - value, 2))


def percent(value: int) -> str:
    """Return a share kept in hundredths of a percent as it is read: 1500 is `15 %`."""
    return percentage(trimmed(value, 2))


def amount(fen: int) -> str:
    """Return an amount of fen as it is said: ¥50,000; in Chinese 5万元 where that is shorter."""
    ten_thousand = 1_000_000
    if language() == CHINESE and fen >= ten_thousand and fen % (ten_thousand // 100) == 0:
        return f"{trimmed(fen // 100, 4)} 万元"
    return money(fen)
