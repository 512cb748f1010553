"""An agent registers the company, corrects it, and is told what happens."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.access.permissions import Role
from portal.accounts.models import Membership
from portal.agents.models import Agent, AgentState
from portal.audit.models import AuditEvent
from portal.core import credit_code
from portal.core.db import db
from portal.notices.models import Notice, OutboxMail
from tests.client import Browser, Shown
from tests.make import Make

HOUSEHOLD = credit_code.make(77, prefix="92", region="430100")
COMPANY = credit_code.make(78, prefix="91", region="430100")
SEND = "Send for verification"
PARTICULARS: dict[str, Any] = {
    "kind": "household",
    "name_zh": "长沙市雨花区锦程服饰商行",
    "name_en": "Jincheng Fashion, Changsha",
    "credit_code": HOUSEHOLD,
    "home_region": "长沙",
    "regions": ["430000"],
    "regions_find": "南昌、萍乡",
    "channels": ["wholesale_stall", "street_shop"],
    "categories": ["W03", "M"],
    "price_bands": ["s2", "s3"],
    "founded_year": 2012,
    "outlets": 14,
    "intro_zh": "在长沙做女装批发十二年,下线店铺四十家。",
    "contact_name": "周敏",
    "contact_mobile": "138 0731 0001",
}


def send(browser: Browser, **changes: Any) -> Shown:
    return browser.submit("/agents/register", SEND, **(PARTICULARS | changes))


def only_agent() -> Agent:
    return db.session.scalars(select(Agent)).one()


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_agent_registers_and_waits(browser: Browser, make: Make) -> None:
    person = make.user()
    staff = make.staff()
    near = make.manager(make.market(region_code="430203"))
    far = make.manager(make.market(region_code="440100"))

    page = send(browser.sign_in(person))

    assert page.status == 200
    assert "An office is checking name and credit code" in page.words
    agent = only_agent()
    assert (agent.state, agent.credit_code) == (AgentState.SUBMITTED, HOUSEHOLD)
    assert agent.home_region == "430100"
    assert agent.contact_mobile == "+8613807310001"
    held = db.session.scalars(select(Membership).where(Membership.user_id == person.id)).one()
    assert (held.role, held.agent_id, held.verified_until) == (Role.AGENT, agent.id, None)
    told = set(db.session.scalars(select(Notice.recipient_id)))
    assert told == {staff.id, near.id}
    assert far.id not in told
    assert count(OutboxMail) == 2
    verbs = db.session.scalars(select(AuditEvent.verb)).all()
    assert "agent.register" in verbs


def test_cities_are_found_by_their_names(browser: Browser, make: Make) -> None:
    send(browser.sign_in(make.user()))
    page = browser.get(f"/agents/{only_agent().id}")
    assert "Nanchang" in page.words
    assert "Pingxiang" in page.words
    assert "Hunan" in page.words


def test_a_place_that_is_said_already_is_not_kept_twice(browser: Browser, make: Make) -> None:
    send(browser.sign_in(make.user()), regions_find="长沙", categories=["M", "M01", "W03"])
    from portal.agents import queries

    agent = queries.of_numbers([only_agent().id])[0]
    assert agent.regions == ["430000"]
    assert agent.categories == ["M", "W03"]


def test_adding_a_city_sends_nothing(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    page = browser.submit("/agents/register", "Add", regions_find="岳阳", name_zh="锦程")
    assert page.status == 200
    form = page.form_with(SEND)
    assert form.fields["regions"] == ["430600"]
    assert form.fields["name_zh"] == ["锦程"]
    assert count(Agent) == 0


def test_a_name_of_several_places_is_asked_about(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    page = send(browser, home_region="朝阳", regions_find="鼓楼")
    assert page.status == 422
    assert "Several places are called “朝阳”" in page.words
    assert "Chaoyang District, Beijing" in page.words
    again = browser.submit(page, SEND, home_region_pick="110105", regions=["430000", "320106"])
    assert again.status == 200
    assert only_agent().home_region == "110105"


def test_an_unknown_place_is_asked_about(browser: Browser, make: Make) -> None:
    page = send(browser.sign_in(make.user()), home_region="xyzzy", regions_find="plugh")
    assert page.status == 422
    assert "No place is called “xyzzy”" in page.words
    assert "No place is called “plugh”" in page.words


def test_a_visitor_makes_an_account_first(browser: Browser) -> None:
    page = browser.get("/agents/register")
    assert page.address == "/sign-up?next=/agents/register"
    assert "your company's particulars come next" in page.words


def test_all_that_is_wrong_is_said_at_once(browser: Browser, make: Make) -> None:
    wrong = {"credit_code": HOUSEHOLD[:-1], "contact_mobile": "1380731000", "categories": []}
    page = send(browser.sign_in(make.user()), **wrong)
    assert page.status == 422
    assert "3 answers need another look" in page.words
    for words in ("this one has 17", "11 digits; this one has 10", "Choose at least one"):
        assert words in page.words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"credit_code": HOUSEHOLD[:-1]}, "this one has 17"),
        ({"credit_code": HOUSEHOLD[:-1] + ("1" if HOUSEHOLD[-1] != "1" else "2")}, "mistyped"),
        ({"credit_code": COMPANY}, "sole trader's code begins with 92"),
        ({"kind": "company"}, "company's code begins with 91"),
        ({"contact_mobile": "1380731000"}, "11 digits; this one has 10"),
        ({"contact_mobile": "0731 8888 8888"}, "mobile"),
        ({"founded_year": 3000}, "A number from 1900 to 2100"),
        ({"founded_year": 2099}, "has not come yet"),
        ({"outlets": -1}, "A number from 0"),
        ({"outlets": "many"}, "Write a whole number"),
        ({"name_zh": "锦" * 200}, "At most 120 characters"),
        ({"name_zh": "\x00\u202e"}, "Write the name"),
        ({"channels": []}, "Choose at least one way"),
        ({"categories": ["X99"]}, "Please choose from the list"),
        ({"regions": ["999999"], "regions_find": ""}, "Choose among those that are offered"),
        ({"regions": [], "regions_find": ""}, "Choose at least one province"),
        ({"kind": "emperor"}, "Choose what stands on your licence"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_lost(
    browser: Browser, make: Make, change: dict[str, Any], words: str
) -> None:
    page = send(browser.sign_in(make.user()), **change)
    assert page.status == 422
    assert words in page.words
    assert page.form_with(SEND).fields["intro_zh"] == [PARTICULARS["intro_zh"]]
    assert count(Agent) == 0


def test_hostile_text_is_only_text(browser: Browser, make: Make) -> None:
    nasty = '锦程\u202e<script>alert("1")</script>\x00😀'
    page = send(browser.sign_in(make.user()), name_zh=nasty, intro_zh="<b>大</b>" * 200)
    assert page.status == 200
    assert only_agent().name_zh == '锦程<script>alert("1")</script>😀'
    assert "<script>alert" not in page.html


def test_a_double_click_registers_once(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    first = send(browser)
    second = browser.submit("/agents/register", SEND, **PARTICULARS)
    assert first.address == second.address
    assert count(Agent) == 1
    assert count(Membership) == 1


def test_a_company_is_registered_once(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    send(browser.sign_in(make.user()))
    page = send(another().sign_in(make.user()), name_zh="别人的商行")
    assert page.status == 422
    assert "Ask the colleague who did it to invite you" in page.words
    assert "锦程" not in page.words
    assert count(Agent) == 1


def test_whoever_has_a_company_may_add_another(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    send(browser)
    assert "You already work for a company here" in browser.get("/agents/register").words
    send(browser, kind="company", credit_code=COMPANY, name_zh="锦程服饰有限公司")
    assert count(Agent) == 2


def test_not_more_than_five_a_day(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    for number in range(5):
        send(browser, credit_code=credit_code.make(number, prefix="92"))
    page = send(browser, credit_code=credit_code.make(9, prefix="92"))
    assert page.status == 429


def test_the_particulars_can_be_kept_up(browser: Browser, make: Make) -> None:
    browser.sign_in(make.user())
    send(browser)
    agent = only_agent()
    page = browser.submit(f"/agents/{agent.id}/edit", "Save", outlets=20, channels=["live_stream"])
    assert "Saved." in page.words
    assert "Live-stream" in page.words
    assert "Wholesale stall" not in page.words
    assert only_agent().outlets == 20


def test_two_colleagues_who_save_at_once_see_both_texts(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    agent = make.agent()
    one, two = make.agent_person(agent), make.agent_person(agent)
    address = f"/agents/{agent.id}/edit"
    change: dict[str, Any] = {"channels": ["street_shop"], "categories": ["W03"]}
    opened = browser.sign_in(one).get(address)
    another().sign_in(two).submit(
        address, "Save", **change | {"channels": ["live_stream"], "contact_name": "李红"}
    )
    late = browser.submit(opened, "Save", **change | {"contact_name": "王强"})
    assert late.status == 409
    assert "Live-stream" in late.words
    assert "李红" in late.words
    saved = browser.submit(late, "Save what I wrote")
    assert saved.status == 200
    assert only_agent().contact_name == "王强"


def test_strangers_find_no_agent(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    agent = make.agent()
    browser.sign_in(make.agent_person(make.agent()))
    assert browser.get(f"/agents/{agent.id}").status == 404
    assert browser.get(f"/agents/{agent.id}/edit").status == 404
    assert browser.get("/agents").status == 404
    assert browser.get("/agents/verifications").status == 404
    owner = another().sign_in(make.owner(make.brand()))
    assert owner.get(f"/agents/{agent.id}").status == 200
    assert owner.get(f"/agents/{make.agent(verified=False).id}").status == 404
    assert owner.get("/agents/verifications").status == 404
