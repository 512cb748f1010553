"""An owner hands in a paper on a phone; a wrong day does not cost the photo that was just taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from portal.core.db import db
from tests.make import PASSWORD, Make, jpeg
from tests.served import Served, at_home, installed

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve a brand's page for its licence."""
    with at_home(installed(tmp_path)):
        make = Make()
        market = make.market()
        brand = make.brand(market)
        make.owner(brand, email="owner@example.org")
        db.session.commit()
        page = f"/markets/{market.slug}/brands/{brand.slug}/papers/licence"
    served = Served(tmp_path)
    served.start()
    yield f"{served.address}{page}"
    served.stop()


def test_a_wrong_day_keeps_the_photo(chromium: Browser, address: str, tmp_path: Path) -> None:
    photo = tmp_path / "licence.jpg"
    photo.write_bytes(jpeg())
    page = chromium.new_context(locale="en", viewport={"width": 360, "height": 740}).new_page()
    page.goto(address)
    page.fill("[name=login]", "owner@example.org")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/licence")
    hand_in = page.locator("#hand-in")
    hand_in.locator("[type=file]").set_input_files(photo)
    hand_in.locator("[name=issued_on]").fill("2026-01-02")
    hand_in.locator("[name=expires_on]").fill("2026-01-01")
    hand_in.get_by_role("button", name="Hand in").click()
    expect(hand_in.locator("[data-summary]")).to_contain_text("The end must come after")
    expect(hand_in.locator("[data-choose-again]")).to_have_count(0)
    hand_in.locator("[name=expires_on]").fill("2046-01-01")
    hand_in.get_by_role("button", name="Hand in").click()
    expect(page.locator("main")).to_contain_text("Handed in. The office looks at it")
    expect(page.locator("#versions")).to_contain_text("2046-01-01")
