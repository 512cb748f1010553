"""A brand's public page: what machines are told, what is drawn once, what never goes stale."""

import json
import re
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.brands import actions as brands
from portal.brands.models import BrandState, Revision
from portal.core import clock
from portal.core.db import db
from portal.directory import actions
from tests.client import Browser
from tests.make import Make
from tests.site.test_query_counts import counting

WICKED = '</script><script>alert("1")</script>'


def ask(app: Flask, address: str, **headers: str) -> TestResponse:
    """Ask as a machine does, that keeps nothing from one time to the next."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    client = app.test_client(use_cookies=False)
    return Context().run(client.get, address, headers={"Accept-Language": "en"} | sent)


def graph(answer: TestResponse) -> dict[str, dict[str, Any]]:
    """Return what a page tells search engines, by its kind."""
    data = answer.text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    return {one["@type"]: one for one in json.loads(data)["@graph"]}


def test_machines_are_told_what_everybody_may_read(app: Flask, publish: Any) -> None:
    brand = publish(
        name_zh="云织", name_en="Cloud Weave", slogan_en=WICKED, workers=4711, contact_name="李招商"
    )
    answer = ask(app, f"/brands/{brand.slug}?lang=en")
    told = graph(answer)
    assert told["Brand"]["name"] == "Cloud Weave"
    assert told["Brand"]["alternateName"] == ["云织"]
    assert told["Brand"]["slogan"] == WICKED, "said as it is, and closes no script"
    assert told["Organization"]["brand"]["@id"] == told["Brand"]["@id"]
    assert len(told["BreadcrumbList"]["itemListElement"]) == 3
    assert WICKED not in answer.text
    assert "4711" not in answer.text
    assert "李招商" not in answer.text
    for piece in (
        "<title>Cloud Weave · Lusong Brand Incubator</title>",
        'property="og:title" content="Cloud Weave',
        f'hreflang="x-default" href="{app.config["BASE_URL"]}/brands/{brand.slug}"',
        f'rel="canonical" href="{app.config["BASE_URL"]}/brands/{brand.slug}?lang=en"',
    ):
        assert piece in answer.text, piece


def test_a_long_name_still_makes_a_card_in_a_chat(app: Flask, publish: Any) -> None:
    brand = publish(name_zh="株洲芦淞云织女裤高级时装定制有限责任公司总店旗舰品牌")
    title = ask(app, f"/brands/{brand.slug}?lang=zh-Hans").text.partition("<title>")[2]
    assert title.partition("</title>")[0] == "株洲芦淞云织女裤高级时装定制有限责任公…"


def test_an_unchanged_page_is_not_sent_again(app: Flask, publish: Any) -> None:
    brand = publish()
    address = f"/brands/{brand.slug}"
    first = ask(app, address)
    assert first.headers["Cache-Control"] == "no-cache"
    etag = first.headers["ETag"]
    again = ask(app, address, If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")
    assert {"Accept-Language", "Cookie"} <= {*again.headers["Vary"].split(", ")}
    assert ask(app, address, If_None_Match=etag, Accept_Language="zh").status_code == 200
    revision = db.session.query(Revision).filter_by(brand_id=brand.id).one()
    revision.story_zh = "从今天起做裙子。"
    actions.reindex(brand)
    db.session.commit()
    fresh = ask(app, address, If_None_Match=etag)
    assert fresh.status_code == 200
    assert "从今天起做裙子" in fresh.text


def test_a_page_that_was_drawn_asks_the_database_once(app: Flask, publish: Any) -> None:
    brand = publish()
    ask(app, f"/brands/{brand.slug}")
    with counting() as asked:
        assert "云织" in ask(app, f"/brands/{brand.slug}").text
    assert asked.total() <= 2, asked


def test_the_terms_stand_first_for_whoever_may_read_them(
    browser: Browser, another: Any, make: Make, publish: Any
) -> None:
    cheap = {"tier": "t2", "fit_out": 3_000_000, "first_order": 1_000_000}
    brand = publish(story_zh="做裤子的人。", modes=["agency"], estimates=[cheap])
    here = f"/brands/{brand.slug}"
    agent = another().sign_in(make.agent_person(make.agent(verified=True))).get(here)
    assert agent.words.index("Ways to work together") < agent.words.index("做裤子的人。")
    assert "Ways to work together" not in browser.get(here).words
    headings = [one.words for one in agent.tree.all("h2")]
    assert "Work it out for my shop" in headings
    assert len(set(headings)) == len(headings), "no two parts are called alike"


def test_what_is_kept_for_agents_never_reaches_a_visitor(
    app: Flask, browser: Browser, make: Make, publish: Any
) -> None:
    brand = publish(workers=4711)
    agent = make.agent_person(make.agent())
    browser.sign_in(agent)
    assert "4,711" in browser.get(f"/brands/{brand.slug}").words
    answer = browser.get(f"/brands/{brand.slug}").response
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "4,711" not in ask(app, f"/brands/{brand.slug}").text


def test_an_address_in_capitals_or_with_a_slash_leads_to_the_right_one(
    app: Flask, publish: Any
) -> None:
    slug = publish().slug
    for address in (slug.upper(), f"{slug}/", f"{slug.upper()}/"):
        answer = ask(app, f"/brands/{address}?season=2026-1&lang=en")
        assert answer.status_code == 308
        assert answer.headers["Location"] == f"/brands/{slug}?season=2026-1&lang=en"
    assert ask(app, f"/brands/{slug}/").headers["Location"] == f"/brands/{slug}"
    for address in ("NOBODY", "nobody/"):
        assert ask(app, f"/brands/{address}").status_code == 404


def test_a_number_with_a_fraction_is_one_number(browser: Browser, make: Make, publish: Any) -> None:
    brand = publish(return_rate=150, workers=4711, original_percent=60)
    browser.sign_in(make.agent_person(make.agent()))
    page = browser.get(f"/brands/{brand.slug}")
    large = {one.words for one in page.tree.all("strong")}
    assert {"1.5", "4,711", "60"} <= large


def test_a_hidden_brand_is_gone_from_every_list_of_machines(
    app: Flask, make: Make, publish: Any
) -> None:
    market = make.market()
    brand, other = (
        publish(brand=make.brand(market, name_zh=name), name_zh=name) for name in ("云织", "重山")
    )
    for address in (f"/brands/{brand.slug}", f"/brands/{brand.slug}/print"):
        assert ask(app, address).status_code == 200
    brands.hide(brand, by=make.owner(brand), reason="过年")
    db.session.commit()
    for address in (f"/brands/{brand.slug}", f"/brands/{brand.slug}/print"):
        assert ask(app, address).status_code == 404
    for address in ("/sitemap-brands-1.xml", "/brands/feed", f"/markets/{market.slug}/feed"):
        assert f"/brands/{brand.slug}<" not in ask(app, address).text
    assert f"/brands/{other.slug}<" in ask(app, "/sitemap-brands-1.xml").text


def test_a_feed_tells_of_new_brands_by_market(app: Flask, make: Make, publish: Any) -> None:
    first, second = make.market(), make.market()
    here, there = first.slug, second.slug
    publish(brand=make.brand(first, name_zh="云织"), name_zh="云织", name_en="Cloud & Weave")
    publish(brand=make.brand(second, name_zh="重山"), name_zh="重山")
    assert set(entries(ask(app, "/brands/feed"))) == {"Cloud &amp; Weave", "重山"}
    assert entries(ask(app, f"/markets/{there}/feed")) == ["重山"]
    etag = ask(app, "/brands/feed").headers["ETag"]
    assert ask(app, "/brands/feed", If_None_Match=etag).status_code == 304
    second.closed_at = clock.now()
    db.session.commit()
    assert ask(app, f"/markets/{there}/feed").status_code == 404
    assert ask(app, f"/markets/{here}/feed").status_code == 200


def entries(answer: TestResponse) -> list[str]:
    """Return the titles of a feed's entries."""
    return re.findall("<entry><title>(.*?)</title>", answer.text)


def test_the_map_leads_to_its_parts(app: Flask, publish: Any) -> None:
    brand = publish()
    base = app.config["BASE_URL"]
    assert f"Sitemap: {base}/sitemap.xml" in ask(app, "/robots.txt").text
    parts = places(ask(app, "/sitemap.xml"))
    found = [one for part in parts for one in places(ask(app, part.removeprefix(base)))]
    assert {f"{base}/brands/{brand.slug}", f"{base}/brands", f"{base}/"} <= {*found}
    assert ask(app, "/sitemap-brands-9.xml").status_code == 404


def places(answer: TestResponse) -> list[str]:
    """Return the addresses that a map lists."""
    return re.findall("<loc>(.*?)</loc>", answer.text)


@pytest.mark.sqlite
def test_brands_like_one_hang_beside_it_with_the_reason(browser: Browser, publish: Any) -> None:
    brand = publish(summer_band="s2", winter_band="w2", styles=["commute"])
    publish(name_zh="另类", origin_region="440000", category="W03")
    publish(name_zh="同路", summer_band="s2", winter_band="w2", category="W03")
    publish(name_zh="外人", category="M01")
    words = browser.get(f"/brands/{brand.slug}").words
    assert words.index("同路") < words.index("另类")
    assert "same price band" in words
    assert "外人" not in words
    publish(name_zh="邻座", category="W12")
    words = browser.get(f"/brands/{brand.slug}").words
    assert words.index("另类") < words.index("邻座"), "neighbours fill the row, behind one's own"
    assert "Womenswear, too" in words
    for number in range(3):
        publish(name_zh=f"同类{number}", category="W03")
    assert "邻座" not in browser.get(f"/brands/{brand.slug}").words, "four are enough"


@pytest.mark.sqlite
def test_what_is_hidden_hangs_beside_nothing(browser: Browser, make: Make, publish: Any) -> None:
    brand, other = publish(name_zh="云织"), publish(name_zh="藏锋", workers=4711)
    address = f"/brands/{brand.slug}"
    assert "藏锋" in browser.get(address).words
    assert "4,711" not in browser.get(address).words, "a reason tells nothing that is gated"
    other.state = BrandState.HIDDEN
    actions.reindex(other)
    db.session.commit()
    assert "藏锋" not in browser.get(address).words
    browser.sign_in(make.agent_person(make.agent()))
    assert "藏锋" not in browser.get(address).words
