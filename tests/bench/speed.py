"""How fast pages are: each a multiple of bare Flask, measured in turns in the same run."""

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import inspect, select

from portal import create_app
from portal.brands.models import BrandState
from portal.core import clock
from portal.core.db import db
from portal.demo import queries as demo
from portal.incubation import actions as incubation
from portal.incubation.models import Evidence, EvidenceState, MilestoneState, Programme
from portal.markets.models import Market
from tests.bench.load import AT_ONCE, ONCE_EACH, Host, Page, request
from tests.bench.stock import FIRST, build
from tests.client import Browser
from tests.make import Make
from tests.onboarding import steps
from tests.reliability.contests import step_of
from tests.reliability.rows import conversation
from tests.served import ROOT, at_home

ROUNDS = 5
DECISIONS = 40
"""Milestones that are passed one after the other in a round."""
WAITING = 8
SEARCHES = (
    f"/brands?q={quote('女裤')}&sort=newest",
    f"/brands?q={quote('连衣裙')}&price_band=s3",
    "/brands?category=W03&sort=name",
    f"/brands?q={quote('云锦')}",
    "/brands?province=430000&stage=S3",
    f"/brands?q={quote('芦淞')}&category=W",
    "/brands?page=3&sort=newest",
    "/brands?q=yunjin",
)


@dataclass
class Desk:
    """A manager with work on his desk: his cookie, his token, what he may pass."""

    cookie: str
    token: str
    evidence: list[str]


def measure(folder: Path, sizes: list[int]) -> dict[str, Any]:
    """Return every page's figures, as multiples of bare Flask."""
    with ExitStack() as stack:
        base = Page("hello", stack.enter_context(Host("hello")), [request("/")], count=200)
        pages: dict[str, Page] = {}
        for size in sizes:
            place, make = folder / str(size), Make()
            app = build(place, size, make)
            desk = set_desk(app, make) if size == sizes[0] else None
            host = stack.enter_context(Host("portal", str(place)))
            pages[f"directory {size}"] = Page("directory", host, requests_of(SEARCHES))
            if desk:
                pages |= others(host, desk)
        if own := copy_of_demo(folder):
            host = stack.enter_context(Host("portal", str(own)))
            pages["directory demo"] = Page("directory", host, requests_of(SEARCHES))
        for page in pages.values():
            page.warm()
        return arranged(take_turns(base, pages))


def requests_of(addresses: tuple[str, ...]) -> list[bytes]:
    """Return a visitor's requests."""
    return [request(address) for address in addresses]


def others(host: Host, desk: Desk) -> dict[str, Page]:
    """Return the pages that do not grow with the directory."""
    passing = [
        request(address, desk.cookie, f"csrf_token={desk.token}&seen=1&note=")
        for address in desk.evidence
    ]
    profiles = tuple(f"/brands/stock-{number}" for number in range(FIRST, FIRST + 8))
    return {
        "landing": Page("landing", host, [request("/")]),
        "profile": Page("profile", host, requests_of(profiles)),
        "home": Page("home", host, [request("/home", desk.cookie)]),
        "milestone_post": Page(
            "milestone_post", host, passing, status=303, once=True, count=DECISIONS
        ),
    }


def set_desk(app: Flask, make: Make) -> Desk:
    """Make a manager with applications, evidence and questions waiting."""
    with at_home(app), app.test_request_context():
        market = db.session.scalars(select(Market).order_by(Market.id)).first()
        assert market
        programme = steps.programme(market)
        client = app.test_client()
        browser = Browser(client).sign_in(make.manager(market))
        for _one in range(WAITING):
            steps.submitted(make, market)
            conversation(make, make.brand(market, state=BrandState.VISIBLE), make.agent())
        count = ROUNDS * (DECISIONS + AT_ONCE * ONCE_EACH)
        evidence = [hand_in(make, market, programme) for _ in range(count)]
        forms = browser.get("/account").forms
        token = next(one.fields["csrf_token"][0] for one in forms if "csrf_token" in one.fields)
        cookie = client.get_cookie("portal")
        assert cookie
        return Desk(f"portal={cookie.value}", token, evidence)


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


def copy_of_demo(folder: Path) -> Path | None:
    """Return a copy of this checkout's own installation if it holds the demo."""
    own = ROOT / "instance"
    if not (own / "portal.sqlite3").exists():
        return None
    place = Path(shutil.copytree(own, folder / "demo"))
    with at_home(create_app(INSTANCE_PATH=place, LOG_LEVEL="CRITICAL")):
        there = inspect(db.engine).has_table("audit_event") and demo.is_loaded()
    return place if there else None


def take_turns(base: Page, pages: dict[str, Page]) -> dict[str, dict[str, float]]:
    """Measure all in turns, so that what else the machine does falls on all alike."""
    base.warm()
    for _round in range(ROUNDS):
        for page in (base, *pages.values()):
            page.measure()
    found = {}
    for name, page in pages.items():
        cpu = median(mine / hello for mine, hello in zip(page.cpu, base.cpu, strict=True))
        rate = median(mine / hello for mine, hello in zip(page.rate, base.rate, strict=True))
        found[name] = {
            "cpu_x": round(cpu, 2),
            "throughput_x": round(rate, 3),
            "sql_warm": round(page.statements, 1),
            "rss_mb": round(page.host.used()["rss_mb"], 1),
            "cpu_ms": round(median(page.cpu), 2),
        }
    return found


def arranged(ratios: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Return the figures by page, those of the directory by its size."""
    found: dict[str, Any] = {"directory": {}}
    for name, figures in ratios.items():
        page, _, size = name.partition(" ")
        if size:
            found[page][size] = figures
        else:
            found[page] = figures
    return found
