"""What a shop costs and from how many pieces a month it carries itself. Pure, in fen.

Never a promise: before a connection it repeats the brand's own estimate, after one it takes the
offer's exact terms; what neither says is an assumption that the reader can change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.brands.models import Revision
from portal.brands.offers.bands import ONCE
from portal.brands.offers.cases import Situation, value
from portal.brands.offers.terms import Offer
from portal.core.i18n import lazy_gettext as _l

WHOLE = 10_000
"""A hundred percent, in hundredths of a percent."""
TAX = 1300
"""VAT on garments for general taxpayers. Source: Ministry of Finance and others, 2019 No. 39."""
MONTHLY = ("rent", "wages", "utilities")
MONTHS = 12
GROWS_WITH_AREA = frozenset({"fit_out", "rent"})
LABELS: Mapping[str, object] = {
    "deposit": _l("Security deposit"),
    "fit_out": _l("Fit-out"),
    "equipment": _l("Equipment"),
    "first_order": _l("First order"),
    "advertising": _l("Advertising"),
    "opening": _l("Opening"),
    "working": _l("Working capital"),
    "rent": _l("Rent, a month"),
    "wages": _l("Wages, a month"),
    "utilities": _l("Utilities, a month"),
}
BY_BRAND = _l("The brand's estimate.")


@dataclass(frozen=True)
class Plan:
    """The shop that is asked about. Money in fen, shares in hundredths of a percent."""

    tier: str = ""
    level: str = ""
    area: int = 0
    """In m²; 0: the size of the brand's estimate."""
    volume: int = 0
    sold_at: int = 8000
    """Share of the tag price at which pieces are sold on average."""
    freight: int = 0
    """For one piece."""
    cleared_at: int = 5000
    """What unsold goods bring, as a share of what they cost."""

    @property
    def situation(self) -> Situation:
        """Return whom a term is asked for."""
        return Situation(self.tier, self.level, self.volume)


@dataclass(frozen=True)
class Outlay:
    """One line of a calculation: what it is, how much, and how it comes about."""

    label: object
    fen: int
    why: object


@dataclass(frozen=True)
class Calculation:
    """What a plan costs. Without an offer `piece` and `break_even` are empty."""

    once: Sequence[Outlay]
    monthly: Sequence[Outlay]
    piece: Sequence[Outlay] = ()
    """What one piece costs in the end, line by line."""
    sale: int = 0
    """What one piece brings on average."""
    payback_months: int = 0
    """As the brand estimates it; 0 when it does not."""

    @property
    def total(self) -> int:
        """Return all that is paid before the first sale."""
        return sum(one.fen for one in self.once)

    @property
    def a_month(self) -> int:
        """Return what is paid every month whether anything is sold or not."""
        return sum(one.fen for one in self.monthly)

    @property
    def cost(self) -> int:
        """Return what one piece costs in the end."""
        return sum(one.fen for one in self.piece)

    @property
    def margin(self) -> int:
        """Return what one piece leaves."""
        return self.sale - self.cost

    @property
    def break_even(self) -> int | None:
        """Return the pieces a month that pay the month; None when a piece leaves nothing."""
        return -(-self.a_month // self.margin) if self.piece and self.margin > 0 else None


def share(fen: int, part: int) -> int:
    """Return a share of an amount, rounded half up to the fen."""
    return (fen * part + WHOLE // 2) // WHOLE


def estimate_for(revision: Revision, tier: str) -> Mapping[str, int]:
    """Return the brand's estimate for a city tier; an empty one when there is none."""
    rows = [one for one in revision.estimates or [] if one.get("tier") == tier]
    return {name: int(number) for name, number in rows[0].items() if name != "tier"} if rows else {}


def scaled(estimate: Mapping[str, int], name: str, area: int) -> int:
    """Return a line of an estimate for a shop of another size: rent and fit-out grow with it."""
    said, estimated_for = estimate.get(name, 0), estimate.get("area", 0)
    if name in GROWS_WITH_AREA and area and estimated_for:
        return (said * area + estimated_for // 2) // estimated_for
    return said


def estimated(revision: Revision, plan: Plan) -> Calculation:
    """Return what the brand itself estimates for a plan: for verified agents."""
    estimate = estimate_for(revision, plan.tier)

    def lines(names: Sequence[str]) -> list[Outlay]:
        found = [(name, scaled(estimate, name, plan.area)) for name in names]
        return [Outlay(LABELS[name], fen, BY_BRAND) for name, fen in found if fen]

    payback = estimate.get("payback_months", 0)
    return Calculation(lines(ONCE), lines(MONTHLY), payback_months=payback)


def calculate(revision: Revision, offer: Offer, plan: Plan) -> Calculation:
    """Return what a plan costs by an offer's exact terms: for connected agents."""
    estimate = estimate_for(revision, plan.tier)
    area = plan.area or estimate.get("area", 0)
    tag = revision.price_typical or 0
    once = [*entry(offer, plan), first_order(offer, plan, area, tag)]
    once += [fit_out(offer, plan, estimate, area)]
    for name in ("equipment", "advertising", "opening", "working"):
        once.append(Outlay(LABELS[name], estimate.get(name, 0), BY_BRAND))
    monthly = [Outlay(LABELS[name], scaled(estimate, name, area), BY_BRAND) for name in MONTHLY]
    monthly += fees(offer, plan)
    pieces = piece_costs(offer, plan, tag) if tag else []
    return Calculation(
        [one for one in once if one.fen],
        [one for one in monthly if one.fen],
        pieces,
        share(tag, plan.sold_at),
        estimate.get("payback_months", 0),
    )


def entry(offer: Offer, plan: Plan) -> list[Outlay]:
    """Return what is paid for coming in."""
    return [
        Outlay(label, value(offer, name, plan.situation) or 0, why)
        for name, label, why in (
            ("deposit", _l("Security deposit"), _l("By the terms; it comes back as agreed.")),
            ("franchise_fee", _l("Franchise fee"), _l("By the terms, once.")),
            ("brand_fee", _l("Fee for the name"), _l("By the terms, for the first year.")),
        )
    ]


def first_order(offer: Offer, plan: Plan, area: int, tag: int) -> Outlay:
    """Return the first order: of an amount, pieces and an amount for each m², what counts."""
    at = plan.situation
    price = value(offer, "discount_first", at) or 0
    asked = [
        value(offer, "first_amount", at),
        (value(offer, "first_per_area", at) or 0) * area or None,
        (value(offer, "first_pieces", at) or 0) * share(tag, price) or None,
    ]
    known = [one for one in asked if one is not None]
    lowest = value(offer, "first_whichever") == "lower"
    amount = (min if lowest else max)(known, default=0)
    why = _l("By the terms.")
    if len(known) > 1:
        why = _l("Whichever is lower.") if lowest else _l("Whichever is higher.")
    return Outlay(LABELS["first_order"], amount, why)


def fit_out(offer: Offer, plan: Plan, estimate: Mapping[str, int], area: int) -> Outlay:
    """Return what fitting out costs after the brand's subsidy; never less than nothing."""
    subsidy = (value(offer, "fit_out_subsidy", plan.situation) or 0) * area
    whole = scaled(estimate, "fit_out", area)
    why = _l("The brand's estimate, less its subsidy.") if subsidy else BY_BRAND
    return Outlay(LABELS["fit_out"], max(0, whole - subsidy), why)


def fees(offer: Offer, plan: Plan) -> list[Outlay]:
    """Return what the terms ask every month."""
    monthly = value(offer, "management_fee", plan.situation) or 0
    return [Outlay(_l("Management fee, a month"), monthly, _l("By the terms."))]


def piece_costs(offer: Offer, plan: Plan, tag: int) -> list[Outlay]:
    """Return what a piece of the typical tag price costs in the end, line by line."""
    at = plan.situation
    price = value(offer, "discount_repeat", at) or value(offer, "discount_first", at)
    if price is None:
        return concession_costs(offer, plan, tag)
    goods = share(tag, price)
    lines = [Outlay(_l("Goods"), goods, _l("Typical tag price times supply price."))]
    if value(offer, "tax_included") is False:
        lines.append(
            Outlay(_l("Tax"), share(goods, TAX), _l("VAT of 13 percent: not in the price."))
        )
    rebate = share(goods, value(offer, "rebate", at) or 0)
    lines.append(Outlay(_l("Rebate"), -rebate, _l("For the volume of your plan.")))
    lines.append(Outlay(_l("Freight"), freight(offer, plan), _l("Your figure, as it is shared.")))
    rate = max(value(offer, name, at) or 0 for name in ("exchange_in", "exchange_cross"))
    saved = share(share(goods, rate), WHOLE - plan.cleared_at)
    lines.append(
        Outlay(_l("Value of exchange"), -saved, _l("What exchanged goods would lose when cleared."))
    )
    return [one for one in lines if one.fen]


def freight(offer: Offer, plan: Plan) -> int:
    """Return what the agent pays of the freight of one piece; all of it where nothing is said."""
    payer = value(offer, "freight_out")
    return {"brand": 0, "shared": (plan.freight + 1) // 2}.get(payer, plan.freight)


def concession_costs(offer: Offer, plan: Plan, tag: int) -> list[Outlay]:
    """Return what goes to the brand of each sale where the agent keeps a share."""
    kept = value(offer, "commission", plan.situation)
    if kept is None:
        return []
    sale = share(tag, plan.sold_at)
    return [
        Outlay(_l("To the brand"), sale - share(sale, kept), _l("The sale without your share."))
    ]
