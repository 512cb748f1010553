"""A link opens a line sheet without signing in: only that, only until its day, counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from portal.brands.models import BrandState
from portal.connections.models import Connection, ConnectionState
from portal.core import clock
from portal.core.db import db
from portal.linesheets import queries
from portal.linesheets.models import LineSheet, ShareLink, SheetState
from portal.markets.models import Market
from tests.client import Browser
from tests.linesheets.conftest import Sheets, address, connect
from tests.linesheets.test_keeping import brand_of
from tests.make import Make

Another = Callable[[], Browser]
DAY = timedelta(days=1)


def shared(
    browser: Browser,
    make: Make,
    sheet: LineSheet,
    connection: Connection | None = None,
    days: str = "7",
) -> str:
    """Let the owner make a link, with prices for a connection, and return its path."""
    brand = brand_of(sheet)
    browser.sign_in(make.owner(brand))
    answers: dict[str, Any] = {"made_for": "长沙周记"}
    if connection:
        answers = {"connection_id": connection.id, "with_prices": "y"}
    page = browser.submit(address(brand, f"/{sheet.id}/links"), "Make a link", days=days, **answers)
    assert page.response.headers["Cache-Control"] == "no-store"
    made = next(
        one.at["href"]
        for one in page.tree.all("a")
        if "/lines/" in one.at["href"] and "http" in one.at["href"]
    )
    return "/lines/" + made.rpartition("/lines/")[2]


def test_a_link_opens_the_line_sheet_and_nothing_else(
    app: Flask, browser: Browser, another: Another, make: Make, sheets: Sheets
) -> None:
    sheet = sheets("A101", state=SheetState.PUBLISHED)
    stranger = another()
    path = shared(browser, make, sheet, connect(make, brand_of(sheet)))
    token = path.rpartition("/")[2]
    link = db.session.query(ShareLink).one()
    assert token not in link.token_hash
    page = stranger.get(path)
    assert "¥143.64" in page.words
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    paper = stranger.get(f"{path}/catalogue")
    assert "¥143.64" in paper.words
    assert f"/brands/{brand_of(sheet).slug}" in paper.words, "the way back from the paper"
    assert f'href="/brands/{brand_of(sheet).slug}"' in page.html
    table = stranger.get(page.link("as CSV")).response
    assert "143.64" in table.text
    assert table.headers["Cache-Control"] == "no-store"
    stranger.get(path)
    assert app.test_client().head(path).status_code == 200
    db.session.expire_all()
    link = queries.link_by_id(link.id)
    assert link.views == 2
    other = sheets("B101", brand=brand_of(sheet), wave="summer_1", state=SheetState.PUBLISHED)
    photo = queries.styles_of(other.id)[0].photos[0].id
    assert stranger.get(f"{path}/pictures/{photo}-320.jpg").status == 404
    assert stranger.get("/lines/nothing").status == 404


def test_without_prices_and_after_its_day(
    browser: Browser, another: Another, make: Make, sheets: Sheets
) -> None:
    sheet = sheets("A101", state=SheetState.PUBLISHED)
    stranger = another()
    path = shared(browser, make, sheet)
    words = stranger.get(path).words
    assert "A101" in words
    assert "399" not in words
    link = db.session.query(ShareLink).one()
    link.expires_on = clock.today() - timedelta(days=1)
    db.session.commit()
    over = stranger.get(path)
    assert over.status == 410
    assert "Ask the brand for a new one." in over.words
    link.expires_on = clock.today()
    db.session.commit()
    assert stranger.get(path).status == 200
    browser.submit(address(brand_of(sheet), f"/{sheet.id}/links"), "End this link")
    assert stranger.get(path).status == 410


def test_prices_go_to_a_connection_alone_and_end_with_it(
    browser: Browser, another: Another, make: Make, sheets: Sheets
) -> None:
    sheet = sheets("A101", state=SheetState.PUBLISHED)
    brand = brand_of(sheet)
    stranger = another()
    page = address(brand, f"/{sheet.id}/links")
    browser.sign_in(make.owner(brand))
    refused = browser.submit(page, "Make a link", made_for="长沙周记", with_prices="y")
    assert refused.status == 422
    assert "Prices are for agents whom you have accepted." in refused.words
    assert "长沙周记" in refused.response.get_data(as_text=True)
    assert browser.submit(page, "Make a link").status == 422, "it is for nobody"

    connection = connect(make, brand, ends_on=clock.today() + timedelta(days=5))
    both = browser.submit(page, "Make a link", made_for="长沙周记")
    assert both.status == 422, "the chosen agent and another company"
    assert "choose “somebody else” there" in both.words
    path = shared(browser, make, sheet, connection, days="90")
    link = db.session.query(ShareLink).one()
    assert link.expires_on == connection.ends_on
    assert "¥143.64" in stranger.get(path).words
    photo = queries.styles_of(sheet.id)[0].photos[0].id
    for ended in ({"state": ConnectionState.REVOKED}, {"ends_on": clock.today() - DAY}):
        before = {name: getattr(connection, name) for name in ended}
        set_all(connection, ended)
        assert stranger.get(path).status == 410
        assert stranger.get(f"{path}/catalogue").status == 410
        assert stranger.get(f"{path}/pictures/{photo}-320.jpg").status == 404
        assert "stopped: the connection has ended" in browser.get(page).words
        set_all(connection, before)
        assert stranger.get(path).status == 200


def test_a_link_rests_while_nobody_outside_sees_the_brand(
    browser: Browser, another: Another, make: Make, sheets: Sheets
) -> None:
    sheet = sheets("A101", state=SheetState.PUBLISHED)
    brand = brand_of(sheet)
    market = db.session.get_one(Market, brand.market_id)
    stranger = another()
    path = shared(browser, make, sheet)
    shelf = f"/brands/{brand.slug}/lines"
    agent = another().sign_in(make.agent_person(make.agent()))
    rests: list[tuple[Any, dict[str, Any]]] = [
        (brand, {"state": BrandState.HIDDEN}),
        (brand, {"state": BrandState.SUSPENDED, "back_on": clock.today() + DAY}),
        (brand, {"state": BrandState.WITHDRAWN}),
        (brand, {"paused_from": clock.today()}),
        (market, {"closed_at": clock.now()}),
    ]
    for thing, values in rests:
        before = {name: getattr(thing, name) for name in values}
        set_all(thing, values)
        assert stranger.get(path).status == 410, values
        assert agent.get(shelf).status == 404, values
        assert agent.get(f"{shelf}/{sheet.id}").status == 404, values
        set_all(thing, before)
        assert stranger.get(path).status == 200
    set_all(brand, {"state": BrandState.HIDDEN, "back_on": clock.today()})
    assert stranger.get(path).status == 200, "it is back since today"
    assert agent.get(shelf).status == 200


def set_all(thing: Any, values: dict[str, Any]) -> None:
    """Change a row for everybody."""
    for name, value in values.items():
        setattr(thing, name, value)
    db.session.commit()


def test_a_draft_is_not_shared(browser: Browser, make: Make, sheets: Sheets) -> None:
    sheet = sheets("A101")
    browser.sign_in(make.owner(brand_of(sheet)))
    page = browser.get(address(brand_of(sheet), f"/{sheet.id}/links"))
    assert not page.has_button("Make a link")
