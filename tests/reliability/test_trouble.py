"""A database that is locked, full or away, a disk without room: a page says so, and it passes."""

import errno
import io
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, make_url
from werkzeug.test import TestResponse

from portal import create_app
from portal.core.db import db, engine_options, sqlite_module
from tests.client import Browser
from tests.make import Make, jpeg
from tests.served import at_home, installed

ENGLISH = {"Accept-Language": "en"}
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
SHORT = {**engine_options("sqlite"), "connect_args": {"timeout": 0.1}}
"""Who finds the database locked waits 15 seconds in earnest; here, a tenth of one."""


def is_told(answer: TestResponse) -> bool:
    """Say whether this is the page that asks to come back."""
    return (
        answer.status_code == UNAVAILABLE
        and "Retry-After" in answer.headers
        and "Just a moment" in answer.text
        and answer.text.count("<h1") == 1
    )


class Visitor:
    """Somebody signed in, on an application of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        with at_home(app), app.test_request_context():
            make = Make()
            market = make.market()
            self.brand = make.brand(market)
            self.browser = Browser(self.client).sign_in(make.owner(self.brand))
            self.profile = f"/markets/{market.slug}/brands/{self.brand.slug}/profile"

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        return self.client.get(address, headers=ENGLISH)

    def save(self, story: str) -> TestResponse:
        """Open the form, write a story and save it."""
        address = f"{self.profile}/identity/edit"
        with self.app.app_context():
            fields = self.browser.get(address).form_with("Save").fields
            db.session.remove()
        data = {name: values[0] for name, values in fields.items() if values}
        data |= {"story_zh": story, "story_en": story}
        return self.client.post(address, data=data, headers=ENGLISH)

    def hang_picture(self) -> TestResponse:
        """Send a picture for the lookbook."""
        address = f"{self.profile}/pictures"
        with self.app.app_context():
            fields = self.browser.get(address).form_with("Store these files").fields
            db.session.remove()
        picture = (io.BytesIO(jpeg()), "look.jpg")
        data = {"csrf_token": fields["csrf_token"][0], "files": [picture]}
        return self.client.post(address, data=data, headers=ENGLISH)


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """Make an application on a SQLite file, which gives a lock up soon, and somebody in it."""
    app = installed(tmp_path, SQLALCHEMY_ENGINE_OPTIONS=SHORT)
    yield Visitor(app)
    with at_home(app):
        pass


@pytest.mark.sqlite
def test_a_locked_database_can_be_read_and_soon_written_again(visitor: Visitor) -> None:
    path = Path(visitor.app.instance_path) / "portal.sqlite3"
    with closing(sqlite_module().connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert is_told(visitor.save("十二年一条裤"))
        assert visitor.get(visitor.profile).status_code == HTTPStatus.OK
        assert visitor.get("/readyz").status_code == HTTPStatus.OK
        other.execute("rollback")
    assert visitor.save("十二年一条裤").status_code == HTTPStatus.SEE_OTHER
    assert "十二年一条裤" in visitor.get(visitor.profile).text


@pytest.mark.sqlite
def test_a_full_disk_refuses_writes_until_there_is_room(visitor: Visitor) -> None:
    room = {"pages": 1}  # SQLite takes what it has for the least

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"pragma max_page_count = {room['pages']}")

    with visitor.app.app_context():
        engine = db.engine
    event.listen(engine, "connect", limit)
    engine.dispose()
    answers = [visitor.save(f"{number}{'针' * 1900}") for number in range(20)]
    told = [one for one in answers if one.status_code != HTTPStatus.SEE_OTHER]
    assert told
    assert all(is_told(one) for one in told), {one.status_code for one in told}
    assert visitor.get(visitor.profile).status_code == HTTPStatus.OK

    room["pages"] = 1_000_000
    engine.dispose()
    assert visitor.save("有地方了").status_code == HTTPStatus.SEE_OTHER
    event.remove(engine, "connect", limit)
    path = Path(visitor.app.instance_path) / "portal.sqlite3"
    with closing(sqlite_module().connect(path)) as data:
        assert data.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_picture_without_room_is_told_and_can_be_sent_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_where: Any) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(tempfile, "mkstemp", full)
        refused = visitor.hang_picture()
    assert refused.status_code == HTTPStatus.SEE_OTHER
    told = visitor.get(f"{visitor.profile}/pictures").text
    assert "The store of pictures and papers does not answer at the moment." in told
    assert "1 picture is stored." not in told
    assert visitor.hang_picture().status_code == HTTPStatus.SEE_OTHER
    assert "1 picture is stored." in visitor.get(f"{visitor.profile}/pictures").text


@pytest.mark.sqlite
def test_more_people_at_once_than_connections_are_asked_to_wait(tmp_path: Path) -> None:
    few = {**SHORT, "pool_size": 1, "max_overflow": 0, "pool_timeout": 0.1}
    visitor = Visitor(installed(tmp_path, SQLALCHEMY_ENGINE_OPTIONS=few))
    with visitor.app.app_context():
        taken = db.engine.connect()
    assert is_told(visitor.get(visitor.profile))
    assert is_told(visitor.get("/brands"))
    taken.close()
    assert visitor.get(visitor.profile).status_code == HTTPStatus.OK
    with at_home(visitor.app):
        pass


class Line:
    """The line to a database server, which can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._ends: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self.port = 0
        self.mend()

    def mend(self) -> None:
        """Let connections through."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Cut every connection and let no new one through."""
        assert self._listener
        for one in (self._listener, *self._ends):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._ends.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _address = listener.accept()
                there = socket.create_connection(self._there)
                self._ends += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    @staticmethod
    def _carry(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)


@pytest.mark.postgres
def test_a_database_that_goes_away_is_found_again(app: Flask, make: Make) -> None:
    server = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    line = Line(server.host or "127.0.0.1", server.port or 5432)
    through = server.set(host="127.0.0.1", port=line.port)
    owner = make.owner(make.brand())
    distant = create_app(
        TESTING=True,
        SECRET_KEY="test",
        SQLALCHEMY_DATABASE_URI=through.render_as_string(hide_password=False),
        INSTANCE_PATH=app.instance_path,
        LOG_LEVEL="CRITICAL",
        JOBS_WAKE=False,
    )
    client = distant.test_client()
    Browser(client).sign_in(owner)
    assert client.get("/home", headers=ENGLISH).status_code == HTTPStatus.OK
    line.cut()
    for address in ("/home", "/brands", "/"):
        assert is_told(client.get(address, headers=ENGLISH))
    assert client.get("/healthz").status_code == HTTPStatus.OK
    assert client.get("/readyz").status_code == UNAVAILABLE
    line.mend()
    assert client.get("/home", headers=ENGLISH).status_code == HTTPStatus.OK
    with at_home(distant):
        pass
    line.cut()
