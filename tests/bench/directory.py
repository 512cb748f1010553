"""The directory under a mixed workload, at several sizes: pages, the search alone, its correctness.

`python -m tests.bench directory 1000 1000000` takes other sizes. Beyond a hundred thousand brands
PostgreSQL is asked only where stocks are kept (`tests.bench.kept`): making them takes too long.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from flask import Flask
from sqlalchemy import select, text

from portal.brands.fields import Visibility
from portal.brands.models import Brand, Revision
from portal.core.db import db, writing
from portal.directory import actions, queries
from portal.directory.criteria import Criteria, read
from portal.directory.facets import readable
from portal.directory.queries import store
from tests.bench.asked import ADDRESSES, addresses
from tests.bench.kept import keeps, stocked
from tests.bench.load import AT_ONCE, ONCE_EACH, Host, Page, request
from tests.bench.speed import ROUNDS, take_turns
from tests.bench.stock import FIRST, grounds
from tests.client import Browser
from tests.make import Make
from tests.served import at_home
from tests.services import postgres_url

SIZES = (1000, 10_000, 100_000)
ON_POSTGRES = 100_000
TYPED = ("云", "yun", "女", "湖", "chong", "ve", "芦淞", "zz")
PUBLISHED = 50
CHANGES = 10
PATIENCE = 10
ANEW = 60
"""Addresses in a round that nobody has asked for: in all fewer than one visitor may ask for."""
MOST_ANEW = ROUNDS * (ANEW + AT_ONCE * ONCE_EACH)
SOMEBODY = "remember_token=none"
"""A cookie by which its bearer might be known: he is not answered early."""
SIZE_OF = {
    "sqlite": "select (select sum(length(block)) from search_fts_data)"
    " + (select sum(length(cast(tokens as blob)) + length(cast(text as blob))) from search_text)",
    "postgresql": "select pg_total_relation_size('search_text')",
}


def measure(folder: Path, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Return the figures of pages and of the search alone by size."""
    found: dict[str, Any] = {}
    for size in sizes:
        at_size(folder / str(size), size, found)
        if postgres_url() and (size <= ON_POSTGRES or keeps()):
            at_size(folder / f"postgresql-{size}", size, found, on_postgres=True)
    return found


def at_size(place: Path, size: int, found: dict[str, Any], *, on_postgres: bool = False) -> None:
    """Measure one size on one database."""
    kind = "_postgresql" if on_postgres else ""
    with stocked(place, size, on_postgres=on_postgres) as (app, uri):
        with at_home(app), app.test_request_context("/brands"):
            agent = cookie_of(app, Make())
            asked = addresses(grounds(), ADDRESSES + MOST_ANEW)
            figures = alone(asked[:ADDRESSES])
            bytes_held = db.session.scalar(text(SIZE_OF[db.engine.dialect.name])) or 0
            figures["index_mb"] = bytes_held / 2**20
        pages_found, figures["visible_ms"] = pages(place, uri, asked, agent, app)
    found.setdefault(f"search{kind}", {})[str(size)] = rounded(figures)
    for name, row in pages_found.items():
        found.setdefault(f"{name}{kind}", {})[str(size)] = row
    print(f"  {size} brands on {'PostgreSQL' if on_postgres else 'SQLite'}: done", flush=True)


def cookie_of(app: Flask, make: Make) -> str:
    """Return the cookie of a verified agent who is signed in."""
    client = app.test_client()
    # The first page after it says that he is signed in, and is another one.
    Browser(client).sign_in(make.agent_person(make.agent())).get("/brands")
    cookie = client.get_cookie(str(app.config["SESSION_COOKIE_NAME"]))
    assert cookie
    return f"{cookie.key}={cookie.value}"


def pages(
    place: Path, uri: str, asked: Sequence[str], agent: str, app: Flask
) -> tuple[dict[str, Any], float]:
    """Return what whole pages cost, as multiples of bare Flask in the same run.

    The same addresses for visitors and for an agent who is signed in, and again for both with a
    cookie by which they are not answered early: the page's two columns are kept even then. At last
    addresses that nobody has asked for, each drawn anew: `_anew`. And how long a change takes to
    be seen.
    """
    asked, unasked = asked[:ADDRESSES], asked[ADDRESSES:]
    readers = {
        "directory": "",
        "directory_opened": SOMEBODY,
        "directory_agent": agent,
        "directory_agent_opened": f"{agent}; {SOMEBODY}",
    }
    with ExitStack() as stack:
        base = Page("hello", stack.enter_context(Host("hello")), [request("/")], count=200)
        host = stack.enter_context(Host("portal", str(place), uri))
        sent = {
            name: [request(one, cookie, packed="gzip") for one in asked]
            for name, cookie in readers.items()
        }
        each = {name: Page(name, host, all_of, count=len(asked)) for name, all_of in sent.items()}
        for page in each.values():
            page.warm()
        for name, cookie in (("directory_anew", ""), ("directory_agent_anew", agent)):
            anew = [request(one, cookie, packed="gzip") for one in unasked]
            each[name] = Page(name, host, anew, once=True, count=ANEW)
        return take_turns(base, each), visible(host, app)


def visible(host: Host, app: Flask) -> float:
    """Return the most milliseconds until a served page finds what another process published."""
    waited = [0.0]
    with at_home(app), app.test_request_context():
        for number in range(CHANGES):
            name = f"晓梦{chr(0x4E00 + number)}"
            with writing():
                revision = db.session.scalars(
                    select(Revision).where(Revision.brand_id == FIRST + number)
                ).one()
                revision.name_zh = name
                actions.reindex(db.session.get_one(Brand, FIRST + number))
            began = time.monotonic()
            there = f"/brands/stock-{FIRST + number}".encode()
            while there not in host.page(request(f"/brands?q={quote(name)}")):
                assert time.monotonic() - began < PATIENCE, name
                time.sleep(0.005)
            waited.append((time.monotonic() - began) * 1000)
    return max(waited)


def alone(asked: Sequence[str]) -> dict[str, float]:
    """Return CPU milliseconds of the search itself: words kept and not, suggestions, publishing."""
    store.forget_all()  # signing in has shown a page
    began = time.process_time()
    index = queries.index()
    figures = {"load_s": time.process_time() - began}
    facets, asker = readable(Visibility.PUBLIC), queries.Reader()
    known = queries.known_values(facets)
    criteria = [read(parse_qs(urlsplit(one).query), facets, known, 1)[0] for one in asked]

    def all_of_them(name: str) -> dict[str, float]:
        spent = sorted(timed(lambda: queries.search(one, asker)) for one in criteria)  # noqa: B023
        return {f"{name}_p50_ms": part(spent, 0.5), f"{name}_p99_ms": part(spent, 0.99)}

    figures |= all_of_them("cold") | all_of_them("warm")
    figures["common_cold_ms"] = timed(lambda: queries.search(Criteria(query="布料"), asker))
    for name in ("suggest_cold_ms", "suggest_ms"):
        figures[name] = max(timed(lambda: queries.suggest(one)) for one in TYPED)  # noqa: B023
    ids = range(FIRST, FIRST + PUBLISHED)
    figures["publish_ms_each"] = timed(lambda: actions.keep_in_step(ids)) / PUBLISHED
    db.session.commit()
    figures["catch_up_ms"] = timed(queries.index)
    figures |= all_of_them("changed")
    figures["brands"] = index.size
    return figures


def timed(deed: Callable[[], object]) -> float:
    """Return the CPU milliseconds that something took."""
    began = time.process_time()
    deed()
    return (time.process_time() - began) * 1000


def part(spent: Sequence[float], share: float) -> float:
    """Return the figure below which this share of all lies."""
    return spent[int(len(spent) * share)]


def rounded(figures: dict[str, float]) -> dict[str, float]:
    """Return figures as a table shows them."""
    return {name: round(value, 2) for name, value in figures.items()}
