"""The office's queue: what waits, since when, and taking it away as a table."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.core import clock, sheets
from portal.core.db import db
from portal.onboarding import queries
from portal.onboarding.models import ApplicationState
from tests.client import Browser, Shown
from tests.intakes import desk
from tests.make import Make
from tests.onboarding import steps


def named(page: Shown) -> list[str]:
    """Return the brands of the table, in order."""
    return [cell.words for cell in page.tree.all("th") if cell.at.get("scope") == "row"]


def test_the_oldest_stands_first_and_is_marked_when_late(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 11, 20, 8, 0)
    market = make.market()
    for number, days in enumerate((1, 9, 4)):
        sent = clock.now() - timedelta(days=days)
        steps.submitted(make, market, name_zh=f"品牌{number}", name_en="", submitted_at=sent)
    browser.sign_in(make.manager(market))
    page = browser.get(f"/markets/{market.slug}/applications")
    assert named(page) == ["品牌1", "品牌2", "品牌0"]
    late = [one.words for one in page.tree.all("span") if "label-danger" in one.at.get("class", "")]
    assert late == ["9 days"]
    newest = browser.get(f"/markets/{market.slug}/applications?order=newest")
    assert named(newest) == ["品牌0", "品牌2", "品牌1"]


def test_what_is_decided_does_not_wait_for_too_long(browser: Browser, make: Make) -> None:
    market = make.market()
    long_ago = clock.now() - timedelta(days=90)
    steps.submitted(make, market, name_zh="等着", name_en="", submitted_at=long_ago)
    steps.submitted(
        make,
        market,
        name_zh="定了",
        name_en="",
        submitted_at=long_ago,
        state=ApplicationState.ADMITTED,
    )
    browser.sign_in(make.manager(market))
    page = browser.get(f"/markets/{market.slug}/applications?state=all&age=late")
    assert named(page) == ["等着"]
    assert "Admitted0" in page.words


def test_what_is_read_for_too_long_is_late_too_and_says_what_was_promised(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 10, 1, 8, 0)
    market = make.market()
    office = [make.manager(market) for _one in range(2)]
    application = steps.submitted(make, market, name_zh="读着", name_en="")
    browser.sign_in(office[0]).submit(
        f"{steps.address(application)}/reviews",
        "Ask them to read",
        readers=[str(one.id) for one in office],
    )
    late = f"/markets/{market.slug}/applications?state=in_review&age=late"
    promised = "the applicant expects an answer by Thu 22 Oct"
    at(2026, 10, 21, 8, 0)
    assert named(browser.sign_in(office[0]).get(late)) == []
    assert promised in browser.get(steps.address(application)).words
    at(2026, 10, 23, 8, 0)
    assert named(browser.sign_in(office[0]).get(late)) == ["读着"]
    page = browser.get(steps.address(application))
    overdue = [
        one.words for one in page.tree.all("span") if "label-danger" in one.at.get("class", "")
    ]
    assert promised in overdue


def test_a_decision_that_comes_near_stands_on_the_list_of_the_week(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 10, 1, 8, 0)
    market = make.market()
    manager, reader, other = (make.manager(market) for _one in range(3))
    application = steps.submitted(make, market, name_zh="读着", name_en="")
    readers = [str(one.id) for one in (reader, other)]
    browser.sign_in(manager).submit(
        f"{steps.address(application)}/reviews", "Ask them to read", readers=readers
    )
    decision = "the applicant waits for the decision"
    at(2026, 10, 12, 8, 0)
    assert decision not in browser.sign_in(manager).get("/home").words, "there is time"
    at(2026, 10, 16, 8, 0)
    page = browser.sign_in(manager).get("/home")
    assert decision in page.words
    at(2026, 10, 23, 8, 0)
    late = browser.sign_in(manager).get("/home?shelf=late")
    assert decision in late.words


def test_a_number_is_found_as_it_is_read(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.submitted(make, market, name_zh="桂花", name_en="", contact_mobile="+8613873301125")
    browser.sign_in(make.manager(market))
    for typed in ("138 7330 1125", "138-7330-1125", "+86 138 7330 1125", "7330 11"):
        page = browser.get(f"/markets/{market.slug}/applications?q={typed.replace('+', '%2B')}")
        assert named(page) == ["桂花"], typed
    assert browser.get(f"/markets/{market.slug}/applications?q=+").status == 200


def test_it_is_narrowed_by_state_category_and_words(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.submitted(make, market, name_zh="红裤", name_en="")
    steps.submitted(make, market, name_zh="蓝衫", name_en="", category="M01")
    steps.submitted(
        make, market, name_zh="绿裙", name_en="", state=ApplicationState.DECLINED, category="W02"
    )
    steps.submitted(make, make.market(), name_zh="外市场", name_en="")
    browser.sign_in(make.manager(market))
    queue = f"/markets/{market.slug}/applications"
    assert named(browser.get(queue)) == ["红裤", "蓝衫"]
    assert named(browser.get(f"{queue}?state=declined")) == ["绿裙"]
    assert named(browser.get(f"{queue}?state=all&category=W")) == ["红裤", "绿裙"]
    assert named(browser.get(f"{queue}?q=蓝")) == ["蓝衫"]
    assert named(browser.get(f"{queue}?q=%25")) == []
    assert "Nothing fits" in browser.get(f"{queue}?q=没有").words
    page = browser.get(queue)
    assert "Waiting2" in page.words
    assert "Declined1" in page.words


def test_it_is_narrowed_to_one_intake_of_the_market(browser: Browser, make: Make) -> None:
    market, other = make.market(), make.market()
    spring, foreign = desk.intake(make, market, title_en="Spring"), desk.intake(make, other)
    steps.submitted(make, market, name_zh="红裤", name_en="", intake_id=spring.id)
    steps.submitted(make, market, name_zh="蓝衫", name_en="")
    browser.sign_in(make.manager(market))
    queue = f"/markets/{market.slug}/applications"
    page = browser.get(f"{queue}?intake={spring.id}")
    assert named(page) == ["红裤"]
    assert page.link("Decision meeting").endswith(f"meeting?intake={spring.id}")
    assert named(browser.get(page.link("Spring"))) == ["红裤", "蓝衫"]
    page = browser.get(f"{queue}?intake={foreign.id}")
    assert "One filter was not understood and is left out." in page.words
    assert named(page) == ["红裤", "蓝衫"]


def test_strange_filters_are_left_out_with_a_word(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.submitted(make, market, name_zh="红裤", name_en="")
    browser.sign_in(make.manager(market))
    for strange in ("state=nonsense", "category=nonsense", "order=up", "state=draft"):
        page = browser.get(f"/markets/{market.slug}/applications?{strange}")
        assert page.status == 200
        assert "One filter was not understood" in page.words
    for harmless in ("page=-1", "page=zz", "page=99", "market=x", "_external=1", "q=%00%ED%A0%80"):
        assert browser.get(f"/markets/{market.slug}/applications?{harmless}").status == 200


def test_a_long_queue_has_pages_and_keeps_its_filters(browser: Browser, make: Make) -> None:
    market = make.market()
    maker = make.user()
    for number in range(30):
        steps.submitted(make, market, author_id=maker.id, name_zh=f"品牌{number:02}", name_en="")
    browser.sign_in(make.manager(market))
    page = browser.get(f"/markets/{market.slug}/applications?category=W")
    assert len(named(page)) == queries.QUEUE_PAGE
    following = browser.get(page.link("Next"))
    assert len(named(following)) == 5
    assert "category=W" in page.link("Next")


def test_an_empty_queue_shows_what_to_do(browser: Browser, make: Make) -> None:
    market = make.market()
    page = browser.sign_in(make.manager(market)).get(f"/markets/{market.slug}/applications")
    assert "No application waits" in page.words
    assert page.link("See the page for applicants") == f"/markets/{market.slug}/apply"


def test_it_is_taken_away_as_a_table_that_runs_nothing(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.submitted(make, market, name_zh='=HYPERLINK("http://x")', legal_name="株洲,云锦\n有限")
    steps.submitted(make, market, name_zh="别的", category="M01")
    manager = make.manager(market)
    browser.sign_in(manager)
    page = browser.get(f"/markets/{market.slug}/applications?category=W")
    answer = browser.get(page.link("as CSV")).response
    text = answer.data.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 2
    assert rows[1][1] == '\'=HYPERLINK("http://x")'
    assert rows[1][11] == "138 0731 0001"
    assert "attachment" in answer.headers["Content-Disposition"]
    taken = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "application.export")
    ).one()
    assert (taken.actor_id, taken.market_id) == (manager.id, market.id)


def test_cells_are_never_formulas() -> None:
    assert [sheets.safe_cell(one) for one in ("=1", "+1", "-1", "@x", "\tx", -3, None, "云")] == [
        "'=1", "'+1", "'-1", "'@x", "'\tx", "-3", "", "云",
    ]  # fmt: skip


def test_homes_know_what_waits_and_what_is_mine(make: Make) -> None:
    market = make.market()
    maker = make.user()
    declined = steps.submitted(make, market, author_id=maker.id, state=ApplicationState.DECLINED)
    waiting = steps.submitted(make, market, author_id=maker.id)
    steps.submitted(make, market, state=ApplicationState.RETURNED)
    assert [one.id for one in queries.waiting(market.id)] == [waiting.id]
    assert [one.id for one in queries.of_author(maker.id)] == [waiting.id, declined.id]
