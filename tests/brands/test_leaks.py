"""Nobody reads more than his class, wherever it is: every output there is, as every kind of viewer.

Every field of a brand carries a value that stands nowhere else. New outputs join by themselves:
they are taken from the map of addresses.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.accounts import actions as accounts
from portal.brands import kinds, offers, registry
from portal.brands.fields import FIELDS, Field, Visibility
from portal.brands.models import Brand, RevisionState
from portal.brands.offers import Shares
from portal.core import clock, tokens
from portal.core.db import db
from portal.directory import actions as directory
from portal.directory.models import MeasuredDay, PageViews
from portal.flags.models import Flag, FlagKind, FlagState
from portal.linesheets import queries as linesheets
from portal.linesheets.models import LineSheet, ShareLink, SheetState, Style
from portal.markets.models import Market
from tests.brands.conftest import FULL, newest, publish
from tests.linesheets.conftest import connect, photo
from tests.make import Make
from tests.site.visitors import Visitors

P, L, C, M = Visibility
SPECIAL = {
    "directory.index": ("?q={mark}",),
    "terms.calculator": ("?tier=county&area=40",),
    "brands.preview": ("?as=connected", "?as=agent"),
    "linesheets.shown": ("?category=W03", "?availability=at_once"),
    "linesheets.opened": ("?availability=at_once",),
    "linesheets.shown_catalogue": ("?per=12",),
    "linesheets.catalogue": ("?prices=no", "?per=12"),
}
"""Questions beside the bare address that change what an output says."""
SKIPPED = {"static", "styleguide.index"}
WALKED = {
    f"linesheets.{page}"
    for page in (
        "index", "show", "grid", "edit", "catalogue", "export", "export_pictures", "photo",
        "links", "shelf", "shown", "shown_catalogue", "shown_photo",
    )
}  # fmt: skip
"""Outputs of line sheets that the walk must not lose."""
VIEWERS = {
    "anonymous": P, "unverified agent": P, "neighbour": P, "agent": L, "staff": L,
    "other manager": L, "connected": C, "owner": M, "manager": M,
}  # fmt: skip
AT_THE_DESK = {
    "zq601x": {"owner", "manager", "staff"},  # what was reported
    "zq602x": {"owner", "manager", "staff"},  # what the office asks the brand
    "zq603x": {"manager", "staff"},  # who reported it
    "91777": {"owner", "manager", "staff"},  # how many looked
}
"""Marks of reports and of the audience, with their readers: no class has a part in them."""


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


def marked_styles(make: Make, brand: Brand) -> tuple[dict[str, Visibility], list[LineSheet]]:
    """Make a published line sheet and its draft of marked values; return marks and both."""
    values: dict[str, Any] = {
        "number": "ZQ501X", "name_zh": "zq502x", "name_en": "zq502x", "category": "W03",
        "colours": [{"zh": "zq503x", "en": "", "hex": ""}], "sizes": ["zq504x"],
        "fibres": [{"part": "", "fibres": [{"code": "silk", "share": 10_000}]}],
        "wearer": "adult", "contact": "direct", "safety_class": "B", "standard": "zq505x",
        "tag_price": 9_000_007, "supply_discount": 1_777, "supply_price": 8_500_009,
        "least_pieces": 91_113, "pack": "zq506x", "availability": "at_once",
    }  # fmt: skip
    marks = {f"zq{number}x": L for number in range(502, 506)} | {"ZQ501X": L, "zq506x": C}
    marks |= dict.fromkeys(("90,000.07", "85,000.09", "91113", "1.777", "82.23"), C)
    sheets = []
    for number, state in enumerate((SheetState.PUBLISHED, SheetState.DRAFT), 1):
        held = {**values, "number": "ZQ501X", "photos": [photo()]}
        secret = {"name_zh": "zq507x", "name_en": "zq507x"} if state is SheetState.DRAFT else {}
        sheet = LineSheet(
            brand_id=brand.id, year=2027, wave="spring_1", number=number, state=state,
            name_zh=f"zq{507 + number}x", published_at=clock.now(),
            styles=[Style(position=0, **held | secret)],
        )  # fmt: skip
        sheets.append(make.save(sheet))
    return marks | {"zq508x": L, "zq507x": M, "zq509x": M}, sheets


def links_to(make: Make, sheet: LineSheet) -> dict[str, Visibility]:
    """Make a link of each kind; return their tokens with what each opens."""
    connection = connect(make, db.session.get_one(Brand, sheet.brand_id))
    opens = {"zq-connected-token": C, "zq-plain-token": L}
    for token, sees in opens.items():
        make.save(
            ShareLink(
                brand_id=sheet.brand_id,
                year=sheet.year,
                wave=sheet.wave,
                token_hash=tokens.digest(token),
                made_for="周记",
                with_prices=sees is C,
                connection_id=connection.id,
                made_by_id=connection.author_id,
                expires_on=clock.today(),
            )
        )
    return opens


def marked_audience(make: Make, brand: Brand) -> Flag:
    """Let a stranger report the page, and views be counted; return the report."""
    stranger = make.user(name="zq603x")
    words = {"words": "zq601x", "answer": "zq602x", "field": "workers"}
    asked = {"kind": FlagKind.WRONG, "state": FlagState.ASKED, "revision": 1, **words}
    flag = make.save(Flag(brand_id=brand.id, author_id=stranger.id, **asked))
    week = clock.monday(clock.today())
    make.save(PageViews(brand_id=brand.id, week=week, province="520000", number=91_777))
    make.save(MeasuredDay(day=clock.today()))
    return flag


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
def secrets(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> tuple[Brand, dict[str, Visibility], list[LineSheet]]:
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
    styles, sheets = marked_styles(make, brand)
    return brand, marks | styles, sheets


def addresses(
    app: Flask, brand: Brand, market: Market, mark: str, sheets: Sequence[LineSheet], flag: Flag
) -> Iterator[tuple[str, str]]:
    """Yield every address that can be opened with what is known of the brand and its styles."""
    known: dict[str, Any] = {
        "brand": brand.slug, "market": market.slug, "number": 1, "key": 1, "part": "price",
        "tier": "county", "section": "identity", "day": clock.today().isoformat(),
        "ending": "csv", "page": 1, "kind": "licence", "flag_id": flag.id,
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in SKIPPED:
            continue
        of_styles = [known_of(one) for one in sheets] if "linesheets." in rule.endpoint else [{}]
        for values in of_styles:
            if fits(rule, known | values):
                named = {name: (known | values)[name] for name in rule.arguments}
                path = app.url_map.bind("localhost").build(rule.endpoint, named)
                for query in ("", *SPECIAL.get(rule.endpoint, ())):
                    yield rule.endpoint, path + query.format(mark=mark)
    yield "directory.compare", f"/compare?brand={brand.slug}"
    yield "directory.export_comparison", f"/compare.xlsx?brand={brand.slug}"
    yield "directory.export_comparison", f"/compare.csv?brand={brand.slug}"


def known_of(sheet: LineSheet) -> dict[str, Any]:
    """Return what names a line sheet, its style and its picture in addresses."""
    style = linesheets.styles_of(sheet.id)[0]
    return {
        "sheet_id": sheet.id, "style_id": style.id, "photo_id": style.photos[0].id,
        "width": 320, "format": "jpg", "part": 1,
    }  # fmt: skip


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
    secrets: tuple[Brand, dict[str, Visibility], list[LineSheet]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    brand, marks, sheets = secrets
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
    flag = marked_audience(make, brand)
    paths = list(addresses(app, brand, market, next(iter(marks)), sheets, flag))
    shared = links_to(make, sheets[0])
    assert newest(brand).state is RevisionState.PUBLISHED
    db.session.commit()
    visitors = Visitors(app, sessions)
    read = 0
    seen: dict[str, set[str]] = {name: set() for name in VIEWERS}
    leaks: list[str] = []
    told: set[tuple[str, str]] = set()
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
            for desk_mark, readers in AT_THE_DESK.items():
                if desk_mark in text:
                    told.add((desk_mark, name))
                    leaks += [] if name in readers else [f"{name} reads {desk_mark} at {endpoint}"]
        for token, opens in shared.items():
            for page in ("", "/catalogue", "?availability=at_once"):
                answer = visitors.ask(name, "GET", f"/lines/{token}{page}")
                assert answer.status_code == 200
                text = text_of(answer.data)
                leaks += [f"a link shows {m}" for m in marks if m in text and marks[m] > opens]
                assert opens is not C or "85,000.09" in text
                read += 1
    assert {endpoint for endpoint, _path in paths if endpoint.startswith("linesheets.")} >= WALKED
    with capsys.disabled():
        print(f"\n{len(paths)} outputs x {len(VIEWERS)} viewers: {read} read, {len(leaks)} leaks")
    assert sorted(set(leaks)) == []
    assert told == {(one, name) for one, readers in AT_THE_DESK.items() for name in readers}
    for name, sees in VIEWERS.items():
        assert {marks[one] for one in seen[name]} == {one for one in Visibility if one <= sees}, (
            name
        )
