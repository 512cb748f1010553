"""Whatever stands in an address, a header or a body: an answer, never a fault of ours."""

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.site.conftest import Restore
from tests.site.shares import Deal
from tests.site.visitors import PEOPLE, Visitors, address_of, noting_writes, rules
from tests.site.world import World

ROOT = Path(__file__).resolve().parents[2]
ARGUMENT = re.compile(r"<(\w+)(?:\([^)]*\))?:(\w+)>")

NUMBERS = ["0", "-1", "2147483648", "9223372036854775808", "9" * 40, "9" * 5000, "١٢", "1e3", "0x1"]
TEXTS = [
    *("0", "-1", "9223372036854775808", "a" * 3000, "", ".", "..", "%2e%2e%2f", "..%2fetc"),
    *("%00", "a%00b", "%ED%A0%80", "%FF%FE", "%E2%80%8F%D7%90", "%E2%80%AEx", "%F0%9F%91%96"),
    *("%25s%25(x)s", "{{7*7}}", "'", "\u5973\u88e4", "%0d%0aSet-Cookie:x=1", "%", "*", "__proto__"),
]
TYPED = [
    *("", " ", "-1", "0", "1.5", "1000000000", "9" * 400, "a" * 10_000, "\x00", "a\x00b"),
    *("\u200f\u05d0", "\U0001f456", "<script>alert(1)</script>", "%", "_", "\\", "'; drop table x"),
    *("9999-99-99", "2026-02-30", "0000-01-01", "99999-01-01", "2026-01-01T00:00", "nonsense"),
]
ARGUMENTS_READ = re.compile(r"""(?:args|asked|arguments)\.get(?:list)?\(\s*"(\w+)\"""")


def bent(rule: Rule, values: dict[str, Any], numbers: Deal[str], texts: Deal[str]) -> Iterator[str]:
    """Yield the address with each of its arguments replaced by kinds of garbage."""
    for converter, broken in ARGUMENT.findall(rule.rule):
        for garbage in (numbers if converter == "int" else texts).some():
            shown = {**values, broken: garbage}
            yield ARGUMENT.sub(lambda found, shown=shown: str(shown[found[2]]), rule.rule)  # type: ignore[misc]


@pytest.mark.usefixtures("without_tokens")
def test_no_argument_of_an_address_is_a_fault(
    visitors: Visitors, world: World, restore: Restore, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, faults = 0, []
    people = cycle(person for person in PEOPLE if person != "disabled")
    numbers, texts = Deal(NUMBERS, few=2), Deal(TEXTS, few=2)
    for rule, method in rules(visitors.app):
        values = world.own.values(rule.endpoint, rule.arguments)
        for address in bent(rule, values, numbers, texts):
            person = next(people)
            with noting_writes() as written:
                answer = visitors.ask(person, method, address)
            cases += 1
            if answer.status_code >= 500:
                fault = visitors.faults.last
                faults.append(f"{method} {address[:90]} as {person}: {answer.status_code} {fault}")
            if written - {"audit_event"}:
                restore(written)
    visitors.forget_throttles()
    with capsys.disabled():
        print(f"\n{cases} bent addresses, {len(faults)} faults", end=" ")
    assert not faults, "\n".join(faults)


def names_read() -> set[str]:
    """Return every name that any page reads from its query string."""
    found = {"lang", "page", "next", "category", "price_band", "province", "market", "stage"}
    for path in (ROOT / "portal").rglob("*.py"):
        found |= set(ARGUMENTS_READ.findall(path.read_text(encoding="utf-8")))
    return found


def test_no_query_string_is_a_fault(
    visitors: Visitors, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    names, cases, faults = sorted(names_read()), 0, []
    typed = Deal([*TYPED, "\ud800"], few=2)
    assert {"page", "q", "sort", "state", "verb", "first", "part", "turn"} <= set(names)
    for address, person in pages_and_readers(visitors, world):
        for garbage in typed.some():
            encoded = quote(garbage, safe="", errors="surrogatepass")
            together = "&".join(f"{name}={encoded}&{name}={encoded}" for name in names)
            answer = visitors.ask(person, "GET", f"{address}?{together}")
            answer.close()
            cases += 1
            if answer.status_code >= 500:
                faults.append(f"{address} with {garbage[:20]!r}: {visitors.faults.last}")
    with capsys.disabled():
        print(f"\n{cases} bent query strings, {len(faults)} faults", end=" ")
    assert not faults, "\n".join(faults)


def pages_and_readers(visitors: Visitors, world: World) -> Iterator[tuple[str, str]]:
    """Yield every page with somebody who may see it."""
    for rule, method in rules(visitors.app):
        if method == "GET":
            values = world.own.values(rule.endpoint, rule.arguments)
            address = address_of(visitors.app, rule.endpoint, values)
            for person in ("manager", "owner", "agent", "applicant", "staff", "anonymous"):
                answer = visitors.ask(person, "GET", address)
                answer.close()
                if answer.status_code == 200:
                    yield address, person
                    break


HEADERS = [
    {"Accept-Language": ";;q=x," * 50},
    {"Accept-Language": "zh-\xff, en;q=-1"},
    {"Accept": "\xff/*;q=nan"},
    {"Cookie": "session=garbage; language=klingon"},
    {"Cookie": "session=" + "A" * 6000},
    {"Cookie": "language=\x01; =;;;session=.eJw"},
    {"If-None-Match": '"' * 99, "If-Modified-Since": "yesterday"},
    {"Range": "bytes=9-1,-0,x"},
    {"User-Agent": "\xf0\x9f\x91\x96" * 500},
    {"X-Forwarded-For": "999.1.1.1, ::g, <script>", "X-Real-IP": "a" * 500},
    {"Referer": "javascript:alert(1)"},
    {"HX-Request": "true", "HX-Target": "'\"<"},
    {"Host": "evil.example"},
]
BODIES: list[dict[str, Any]] = [
    {"data": b"\xff\xfe\x00", "content_type": "application/x-www-form-urlencoded"},
    {"data": b"login=%ED%A0%80&password=%00", "content_type": "application/x-www-form-urlencoded"},
    {"data": b"{", "content_type": "application/json"},
    {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"},
    {"data": b"junk", "content_type": "multipart/form-data"},
    {"data": b"", "content_type": "multipart/form-data; boundary=" + "y" * 300},
    {"data": b"<a/>", "content_type": "text/xml; charset=utf-7"},
    {"data": urlencode([("x", "1")] * 1500), "content_type": "application/x-www-form-urlencoded"},
]


@pytest.mark.sqlite
@pytest.mark.parametrize("headers", HEADERS, ids=lambda one: next(iter(one)))
def test_no_header_is_a_fault(visitors: Visitors, headers: dict[str, str]) -> None:
    for person in ("anonymous", "manager"):
        for address in ("/", "/home", "/brands?q=x", "/static/css/base.css", "/nowhere"):
            answer = visitors.ask(person, "GET", address, headers=headers)
            answer.close()
            assert answer.status_code < 500, f"{address}: {visitors.faults.last}"
            assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.sqlite
@pytest.mark.parametrize("body", BODIES, ids=lambda one: str(one["data"])[:12])
@pytest.mark.usefixtures("without_tokens")
def test_no_body_is_a_fault(visitors: Visitors, world: World, body: dict[str, Any]) -> None:
    for rule, method in rules(visitors.app):
        if method == "POST":
            values = world.own.values(rule.endpoint, rule.arguments)
            address = address_of(visitors.app, rule.endpoint, values)
            answer = visitors.ask("agent", "POST", address, **body)
            assert answer.status_code < 500, f"{address}: {visitors.faults.last}"


def test_every_argument_has_a_converter(app: Flask) -> None:
    """A bare `<name>` would not say what it takes, and no garbage would be tried on it."""
    for rule, _method in rules(app):
        assert {name for _kind, name in ARGUMENT.findall(rule.rule)} == rule.arguments, rule.rule
