"""THE table of what an offer says: every term of a 招商政策 as a number or a code with its unit.

An offer is a plain mapping that lies in a revision (`Revision.offers`): `key`, `mode`, `levels`
and the terms by name. A term that differs by city tier, agent level or annual volume is a list of
cases, `{"value": 3600}` or `{"value": 3400, "volume": 100_000_000}`; any other is the value itself.
Amounts are in fen, shares in hundredths of a percent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from portal.brands import kinds
from portal.brands.kinds import DAYS, MONTHS, PIECES, SQUARE_METRES, Whole
from portal.core.i18n import lazy_gettext as _l

Offer = Mapping[str, Any]
MOST_OFFERS = 6
MOST_STEPS = 4
"""Steps of a ladder by annual volume: the longest found in real policies has four."""
MOST_MONEY = 100_000_000_00
"""A hundred million yuan, in fen."""
LIKELY = 100_000
"""Below a thousand yuan a bare number is asked back: 5 may mean 5万."""
SEASONS = ("spring", "summer", "autumn", "winter")


class Part(StrEnum):
    """A page of an offer."""

    label: object

    def __new__(cls, value: str, label: object) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    PRICE = "price", _l("Supply price")
    ENTRY = "entry", _l("Deposit and fees")
    ORDER = "order", _l("Orders and payment")
    EXCHANGE = "exchange", _l("Exchange and returns")
    TARGET = "target", _l("Target and rebate")
    STORE = "store", _l("Shop and support")
    CONTRACT = "contract", _l("Contract")


class Axis(StrEnum):
    """What a term may differ by."""

    TIER = "tier"
    LEVEL = "level"
    VOLUME = "volume"


@dataclass(frozen=True)
class Shares(kinds.Kind):
    """How a year is split over its seasons: whole percents that come to a hundred."""


@dataclass(frozen=True)
class Term:
    """One thing that an offer says. `by`: what it may differ by."""

    name: str
    part: Part
    label: object
    kind: kinds.Kind
    by: Sequence[Axis] = ()
    hint: object = ""
    better: int = 0
    """For the agent: -1 the less the better, 1 the more the better, 0 neither."""


A, E, O, X, G, S, C = Part  # noqa: E741 -- columns of the table
T, L, V = Axis
MONEY = kinds.Money(MOST_MONEY, LIKELY)
SMALL = kinds.Money(MOST_MONEY)
SHARE = kinds.Percent()
TERMS: Sequence[Term] = (
    Term("discount_first", A, _l("First order"), kinds.Discount(), (L, V),
         _l("Like 0.36 of the tag price, or 36 percent."), -1),
    Term("discount_repeat", A, _l("Replenishment"), kinds.Discount(), (L, V), better=-1),
    Term("tax_included", A, _l("Tax"), kinds.YesNo(_l("included"), _l("not included"))),
    Term("commission", A, _l("Agent's share of sales"), SHARE, (L,),
         _l("For concession and managed shops."), 1),

    Term("deposit", E, _l("Security deposit"), MONEY, (T, L), _l("0 when there is none."), -1),
    Term("deposit_when", E, _l("Deposit comes back"), kinds.Code("deposit_return")),
    Term("deposit_days", E, _l("Deposit back within"), Whole(0, 365, DAYS), better=-1),
    Term("deposit_interest", E, _l("Interest on the deposit, a year"), SHARE,
         hint=_l("0 when it bears none."), better=1),
    Term("franchise_fee", E, _l("Franchise fee"), MONEY, (T,), better=-1),
    Term("brand_fee", E, _l("Fee for the name, a year"), MONEY, (T,), better=-1),
    Term("management_fee", E, _l("Management fee, a month"), SMALL, (T,), better=-1),

    Term("supply_system", O, _l("Supply system"), kinds.Codes("supply_system", 4)),
    Term("first_amount", O, _l("First order, amount"), MONEY, (T, L), better=-1),
    Term("first_pieces", O, _l("First order, pieces"), Whole(1, 1_000_000, PIECES), (T, L),
         better=-1),
    Term("first_per_area", O, _l("First order for each m²"), SMALL, (T,), better=-1),
    Term("first_whichever", O, _l("Of these counts"), kinds.Code("whichever")),
    Term("style_min", O, _l("Smallest order of a style"), Whole(1, 100_000, PIECES), better=-1),
    Term("order_deposit", O, _l("Paid with the order"), SHARE, better=-1),
    Term("balance", O, _l("Balance due"), kinds.Code("balance_due")),
    Term("credit_days", O, _l("Credit"), Whole(0, 365, DAYS), (L,), better=1),
    Term("freight_out", O, _l("Freight to the agent"), kinds.Code("freight_payer")),

    Term("exchange_in", X, _l("Exchange in season"), SHARE, (L,),
         _l("Share of the goods, like 15 %; 0 when there is none."), 1),
    Term("exchange_in_days", X, _l("In season, within"), Whole(1, 365, DAYS), better=1),
    Term("exchange_cross", X, _l("Exchange across seasons"), SHARE, (L,), better=1),
    Term("exchange_cross_days", X, _l("Across seasons, within"), Whole(1, 365, DAYS), better=1),
    Term("exchange_repeat", X, _l("Exchange of replenishment"), SHARE, (L,), better=1),
    Term("exchange_types", X, _l("What can be exchanged"), kinds.Codes("exchange_type", 3)),
    Term("unsold_return", X, _l("Unsold goods taken back"), SHARE, (L,), better=1),
    Term("defect_days", X, _l("Faults reported within"), Whole(1, 365, DAYS), better=1),
    Term("freight_back", X, _l("Freight back"), kinds.Code("freight_payer")),

    Term("target", G, _l("Annual target"), MONEY, (T, L), better=-1),
    Term("target_pieces", G, _l("Annual target, pieces"), Whole(1, 10_000_000, PIECES), (T, L),
         better=-1),
    Term("target_whichever", G, _l("Of these targets counts"), kinds.Code("whichever")),
    Term("season_split", G, _l("Target by season"), Shares(),
         hint=_l("Percent of the year; together 100.")),
    Term("rebate", G, _l("Rebate"), SHARE, (V,), better=1),
    Term("lapse_below", G, _l("Territory opens below"), SHARE,
         hint=_l("Share of the target below which others may come in.")),

    Term("store_area", S, _l("Shop, at least"), Whole(1, 5000, SQUARE_METRES), (T,), better=-1),
    Term("location", S, _l("Location"), kinds.Codes("location_class", 5)),
    Term("fit_out_subsidy", S, _l("Fit-out subsidy for each m²"), SMALL, (T,), better=1),
    Term("advertising_share", S, _l("Advertising paid by the brand"), SHARE, better=1),
    Term("support", S, _l("Support"), kinds.Codes("support", 11)),

    Term("term_months", C, _l("Contract runs for"), Whole(1, 120, MONTHS)),
    Term("exclusivity", C, _l("Exclusivity"), kinds.Code("exclusivity")),
    Term("protection_from", C, _l("Protected from a first order of"), MONEY, (T,), better=-1),
    Term("protection_days", C, _l("Protection"), Whole(1, 365, DAYS), better=1),
    Term("penalty", C, _l("Penalty for selling elsewhere"), MONEY, better=-1),
)  # fmt: skip
TERM = {term.name: term for term in TERMS}


def of_part(part: Part) -> list[Term]:
    """Return the terms of a page of an offer in the order they are asked."""
    return [term for term in TERMS if term.part is part]
