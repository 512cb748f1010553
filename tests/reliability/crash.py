"""Power cuts under eight writers: what was acknowledged is there, and nothing by halves."""

import http.client
import json
import random
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

from flask import Flask

from portal.audit import queries as audit
from portal.brands.models import BrandState
from portal.core.db import db, sqlite_module
from tests.letterbox import Letterbox
from tests.make import Make
from tests.reliability.rows import conversation
from tests.served import PATIENCE, Served, at_home, installed
from tests.wire import Wire

WRITERS = 8
QUIET_SECONDS = 60
WRITES_BETWEEN = (8, 40)
"""How many writes are acknowledged before the next kill, drawn anew each time."""


@dataclass
class Outcome:
    """What a series of power cuts did."""

    kills: int
    ready_seconds: list[float] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    halves: dict[str, list[str]] = field(default_factory=dict)
    """For each text that is not whole: what there is of it."""
    integrity: str = ""
    broken_links: list[int] = field(default_factory=list)
    undelivered: int = 0
    twice: int = 0


class Writer(threading.Thread):
    """An agent who writes into his conversation with a brand as fast as he is answered."""

    def __init__(self, port: int, login: str, page: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._wire = Wire(port).sign_in(login)
        self._page = page
        form = self._wire.get(page).form_with("Send")
        self._fields = {name: values[0] for name, values in form.fields.items() if values}
        self._stop_asked = stop
        self.acknowledged: set[str] = set()
        self.statuses: dict[int, int] = {}

    def run(self) -> None:
        while not self._stop_asked.is_set():
            text = f"Still open in Changsha? {uuid4().hex}"
            try:
                answer = self._wire.post(f"{self._page}/reply", self._fields | {"text": text})
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
                continue
            self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
            if answer.status == HTTPStatus.SEE_OTHER:
                self.acknowledged.add(text)
        self._wire.close()


def prepare(app: Flask) -> dict[str, str]:
    """Make a brand and eight agents in conversation with it; return login and page of each."""
    make = Make()
    with at_home(app):
        market = make.market()
        brand = make.brand(market, state=BrandState.VISIBLE)
        make.owner(brand)
        pages = {}
        for _number in range(WRITERS):
            agent = make.agent()
            person = make.agent_person(agent)
            pages[str(person.email)] = f"/enquiries/{conversation(make, brand, agent).id}"
        return pages


def cut_power(folder: Path, kills: int) -> Outcome:
    """Serve a new installation, kill the server again and again under writers, and look."""
    box = Letterbox().open()
    app = installed(folder)
    pages = prepare(app)
    served = Served(folder, **box.settings)
    outcome = Outcome(kills)
    try:
        served.start()
        stop = threading.Event()
        writers = [Writer(served.port, login, page, stop) for login, page in pages.items()]
        for writer in writers:
            writer.start()
        for _kill in range(kills):
            let_them_write(writers, random.randint(*WRITES_BETWEEN))  # noqa: S311 -- a throw of dice
            served.kill()
            forget_limits(folder)
            outcome.ready_seconds.append(served.start())
        let_them_write(writers, WRITES_BETWEEN[0])
        stop.set()
        for writer in writers:
            writer.join()
        take_stock(outcome, app, writers)
        outcome.undelivered = deliver_the_rest(folder)
    finally:
        served.stop()
        box.close()
    count_letters(outcome, folder, box)
    return outcome


def let_them_write(writers: Sequence[Writer], count: int) -> None:
    """Wait until so many more writes are acknowledged."""
    wanted = count + sum(len(one.acknowledged) for one in writers)
    patience = time.monotonic() + PATIENCE
    while sum(len(one.acknowledged) for one in writers) < wanted:
        assert time.monotonic() < patience, "nobody can write any more"
        time.sleep(0.005)


def forget_limits(folder: Path) -> None:
    """Let an hour's worth of messages be written in a minute."""
    path = folder / "throttle.sqlite3"
    with closing(sqlite_module().connect(path, timeout=5, isolation_level=None)) as throttle:
        throttle.execute("delete from hit")


def take_stock(outcome: Outcome, app: Flask, writers: Sequence[Writer]) -> None:
    """Compare what the writers were told with what there is."""
    for writer in writers:
        outcome.acknowledged |= writer.acknowledged
        for status, count in writer.statuses.items():
            outcome.statuses[status] = outcome.statuses.get(status, 0) + count
    path = Path(app.instance_path) / "portal.sqlite3"
    with closing(sqlite_module().connect(path)) as data:
        texts = kept(data.execute("select text from enquiry_message where text like 'Still%'"))
        traces = {
            "message": texts,
            "notice": {
                json.loads(params)["excerpt"]
                for (params,) in data.execute(
                    "select params from notice where kind = 'enquiry.reply'"
                )
            },
            "letter": {
                text
                for (body,) in data.execute("select body from outbox_mail")
                for text in texts_in(body)
            },
        }
        audits = data.execute(
            "select count(*) from audit_event where verb = 'enquiry.reply'"
        ).fetchone()[0]
        outcome.integrity = data.execute("pragma integrity_check").fetchone()[0]
    outcome.lost = outcome.acknowledged - texts
    for text in set.union(*traces.values()):
        found = [name for name, there in traces.items() if text in there]
        if len(found) < len(traces):
            outcome.halves[text] = found
    if audits != len(texts):
        outcome.halves["trail"] = [f"{audits} events of {len(texts)} messages"]
    with at_home(app):
        outcome.broken_links = list(audit.broken_links())
        db.session.rollback()


def kept(rows: Iterable[tuple[str]]) -> set[str]:
    """Return the first column."""
    return {text for (text,) in rows}


def texts_in(body: str) -> Iterable[str]:
    """Return the writers' texts in a letter."""
    start = body.find("Still open")
    return [body[start:].splitlines()[0]] if start >= 0 else []


def deliver_the_rest(folder: Path) -> int:
    """Wait until the worker has sent what is due; return how many letters are left."""
    patience = time.monotonic() + QUIET_SECONDS
    left = -1
    while time.monotonic() < patience:
        with closing(sqlite_module().connect(folder / "portal.sqlite3", timeout=5)) as data:
            # A letter that a killed worker had in hand is due again five minutes later: now.
            data.execute("update outbox_mail set next_try_at = created_at where sent_at is null")
            data.commit()
            query = "select count(*) from outbox_mail where sent_at is null"
            left = int(data.execute(query).fetchone()[0])
        if not left:
            break
        time.sleep(0.5)
    return left


def count_letters(outcome: Outcome, folder: Path, box: Letterbox) -> None:
    """Count the letters that never arrived, and those that arrived again under the same number."""
    with closing(sqlite_module().connect(folder / "portal.sqlite3")) as data:
        written = {number for (number,) in data.execute("select id from outbox_mail")}
    arrived = box.numbers()
    numbers = {int(one.split("-")[1].split("@")[0]) for one in arrived}
    outcome.undelivered += len(written - numbers)
    outcome.twice = sum(count - 1 for count in arrived.values())
