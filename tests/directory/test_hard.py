"""What nobody should ask, and everybody does: odd texts, old values, hidden brands, machines."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from portal.brands.models import BrandState
from portal.core.db import db
from portal.directory import actions, listing
from portal.reference import queries as reference
from tests.client import Browser
from tests.make import Make


def counted(browser: Browser, address: str) -> dict[tuple[str, str], int]:
    """Return every count beside a filter on a page."""
    found = {}
    for label in browser.get(address).tree.all("label"):
        for one in label.all("input"):
            if one.at.get("type") == "checkbox":
                number = re.search(r"([\d,]+)$", label.words.strip())
                found[one.at["name"], one.at["value"]] = int(number[1]) if number else 0
    return found


@pytest.mark.parametrize("text", ["*", '"', "'; --", "。，", "()", "\x00", "🧵", "-", '""'])
def test_a_text_without_a_word_finds_nothing_and_stays(
    browser: Browser, publish: Any, text: str
) -> None:
    publish()
    page = browser.get("/brands?q=" + text.replace("\x00", "%00"))
    if text != "\x00":
        assert "Nothing here can be searched for" in page.words
        assert "signs alone name no brand" in page.words
    assert page.status == 200


@pytest.mark.parametrize(
    "text", ["NEAR(重山", '"重山', "重山*", "'; -- 重山", "重山 OR", "重\x00山"]
)
def test_signs_of_a_search_language_are_no_language(
    browser: Browser, publish: Any, text: str
) -> None:
    publish(name_zh="重山", name_en="Heavy")
    publish(name_zh="白鹭", name_en="Egret")
    words = browser.get("/brands?q=" + text.replace("\x00", "%00")).words
    assert "Egret" not in words


def test_ten_thousand_characters_are_cut_and_answered(browser: Browser, publish: Any) -> None:
    publish(name_zh="重山", name_en="Heavy")
    for text in ("重" * 10_000, "重山 " * 3_300, "重山" + "x" * 9_998):
        page = browser.get(f"/brands?q={text}")
        assert page.status == 200
        assert f'name="q" value="{text[:80]}"' in page.html
        assert f'value="{text[:81]}' not in page.html
        assert "Only the first 80 characters" in page.words


def test_a_value_that_was_retired_still_finds_its_brands(
    browser: Browser, publish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(name_en="Kept", styles=["commuter"])
    publish(name_en="Other", styles=["casual"])
    old = reference.terms("style")
    table = {**old, "commuter": replace(old["commuter"], retired=True)}
    asked = reference.terms
    monkeypatch.setattr(reference, "terms", lambda kind: table if kind == "style" else asked(kind))
    assert "commuter" not in [code for code, _term in reference.choices("style")]
    page = browser.get("/brands?style=commuter")
    assert "Kept" in page.words
    assert "Other" not in page.words
    assert "a filter that does not exist" not in page.words
    assert counted(browser, "/brands")["style", "commuter"] == 1


def test_two_brands_of_one_name_are_two(browser: Browser, publish: Any) -> None:
    first, second = publish(name_zh="重山", category="W03"), publish(name_zh="重山", category="M01")
    assert first.slug != second.slug
    page = browser.get("/brands?q=重山")
    assert "2 brands" in page.words
    for one in (first, second):
        assert f'href="/brands/{one.slug}"' in page.html


def test_what_is_published_and_hidden_at_once_was_never_there(
    browser: Browser, publish: Any
) -> None:
    publish(name_zh="白鹭")
    assert "1 brand" in browser.get("/brands").words
    brand = publish(name_zh="藏锋")
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.commit()
    assert "1 brand" in browser.get("/brands").words
    assert "No brand fits all of this" in browser.get("/brands?q=藏锋").words
    brand.state = BrandState.VISIBLE
    actions.reindex(brand)
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.commit()
    assert "藏锋" not in browser.get("/brands?sort=newest").words


def test_no_count_tells_of_a_hidden_brand(browser: Browser, publish: Any) -> None:
    publish(name_zh="白鹭", category="W03", origin_region="350581")
    hidden = publish(name_zh="藏锋", category="K03", origin_region="430203", styles=["commuter"])
    assert counted(browser, "/brands")["category", "K03"] == 1
    hidden.state = BrandState.HIDDEN
    actions.reindex(hidden)
    db.session.commit()
    for address in ("/brands", "/brands?category=W03", "/brands?q=白鹭"):
        found = counted(browser, address)
        assert ("category", "K03") not in found, address
        assert ("style", "commuter") not in found, address
        assert found["region", "350000"] == 1
    assert "Hunan 1" not in browser.get("/brands/tiles").words
    for text in ("藏", "cf", "hunan", "commuter", "童"):
        assert "1 brand" not in browser.get(f"/search/suggest?q={text}").words, text
    ways = browser.get("/brands?q=藏锋&category=K03").words
    assert "Without" not in ways, "nothing that is left out would find it"


def test_where_one_less_is_not_enough_more_is_left_out(browser: Browser, publish: Any) -> None:
    publish(name_zh="白鹭", name_en="Egret", category="W03", origin_region="350581")
    page = browser.get("/brands?q=egret rocket&category=K03")
    assert "No brand fits all of this" in page.words
    assert "1 brand" in page.words
    assert "Egret" in browser.get(page.link("Only")).words


def test_a_word_of_which_nobody_tells_leads_to_what_it_is(browser: Browser, publish: Any) -> None:
    publish(name_zh="白鹭", name_en="Egret", category="W03")
    for asked, leads in (("女裤批发", "Only “女裤”"), ("打底裤", "Only “裤”")):
        page = browser.get(f"/brands?q={asked}")
        assert "No brand fits all of this" in page.words
        assert page.link(leads), page.words
        assert "Egret" in browser.get(page.link("Only")).words


def test_an_address_of_an_agent_says_what_others_may_not_ask(
    browser: Browser, publish: Any, make: Make
) -> None:
    publish()
    told = "by which only verified agents filter and sort"
    for asked in ("discount=d3", "sort=investment", "mode=agency&category=W03"):
        assert told in browser.get(f"/brands?{asked}").words, asked
    for asked in ("category=W03", "sort=newest", "discount="):
        assert told not in browser.get(f"/brands?{asked}").words, asked
    browser.sign_in(make.agent_person(make.agent()))
    assert told not in browser.get("/brands?discount=d3&sort=investment").words


def test_a_machine_that_walks_all_combinations_is_led_and_slowed(
    app: Flask, browser: Browser, publish: Any, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    base = app.config["BASE_URL"]
    plain, mixed = browser.get("/brands?category=W03"), browser.get("/brands?category=W03&style=x")
    assert f'rel="canonical" href="{base}/brands?category=W03"' in plain.html
    assert 'content="noindex' not in plain.html
    assert "a filter that does not exist" in mixed.words
    for address in ("q=a", "category=W03&region=430000", "sort=name", "view=lines", "page=2"):
        page = browser.get(f"/brands?{address}")
        assert 'content="noindex' in page.html, address
    monkeypatch.setattr(listing, "OFTEN", "3/10 minutes")
    said = [browser.get(f"/brands?q=w{number}").status for number in range(6)]
    assert said.count(429) == 3
    assert browser.get("/brands?category=W03").status == 200, "what was drawn is there for all"
    browser.sign_in(make.agent_person(make.agent()))
    assert browser.get("/brands?q=w9").status == 200, "people who are known are not machines"
