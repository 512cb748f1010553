"""An office verifies an agent, refuses one, renews one; each for the time it holds."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import Membership
from portal.agents.models import Agent, AgentState, Standing
from portal.audit.models import AuditEvent
from portal.core import clock, credit_code
from portal.core.db import db
from portal.notices.models import Notice, OutboxMail
from tests.client import Browser
from tests.make import Make

VERIFY = "Verify for one year"
REFUSE = "Refuse"


def fresh(agent: Agent) -> Agent:
    db.session.expire_all()
    return db.session.scalars(select(Agent).where(Agent.id == agent.id)).one()


def verbs() -> list[str]:
    found = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()
    return [verb for verb in found if verb.startswith("agent.")]


def ends(agent: Agent) -> list[object]:
    query = select(Membership.verified_until).where(Membership.agent_id == agent.id)
    return list(db.session.scalars(query))


def test_the_queue_shows_who_waits_longest_first(browser: Browser, make: Make) -> None:
    now = clock.now()
    make.agent(verified=False, name_en="Second", submitted_at=now - timedelta(days=1))
    make.agent(verified=False, name_en="First", submitted_at=now - timedelta(days=5))
    make.agent(name_en="Verified")
    page = browser.sign_in(make.staff()).get("/agents/verifications")
    assert page.words.index("First") < page.words.index("Second")
    assert "5 days" in page.words
    assert "Verified" not in page.words.replace("Verified until", "")


def test_a_manager_verifies_for_a_year(browser: Browser, make: Make) -> None:
    agent = make.agent(verified=False)
    person = make.agent_person(agent)
    manager = make.manager(make.market())

    page = browser.sign_in(manager).submit(f"/agents/{agent.id}", VERIFY)

    assert "Verified for one year" in page.words
    found = fresh(agent)
    assert found.state is AgentState.VERIFIED
    assert found.verified_until
    assert timedelta(days=364) < found.verified_until - clock.now() <= timedelta(days=365)
    assert ends(agent) == [found.verified_until]
    assert verbs() == ["agent.verify"]
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.recipient_id, notice.kind) == (person.id, "agent.verified")
    assert "is verified" in db.session.scalars(select(OutboxMail.subject)).one()
    again = browser.get("/agents/verifications")
    assert "Nobody waits" in again.words


def test_a_double_click_verifies_once(browser: Browser, make: Make) -> None:
    agent = make.agent(verified=False)
    page = browser.sign_in(make.staff()).get(f"/agents/{agent.id}")
    browser.submit(page, VERIFY)
    assert browser.submit(page, VERIFY).status == 200
    assert verbs() == ["agent.verify"]


def test_two_offices_decide_at_once(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    agent = make.agent(verified=False)
    second = another().sign_in(make.manager(make.market()))
    late = second.get(f"/agents/{agent.id}")
    browser.sign_in(make.staff()).submit(f"/agents/{agent.id}", VERIFY)
    assert second.submit(late, VERIFY).status == 409
    assert verbs() == ["agent.verify"]


def test_what_was_changed_meanwhile_is_read_first(browser: Browser, make: Make) -> None:
    agent = make.agent(verified=False)
    page = browser.sign_in(make.staff()).get(f"/agents/{agent.id}")
    agent.name_zh = "另一个名字"
    db.session.commit()
    late = browser.submit(page, VERIFY)
    assert late.status == 409
    assert "changed since you opened them" in late.words


def test_refused_corrected_and_verified(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    agent = make.agent(verified=False)
    person = make.agent_person(agent)
    browser.sign_in(make.staff())

    empty = browser.submit(f"/agents/{agent.id}", REFUSE, reason="")
    assert empty.status == 422
    assert "Say what is wrong" in empty.words

    browser.submit(f"/agents/{agent.id}", REFUSE, reason="The name differs from the licence.")
    assert fresh(agent).state is AgentState.REFUSED
    assert "Running out" in browser.get("/agents/verifications?list=refused").words

    own = another().sign_in(person)
    page = own.get(f"/agents/{agent.id}")
    assert "The name differs from the licence." in page.words
    sent = own.submit(
        f"/agents/{agent.id}/edit",
        "Save and send again",
        name_zh="正确的名字",
        channels=["street_shop"],
        categories=["W03"],
    )
    assert "sent to be verified" in sent.words
    assert fresh(agent).state is AgentState.SUBMITTED

    browser.submit(f"/agents/{agent.id}", VERIFY)
    assert fresh(agent).is_verified
    assert verbs() == ["agent.refuse", "agent.change", "agent.resubmit", "agent.verify"]


def test_a_verification_ends_after_a_year_and_is_renewed(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9)
    agent = make.agent()
    make.agent_person(agent)
    staff, market = make.staff(), make.market()
    owner = make.owner(make.brand(market))
    browser.sign_in(staff)
    assert not browser.get(f"/agents/{agent.id}").has_button("Renew for one year")

    at(2027, 1, 15, 9)
    assert fresh(agent).standing is Standing.EXPIRING
    assert agent.name_en in browser.sign_in(staff).get("/agents/verifications?list=ending").words

    at(2027, 3, 2, 9)
    assert fresh(agent).standing is Standing.EXPIRED
    assert browser.sign_in(owner).get(f"/agents/{agent.id}").status == 404
    assert agent.name_en not in browser.get("/agents").words

    page = browser.sign_in(staff).get(f"/agents/{agent.id}")
    browser.submit(page, "Renew for one year")
    assert browser.submit(page, "Renew for one year").status == 200
    assert fresh(agent).verified_until == clock.now() + timedelta(days=365)
    assert ends(agent) == [fresh(agent).verified_until]
    assert verbs() == ["agent.renew"]


def test_renewing_early_loses_no_day(browser: Browser, make: Make, at: Callable[..., None]) -> None:
    at(2026, 3, 1, 9)
    agent, staff = make.agent(), make.staff()
    first = agent.verified_until
    at(2027, 1, 15, 9)
    browser.sign_in(staff).submit(f"/agents/{agent.id}", "Renew for one year")
    assert first
    assert fresh(agent).verified_until == first + timedelta(days=365)


def test_a_verification_can_be_ended(browser: Browser, make: Make) -> None:
    agent = make.agent()
    make.agent_person(agent)
    page = browser.sign_in(make.staff()).submit(
        f"/agents/{agent.id}", "End the verification", reason="The licence was revoked."
    )
    assert page.status == 200
    assert fresh(agent).state is AgentState.REFUSED
    assert ends(agent) == [None]


def test_a_new_name_is_checked_again_while_access_goes_on(browser: Browser, make: Make) -> None:
    agent = make.agent()
    page = browser.sign_in(make.agent_person(agent)).submit(
        f"/agents/{agent.id}/edit",
        "Save",
        name_zh="新名字服饰商行",
        channels=["street_shop"],
        categories=["W03"],
    )
    assert "The new name is being checked" in page.words
    assert fresh(agent).state is AgentState.SUBMITTED
    assert ends(agent) == [agent.verified_until]


def test_another_code_is_another_company(browser: Browser, make: Make) -> None:
    agent = make.agent()
    browser.sign_in(make.agent_person(agent)).submit(
        f"/agents/{agent.id}/edit",
        "Save",
        credit_code=credit_code.make(999, prefix="92"),
        channels=["street_shop"],
        categories=["W03"],
    )
    assert fresh(agent).state is AgentState.SUBMITTED
    assert ends(agent) == [None]


def test_nobody_verifies_their_own_company(browser: Browser, make: Make) -> None:
    agent = make.agent(verified=False)
    manager = make.manager(make.market())
    from portal.access.permissions import Role

    make.member(Role.AGENT, user=manager, agent_id=agent.id)
    page = browser.sign_in(manager).get(f"/agents/{agent.id}")
    assert not page.has_button(VERIFY)
    token = {"csrf_token": page.forms[0].fields["csrf_token"][0]}
    assert browser.post(f"/agents/{agent.id}/approve", data=token).status == 403
    assert fresh(agent).state is AgentState.SUBMITTED


def test_the_verifier_is_shown_what_to_compare(browser: Browser, make: Make) -> None:
    code = credit_code.make(5, prefix="92", region="360100")
    make.agent(verified=False, name_en="Twin")
    agent = make.agent(verified=False, credit_code=code)
    page = browser.sign_in(make.manager(make.market())).get(f"/agents/{agent.id}")
    assert "a sole trader" in page.words
    assert "Nanchang" in page.words
    assert "another province than the base" in page.words
    assert "Twin" in page.words


def test_a_company_invites_colleagues(browser: Browser, make: Make) -> None:
    agent = make.agent()
    page = browser.sign_in(make.agent_person(agent)).get(f"/agents/{agent.id}/people")
    assert page.status == 200


def test_how_long_ago_is_said_from_the_first_moment_on(browser: Browser, make: Make) -> None:
    agent = make.agent(verified=False)
    browser.sign_in(make.agent_person(agent))
    assert "Registered less than a minute ago" in browser.get(f"/agents/{agent.id}").words
    agent.submitted_at = clock.now() - timedelta(days=2)
    db.session.commit()
    assert "Registered 2 days ago" in browser.get(f"/agents/{agent.id}").words
