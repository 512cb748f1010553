"""An office brings its own table in: the messy roster, from the file to the brands and back."""

from pathlib import Path

from tests.client import Browser
from tests.make import Make

MESSY = (Path(__file__).parent / "roster-messy.xlsx").read_bytes()


def send(browser, market, content=MESSY, name="台账.xlsx"):
    return browser.submit(
        f"/markets/{market.slug}/rosters/new", "Store these files", files={"files": [(name, content)]}
    )


def test_try(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    page = send(browser, market)
    print(page.status, page.words[:1500])
    page = browser.submit(page, "Read the rows")
    print(page.status, page.words[:2500])
    page = browser.submit(page, "Take over what is ticked")
    print(page.status, page.words[:1500])
    page = browser.submit(page, "Take this import back")
    print(page.status, page.words[:1000])
    assert 0
