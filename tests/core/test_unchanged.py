"""A page that nothing has changed is given again; the first write by anybody is seen at once."""

from collections.abc import Callable

from sqlalchemy import text

from portal.core import clock
from portal.core.db import db
from portal.onboarding.models import Application, ApplicationState
from tests.client import Browser
from tests.make import Make
from tests.site.test_query_counts import counting


def test_a_home_is_given_again_until_anybody_writes(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    market = make.market()
    office, colleague = browser.sign_in(make.manager(market)), another()
    colleague.sign_in(make.manager(market, name="Qin Hao"))
    for desk in (office, colleague):
        for _time in range(2):
            assert "Nothing waits" in desk.get("/home").words
    with counting() as asked:
        assert "Nothing waits" in office.get("/home").words
    # On PostgreSQL the other tests write to the same server meanwhile.
    assert db.engine.dialect.name != "sqlite" or asked.total() <= 2, asked
    assert "Qin Hao" in colleague.get("/home").words

    make.save(
        Application(
            market_id=market.id,
            author_id=make.user().id,
            name_zh="云织",
            state=ApplicationState.SUBMITTED,
            submitted_at=clock.now(),
        )
    )
    for desk in (office, colleague):
        assert "云织" in desk.get("/home").words
    with db.engine.begin() as somebody:
        somebody.execute(text("update application set name_zh = '禾田'"))
    for desk in (office, colleague):
        words = desk.get("/home").words
        assert "禾田" in words
        assert "云织" not in words


def test_a_message_is_said_once(browser: Browser, make: Make) -> None:
    market = make.market()
    page = browser.sign_in(make.manager(market)).get("/home")
    with browser._client.session_transaction() as kept:  # noqa: SLF001 -- as a deed before would
        kept["_flashes"] = [("done", "Saved once")]
    assert "Saved once" in browser.get("/home").words
    assert "Saved once" not in browser.get("/home").words
    assert page.status == 200
