"""An agent asks for a brand's exact terms, and what comes of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.connections import queries
from portal.connections.models import ConnectionState as S
from portal.core import clock
from portal.core.db import db
from tests.client import Browser
from tests.connections.conftest import MOBILE, PLAN, Stage, here, only, told, trail
from tests.make import Make


def test_an_agent_asks_and_reads_the_terms_until_their_end(stage: Stage) -> None:
    assert not stage.sees_terms()
    page = stage.ask()
    assert page.status == 200
    assert "asks to see the terms of" in page.words
    assert told(stage.people["owner"]) == ["connection.asked"]
    assert told(stage.people["manager"]) == []
    assert not stage.sees_terms()
    assert "Terms asked for: answer by" in stage.person.get(stage.page).words
    assert "asks for terms" in stage.owner.get("/home").words

    desk = stage.owner.get(here(only()))
    assert PLAN["plan"] in desk.words
    assert "Your turn: please answer by" in desk.words
    end = clock.today() + timedelta(days=200)
    done = stage.accept(ends_on=end.isoformat())
    sentence = (
        f"{stage.agent.name_en} may see the terms of {stage.brand.name_en} until {end},"
        " granted by Li Min."
    )
    assert sentence in done.words
    assert sentence in stage.person.get(here(only())).words
    assert sentence in stage.owner.get("/connections").words
    assert stage.sees_terms()
    assert told(stage.people["agent"]) == ["connection.accepted"]
    assert trail() == ["connection.ask", "connection.accept"]
    assert "has opened its terms to you" in stage.person.get("/home").words
    chinese = stage.person.get(f"{here(only())}?lang=zh-Hans").words
    assert f"至 {end}" in chinese
    assert "同意" in chinese


def test_the_same_brand_is_asked_once_at_a_time(stage: Stage) -> None:
    form = stage.person.get(f"{stage.page}/connect")
    stage.ask()
    again = stage.person.submit(form, "Ask for the terms", **PLAN)
    assert again.status == 409
    assert "You have asked this brand already" in again.words
    assert PLAN["plan"] in again.html
    assert stage.person.get(f"{stage.page}/connect").address == here(only())
    stage.accept()
    late = stage.person.submit(form, "Ask for the terms", **PLAN)
    assert late.status == 409
    assert "The terms are open to you already" in late.words
    assert len(trail()) == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"plan": "短"}, "From 10 to 1000 characters"),
        ({"regions": []}, "Choose at least one region"),
        ({"regions": ["999999"]}, "Choose among those that are offered"),
        ({"channels": []}, "Choose how you would sell it"),
        ({"channels": ["teleport"]}, "Please choose from the list"),
    ],
)
def test_an_asking_must_be_whole(stage: Stage, change: dict[str, object], words: str) -> None:
    page = stage.ask(**change)
    assert page.status == 422
    assert words in page.words
    assert trail() == []


def test_the_brand_asks_back_and_the_agent_answers(stage: Stage) -> None:
    stage.ask()
    stage.owner.submit(here(only()), "Ask something first", text="哪一年开始做?")
    assert only().state is S.ASKED_BACK
    assert "has a question before it opens its terms" in stage.person.get("/home").words
    assert "The brand has a question" in stage.person.get(stage.page).words
    stage.person.submit(here(only()), "Send the answer", text="2015 年。")
    assert only().state is S.ASKED
    page = stage.owner.get(here(only()))
    assert "哪一年开始做?" in page.words
    assert "2015 年。" in page.words
    assert told(stage.people["owner"]) == ["connection.asked", "connection.replied"]
    assert stage.accept().status == 200
    assert stage.sees_terms()


def test_a_refusal_has_a_reason_from_the_list_and_is_not_for_ever(stage: Stage) -> None:
    stage.ask()
    bare = stage.owner.submit(here(only()), "Keep the terms closed", reason="")
    assert bare.status == 422
    assert "Choose a reason" in bare.words
    stage.owner.submit(here(only()), "Keep the terms closed", reason="territory_taken")
    page = stage.person.get(here(only()))
    assert "has not opened its terms" in page.words
    assert "Territory already taken" in page.words
    assert told(stage.people["agent"]) == ["connection.declined"]
    assert not stage.sees_terms()
    again = stage.person.get(f"{stage.page}/connect")
    form = again.form_with("Ask for the terms").fields
    assert (form["regions"], form["channels"]) == (["430100"], ["street_shop"])
    assert PLAN["plan"] in again.html
    assert stage.person.submit(again, "Ask for the terms").status == 200
    assert "Before that" in stage.owner.get(here(only())).words


def test_a_brand_refuses_for_its_own_reasons_and_in_its_own_words(stage: Stage) -> None:
    stage.ask()
    page = stage.owner.get(here(only()))
    (reasons,) = (one for one in page.tree.all("select") if one.at.get("name") == "reason")
    offered = reasons.words
    assert "Territory already taken" in offered
    for of_an_agent in ("Supply price too high", "Deposit too high", "Not opening a store now"):
        assert of_an_agent not in offered
    words = "明年春天第二家店开了再来问。"
    done = stage.owner.submit(page, "Keep the terms closed", reason="style", words=words)
    assert words in done.words
    read = stage.person.get(here(only()))
    assert "Style does not suit" in read.words
    assert words in read.words
    notice = stage.person.get("/notices").words
    assert f"Style does not suit; {words}" in notice
    table = stage.person.get("/connections.csv").response.text
    assert f"Style does not suit: {words}" in table


def test_what_is_to_be_corrected_is_said_above_and_not_once_it_is_too_late(stage: Stage) -> None:
    stage.ask()
    earlier = stage.owner.get(here(only()))
    page = stage.accept(ends_on="2020-01-01")
    assert page.status == 422
    (summary,) = (one for one in page.tree.all("div") if one.at.get("role") == "alert")
    assert "Open until" in summary.words
    assert "Choose a day from today to" in summary.words
    stage.accept()
    late = stage.owner.submit(earlier, "Keep the terms closed", reason="")
    assert late.status == 409
    assert "its state is" in late.words
    assert only().state is S.ACTIVE


def test_a_brand_that_closed_its_terms_finds_the_agent_to_invite_again(stage: Stage) -> None:
    stage.ask()
    stage.accept()
    first = here(only())
    closed = stage.owner.submit(first, "Close the terms now", text="先收回。")
    offered = stage.owner.get(closed.link("Invite this agent"))
    (box,) = (one for one in offered.tree.all("input") if one.at.get("name") == "agents")
    assert box.at["value"] == str(stage.agent.id)
    stage.ask()
    old = stage.owner.get(first)
    assert "Before that" not in old.words, "what came later is not before"
    assert "newer connection" in old.words
    assert old.link("Go on there") != first
    assert not stage.person.get(first).has_button("Ask anew, filled in as before")
    newest = stage.person.get(old.link("Go on there"))
    assert "Before that" in newest.words


def test_an_agent_takes_it_back(stage: Stage) -> None:
    stage.ask()
    open_page = stage.owner.get(here(only()))
    stage.person.submit(here(only()), "Take the request back")
    late = stage.owner.submit(open_page, "Open the terms")
    assert late.status == 409
    assert only().state is S.WITHDRAWN
    assert told(stage.people["owner"]) == ["connection.asked", "connection.withdrawn"]


def test_what_is_open_can_be_closed_with_a_reason(stage: Stage) -> None:
    stage.ask()
    stage.accept()
    page = stage.person.get(stage.page)
    assert MOBILE not in page.words
    stage.owner.submit(here(only()), "Close the terms now", text="样册转给了别人。")
    assert not stage.sees_terms()
    closed = stage.person.get(here(only()))
    assert "Li Min closed them on" in closed.words
    assert "样册转给了别人。" in closed.words
    assert told(stage.people["agent"]) == ["connection.accepted", "connection.revoked"]


def test_who_is_not_verified_learns_how(
    stage: Stage, browser: Browser, make: Make, without_tokens: None
) -> None:
    browser.sign_in(make.agent_person(make.agent(verified=False)))
    assert "Your company is being checked" in browser.get(f"{stage.page}/connect").words
    assert browser.post(f"{stage.page}/connect").status == 403
    assert "This is your own brand" in stage.owner.get(f"{stage.page}/connect").words


def test_strangers_know_nothing_of_it(
    stage: Stage, another: Callable[[], Browser], make: Make, without_tokens: None
) -> None:
    stage.ask()
    stranger = another().sign_in(make.agent_person(make.agent()))
    neighbour = another().sign_in(make.owner(make.brand(stage.market)))
    for one in (stranger, neighbour):
        assert one.get(here(only())).status == 404
        for deed in ("accept", "decline", "reveal", "withdraw", "contact"):
            assert one.post(f"{here(only())}/{deed}").status == 404
    assert stage.person.post(f"{here(only())}/accept").status == 403
    assert stage.owner.post(f"{here(only())}/contact").status == 403
    assert only().state is S.ASKED


def test_the_term_has_bounds(stage: Stage) -> None:
    stage.ask()
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1200)):
        page = stage.accept(ends_on=day.isoformat())
        assert page.status == 422
        assert "Choose a day from today to" in page.words
    assert only().state is S.ASKED


def test_the_office_answers_where_the_brand_has_so_set_or_stands_in(stage: Stage) -> None:
    stage.ask()
    assert "Terms asked for" not in stage.manager.get(f"/markets/{stage.market.slug}").words
    place = f"/markets/{stage.market.slug}/brands/{stage.brand.slug}/connections/desk"
    stage.owner.submit(place, "Save", office_answers=True, months=6)
    assert queries.waiting_for_owner([stage.brand.id]) == []
    (line,) = queries.clock_lines([stage.market.id])
    assert [one.thing_id for one in db.session.execute(line)] == [only().id]
    page = stage.manager.get(here(only()))
    assert "You may answer for it" in page.words
    done = stage.manager.submit(page, "Open the terms")
    assert f"granted by Director Wang of the office of {stage.market.name_en}" in done.words
    assert told(stage.people["owner"]) == ["connection.asked", "connection.stood-in"]
    assert 180 <= (only().ends_on - clock.today()).days <= 185  # type: ignore[operator]


def test_who_first_says_who_answers_is_not_overwritten_by_the_second(stage: Stage) -> None:
    place = f"/markets/{stage.market.slug}/brands/{stage.brand.slug}/connections/desk"
    strange = stage.owner.submit(place, "Save", version="%s", months=24)
    assert strange.status == 409
    opened = stage.manager.get(place)
    stage.owner.submit(place, "Save", office_answers=True, months=6)
    second = stage.manager.submit(opened, "Save", months=24)
    assert second.status == 409
    assert "Meanwhile this was saved" in second.words
    assert queries.desk(stage.brand.id).months == 6
