"""An installation with many brands, written row by row past all actions: for measuring alone."""

import secrets
from collections import defaultdict
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, text

from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import Base, db
from portal.directory import rules
from portal.directory.engine import text as texts
from portal.directory.entries import columns_of
from portal.directory.facets import Facts
from portal.directory.models import DirectoryChange, Listing, SearchText
from portal.markets.models import Market
from tests.bench.invented import Ground, Inventor
from tests.brands.conftest import FULL
from tests.make import Make
from tests.served import at_home, installed

MARKETS = 30
FIRST = 1000
"""The number of the first brand, beyond those that are made in other ways."""
BATCH = 2000
KEPT = 25_000
WRITTEN = (Brand, Revision, Listing, SearchText, DirectoryChange)


def build(folder: Path, count: int, make: Make, **settings: object) -> Flask:
    """Return an application on a new installation with `count` published brands."""
    app = installed(folder, **settings)
    with at_home(app), app.test_request_context():
        Stock(make).write(count)
    return app


def listed(facts: Facts, number: int) -> dict[str, Any]:
    """Return the row of a brand in the directory, as publishing it would write it.

    How whole and how fresh profiles are is drawn: the invented ones are all alike.
    """
    completeness = 60 + number % 41
    return columns_of(facts) | {
        "brand_id": number,
        "published_at": facts.published_at,
        "checked_at": clock.now(),
        "completeness": completeness,
        "rank": rules.rank(completeness, seen=bool(facts.seen)),
        "change": number,
        "digest": "invented",
    }


def grounds() -> list[Ground]:
    """Return the markets of an installation, as brands stand in them."""
    query = select(Market).order_by(Market.id).limit(MARKETS)
    found = db.session.scalars(query)
    return [Ground(one.id, one.slug, (one.name_zh, one.name_en)) for one in found]


class Stock:
    """Writes brands that differ as real ones do, the same every time."""

    def __init__(self, make: Make) -> None:
        markets = [make.market() for _ in range(MARKETS)]
        self._companies = {one.id: make.brand(one).company_id for one in markets}
        self.grounds = grounds()
        self._inventor = Inventor(self.grounds)
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self.written: list[Facts] = []
        """What was written, where that is not too much to keep."""

    def write(self, count: int) -> None:
        """Write so many brands, their listings and what they are found by."""
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("pragma cache_size = -200000"))
        for number, (facts, ground) in enumerate(self._inventor.many(FIRST, count), FIRST):
            self._one(number, facts, ground)
            self.written += [facts] if count <= KEPT else []
            if number % BATCH == 0:
                self._flush()
        self._flush()
        self.note_end(count)

    @staticmethod
    def note_end(count: int) -> None:
        """Write the log's last entry, and let what comes later be numbered beyond all of it."""
        entry = {"id": FIRST + count, "brand_id": FIRST, "mark": secrets.randbits(62)}
        db.session.execute(insert(DirectoryChange), [entry])
        if db.engine.dialect.name == "postgresql":
            for table in WRITTEN:
                name = table.__tablename__
                db.session.execute(text(f"select setval('{name}_id_seq', {FIRST + count})"))
        db.session.commit()

    def _flush(self) -> None:
        for table in WRITTEN:
            if rows := self._rows.pop(table, None):
                db.session.execute(insert(table), rows)
        db.session.commit()

    def _one(self, number: int, facts: Facts, ground: Ground) -> None:
        revision, found = facts.revision, rules.texts(facts)
        told = {name: value for name, value in vars(revision).items() if not name.startswith("_")}
        revision.id, revision.decided_at = number, facts.published_at
        revision.brand = Brand(id=number, market_id=ground.number)
        self._rows[Brand].append(
            {
                "id": number,
                "market_id": ground.number,
                "company_id": self._companies[ground.number],
                "slug": f"stock-{number}",
                "name_zh": revision.name_zh,
                "state": BrandState.VISIBLE,
            }
        )
        published = {"number": 1, "state": RevisionState.PUBLISHED}
        self._rows[Revision].append(FULL | told | published)
        words = {"tokens": texts.indexed(found), "text": texts.readable(found)}
        self._rows[SearchText].append({"id": number, **words})
        self._rows[Listing].append({"id": number, **listed(facts, number)})
