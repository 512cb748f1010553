"""How fast pages are: each a multiple of bare Flask, measured in turns in the same run."""

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import inspect

from portal import create_app
from portal.core.db import db
from portal.demo import queries as demo
from tests.bench.load import Host, Page, request
from tests.bench.stock import FIRST, build
from tests.make import Make
from tests.served import ROOT, at_home

ROUNDS = 5
SEARCHES = (
    f"/brands?q={quote('女裤')}&sort=newest",
    f"/brands?q={quote('连衣裙')}&price_band=s3",
    "/brands?category=W03&sort=name",
    f"/brands?q={quote('云锦')}",
    "/brands?region=430000&stage=S3",
    f"/brands?q={quote('芦淞')}&category=W",
    "/brands?page=3&sort=newest",
    "/brands?q=yunjin",
)


def measure(folder: Path, sizes: list[int]) -> dict[str, Any]:
    """Return every page's figures, as multiples of bare Flask."""
    with ExitStack() as stack:
        base = Page("hello", stack.enter_context(Host("hello")), [request("/")], count=200)
        pages: dict[str, Page] = {}
        for size in sizes:
            place, make = folder / str(size), Make()
            build(place, size, make)
            host = stack.enter_context(Host("portal", str(place)))
            pages[f"directory {size}"] = Page("directory", host, requests_of(SEARCHES))
            if size == sizes[0]:
                pages |= others(host)
        if own := copy_of_demo(folder):
            host = stack.enter_context(Host("portal", str(own)))
            pages["directory demo"] = Page("directory", host, requests_of(SEARCHES))
        for page in pages.values():
            page.warm()
        return arranged(take_turns(base, pages))


def requests_of(addresses: tuple[str, ...]) -> list[bytes]:
    """Return a visitor's requests."""
    return [request(address) for address in addresses]


def others(host: Host) -> dict[str, Page]:
    """Return the pages that do not grow with the directory."""
    profiles = tuple(f"/brands/stock-{number}" for number in range(FIRST, FIRST + 8))
    return {
        "landing": Page("landing", host, [request("/")]),
        "profile": Page("profile", host, requests_of(profiles)),
    }


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
    """Measure all in turns, so that what else the machine does falls on all alike.

    The best round of each counts: other programs only ever add.
    """
    base.warm()
    for _round in range(ROUNDS):
        for page in (base, *pages.values()):
            page.measure()
    found = {}
    for name, page in pages.items():
        found[name] = {
            "cpu_x": round(min(page.cpu) / min(base.cpu), 2),
            "throughput_x": round(max(page.rate) / max(base.rate), 3),
            "sql_warm": round(page.statements, 2),
            "rss_mb": round(page.host.used()["rss_mb"], 1),
            "p50_ms": round(page.quickest(0.5), 2),
            "p99_ms": round(page.quickest(0.99), 2),
            "cpu_ms": round(min(page.cpu), 3),
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
