"""The directory under a mixed workload, at several sizes: pages, the search alone, its correctness.

`python -m tests.bench directory 1000 100000` takes other sizes.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from portal.brands.fields import Visibility
from portal.core.db import db
from portal.directory import actions, queries
from portal.directory.criteria import Criteria, read
from portal.directory.facets import readable
from portal.directory.queries.names import known_words
from tests.bench.asked import addresses
from tests.bench.load import Host, Page, request
from tests.bench.speed import take_turns
from tests.bench.stock import FIRST, Stock
from tests.directory.scan import Asker, Scan
from tests.make import Make
from tests.served import at_home, installed

SIZES = (1000, 10_000, 100_000)
TYPED = ("云", "yun", "女", "湖", "chong", "ve", "芦淞", "zz")
ORACLE_BRANDS, ORACLE_QUESTIONS = 20_000, 500
PUBLISHED = 50


def measure(folder: Path, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Return the figures of pages and of the search alone by size, and what the oracle says."""
    found: dict[str, Any] = {"directory": {}, "search": {}}
    for size in sizes:
        place = folder / str(size)
        app, stock = installed(place), None
        with at_home(app), app.test_request_context("/brands"):
            stock = Stock(Make())
            began = time.process_time()
            stock.write(size)
            asked = addresses(stock.grounds)
            figures = {"build_ms_each": (time.process_time() - began) * 1000 / size}
            figures["megabytes"] = (place / "portal.sqlite3").stat().st_size / 2**20
            found["search"][str(size)] = rounded(figures | alone(asked))
            if size == ORACLE_BRANDS:
                found["oracle"] = oracle(stock)
        found["directory"] |= pages(place, str(size), asked)
    if ORACLE_BRANDS not in sizes:
        found["oracle"] = with_oracle(installed(folder / "oracle"))
    return found


def pages(place: Path, size: str, asked: Sequence[str]) -> dict[str, Any]:
    """Return what whole pages cost, as multiples of bare Flask in the same run."""
    with ExitStack() as stack:
        base = Page("hello", stack.enter_context(Host("hello")), [request("/")], count=200)
        host = stack.enter_context(Host("portal", str(place)))
        page = Page("directory", host, [request(one) for one in asked], count=len(asked))
        page.warm()
        return take_turns(base, {size: page})


def alone(asked: Sequence[str]) -> dict[str, float]:
    """Return CPU milliseconds of the search itself: words kept and not, suggestions, publishing."""
    began = time.process_time()
    index = queries.index()
    figures = {"load_s": time.process_time() - began}
    facets, asker = readable(Visibility.PUBLIC), queries.Reader()
    known = queries.known_values(facets)
    criteria = [read(parse_qs(urlsplit(one).query), facets, known, 1)[0] for one in asked]
    for name in ("cold", "warm"):
        spent = sorted(timed(lambda: queries.search(one, asker)) for one in criteria)  # noqa: B023
        figures |= {f"{name}_p50_ms": part(spent, 0.5), f"{name}_p99_ms": part(spent, 0.99)}
    figures["common_cold_ms"] = timed(lambda: queries.search(Criteria(query="布料"), asker))
    for text in TYPED:
        queries.suggest(text, asker)
    spent = [timed(lambda: queries.suggest(one, asker)) for one in TYPED]  # noqa: B023
    figures["suggest_ms"] = max(spent)
    ids = range(FIRST, FIRST + PUBLISHED)
    figures["publish_ms_each"] = timed(lambda: actions.keep_in_step(ids)) / PUBLISHED
    db.session.rollback()
    figures["brands"] = index.size
    return figures


def timed(deed: Any) -> float:
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


def with_oracle(app: Flask) -> dict[str, int]:
    """Compare the index with a scan, on an installation of its own."""
    with at_home(app), app.test_request_context("/brands"):
        stock = Stock(Make())
        stock.write(ORACLE_BRANDS)
        return oracle(stock)


def oracle(stock: Stock) -> dict[str, int]:
    """Return how many brands the index missed, and found too many, against reading every one."""
    scan, asker = Scan(stock.written), Asker(stock.written, seed=9)
    figures = {"questions": 0, "missing": 0, "extra": 0, "spelt_nearly": 0}
    while figures["questions"] < ORACLE_QUESTIONS:
        question = asker.question(known_words())
        answer = queries.index().ask(question)
        if answer.near:
            figures["spelt_nearly"] += 1
            continue
        said = set(queries.index().page(answer, "best", 0, ORACLE_BRANDS))
        truth = scan.found(question)
        figures["questions"] += 1
        figures["missing"] += len(truth - said)
        figures["extra"] += len(said - truth)
    return figures
