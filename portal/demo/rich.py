"""Rich terms of three brands: trousers by franchise and agency, padded jackets, children's wear."""

from typing import Any

Columns = dict[str, Any]
WAN = 1_000_000
"""Ten thousand yuan, in fen."""


def for_all(value: int) -> list[Columns]:
    """Return a term that is the same for everybody."""
    return [{"value": value}]


def differing(axis: str, general: int, **cases: int) -> list[Columns]:
    """Return a term with special cases by level or by size of city."""
    return [{"value": general}, *({"value": value, axis: code} for code, value in cases.items())]


def steps(general: int, *ladder: tuple[int, int]) -> list[Columns]:
    """Return a term with steps by annual volume: (from so many fen, then)."""
    return [{"value": general}, *({"value": then, "volume": start} for start, then in ladder)]


EXCHANGE = {
    "exchange_in": for_all(1500),
    "exchange_in_days": 70,
    "exchange_cross": for_all(1000),
    "exchange_cross_days": 120,
    "exchange_types": ["style", "colour", "size"],
    "defect_days": 15,
    "freight_out": "brand",
    "freight_back": "agent",
}
FRANCHISE: Columns = {
    **EXCHANGE,
    "discount_first": for_all(4000),
    "discount_repeat": for_all(4200),
    "tax_included": True,
    "deposit": differing("tier", 3 * WAN, first=5 * WAN, county=2 * WAN),
    "deposit_when": "at_end",
    "deposit_days": 30,
    "deposit_interest": 0,
    "first_amount": for_all(8 * WAN),
    "first_per_area": for_all(100_000),
    "first_whichever": "higher",
    "order_deposit": 3000,
    "balance": "before_dispatch",
    "store_area": differing("tier", 60, first=100, county=40),
    "location": ["street", "mall"],
    "fit_out_subsidy": for_all(20_000),
    "support": ["free_design", "fixtures", "training"],
    "term_months": 24,
}
AGENCY: Columns = {
    **EXCHANGE,
    "discount_first": steps(3600, (100 * WAN, 3500), (300 * WAN, 3300)),
    "discount_repeat": for_all(3800),
    "tax_included": False,
    "deposit": differing("level", 5 * WAN, province=10 * WAN),
    "first_amount": differing("level", 20 * WAN, province=50 * WAN),
    "target": differing("level", 150 * WAN, province=500 * WAN),
    "season_split": {"spring": 20, "summer": 25, "autumn": 25, "winter": 30},
    "rebate": steps(0, (200 * WAN, 200), (500 * WAN, 500)),
    "lapse_below": 6000,
    "exclusivity": "exclusive",
    "protection_from": for_all(10 * WAN),
    "protection_days": 90,
    "penalty": 2 * WAN,
    "term_months": 24,
}
PADDED: Columns = {
    "discount_first": differing("level", 4000, city=3800),
    "tax_included": True,
    "deposit": for_all(3 * WAN),
    "first_pieces": for_all(600),
    "first_amount": for_all(15 * WAN),
    "first_whichever": "higher",
    "supply_system": ["order_fair"],
    "order_deposit": 3000,
    "balance": "before_dispatch",
    "exchange_in": for_all(10_000),
    "exchange_in_days": 45,
    "unsold_return": for_all(3000),
    "season_split": {"autumn": 35, "winter": 65},
    "term_months": 12,
}
CHILDREN: Columns = {
    "franchise_fee": differing("tier", 3 * WAN, first=6 * WAN, county=2 * WAN),
    "brand_fee": for_all(WAN),
    "discount_first": for_all(4500),
    "tax_included": True,
    "deposit": for_all(2 * WAN),
    "first_per_area": differing("tier", 80_000, first=120_000),
    "first_amount": for_all(5 * WAN),
    "first_whichever": "higher",
    "exchange_cross": for_all(1500),
    "exchange_cross_days": 120,
    "exchange_repeat": for_all(500),
    "support": ["training", "opening_support", "content_packs"],
    "term_months": 36,
}
ESTIMATE: Columns = {
    "area": 60,
    "deposit": 3 * WAN,
    "fit_out": 6 * WAN,
    "equipment": 2 * WAN,
    "first_order": 8 * WAN,
    "opening": WAN,
    "working": 3 * WAN,
    "rent": 900_000,
    "wages": 1_200_000,
    "utilities": 150_000,
    "payback_months": 16,
}
COUNTY: Columns = {
    **ESTIMATE,
    "area": 40,
    "fit_out": 4 * WAN,
    "first_order": 5 * WAN,
    "rent": 450_000,
}
POLICIES: dict[str, list[tuple[str, list[str], Columns]]] = {
    "kuyan": [
        ("franchise", ["single_store"], FRANCHISE),
        ("agency", ["province", "city", "county"], AGENCY),
    ],
    "frostfall": [("distribution", ["city", "county"], PADDED)],
    "dottybean": [("franchise", ["single_store"], CHILDREN), ("agency", ["province"], AGENCY)],
}
RELEASED = ["discount", "deposit", "first_order", "exchange", "investment"]


def terms_of(key: str) -> Columns | None:
    """Return the offers, the estimates and the released bands of a brand; none for the others."""
    if key not in POLICIES:
        return None
    return {
        "offers": [{"mode": mode, "levels": who, **said} for mode, who, said in POLICIES[key]],
        "estimates": [{"tier": "prefecture", **ESTIMATE}, {"tier": "county", **COUNTY}],
        "released": RELEASED,
    }
