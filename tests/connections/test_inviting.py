"""A brand opens its terms to a list of agents before a fair; the lists of all sides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.brands.models import BrandState
from portal.connections.models import Connection
from portal.connections.models import ConnectionState as S
from portal.core import clock
from portal.core.db import db
from tests.client import Browser
from tests.connections.conftest import Stage, here, only, told, trail
from tests.make import Make

SEND = "Open the terms to this list"


def invitations(stage: Stage) -> str:
    return f"/markets/{stage.market.slug}/brands/{stage.brand.slug}/connections/invite"


def test_a_list_is_ticked_and_pasted_and_accepted_with_one_tap(stage: Stage, make: Make) -> None:
    second, third = make.agent(), make.agent(contact_mobile="+8613907310042")
    make.agent(verified=False, name_zh="未核验商行")
    page = stage.owner.get(f"{invitations(stage)}?q={stage.agent.name_zh}")
    assert "未核验商行" not in page.words
    lines = f"{second.name_zh}\n 139 0731 0042 \n{second.credit_code}\n"
    done = stage.owner.submit(
        page, SEND, agents=[stage.agent.id], names=lines, plan="3 月 8 日订货会"
    )
    assert "3 agents are invited." in done.words
    assert {one.agent_id for one in db.session.scalars(select(Connection))} == {
        stage.agent.id,
        second.id,
        third.id,
    }
    assert told(stage.people["agent"]) == ["connection.invited"]
    assert not stage.sees_terms()
    assert "invites you to read its terms" in stage.person.get("/home").words
    link = stage.person.get(stage.page).link("Accept the invitation to the terms")
    taken = stage.person.submit(link, "Accept: open the terms to us")
    assert "granted by Li Min" in taken.words
    assert stage.sees_terms()
    again = stage.owner.submit(invitations(stage), SEND, agents=[stage.agent.id], names=lines)
    assert "3 agents were left out" in again.words


@pytest.mark.parametrize("number", [0, -1, 2**31, 11389577778, 2**80])
def test_a_number_that_no_agent_can_have_is_nobody(stage: Stage, number: int) -> None:
    token = stage.owner.get(invitations(stage)).forms[0].fields["csrf_token"]
    page = stage.owner.post(invitations(stage), data={"csrf_token": token, "agents": str(number)})
    assert page.status == 422
    assert not list(db.session.scalars(select(Connection)))


def test_terms_are_opened_at_once_until_a_day(stage: Stage) -> None:
    end = clock.today() + timedelta(days=5)
    stage.owner.submit(
        invitations(stage), SEND, agents=[stage.agent.id], at_once=True, ends_on=end.isoformat()
    )
    assert stage.sees_terms()
    assert only().ends_on == end
    assert trail() == ["connection.grant"]
    assert told(stage.people["agent"]) == ["connection.accepted"]


def test_who_has_asked_is_accepted_by_the_invitation(stage: Stage) -> None:
    stage.ask()
    stage.owner.submit(invitations(stage), SEND, names=stage.agent.name_en.upper())
    assert only().state is S.ACTIVE
    assert trail() == ["connection.ask", "connection.accept"]
    assert stage.sees_terms()


def test_lines_that_nobody_is_called_by_are_named_and_nothing_is_sent(stage: Stage) -> None:
    page = stage.owner.submit(invitations(stage), SEND, names=f"{stage.agent.name_zh}\n没有这家")
    assert page.status == 422
    assert "Not found among the verified agents: 没有这家" in page.words
    assert stage.agent.name_zh in page.html
    assert trail() == []
    empty = stage.owner.submit(invitations(stage), SEND)
    assert empty.status == 422
    assert "Tick an agent, or paste a list" in empty.words
    past = stage.owner.submit(
        invitations(stage), SEND, names=stage.agent.name_zh, ends_on="2020-01-01"
    )
    assert past.status == 422


def test_an_invitation_is_refused_or_called_off(stage: Stage) -> None:
    stage.owner.submit(invitations(stage), SEND, agents=[stage.agent.id])
    stage.person.submit(here(only()), "Refuse the invitation", reason="price")
    assert "has refused the invitation" in stage.owner.get(here(only())).words
    assert told(stage.people["owner"]) == ["connection.refused"]
    stage.owner.submit(invitations(stage), SEND, agents=[stage.agent.id])
    held = stage.person.get(here(only()))
    stage.owner.submit(here(only()), "Take the invitation back")
    late = stage.person.submit(held, "Accept: open the terms to us")
    assert late.status == 409
    assert only().state is S.WITHDRAWN


def test_a_brand_that_nobody_sees_invites_nobody(stage: Stage) -> None:
    stage.brand.state = BrandState.HIDDEN
    db.session.commit()
    page = stage.owner.submit(invitations(stage), SEND, agents=[stage.agent.id])
    assert page.status == 409
    assert trail() == []


def test_the_lists_narrow_order_and_are_taken_away(
    stage: Stage, another: Callable[[], Browser], make: Make
) -> None:
    stage.ask()
    other = make.agent(name_en="Zhuzhou Traders")
    stage.owner.submit(invitations(stage), SEND, names=other.name_zh, at_once=True)
    desk = f"/markets/{stage.market.slug}/connections"
    for seat, address in ((stage.owner, "/connections"), (stage.manager, desk)):
        whole = seat.get(address).words
        assert stage.agent.name_en in whole
        assert "Zhuzhou Traders" in whole
        waiting = seat.get(f"{address}?shelf=waiting").words
        assert "Zhuzhou Traders" not in waiting
        narrowed = seat.get(f"{address}?q=zhuzhou&shelf=open&sort=agent").words
        assert "Zhuzhou Traders" in narrowed
        assert stage.agent.name_en not in narrowed
        assert "Nothing on this list" in seat.get(f"{address}?q=zzzz").words
        table = seat.get(f"{address}.csv?shelf=open").response.text
        assert "Zhuzhou Traders" in table
        assert stage.agent.name_en not in table
    assert "Zhuzhou Traders" not in stage.person.get("/connections").words
    assert another().sign_in(make.manager(make.market())).get(desk).status == 404
    assert trail().count("connection.export") == 2
