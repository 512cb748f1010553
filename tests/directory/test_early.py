"""What every visitor gets alike is given early; nobody gets what is not for him, or what was."""

import gzip
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.brands.models import Brand, BrandState
from portal.core import early
from portal.core.db import db
from portal.directory import actions
from portal.directory.queries import store
from tests.client import Browser
from tests.make import Make
from tests.site.test_query_counts import counting


def ask(app: Flask, address: str = "/brands", method: str = "GET", **headers: str) -> TestResponse:
    """Ask as somebody who brings nothing but what is said."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    client = app.test_client(use_cookies=False)
    return Context().run(
        client.open, address, method=method, headers={"Accept-Language": "en"} | sent
    )


@pytest.fixture
def opened(app: Flask) -> Any:
    """Count the requests that reach the application behind."""
    seen: list[str] = []
    before = app.before_request_funcs[None]
    before.insert(0, lambda: seen.append("opened"))
    yield seen
    before.pop(0)


def hide(brand: Brand) -> None:
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.commit()


def test_the_second_visitor_is_answered_before_anything_is_opened(
    app: Flask, publish: Any, opened: list[str]
) -> None:
    publish(name_en="Cloudweave")
    first = ask(app)
    assert len(opened) == 1
    with counting() as asked:
        second = ask(app)
    assert (len(opened), asked.total()) == (1, 0)
    assert second.data == first.data
    told, again = (dict(one.headers) for one in (first, second))
    assert told.pop("X-Request-Number") != again.pop("X-Request-Number"), "a request of its own"
    assert again == told
    assert {"Content-Security-Policy", "ETag", "X-Content-Type-Options"} <= told.keys()


def test_what_is_published_or_hidden_is_seen_by_the_next_visitor(app: Flask, publish: Any) -> None:
    kept = publish(name_en="Cloudweave")
    assert "Cloudweave" in ask(app).text
    assert "Cloudweave" in ask(app).text
    publish(name_en="Egret")
    assert "Egret" in ask(app).text
    hide(kept)
    assert "Cloudweave" not in ask(app).text


def test_what_another_process_publishes_is_looked_for_after_a_second(
    app: Flask, publish: Any, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = publish(name_en="Cloudweave")
    ask(app)
    ask(app)
    assert len(opened) == 1
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.info.pop(store.CHANGED)  # as when another process commits: nothing here says so
    db.session.commit()
    assert "Cloudweave" in ask(app).text, "nobody can know yet"
    monkeypatch.setattr(store.index(), "_looked_at", float("-inf"))
    assert "Cloudweave" not in ask(app).text, "the log is read again"


def test_whoever_is_somebody_is_never_answered_early(
    app: Flask, browser: Browser, make: Make, publish: Any, opened: list[str]
) -> None:
    publish(name_en="Cloudweave")
    browser.sign_in(make.agent_person(make.agent(), name="Qin Hao"))
    opened.clear()
    for _time in range(2):
        page = browser.get("/brands")
        assert "Qin Hao" in page.words
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in page.response.headers
    assert len(opened) == 2
    assert "Qin Hao" not in ask(app).text, "nor kept for others"
    for cookie in ("portal=anything", "language=en; other=1"):
        ask(app, Cookie=cookie)
        ask(app, Cookie=cookie)
    assert len(opened) == 7


def test_a_language_its_cookie_and_its_wish_are_kept_apart(
    app: Flask, publish: Any, opened: list[str]
) -> None:
    publish(name_zh="云织", name_en="Cloudweave")
    for _time in range(2):
        assert '<html lang="en">' in ask(app).text
        assert '<html lang="zh-Hans">' in ask(app, Accept_Language="zh-CN").text
        assert '<html lang="zh-Hans">' in ask(app, Cookie="language=zh-Hans").text
        wished = ask(app, "/brands?lang=zh-Hans")
        assert '<html lang="zh-Hans">' in wished.text
        assert "language=zh-Hans" in wished.headers["Set-Cookie"], "each is told to remember it"
    assert len(opened) == 3 + 2


def test_it_is_packed_for_who_can_unpack_it(app: Flask, publish: Any) -> None:
    publish()
    plain = ask(app)
    packed = ask(app, Accept_Encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in ask(app, Accept_Encoding="gzip;q=0, br").headers
    for one in (plain, packed):
        assert "Accept-Encoding" in one.headers["Vary"]
        assert int(one.headers["Content-Length"]) == len(one.data)


def test_an_unchanged_page_is_not_sent_and_a_changed_one_is(app: Flask, publish: Any) -> None:
    brand = publish(name_en="Cloudweave")
    etag = ask(app).headers["ETag"]
    for mark in (etag, etag.removeprefix("W/"), f'"other", {etag}'):
        again = ask(app, If_None_Match=mark)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Content-Length" not in again.headers
    assert ask(app, If_None_Match='"other"').status_code == 200
    hide(brand)
    assert ask(app, If_None_Match=etag).status_code == 200


def test_only_what_is_asked_for_by_get_is_kept(app: Flask, publish: Any, opened: list[str]) -> None:
    publish()
    ask(app)
    assert ask(app, method="HEAD").data == b""
    assert ask(app, method="POST").status_code in {400, 405}
    assert ask(app, f"/brands?q={'x' * early.LONGEST_QUERY}").status_code == 200
    assert len(opened) == 4
    assert ask(app, "/brands/nobody").status_code == 404
    assert ask(app, "/brands/nobody").status_code == 404
    assert len(opened) == 6


def test_a_page_names_its_own_house_whatever_host_was_asked(app: Flask, publish: Any) -> None:
    publish()
    ask(app, Host="evil.example")
    page = ask(app).text
    assert "evil.example" not in page
    assert f'rel="canonical" href="{app.config["BASE_URL"]}/brands"' in page


def test_no_more_is_kept_than_there_is_room_for(
    app: Flask, publish: Any, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    size = len(ask(app, Accept_Encoding="gzip").data)
    monkeypatch.setattr(early, "MOST_BYTES", size * 3)
    for number in range(9):
        ask(app, f"/brands?sort=name&n={number}")
    opened.clear()
    ask(app, "/brands?sort=name&n=8")
    assert not opened
    ask(app, "/brands?sort=name&n=0")
    assert opened
