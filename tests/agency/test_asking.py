"""An agent asks a brand: who may, what is asked, who hears of it, how often."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.access.permissions import Role
from portal.agency import queries
from portal.agency.models import Enquiry, EnquiryMessage, EnquiryState
from portal.agents.models import Agent, AgentInterest, AgentState, InterestKind
from portal.audit.models import AuditEvent
from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.markets.models import Market
from portal.notices.models import Notice, OutboxMail
from tests.client import Browser, Shown
from tests.directory.conftest import published
from tests.make import Make

SEND = "Send the question"
QUESTION: dict[str, Any] = {
    "message": "我们在长沙经营四十家门店,想了解秋季女裤的代理政策。",
    "regions": ["430100"],
    "channel": "street_shop",
    "pieces_per_month": 800,
}


def visible(make: Make, **fields: Any) -> Brand:
    return make.brand(state=BrandState.VISIBLE, **fields)


def ask(browser: Browser, brand: Brand, **changes: Any) -> Shown:
    return browser.submit(f"/brands/{brand.slug}/enquire", SEND, **(QUESTION | changes))


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def only() -> Enquiry:
    return db.session.scalars(select(Enquiry)).one()


def test_a_verified_agent_asks_and_both_sides_see_it(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    market = make.market()
    brand = visible(make, market=market)
    agent = make.agent()
    person, colleague = make.agent_person(agent), make.agent_person(agent)
    owner, manager = make.owner(brand), make.manager(market)

    page = ask(browser.sign_in(person), brand)

    assert page.status == 200
    assert QUESTION["message"] in page.words
    assert f"{brand.name_en} should answer by" in page.words
    enquiry = only()
    assert (enquiry.state, enquiry.pieces_per_month) == (EnquiryState.NEW, 800)
    assert [one.id for one in queries.waiting_for_owner([brand.id])] == [enquiry.id]
    (line,) = queries.clock_lines([market.id])
    assert [one.thing_id for one in db.session.execute(line)] == [enquiry.id]
    assert set(db.session.scalars(select(Notice.recipient_id))) == {owner.id, manager.id}
    letters = db.session.scalars(select(OutboxMail).order_by(OutboxMail.to)).all()
    assert [letter.to for letter in letters] == sorted([owner.email or "", manager.email or ""])
    assert f"/enquiries/{enquiry.id}" in letters[0].body
    assert "enquiry.send" in db.session.scalars(select(AuditEvent.verb)).all()

    assert "Your turn: please answer by" in another().sign_in(owner).get(page.address).words
    desk = another().sign_in(manager)
    assert "It is the brand's turn" in desk.get(f"/enquiries/{enquiry.id}").words
    assert agent.name_en in desk.get(f"/markets/{market.slug}/enquiries").words
    assert QUESTION["message"] in another().sign_in(colleague).get("/enquiries").words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"message": "短"}, "From 10 to 2000 characters"),
        ({"message": "长" * 2001}, "From 10 to 2000 characters"),
        ({"message": "\x00 \u202e "}, "Write what you would like to know"),
        ({"regions": []}, "Choose at least one region"),
        ({"regions": ["999999"]}, "Choose among those that are offered"),
        ({"regions_find": "xyzzy"}, "No place is called “xyzzy”"),
        ({"channel": "teleport"}, "Please choose from the list"),
        ({"pieces_per_month": 0}, "A number from 1 to"),
        ({"pieces_per_month": 10**12}, "A number from 1 to"),
        ({"pieces_per_month": "lots"}, "Write a whole number"),
        ({"pieces_per_month": ""}, "Give a rough number"),
    ],
)
def test_a_question_must_be_whole(
    browser: Browser, make: Make, change: dict[str, Any], words: str
) -> None:
    brand = visible(make)
    page = ask(browser.sign_in(make.agent_person(make.agent())), brand, **change)
    assert page.status == 422
    assert words in page.words
    assert count(Enquiry) == 0


def test_hostile_text_is_only_text(browser: Browser, make: Make) -> None:
    nasty = "<script>alert(1)</script> \u202eevil\x00 " + "😀" * 20
    page = ask(browser.sign_in(make.agent_person(make.agent())), visible(make), message=nasty)
    assert page.status == 200
    assert "<script>alert" not in page.html
    assert db.session.scalars(select(EnquiryMessage.text)).one().startswith("<script>alert(1)")


def test_more_regions_are_found_by_name(browser: Browser, make: Make) -> None:
    brand = visible(make)
    browser.sign_in(make.agent_person(make.agent()))
    page = browser.submit(f"/brands/{brand.slug}/enquire", "Add", regions_find="岳阳", message="x")
    assert page.form_with(SEND).fields["regions"] == ["430100", "430600"]
    assert page.form_with(SEND).fields["message"] == ["x"]
    assert count(Enquiry) == 0


@pytest.mark.parametrize("state", [one for one in BrandState if one is not BrandState.VISIBLE])
def test_a_brand_that_is_not_shown_cannot_be_asked(
    browser: Browser, make: Make, state: BrandState
) -> None:
    brand = make.brand(state=state)
    browser.sign_in(make.agent_person(make.agent()))
    assert browser.get(f"/brands/{brand.slug}/enquire").status == 404
    assert browser.get("/brands/no-such-brand/enquire").status == 404


def test_a_brand_of_a_closed_market_cannot_be_asked(browser: Browser, make: Make) -> None:
    brand = visible(make)
    browser.sign_in(make.agent_person(make.agent()))
    assert browser.get(f"/brands/{brand.slug}/enquire").status == 200
    db.session.get_one(Market, brand.market_id).closed_at = clock.now()
    db.session.commit()
    assert browser.get(f"/brands/{brand.slug}/enquire").status == 404


def posted(browser: Browser, brand: Brand) -> int:
    """Send a question without the page's own form."""
    shown = browser.get("/enquiries")
    token = shown.forms[0].fields["csrf_token"][0]
    data = QUESTION | {"csrf_token": token}
    return browser.post(f"/brands/{brand.slug}/enquire", data=data).status


def test_who_cannot_ask_yet_learns_what_to_do(browser: Browser, make: Make) -> None:
    market = make.market()
    brand = visible(make, market=market)
    address = f"/brands/{brand.slug}/enquire"
    cases = [
        (make.agent_person(make.agent(verified=False)), "Your company is being checked"),
        (make.agent_person(make.agent(verified=False, state=AgentState.REFUSED)), "Correct it"),
        (make.user(), "Register your company first"),
        (make.owner(brand), "This is your own brand"),
        (make.manager(market), "Register your company first"),
    ]
    for person, words in cases:
        page = browser.sign_in(person).get(address)
        assert page.status == 200
        assert words in page.words
        assert not page.has_button(SEND)
        assert posted(browser, brand) in {403, 404}
    assert count(Enquiry) == 0


def test_the_page_of_a_brand_offers_what_its_reader_can_do(browser: Browser, make: Make) -> None:
    market = make.market()
    brand = published(make, brand=make.brand(market))
    there = f"/markets/{market.slug}/brands/{brand.slug}"
    cases = [
        (make.agent_person(make.agent()), f"/brands/{brand.slug}/enquire"),
        (make.agent_person(make.agent(verified=False)), f"/brands/{brand.slug}/enquire"),
        (make.user(), f"/brands/{brand.slug}/enquire"),
        (make.owner(brand), f"{there}/profile"),
        (make.manager(market), there),
        (make.owner(make.brand(market)), None),
        (make.manager(make.market()), None),
        (make.staff(), None),
    ]
    for person, address in cases:
        page = browser.sign_in(person).get(f"/brands/{brand.slug}")
        (bar,) = [one for one in page.tree.all("div") if one.at.get("class") == "ask-bar"]
        first = [one.at["href"] for one in bar.all("a") if "button-primary" in one.at["class"]]
        assert first == ([address] if address else []), person.name


def test_who_talks_with_a_brand_goes_on_from_its_page(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    brand = published(make)
    ask(browser.sign_in(make.agent_person(make.agent())), brand)
    page = browser.get(f"/brands/{brand.slug}")
    assert page.link("Continue your enquiry") == f"/enquiries/{only().id}"
    assert "Ask this brand" not in page.words
    stranger = another().sign_in(make.agent_person(make.agent()))
    assert "Ask this brand" in stranger.get(f"/brands/{brand.slug}").words
    only().state = EnquiryState.CLOSED
    db.session.commit()
    assert "Ask this brand" in browser.get(f"/brands/{brand.slug}").words


def test_a_verification_that_ran_out_closes_the_door(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9)
    brand, person = visible(make), make.agent_person(make.agent())
    at(2027, 3, 2, 9)
    page = browser.sign_in(person).get(f"/brands/{brand.slug}/enquire")
    assert "Your verification has run out" in page.words
    assert posted(browser, brand) == 403


def test_nobody_asks_their_own_brand(browser: Browser, make: Make) -> None:
    brand = visible(make)
    person = make.agent_person(make.agent())
    make.member(Role.OWNER, user=person, brand_id=brand.id)
    assert posted(browser.sign_in(person), brand) == 403
    assert count(Enquiry) == 0


def test_a_visitor_signs_in_first(browser: Browser, make: Make) -> None:
    page = browser.get(f"/brands/{visible(make).slug}/enquire")
    assert page.address.startswith("/brands/") or "sign-in" in page.address


def test_a_double_click_asks_once(browser: Browser, make: Make) -> None:
    brand = visible(make)
    page = browser.sign_in(make.agent_person(make.agent())).get(f"/brands/{brand.slug}/enquire")
    first = browser.submit(page, SEND, **QUESTION)
    second = browser.submit(page, SEND, **QUESTION)
    assert first.address == second.address
    assert (count(Enquiry), count(EnquiryMessage)) == (1, 1)


def test_an_open_conversation_goes_on_instead_of_a_second_one(browser: Browser, make: Make) -> None:
    brand = visible(make)
    page = browser.sign_in(make.agent_person(make.agent())).get(f"/brands/{brand.slug}/enquire")
    ask(browser, brand)
    again = browser.get(f"/brands/{brand.slug}/enquire")
    assert "You are talking with this brand already" in again.words
    other = browser.submit(page, SEND, **QUESTION | {"message": "还想问一下秋装的交期。"})
    assert "还想问一下秋装的交期。" in other.words
    assert (count(Enquiry), count(EnquiryMessage)) == (1, 2)


def test_not_more_than_twenty_brands_an_hour(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.agent_person(make.agent()))
    for number in range(20):
        assert ask(browser, visible(make, market=market)).status == 200, number
    page = ask(browser, visible(make, market=market))
    assert page.status == 429
    assert "tried too often" in page.words
    assert page.form_with(SEND).fields["message"] == [QUESTION["message"]]
    assert page.response.headers["Retry-After"]
    assert count(Enquiry) == 20


def test_whoever_has_two_companies_says_for_which(browser: Browser, make: Make) -> None:
    brand = visible(make)
    first = make.agent()
    person = make.agent_person(first)
    second: Agent = make.agent(interests=[AgentInterest(kind=InterestKind.REGION, code="440000")])
    make.member(Role.AGENT, user=person, agent_id=second.id, verified_until=second.verified_until)
    ask(browser.sign_in(person), brand, agent_id=second.id, regions=["440000"])
    assert only().agent_id == second.id
    foreign = ask(browser, brand, agent_id=make.agent().id)
    assert foreign.status == 422
    assert count(Enquiry) == 1
