"""Invented policies of very different makers, as offers: all of them fit without free text.

Amounts in fen, shares in hundredths of a percent; W is ten thousand yuan.
"""

from typing import Any

W = 1_000_000
Offers = list[dict[str, Any]]


def flat(value: int) -> list[dict[str, int]]:
    """Return a term that is the same for all."""
    return [{"value": value}]


def by(axis: str, general: int | None = None, **cases: int) -> list[dict[str, Any]]:
    """Return a term that differs by level or tier."""
    first = [] if general is None else [{"value": general}]
    return first + [{"value": value, axis: code} for code, value in cases.items()]


def ladder(general: int, *steps: tuple[int, int]) -> list[dict[str, int]]:
    """Return a term with steps of annual volume."""
    return [{"value": general}, *({"value": then, "volume": start} for start, then in steps)]


POLICIES: dict[str, Offers] = {
    "trousers of Lusong: franchise beside agency": [
        {
            "key": 1, "mode": "franchise", "levels": ["single_store"],
            "discount_first": flat(4000), "discount_repeat": flat(4200), "tax_included": True,
            "deposit": by("tier", 3 * W, first=5 * W, county=1 * W), "deposit_when": "at_end",
            "deposit_days": 30, "deposit_interest": 0, "first_amount": flat(8 * W),
            "order_deposit": 3000, "balance": "before_dispatch", "exchange_in": flat(1500),
            "exchange_in_days": 70, "exchange_cross": flat(1000),
            "exchange_types": ["style", "size"],
            "store_area": by("tier", 60, first=120, county=40), "freight_out": "brand",
            "freight_back": "agent", "support": ["free_design", "training"], "term_months": 24,
        },
        {
            "key": 2, "mode": "agency", "levels": ["province", "city", "county"],
            "discount_first": ladder(3600, (100 * W, 3500), (300 * W, 3300)),
            "discount_repeat": flat(3800), "tax_included": False,
            "deposit": by("level", province=10 * W, city=5 * W, county=2 * W),
            "first_amount": by("level", province=50 * W, city=20 * W, county=10 * W),
            "target": by("level", province=500 * W, city=150 * W, county=60 * W),
            "season_split": {"spring": 20, "summer": 25, "autumn": 25, "winter": 30},
            "rebate": ladder(0, (200 * W, 200), (500 * W, 500)), "lapse_below": 6000,
            "exclusivity": "exclusive", "protection_from": flat(10 * W), "protection_days": 90,
            "penalty": 2 * W,
        },
    ],
    "down jackets: one long season, everything exchanged": [
        {
            "key": 1, "mode": "distribution", "levels": ["city", "county"],
            "discount_first": by("level", city=3800, county=4200), "tax_included": True,
            "exchange_in": flat(10_000), "exchange_in_days": 45, "unsold_return": flat(3000),
            "season_split": {"autumn": 35, "winter": 65}, "first_pieces": flat(600),
            "first_amount": flat(15 * W), "first_whichever": "higher",
            "supply_system": ["order_fair"],
        }
    ],
    "mall brand: concession with a share of sales": [
        {
            "key": 1, "mode": "concession", "levels": ["mall_counter"],
            "commission": by("level", 2800), "deposit": flat(10 * W), "balance": "sold",
            "supply_system": ["placed"], "unsold_return": flat(10_000), "freight_out": "brand",
            "freight_back": "brand", "location": ["mall"], "store_area": by("tier", 80, first=100),
            "advertising_share": 5000, "management_fee": by("tier", 200_000),
        }
    ],
    "children's wear: a fee by size of city": [
        {
            "key": 1, "mode": "franchise", "levels": ["single_store"],
            "franchise_fee": by("tier", first=6 * W, provincial_capital=5 * W, prefecture=3 * W,
                                county=2 * W, township=1 * W),
            "brand_fee": by("tier", 1 * W), "discount_first": flat(4500),
            "first_per_area": by("tier", 80_000, first=120_000), "first_amount": flat(5 * W),
            "first_whichever": "higher", "fit_out_subsidy": by("tier", 20_000),
            "exchange_cross": flat(1500), "exchange_cross_days": 120, "exchange_repeat": flat(500),
        }
    ],
    "wholesale stall: cash, no deposit, no exchange": [
        {
            "key": 1, "mode": "distribution", "levels": ["wholesale_stall"],
            "discount_first": flat(2500), "deposit": flat(0), "first_pieces": flat(100),
            "style_min": 10, "order_deposit": 10_000, "balance": "on_order", "exchange_in": flat(0),
            "freight_out": "agent", "defect_days": 7, "tax_included": False,
        }
    ],
    "designer: consignment for shops that carry many brands": [
        {
            "key": 1, "mode": "consignment", "levels": [], "commission": flat(3500),
            "balance": "monthly", "supply_system": ["placed"], "exchange_types": ["style"],
            "exchange_in": flat(5000), "exchange_in_days": 30, "credit_days": by("level", 30),
        },
        {
            "key": 2, "mode": "multi_brand", "levels": [], "discount_first": flat(5000),
            "discount_repeat": flat(4500), "first_amount": flat(3 * W), "tax_included": True,
        },
    ],
    "online: a ladder of four steps": [
        {
            "key": 1, "mode": "online", "levels": ["online"],
            "discount_first": ladder(3500, (50 * W, 3300), (100 * W, 3100), (300 * W, 2900),
                                     (500 * W, 2700)),
            "credit_days": flat(15), "unsold_return": flat(2000),
            "freight_out": "brand_from_amount",
            "target": flat(100 * W), "location": ["online"],
        }
    ],
    "work clothes: target in pieces or money": [
        {
            "key": 1, "mode": "agency", "levels": ["national", "province"],
            "discount_first": by("level", national=2800, province=3200),
            "target": by("level", national=2000 * W, province=300 * W),
            "target_pieces": by("level", national=200_000, province=30_000),
            "target_whichever": "lower", "deposit": flat(20 * W), "deposit_when": "offset",
            "deposit_interest": 350, "rebate": ladder(100, (300 * W, 300)), "term_months": 36,
            "exclusivity": "sole",
        }
    ],
    "managed shops: the brand runs them": [
        {
            "key": 1, "mode": "entrusted", "levels": ["single_store", "mall_counter"],
            "commission": by("level", single_store=3000, mall_counter=2500),
            "deposit": by("tier", 8 * W, first=15 * W), "deposit_days": 60,
            "supply_system": ["allotment"], "store_area": by("tier", 100), "term_months": 12,
        }
    ],
}  # fmt: skip
