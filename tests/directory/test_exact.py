"""A connected agent filters and orders by exact numbers: of his own connections, nobody else's."""

from datetime import timedelta
from typing import Any

import pytest

from portal.agents.models import Agent
from portal.brands.models import Brand, BrandState
from portal.connections.models import Connection, ConnectionState, Side
from portal.core import clock
from portal.core.db import db
from portal.directory import actions, exact
from portal.linesheets.models import LineSheet, SheetState, Style
from tests.client import Browser
from tests.make import Make


def opens_to(make: Make, brand: Brand, agent: Agent) -> Connection:
    """Let a brand have opened its terms to an agent's company."""
    today = clock.today()
    return make.save(
        Connection(
            market_id=brand.market_id,
            brand_id=brand.id,
            agent_id=agent.id,
            author_id=make.user().id,
            begun_by=Side.AGENT,
            state=ConnectionState.ACTIVE,
            answer_by=today,
            begins_on=today,
            ends_on=today + timedelta(days=300),
            granted_at=clock.now(),
        )
    )


def offer(discount: int, deposit: int | None) -> dict[str, Any]:
    """Return an offer: hundredths of a percent, yuan."""
    said: dict[str, Any] = {"key": 1, "mode": "agency", "discount_first": [{"value": discount}]}
    return said | ({} if deposit is None else {"deposit": [{"value": deposit * 100}]})


@pytest.fixture
def agent(make: Make, publish: Any) -> Agent:
    """Return an agent with three connections; a fourth brand with the best terms is not one."""
    agent = make.agent()
    for name, said in {
        "重山": offer(3600, 20_000),
        "白鹭": offer(4200, 5_000),
        "云织": offer(3800, None),
    }.items():
        opens_to(make, publish(name_zh=name, offers=[said]), agent)
    publish(name_zh="外人", offers=[offer(1000, 0)])
    return agent


def order(browser: Browser, search: str) -> list[str]:
    """Return the names of the brands that are shown, in their order."""
    page = browser.get(f"/brands/connected{search}")
    assert page.status == 200
    shown = {name: page.words.index(name) for name in ("重山", "白鹭", "云织", "外人")
             if name in page.words}  # fmt: skip
    return sorted(shown, key=lambda name: shown[name])


def test_exact_numbers_filter_and_order_ones_own_connections(
    browser: Browser, make: Make, agent: Agent
) -> None:
    browser.sign_in(make.agent_person(agent))
    assert order(browser, "") == ["白鹭", "云织", "重山"], "by pinyin, and never the stranger"
    assert order(browser, "?sort=discount") == ["重山", "云织", "白鹭"]
    assert order(browser, "?sort=deposit") == ["白鹭", "重山", "云织"], "what is unsaid comes last"
    assert order(browser, "?discount=38 %") == ["云织", "重山"]
    assert order(browser, "?discount=3.8折&deposit=2万") == ["重山"]
    page = browser.get("/brands/connected?deposit=1200")
    assert "None of your connections fits" in page.words
    table = browser.get("/brands/connected.csv?sort=discount").response.text
    assert table.index("重山") < table.index("白鹭")
    assert "外人" not in table


def test_what_is_typed_wrongly_is_said_and_stays(
    browser: Browser, make: Make, agent: Agent
) -> None:
    browser.sign_in(make.agent_person(agent))
    page = browser.get("/brands/connected?discount=ganz billig&deposit=2万&sort=nonsense")
    assert 'value="ganz billig"' in page.html
    assert 'aria-invalid="true"' in page.html
    assert order(browser, "?discount=ganz billig&deposit=6000") == ["白鹭"], "the rest still holds"


def test_who_is_not_connected_learns_no_exact_number(
    browser: Browser, another: Any, make: Make, agent: Agent
) -> None:
    strangers = [make.agent_person(make.agent()), make.agent_person(make.agent(verified=False))]
    for person in strangers:
        page = another().sign_in(person).get("/brands/connected?discount=38 %")
        assert "No brand has opened its terms to you yet" in page.words
        assert "重山" not in page.words
    assert "重山" not in another().get("/brands/connected").words
    person = make.agent_person(agent)
    browser.sign_in(person)
    for row in db.session.query(Connection):
        row.ends_on = clock.today() - timedelta(days=1)
    db.session.commit()
    assert order(browser, "") == [], "what has ended is closed at once"


def test_a_hidden_brand_is_gone_from_the_exact_terms(
    browser: Browser, make: Make, agent: Agent
) -> None:
    browser.sign_in(make.agent_person(agent))
    brand = db.session.query(Brand).filter_by(name_zh="重山").one()
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.commit()
    assert order(browser, "?sort=discount") == ["云织", "白鹭"]


def test_less_is_better_but_for_the_exchange() -> None:
    assert {one.name for one in exact.LIMITS if not one.is_most} == {"exchange"}


def test_agents_filter_by_what_is_in_stock(browser: Browser, make: Make, publish: Any) -> None:
    ready, waiting = publish(name_en="Ready"), publish(name_en="Waiting")
    for brand, code in ((ready, "at_once"), (waiting, "pre_order")):
        style = Style(number="A1", position=0, availability=code)
        sheet = LineSheet(
            brand_id=brand.id, year=2027, wave="spring_1", number=1, name_zh="春", styles=[style]
        )
        sheet.state = SheetState.PUBLISHED
        make.save(sheet)
        actions.reindex(brand)
    db.session.commit()
    assert "2 brands" in browser.get("/brands?availability=at_once").words, "visitors know nothing"
    assert "Stock or to order" not in browser.get("/brands").words
    browser.sign_in(make.agent_person(make.agent()))
    words = browser.get("/brands?availability=at_once").words
    assert "Ready" in words
    assert "Waiting" not in words
    assert "2 brands" in browser.get("/brands?availability=at_once&availability=pre_order").words


def test_a_title_and_another_name_are_found(browser: Browser, publish: Any) -> None:
    publish(name_en="Honoured", honours_zh="成长品牌 2024", aliases_zh="小重山,山货铺")
    publish(name_zh="白鹭", name_en="Plain")
    assert "Plain" not in browser.get("/brands?honours=yes").words
    for asked in ("成长品牌", "小重山", "山货铺", "shanhuopu"):
        words = browser.get(f"/brands?q={asked}").words
        assert "Honoured" in words, asked
        assert "Plain" not in words, asked
