"""Many people at once on the real server: a busy day of trade, and a thousand who hardly speak.

`PORTAL_BENCH_SECONDS=600` lets the day last ten minutes; without it lasts one.
"""

import os
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask

from tests.bench.asked import addresses
from tests.bench.load import Caller, request
from tests.bench.office import Desk, set_desk, token_of
from tests.bench.stock import FIRST, Stock, grounds
from tests.client import Browser
from tests.make import Make
from tests.served import Served, at_home, installed

SECONDS = int(os.environ.get("PORTAL_BENCH_SECONDS", "60"))
OPENING_SECONDS = 15
"""Half as many come while the house opens: until what is kept has been asked for once."""
RATE = 100
"""Requests a second, whether the ones before were answered or not."""
BRANDS = 9000
AGENTS = 20
CALLERS = 48
"""Connections that are kept; when all of them wait, the next request is late, and that counts."""
DECISIONS = RATE * (SECONDS + OPENING_SECONDS) // 50
"""Milestones that are passed: two of a hundred requests."""
SLOW = 500
SLOW_SECONDS = 20
GOOD_RATE = 20
SERVER_ERROR = 500


@dataclass
class Day:
    """What was asked and how long each waited: milliseconds from when it was due."""

    waited: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    cut_off: int = 0
    """Requests whose connection broke."""

    def figures(self) -> dict[str, Any]:
        """Return what a table shows."""
        spent = sorted(self.waited)
        failed = sum(many for status, many in self.answers.items() if status >= SERVER_ERROR)
        return {
            "requests": len(spent),
            "p50_ms": round(spent[len(spent) // 2], 1),
            "p95_ms": round(spent[int(len(spent) * 0.95)], 1),
            "p99_ms": round(spent[int(len(spent) * 0.99)], 1),
            "slowest_ms": round(spent[-1], 1),
            "answers": dict(sorted(self.answers.items())),
            "ok": not failed and not self.cut_off,
        }


def measure(folder: Path) -> dict[str, Any]:
    """Return how long people wait on a busy day, and beside a thousand slow ones."""
    with ExitStack() as stack:
        app, make = installed(folder), Make()
        with at_home(app), app.test_request_context("/brands"):
            Stock(make).write(BRANDS)
            trade = Trade(app, make)
        # Each visitor has an address of his own: one alone may not ask so much.
        served = Served(folder, TRUSTED_PROXIES=1, LOG_LEVEL="WARNING")
        served.start()
        stack.callback(served.stop)
        return {"day": busy_day(served, trade), "slow": beside_slow_ones(served)}


def busy_day(served: Served, trade: "Trade") -> dict[str, Any]:
    """Return the figures of a day of trade, with what the process holds more at its end."""
    requests = trade.requests()
    opening = asked(served.port, requests, rate=RATE // 2, seconds=OPENING_SECONDS).figures()
    held = served.memory()
    day = asked(served.port, requests, rate=RATE, seconds=SECONDS).figures()
    more = served.memory() / held - 1
    return day | {
        "ok": day["ok"] and opening["ok"],
        "opening_p95_ms": opening["p95_ms"],
        "rss_mb": round(served.memory()),
        "growth": f"{more:.1%}",
    }


def beside_slow_ones(served: Served) -> dict[str, Any]:
    """Return how long good requests wait while others send a letter a second."""
    slow = Slow(served.port)
    slow.begin()
    good = (request("/brands", visitor=f"10.9.{n // 250}.{n % 250}") for n in count())
    day = asked(served.port, good, rate=GOOD_RATE, seconds=SLOW_SECONDS)
    return day.figures() | {"slow": slow.end()}


def asked(port: int, requests: Iterator[bytes], *, rate: int, seconds: int) -> Day:
    """Send so many requests a second, each when it is due; return how long each waited."""
    day, lock, tickets = Day(), threading.Lock(), iter(range(rate * seconds))
    began = time.monotonic() + 0.1

    def call() -> None:
        caller: Caller | None = None
        while True:
            with lock:
                if (ticket := next(tickets, None)) is None:
                    break
                one = next(requests)
            due = began + ticket / rate
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                caller = caller or Caller(port)
                status = caller.send(one)
            except (OSError, IndexError):
                caller, status = None, 0
            with lock:
                day.waited.append((time.monotonic() - due) * 1000)
                day.answers[status] += 1
                day.cut_off += not status
        if caller:
            caller.close()

    callers = [threading.Thread(target=call) for _number in range(CALLERS)]
    for one in callers:
        one.start()
    for one in callers:
        one.join()
    return day


class Trade:
    """Visitors who look, agents who keep brands, an office that decides: one request in ten writes.

    The same day every time.
    """

    def __init__(self, app: Flask, make: Make) -> None:
        self._dice = random.Random(12)  # noqa: S311 -- the same day every time
        self._asked = addresses(grounds())
        self._agents = [signed_in(app, make) for _number in range(AGENTS)]
        self._kept: set[tuple[int, str]] = set()
        self._desk: Desk = set_desk(app, make, DECISIONS)
        self._evidence = iter(self._desk.evidence)
        self._deeds: list[tuple[int, Callable[[], bytes]]] = [
            (38, lambda: self._visitor(self._dice.choice(self._asked))),
            (20, lambda: self._visitor(f"/brands/{self._brand()}")),
            (14, lambda: self._agent(self._dice.choice(self._asked))),
            (6, lambda: self._agent(f"/brands/{self._brand()}")),
            (4, lambda: self._agent("/shortlist")),
            (6, lambda: request("/home", self._desk.cookie)),
            (2, lambda: request(self._desk.board, self._desk.cookie)),
            (8, self._keeps),
            (2, self._passes),
        ]

    def requests(self) -> Iterator[bytes]:
        """Yield requests for ever so long."""
        shares, deeds = zip(*self._deeds, strict=True)
        while True:
            yield self._dice.choices(deeds, shares)[0]()

    def _brand(self) -> str:
        return f"stock-{FIRST + self._dice.randrange(BRANDS)}"

    def _visitor(self, address: str) -> bytes:
        who = self._dice.randrange(250), self._dice.randrange(250)
        return request(address, packed="gzip", visitor=f"10.8.{who[0]}.{who[1]}")

    def _agent(self, address: str) -> bytes:
        return request(address, self._dice.choice(self._agents)[0], packed="gzip")

    def _keeps(self) -> bytes:
        """Put a brand on an agent's list, or take the same off it again."""
        who = self._dice.randrange(AGENTS)
        brand = f"stock-{FIRST + self._dice.randrange(BRANDS // 100)}"
        deed = "drop" if (who, brand) in self._kept else "keep"
        self._kept ^= {(who, brand)}
        cookie, token = self._agents[who]
        return request("/shortlist/marks", cookie, f"csrf_token={token}&{deed}={brand}")

    def _passes(self) -> bytes:
        """Pass a milestone; when all are passed, look at them."""
        address = next(self._evidence, None)
        if address is None:
            return request(self._desk.board, self._desk.cookie)
        form = f"csrf_token={self._desk.token}&seen=1&note={self._desk.points}"
        return request(address, self._desk.cookie, form)


def signed_in(app: Flask, make: Make) -> tuple[str, str]:
    """Return the cookie and the token of an agent who is signed in."""
    client = app.test_client()
    browser = Browser(client).sign_in(make.agent_person(make.agent()))
    token = token_of(browser)
    cookie = client.get_cookie(str(app.config["SESSION_COOKIE_NAME"]))
    assert cookie
    return f"{cookie.key}={cookie.value}", token


class Slow:
    """A thousand connections, half of them slow with their headers and half with a form's words."""

    def __init__(self, port: int) -> None:
        self._open = [socket.create_connection(("127.0.0.1", port)) for _one in range(2 * SLOW)]
        self._over = threading.Event()
        self._drip = threading.Thread(target=self._write, daemon=True)
        self.broken = 0

    def begin(self) -> None:
        """Say the first words of each."""
        for number, one in enumerate(self._open):
            head = b"POST /sign-in HTTP/1.1\r\nHost: bench\r\n"
            body = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\n"
            one.sendall(head + (body if number % 2 else b"X-Slow: "))
        self._drip.start()

    def _write(self) -> None:
        while not self._over.wait(1):
            for one in self._open:
                try:
                    one.sendall(b"a")
                except OSError:
                    self.broken += 1

    def end(self) -> int:
        """Hang up; return how many were slow until now."""
        self._over.set()
        self._drip.join()
        for one in self._open:
            one.close()
        return len(self._open) - self.broken
