"""The bands of terms that an owner lets verified agents see. Pure.

Facets, sorting and comparison before a connection use these, and nothing else of the terms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.brands.models import Revision
from portal.brands.offers.cases import values
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference


@dataclass(frozen=True)
class Band:
    """A term whose band may be released: its code table, and which of several numbers counts."""

    label: object
    vocabulary: str
    numbers: Callable[[Revision], list[int]]
    best: Callable[[list[int]], int]


def of_offers(*names: str) -> Callable[[Revision], list[int]]:
    """Return what collects the numbers of terms from all offers of a revision."""

    def numbers(revision: Revision) -> list[int]:
        return [
            number
            for offer in revision.offers or []
            for name in names
            for number in values(offer, name)
        ]

    return numbers


def investments(revision: Revision) -> list[int]:
    """Return the totals of the brand's estimates, by city tier."""
    return [total(one) for one in revision.estimates or []]


def total(estimate: Mapping[str, int | str]) -> int:
    """Return what an estimate comes to before the first month's sale, in fen."""
    return sum(int(estimate.get(name) or 0) for name in ONCE)


ONCE = ("deposit", "fit_out", "equipment", "first_order", "advertising", "opening", "working")
"""What of an estimate is paid once."""
BANDS: Mapping[str, Band] = {
    "discount": Band(_l("Supply price"), "discount_band",
                     of_offers("discount_first", "discount_repeat"), min),
    "deposit": Band(_l("Security deposit"), "deposit_band", of_offers("deposit"), min),
    "first_order": Band(_l("First order"), "first_order_band", of_offers("first_amount"), min),
    "exchange": Band(_l("Exchange rate"), "exchange_band",
                     of_offers("exchange_in", "exchange_cross"), max),
    "investment": Band(_l("Total investment"), "investment_band", investments, min),
}  # fmt: skip


def released_bands(revision: Revision) -> Mapping[str, str]:
    """Return the code of the band of each released term: of several numbers the agent's best.

    A term that is not released, or of which nothing is said, is left out.
    """
    found = {}
    for name in revision.released or []:
        if name in BANDS and (code := band_of(revision, name)):
            found[name] = code
    return found


def bands_by_table(revision: Revision) -> Mapping[str, str]:
    """Return the released bands by their code table, as the directory's filters take them."""
    return {BANDS[name].vocabulary: code for name, code in released_bands(revision).items()}


def band_of(revision: Revision, name: str) -> str:
    """Return the code of a term's band, released or not; nothing when nothing is said."""
    band = BANDS[name]
    numbers = band.numbers(revision)
    if not numbers:
        return ""
    number = band.best(numbers)
    fitting = (term for term in reference.terms(band.vocabulary).values() if term.holds(number))
    return next((term.code for term in fitting if not term.retired), "")
