"""Every page of the office of one large market: 4,000 brands with all that belongs to them.

Stalls and leases, papers, a year of figures, owners and ways: what Lusong keeps. The pages are
found in the map of addresses, so that a new one is measured too.
"""

import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, insert
from sqlalchemy.engine import Engine
from werkzeug.routing import Rule

from portal.access.permissions import Role
from portal.accounts.models import Membership, User
from portal.brands.models import Revision, RevisionState
from portal.core import clock
from portal.core.db import Base, db
from portal.figures.models import FigureChoice, FigureSheet
from portal.leasing.models import Let, LetKind
from portal.markets.models import Floor, Hall, Market, Stall
from portal.papers.models import Paper, PaperVersion, VersionState
from tests.bench.office import FIRST, Stock
from tests.client import Browser
from tests.make import Make, password_hash
from tests.onboarding import steps
from tests.reliability.rows import conversation
from tests.served import at_home, installed

BRANDS = 4000
HALLS, FLOORS, ON_A_FLOOR = 4, 5, 220
MONTHS = 12
PAPERS = ("licence", "trademark", "quality_report")
ASKED = ("pieces_sold", "sales_band", "exchange", "staff")
APPLICATIONS, ENQUIRIES = 40, 120
SHOWN = 12
"""The slowest pages that are told."""
SLOW_MS = 300


def measure(folder: Path) -> dict[str, Any]:
    """Return the slowest pages and tables of the office, in milliseconds and statements."""
    app, make = installed(folder), Make()
    with at_home(app), app.test_request_context():
        market = make.market()
        Large(make, market).write()
        cookie = signed_in(app, make, market)
        found = [figures(app, address, cookie) for address in pages(app, market)]
    slowest = sorted(
        (one for one in found if one["status"] == 200),
        key=lambda one: -one["ms"],
    )
    told = {one["page"]: f"{one['ms']} ms, {one['statements']} q" for one in slowest[:SHOWN]}
    failed = [one["page"] for one in found if one["status"] >= 500]
    slow = sum(one["ms"] > SLOW_MS for one in slowest)
    return {"pages": len(slowest), "slow": slow, "failed": failed, "ok": not failed} | told


def figures(app: Flask, address: str, cookie: str) -> dict[str, Any]:
    """Return what one page costs, the quicker of two times."""
    client = app.test_client(use_cookies=False)
    headers = {"Cookie": cookie, "Accept-Language": "zh-CN"}
    spent, statements, status = [], 0, 0
    for _time in range(2):
        with counted() as sent:
            began = time.perf_counter()
            answer = client.get(address, headers=headers)
            answer.get_data()
            spent.append((time.perf_counter() - began) * 1000)
        status, statements = answer.status_code, sent[0]
    return {
        "page": address,
        "status": status,
        "ms": round(min(spent)),
        "statements": statements,
    }


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count statements."""
    sent = [0]

    def count(*_facts: object) -> None:
        sent[0] += 1

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def pages(app: Flask, market: Market) -> list[str]:
    """Return the address of every page and table that a market has, and the office's own."""
    here = {"market": market.slug}
    found = ["/home"]
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if is_of_a_market(rule):
            told = here | ({"ending": "xlsx"} if "ending" in rule.arguments else {})
            found.append(adapter.build(rule.endpoint, told, method="GET"))
    return list(dict.fromkeys(found))


def is_of_a_market(rule: Rule) -> bool:
    """Say whether a page needs to know no more than which market's it is."""
    return "GET" in (rule.methods or ()) and {"market"} <= rule.arguments <= {"market", "ending"}


def signed_in(app: Flask, make: Make, market: Market) -> str:
    """Return the cookie of a manager who is signed in."""
    client = app.test_client()
    Browser(client).sign_in(make.manager(market))
    cookie = client.get_cookie(str(app.config["SESSION_COOKIE_NAME"]))
    assert cookie
    return f"{cookie.key}={cookie.value}"


class Large:
    """Writes one market's brands with all that belongs to them, past all actions."""

    def __init__(self, make: Make, market: Market) -> None:
        self._make, self._market = make, market
        self._dice = random.Random(21)  # noqa: S311 -- the same market every time
        self._numbers = range(FIRST, FIRST + BRANDS)

    def write(self) -> None:
        """Write all of it."""
        programme = steps.programme(self._market)
        company = self._make.brand(self._market).company_id
        Stock(self._make).market(self._market, programme, company, self._numbers)
        self._rows(Revision, self._revisions())
        self._owners()
        self._places()
        self._papers()
        self._figures()
        agents = [self._make.agent() for _one in range(20)]
        for _one in range(APPLICATIONS):
            steps.submitted(self._make, self._market)
        for number in range(ENQUIRIES):
            brand = self._make.brand(self._market)
            conversation(self._make, brand, agents[number % len(agents)])
        db.session.commit()

    @staticmethod
    def _rows(table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
        db.session.execute(insert(table), list(rows))

    def _revisions(self) -> Iterator[dict[str, Any]]:
        for number in self._numbers:
            yield {
                "id": number,
                "brand_id": number,
                "number": 1,
                "name_zh": f"云织{number}",
                "category": self._dice.choice(("W03", "W05", "W11")),
                "state": RevisionState.PUBLISHED,
            }

    def _owners(self) -> None:
        consent = {"privacy_version": "1", "privacy_consented_at": clock.now()}
        usual = consent | {"password_hash": password_hash()}
        self._rows(
            User,
            (
                {"id": one, "name": f"李秀兰{one}", "mobile": f"+8615{one:09}"} | usual
                for one in self._numbers
            ),
        )
        house = {"role": Role.OWNER, "market_id": self._market.id}
        self._rows(Membership, ({"user_id": one, "brand_id": one} | house for one in self._numbers))

    def _places(self) -> None:
        market, today = self._market.id, clock.today()
        free: list[int] = []
        for hall in range(1, HALLS + 1):
            self._rows(
                Hall,
                [
                    {
                        "id": FIRST + hall,
                        "market_id": market,
                        "position": hall,
                        "name_zh": f"{hall}号楼",
                    }
                ],
            )
            for level in range(1, FLOORS + 1):
                floor = FIRST + hall * 100 + level
                self._rows(Floor, [{"id": floor, "hall_id": FIRST + hall, "level": level}])
                stalls = [floor * 1000 + place for place in range(1, ON_A_FLOOR + 1)]
                self._rows(Stall, (self._stall(one, floor, level) for one in stalls))
                free += stalls
        self._rows(
            Let,
            (
                self._let(brand, stall, today)
                for brand, stall in zip(self._numbers, free, strict=False)
            ),
        )

    def _stall(self, number: int, floor: int, level: int) -> dict[str, Any]:
        place = number % 1000
        told = {"market_id": self._market.id, "floor_id": floor, "place": place, "area": 1800}
        return told | {"id": number, "number": f"{level}F-A{place}"}

    def _let(self, brand: int, stall: int, today: date) -> dict[str, Any]:
        ends = today + timedelta(days=self._dice.randrange(-30, 700))
        return {
            "market_id": self._market.id,
            "brand_id": brand,
            "stall_id": stall,
            "kind": LetKind.PROBATION if self._dice.random() < 0.2 else LetKind.STANDARD,
            "starts_on": today - timedelta(days=400),
            "ends_on": ends,
            "agreed_until": ends,
            "rent_fen": 300_000,
            "area": 1800,
            "deposit_fen": 0,
            "opened_on": today - timedelta(days=390),
        }

    def _papers(self) -> None:
        papers, versions, number = [], [], FIRST
        for brand in self._numbers:
            for kind in PAPERS:
                number += 1
                ends = clock.today() + timedelta(days=self._dice.randrange(-60, 900))
                state = self._dice.choice((VersionState.VERIFIED,) * 8 + (VersionState.UPLOADED,))
                category = "W03" if kind == "quality_report" else ""
                place = {"market_id": self._market.id, "brand_id": brand}
                papers.append(place | {"id": number, "kind": kind, "category": category})
                decided = clock.now() if state is VersionState.VERIFIED else None
                told = {"paper_id": number, "place": 1, "state": state, "decided_at": decided}
                versions.append(told | {"id": number, "expires_on": ends})
        self._rows(Paper, papers)
        self._rows(PaperVersion, versions)

    def _figures(self) -> None:
        this = clock.today().replace(day=1)
        months = [this - timedelta(days=28 * back) for back in range(1, MONTHS + 2)]
        firsts = sorted({one.replace(day=1) for one in months} - {this})[-MONTHS:]
        market = {"market_id": self._market.id, "number": 1}
        self._rows(FigureChoice, [market | {"from_month": firsts[0], "fields": list(ASKED)}])
        self._rows(
            FigureSheet,
            (
                {
                    "brand_id": brand,
                    "month": month,
                    "values": {one: self._dice.randrange(1, 7) for one in ASKED},
                }
                for brand in self._numbers
                for month in firsts
                if self._dice.random() < 0.85
            ),
        )
