"""What every test may ask for: a blank database, a browser, a maker of things, a movable clock."""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings

from portal import create_app
from portal.core.db import db
from portal.directory.queries import store
from tests import databases
from tests.client import Browser
from tests.make import Make
from tests.served import COMPILED

# A busy machine is no failure.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let any story be told on PostgreSQL: `pytest --postgres`."""
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL, not SQLite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --postgres, leave out the tests that touch no database: they would run twice."""
    if config.getoption("--postgres"):
        touching = [item for item in items if "app" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=[item for item in items if item not in touching])
        items[:] = touching


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Database]:
    """Give the run its kind of database; the blank one is made once by the migrations."""
    kind = databases.Postgres if request.config.getoption("--postgres") else databases.SQLite
    made = kind(tmp_path_factory.mktemp("database"))
    yield made
    made.drop()


@pytest.fixture(scope="session")
def app(database: databases.Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build one application for the whole run."""
    app = create_app(
        TESTING=True,
        SECRET_KEY="test",
        SQLALCHEMY_DATABASE_URI=database.uri,
        INSTANCE_PATH=tmp_path_factory.mktemp("instance"),
        LOG_LEVEL="CRITICAL",
        STYLEGUIDE=True,
        JOBS_WAKE=False,
        COMPILED_TEMPLATES=COMPILED,
    )
    with app.app_context():
        database.make_blank()
    # What is there now stays for the whole run: looking through it again and again took a
    # seventh of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    return app


@pytest.fixture(autouse=True)
def in_app(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give each test that uses the app a blank database and an application context."""
    if not {"app", "browser", "make"} & set(request.fixturenames):
        yield
        return
    app: Flask = request.getfixturevalue("app")
    database: databases.Database = request.getfixturevalue("database")
    with app.app_context():
        db.session.remove()
        database.let_go()
        database.copy_blank()
        store.forget_all()
        app.extensions["throttle"].storage.reset()
        for folder in ("mail", "files"):
            shutil.rmtree(Path(app.instance_path) / folder, ignore_errors=True)
        with app.test_request_context():
            yield
        db.session.remove()
        database.let_go()


@pytest.fixture
def make(app: Flask) -> Make:
    """Return the maker of things: `make.brand(market=...)`."""
    del app
    return Make()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Return someone at a browser, not signed in, who reads English."""
    return Browser(app.test_client())


@pytest.fixture
def another(app: Flask) -> Callable[[], Browser]:
    """Return a maker of further browsers: `another().sign_in(manager)`."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def at() -> Iterator[Callable[..., None]]:
    """Set the clock: `at(2026, 3, 1, 9, 30)`, UTC; it stands still until the test ends."""
    travels: list[time_machine.travel] = []

    def travel(*moment: int) -> None:
        for one in travels:
            one.stop()
        travels[:] = [time_machine.travel(datetime(*moment, tzinfo=UTC), tick=False)]  # type: ignore[arg-type, misc]
        travels[0].start()

    yield travel
    for one in travels:
        one.stop()
