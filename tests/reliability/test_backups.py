"""A backup made while people write, proved whole, and come back to in a new installation."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import create_engine, make_url, select, text

from portal import create_app
from portal.accounts.models import User
from portal.core.db import db, migration, writing
from portal.markets.models import Market
from tests.client import Browser
from tests.make import Make, jpeg
from tests.served import at_home
from tests.services import postgres_url
from tests.site.furniture import upload

Say = Callable[..., str]


@pytest.fixture
def elsewhere(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Give a second installation of the same kind, with an empty database and no uploads."""
    server, name = None, f"{make_url(app.config['SQLALCHEMY_DATABASE_URI']).database}_restored"
    uri = f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    if db.engine.dialect.name == "postgresql":
        server = create_engine(postgres_url() or "", isolation_level="AUTOCOMMIT")
        beside = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(database=name)
        uri = beside.render_as_string(hide_password=False)
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
    made = create_app(
        TESTING=True,
        SECRET_KEY="other",
        SQLALCHEMY_DATABASE_URI=uri,
        INSTANCE_PATH=tmp_path / "elsewhere",
        LOG_LEVEL="CRITICAL",
        JOBS_WAKE=False,
    )
    yield made
    if server is not None:
        with at_home(made):
            db.engine.dispose()
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        server.dispose()


def commands(run: FlaskCliRunner) -> Say:
    """Return what runs a command of backups and gives back its words."""

    def say(*words: object, status: int = 0) -> str:
        db.session.rollback()
        result = run.invoke(args=["backup", *map(str, words)])
        assert result.exit_code == status, result.output
        return result.output

    return say


def test_a_backup_made_while_people_write_comes_back_whole(
    app: Flask, make: Make, elsewhere: Flask, tmp_path: Path
) -> None:
    market = make.market(name_zh="云岭市场", name_en="")
    number, address = make.manager(market).id, f"/markets/{market.slug}"
    upload("look.jpg", jpeg())
    shelf, say = tmp_path / "kept", commands(app.test_cli_runner())

    stop = threading.Event()

    def keep_writing() -> None:
        with at_home(app):
            while not stop.is_set():
                make.user()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        first = Path(say("make", shelf).partition(": whole")[0])
    finally:
        stop.set()
        writer.join()
    assert "whole" in say("check", first)

    assert "not empty" in say("restore", first, status=1)
    assert "there is no manifest.json" in say("check", shelf, status=1)
    with at_home(elsewhere):
        there = commands(elsewhere.test_cli_runner())
        assert "The portal is as it was" in there("restore", first)
        assert db.session.scalars(select(Market.name_zh)).all() == ["云岭市场"]
        healthy = elsewhere.test_cli_runner().invoke(args=["doctor"]).output
        assert "the trail is whole" in healthy
        assert "uploads: 0 missing" in healthy
        known = db.session.scalars(select(User).where(User.id == number)).one()
        read = Browser(elsewhere.test_client()).sign_in(known)
        assert read.get(address).status == 200
        assert "not empty" in there("restore", first, status=1)
        db.session.remove()


def test_what_was_lost_or_changed_is_named_and_never_put_back(
    app: Flask, make: Make, elsewhere: Flask, tmp_path: Path, at: Callable[..., None]
) -> None:
    make.market()
    photo = upload("look.jpg", jpeg())
    db.session.commit()
    shelf, say = tmp_path / "kept", commands(app.test_cli_runner())
    at(2026, 3, 1, 9, 0)
    first = Path(say("make", shelf).partition(": whole")[0])
    assert first.name == "2026-03-01T090000Z"
    assert "is there already" in say("make", shelf, status=1)
    at(2026, 3, 2, 9, 0)
    second = Path(say("make", shelf).partition(": whole")[0])
    name = photo.stored_names()[0]
    here, before = (folder / "uploads" / name for folder in (second, first))
    assert here.samefile(before)  # an upload never changes: it is kept once

    content = here.read_bytes()
    here.unlink()
    assert f"upload {name} is missing" in say("check", second, status=1)
    here.write_bytes(content[:-1])
    assert f"upload {name} has changed since" in say("check", second, status=1)
    with at_home(elsewhere):
        told = commands(elsewhere.test_cli_runner())("restore", second, status=1)
        assert "not whole" in told
    assert "whole" in say("check", first)

    snapshot = next(first.glob("portal.*"))
    snapshot.write_bytes(snapshot.read_bytes()[:100])
    assert f"{snapshot.name} has changed since" in say("check", first, status=1)
    at(2026, 3, 3, 9, 0)
    assert f"{first}: removed" in say("make", shelf, "--keep", 2)
    assert not first.exists()


@pytest.mark.postgres
def test_a_tool_that_is_not_installed_is_named(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    told = commands(app.test_cli_runner())("make", tmp_path, status=1)
    assert "pg_dump is not installed here" in told


@pytest.mark.usefixtures("app")
def test_the_migration_is_read_while_somebody_writes() -> None:
    with writing():
        db.session.execute(text("select 1"))
        assert migration().isdigit()
