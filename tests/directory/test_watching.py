"""An agent keeps a search, hears of what is new in it, and ends the letters with one click."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.agents.models import Agent
from portal.brands.models import BrandState
from portal.core.db import db
from portal.directory import actions, rules, watching
from portal.directory.models import Rhythm, SavedSearch, SeenBrand
from portal.notices import actions as notices
from portal.notices.models import Notice, OutboxMail
from tests.client import Browser
from tests.make import Make

At = Callable[..., None]
SUNDAY, MONDAY, TUESDAY = (2026, 10, 4, 2, 0), (2026, 10, 5, 0, 30), (2026, 10, 6, 0, 30)
"""In UTC: eight and a half in the morning where the markets are."""


def keeps(browser: Browser, make: Make, search: str, **typed: Any) -> Agent:
    """Sign an agent's person in and keep a search; return the agent."""
    agent = make.agent()
    browser.sign_in(make.agent_person(agent))
    page = browser.get(f"/brands?{search}")
    saved = browser.submit(
        page.link("Save this search and hear of new brands"), "Save this search", **typed
    )
    assert "The search is saved." in saved.words
    return agent


def letters() -> list[str]:
    return [one.body for one in db.session.query(OutboxMail).order_by(OutboxMail.id)]


def test_news_come_on_monday_once_and_only_when_there_are_any(
    browser: Browser, make: Make, publish: Any, at: At
) -> None:
    at(*SUNDAY)
    publish(name_zh="旧识", name_en="Known")
    keeps(browser, make, "category=W03", name="My trousers")
    assert db.session.query(SavedSearch).one().rhythm is Rhythm.WEEKLY

    at(*MONDAY)
    watching.tell_news()
    assert not letters(), "nothing is new, so nothing is said"

    publish(name_zh="新来", name_en="Newcomer", summer_band="s3")
    publish(name_zh="别家", name_en="Elsewhere", category="M01")
    at(*TUESDAY)
    watching.tell_news()
    assert not letters(), "it is told on Mondays"

    at(2026, 10, 12, 0, 30)
    watching.tell_news()
    watching.tell_news()

    (letter,) = letters()
    assert "Newcomer" in letter or "新来" in letter
    assert "Summer ¥199–399" in letter or "春夏 199–399元" in letter, "a price has its season"
    assert "Elsewhere" not in letter
    assert "旧识" not in letter
    (notice,) = db.session.query(Notice).filter_by(kind="search.news")
    assert notice.params == {"name": "My trousers", "count": 1}
    page = browser.get(f"/searches/{notice.arguments['search_id']}")
    assert "1 new brand" in page.words
    assert "Newcomer" in page.words
    words = browser.get("/searches").words
    assert "1 new brand" in words
    assert "last email on" in words


def test_what_is_hidden_since_is_told_to_nobody(
    browser: Browser, make: Make, publish: Any, at: At
) -> None:
    at(*SUNDAY)
    publish(name_zh="旧识")
    keeps(browser, make, "category=W03", rhythm="daily")
    shown, hidden = publish(name_zh="新来"), publish(name_zh="隐去")
    hide(hidden)
    at(*MONDAY)
    watching.tell_news()

    assert "隐去" not in letters()[-1]
    hide(shown)
    search = db.session.query(SavedSearch).one()
    assert "Nothing new" in browser.get(f"/searches/{search.id}").words
    for name in ("新来", "隐去"):
        assert name not in browser.get("/notices").words
    shown.state = BrandState.VISIBLE
    actions.reindex(shown)
    db.session.commit()
    at(*TUESDAY)
    watching.tell_news()
    assert len(letters()) == 1, "what comes back is not new"


def hide(brand: Any) -> None:
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.commit()


def test_a_search_rests_while_its_owner_may_not_ask_it(
    browser: Browser, make: Make, publish: Any, at: At
) -> None:
    at(*SUNDAY)
    publish(name_zh="旧识", modes=["agency"])
    agent = keeps(browser, make, "mode=agency", rhythm="daily")
    person = db.session.query(SavedSearch).one()
    for membership in agent_memberships(agent):
        membership.verified_until = None
    publish(name_zh="新来", modes=["agency"])
    publish(name_zh="别家")

    at(*MONDAY)
    watching.tell_news()

    assert not letters(), "half a search would find what nobody looked for"
    page = browser.get(f"/searches/{person.id}")
    assert "It rests until then" in page.words
    assert "新来" not in page.words


def agent_memberships(agent: Agent) -> Any:
    from portal.accounts.models import Membership

    return db.session.query(Membership).filter_by(agent_id=agent.id)


def test_one_click_ends_the_letters_without_signing_in(
    browser: Browser, another: Any, make: Make, publish: Any, at: At
) -> None:
    at(*SUNDAY)
    publish(name_zh="旧识")
    keeps(browser, make, "category=W03", rhythm="daily", name="只有我知道")
    publish(name_zh="新来")
    at(*MONDAY)
    watching.tell_news()
    found = re.search(r"/searches/off/\S+", letters()[-1])
    assert found
    address = found[0]

    stranger = another()
    page = stranger.get(address)
    assert "Should they stop?" in page.words
    assert "只有我知道" not in page.words
    db.session.expire_all()
    assert db.session.query(SavedSearch).one().rhythm is Rhythm.DAILY, "programs open links"
    page = stranger.submit(address, "Stop these emails")
    assert "No more emails" in page.words
    publish(name_zh="又来")
    at(*TUESDAY)
    watching.tell_news()
    assert len(letters()) == 1
    assert stranger.get("/searches/off/no-such").status == 404
    search = db.session.query(SavedSearch).one()
    assert "2 new brands" in browser.get(f"/searches/{search.id}").words, "it still looks"


def test_a_mail_program_ends_the_letters_by_one_post(
    app: Flask, browser: Browser, make: Make, publish: Any, at: At
) -> None:
    at(*SUNDAY)
    publish(name_zh="旧识")
    keeps(browser, make, "category=W03", rhythm="daily")
    publish(name_zh="新来")
    at(*MONDAY)
    watching.tell_news()
    assert notices.deliver_due() >= 1
    sent = [message_from_bytes(one.read_bytes()) for one in Path(app.instance_path).glob("mail/*")]
    (letter,) = [one for one in sent if one["List-Unsubscribe"]]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip("<>").removeprefix(app.config["BASE_URL"])
    assert address.startswith("/searches/off/")

    program = app.test_client()  # brings no cookie, and never saw a form
    answer = program.post(address, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200, "it follows no redirection"
    db.session.expire_all()
    search = db.session.query(SavedSearch).one()
    assert (search.rhythm, search.due_at) == (Rhythm.NEVER, None)
    assert program.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    wrong = program.post("/searches/off/no-such", data={"List-Unsubscribe": "One-Click"})
    assert wrong.status_code == 404


def test_one_click_in_the_list_ends_the_letters(
    browser: Browser, another: Any, make: Make, publish: Any
) -> None:
    publish()
    keeps(browser, make, "category=W03", name="裤子")
    search = db.session.query(SavedSearch).one()
    other = another().sign_in(make.agent_person(make.agent()))
    assert other.post(f"/searches/{search.id}/no-letters").status in {400, 404}

    page = browser.submit("/searches", "Stop these emails")

    assert "No more emails come about this search." in page.words
    assert "no emails" in page.words
    assert "裤子" in page.words
    assert "Stop these emails" not in page.words
    db.session.expire_all()
    assert db.session.query(SavedSearch).one().due_at is None


def test_a_search_is_changed_and_let_go_by_its_owner_alone(
    browser: Browser, another: Any, make: Make, publish: Any
) -> None:
    publish()
    keeps(browser, make, "category=W03&sort=newest", name="裤子")
    search = db.session.query(SavedSearch).one()
    assert search.arguments == {"category": ["W03"], "sort": "newest"}
    other = another().sign_in(make.agent_person(make.agent()))
    for address in ("", "/change"):
        assert other.get(f"/searches/{search.id}{address}").status == 404
    assert other.post(f"/searches/{search.id}/drop").status in {400, 404}

    page = browser.submit(
        f"/searches/{search.id}/change", "Save this search", name="新名", rhythm="never"
    )
    assert "新名" in page.words
    assert "no emails" in page.words
    wrong = browser.submit(f"/searches/{search.id}/change", "Save this search", name="")
    assert wrong.status == 422
    held = browser.get("/searches")
    for _window in range(2):
        page = browser.submit(held, "Delete")
        assert "The search is deleted." in page.words
        assert "No saved searches" in page.words


def test_the_same_search_is_saved_once(browser: Browser, make: Make, publish: Any) -> None:
    publish()
    agent = make.agent_person(make.agent())
    form = browser.sign_in(agent).get("/searches/new?category=W03&category=W02")
    browser.submit(form, "Save this search", rhythm="daily")
    page = browser.submit(form, "Save this search", rhythm="daily")
    search = db.session.query(SavedSearch).one()
    assert "You have saved this search already" in page.words
    assert page.address == f"/searches/{search.id}"
    again = browser.get("/searches/new?category=W02&category=W03&sort=newest")
    assert again.address == f"/searches/{search.id}", "in whatever order it is asked"
    assert browser.get("/searches/new?category=W03").has_button("Save this search"), "another one"


def test_there_is_room_for_so_many_searches(
    browser: Browser, make: Make, publish: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(rules, "MOST_SEARCHES", 1)
    publish()
    keeps(browser, make, "category=W03")
    page = browser.submit("/searches/new?category=W02", "Save this search")
    assert page.status == 422
    assert "Delete one of them first" in page.words


@pytest.mark.parametrize(
    ("rhythm", "now", "due"),
    [
        (Rhythm.DAILY, (2026, 10, 4, 23, 59), (2026, 10, 5, 0, 0)),
        (Rhythm.DAILY, (2026, 10, 5, 0, 0), (2026, 10, 6, 0, 0)),
        (Rhythm.WEEKLY, (2026, 10, 5, 0, 0), (2026, 10, 12, 0, 0)),
        (Rhythm.WEEKLY, (2026, 10, 4, 12, 0), (2026, 10, 5, 0, 0)),
    ],
)
def test_the_next_letter_leaves_at_eight_in_the_morning(
    rhythm: Rhythm, now: tuple[int, ...], due: tuple[int, ...]
) -> None:
    moment = datetime(*now, tzinfo=UTC)  # type: ignore[arg-type, misc]
    assert rules.next_due(rhythm, moment) == datetime(*due, tzinfo=UTC)  # type: ignore[arg-type, misc]
    assert rules.next_due(Rhythm.NEVER, moment) is None


def test_what_was_looked_at_is_found_again_and_forgotten(
    browser: Browser, make: Make, publish: Any
) -> None:
    first, second = publish(name_zh="重山"), publish(name_zh="白鹭")
    browser.get(f"/brands/{first.slug}")
    assert not db.session.query(SeenBrand).count(), "a visitor leaves no trace"
    browser.sign_in(make.agent_person(make.agent()))
    assert "Nothing viewed yet" in browser.get("/seen").words
    for brand in (first, second, second):
        browser.get(f"/brands/{brand.slug}")

    words = browser.get("/seen").words

    assert words.index("白鹭") < words.index("重山")
    hide(first)
    assert "重山" not in browser.get("/seen").words
    assert "Nothing viewed yet" in browser.submit("/seen", "Clear the history").words


def test_provinces_are_counted_under_the_other_filters(browser: Browser, publish: Any) -> None:
    publish(name_zh="一", origin_region="430203")
    publish(name_zh="二", origin_region="350581")
    publish(name_zh="三", origin_region="350581", category="M01")
    page = browser.get(browser.get("/brands?category=W03").link("By province"))
    assert "1 brand" in browser.get(page.link("Fujian 1")).words
    assert "noindex" in page.html


def test_what_was_found_is_taken_away(browser: Browser, make: Make, publish: Any) -> None:
    publish(name_zh="=重山", modes=["agency"], styles=["commuter", "minimal"])
    publish(name_zh="白鹭", category="M01")
    person = make.user()
    browser.sign_in(person)
    public = browser.get("/brands.csv?category=W03").response.text
    assert "'=重山" in public
    assert "白鹭" not in public
    assert "Commuter" in public
    assert "Ways to work together" not in public
    browser.sign_in(make.agent_person(make.agent()))
    assert "Ways to work together" in browser.get("/brands.csv?category=W03").response.text
    assert "Commuter, Minimal" in browser.get("/brands.csv?category=W03").response.text
    chinese = browser.get("/brands.csv?category=W03&lang=zh-Hans").response.text
    assert "通勤、简约" in chinese


def test_the_name_of_a_search_is_a_title_without_markup(
    browser: Browser, make: Make, publish: Any
) -> None:
    publish()
    keeps(browser, make, "category=W03", name="裤子 <b>& Co</b>")
    search = db.session.query(SavedSearch).one()
    html = browser.get(f"/searches/{search.id}").html
    assert "<title>裤子 &lt;b&gt;&amp; Co&lt;/b&gt; · Lusong" in html
