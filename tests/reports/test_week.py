"""The Monday list: what is late, due today, this week and later, over all the house."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import User
from portal.core import clock, week
from portal.core.db import db
from portal.core.qr import qr_picture
from portal.core.week import Shelf
from portal.incubation import actions
from portal.incubation.models import EnrolmentState, MilestoneProgress, MilestoneState
from portal.intakes.models import Lead
from portal.leasing.models import Let, LetKind
from portal.markets.models import Floor, Market, Stall
from portal.onboarding.models import Application, ApplicationState
from portal.reports.duties.office import GroupLine
from portal.reports.duties.week import merged
from tests.client import Browser, Shown
from tests.incubation import conftest as small
from tests.make import Make
from tests.site.test_query_counts import counting

pytestmark = pytest.mark.sqlite
MOST_QUERIES = 6


@dataclass
class Monday:
    """A market's office with work of several kinds and clocks."""

    make: Make
    market: Market
    manager: User
    colleague: User

    def application(self, name: str, days: int) -> None:
        """Let somebody have applied so many days ago."""
        self.make.save(
            Application(
                market_id=self.market.id,
                author_id=self.make.user().id,
                name_zh=name,
                state=ApplicationState.SUBMITTED,
                submitted_at=clock.now() - timedelta(days=days),
            )
        )

    def lead(self, what: str, of: User, days: int) -> None:
        """Let somebody have a lead to follow in so many days."""
        self.make.save(
            Lead(
                market_id=self.market.id,
                name="周敏",
                mobile="13800000000",
                source="walk_in",
                next_action=what,
                next_on=clock.today() + timedelta(days=days),
                responsible_id=of.id,
            )
        )


def test_a_pause_comes_back_on_the_day_that_was_named(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 11, 2, 1, 0)
    market = make.market()
    manager, brand = make.manager(market), make.brand(market, name_en="Cloud")
    enrolment = actions.enrol(brand, small.open_programme(market, manager), by=manager)
    back = clock.today() + timedelta(days=14)
    actions.pause(enrolment, reason="产假。", expected_on=back, by=manager)
    db.session.commit()
    assert "is paused" not in browser.sign_in(manager).get("/home").words
    at(2026, 11, 17, 1, 0)
    home = browser.sign_in(manager).get("/home")
    assert "is paused, expected back on" in home.words
    assert "1 day late" in home.words
    assert "Resume the programme" in browser.get(home.link("Open the track")).words


@pytest.fixture
def monday(make: Make) -> Monday:
    """Return an office on a Monday: five applications and three leads."""
    market = make.market()
    office = Monday(
        make, market, make.manager(market, name="Li Min"), make.manager(market, name="Qin Hao")
    )
    for name, days in (("云织", 9), ("禾田", 8), ("棉语", 6), ("青衣", 1), ("南栖", 0)):
        office.application(name, days)
    office.lead("打电话", office.manager, -1)
    office.lead("看档口", office.manager, 0)
    office.lead("寄样衣", office.colleague, 0)
    return office


def lines(page: Shown) -> list[str]:
    """Return the lines of the list as they read."""
    return [one.words for one in page.tree.all("li") if "due-line" in one.at.get("class", "")]


def test_one_list_by_the_clock_and_every_number_opens_its_list(
    browser: Browser, monday: Monday
) -> None:
    browser.sign_in(monday.manager)
    with counting() as asked:
        home = browser.get("/home")
    assert asked.total() <= MOST_QUERIES, asked
    assert [name for name in ("云织", "禾田", "棉语") if name in home.words]
    order = [home.words.index(name) for name in ("云织", "禾田", "棉语", "打电话", "看档口")]
    assert order == sorted(order)
    assert "寄样衣" not in home.words, "a colleague's"

    numbers = [
        (link.at["href"], int(figure.all("dd")[0].words))
        for figure in home.tree.all("div")
        if "figure" in figure.at.get("class", "").split()
        for link in figure.all("a")
    ]
    assert len(numbers) == len(Shelf)
    assert sum(count for _, count in numbers) == 7
    for address, count in numbers:
        assert len(lines(browser.get(address))) == count
    chips = [one for one in home.tree.all("a") if one.at.get("class") == "chip"]
    for chip in chips:
        (count,) = re.findall(r": (\d+)$", chip.words)
        assert len(lines(browser.get(chip.at["href"]))) == int(count)
    assert len(chips) == 2


def test_a_person_sees_his_own_a_colleagues_or_the_whole_office(
    browser: Browser, monday: Monday
) -> None:
    browser.sign_in(monday.manager)
    own = lines(browser.get(f"/home?who={monday.manager.id}"))
    assert len(own) == 2
    assert len(lines(browser.get(f"/home?who={monday.colleague.id}&kind=lead"))) == 1
    assert len(lines(browser.get("/home?who=all"))) == 8
    assert "Nothing of this kind" in browser.get("/home?kind=evidence").words
    for odd in ("kind=x&when=y&who=z", "who=99999999999", "page=-1&kind=lead", "who=%00"):
        assert browser.get(f"/home?{odd}").status == 200


def test_another_markets_work_is_not_on_the_list(
    browser: Browser, monday: Monday, make: Make
) -> None:
    stranger = browser.sign_in(make.manager(make.market()))
    assert lines(stranger.get("/home?who=all")) == []
    assert "云织" not in stranger.get("/home/group-text?who=all").words
    assert lines(stranger.get(f"/home?who={monday.manager.id}")) == []


def shows(page: Shown, picture: str) -> bool:
    """Say whether a page shows a picture, to look at and to keep."""
    kept = [one.at["href"] for one in page.tree.all("a") if "download" in one.at]
    return picture in [one.at["src"] for one in page.tree.all("img")] and picture in kept


def test_what_concerns_merchants_is_copied_for_their_group(
    app: Flask, browser: Browser, make: Make
) -> None:
    market = make.market()
    manager, brand = make.manager(market), make.brand(market, name_zh="云锦裤业")
    programme = small.open_programme(market, manager)
    way = actions.enrol(brand, programme, by=manager)
    actions.enrol(make.brand(market, name_zh="禾田衣社"), programme, by=manager)
    db.session.execute(
        update(MilestoneProgress)
        .where(MilestoneProgress.state == MilestoneState.OPEN)
        .values(due_on=clock.today() - timedelta(days=3))
    )
    db.session.commit()
    assert way.state is EnrolmentState.RUNNING

    home = browser.sign_in(manager).get("/home")
    assert "3 days late" in home.words
    every = browser.get("/home/group-text")
    (area,) = every.tree.all("textarea")
    base = app.config["BASE_URL"]
    assert shows(every, qr_picture(f"{base}/home"))
    assert "云锦裤业: has 2 milestones to show, 3 days late" in area.words
    assert {"autofocus", "readonly"} <= area.at.keys()

    one = browser.get(home.link("For the group"))
    (area,) = one.tree.all("textarea")
    assert area.words.startswith("云锦裤业: ")
    link = f"/markets/{market.slug}/brands/{brand.slug}/incubation"
    assert area.words.endswith(link)
    assert shows(one, qr_picture(f"{base}{link}"))
    assert "Nothing to tell" in browser.get("/home/group-text?kind=application").words


def test_a_groups_text_says_each_thing_once_and_nothing_of_later(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    manager, brand = make.manager(market), make.brand(market, name_zh="云锦裤业")
    floor = db.session.scalars(select(Floor)).first()
    assert floor
    today = clock.today()
    for number in range(1, 9):
        stall = make.save(
            Stall(
                floor_id=floor.id,
                market_id=market.id,
                number=f"1F-A{number}",
                place=number,
                area=1_250,
            )
        )
        ends = today + timedelta(days=40) if number == 1 else today
        make.save(
            Let(
                market_id=market.id,
                stall_id=stall.id,
                brand_id=brand.id,
                kind=LetKind.STANDARD,
                starts_on=today - timedelta(days=9),
                ends_on=ends,
                agreed_until=ends,
                rent_fen=1,
                area=1_250,
                deposit_fen=0,
            )
        )
    (area,) = browser.sign_in(manager).get("/home/group-text?who=all").tree.all("textarea")
    told = area.words
    assert "1F-A1 (8 stalls) 云锦裤业" in told
    assert f"stall 1F-A2 ends on {today.isoformat()}, due today" in told
    assert "stall 1F-A1 ends" not in told, "that is later than this week"
    later = browser.get("/home/group-text?who=all&when=later")
    (area,) = later.tree.all("textarea")
    day = (today + timedelta(days=40)).isoformat()
    assert f"stall 1F-A1 ends on {day}" in area.words
    assert "due on" not in area.words, "the day is said once"


def test_lines_that_read_the_same_are_one_line(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        line = GroupLine(Shelf.TODAY, "云锦裤业", "is expected", "/a")
        other = GroupLine(Shelf.WEEK, "云锦裤业", "is expected", "/b")
        told = merged([line, other, replace(line, href="/c")])
        assert [one.words for one in told] == ["is expected (2 times)", "is expected"]


def test_a_line_of_a_week_says_only_what_a_week_knows() -> None:
    with pytest.raises(TypeError, match="colour"):
        week.line("x", shelf=Shelf.TODAY, colour="red")
