"""What the portal sees by itself: milestones that pass by other domains' records."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.brands import offers
from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions, queries, registry
from portal.incubation.models import MilestoneState
from portal.incubation.registry import Condition
from portal.incubation.rules import Criteria
from portal.markets.models import Market
from portal.mentoring import actions as mentoring
from portal.mentoring import queries as bookings
from tests.brands.conftest import publish
from tests.brands.policies import POLICIES
from tests.client import Browser
from tests.connections.conftest import ASK, PLAN
from tests.incubation.conftest import SMALL, Way, milestone, next_on, open_programme, stage
from tests.linesheets.conftest import Sheets, address
from tests.make import Make
from tests.mentoring.conftest import offered, slot
from tests.papers.conftest import Desk

S = MilestoneState


def waits_for(condition: str, target: int) -> dict[str, Any]:
    """Return a template with one milestone that looks at a fact."""
    one = milestone("S1.1", "automatic", condition=condition, target=target)
    return {
        **SMALL,
        "code": condition,
        "stages": [stage("S1", [one, milestone("S1.2", "reviewed")])],
    }


def on_its_way(brand: Brand, make: Make, data: dict[str, Any]) -> Way:
    """Enrol a brand that is there already."""
    market = db.session.get_one(Market, brand.market_id)
    manager, owner = make.manager(market), make.owner(brand)
    programme = open_programme(market, manager, data)
    actions.enrol(brand, programme, by=manager)
    db.session.commit()
    return Way(market, programme, brand, owner, manager)


def test_every_fact_of_the_shipped_templates_is_known(app: Flask) -> None:
    named = {
        one["condition"]
        for template in queries.shipped_templates().values()
        for part in template["stages"]
        for one in part["milestones"]
        if one["condition"]
    }
    assert named <= set(registry.conditions())
    assert {"mentor_sessions", "line_sheet_styles", "agents_asking", "shops_a_year"} <= named


def test_two_sessions_with_a_mentor_pass_and_a_correction_marks_it(
    make: Make, browser: Browser
) -> None:
    way = on_its_way(make.brand(), make, waits_for("mentor_sessions", 2))
    mentor = offered(way.market)
    held = []
    for days in (3, 4):
        choice = bookings.choice(way.market.slug, way.brand.slug, mentor.id)
        held.append(mentoring.book(choice, slot(days), topic="", by=None).id)
        db.session.commit()
    owner = browser.sign_in(way.owner)
    page = owner.get(way.page("S1.1"))
    assert "0 of 2" in page.words
    assert owner.get(page.link("Book a mentor")).status == 200
    with clock.at(slot(5)):
        for number, state in zip(held, (S.OPEN, S.PASSED), strict=True):
            note(way, number, held=True)
            assert way.state("S1.1") is state
        note(way, held[0], held=False)
    assert way.state("S1.1") is S.PASSED, "what is passed stays passed"
    assert way.step("S1.1").lapsed_at is not None


def note(way: Way, number: int, *, held: bool) -> None:
    """Let the office note a session."""
    found = bookings.booking(way.market.slug, number)
    mentoring.note(found, held=held, shared_note="", private_note="", by=way.manager)
    db.session.commit()


def test_a_published_line_sheet_with_enough_styles_passes(
    make: Make, browser: Browser, sheets: Sheets
) -> None:
    sheet = sheets("A101")
    brand = db.session.get_one(Brand, sheet.brand_id)
    way = on_its_way(brand, make, waits_for("line_sheet_styles", 2))
    owner = browser.sign_in(way.owner)
    here = address(brand, f"/{sheet.id}")
    owner.submit(here, "Publish the line sheet")
    assert way.state("S1.1") is S.OPEN, "one style is not two"
    fuller = sheets("B101", "B102", brand=brand, wave="summer_1")
    owner.submit(address(brand, f"/{fuller.id}"), "Publish the line sheet")
    assert way.state("S1.1") is S.PASSED
    assert way.step("S1.1").proof == "2"


def test_an_agent_who_asks_and_is_let_in_counts_and_an_invited_one_does_not(
    make: Make, browser: Browser, another: Callable[[], Browser], ready: Callable[..., Brand]
) -> None:
    brand = ready(offers=offers.check_all(POLICIES["trousers of Lusong: franchise beside agency"]))
    publish(brand)
    way = on_its_way(brand, make, waits_for("agents_asking", 1))
    owner = browser.sign_in(way.owner)
    invited, asking = make.agent(), make.agent()
    here = f"/markets/{way.market.slug}/brands/{brand.slug}/connections/invite"
    end = clock.today() + timedelta(days=90)
    owner.submit(
        here, "Open the terms to this list",
        names=invited.name_zh, at_once=True, ends_on=end.isoformat(),
    )  # fmt: skip
    actions.check_automatic(brand)
    db.session.commit()
    assert way.state("S1.1") is S.OPEN, "opened unasked"
    agent = another().sign_in(make.agent_person(asking))
    agent.submit(f"/brands/{brand.slug}/connect", ASK, **PLAN)
    assert way.state("S1.1") is S.OPEN, "asked, not answered"
    waiting = owner.get("/connections").link(asking.name_en or asking.name_zh)
    owner.submit(waiting, "Open the terms")
    assert way.state("S1.1") is S.PASSED


@pytest.mark.parametrize(("waited", "state"), [(0, S.OPEN), (40, S.PASSED)])
def test_two_shops_are_a_year_old_on_their_day(make: Make, waited: int, state: S) -> None:
    brand = make.brand(state=BrandState.VISIBLE)
    revision = db.session.scalars(select(Revision).where(Revision.brand_id == brand.id)).one()
    revision.state = RevisionState.PUBLISHED
    opened = clock.today() - timedelta(days=340)
    revision.store_dates = [opened.isoformat(), "2019-05-01"]
    way = on_its_way(brand, make, waits_for("shops_a_year", 2))
    with clock.at(clock.now().replace(hour=0, minute=30) + timedelta(days=waited)):
        actions.watch_days()
    db.session.expire_all()
    assert way.state("S1.1") is state


def test_a_licence_that_expires_marks_what_it_passed_and_graduation_waits(
    make: Make, desk: Desk
) -> None:
    way = on_its_way(desk.brand, make, waits_for("licence_verified", 1))
    desk.verified(expires_on=(clock.today() + timedelta(days=40)).isoformat())
    assert way.state("S1.1") is S.PASSED
    morning = clock.now().replace(hour=0, minute=30)
    for days, lapsed in ((39, False), (43, True)):
        with clock.at(morning + timedelta(days=days)):
            actions.watch_days()
        db.session.expire_all()
        assert (way.step("S1.1").lapsed_at is not None) is lapsed, days
    assert way.state("S1.1") is S.PASSED, "the gate was passed once"
    assert way.enrolment.stage.code == "S1"
    told = desk.office.get(way.page("S1.1")).words
    assert "graduation waits until it holds again" in told
    with clock.at(morning + timedelta(days=44)):
        desk.verified(expires_on=(clock.today() + timedelta(days=400)).isoformat())
        actions.watch_days()
    db.session.expire_all()
    assert way.step("S1.1").lapsed_at is None, "a new one takes the mark off"


def test_the_calendar_is_looked_at_once_a_day_at_the_first_chance_from_eight_on(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def look(brand: Brand) -> int:
        looks.append(brand.id)
        if len(looks) == 2:
            raise SQLAlchemyError
        return 0

    fact = Condition("Waits", look, by_calendar=True)
    monkeypatch.setattr(registry, "_conditions", {**registry.conditions(), "waits": fact})
    way = on_its_way(make.brand(), make, waits_for("waits", 1))
    looks.clear()
    for day, hour, minute, often in (
        (3, 7, 59, 0),
        (3, 15, 17, 1),  # the worker was down at eight
        (3, 16, 17, 1),
        (3, 23, 59, 1),
        (4, 0, 10, 1),
        (4, 8, 0, 2),  # what fails for a brand holds up nothing, and waits for tomorrow
        (4, 9, 0, 2),
        (6, 12, 0, 3),
    ):
        with clock.at(datetime(2026, 3, day, hour, minute, tzinfo=clock.SHANGHAI)):
            actions.watch_days()
        assert looks == [way.brand.id] * often, (day, hour)


@pytest.mark.parametrize(("minutes", "overdue"), [(-1, 0), (1, 1)])
def test_a_day_ends_at_midnight_in_the_markets_zone(way: Way, minutes: int, overdue: int) -> None:
    step = way.step("S1.2")
    step.due_on = clock.today() + timedelta(days=3)
    db.session.commit()
    ends = datetime.combine(step.due_on + timedelta(days=1), time(), tzinfo=clock.SHANGHAI)
    with clock.at(ends + timedelta(minutes=minutes)):
        (line,) = queries.board(way.market.id, Criteria()).standings
        assert line.overdue == overdue


def test_what_the_profile_lacks_is_named_and_rests_while_the_office_reads_it(
    make: Make, browser: Browser
) -> None:
    way = on_its_way(make.brand(), make, waits_for("profile_complete", 1))
    owner = browser.sign_in(way.owner)
    page = owner.get(way.page("S1.1"))
    assert "fields are still empty" in page.words
    assert owner.get(page.link("Category")).status == 200
    assert "Milestone S1.1" in owner.get("/home").words
    revision = db.session.scalars(select(Revision).where(Revision.brand_id == way.brand.id)).one()
    revision.state = RevisionState.SUBMITTED
    db.session.commit()
    page = owner.get(way.page("S1.1"))
    assert "The office reads the profile at the moment" in page.words
    assert "Category" in page.words
    home = owner.get("/home").words
    assert "Milestone S1.1" not in home, "nobody but the office can do anything to it"
    assert "Milestone S1.2" in home
    file = f"/markets/{way.market.slug}/brands/{way.brand.slug}"
    for place in (way.track, file):
        assert "Milestone S1.2" in next_on(owner.get(place)), "every page names the same"
    way.step("S1.2").state = S.WAIVED
    db.session.commit()
    assert "The office reads the profile at the moment" in next_on(owner.get(way.track))
