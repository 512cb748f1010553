"""A talk that ends well: who says so, who confirms it, what counts it, what opens it again."""

from collections.abc import Callable

import pytest

from portal.agency import queries
from portal.agency.models import EnquiryState, Side
from portal.core import clock
from portal.core.db import db
from portal.figures import queries as figures
from portal.incubation.registry import conditions
from tests.agency.test_talking import Talk, told, verbs
from tests.client import Browser
from tests.make import Make

AGREE = "We came to terms"
CONFIRM = "Confirm: we came to terms"
CLOSE = "Close the conversation"


@pytest.fixture
def talk(make: Make) -> Talk:
    return Talk(make, state=EnquiryState.ANSWERED, first_answered_at=clock.now())


@pytest.fixture
def agent(browser: Browser, talk: Talk) -> Browser:
    return browser.sign_in(talk.asker)


@pytest.fixture
def owner(another: Callable[[], Browser], talk: Talk) -> Browser:
    return another().sign_in(talk.owner)


@pytest.fixture
def office(another: Callable[[], Browser], talk: Talk) -> Browser:
    return another().sign_in(talk.manager)


def agreed(talk: Talk) -> int:
    db.session.rollback()
    return conditions()["agents_agreed"].value(talk.brand)


def test_one_side_says_so_and_the_other_confirms(
    agent: Browser, owner: Browser, office: Browser, talk: Talk
) -> None:
    assert figures.conversations_running(talk.brand.id) == 1
    page = agent.submit(talk.address, AGREE)
    assert "as your side says" in page.words
    assert "The other side is asked to confirm it" in page.words
    assert page.address == talk.address, "at the top, where it stands how it ended"
    assert talk.row.state is EnquiryState.AGREED
    assert told("enquiry.agreed") == [talk.owner.id]
    assert agreed(talk) == 0
    assert "unconfirmed" in owner.get("/enquiries?state=agreed").words
    listed = f"/markets/{talk.market.slug}/enquiries"
    assert "unconfirmed" in office.get(f"{listed}?wait=agreed").words

    assert owner.get("/home").link("Confirm or answer") == talk.address
    assert "says that you came to terms" in owner.get(talk.address).words
    page = owner.submit(talk.address, CONFIRM)
    assert "both sides have said so" in page.words
    assert told("enquiry.confirmed") == sorted([talk.asker.id, talk.manager.id])
    assert agreed(talk) == 1
    assert figures.conversations_running(talk.brand.id) == 0
    assert verbs() == ["enquiry.agree", "enquiry.agree"]
    assert "unconfirmed" not in office.get(f"{listed}?wait=agreed").words
    assert (
        f"{clock.today()},{clock.today()}" in office.get(f"{listed}.csv?wait=agreed").response.text
    )


def test_both_say_so_at_once(agent: Browser, owner: Browser, talk: Talk) -> None:
    mine, his = agent.get(talk.address), owner.get(talk.address)
    assert "as your side says" in agent.submit(mine, AGREE).words
    assert agent.submit(mine, AGREE).status == 200
    assert "both sides have said so" in owner.submit(his, AGREE).words
    assert owner.submit(his, AGREE).status == 200
    assert verbs() == ["enquiry.agree", "enquiry.agree"]
    assert agreed(talk) == 1


def test_who_comes_second_reads_how_it_ended(agent: Browser, owner: Browser, talk: Talk) -> None:
    mine, his = agent.get(talk.address), owner.get(talk.address)
    agent.submit(mine, AGREE)
    late = owner.submit(his, CLOSE, reason="style")
    assert late.status == 409
    assert "has ended meanwhile" in late.words
    assert "says that you came to terms" in late.words
    assert (talk.row.state, talk.row.close_reason) == (EnquiryState.AGREED, "")


def test_who_agrees_to_what_was_closed_reads_why(
    agent: Browser, owner: Browser, talk: Talk
) -> None:
    mine = agent.get(talk.address)
    owner.submit(talk.address, CLOSE, reason="territory_taken")
    late = agent.submit(mine, AGREE)
    assert late.status == 409
    assert "Closed: Territory already taken" in late.words
    assert agreed(talk) == 0


def test_whoever_sees_it_otherwise_writes(agent: Browser, owner: Browser, talk: Talk) -> None:
    agent.submit(talk.address, AGREE)
    page = owner.submit(talk.address, "Write and open again", text="保证金还没有说好。")
    assert "It is the agent's turn" in page.words
    assert not talk.row.has_agreed(Side.AGENT)
    agent.submit(talk.address, AGREE)
    assert "as your side says" in agent.get(talk.address).words


def test_what_both_said_stays_while_the_talk_goes_on(
    agent: Browser, owner: Browser, talk: Talk
) -> None:
    agent.submit(talk.address, AGREE)
    owner.submit(talk.address, CONFIRM)
    page = agent.submit(talk.address, "Write and open again", text="首单什么时候发?")
    assert "Came to terms on" in page.words
    assert talk.row.state is EnquiryState.NEW
    assert agreed(talk) == 1
    owner.submit(talk.address, CLOSE, reason="other")
    assert agreed(talk) == 0
    assert talk.row.agreed_at is None


def test_the_office_speaks_for_the_brand(agent: Browser, office: Browser, talk: Talk) -> None:
    office.submit(talk.address, "They came to terms")
    assert told("enquiry.agreed") == sorted([talk.asker.id, talk.owner.id])
    assert agent.get("/home").link("Confirm or answer") == talk.address
    agent.submit(talk.address, CONFIRM)
    assert agreed(talk) == 1
    assert "Confirm or answer" not in agent.get("/home").words
    assert "They came to terms: both sides" in office.get(talk.address).words


def test_what_was_agreed_is_not_gone_on_with_but_by_writing(agent: Browser, talk: Talk) -> None:
    agent.submit(talk.address, AGREE)
    assert queries.open_between(talk.brand.id, talk.agent.id) is None
    page = agent.get(f"/brands/{talk.brand.slug}/enquire")
    assert "Send the question" in page.html
