"""The thread: who reads it, who answers, closing, going on, the clocks of 24 and 72 hours."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.agency import actions, queries, rules
from portal.agency.models import Enquiry, EnquiryMessage, EnquiryState, Side
from portal.agents.models import Agent, AgentState
from portal.audit.models import AuditEvent
from portal.brands.models import Brand, BrandState
from portal.core import clock, throttle
from portal.core.db import db
from portal.incubation.registry import conditions
from portal.notices.models import Notice
from tests.client import Browser
from tests.make import Make


class Talk:
    """An enquiry with the people of every side."""

    def __init__(self, make: Make, **fields: Any) -> None:
        self.market = make.market()
        self.brand: Brand = make.brand(self.market, state=BrandState.VISIBLE)
        self.agent: Agent = make.agent()
        self.asker = make.agent_person(self.agent)
        self.owner = make.owner(self.brand)
        self.manager = make.manager(self.market)
        message = EnquiryMessage(
            side=Side.AGENT, author_id=self.asker.id, author_name="周敏", text="想了解代理政策。"
        )
        usual: dict[str, Any] = {
            "market_id": self.brand.market_id,
            "brand_id": self.brand.id,
            "agent_id": self.agent.id,
            "author_id": self.asker.id,
            "waiting_since": clock.now(),
            "regions": ["430100"],
            "channel": "street_shop",
            "pieces_per_month": 300,
            "messages": [message],
        }
        self.id = make.save(Enquiry(**usual | fields)).id
        self.address = f"/enquiries/{self.id}"

    @property
    def row(self) -> Enquiry:
        db.session.rollback()
        return db.session.scalars(select(Enquiry).where(Enquiry.id == self.id)).one()


@pytest.fixture
def talk(make: Make) -> Talk:
    return Talk(make)


def told(kind: str) -> list[int]:
    return sorted(db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind)))


def texts() -> list[str]:
    return list(db.session.scalars(select(EnquiryMessage.text).order_by(EnquiryMessage.id)))


def verbs() -> list[str]:
    found = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()
    return [verb for verb in found if verb.startswith("enquiry.")]


def test_the_brand_answers_and_the_agent_goes_on(
    browser: Browser, another: Callable[[], Browser], talk: Talk
) -> None:
    page = browser.sign_in(talk.owner).submit(talk.address, "Send", text="湖南还开放,欢迎来看货。")
    assert "It is the agent's turn" in page.words
    assert (talk.row.state, talk.row.waiting_since) == (EnquiryState.ANSWERED, None)
    assert told("enquiry.reply") == [talk.asker.id]
    assert conditions()["enquiries_answered"].value(talk.brand) == 1
    assert [one.id for one in queries.turn_of_agent([talk.agent.id])] == [talk.id]

    own = another().sign_in(talk.asker)
    assert "has answered" in own.get(talk.address).words
    back = own.submit(talk.address, "Send", text="下周二到株洲。")
    assert "should answer by" in back.words
    assert (talk.row.state, talk.row.close_reason) == (EnquiryState.NEW, "")
    assert told("enquiry.reply") == sorted([talk.asker.id, talk.owner.id])
    assert verbs() == ["enquiry.reply", "enquiry.reply"]


def test_the_office_answers_and_is_marked(
    browser: Browser, another: Callable[[], Browser], talk: Talk
) -> None:
    browser.sign_in(talk.manager).submit(talk.address, "Answer for the brand", text="品牌在外地。")
    page = another().sign_in(talk.asker).get(talk.address)
    assert f"Office of {talk.market.name_en}" in page.words
    assert told("enquiry.reply") == sorted([talk.asker.id, talk.owner.id])
    assert queries.answered_count(talk.brand.id) == 0
    another().sign_in(talk.asker).submit(talk.address, "Send", text="谢谢,那我再等等。")
    assert talk.manager.id in told("enquiry.reply")


def test_others_do_not_find_it(browser: Browser, make: Make, talk: Talk) -> None:
    strangers = [
        make.owner(make.brand()),
        make.agent_person(make.agent()),
        make.manager(make.market()),
        make.user(),
    ]
    for person in strangers:
        assert browser.sign_in(person).get(talk.address).status == 404
        assert "想了解代理政策" not in browser.get("/enquiries").words
    assert browser.sign_in(make.staff()).get(talk.address).status == 403
    assert browser.get("/enquiries/999999").status == 404
    other = make.manager(make.market())
    list_address = f"/markets/{talk.market.slug}/enquiries"
    assert browser.sign_in(other).get(list_address).status == 404
    assert browser.get(f"{list_address}.csv").status == 404


def test_a_double_click_says_it_once(browser: Browser, talk: Talk) -> None:
    page = browser.sign_in(talk.owner).get(talk.address)
    browser.submit(page, "Send", text="湖南还开放。")
    again = browser.submit(page, "Send", text="湖南还开放。")
    assert again.status == 200
    assert texts() == ["想了解代理政策。", "湖南还开放。"]
    assert len(told("enquiry.reply")) == 1


def test_an_empty_answer_is_none(browser: Browser, talk: Talk) -> None:
    page = browser.sign_in(talk.owner).submit(talk.address, "Send", text="\x00  ")
    assert page.status == 422
    assert "Write your answer" in page.words
    assert browser.submit(talk.address, "Send", text="长" * 2001).status == 422
    assert len(texts()) == 1


def test_closed_with_a_reason_and_opened_again(
    browser: Browser, another: Callable[[], Browser], talk: Talk
) -> None:
    close = "Close the conversation"
    assert browser.sign_in(talk.asker).submit(talk.address, close).status == 422
    page = browser.submit(talk.address, close, reason="price")
    assert "Closed: Price level does not suit" in page.words
    assert (talk.row.state, talk.row.waiting_since) == (EnquiryState.CLOSED, None)
    assert told("enquiry.closed") == [talk.owner.id]

    opened = (
        another()
        .sign_in(talk.owner)
        .submit(talk.address, "Write and open again", text="价格可以再谈。")
    )
    assert "It is the agent's turn" in opened.words
    assert (talk.row.state, talk.row.close_reason) == (EnquiryState.ANSWERED, "")
    assert verbs() == ["enquiry.close", "enquiry.reply"]


def test_both_close_at_once(browser: Browser, another: Callable[[], Browser], talk: Talk) -> None:
    close = "Close the conversation"
    other = another().sign_in(talk.owner)
    mine, his = browser.sign_in(talk.asker).get(talk.address), other.get(talk.address)
    browser.submit(mine, close, reason="price")
    assert browser.submit(mine, close, reason="price").status == 200
    assert other.submit(his, close, reason="style").status == 409
    assert verbs() == ["enquiry.close"]


def test_closed_while_one_writes(
    browser: Browser, another: Callable[[], Browser], talk: Talk
) -> None:
    page = browser.sign_in(talk.owner).get(talk.address)
    another().sign_in(talk.asker).submit(talk.address, "Close the conversation", reason="money")
    late = browser.submit(page, "Send", text="我们可以免保证金。")
    assert late.status == 409
    assert "closed while you wrote" in late.words
    assert late.form_with("Write and open again").fields["text"] == ["我们可以免保证金。"]
    assert browser.submit(late, "Write and open again").status == 200
    assert texts()[-1] == "我们可以免保证金。"


def test_a_closed_one_stays_closed_beside_a_newer_one(
    browser: Browser, make: Make, talk: Talk
) -> None:
    page = browser.sign_in(talk.asker).get(talk.address)
    browser.submit(talk.address, "Close the conversation", reason="money")
    shown = browser.get(talk.address)
    browser.submit(
        f"/brands/{talk.brand.slug}/enquire",
        "Send the question",
        message="现在资金到位了,想重新谈一谈。",
        channel="street_shop",
        pieces_per_month=100,
    )
    assert "Go on there" in browser.get(talk.address).words
    late = browser.submit(shown, "Write and open again", text="还是这里说吧。")
    assert late.status == 409
    assert "newer conversation" in late.words
    assert page.status == 200


def test_a_refused_company_writes_no_more(browser: Browser, talk: Talk) -> None:
    talk.agent.state = AgentState.REFUSED
    db.session.commit()
    page = browser.sign_in(talk.asker).submit(talk.address, "Send", text="还在吗?")
    assert page.status == 409
    assert len(texts()) == 1


def test_too_many_messages(browser: Browser, talk: Talk) -> None:
    browser.sign_in(talk.owner)
    for _message in range(59):
        throttle.hit(rules.REPLY_PER_PERSON, "enquiry-reply", str(talk.owner.id))
    assert browser.submit(talk.address, "Send", text="第六十条").status == 200
    assert browser.submit(talk.address, "Send", text="再一条").status == 429


def test_reminded_after_a_day_and_escalated_after_three(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9)
    talk = Talk(make)
    actions.watch_clocks()
    assert verbs() == []

    at(2026, 3, 2, 9)
    actions.watch_clocks()
    actions.watch_clocks()
    assert talk.row.reminded_at == clock.now()
    assert told("enquiry.unanswered") == [talk.owner.id]
    assert verbs() == ["enquiry.remind"]
    late = browser.sign_in(talk.owner).get(talk.address)
    assert "The agent has waited 1 day. Please answer today" in late.words

    at(2026, 3, 4, 8)
    actions.watch_clocks()
    assert told("enquiry.escalated") == []

    at(2026, 3, 4, 9)
    actions.watch_clocks()
    actions.watch_clocks()
    assert told("enquiry.escalated") == [talk.manager.id]
    assert verbs() == ["enquiry.remind", "enquiry.escalate"]
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "enquiry.escalate"))
    assert rows.one().actor_id is None
    page = browser.sign_in(talk.manager).get(talk.address)
    assert "Your turn: the agent has waited 3 days" in page.words
    page = browser.sign_in(talk.asker).get(talk.address)
    assert "has been asked to step in" in page.words


def test_the_clock_stops_with_an_answer_and_starts_anew_with_a_question(
    browser: Browser, another: Callable[[], Browser], make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9)
    talk = Talk(make)
    browser.sign_in(talk.owner).submit(talk.address, "Send", text="好的。")
    at(2026, 3, 3, 9)
    actions.watch_clocks()
    assert verbs() == ["enquiry.reply"]
    own = another().sign_in(talk.asker)
    own.submit(talk.address, "Send", text="那价格呢?")
    at(2026, 3, 3, 20)
    own.sign_in(talk.asker).submit(talk.address, "Send", text="在吗?")
    assert talk.row.waiting_since == clock.now() - timedelta(hours=11)
    at(2026, 3, 4, 9, 1)
    actions.watch_clocks()
    assert told("enquiry.unanswered") == [talk.owner.id]


def test_what_a_failing_clock_leaves_the_others_is_done(
    make: Make, at: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(2026, 3, 1, 9)
    first, second = Talk(make), Talk(make)
    at(2026, 3, 2, 10)
    real = actions.remind

    def breaks(enquiry: Enquiry) -> None:
        if enquiry.id == first.id:
            from sqlalchemy.exc import OperationalError

            raise OperationalError("select", {}, Exception("gone"))
        real(enquiry)

    monkeypatch.setattr(actions, "remind", breaks)
    actions.watch_clocks()
    assert first.row.reminded_at is None
    assert second.row.reminded_at is not None


def test_the_office_has_a_list_by_the_clock(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 3, 1, 9)
    talk = Talk(make)
    at(2026, 3, 5, 9)
    market = talk.market.slug
    address = f"/markets/{market}/enquiries"
    browser.sign_in(talk.manager)
    for wait in ("overdue", "late", "waiting", "all", "nonsense"):
        assert "waits 4 days" in browser.get(f"{address}?wait={wait}").words
    assert "Nothing in this state" in browser.get(f"{address}?wait=closed").words
    assert "waits 4 days" in browser.get(f"{address}?q={talk.agent.name_en}").words
    assert "No enquiry fits" in browser.get(f"{address}?q=zzz&wait=all&page=-1").words
    table = browser.get(f"{address}.csv?wait=all").response.text.splitlines()
    assert len(table) == 2
    assert "想了解" not in table[1]
    staff = browser.sign_in(make.staff()).get(address)
    assert staff.status == 200
    assert talk.address not in staff.html
    assert "想了解" not in staff.words


def test_my_list_shows_my_turn_first(browser: Browser, make: Make) -> None:
    mine = Talk(make)
    other = Talk(make)
    other.row.state = EnquiryState.ANSWERED
    db.session.commit()
    make.save(
        EnquiryMessage(
            enquiry_id=other.id,
            side=Side.BRAND,
            author_id=other.owner.id,
            author_name="李",
            text="有货。",
        )
    )
    page = browser.sign_in(mine.owner).get("/enquiries")
    assert "your turn" in page.words
    assert "想了解代理政策。" in page.words
    assert "有货" not in page.words
    page = browser.sign_in(other.asker).get("/enquiries?state=answered")
    assert "有货。" in page.words
    assert "Nothing in this state" in browser.get("/enquiries?state=closed").words
    assert browser.get("/enquiries?state=nonsense&page=-1").status == 200


def test_before_the_first_enquiry(browser: Browser, make: Make) -> None:
    people = {
        "You have not asked yet": make.agent_person(make.agent()),
        "No agent has asked yet": make.owner(make.brand()),
        "No enquiries": make.user(),
    }
    for words, person in people.items():
        assert words in browser.sign_in(person).get("/enquiries").words


def test_who_wrote_shows_the_owner_the_number(browser: Browser, make: Make, talk: Talk) -> None:
    page = browser.sign_in(talk.owner).get(f"/agents/{talk.agent.id}")
    assert "138 0731 0000" in page.words
    other = make.owner(make.brand())
    assert "138****0000" in browser.sign_in(other).get(f"/agents/{talk.agent.id}").words


def test_a_list_takes_the_same_number_of_queries_however_long(browser: Browser, make: Make) -> None:
    from sqlalchemy import event

    talk = Talk(make)
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    browser.sign_in(talk.owner)
    counts = []
    for _round in range(2):
        seen.clear()
        browser.get("/enquiries")
        counts.append(len(seen))
        agent = make.agent()
        for _number in range(5):
            make.save(
                Enquiry(
                    market_id=talk.brand.market_id,
                    brand_id=talk.brand.id,
                    agent_id=agent.id,
                    author_id=talk.asker.id,
                    waiting_since=clock.now(),
                    regions=["430100"],
                    channel="street_shop",
                    pieces_per_month=1,
                )
            )
    event.remove(db.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]
    assert db.session.scalar(select(func.count()).select_from(Enquiry)) == 11


def test_a_talk_and_the_terms_of_the_same_two_lead_to_each_other(
    talk: Talk, browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    agent, owner = browser.sign_in(talk.asker), another().sign_in(talk.owner)
    invite = owner.get(talk.address).link("Invite this agent")
    offered = owner.get(invite)
    (box,) = (one for one in offered.tree.all("input") if one.at.get("name") == "agents")
    assert box.at["value"] == str(talk.agent.id)

    page = agent.get(talk.address)
    asked = agent.submit(
        page.link("Ask for the exact terms"),
        "Ask for the terms",
        regions=["430100"],
        channels=["street_shop"],
        plan="明年三月上春一波,三家店。",
    )
    assert asked.address.startswith("/connections/")
    assert asked.link("Open the conversation") == talk.address
    for one in (agent, owner):
        thread = one.get(talk.address)
        assert "waits for the brand" in thread.words
        assert thread.link("Open the connection") == asked.address
    assert owner.get(asked.address).link("Open the conversation") == talk.address
    office = another().sign_in(make.manager(make.market()))
    assert office.get(talk.address).status == 404
