"""Offices and owners look for agents: filters, order, pages, a table, masked numbers."""

from datetime import timedelta
from typing import Any

import pytest

from portal.agents.models import Agent, AgentInterest, InterestKind
from portal.core import clock
from tests.client import Browser
from tests.make import Make


def agent(make: Make, name: str, **fields: Any) -> Agent:
    """Make a verified agent with interests given by kind."""
    interests = [
        AgentInterest(kind=kind, code=code)
        for kind in InterestKind
        for code in fields.pop(kind.value, [])
    ]
    return make.agent(name_en=name, name_zh=f"商行{name}", interests=interests, **fields)


@pytest.fixture
def office(browser: Browser, make: Make) -> Browser:
    agent(
        make,
        "Xiang",
        home_region="430100",
        region=["430000"],
        channel=["street_shop"],
        category=["W03"],
    )
    agent(
        make,
        "Gan",
        home_region="360100",
        region=["430200"],
        category=["W"],
        price_band=["s2"],
        outlets=30,
    )
    agent(
        make,
        "Yue",
        home_region="440100",
        region=["440000"],
        channel=["live_stream"],
        category=["M01"],
        founded_year=2001,
    )
    agent(make, "Old", verified_until=clock.now() - timedelta(days=1))
    make.agent(verified=False, name_en="Newcomer")
    return browser.sign_in(make.manager(make.market()))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Xiang", "Gan", "Yue"}),
        ("region=430000", {"Xiang", "Gan"}),
        ("region=360000", {"Gan"}),
        ("region=430300", {"Xiang"}),
        ("channel=live_stream", {"Yue"}),
        ("category=W03", {"Xiang", "Gan"}),
        ("category=W", {"Xiang", "Gan"}),
        ("category=M", {"Yue"}),
        ("category=M02", set()),
        ("price_band=s2", {"Gan"}),
        ("q=yue", {"Yue"}),
        ("q=商行Gan", {"Gan"}),
        ("q=广州", {"Yue"}),
        ("region=430000&category=W03&channel=street_shop", {"Xiang"}),
        ("q=%25", set()),
    ],
)
def test_filters(office: Browser, query: str, expected: set[str]) -> None:
    page = office.get(f"/agents?{query}")
    assert page.status == 200
    shown = {link.words for link in page.tree.all("a") if link.at.get("class") == "cover"}
    assert shown == expected


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=99999999999",
        "category=nonsense",
        "region=x",
        "sort=up",
        "colour=red",
        "q=%00",
    ],
)
def test_nonsense_is_left_out(office: Browser, query: str) -> None:
    assert office.get(f"/agents?{query}").status == 200


def test_an_unknown_filter_is_said(office: Browser) -> None:
    assert "One filter was not understood" in office.get("/agents?category=nonsense").words


def test_order(office: Browser) -> None:
    words = office.get("/agents?sort=outlets").words
    assert words.index("Gan") < words.index("Xiang")
    words = office.get("/agents?sort=oldest").words
    assert words.index("Yue") < words.index("Xiang")


def test_pages(browser: Browser, make: Make) -> None:
    for number in range(25):
        agent(make, f"Agent-{number}")
    page = browser.sign_in(make.staff()).get("/agents")
    assert "25 verified agents" in page.words
    assert "Page 1 of 2" in page.words
    assert len(browser.get("/agents?page=2").tree.all("article")) == 1


def test_a_table_to_take_away(office: Browser) -> None:
    answer = office.get("/agents.csv?channel=live_stream").response
    assert answer.mimetype == "text/csv"
    lines = answer.text.splitlines()
    assert lines[0].startswith("\ufeffName,")
    assert len(lines) == 2
    assert "Yue" in lines[1]
    assert "138 0731 0000" in lines[1]


def test_a_name_never_becomes_a_formula(browser: Browser, make: Make) -> None:
    agent(make, '=HYPERLINK("http://evil")')
    text = browser.sign_in(make.staff()).get("/agents.csv").response.text
    assert "'=HYPERLINK" in text


def test_numbers_are_masked_for_owners_until_the_agent_writes(browser: Browser, make: Make) -> None:
    one = agent(make, "Xiang")
    owner = make.owner(make.brand())
    page = browser.sign_in(owner).get(f"/agents/{one.id}")
    assert "138****0000" in page.words
    assert "138 0731 0000" not in page.words
    assert "138****0000" in browser.get("/agents").words
    assert "0731" not in browser.get("/agents.csv").response.text


def test_the_office_sees_whole_numbers(office: Browser) -> None:
    assert "138 0731 0000" in office.get("/agents").words


def test_before_the_first_agent(browser: Browser, make: Make) -> None:
    page = browser.sign_in(make.manager(make.market())).get("/agents")
    assert "No verified agents yet" in page.words


def test_nobody_searches_by_numbers(office: Browser) -> None:
    assert "No agent fits" in office.get("/agents?q=13807310000").words
