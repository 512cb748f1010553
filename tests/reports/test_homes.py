"""What everybody sees first: the landing page, the homes, a market's page, the trail."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.audit import actions as audit
from portal.brands.models import BrandState
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions as incubation
from portal.incubation import queries as steering
from portal.onboarding.models import Application, ApplicationState
from portal.reports import queries
from tests.client import Browser
from tests.incubation import conftest as small
from tests.make import Make
from tests.onboarding import steps


def test_the_landing_page_greets_all_three(browser: Browser, make: Make) -> None:
    make.market()
    page = browser.get("/")
    for words in ("You make clothes", "You sell in your region", "You run a market"):
        assert words in page.words


def test_a_newcomer_is_asked_where_to_begin(browser: Browser, make: Make) -> None:
    page = browser.sign_in(make.user()).get("/home")
    assert "Where do you want to begin?" in page.words


def test_whoever_looks_for_brands_finds_them_in_the_navigation(
    browser: Browser, make: Make
) -> None:
    def bar() -> list[str]:
        page = browser.get("/home")
        (rail,) = [one for one in page.tree.all("nav") if one.at.get("class") == "rail"]
        return [one.at["href"] for one in rail.all("a")]

    browser.sign_in(make.user())
    assert bar() == ["/home", "/brands"], "a newcomer"
    browser.sign_in(make.agent_person(make.agent()))
    assert bar()[:3] == ["/home", "/brands", "/shortlist"], "on a phone four have room"
    browser.sign_in(make.owner(make.brand()))
    assert "/brands" not in bar()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ApplicationState.SUBMITTED, "with the office"),
        (ApplicationState.WAITLISTED, "on the waiting list"),
        (ApplicationState.DECLINED, "The office could not take it this time, and wrote why."),
    ],
)
def test_an_applicant_reads_where_the_application_stands(
    browser: Browser, make: Make, state: ApplicationState, words: str
) -> None:
    author, now = make.user(), clock.now()
    sent = steps.submitted(
        make, make.market(), author_id=author.id, state=state, submitted_at=now, decided_at=now
    )
    page = browser.sign_in(author).get("/home")
    assert words in page.words
    assert f"/applications/{sent.id}" in page.html
    assert "Where do you want to begin?" not in page.words


def test_a_manager_sees_the_longest_waiting_first_and_in_red(browser: Browser, make: Make) -> None:
    market = make.market()
    author = make.user()
    for name, days in (("Fresh", 1), ("Old", 9)):
        make.save(
            Application(
                market_id=market.id,
                author_id=author.id,
                name_zh="云织",
                name_en=name,
                state=ApplicationState.SUBMITTED,
                submitted_at=clock.now() - timedelta(days=days),
            )
        )

    page = browser.sign_in(make.manager(market)).get("/home")

    assert page.words.index("Old") < page.words.index("Fresh")
    assert "waiting for 9 days" in page.words
    late = [one for one in page.tree.all("li") if "due-danger" in one.at.get("class", "")]
    assert [("Old" in one.words) for one in late] == [True]
    assert "Fresh" not in browser.sign_in(make.manager(make.market())).get("/home").words


def test_an_owner_sees_one_next_step(browser: Browser, make: Make) -> None:
    brand = make.brand()
    page = browser.sign_in(make.owner(brand)).get("/home")
    assert "Your profile is" in page.words
    assert page.link("Go on filling it in").endswith(f"{brand.slug}/profile")


def test_an_owners_home_says_what_is_late_first_and_how_many_more_wait(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    manager, brand = make.manager(market), make.brand(market)
    programme = small.open_programme(market, manager)
    incubation.enrol(brand, programme, by=manager)
    way = small.Way(market, programme, brand, make.owner(brand), manager)
    late = way.step("S1.2"), way.step("S1.3")
    today = clock.today()
    late[0].due_on, late[1].due_on = today - timedelta(days=3), today - timedelta(days=19)
    db.session.commit()
    owner = browser.sign_in(way.owner)
    home = owner.get("/home")
    first = next(one for one in home.tree.all("section") if one.at.get("class") == "next-step")
    assert "Milestone S1.3" in first.words
    assert "overdue by 19 days" in first.words
    assert [one.words for one in first.all("span") if one.at.get("class") == "overdue"]
    assert "Milestone S1.3" in small.next_on(owner.get(way.track)), "the way and the home agree"
    lines = [one for one in home.tree.all("li") if "due-line" in one.at.get("class", "")]
    assert "Milestone S1.2" in lines[0].words
    assert "overdue by 3 days" in lines[0].words
    assert "due-danger" in lines[0].at["class"]
    assert "1 more milestone waits for you" in home.words, "S1.4 may be done too"
    late[0].due_on, late[1].due_on = today + timedelta(days=30), today + timedelta(days=9)
    db.session.commit()
    assert "Milestone S1.3" in small.next_on(owner.get(way.track)), "it is due first"


def test_an_owners_home_says_that_a_programme_is_paused(browser: Browser, make: Make) -> None:
    market = make.market()
    manager, brand = make.manager(market), make.brand(market, name_en="Cloud")
    programme = small.open_programme(market, manager)
    enrolment = incubation.enrol(brand, programme, by=manager)
    incubation.pause(enrolment, reason="扩建停工。", expected_on=None, by=manager)
    db.session.commit()
    home = browser.sign_in(make.owner(brand)).get("/home")
    assert "The programme of Cloud is paused" in home.words
    assert "it goes on when the office lets it" in home.words
    assert "Milestone S1" not in home.words, "nothing is due meanwhile"


def test_the_home_and_the_queue_count_the_same_days(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 11, 22, 5, 18)
    market = make.market()
    manager, brand = make.manager(market), make.brand(market)
    programme = small.open_programme(market, manager)
    incubation.enrol(brand, programme, by=manager)
    way = small.Way(market, programme, brand, make.owner(brand), manager)
    number = way.step("S1.2").id
    step = steering.milestone(market.slug, brand.slug, number)
    incubation.hand_in(step, text="Here.", by=way.owner)
    db.session.commit()
    at(2026, 11, 30, 1, 20)
    office = browser.sign_in(manager)
    assert "waiting for 8 days" in office.get("/home").words
    table = office.get(f"/markets/{market.slug}/evidence.csv").response.text
    assert ",8," in table


def test_a_closed_market_has_no_page(browser: Browser, make: Make) -> None:
    market = make.market(name_en="Old Hall")
    make.brand(market, state=BrandState.VISIBLE)
    assert "Old Hall" in browser.get(f"/markets/{market.slug}").words
    assert queries.figures().brands == 1
    market.closed_at = clock.now()
    db.session.commit()
    assert browser.get(f"/markets/{market.slug}").status == 404
    assert queries.figures().brands == 0


def test_the_landing_page_counts_the_agents_that_the_list_shows(
    browser: Browser, make: Make
) -> None:
    for number in range(3):
        agent = make.agent()
        if number == 0:
            agent.verified_until = clock.now() - timedelta(days=1)
    db.session.commit()
    assert queries.figures().agents == 2
    office = browser.sign_in(make.manager(make.market()))
    assert "2 verified agents" in office.get("/agents").words


def test_the_trail_can_be_filtered_and_shows_only_its_market(browser: Browser, make: Make) -> None:
    market, other = make.market(), make.market()
    manager = make.manager(market, name="Li Min")
    audit.record("market.change", market, by=manager, reason="new telephone")
    audit.record("market.change", other, by=make.staff(name="Qin"), reason="elsewhere")
    db.session.commit()

    page = browser.sign_in(manager).get(f"/markets/{market.slug}/audit?verb=market.change")
    assert "new telephone" in page.words
    assert "elsewhere" not in page.words
    assert "Nothing of this kind" in browser.get(f"/markets/{market.slug}/audit?actor=nobody").words
    odd = f"/markets/{market.slug}/audit?first=9999-99-99&last=0001-01-01&verb=x&page=-3"
    assert browser.get(odd).status == 200


def test_brands_of_a_market_are_listed_and_taken_away(browser: Browser, make: Make) -> None:
    market = make.market()
    brand = make.brand(market, name_zh="=云织", name_en="Cloud")
    browser.sign_in(make.manager(market))
    assert "Cloud" in browser.get(f"/markets/{market.slug}/brands?q=yunzhi").words
    assert "No brand fits" in browser.get(f"/markets/{market.slug}/brands?q=zzz").words
    table = browser.get(f"/markets/{market.slug}/brands.csv").response
    assert table.data.startswith("\ufeff".encode())
    assert "'=云织" in table.text
    file = browser.get(f"/markets/{market.slug}/brands/{brand.slug}")
    assert "What happened" in file.words


def test_machines_get_short_answers(browser: Browser) -> None:
    assert browser.get("/healthz").response.text == "ok\n"
    assert browser.get("/readyz").response.text == "ready\n"
