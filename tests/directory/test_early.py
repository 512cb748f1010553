"""What every visitor gets alike is given early; nobody gets what is not for him, or what was."""

import gzip
from contextvars import Context
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask_wtf.csrf import generate_csrf
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.accounts.models import SignedInSession, User
from portal.brands.models import Brand, BrandState
from portal.core import clock, early
from portal.core.db import db
from portal.directory import actions, listing
from portal.directory import counting as views
from portal.directory.queries import store
from portal.markets.models import Market
from tests.client import Browser
from tests.make import PASSWORD, Make
from tests.site.test_query_counts import counting


def ask(app: Flask, address: str = "/brands", method: str = "GET", **headers: str) -> TestResponse:
    """Ask as somebody who brings nothing but what is said."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    client = app.test_client(use_cookies=False)
    return Context().run(
        client.open, address, method=method, headers={"Accept-Language": "en"} | sent
    )


@pytest.fixture
def opened(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Count the requests that reach the application behind."""
    # Once a second, whichever request comes then looks whether another process changed anything.
    monkeypatch.setattr(store, "LOOK_EVERY", 3600)
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


def test_signing_in_leads_back_to_the_search_or_the_brand(
    app: Flask, make: Make, publish: Any
) -> None:
    brand = publish(name_zh="云织")
    person = make.agent_person(make.agent())
    for address in (
        "/brands?q=云&category=W03",
        "/brands",
        f"/brands/{brand.slug}",
        "/search/help",
    ):
        for _time in range(2):  # the second visitor is given the page that is kept
            visitor = Browser(app.test_client())
            door = visitor.get(visitor.get(address).link("Sign in"))
            page = visitor.submit(door, "Sign in", login=person.email, password=PASSWORD)
            assert unquote(page.address) == address
            assert "Account menu" in page.words
    for address in ("/", "/privacy", "/sign-up"):
        assert Browser(app.test_client()).get(address).link("Sign in") == "/sign-in"


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
    for _time in range(2):
        ask(app, Cookie="portal=anything")
    assert len(opened) == 5


def test_a_session_is_given_its_own_page_again_and_nobody_elses(
    app: Flask, browser: Browser, make: Make, publish: Any, opened: list[str]
) -> None:
    kept = publish(name_en="Cloudweave")
    person = make.agent_person(make.agent(), name="Qin Hao")
    other = Browser(app.test_client()).sign_in(make.agent_person(make.agent(), name="Tan Yi"))
    browser.sign_in(person)

    def here() -> str:
        page = browser.get("/brands")
        assert page.response.headers["Cache-Control"] == "no-store"
        return page.words

    for _time in range(3):  # the first one ends what was said, and begins the form's token
        assert "Qin Hao" in here()
    opened.clear()
    assert "Qin Hao" in here()
    if db.engine.dialect.name == "sqlite":
        assert not opened, "nothing was written since"
    assert "Tan Yi" in other.get("/brands").words
    assert "Qin Hao" not in ask(app).text

    person.name = "Qin Yue"
    db.session.commit()
    assert "Qin Yue" in here(), "what anybody writes is seen at once"
    here()
    hide(kept)
    assert "Cloudweave" not in here()
    for _time in range(3):
        here()
    with db.engine.begin() as somebody:
        somebody.execute(update(SignedInSession).values(ended_at=clock.now()))
    assert "Qin Yue" not in browser.get("/brands").words, "the session was ended elsewhere"


def session_of(app: Flask, **held: object) -> str:
    """Return the cookie of a session that holds this."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"portal={signer.dumps(held)}"


def test_a_cookie_alone_makes_nobody_somebody(app: Flask, publish: Any, opened: list[str]) -> None:
    publish(name_en="Cloudweave")
    ask(app)
    for cookie in ("other=1", "other=1; language=en", session_of(app, csrf_token="0a1f83c6e2")):
        assert "Cloudweave" in ask(app, Cookie=cookie).text
    assert len(opened) == 1
    told = session_of(app, _flashes=[("done", "Saved once")])
    assert "Saved once" in ask(app, Cookie=told).text
    assert "Saved once" not in ask(app).text
    forged = session_of(app, _user_id="nobody's")[:-4] + "AAAA"
    for cookie in (forged, session_of(app, anything=1), "remember_token=1|1"):
        ask(app, Cookie=cookie)
    assert len(opened) == 5


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
    assert len(opened) == 2 + 2


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
    monkeypatch.setattr(app.wsgi_app, "_everybodys", early.Pages(size * 3))
    for number in range(9):
        ask(app, f"/brands?sort=name&n={number}")
    opened.clear()
    ask(app, "/brands?sort=name&n=8")
    assert not opened
    ask(app, "/brands?sort=name&n=0")
    assert opened


def test_a_machine_that_walks_through_all_filters_is_asked_to_wait(
    app: Flask, browser: Browser, make: Make, publish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(name_en="Cloudweave")
    monkeypatch.setattr(listing, "OFTEN", "3/10 minutes")
    walked = [f"/brands?category=W03&price_band=s{number}" for number in range(1, 5)]
    answers = [ask(app, address) for address in walked]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert all("noindex" in one.text for one in answers[:3])
    assert ask(app, walked[0]).status_code == 200, "what is kept costs nothing"
    browser.sign_in(make.agent_person(make.agent()))
    assert [browser.get(one).status for one in walked] == [200] * 4, "an agent is no machine"


def test_a_page_beyond_the_last_is_the_last(app: Flask, publish: Any) -> None:
    for name in ("云织", "重山"):
        publish(name_zh=name, name_en="")
    for number in (10**9, 10**30):
        page = ask(app, f"/brands?page={number}")
        assert page.status_code == 200
        assert "云织" in page.text
        assert "2 brands" in page.text


def test_a_brands_page_is_given_early_and_each_view_is_counted(
    app: Flask, publish: Any, opened: list[str]
) -> None:
    views.taken()
    brand = publish(name_en="Cloudweave")
    here, person = f"/brands/{brand.slug}", {"User_Agent": "Mozilla/5.0 Firefox/140.0"}
    first = ask(app, here, **person)
    assert "Cloudweave" in first.text
    assert ask(app, here, **person).data == first.data
    assert len(opened) == 1
    etag = first.headers["ETag"]
    assert ask(app, here, If_None_Match=etag, **person).status_code == 304
    ask(app, here, User_Agent="Googlebot/2.1")
    ask(app, here, Sec_Purpose="prefetch", **person)
    assert len(opened) == 1
    assert [(one[0], one[3]) for one in views.taken()] == [(brand.id, 3)]

    db.session.execute(update(Market).values(name_en="Weavers", version=Market.version + 1))
    db.session.commit()
    assert "Weavers" in ask(app, here).text, "what the page depends on was changed"
    assert len(opened) == 2
    db.session.execute(update(User).values(name="Qin Hao"))
    db.session.commit()
    ask(app, here)
    assert len(opened) == 2, "what it does not depend on was changed"
    hide(brand)
    assert ask(app, here).status_code == 404


def test_a_brands_page_for_somebody_is_nobody_elses(
    app: Flask, browser: Browser, make: Make, publish: Any
) -> None:
    brand = publish(name_en="Cloudweave")
    here = f"/brands/{brand.slug}"
    browser.sign_in(make.agent_person(make.agent(), name="Qin Hao"))
    for _time in range(2):
        page = browser.get(here)
        assert "Qin Hao" in page.words
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "Qin Hao" not in ask(app, here).text


def test_a_page_with_a_persons_token_is_kept_for_nobody(
    app: Flask, publish: Any, opened: list[str]
) -> None:
    publish(name_en="Cloudweave")
    app.before_request_funcs[None].insert(1, lambda: generate_csrf() and None)
    known = session_of(app, csrf_token="0a1f83c6e2")
    try:
        for _time in range(2):
            ask(app, Cookie=known)
    finally:
        app.before_request_funcs[None].pop(1)
    assert len(opened) == 2
