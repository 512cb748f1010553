"""Two processes write and are killed again and again, a third serves: the index is the truth.

And two hosts on one database: what one hides or renames, the other shows within a second.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from portal.brands.models import Brand, BrandState, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.directory import actions, queries
from portal.directory.criteria import Criteria
from portal.directory.queries import store
from portal.markets.models import Hall
from tests.directory.deeds import Deeds
from tests.make import Make
from tests.served import ROOT, Served, at_home, installed
from tests.wire import Wire

STEPS = int(os.environ.get("PORTAL_STEPS") or 150)
"""Deeds of each writer; in `make bench` thousands."""
KILLS = int(os.environ.get("PORTAL_KILLS") or 3)
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
            put_on_show(make.brand(market, name_zh=deeds.name(), state=BrandState.VISIBLE))
        db.session.commit()


def put_on_show(brand: Brand) -> None:
    """Publish a brand's first draft."""
    query = select(Revision).where(Revision.brand_id == brand.id)
    revision = db.session.scalars(query).one()
    revision.name_zh = brand.name_zh
    revision.state, revision.decided_at = RevisionState.PUBLISHED, clock.now()
    revision.category, revision.origin_region = "W03", "430203"
    db.session.flush()
    actions.reindex(brand)


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
    """Return the brands that a served page shows, in order; hang up: who is silent is cut off."""
    page = wire.get(f"/brands?q={quote(query)}").text
    wire.close()
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
        for kill in range(KILLS):
            with writer(tmp_path, 2 * kill) as one, writer(tmp_path, 2 * kill + 1) as other:
                wait_for(one, STEPS // KILLS // 2)
                shown(Wire(served.port), "女裤")  # the server follows while both write
                wait_for(one, STEPS // KILLS)
                wait_for(other, 1)
        time.sleep(MEANWHILE)
        told = {query: shown(Wire(served.port), query) for query in QUESTIONS}
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


@contextmanager
def hosts(folder: Path, uri: str) -> Iterator[list[Wire]]:
    """Serve one database from two hosts, each with a folder of its own; yield a wire to each."""
    both = [Served(folder / name, SQLALCHEMY_DATABASE_URI=uri) for name in ("one", "other")]
    try:
        for host in both:
            host.folder.mkdir()
            host.start()
        wires = [Wire(host.port) for host in both]
        yield wires
        for wire in wires:
            wire.close()
    finally:
        for host in both:
            host.stop()


@pytest.mark.slow
@pytest.mark.postgres
def test_two_hosts_on_one_database_agree_within_a_second(
    app: Flask, make: Make, tmp_path: Path
) -> None:
    market = make.market(name_en="Old Market")
    brands = [make.brand(market, name_zh=name, state=BrandState.VISIBLE) for name in "甲乙"]
    for brand in brands:
        put_on_show(brand)
    db.session.commit()
    owner, manager = make.owner(brand), make.manager(market)
    hall = db.session.scalars(select(Hall)).one()
    visibility = f"/markets/{market.slug}/brands/{brand.slug}/visibility"
    with hosts(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"]) as (one, other):
        assert set(shown(one, "")) == set(shown(other, "")) == {brand.slug for brand in brands}
        one.sign_in(str(owner.email))
        for button, left in (("Hide the brand for a while", 1), ("Show the brand again", 2)):
            typed = {"reason": "放假。"} if left == 1 else {}
            assert one.submit(visibility, button, **typed).status == HTTPStatus.SEE_OTHER
            assert len(shown(one, "")) == left, "who wrote knows at once"
            time.sleep(MEANWHILE)
            assert len(shown(other, "")) == left, button
        other.sign_in(str(manager.email))
        names = f"/markets/{market.slug}/settings"
        other.submit(f"{names}/particulars", "Save the particulars", name_en="OLD MARKET")
        other.submit(f"{names}/halls/{hall.id}", "Save the hall", name_en="Denim Hall")
        time.sleep(MEANWHILE)
        assert "OLD MARKET" in one.get("/brands").text
