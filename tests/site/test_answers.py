"""What comes back when something is refused, broken, too large or away: always a page."""

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http import HTTPStatus
from itertools import product
from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask, abort
from openpyxl import load_workbook
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse

from portal import create_app
from portal.core import errors, sheets
from portal.core.db import db, sqlite_module
from portal.core.i18n import CHINESE, ENGLISH
from portal.core.web import can_be_opened
from tests.site.promises import PROMISES, PageSeen
from tests.site.tongues import strangers
from tests.site.visitors import PEOPLE, Visitors, address_of, noting_writes, rules
from tests.site.world import World

BOTH = pytest.mark.parametrize("language", [ENGLISH, CHINESE])
NO_TEXT = re.compile(r"\d{4}-\d\d(-\d\d)?|\d+\.\d+")
"""A day, a month or a number with decimals: a cell that can be counted with, and no text."""
ESCAPED = re.compile(r"&(#\d+|amp|lt|gt|quot);")
STRANGE = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW")


def check(answer: TestResponse, person: str, address: str, language: str, method: str) -> PageSeen:
    """Fail unless an answer is a good page; return it."""
    page = PageSeen(person, address, language, answer, method)
    broken = [f"{promise.__name__}: {one}" for promise in PROMISES for one in promise(page)]
    broken += strangers(page, [])
    assert not broken, f"{method} {address} ({answer.status_code}): {broken}"
    return page


def raising(error: Exception) -> Callable[[], NoReturn]:
    """Return a view that breaks."""

    def view() -> NoReturn:
        raise error

    return view


def aborting(status: int) -> Callable[[], NoReturn]:
    """Return a view that Flask itself refuses."""
    return lambda: abort(status)


AWAY = OperationalError("select 1", {}, Exception("server closed the connection unexpectedly"))
LEFT_BEHIND = {"audit_event", "share_link", "seen_brand"}
"""What reading may write once the answer is on its way: the trail, how often a link opened, and
what one has looked at."""
ERRORS: dict[str, tuple[int, Callable[[], NoReturn]]] = {
    "400": (400, aborting(400)),
    "401": (401, aborting(401)),
    "403": (403, raising(errors.NotAllowedError())),
    "403 of Flask": (403, aborting(403)),
    "404": (404, aborting(404)),
    "409": (409, raising(errors.ConflictError())),
    "409 of two editors": (409, raising(StaleDataError())),
    "410": (410, raising(errors.GoneError())),
    "413": (413, raising(errors.TooBigError())),
    "415": (415, aborting(415)),
    "422": (422, raising(errors.InvalidError("name", ""))),
    "429": (429, raising(errors.TooManyError("", retry_after=90))),
    "500": (500, raising(ZeroDivisionError())),
    "500 of Flask": (500, aborting(500)),
    "503 of the database": (503, raising(AWAY)),
    "503 of the pool": (503, raising(PoolTimeoutError())),
    "503 of Flask": (503, aborting(503)),
}


@pytest.mark.sqlite
@BOTH
@pytest.mark.parametrize("name", ERRORS)
def test_every_refusal_is_a_page_with_a_number(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    status, view = ERRORS[name]
    monkeypatch.setitem(visitors.app.view_functions, "reports.healthz", view)
    for person in ("anonymous", "manager"):
        address = f"/healthz?lang={language}"
        answer = visitors.ask(person, "GET", address)
        assert answer.status_code == status
        page = check(answer, person, address, language, "GET")
        assert answer.headers["X-Request-Number"] in page.tree.words
        assert str(status) in page.tree.words
        assert ("Retry-After" in answer.headers) == (status in {429, 503} and "Flask" not in name)


@pytest.mark.sqlite
@BOTH
def test_a_method_that_is_not_meant_is_a_page(
    visitors: Visitors, world: World, language: str
) -> None:
    by_rule: dict[str, set[str]] = {}
    for rule, _method in rules(visitors.app):
        values = world.own.values(rule.endpoint, rule.arguments)
        by_rule.setdefault(address_of(visitors.app, rule.endpoint, values), set()).update(
            rule.methods or ()
        )
    for place, (address, methods) in enumerate(by_rule.items()):
        wrong = "GET" if "GET" not in methods else "POST" if "POST" not in methods else "DELETE"
        for method in {wrong, STRANGE[place % len(STRANGE)]}:
            asked = f"{address}?lang={language}"
            with noting_writes() as written:
                answer = visitors.ask("manager", method, asked)
            if method == "GET" and answer.status_code == HTTPStatus.SEE_OTHER:
                lead_to_a_page(visitors, asked, answer.headers["Location"], language)
                continue
            assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED, f"{method} {asked}"
            assert set(answer.headers["Allow"].split(", ")) == methods
            check(answer, "manager", asked, language, method)
            assert written <= {"account"}, f"{method} {asked} wrote {written}"


def lead_to_a_page(visitors: Visitors, asked: str, page: str, language: str) -> None:
    """Fail unless a button's address, opened like a page, leads to a page above it."""
    path, _mark, query = page.partition("?")
    assert asked.startswith(f"{path}/")
    assert query == f"lang={language}"
    with visitors.app.test_request_context():
        assert can_be_opened(path), f"{asked} leads to {page}"


@pytest.mark.sqlite
def test_head_and_options_are_harmless(visitors: Visitors, world: World) -> None:
    for rule, method in rules(visitors.app):
        values = world.own.values(rule.endpoint, rule.arguments)
        address = address_of(visitors.app, rule.endpoint, values)
        with noting_writes() as written:
            options = visitors.ask("staff", "OPTIONS", address)
            assert options.status_code == HTTPStatus.OK
            assert method in options.headers["Allow"]
            assert not written
            if method == "GET":
                head = visitors.ask("staff", "HEAD", address)
                assert "share_link" not in written, f"HEAD {address} counts as opened"
                full = visitors.ask("staff", "GET", address)
                assert head.status_code == full.status_code, address
                # A workbook says when it was made, and is a few bytes longer or shorter for it.
                varies = full.is_streamed or address.endswith(".xlsx")
                assert varies or head.content_length == full.content_length, address
                assert not head.data
                full.close()
                head.close()
        assert written <= LEFT_BEHIND, f"{address} wrote {written}"


@pytest.mark.sqlite
def test_a_spreadsheet_counts_with_every_day_and_number_of_a_table(
    visitors: Visitors, world: World
) -> None:
    tables = [rule for rule, _method in rules(visitors.app) if "ending" in rule.arguments]
    assert tables
    for rule in tables:
        address = address_of(
            visitors.app, rule.endpoint, world.own.values(rule.endpoint, rule.arguments)
        )
        for person in ("manager", "owner", "agent"):
            with closing(visitors.ask(person, "GET", address)) as answer:
                if answer.status_code == HTTPStatus.OK:
                    typed = texts_of(answer.data)
                    dead = [one for one in typed if NO_TEXT.fullmatch(one)]
                    assert not dead, f"{address}: days or numbers as text: {dead[:3]}"
                    escaped = [one for one in typed if ESCAPED.search(one)]
                    assert not escaped, f"{address}: words of HTML: {escaped[:3]}"


def texts_of(workbook: bytes) -> list[str]:
    """Return the texts below the headings of a workbook."""
    sheets_of = load_workbook(io.BytesIO(workbook), read_only=True).worksheets
    rows = [row for one in sheets_of for row in one.iter_rows(min_row=2, values_only=True)]
    return [cell for row in rows for cell in row if isinstance(cell, str)]


class Endless(io.RawIOBase):
    """A body that would be as long as it says, and counts what is read of it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


@pytest.mark.sqlite
@BOTH
@pytest.mark.parametrize(
    ("endpoint", "megabytes"),
    [("brands.pictures", 80), ("brands.edit", 3), ("accounts.sign_in", 3)],
)
def test_too_much_is_refused_before_it_is_read(
    visitors: Visitors, world: World, endpoint: str, megabytes: int, language: str
) -> None:
    rule = next(rule for rule, _ in rules(visitors.app) if rule.endpoint == endpoint)
    address = address_of(visitors.app, endpoint, world.own.values(endpoint, rule.arguments))
    body = Endless()
    asked = f"{address}?lang={language}"
    answer = visitors.ask(
        "owner",
        "POST",
        asked,
        environ_overrides={
            "wsgi.input": body,
            "CONTENT_LENGTH": str(megabytes * 1024 * 1024),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    check(answer, "owner", asked, language, "POST")
    assert body.taken < 1024 * 1024


PLACES = ("/", "/home", "/brands", "/sign-in", "/markets", "/account")
GONE = {
    "no server": "postgresql+psycopg://nobody@127.0.0.1:1/nowhere",
    "no folder": "sqlite:////no/such/folder/portal.sqlite3",
}


def another_app(folder: Path, uri: str, **settings: Any) -> Flask:
    """Build an application on another database."""
    return create_app(
        TESTING=True,
        SECRET_KEY="test",
        INSTANCE_PATH=folder,
        SQLALCHEMY_DATABASE_URI=uri,
        LOG_LEVEL="CRITICAL",
        JOBS_WAKE=False,
        WTF_CSRF_ENABLED=False,
        **settings,
    )


@BOTH
@pytest.mark.parametrize("uri", GONE.values(), ids=GONE)
def test_a_database_that_is_away_is_a_page_at_once(tmp_path: Path, uri: str, language: str) -> None:
    visitors = Visitors(another_app(tmp_path, uri), {"manager": "a-token"})
    for person, address in product(("anonymous", "manager"), PLACES):
        asked, began = f"{address}?lang={language}", time.monotonic()
        answer = visitors.ask(person, "GET", asked)
        assert time.monotonic() - began < 3, asked
        if person == "anonymous" and address in {"/sign-in", "/home", "/account"}:
            assert answer.status_code in {200, 303}  # to come in, nothing is asked of it yet
            continue
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, visitors.faults.last
        assert answer.headers["Retry-After"]
        check(answer, person, asked, language, "GET")
    assert visitors.ask("anonymous", "GET", "/readyz").status_code == 503
    assert visitors.ask("anonymous", "GET", "/healthz").status_code == 200


@pytest.fixture
def hasty(app: Flask, world: World, tmp_path: Path) -> Iterator[Visitors]:
    """Return everybody at an application that does not wait for a database held by another."""
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    options = {"module": sqlite_module(), "connect_args": {"timeout": 0.05}}
    impatient = another_app(tmp_path, uri, SQLALCHEMY_ENGINE_OPTIONS=options)
    yield Visitors(impatient, world.sessions)
    with impatient.app_context():
        db.engine.dispose()


@pytest.mark.sqlite
@BOTH
def test_a_database_that_somebody_else_holds_is_a_page(hasty: Visitors, language: str) -> None:
    address = f"/notices/read-all?lang={language}"
    path = make_url(hasty.app.config["SQLALCHEMY_DATABASE_URI"]).database
    assert path
    with closing(sqlite_module().connect(path, isolation_level=None)) as holder:
        holder.execute("begin immediate")
        answer = hasty.ask("manager", "POST", address)
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        check(answer, "manager", address, language, "POST")
        assert hasty.ask("manager", "GET", "/home").status_code == HTTPStatus.OK
        holder.execute("rollback")
    assert hasty.ask("manager", "POST", address).status_code == HTTPStatus.SEE_OTHER


@pytest.mark.sqlite
def test_every_download_is_a_table_and_stands_in_the_trail(
    visitors: Visitors, world: World, app: Flask
) -> None:
    tables = [rule for rule, _ in rules(app) if "ending" in rule.arguments]
    assert len(tables) >= 5
    for rule, ending in product(tables, sheets.MIME_TYPES):
        values = world.own.values(rule.endpoint, rule.arguments) | {"ending": ending}
        address = address_of(app, rule.endpoint, values)
        with noting_writes() as written:
            answer = visitors.ask("manager", "GET", address)
        assert answer.mimetype == sheets.MIME_TYPES[ending]
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert answer.headers["Cache-Control"] == "no-store"
        if ending == "csv":
            assert answer.text.startswith("\ufeff"), "Excel reads Chinese only behind this mark"
        assert written == {"audit_event"}, f"{rule.rule} leaves no trace"


@pytest.mark.sqlite
@pytest.mark.parametrize("person", PEOPLE)
def test_machines_get_their_plain_answers(visitors: Visitors, person: str) -> None:
    for address, text in (("/healthz", "ok\n"), ("/readyz", "ready\n")):
        answer = visitors.ask(person, "GET", address)
        assert (answer.status_code, answer.text) == (200, text)
