"""A group's replies pasted back: understood line by line, looked at, and kept by named steps."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions
from portal.incubation.models import CoachNote, MilestoneState
from portal.leasing.models import Let, LetKind
from portal.markets.models import Floor, Market, Stall
from portal.reports import reading
from portal.reports.reading import Matter, Merchant, Reply, Says
from tests.client import Browser
from tests.incubation.conftest import SMALL, Way, milestone, open_programme, stage
from tests.make import Make

READ, KEEP = "Read the replies", "Keep what is ticked"
HAND_IN: dict[str, Any] = {"deed-0": "hand-in"}
NOTE: dict[str, Any] = {"deed-0": "note"}
OWED = {
    **SMALL,
    "code": "owed",
    "stages": [
        stage(
            "S1",
            [
                milestone("S1.1", "reviewed", title_zh="孵化协议已签", title_en="Agreement signed"),
                milestone("S1.2", "reviewed", title_zh="样衣不少于30款", files_least=2),
                milestone("S1.3", "declared", title_zh="纳税人类型", title_en="Taxpayer type"),
            ],
        )
    ],
}
CHAT = """#接龙
例 3楼A12 已交
1. 1楼A12 协议已交
2. 云锦裤业 样衣下周三交
3、七月半 谢谢
李敏 11-28 10:22
https://example.org/x
1F-B3 已经填好了
"""


@pytest.mark.parametrize(
    ("line", "stalls", "says"),
    [
        ("3楼A12 已交", ["3楼A12"], Says.DONE),
        ("3F-A12已交", ["3F-A12"], Says.DONE),
        ("A12号 交了", ["A12"], Says.DONE),
        ("负1楼32 还没交", ["负1楼32"], Says.LATER),
        ("B1-07 周五交", ["B1-07"], Says.LATER),
        ("B1-07 12月3日交", ["B1-07"], Says.LATER),
        ("B1-07 9月销售12万", ["B1-07"], Says.WORDS),
        ("收到", [], Says.WORDS),
        ("1F-32 handed in", ["1F-32"], Says.DONE),
    ],
)
def test_a_line_names_its_stall_and_how_it_stands(line: str, stalls: list[str], says: Says) -> None:
    (reply,) = reading.replies(line)
    assert (reply.stalls, reply.says) == (stalls, says)


def test_a_chat_loses_headings_examples_times_and_links() -> None:
    found = reading.replies(CHAT)
    assert [one.text for one in found] == [
        "1楼A12 协议已交",
        "云锦裤业 样衣下周三交",
        "七月半 谢谢",
        "1F-B3 已经填好了",
    ]
    assert [one.sender for one in found] == ["", "", "", "李敏"]


def test_a_name_within_a_longer_one_is_not_taken_for_it() -> None:
    known = [Merchant(1, "a", "云锦", ""), Merchant(2, "b", "云锦裤业", "", ("1F-A12",))]
    assert reading.merchants_of(Reply("云锦裤业 已交"), known) == known[1:]
    assert reading.merchants_of(Reply("云锦 已交"), known) == known[:1]
    assert reading.merchants_of(Reply("已交", sender="1楼A12 李敏"), known) == known[1:]
    assert reading.merchants_of(Reply("已交"), known) == []


def test_what_could_be_two_matters_is_none() -> None:
    one = Merchant(1, "a", "云锦", "")
    owed = [Matter("x", "商标受理通知书"), Matter("y", "商标已注册"), Matter("z", "样衣30款")]
    assert reading.about(Reply("云锦 商标已交"), one, owed) is None
    assert reading.about(Reply("云锦 样衣已交"), one, owed) is owed[2]
    assert reading.about(Reply("云锦 已交"), one, owed) is None
    assert reading.about(Reply("云锦 已交"), one, owed[:1]) is owed[0]
    assert reading.about(Reply("云锦 订货单还没好"), one, owed[:1]) is None, "it names another"


@given(st.text(max_size=400))
def test_any_text_is_read_without_fault(text: str) -> None:
    known = [Merchant(1, "a", "云锦", "Cloud", ("1F-A12", "B1-A3"))]
    for one in reading.replies(text):
        assert one.text.strip()
        for found in reading.merchants_of(one, known):
            reading.about(one, found, [Matter("x", "商标受理通知书")])


@dataclass
class Group:
    """A market whose brand has a stall and owes three milestones; its manager at the desk."""

    way: Way
    office: Browser

    @property
    def page(self) -> str:
        return f"/markets/{self.way.market.slug}/replies"

    def notes(self) -> list[str]:
        return list(db.session.scalars(select(CoachNote.text).order_by(CoachNote.id)))


def at_stall(make: Make, brand: Brand, number: str) -> None:
    """Let a brand a stall of the market's first floor."""
    floor = db.session.scalars(select(Floor).order_by(Floor.id)).first()
    assert floor
    zone, place = number[3], int(number[4:])
    where = {"market_id": brand.market_id, "floor_id": floor.id}
    stall = make.save(Stall(**where, number=number, zone=zone, place=place, area=1_000))
    make.save(
        Let(
            market_id=brand.market_id,
            stall_id=stall.id,
            brand_id=brand.id,
            kind=LetKind.STANDARD,
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=99),
            agreed_until=clock.today() + timedelta(days=99),
            rent_fen=1,
            area=1_000,
            deposit_fen=0,
        )
    )


@pytest.fixture
def group(make: Make, browser: Browser) -> Group:
    market = make.market()
    manager = make.manager(market)
    brand = make.brand(market, name_zh="云锦裤业", name_en="Cloud Trousers")
    owner = make.owner(brand)
    programme = open_programme(market, manager, OWED)
    actions.enrol(brand, programme, by=manager)
    db.session.commit()
    at_stall(make, brand, "1F-A12")
    return Group(Way(market, programme, brand, owner, manager), browser.sign_in(manager))


def test_replies_are_read_looked_at_and_kept(group: Group) -> None:
    office, way = group.office, group.way
    home = office.get("/home")
    page = office.submit(home.link("Paste replies back"), READ, pasted=CHAT)
    assert "2 replies are understood" in page.words
    assert "2 lines are not understood" in page.words
    assert group.notes() == [], "nothing before it is ticked"
    form = page.form_with(KEEP)
    assert form.fields["tick"] == ["0", "1"], "both are clear"
    assert form.fields["about-0"] == [f"milestone-{way.step('S1.1').id}"]
    assert form.fields["about-1"] == [f"milestone-{way.step('S1.2').id}"]
    done = office.submit(page, KEEP, **HAND_IN)
    assert "2 replies are kept" in done.words
    assert way.state("S1.1") is MilestoneState.SUBMITTED
    assert way.state("S1.2") is MilestoneState.OPEN
    (note,) = group.notes()
    assert "样衣下周三交" in note
    assert clock.today().isoformat() in note
    told = office.get(way.page("S1.1")).words
    assert "cannot decide" in told, "whoever handed it in for the brand does not pass it"


def test_the_brand_itself_has_a_line_on_its_file(group: Group) -> None:
    office = group.office
    page = office.submit(group.page, READ, pasted="A12 十二月休市回老家")
    assert "not clear" in page.words
    assert page.form_with(KEEP).fields.get("tick", []) == [], "unclear is not ticked"
    nothing = office.submit(page, KEEP)
    assert nothing.status == 422
    assert "Nothing is ticked" in nothing.words
    office.submit(nothing, KEEP, tick=["0"])
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "reply.note")).one()
    assert event.subject_id == group.way.brand.id
    file = f"/markets/{group.way.market.slug}/brands/{group.way.brand.slug}"
    assert "kept a reply from the group" in office.get(file).words


def test_what_wants_files_is_not_handed_in_with_words(group: Group) -> None:
    page = group.office.submit(group.page, READ, pasted="云锦裤业 样衣已交")
    refused = group.office.submit(page, KEEP, **HAND_IN)
    assert refused.status == 409
    assert "wants files" in refused.words
    assert group.way.state("S1.2") is MilestoneState.OPEN
    assert group.notes() == []
    group.office.submit(refused, KEEP, **NOTE)
    assert len(group.notes()) == 1


def test_two_brands_that_a_line_may_mean_are_both_named(group: Group, make: Make) -> None:
    other = make.brand(db.session.get_one(Market, group.way.market.id), name_zh="禾田")
    at_stall(make, other, "1F-C7")
    page = group.office.submit(group.page, READ, pasted="A12 C7 都交了")
    assert "could be:" in page.words
    assert not page.has_button(KEEP)


def test_another_markets_office_reads_nothing_here(
    group: Group, browser: Browser, make: Make
) -> None:
    stranger = browser.sign_in(make.manager(make.market()))
    assert stranger.get(group.page).status == 404
