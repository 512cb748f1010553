"""An owner writes offers on a phone, the office publishes, agents see as much as is theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.brands import offers, registry
from portal.brands.models import Brand, Company
from portal.core import clock
from portal.core.db import db
from portal.directory import actions as directory
from portal.markets.models import Market
from portal.notices.models import Notice
from tests.brands.conftest import address, goes_on, newest, publish
from tests.brands.policies import POLICIES, W, flat
from tests.client import Browser
from tests.make import Make

Ready = Callable[..., Brand]
TROUSERS = POLICIES["trousers of Lusong: franchise beside agency"]
ESTIMATES = [{"tier": "county", "area": 40, "fit_out": 4_000_000, "rent": 400_000}]


def office_of(brand: Brand, make: Make, browser: Browser) -> Browser:
    """Sign a manager of the brand's market in."""
    return browser.sign_in(make.manager(db.session.get_one(Market, brand.market_id)))


def told(person: int) -> list[str]:
    """Return the kinds of message that were left for a person."""
    return list(db.session.scalars(select(Notice.kind).where(Notice.recipient_id == person)))


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list of the accounts that are connected to every brand."""
    people: list[int] = []
    monkeypatch.setattr(registry, "_connections", [lambda person, _brand: person.id in people])
    monkeypatch.setattr(registry, "_connected_people", [lambda _brand: people])
    return people


def test_an_owner_writes_an_offer_part_by_part(browser: Browser, make: Make) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    page = browser.submit(
        address(brand, "profile/terms/new"),
        "On to the numbers",
        mode="agency",
        levels=["city", "county"],
    )
    page = browser.submit(
        page,
        "Save and go on",
        discount_first="３.６折",
        discount_repeat="0.38",
        discount_first__level_county="62% off",
        discount_first__from_1="100万",
        discount_first__step_1="3.4折",
        tax_included="no",
    )
    page = browser.submit(page, "Save and go on", deposit="3", deposit__tier_first="5万")
    assert page.status == 422
    assert "ten thousand times that" in page.words
    page = browser.submit(page, "Save and go on", deposit="3万")
    assert "Orders and payment" in page.words
    browser.submit(
        address(brand, "profile/terms/1/target"),
        "Save and go on",
        season_split__spring="20",
        season_split__winter="80",
    )
    assert newest(brand).offers == [
        {
            "key": 1, "mode": "agency", "levels": ["city", "county"],
            "discount_first": [
                {"value": 3600}, {"value": 3800, "level": "county"},
                {"value": 3400, "volume": 100_000_000},
            ],
            "discount_repeat": [{"value": 3800}],
            "tax_included": False,
            "deposit": [{"value": 3_000_000}, {"value": 5_000_000, "tier": "first"}],
            "season_split": {"spring": 20, "winter": 80},
        }
    ]  # fmt: skip
    again = browser.get(address(brand, "profile/terms/1/price"))
    shown = again.form_with("Save and go on").fields
    assert shown["discount_first"] == ["64 % off tag price"]
    assert shown["discount_first__from_1"] == ["¥1,000,000"]
    overview = browser.get(address(brand, "profile/terms")).words
    assert "64 % off tag price" in overview
    assert "from ¥1,000,000 a year" in overview


def test_seasons_must_come_to_a_hundred(browser: Browser, make: Make) -> None:
    brand = make.brand()
    newest(brand).offers = offers.check_all(TROUSERS)
    db.session.commit()
    browser.sign_in(make.owner(brand))
    here = address(brand, "profile/terms/2/target")
    page = browser.submit(here, "Save and go on", season_split__spring="30")
    assert page.status == 422
    assert "come to 110 %" in page.words


def test_offers_are_copied_and_taken_out(browser: Browser, make: Make) -> None:
    brand = make.brand()
    newest(brand).offers = offers.check_all(TROUSERS)
    db.session.commit()
    browser.sign_in(make.owner(brand))
    browser.submit(address(brand, "profile/terms"), "Copy it")
    assert [one["key"] for one in newest(brand).offers] == [1, 2, 3]
    browser.submit(address(brand, "profile/terms"), "Take it out")
    assert [one["key"] for one in newest(brand).offers] == [2, 3]


def test_a_household_business_reads_why_it_may_not_franchise(browser: Browser, make: Make) -> None:
    brand = make.brand()
    db.session.get_one(Company, brand.company_id).credit_code = "92430200MA4L8K3X12"
    db.session.commit()
    browser.sign_in(make.owner(brand))
    here = address(brand, "profile/terms/new")
    page = browser.submit(here, "On to the numbers", mode="franchise")
    assert page.status == 422
    assert "household business" in page.words
    assert "Choose distribution or agency" in page.words
    assert newest(brand).offers == []
    here = address(brand, "profile/cooperation/edit")
    page = browser.submit(here, "Save", modes=["franchise", "agency"])
    assert page.status == 422
    assert "household business" in page.words


def test_two_writers_of_one_part_see_both_texts(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    brand = make.brand()
    newest(brand).offers = offers.check_all(TROUSERS)
    db.session.commit()
    first, second = browser.sign_in(make.owner(brand)), another().sign_in(make.owner(brand))
    here = address(brand, "profile/terms/1/price")
    page = second.get(here)
    first.submit(here, "Save and go on", discount_first="4.1折")
    late = second.submit(page, "Save and go on", discount_first="4.5折")
    assert late.status == 409
    assert "59 % off tag price" in late.words
    assert newest(brand).offers[0]["discount_first"] == [{"value": 4100}]
    other = second.submit(address(brand, "profile/terms/1/entry"), "Save and go on", deposit="2万")
    assert other.status == 200, "another part is another thing"
    page = second.get(here)
    first.submit(here, "Save and go on", discount_first="4.2折")
    late = second.submit(page, "Save and go on", discount_repeat="4.3折")
    assert "both stand together" in late.words
    second.submit(late, "Save what I wrote")
    kept = newest(brand).offers[0]
    assert (kept["discount_first"], kept["discount_repeat"]) == (flat(4200), flat(4300))


def test_an_offer_is_kept_while_it_is_written(browser: Browser, make: Make) -> None:
    brand = make.brand()
    newest(brand).offers = offers.check_all(TROUSERS)
    newest(brand).estimates = ESTIMATES
    db.session.commit()
    browser.sign_in(make.owner(brand))
    page = browser.get(address(brand, "profile/terms/1/entry"))
    half = goes_on(browser, page, "Save and go on", deposit="4万", deposit_days="半个月")
    assert "but not yet" in half.words
    offer = newest(brand).offers[0]
    assert (offer["deposit"][0], offer["deposit_days"]) == ({"value": 4 * W}, 30)
    last = browser.get(address(brand, "profile/terms/1/contract"))
    assert '<details class="cases" open' not in last.html, "nothing special is said"
    onward = browser.submit(last, "Save", penalty="2万")
    assert onward.address.endswith("/profile/terms"), "after the last part one sees the whole offer"
    tier = ESTIMATES[0]["tier"]
    page = browser.get(address(brand, f"profile/estimates/{tier}"))
    half = goes_on(browser, page, "Save", fit_out="7万", area="很大")
    assert "but not yet" in half.words
    (row,) = newest(brand).estimates
    assert row == ESTIMATES[0] | {"fit_out": 7 * W}


def test_agents_see_bands_before_and_numbers_after_a_connection(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready, connected: list[int]
) -> None:
    brand = ready(
        offers=offers.check_all(TROUSERS), released=["discount", "deposit"], estimates=ESTIMATES,
        contact_mobile="+8613807319999", price_typical=29_900,
    )  # fmt: skip
    publish(brand)
    page_of = f"/brands/{brand.slug}"
    public = browser.get(page_of).words
    agent = make.agent_person(make.agent())
    known = another().sign_in(agent)
    before = known.get(page_of).words
    assert "65–70 % off tag price" not in public
    assert "65–70 % off tag price" in before
    assert "60 % off" not in before
    assert "138 0731 9999" not in before
    calculation = known.get(f"{page_of}/calculator?tier=county&area=80")
    assert "¥80,000" in calculation.words
    assert "no promise" in calculation.words
    assert browser.get(f"{page_of}/calculator").address.startswith("/sign-in")

    connected.append(agent.id)
    after = known.get(page_of).words
    assert "60 % off tag price" in after
    assert "138****9999" in after, "the whole number is asked for, once each time"
    assert "138 0731 9999" not in after
    alone = known.get(f"{page_of}/calculator").words
    assert "A piece costs in the end" in alone
    assert "pieces a month" not in alone, "no rent is known: no month carries itself from 0 pieces"
    assert "a month" in known.get(f"{page_of}/calculator?tier=county&area=80").words


def test_connected_agents_are_told_what_changed_and_see_a_former_day(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready, connected: list[int]
) -> None:
    brand = ready(offers=offers.check_all(TROUSERS))
    agent = make.agent_person(make.agent())
    connected.append(agent.id)
    owner = browser.sign_in(make.owner(brand))
    owner.submit(address(brand), "Submit to the office")
    office = office_of(brand, make, another())
    office.submit(address(brand, "revisions/1"), "Publish the profile")
    owner.submit(address(brand), "Change the profile")
    owner.submit(address(brand, "profile/terms/1/price"), "Save and go on", discount_first="3.9折")
    owner.submit(address(brand), "Submit to the office")
    review = office.get(address(brand, "revisions/2"))
    assert "for connected agents" in review.words
    assert (
        db.session.scalars(select(Notice.kind).where(Notice.recipient_id == agent.id)).all() == []
    )
    office.submit(review, "Publish the profile")

    assert told(agent.id) == ["terms.changed"]
    known = another().sign_in(agent)
    page = known.get(f"/brands/{brand.slug}/terms/2")
    assert "60 % off tag price" in [
        one.words.removeprefix("before: ") for one in page.tree.all("del")
    ]
    assert "61 % off tag price" in page.words
    former = known.get(f"/brands/{brand.slug}/on/{clock.today().isoformat()}")
    assert "61 % off tag price" in former.words
    assert known.get(f"/brands/{brand.slug}/on/2001-01-01").status == 404
    connected.clear()
    assert known.get(f"/brands/{brand.slug}/terms/2").status == 404


def test_the_office_writes_for_an_owner_and_that_is_marked(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready()
    manager = make.manager(db.session.get_one(Market, brand.market_id))
    make.owner(brand)
    browser.sign_in(manager)
    browser.submit(address(brand, "profile/contact/edit"), "Save", contact_name="李敏")
    assert newest(brand).typed_by_id == manager.id
    assert "Written by the office" in browser.get(address(brand, "revisions/1")).words


def test_a_market_asks_for_so_much_before_a_profile_is_submitted(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready()
    market = db.session.get_one(Market, brand.market_id)
    market.profile_percent = 95
    db.session.commit()
    page = browser.sign_in(make.owner(brand)).submit(address(brand), "Submit to the office")
    assert page.status == 409
    assert "95 % filled in" in page.words


def test_last_season_is_copied(browser: Browser, make: Make, ready: Ready) -> None:
    brand = ready(offers=offers.check_all(TROUSERS), estimates=ESTIMATES)
    publish(brand)
    browser.sign_in(make.owner(brand)).submit(address(brand), "Change the profile")
    newest(brand).offers = []
    db.session.commit()
    browser.submit(address(brand, "profile/terms"), "Copy these terms", number="1")
    assert newest(brand).offers == offers.check_all(TROUSERS)


def test_the_office_asks_about_a_field_and_the_owner_answers(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready()
    owner_account = make.owner(brand)
    owner = browser.sign_in(owner_account)
    owner.submit(address(brand), "Submit to the office")
    office = office_of(brand, make, another())
    here = address(brand, "revisions/1")
    assert office.submit(here, "Ask the owner", field="workers", text="").status == 422
    office.submit(here, "Ask the owner", field="workers", text="60人还是600人？")
    assert told(owner_account.id) == ["profile.asked"]
    assert "60人还是600人？" in owner.get(address(brand)).words
    office.submit(here, "Return it", request="请看人数。")
    assert "60人还是600人？" in owner.get(address(brand, "profile/supply/edit")).words
    assert "60人还是600人？" not in owner.get(address(brand, "profile/quality/edit")).words
    page = owner.submit(here, "Answer", answer="60人。")
    assert "60人。" in page.words
    owner.submit(address(brand), "Submit to the office")
    assert "60人还是600人？" not in owner.get(address(brand)).words
    assert "60人。" in office.get(here).words
    office.submit(here, "Publish the profile")
    assert not office.get(here).has_button("Ask the owner")


def test_verified_agents_alone_filter_by_released_bands(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    told, silent = (
        ready(offers=offers.check_all(TROUSERS), released=one) for one in (["discount"], [])
    )
    for brand in (told, silent):
        publish(brand)
        directory.reindex(brand)
    db.session.commit()
    agent = another().sign_in(make.agent_person(make.agent()))
    found = agent.get("/brands?discount=d3").html
    assert f"/brands/{told.slug}" in found
    assert f"/brands/{silent.slug}" not in found
    assert f"/brands/{silent.slug}" in browser.get("/brands?discount=d3").html, "not for the public"


def test_a_claim_carries_the_document_that_was_seen_while_it_says_the_same(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready(direct_stores=2)
    publish(brand)
    office = office_of(brand, make, browser)
    here = address(brand, "revisions/1")
    seen: dict[str, Any] = {
        "of_field": "direct_stores",
        "document": "两份租赁合同",
        "seen_on": "2026-01-05",
    }
    page = office.submit(here, "Note it", **seen, expires_on="2026-01-01")
    assert page.status == 422
    office.submit(here, "Note it", **seen, expires_on="")
    agent = another().sign_in(make.agent_person(make.agent()))
    page = agent.get(f"/brands/{brand.slug}")
    assert "paper seen" in page.words
    assert "两份租赁合同" in page.words
    assert "2026-01-05" in page.words
    assert "两份租赁合同" not in another().get(f"/brands/{brand.slug}").words, "an agent's field"

    newest(brand).direct_stores = 3
    db.session.commit()
    assert "两份租赁合同" not in agent.get(f"/brands/{brand.slug}").words
    newest(brand).direct_stores = 2
    db.session.commit()
    office.submit(here, "Note it", **seen, expires_on="2026-02-01")
    assert "paper expired" in agent.get(f"/brands/{brand.slug}").words
