"""An owner who doubles the text of a phone reads every page without moving it sideways."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.core.db import db
from portal.incubation import actions
from tests.browser.conftest import CHROMIUM
from tests.incubation.conftest import open_programme
from tests.make import PASSWORD, Make
from tests.served import Served, at_home, installed
from tests.services import chromium_path

pytestmark = pytest.mark.browser
DOUBLED = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve a market with an owner whose brand is in its programme."""
    with at_home(installed(tmp_path)):
        make = Make()
        market = make.market()
        programme = open_programme(market, make.manager(market))
        brand = make.brand(market, name_zh="云锦裤业有限公司直营", name_en="Cloudbrocade Trousers")
        make.owner(brand, email="owner@example.org")
        actions.enrol(brand, programme, by=make.manager(market))
        db.session.commit()
        here = f"/markets/{market.slug}/brands/{brand.slug}"
    portal = Served(tmp_path)
    portal.start()
    yield portal.address, here
    portal.stop()


def test_no_page_is_wider_than_the_phone(chromium: Browser, served: tuple[str, str]) -> None:
    address, here = served
    doubled = chromium.browser_type.launch(
        executable_path=chromium_path(), args=[*CHROMIUM, DOUBLED]
    )
    page = doubled.new_context(locale="en", viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", "owner@example.org")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    own = [f"{here}/{part}" for part in ("incubation", "profile", "papers", "figures", "sessions")]
    too_wide = []
    for language in ("en", "zh-Hans"):
        for path in ("/home", "/enquiries", "/brands", "/notices", "/account", *own):
            page.goto(f"{address}{path}?lang={language}")
            whole, seen = page.evaluate(WIDTHS)
            if whole > seen:
                too_wide.append(f"{path} ({language}): {whole} of {seen} px")
    doubled.close()
    assert not too_wide
