"""Nobody reads more than his class, wherever it is: every output there is, as every kind of viewer.

Every field of a brand carries a value that stands nowhere else. New outputs join by themselves:
they are taken from the map of addresses.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.accounts import actions as accounts
from portal.brands import kinds, offers, registry
from portal.brands.fields import FIELDS, Field, Visibility
from portal.brands.models import Brand, RevisionState
from portal.brands.offers import Shares
from portal.core import clock
from portal.core.db import db
from portal.directory import actions as directory
from portal.markets.models import Market
from tests.brands.conftest import FULL, newest, publish
from tests.make import Make
from tests.site.visitors import Visitors

P, L, C, M = Visibility
SPECIAL = {
    "directory.index": ("?q={mark}",),
    "terms.calculator": ("?tier=county&area=40",),
    "brands.preview": ("?as=connected", "?as=agent"),
}
"""Questions beside the bare address that change what an output says."""
SKIPPED = {"static", "styleguide.index"}
VIEWERS = {
    "anonymous": P, "unverified agent": P, "neighbour": P, "agent": L, "staff": L,
    "other manager": L, "connected": C, "owner": M, "manager": M,
}  # fmt: skip


def marked(field: Field, number: int) -> dict[str, Any]:
    """Return a value for each column of a field that stands nowhere else; none where none fits."""
    kind = field.kind
    if isinstance(kind, kinds.Text):
        return {column: f"zq{number}x{column[-2:]}" for column in field.columns}
    if isinstance(kind, kinds.Mobile):
        return {field.name: f"+86138073{number:05d}"}
    if isinstance(kind, kinds.Line):
        return {field.name: f"zq{number}x"}
    if isinstance(kind, kinds.Money):
        return {field.name: 7_000_000 + number * 101}
    if isinstance(kind, kinds.Whole) and kind.high >= 100_000:
        return {field.name: 71_000 + number}
    return {}


def traces(value: Any) -> set[str]:
    """Return how a value may look in an output."""
    if isinstance(value, int):
        yuan, fen = divmod(value, 100)
        return {f"{value:,}", f"{yuan:,}.{fen:02d}"}
    text = str(value)
    return {text} if text.startswith("zq") else {text[-4:], f"{text[3:6]} {text[6:10]}"}


def marked_offer() -> tuple[dict[str, Any], set[str]]:
    """Return an offer whose every number stands nowhere else, and how the numbers look."""
    offer: dict[str, Any] = {"key": 1, "mode": "agency", "levels": []}
    looks = set()
    for number, term in enumerate(offers.TERMS, 13):
        if isinstance(term.kind, kinds.Money):
            value = 8_000_000 + number * 103
            looks.add(f"{value // 100:,}.{value % 100:02d}")
        elif isinstance(term.kind, kinds.Discount):
            value = 3_700 + number
            looks |= {kinds.trimmed(value, 3), kinds.trimmed(10_000 - value, 2)}
        elif isinstance(term.kind, kinds.Percent) and not isinstance(term.kind, Shares):
            value = 1_100 + number
            looks.add(kinds.trimmed(value, 2) + " %")
        else:
            continue
        offer[term.name] = [{"value": value}] if term.by else value
    return offers.checked(offer), looks


@pytest.fixture
def secrets(make: Make, monkeypatch: pytest.MonkeyPatch) -> tuple[Brand, dict[str, Visibility]]:
    """Return a published brand of which every field is marked, and each mark with its class."""
    monkeypatch.setattr(registry, "_connections", [])
    brand = make.brand()
    revision = newest(brand)
    columns: dict[str, Any] = dict(FULL)
    marks: dict[str, Visibility] = {}
    for number, field in enumerate(FIELDS, 101):
        values = marked(field, number)
        columns |= values
        for value in values.values():
            marks |= dict.fromkeys(traces(value), field.visibility)
    offer, looks = marked_offer()
    marks |= dict.fromkeys(looks, C)
    columns |= {
        "offers": [offer],
        "released": list(offers.BANDS),
    }
    for name, value in columns.items():
        setattr(revision, name, value)
    revision.decided_at = clock.now()
    publish(brand)
    directory.reindex(brand)
    db.session.commit()
    return brand, marks


def addresses(app: Flask, brand: Brand, market: Market, mark: str) -> Iterator[tuple[str, str]]:
    """Yield every address that can be opened with what is known of the brand."""
    known: dict[str, Any] = {
        "brand": brand.slug, "market": market.slug, "number": 1, "key": 1, "part": "price",
        "tier": "county", "section": "identity", "day": clock.today().isoformat(),
        "ending": "csv", "page": 1, "kind": "licence",
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint not in SKIPPED and fits(rule, known):
            values = {name: known[name] for name in rule.arguments}
            path = app.url_map.bind("localhost").build(rule.endpoint, values)
            for query in ("", *SPECIAL.get(rule.endpoint, ())):
                yield rule.endpoint, path + query.format(mark=mark)
    yield "directory.compare", f"/compare?brand={brand.slug}"
    yield "directory.export_comparison", f"/compare.xlsx?brand={brand.slug}"
    yield "directory.export_comparison", f"/compare.csv?brand={brand.slug}"


def fits(rule: Rule, known: dict[str, Any]) -> bool:
    """Say whether every argument of an address is known."""
    return rule.arguments <= known.keys()


def text_of(body: bytes) -> str:
    """Return what an answer says, tables unpacked, without marks of emphasis inside numbers."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return re.sub(r"</?(strong|b|bdi)[^>]*>", "", body.decode(errors="replace"))


def test_no_output_says_more_than_the_readers_class(
    app: Flask,
    make: Make,
    secrets: tuple[Brand, dict[str, Visibility]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    brand, marks = secrets
    market = db.session.get_one(Market, brand.market_id)
    people = {
        "unverified agent": make.agent_person(make.agent(verified=False)),
        "neighbour": make.owner(make.brand()),
        "agent": make.agent_person(make.agent()),
        "connected": make.agent_person(make.agent()),
        "staff": make.staff(),
        "other manager": make.manager(make.market()),
        "owner": make.owner(brand),
        "manager": make.manager(market),
    }
    friend = people["connected"].id
    monkeypatch.setattr(registry, "_connections", [lambda person, _brand: person.id == friend])
    sessions = {name: accounts.begin_session(person) for name, person in people.items()}
    paths = list(addresses(app, brand, market, next(iter(marks))))
    assert newest(brand).state is RevisionState.PUBLISHED
    db.session.commit()
    visitors = Visitors(app, sessions)
    read = 0
    seen: dict[str, set[str]] = {name: set() for name in VIEWERS}
    leaks = []
    for name, sees in VIEWERS.items():
        for endpoint, path in paths:
            visitors.forget_throttles()
            answer = visitors.ask(name, "GET", path)
            text = text_of(answer.data) if answer.status_code == 200 else ""
            answer.close()
            read += bool(text)
            asked = path.partition("?")[2]
            found = {mark for mark in marks if mark in text and mark not in asked}
            seen[name] |= found
            leaks += [f"{name} reads {m} at {endpoint}" for m in found if marks[m] > sees]
    with capsys.disabled():
        print(f"\n{len(paths)} outputs x {len(VIEWERS)} viewers: {read} read, {len(leaks)} leaks")
    assert sorted(set(leaks)) == []
    for name, sees in VIEWERS.items():
        assert {marks[one] for one in seen[name]} == {one for one in Visibility if one <= sees}, (
            name
        )
