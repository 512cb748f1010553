"""A link opens a line sheet without signing in: only that, only until its day, counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from portal.core import clock
from portal.core.db import db
from portal.linesheets import queries
from portal.linesheets.models import LineSheet, ShareLink, SheetState
from tests.client import Browser
from tests.linesheets.conftest import Sheets, address
from tests.linesheets.test_keeping import brand_of
from tests.make import Make

Another = Callable[[], Browser]


def shared(browser: Browser, make: Make, sheet: LineSheet, *, prices: bool) -> str:
    """Let the owner make a link, and return its path."""
    brand = brand_of(sheet)
    browser.sign_in(make.owner(brand))
    answers: dict[str, Any] = {"with_prices": "y"} if prices else {}
    page = browser.submit(
        address(brand, f"/{sheet.id}/links"),
        "Make a link",
        made_for="长沙周记",
        days="7",
        **answers,
    )
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
    path = shared(browser, make, sheet, prices=True)
    token = path.rpartition("/")[2]
    link = db.session.query(ShareLink).one()
    assert token not in link.token_hash
    page = stranger.get(path)
    assert "¥143.64" in page.words
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    assert "¥143.64" in stranger.get(f"{path}/catalogue").words
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
    path = shared(browser, make, sheet, prices=False)
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


def test_a_draft_is_not_shared(browser: Browser, make: Make, sheets: Sheets) -> None:
    sheet = sheets("A101")
    browser.sign_in(make.owner(brand_of(sheet)))
    page = browser.get(address(brand_of(sheet), f"/{sheet.id}/links"))
    assert not page.has_button("Make a link")
