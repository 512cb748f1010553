"""Answers given early: before a session is opened, a transaction begun or a template drawn.

A page that every visitor gets alike is kept as it went out, packed, with the test that says
whether it still holds. Whoever is signed in, or has something to be told, never gets one: his
session says so before it is opened. A page of his own is kept for his session alone, once he has
asked for it twice.
"""

import base64
import gzip
import json
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request

from portal.core.i18n import spoken_with

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OFFER = "portal.early"
NOBODYS = frozenset({"csrf_token", "_fresh", "_permanent"})
"""What the session of somebody who is not signed in may hold: it changes no page that is kept."""
REMEMBERED = "remember_token"
"""A cookie by which Flask-Login would know somebody; we give none."""
UNPACKS = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
LONGEST_QUERY = 1000
MOST_BYTES = 4_000_000
MOST_OWN_BYTES = 4_000_000
"""Of pages that are kept each for one session."""
MOST_REMEMBERED = 2000
"""Pages that sessions have asked for once."""
OWN = "own"
LEVEL = 5
"""Of packing: a page of 50 kB takes a millisecond, once."""
OF_A_BODY = frozenset({"content-type", "content-length", "content-encoding"})
NUMBER = "X-Request-Number"

Holds = Callable[[], bool]
Given = Callable[["WSGIEnvironment"], object]
Headers = list[tuple[str, str]]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """An answer as it goes out again."""

    headers: Headers
    packed: bytes
    mark: str
    """Its ETag in its quotes, without the sign of a weak one."""
    endpoint: str
    holds: Holds
    given: Given


def untold(_environ: "WSGIEnvironment") -> None:
    """Tell nobody that an answer was given."""


def offer(holds: Holds, given: Given = untold, *, own: bool = False) -> None:
    """Let the answer to this request be given to every visitor, as long as `holds` says so.

    `holds` is asked outside of any request, and `given` is told of each time there: they may not
    look at one, and must never fail. `own` is an answer for nobody but this session.
    """
    offered = request.environ.get(OFFER)
    if offered is not None and own is offered.own:
        offered.facts = (request.endpoint or "", holds, given)


class Offered:
    """What the application says of its answer to one request."""

    def __init__(self, *, own: bool) -> None:
        self.own = own
        self.facts: tuple[str, Holds, Given] | None = None


class Pages:
    """The answers that were asked for last, each for everybody, up to so many bytes of them."""

    own = False

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Kept | None:
        """Return an answer that is kept."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None:
                self._pages.move_to_end(key)
        return kept

    def wants(self, _key: Key) -> bool:
        """Say whether an answer is to be kept when it was offered."""
        return True

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep an answer, letting go of those that nobody asked for longest."""
        with self._lock:
            before = self._pages.pop(key, None)
            self._held += len(kept.packed) - (len(before.packed) if before else 0)
            self._pages[key] = kept
            while self._held > self._most and self._pages:
                _key, oldest = self._pages.popitem(last=False)
                self._held -= len(oldest.packed)


class OwnPages(Pages):
    """Answers for one session each: from the second time on, as packing would cost the first."""

    own = True

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._asked_once: OrderedDict[Key, None] = OrderedDict()

    def wants(self, key: Key) -> bool:
        """Say whether a session has asked for a page before."""
        if key in self._asked_once:
            return True
        self._asked_once[key] = None
        if len(self._asked_once) > MOST_REMEMBERED:
            self._asked_once.popitem(last=False)
        return False


class Early:
    """Stands before the application; keeps the answers asked for last."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._behind = app.wsgi_app
        self._session = str(app.config["SESSION_COOKIE_NAME"])
        self._everybodys, self._own = Pages(MOST_BYTES), OwnPages(MOST_OWN_BYTES)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        key = key_of(environ, self._session)
        if key is None:
            return self._behind(environ, start_response)
        began = time.perf_counter()
        pages = self._own if key[0] == OWN else self._everybodys
        kept = pages.get(key)
        if kept is None or not kept.holds():
            return self._asked(pages, key, environ, start_response)
        number = secrets.token_hex(4).upper()
        status, headers, body = answered(kept, environ, number)
        kept.given(environ)
        self._tell(kept, status, number, began)
        start_response(f"{status.value} {status.phrase}", headers)
        return body

    def _asked(
        self,
        pages: Pages,
        key: Key,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        """Let the application answer; keep what it offers, and send that as it will be sent."""
        offered = environ[OFFER] = Offered(own=pages.own)
        said: list[Any] = []

        def begin(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            said[:] = status, headers
            if offered.facts and not worth_keeping(status, headers):
                offered.facts = None
            if offered.facts and not pages.wants(key):
                offered.facts = None
            if offered.facts:
                return lambda _part: None
            return start_response(status, headers, exc_info)

        body = self._behind(environ, begin)
        _status, headers = said
        if not offered.facts:
            return body
        whole = b"".join(body)
        if callable(close := getattr(body, "close", None)):
            close()
        kept = kept_of(headers, whole, *offered.facts)
        pages.keep(key, kept)
        found, headers, parts = answered(kept, environ, dict(headers)[NUMBER])
        start_response(f"{found.value} {found.phrase}", headers)
        return parts

    def _tell(self, kept: Kept, status: HTTPStatus, number: str, began: float) -> None:
        """Log as the application logs its own."""
        if self._app.config.get("LOG_REQUESTS", True):
            facts = {
                "request": number,
                "endpoint": kept.endpoint,
                "method": "GET",
                "status": status.value,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            self._app.logger.info("request", extra={"facts": facts})


def worth_keeping(status: str, headers: Headers) -> bool:
    """Say whether an answer is whole, and changes nothing in the browser."""
    return status.startswith("200") and all(name.lower() != "set-cookie" for name, _ in headers)


def key_of(environ: "WSGIEnvironment", session: str) -> Key | None:
    """Return what an answer depends on: nobody's, or a session's own; None for what is not kept."""
    query = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "GET" or len(query) > LONGEST_QUERY:
        return None
    cookies: dict[str, str] = {}
    whose: tuple[str, ...] = ()
    if "HTTP_COOKIE" in environ:
        for one in environ["HTTP_COOKIE"].split(";"):
            name, _, value = one.strip().partition("=")
            cookies.setdefault(name, value)
        if REMEMBERED in cookies:
            return None
        if is_somebodys(own := cookies.get(session, "")):
            whose = (OWN, own)
    spoken = spoken_with(cookies, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return *whose, environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), query, spoken


@lru_cache(maxsize=512)
def is_somebodys(session: str) -> bool:
    """Say whether a session's cookie may be of somebody who is known here, or is to be told of.

    What it says is read without asking whether we wrote it: a cookie that we did not write makes
    nobody known, and whoever pretends to be somebody is asked behind. In doubt it is somebody's.
    """
    if not session:
        return False
    told = session.partition(".")[0]
    try:
        held = json.loads(base64.b64decode(told + "=" * (-len(told) % 4), b"-_", validate=True))
    except ValueError:
        return True
    return not isinstance(held, dict) or not held.keys() <= NOBODYS


def kept_of(headers: Headers, whole: bytes, endpoint: str, holds: Holds, given: Given) -> Kept:
    """Return an answer as it is kept."""
    told = {name.lower(): value for name, value in headers}
    left_out = {"content-length", NUMBER.lower(), "vary"}
    kept = [(name, value) for name, value in headers if name.lower() not in left_out]
    kept.append(("Vary", f"Accept-Encoding, {told['vary']}"))
    mark = told.get("etag", "").removeprefix("W/")
    return Kept(kept, gzip.compress(whole, LEVEL), mark, endpoint, holds, given)


def answered(
    kept: Kept, environ: "WSGIEnvironment", number: str
) -> tuple[HTTPStatus, Headers, list[bytes]]:
    """Return the answer: nothing new, the page packed, or as it was for who cannot unpack it."""
    headers = [*kept.headers, (NUMBER, number)]
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and kept.mark and kept.mark in asked:
        left = [(name, value) for name, value in headers if name.lower() not in OF_A_BODY]
        return HTTPStatus.NOT_MODIFIED, left, []
    body = kept.packed
    if UNPACKS.search(environ.get("HTTP_ACCEPT_ENCODING", "")):
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = gzip.decompress(body)
    headers.append(("Content-Length", str(len(body))))
    return HTTPStatus.OK, headers, [body]


def init_app(app: Flask) -> None:
    """Stand before everything else."""

    @app.after_request
    def keep_no_token(answer: Response) -> Response:
        """Take an offer to all back when the page carries the token of one person's forms."""
        offered = request.environ.get(OFFER)
        if offered is not None and not offered.own and "csrf_token" in g:
            offered.facts = None
        return answer

    app.wsgi_app = Early(app)  # type: ignore[method-assign]
