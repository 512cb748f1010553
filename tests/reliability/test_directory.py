"""Two processes write and are killed again and again, a third serves: the index is the truth."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.directory import actions, queries
from portal.directory.criteria import Criteria
from portal.directory.queries import store
from tests.directory.deeds import Deeds
from tests.make import Make
from tests.served import ROOT, Served, at_home, installed
from tests.wire import Wire

STEPS = int(os.environ.get("PORTAL_STEPS") or 150)
"""Deeds of each writer; in `make bench` thousands."""
KILLS = 3
BRANDS = 12
QUESTIONS = ("", "女裤", "云", "棉布", "衣")
MEANWHILE = 1.5
"""Seconds after which every process knows: one, and the time to ask."""


def stocked(folder: Path) -> None:
    """Make an installation with some published brands."""
    app, make, deeds = installed(folder), Make(), Deeds(1)
    with at_home(app), app.test_request_context():
        market = make.market()
        make.manager(market)  # an empty installation would be given the demo
        for _number in range(BRANDS):
            brand = make.brand(market, name_zh=deeds.name(), state=BrandState.VISIBLE)
            query = select(Revision).where(Revision.brand_id == brand.id)
            revision = db.session.scalars(query).one()
            revision.name_zh = brand.name_zh
            revision.state, revision.decided_at = RevisionState.PUBLISHED, clock.now()
            revision.category, revision.origin_region = "W03", "430203"
            db.session.flush()
            actions.reindex(brand)
        db.session.commit()


@contextmanager
def writer(folder: Path, seed: int) -> Iterator[subprocess.Popen[str]]:
    """Let a process do deeds; at the end it is killed, in whatever it does just then."""
    words = [sys.executable, "-m", "tests.directory.deeds", str(folder), str(seed)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], deeds: int) -> None:
    """Wait until a writer has committed so many."""
    assert process.stdout
    for line in process.stdout:
        if int(line) >= deeds:
            return
    raise AssertionError("the writer ended by itself")


def shown(wire: Wire, query: str) -> list[str]:
    """Return the brands that a served page shows, in order."""
    page = wire.get(f"/brands?q={quote(query)}").text
    return [part.partition('"')[0] for part in page.split('class="cover" href="/brands/')[1:]]


@pytest.mark.slow
@pytest.mark.sqlite
def test_the_index_is_the_truth_after_kills_in_every_process(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    stocked(tmp_path)
    served = Served(tmp_path)
    served.start()
    try:
        wire = Wire(served.port)
        for kill in range(KILLS):
            with writer(tmp_path, 2 * kill) as one, writer(tmp_path, 2 * kill + 1) as other:
                wait_for(one, STEPS // KILLS // 2)
                shown(wire, "女裤")  # the server follows while both write
                wait_for(one, STEPS // KILLS)
                wait_for(other, 1)
        time.sleep(MEANWHILE)
        told = {query: shown(wire, query) for query in QUESTIONS}
        wire.close()
        app = installed(tmp_path)
        with at_home(app), app.test_request_context("/brands"):
            store.forget_all()
            ids = list(db.session.scalars(select(Brand.id)))
            assert list(queries.differences(ids)) == []
            assert (list(queries.strays()), queries.misfiled()) == ([], [])
            for query in QUESTIONS:
                found = queries.search(Criteria(query=query), queries.Reader())
                slugs = queries.cards_of(found.page.items)
                assert told[query] == [slugs[one].slug for one in found.page.items], query
            record_property("steps", STEPS)
            record_property("kills", KILLS)
            record_property("shown", queries.count())
        assert "0 mended" in served.command("directory", "rebuild")
    finally:
        served.stop()
