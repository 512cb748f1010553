"""Offers of cooperation (招商政策) as numbers: the table of terms, who gets which, bands, words.

Other domains may import this package: `released_bands` for facets, `calculate` for what a shop
costs. Whoever shows exact terms gets them through `brands.fields.readable`.
"""

from portal.brands.offers.bands import BANDS, ONCE, band_of, bands_by_table, released_bands, total
from portal.brands.offers.calculator import LABELS as ESTIMATED
from portal.brands.offers.calculator import (
    Calculation,
    Outlay,
    Plan,
    calculate,
    estimated,
)
from portal.brands.offers.cases import Situation, check_all, checked, may_franchise, value
from portal.brands.offers.plans import Asked, asked
from portal.brands.offers.reading import ShownOffer, line, shown, term_word, title
from portal.brands.offers.terms import (
    MOST_OFFERS,
    MOST_STEPS,
    SEASONS,
    TERM,
    TERMS,
    Axis,
    Offer,
    Part,
    Shares,
    Term,
    of_part,
)

__all__ = [
    "BANDS",
    "ESTIMATED",
    "MOST_OFFERS",
    "MOST_STEPS",
    "ONCE",
    "SEASONS",
    "TERM",
    "TERMS",
    "Asked",
    "Axis",
    "Calculation",
    "Offer",
    "Outlay",
    "Part",
    "Plan",
    "Shares",
    "ShownOffer",
    "Situation",
    "Term",
    "asked",
    "band_of",
    "bands_by_table",
    "calculate",
    "check_all",
    "checked",
    "estimated",
    "line",
    "may_franchise",
    "of_part",
    "released_bands",
    "shown",
    "term_word",
    "title",
    "total",
    "value",
]
