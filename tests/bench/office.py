"""How fast an office's pages are with 4,000 brands and 100,000 milestones behind them."""

import random
import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from portal.brands.models import Brand, BrandState
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions as incubation
from portal.incubation import queries
from portal.incubation.models import (
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceState,
    MilestoneProgress,
    MilestoneState,
    Programme,
)
from portal.markets.models import Market
from tests.bench import least
from tests.bench.load import AT_ONCE, ONCE_EACH, Host, Page, request
from tests.bench.speed import ROUNDS, take_turns
from tests.client import Browser
from tests.make import Make
from tests.onboarding import steps
from tests.reliability.contests import step_of
from tests.reliability.rows import conversation
from tests.served import at_home, installed

BRANDS = 4000
MILESTONES = 100_000
OTHER_MARKETS = 12
FIRST = 10_000
"""The number of the first brand, beyond those that are made in other ways."""
FRESH = 200
"""Addresses that nobody has asked for lately; before each, somebody has written besides."""
DECISIONS = 40
"""Milestones that are passed one after the other in a round."""
WAITING = 8
DAY_TO_DAY = (
    MilestoneState.OPEN,
    MilestoneState.OPEN,
    MilestoneState.PASSED,
    MilestoneState.RETURNED,
)


@dataclass
class Desk:
    """A manager with work on his desk: his cookie, his token, his board, what he may pass."""

    cookie: str
    token: str
    board: str
    evidence: list[str]
    points: str
    """A score for every criterion, as a form sends it."""


def measure(folder: Path) -> dict[str, Any]:
    """Return the figures of an office's home, its board of 300 brands, and a milestone passed."""
    with ExitStack() as stack:
        make = Make()
        app = installed(folder)
        with at_home(app), app.test_request_context():
            counted = Stock(make).write()
        desk = set_desk(app, make, ROUNDS * (DECISIONS + AT_ONCE * ONCE_EACH))
        somebody = Elsewhere(folder)
        base = Page("hello", stack.enter_context(Host("hello")), [request("/")], count=200)
        host = stack.enter_context(Host("portal", str(folder)))
        bare = least_of(folder, stack)
        passing = [
            request(address, desk.cookie, f"csrf_token={desk.token}&seen=1&note={desk.points}")
            for address in desk.evidence
        ]
        fresh = range(FRESH)
        pages = {
            **bare,
            "home": Page("home", host, [request("/home", desk.cookie)]),
            "home_cold": Page(
                "home_cold",
                host,
                [request(f"/home?fresh={n}", desk.cookie) for n in fresh],
                before=somebody.writes,
            ),
            "board": Page("board", host, [request(desk.board, desk.cookie)], count=10),
            "board_cold": Page(
                "board_cold",
                host,
                [request(f"{desk.board}?fresh={n}", desk.cookie) for n in fresh],
                count=20,
                before=somebody.writes,
            ),
            "milestone_post": Page(
                "milestone_post", host, passing, status=303, once=True, count=DECISIONS
            ),
        }
        for page in pages.values():
            page.warm()
        found = take_turns(base, pages)
        return {name: row if name in bare else row | counted for name, row in found.items()}


def least_of(folder: Path, stack: ExitStack) -> dict[str, Page]:
    """Return the least page and the least form of the same libraries, to be measured beside."""
    cookie, token = least.filled(folder)
    host = stack.enter_context(Host("least", str(folder)))
    forms = [
        request(f"/records/{number}", cookie, f"csrf_token={token}&note=x")
        for number in range(1, least.ROWS)
    ]
    return {
        "least_page": Page("least_page", host, [request("/records", cookie)]),
        "least_post": Page("least_post", host, forms, status=303),
    }


class Elsewhere:
    """Another process that writes to the same database: whatever was kept counts no more."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(
            folder / "portal.sqlite3", timeout=15, isolation_level=None, check_same_thread=False
        )

    def writes(self) -> None:
        """Write something that no page shows; SQLite would leave out what changes nothing."""
        self._connection.execute("UPDATE market SET version = version + 1")


class Stock:
    """Writes brands on their way past all actions, the same every time."""

    def __init__(self, make: Make) -> None:
        self._make, self._dice = make, random.Random(8)  # noqa: S311 -- the same stock every time

    def write(self) -> dict[str, int]:
        """Write them, market by market; return how many there are."""
        brands = milestones = 0
        for number in range(OTHER_MARKETS):
            market = self._make.market()
            programme = steps.programme(market)
            company = self._make.brand(market).company_id
            first = FIRST + number * BRANDS
            size = -(-BRANDS // OTHER_MARKETS)
            milestones += self.market(market, programme, company, range(first, first + size))
            brands += size
        assert milestones >= MILESTONES, milestones
        return {"brands": brands, "milestones": milestones}

    def market(self, market: Market, programme: Programme, company: int, numbers: range) -> int:
        stages = list(stages_of(programme))
        brands, ways, rows = [], [], []
        for number in numbers:
            place = self._dice.randrange(len(stages))
            brands.append(
                {
                    "id": number,
                    "market_id": market.id,
                    "company_id": company,
                    "slug": f"stock-{number}",
                    "name_zh": f"云织{number}",
                    "state": BrandState.VISIBLE,
                }
            )
            ways.append(
                {
                    "id": number,
                    "brand_id": number,
                    "programme_id": programme.id,
                    "template_id": programme.template_id,
                    "stage_id": stages[place].id,
                    "stage_entered_at": clock.now() - timedelta(days=self._dice.randrange(90)),
                    "state": EnrolmentState.RUNNING,
                }
            )
            rows += self._milestones(number, stages, place)
        for table, found in ((Brand, brands), (Enrolment, ways), (MilestoneProgress, rows)):
            db.session.execute(insert(table), found)
        db.session.commit()
        return len(rows)

    def _milestones(self, number: int, stages: list[Any], place: int) -> list[dict[str, Any]]:
        now, today, dice = clock.now(), clock.today(), self._dice
        return [
            {
                "enrolment_id": number,
                "milestone_id": one.id,
                "state": (
                    MilestoneState.PASSED
                    if at < place
                    else dice.choice(DAY_TO_DAY)
                    if at == place
                    else MilestoneState.LOCKED
                ),
                "state_since": now - timedelta(hours=dice.randrange(900)),
                "due_on": today + timedelta(days=dice.randrange(-10, 60)) if at <= place else None,
            }
            for at, stage in enumerate(stages)
            for one in stage.milestones
        ]


def stages_of(programme: Programme) -> list[Any]:
    """Return a programme's stages with their milestones."""
    return list(queries.template_by_id(programme.template_id).stages)


def set_desk(app: Flask, make: Make, decisions: int) -> Desk:
    """Make a manager with applications and questions waiting, and so much evidence to pass."""
    with at_home(app), app.test_request_context():
        market = make.market()
        programme = steps.programme(market)
        client = app.test_client()
        browser = Browser(client).sign_in(make.manager(market))
        for _one in range(WAITING):
            steps.submitted(make, market)
            conversation(make, make.brand(market, state=BrandState.VISIBLE), make.agent())
        evidence = [hand_in(make, market, programme) for _ in range(decisions)]
        token = token_of(browser)
        cookie = client.get_cookie("portal")
        assert cookie
        board = f"/markets/{market.slug}/incubation"
        asked = next(
            one for stage in stages_of(programme) for one in stage.milestones if one.code == "S1.2"
        )
        points = "".join(f"&points_{one['key']}=4" for one in asked.rubric)
        return Desk(f"portal={cookie.value}", token, board, evidence, points)


def token_of(browser: Browser) -> str:
    """Return what forms of a person who is signed in carry."""
    forms = browser.get("/account").forms
    return next(one.fields["csrf_token"][0] for one in forms if "csrf_token" in one.fields)


def hand_in(make: Make, market: Market, programme: Programme) -> str:
    """Make a brand that has handed in evidence; return where it is passed."""
    brand = make.brand(market)
    incubation.enrol(brand, programme, by=None)
    step = step_of(brand, "S1.2")
    step.state = MilestoneState.SUBMITTED
    handed_in = {"state": EvidenceState.SUBMITTED, "submitted_at": clock.now()}
    db.session.add(Evidence(progress_id=step.id, number=1, text="在这里", **handed_in))
    db.session.commit()
    return f"/markets/{market.slug}/brands/{brand.slug}/milestones/{step.id}/pass"
