"""A maker fills in an application on a phone, where a tap elsewhere costs nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from portal.core.db import db
from portal.onboarding import actions
from tests.make import PASSWORD, Make
from tests.served import Served, at_home, installed

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve a market to which somebody has begun to apply."""
    with at_home(installed(tmp_path)):
        make = Make()
        market, maker = make.market(), make.user(email="maker@example.org")
        application = actions.begin(market, by=maker)
        db.session.commit()
        page = f"/markets/{market.slug}/applications/{application.id}/edit"
    served = Served(tmp_path)
    served.start()
    yield f"{served.address}{page}"
    served.stop()


def test_a_tap_on_another_part_costs_nothing_that_was_typed(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_context(locale="en", viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{address}?part=story")
    page.fill("[name=login]", "maker@example.org")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit?part=story")  # loaded, and the script with it
    story = page.locator("[name=story_zh]")
    story.press_sequentially("两台缝纫机起家")
    page.get_by_role("link", name="Company").click()
    page.wait_for_url("**part=company")
    page.get_by_role("link", name="Story").click()
    expect(story).to_have_value("两台缝纫机起家")
    story.press("End")
    story.press_sequentially("，做女裤十五年")
    expect(page.locator("[data-kept]")).to_be_visible()
    story.press_sequentially("。")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/pictures")
    page.goto(f"{address}?part=story")
    expect(story).to_have_value("两台缝纫机起家，做女裤十五年。")
