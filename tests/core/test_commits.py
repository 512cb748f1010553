"""What is kept in memory learns of every commit, whoever made it, and says when it cannot."""

import threading

from flask import Flask
from sqlalchemy import create_engine, text

from portal.core import commits
from portal.core.db import db
from tests.make import Make

SET = text("update market set version = version + 1")


def test_every_commit_changes_the_mark_and_nothing_else_does(make: Make) -> None:
    make.market()
    other = create_engine(db.engine.url)
    with other.connect() as somebody:
        before = commits.now()
        assert before is not None
        somebody.execute(SET)
        if db.engine.dialect.name == "sqlite":  # other tests write to the same PostgreSQL server
            assert commits.now() == before, "not committed yet"
        somebody.commit()
        after = commits.now()
        assert after not in {before, None}
    other.dispose()


def test_it_may_be_asked_from_many_threads(app: Flask) -> None:
    engine = db.engine
    found: list[commits.Mark | None] = []
    asked = [
        threading.Thread(target=lambda: found.extend(commits.now(engine) for _ in range(50)))
        for _ in range(4)
    ]
    for one in asked:
        one.start()
    for one in asked:
        one.join()
    assert len(found) == 200
    assert None not in found


def test_a_database_that_is_away_has_no_mark_and_one_that_is_back_has_another(app: Flask) -> None:
    here = db.engine
    before = commits.now(here)
    gone = {"database": "/nowhere/at/all"} if here.dialect.name == "sqlite" else {"port": 1}
    away = here.url.set(**gone)
    assert commits.now(create_engine(away)) is None
    again = commits.now(here)
    assert again is not None
    assert again != before, "nobody knows what was written meanwhile"
