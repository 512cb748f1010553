"""Where the exact terms disappear, and when: everywhere, at the next click."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.accounts.models import Membership
from portal.agents.models import AgentState
from portal.audit.models import AuditEvent
from portal.brands import registry
from portal.brands.models import BrandState
from portal.connections import actions, queries
from portal.connections.models import Connection
from portal.connections.models import ConnectionState as S
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import day
from tests.brands.conftest import newest
from tests.client import Browser
from tests.connections.conftest import EXACT, MOBILE, Stage, here, only, told, trail
from tests.directory.conftest import published
from tests.directory.test_choosing import workbook
from tests.make import Make

OPEN_FOR = timedelta(days=100)


@pytest.fixture
def opened(stage: Stage) -> Stage:
    """Return the stage with the terms open for a hundred days."""
    stage.ask()
    stage.accept(ends_on=(clock.today() + OPEN_FOR).isoformat())
    return stage


def outputs(stage: Stage) -> dict[str, str]:
    """Return what every output says that shows terms, to the agent."""
    slug, since = stage.brand.slug, day(newest(stage.brand).decided_at or clock.now())
    pages = {
        "page": stage.page,
        "calculator": f"{stage.page}/calculator?tier=county&area=80",
        "history": f"{stage.page}/on/{since}",
        "change": f"{stage.page}/terms/1",
        "comparison": f"/compare?brand={slug}",
        "table": f"/compare.csv?brand={slug}",
    }
    found = {name: stage.person.get(one) for name, one in pages.items()}
    return {name: one.words or one.response.text for name, one in found.items()}


def leaks(stage: Stage) -> set[str]:
    """Return which outputs show an exact number: the discount, or what follows from it."""
    return {
        name
        for name, words in outputs(stage).items()
        if EXACT in words or (name == "calculator" and "60 %" in words)
    }


def test_it_is_everywhere_while_it_holds_and_nowhere_the_day_after(opened: Stage) -> None:
    revision = newest(opened.brand)
    revision.decided_at = clock.now() - timedelta(days=1)
    db.session.commit()
    before = leaks(opened)
    assert {"page", "history", "comparison", "table"} <= before
    end = only().ends_on
    with time_machine.travel(clock.now() + OPEN_FOR, tick=False):
        assert clock.today() == end
        opened.person.sign_in(opened.people["agent"])
        assert leaks(opened) == before
    with time_machine.travel(clock.now() + OPEN_FOR + timedelta(days=1), tick=False):
        opened.person.sign_in(opened.people["agent"])
        assert only().state is S.ACTIVE, "no clock has struck yet"
        assert leaks(opened) == set()
        page = opened.person.get(here(only()))
        assert "could see the terms of" in page.words
        assert "Show the contact" not in page.words


@pytest.mark.parametrize("state", [BrandState.HIDDEN, BrandState.SUSPENDED, BrandState.WITHDRAWN])
def test_it_rests_while_nobody_sees_the_brand(opened: Stage, state: BrandState) -> None:
    opened.brand.state = state
    db.session.commit()
    assert leaks(opened) == set()
    assert queries.open_brands([opened.agent.id]) == frozenset()
    page = opened.person.get(here(only()))
    assert "It rests: the brand is not in the directory" in page.words
    assert "Show the contact" not in page.words
    opened.brand.state = BrandState.VISIBLE
    db.session.commit()
    assert opened.sees_terms()


def test_it_rests_when_the_market_closes_or_a_paper_hides_the_brand(opened: Stage) -> None:
    opened.market.closed_at = clock.now()
    db.session.commit()
    assert leaks(opened) == set()
    assert "the brand's market is closed" in opened.owner.get(here(only())).words
    opened.market.closed_at = None
    opened.brand.paused_from = clock.today()
    db.session.commit()
    assert leaks(opened) == set()
    opened.brand.paused_from = None
    db.session.commit()
    assert opened.sees_terms()


def test_it_rests_while_the_verification_has_lapsed(opened: Stage, make: Make) -> None:
    past = clock.now() - timedelta(days=1)
    opened.agent.verified_until = past
    member = db.session.scalars(
        select(Membership).where(Membership.agent_id == opened.agent.id)
    ).one()
    member.verified_until = past
    db.session.commit()
    assert leaks(opened) == set()
    assert "the agent's verification does not hold" in opened.owner.get(here(only())).words
    other = make.agent()
    make.save(
        Membership(
            user_id=member.user_id,
            role=member.role,
            agent_id=other.id,
            verified_until=other.verified_until,
        )
    )
    assert leaks(opened) == set(), "another company of the same person lends it nothing"
    opened.agent.state = AgentState.VERIFIED
    opened.agent.verified_until = member.verified_until = clock.now() + OPEN_FOR
    db.session.commit()
    assert opened.sees_terms()


def test_whoever_leaves_the_company_leaves_the_terms(
    opened: Stage, another: Callable[[], Browser], make: Make
) -> None:
    colleague = make.agent_person(opened.agent)
    second = another().sign_in(colleague)
    assert EXACT in second.get(opened.page).words
    assert set(registry.connected_people(opened.brand)) == {
        opened.people["agent"].id,
        colleague.id,
    }
    gone = select(Membership).where(Membership.user_id == opened.people["agent"].id)
    db.session.delete(db.session.scalars(gone).one())
    db.session.commit()
    assert leaks(opened) == set()
    assert EXACT in second.get(opened.page).words


def test_the_contact_is_masked_and_every_look_is_a_line_of_the_trail(opened: Stage) -> None:
    assert MOBILE not in opened.person.get(opened.page).words
    page = opened.person.get(here(only()))
    assert "138****9999" in page.words
    assert "limin-trousers" not in page.html
    for _look in range(2):
        shown = opened.person.submit(here(only()), "Show the contact")
        assert MOBILE in shown.words
        assert "limin-trousers" in shown.words
    assert MOBILE not in opened.person.get(here(only())).words
    looks = select(func.count(AuditEvent.id)).where(AuditEvent.verb == "connection.reveal")
    assert db.session.scalar(looks) == 2
    assert "2 times" in opened.owner.get(here(only())).words
    held = opened.person.get(here(only()))
    opened.owner.submit(here(only()), "Close the terms now", text="到此为止。")
    late = opened.person.submit(held, "Show the contact")
    assert late.status == 409
    assert MOBILE not in late.words


def test_the_contact_is_shown_on_the_brands_own_page(
    opened: Stage, another: Callable[[], Browser], make: Make
) -> None:
    page = opened.person.get(opened.page)
    assert "138****9999" in page.words
    assert "limin-trousers" not in page.html
    shown = opened.person.submit(page, "Show the contact")
    assert shown.link(MOBILE) == "tel:13807319999"
    assert "limin-trousers" in shown.html
    assert "138****9999" not in shown.words
    assert not shown.has_button("Show the contact")
    looks = select(func.count(AuditEvent.id)).where(AuditEvent.verb == "connection.reveal")
    assert db.session.scalar(looks) == 1
    assert "1 time" in opened.owner.get(here(only())).words
    assert "138****9999" in opened.person.get(opened.page).words, "the next look is another one"

    stranger = another().sign_in(make.agent_person(make.agent()))
    for browser in (opened.owner, opened.manager, stranger, another()):
        seen = browser.get(opened.page)
        assert not seen.has_button("Show the contact")
    assert stranger.post(f"{opened.page}/contact").status in {400, 404}
    opened.owner.submit(here(only()), "Close the terms now", text="到此为止。")
    late = opened.person.submit(page, "Show the contact")
    assert late.status == 409
    assert MOBILE not in late.words


def test_side_by_side_says_what_is_closed_and_leads_to_asking(opened: Stage, make: Make) -> None:
    closed = published(make, name_zh="白鹭", contact_mobile="+8613907310000", founded_year=2015)
    address = f"/compare?brand={opened.brand.slug}&brand={closed.slug}"
    page = opened.person.get(address)
    lines = {row.all("th")[0].words: row for row in page.tree.all("tr") if row.all("th")}
    mobile = lines["Mobile"]
    assert [one.words for one in mobile.all("td")] == [
        "138****9999",
        "Not open to you · Ask for the exact terms",
    ]
    assert mobile.all("a")[0].at["href"] == f"/brands/{closed.slug}/connect"
    assert "Mobile" not in opened.person.get(f"{address}&lines=differing").words, "unknown"
    assert "Founded differs" in lines, "what is open to both, and given by one"
    rows = list(workbook(opened.person, page.link("Excel table")))
    assert ("Mobile", "138****9999", "Not open to you") in rows
    office = opened.owner.get(address)
    assert "Not open to you" in office.words
    assert f"{closed.slug}/connect" not in office.html, "who has no agent's company asks nothing"


def test_asking_anew_takes_the_place_of_what_ends(opened: Stage) -> None:
    first = only()
    first.ends_on = clock.today() + timedelta(days=20)
    db.session.commit()
    assert "Ask anew" in opened.person.get("/home").words
    assert "ask anew" in opened.person.get(opened.page).words
    opened.ask()
    assert opened.sees_terms(), "what is open stays open meanwhile"
    opened.accept()
    assert opened.sees_terms()
    states = db.session.scalars(select(Connection.state).order_by(Connection.id)).all()
    assert states == [S.ENDED, S.ACTIVE]


def test_the_office_reads_years_later_what_was_open_on_the_first_day(opened: Stage) -> None:
    revision = newest(opened.brand)
    revision.decided_at = clock.now() - timedelta(days=1)
    db.session.commit()
    opened.owner.submit(here(only()), "Close the terms now", text="到此为止。")
    link = opened.manager.get(here(only())).link("The terms as they were on the first day")
    assert EXACT in opened.manager.get(link).words


def test_the_clocks_remind_and_end(stage: Stage) -> None:
    stage.ask()
    begun = clock.now()
    for days, kinds in (
        (6, []),
        (7, ["connection.reminder"]),
        (8, ["connection.reminder"]),
        (13, ["connection.reminder"] * 2),
        (15, ["connection.reminder"] * 2 + ["connection.unanswered"]),
        (16, ["connection.reminder"] * 2 + ["connection.unanswered"]),
    ):
        with time_machine.travel(begun + timedelta(days=days), tick=False):
            actions.watch_clocks()
        assert told(stage.people["owner"])[1:] == kinds, days
    assert only().state is S.UNANSWERED
    assert told(stage.people["agent"]) == ["connection.unanswered"]
    assert told(stage.people["manager"]) == ["connection.reminder"]
    assert trail()[-1] == "connection.lapse"


def test_both_sides_hear_before_the_terms_close_and_when_they_do(opened: Stage) -> None:
    begun = clock.now()
    for days, new in ((69, 0), (70, 1), (93, 2), (94, 2), (101, 3), (102, 3)):
        with time_machine.travel(begun + timedelta(days=days), tick=False):
            actions.watch_clocks()
        assert len(told(opened.people["agent"])) == 1 + new, days
    kinds = ["connection.expiring"] * 2 + ["connection.ended"]
    assert told(opened.people["agent"])[1:] == kinds
    assert told(opened.people["owner"])[1:] == kinds
    assert only().state is S.ENDED


def test_too_late_is_too_late_before_any_clock_strikes(stage: Stage) -> None:
    stage.ask()
    page = stage.owner.get(here(only()))
    one = only()
    one.answer_by = clock.today() - timedelta(days=1)
    db.session.commit()
    late = stage.owner.submit(page, "Open the terms")
    assert late.status == 409
    assert "It has run out meanwhile" in late.words
    assert stage.ask().status == 200
    states = db.session.scalars(select(Connection.state).order_by(Connection.id)).all()
    assert states == [S.UNANSWERED, S.ASKED]


def test_a_tab_that_a_phone_opens_again_leads_back_to_the_connection(opened: Stage) -> None:
    one = here(only())
    shown = opened.person.submit(one, "Show the contact")
    assert MOBILE in shown.words
    again = opened.person.get(f"{one}/contact")
    assert (again.status, again.address) == (200, one)
    assert MOBILE not in again.words
    other = opened.person.get(f"{one}/contact?lang=zh-Hans")
    assert other.address == f"{one}?lang=zh-Hans"
    refused = opened.owner.submit(one, "Close the terms now", text="")
    assert refused.status == 422
    assert opened.owner.get(f"{one}/revoke?lang=en").address == f"{one}?lang=en"
    assert opened.owner.get("/sign-out").status == 405, "no page is above it"
