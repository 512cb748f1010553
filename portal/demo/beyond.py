"""What a profile says beyond its row in the data file: company, quality, shops, terms, contact."""

from random import Random
from typing import Any

from portal.brands.fields import Group
from portal.core.contact import normalise_mobile
from portal.demo.material import chance
from portal.demo.telling import Telling

TYPICAL = {
    "s1": 69, "s2": 159, "s3": 299, "s4": 499, "s5": 899, "s6": 1690,
    "w1": 259, "w2": 459, "w3": 799, "w4": 1390, "w5": 2690, "w6": 4990,
}  # fmt: skip
"""A tag price of each band, in yuan."""
WORN_BY = {"W": "women", "M": "men", "K": "children"}
SIZES = {"W": "155/80A – 175/100A", "M": "165/84A – 190/104B", "K": "90 – 160"}
CAPITAL_FROM = "91"
"""How the credit code of a company begins: of a household business nobody asks a capital."""
TERMS_FROM = "S6"
"""The stage in which a brand says its terms; one that is late there has not said them yet."""
YUAN = 100
HOURS = "9:00–17:30，周一至周六", "9:00–17:30, Monday to Saturday"
PAYS_BACK = {"prefecture": 14, "county": 11}
"""After how many months, in a city of each size where shops are wanted."""
RELEASED = ["discount", "deposit", "first_order", "exchange", "investment"]


def sections(telling: Telling) -> dict[Group, dict[str, Any]]:
    """Return the columns of each section that its row does not tell."""
    row, dice = telling.row, chance("beyond", telling.row["key"])
    is_company = row["entity"] == CAPITAL_FROM
    return {
        Group.COMPANY: {
            "taxpayer": "general" if is_company else "small",
            "capital": dice.choice([50, 100, 200, 500]) * 10_000 * YUAN if is_company else None,
            "representative": row["owner"],
            "bank": "中国建设银行株洲芦淞支行",
        },
        Group.RIGHT: {"brand_right": "own" if telling.stage > "S3" else "applied"},
        Group.POSITIONING: worn(row),
        Group.QUALITY: {
            "spot_check": dice.choice(["passed", "passed", "never"]),
            "report_percent": dice.choice([80, 90, 100, 100]),
            "return_rate": dice.choice([80, 120, 150, 210]),
            "recalls": 0,
        },
        Group.CHANNEL: {"agent_count": agents(telling, dice)},
        Group.CONTACT: {
            "contact_name": row["owner"],
            "contact_mobile": normalise_mobile(row["mobile"]),
            "contact_wechat": row.get("wechat") or "",
            "contact_hours_zh": HOURS[0],
            "contact_hours_en": HOURS[1],
        },
    }


def worn(row: dict[str, Any]) -> dict[str, Any]:
    """Return who wears it, in which sizes, at which price."""
    kind, typical = row["category"][0], price(row)
    return {
        "genders": [WORN_BY.get(kind, "unisex")],
        "size_range": SIZES.get(kind, "S – 3XL"),
        "plus_sizes": row["category"] == "W15",
        "price_low": typical * 6 // 10,
        "price_typical": typical,
        "price_high": typical * 18 // 10,
    }


def price(row: dict[str, Any]) -> int:
    """Return the tag price of what it sells most of, in fen."""
    return TYPICAL[row["summer_band"] or row["winter_band"]] * YUAN


def agents(telling: Telling, dice: Random) -> int:
    """Return how many agents it has by now."""
    return dice.randint(4, 14) if telling.stage >= "S7" else dice.randint(0, 2)


def says_terms(telling: Telling) -> bool:
    """Say whether the brand has come so far that it offers terms."""
    waits = telling.stage == TERMS_FROM and telling.pace == "late"
    return telling.stage >= TERMS_FROM and not waits


def terms_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return a plain offer, the estimates behind it, and the bands that agents may filter by."""
    dice = chance("terms", row["key"])
    deposit = dice.choice([0, 5_000, 10_000, 20_000, 30_000]) * YUAN
    order = dice.choice([20_000, 30_000, 50_000, 80_000]) * YUAN
    first = dice.choice([3_200, 3_500, 3_800, 4_000, 4_200])
    exchange = dice.choice([1_000, 1_500, 2_000, 3_000])
    offer = {
        "mode": row["cooperation"]["modes"][0],
        "levels": row["cooperation"]["levels"],
        "discount_first": [{"value": first}],
        "discount_repeat": [{"value": first + 200}],
        "tax_included": row["entity"] == CAPITAL_FROM,
        "deposit": [{"value": deposit}],
        "first_amount": [{"value": order}],
        "order_deposit": 3_000,
        "freight_out": "brand",
        "exchange_in": [{"value": exchange}],
        "exchange_in_days": 45,
        "defect_days": 15,
        "term_months": row["cooperation"]["term_months"],
        "exclusivity": row["cooperation"]["exclusivity"],
    }
    wanted = [one for one in PAYS_BACK if row["cooperation"][f"store_area_{one}"]]
    return {
        "offers": [offer],
        "estimates": [estimate(row, tier, deposit, order) for tier in wanted],
        "released": RELEASED,
    }


def estimate(row: dict[str, Any], tier: str, deposit: int, order: int) -> dict[str, Any]:
    """Return what a shop costs in a city of a size: a large one costs more for each m²."""
    area = int(row["cooperation"][f"store_area_{tier}"])
    dear = 3 if tier == "prefecture" else 2
    return {
        "tier": tier,
        "area": area,
        "deposit": deposit,
        "fit_out": area * dear * 300 * YUAN,
        "equipment": 8_000 * YUAN,
        "first_order": order,
        "opening": 3_000 * YUAN,
        "working": 20_000 * YUAN,
        "rent": area * dear * 40 * YUAN,
        "wages": 2 * 4_200 * YUAN,
        "utilities": 900 * YUAN,
        "payback_months": PAYS_BACK[tier],
    }
