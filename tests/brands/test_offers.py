"""Offers: real policies fit, each agent gets his case, bands and sums are right."""

from typing import Any

import pytest
from flask_babel import force_locale

from portal.brands import offers
from portal.brands.models import Revision
from portal.brands.offers import Plan, Situation
from portal.core.errors import InvalidError
from tests.brands.policies import POLICIES, W

TROUSERS = POLICIES["trousers of Lusong: franchise beside agency"]


@pytest.mark.parametrize("name", POLICIES)
def test_policies_of_very_different_makers_fit(name: str) -> None:
    kept = offers.check_all(POLICIES[name])
    assert [dict(one) for one in kept] == [
        {term: said[term] for term in kept[place]} for place, said in enumerate(POLICIES[name])
    ]
    for one in offers.shown(kept):
        said = [line for part in one.parts for line in part.lines]
        assert len(said) >= 4
        assert all(line.value for line in said)


def test_each_agent_gets_his_case() -> None:
    franchise, agency = offers.check_all(TROUSERS)
    assert offers.value(franchise, "deposit") == 3 * W
    assert offers.value(franchise, "deposit", Situation(tier="first")) == 5 * W
    assert offers.value(agency, "discount_first", Situation(volume=99 * W)) == 3600
    assert offers.value(agency, "discount_first", Situation(volume=100 * W)) == 3500
    assert offers.value(agency, "discount_first", Situation(volume=900 * W)) == 3300
    assert offers.value(agency, "deposit", Situation(level="county", tier="first")) == 2 * W
    assert offers.value(agency, "deposit") is None, "nothing is said to all"
    assert offers.value(agency, "tax_included") is False


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"mode": "nonsense"}, "mode"),
        ({"season_split": {"spring": 50, "autumn": 49}}, "season_split"),
        ({"deposit": [{"value": 1}, {"value": 2}]}, "deposit"),
        ({"discount_first": [{"value": 10_001}]}, "discount_first"),
        ({"rebate": [{"value": 1, "tier": "first"}]}, "rebate"),
        ({"balance": "tomorrow"}, "balance"),
        ({"rebate": [{"value": 1, "volume": one} for one in range(1, 6)]}, "rebate"),
    ],
)
def test_what_cannot_be_is_refused_at_its_term(said: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidError) as refused:
        offers.checked({"key": 1, "mode": "agency", **said})
    assert refused.value.field == where


def test_a_household_business_grants_no_franchise() -> None:
    assert not offers.may_franchise("92430200MA4L8K3X12")
    assert offers.may_franchise("91430200MA4L8K3X12")
    assert offers.may_franchise(None)


def revision(**columns: Any) -> Revision:
    """Return a revision that has terms."""
    usual = {"offers": offers.check_all(TROUSERS), "released": [], "estimates": []}
    return Revision(**{**usual, **columns})


def test_released_bands_are_the_agents_best_and_only_the_released() -> None:
    every = list(offers.BANDS)
    assert offers.released_bands(revision()) == {}
    assert offers.released_bands(revision(released=["discount"])) == {"discount": "d3"}
    found = offers.released_bands(revision(released=every))
    assert found == {"discount": "d3", "deposit": "g1", "first_order": "f3", "exchange": "x2"}
    assert offers.released_bands(revision(offers=[], released=every)) == {}


ESTIMATE = {
    "tier": "prefecture", "area": 60, "fit_out": 6 * W, "equipment": 2 * W, "opening": 1 * W,
    "working": 3 * W, "first_order": 8 * W, "deposit": 3 * W, "rent": 900_000, "wages": 800_000,
    "utilities": 100_000, "payback_months": 14,
}  # fmt: skip


def test_the_estimate_grows_with_the_shop() -> None:
    brand = revision(estimates=[ESTIMATE])
    found = offers.estimated(brand, Plan(tier="prefecture"))
    assert found.total == 23 * W
    assert found.a_month == 1_800_000
    assert found.payback_months == 14
    larger = offers.estimated(brand, Plan(tier="prefecture", area=90))
    assert larger.total == 26 * W, "fit-out of 90 m² instead of 60: 9 instead of 6"
    assert larger.a_month == 2_250_000
    assert offers.estimated(brand, Plan(tier="first")).total == 0


def test_the_franchise_by_hand() -> None:
    """Tag ¥200: 4.2 折 is 84.00; exchange 15 % at half: 6.30 saved; sold at 8 折: 160.00."""
    brand = revision(estimates=[ESTIMATE], price_typical=20_000)
    found = offers.calculate(brand, brand.offers[0], Plan(tier="prefecture", freight=150))
    assert found.total == 3 * W + 8 * W + 6 * W + 2 * W + 1 * W + 3 * W
    assert found.cost == 8_400 - 630, "freight is the brand's"
    assert found.sale == 16_000
    assert found.break_even == 219, "¥18,000 a month by ¥82.30 a piece: 218.7"


def test_the_agency_by_hand() -> None:
    """3.8 折 of ¥200 is 76.00; VAT 9.88; rebate 2 % 1.52; freight 1.50: 85.86."""
    brand = revision(estimates=[ESTIMATE], price_typical=20_000)
    plan = Plan(tier="prefecture", level="city", volume=200 * W, freight=150)
    found = offers.calculate(brand, brand.offers[1], plan)
    assert [one.fen for one in found.piece] == [7_600, 988, -152, 150]
    assert found.cost == 8_586
    assert found.once[0].fen == 5 * W
    assert found.once[1].fen == 20 * W


def test_whichever_is_higher_and_a_subsidy_by_hand() -> None:
    """¥800 for each of 100 m² is 8万, above 5万; fit-out 10万 less 2万 subsidy."""
    child = offers.check_all(POLICIES["children's wear: a fee by size of city"])
    brand = revision(offers=child, estimates=[ESTIMATE], price_typical=10_000)
    found = offers.calculate(brand, child[0], Plan(tier="prefecture", area=100))
    lines = {str(one.label): one.fen for one in found.once}
    assert lines["First order"] == 8 * W
    assert lines["Fit-out"] == 8 * W
    assert lines["Franchise fee"] == 3 * W


def test_a_concession_leaves_the_agents_share() -> None:
    mall = offers.check_all(POLICIES["mall brand: concession with a share of sales"])
    brand = revision(offers=mall, estimates=[ESTIMATE], price_typical=20_000)
    found = offers.calculate(brand, mall[0], Plan(tier="prefecture"))
    assert found.margin == 4_480, "28 % of ¥160"
    assert found.break_even == 447, "¥18,000 and ¥2,000 a month by ¥44.80: 446.4"


def test_a_price_that_leaves_nothing_never_carries_the_shop() -> None:
    brand = revision(estimates=[ESTIMATE], price_typical=20_000)
    found = offers.calculate(brand, brand.offers[0], Plan(tier="prefecture", sold_at=3000))
    assert found.break_even is None


def test_a_plan_is_read_from_its_address_as_people_type() -> None:
    typed = {"tier": "county", "level": "nobody", "area": "８０", "volume": "100万",
             "sold_at": "8", "freight": "1.5元"}  # fmt: skip
    found = offers.asked(typed)
    assert found.plan == Plan(tier="county", area=80, volume=100 * W, freight=150)
    assert set(found.unclear) == {"sold_at"}
    assert found.typed["sold_at"] == "8"


def test_numbers_are_said_in_the_words_of_the_trade(app: Any) -> None:
    with app.test_request_context():
        franchise = offers.shown(offers.check_all(TROUSERS))[0]
        words = {}
        for locale in ("zh_Hans_CN", "en"):
            with force_locale(locale):
                again = offers.shown(offers.check_all(TROUSERS))[0]
                line = again.get("discount_first")
                assert line
                words[locale] = str(line.value)
    assert franchise.key == 1
    assert words == {"zh_Hans_CN": "4 折", "en": "60 % off tag price"}
