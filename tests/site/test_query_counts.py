"""A page asks the database as often for thirty rows as for three, and seldom."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core import unchanged
from portal.core.db import db
from portal.directory.queries import store
from tests.databases import Database
from tests.make import Make
from tests.site.crowd import gather
from tests.site.visitors import Visitors, address_of, rules

pytestmark = pytest.mark.sqlite

READERS = ["anonymous", "author", "agent", "owner", "manager", "mentor", "staff"]
FEW, MANY = 3, 30
MOST = 12
"""Queries of any page that the table does not name. Two or three of them find out who asks,
where he works and how many messages wait."""
CEILINGS = {
    "agency.market": 10,
    "agents.index": 7,
    # The office reads with it what papers keep the profile from being published.
    "brands.revision": 13,
    "directory.index": 7,
    # Pages are counted cold: 7 to 10 for a reader once the pieces are drawn and the visit is noted.
    "directory.show": 20,
    "incubation.board": 6,
    "incubation.export_board": 9,
    "incubation.milestone": 13,
    "incubation.queue": 13,
    "incubation.track": 15,
    "mentoring.book": 13,
    "notices.index": 6,
    "papers.requirement": 13,
    # With the intakes that it names; counted cold since what stands around pages is kept.
    "onboarding.index": 8,
    "onboarding.show": 17,
    "panel.meeting": 20,
    "reports.brands": 10,
    "reports.export_brands": 13,
    "reports.cohort": 20,
    "reports.cohort_brands": 20,
    "reports.cohorts": 17,
    "reports.export_cohort": 20,
    "reports.export_cohorts": 20,
    "reports.home": 17,
    "reports.index": 10,
    "reports.market": 19,
}
NOT_A_QUERY = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count every query meanwhile, by its text."""
    asked: Counter[str] = Counter()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(NOT_A_QUERY):
            asked[statement] += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def counts(app: Flask, make: Make, size: int) -> dict[tuple[str, str], Counter[str]]:
    """Return what each page asks for each of its readers, with `size` of everything."""
    crowd = gather(make, size)
    db.session.remove()
    visitors = Visitors(app, crowd.sessions)
    found = {}
    for rule, method in rules(app):
        if method != "GET" or not rule.arguments <= crowd.arguments.keys():
            continue
        arguments = {name: crowd.arguments[name] for name in rule.arguments}
        for person in READERS:
            with counting() as asked:
                answer = visitors.ask(person, "GET", address_of(app, rule.endpoint, arguments))
            if answer.status_code == 200:
                found[rule.endpoint, person] = asked
    return found


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    app: Flask,
    make: Make,
    database: Database,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Once a second, whichever page comes then looks whether another process changed the directory.
    monkeypatch.setattr(store, "LOOK_EVERY", 3600)
    # Every page is counted cold: nothing is kept from the one before.
    monkeypatch.setattr(unchanged, "kept", lambda _kind: {})
    few = counts(app, make, FEW)
    db.session.remove()
    database.let_go()
    database.copy_blank()
    store.forget_all()
    many = counts(app, make, MANY)
    assert few.keys() == many.keys()
    growing = [
        f"{page} as {person}: {short.total()} -> {many[page, person].total()} queries, more of "
        f"{[text for text, _ in (many[page, person] - short).most_common(2)]}"
        for (page, person), short in few.items()
        if short.total() != many[page, person].total()
    ]
    assert not growing, "\n".join(growing)
    dear = [
        f"{page} as {person}: {asked.total()} queries, at most {CEILINGS.get(page, MOST)}"
        for (page, person), asked in many.items()
        if asked.total() > CEILINGS.get(page, MOST)
    ]
    with capsys.disabled():
        highest = max(asked.total() for asked in many.values())
        print(f"\n{len(many)} pages counted, at most {highest} queries", end=" ")
    assert not dear, "\n".join(dear)
