"""An office works through what waits with the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.core.db import db
from portal.incubation import actions, queries
from tests.incubation.conftest import Way, open_programme
from tests.make import PASSWORD, Make
from tests.served import Served, at_home, installed

pytestmark = pytest.mark.browser
LINE = "document.activeElement.closest('[data-line]')?.querySelector('h2').innerText ?? ''"

UNDER_THE_BAR = """(() => {
  const at = document.activeElement;
  if (!at.closest("[data-line]")) return null;
  const { top, bottom } = at.getBoundingClientRect();
  const bar = document.querySelector(".queue-bar").getBoundingClientRect().top;
  return bottom > bar || top < 0 ? at.outerHTML : "";
})()"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve an office at which three brands have handed something in."""
    with at_home(installed(tmp_path)):
        make = Make()
        market = make.market()
        slug = market.slug
        manager = make.manager(market, email="office@example.org")
        make.manager(market)  # a colleague, whom one could remove
        programme = open_programme(market, manager)
        for name in ("Alder", "Birch", "Cedar"):
            brand = make.brand(market, name_zh="云锦", name_en=name)
            actions.enrol(brand, programme, by=manager)
            db.session.commit()
            way = Way(market, programme, brand, make.owner(brand), manager)
            number = way.step("S1.2").id
            db.session.expire_all()
            step = queries.milestone(slug, brand.slug, number)
            actions.hand_in(step, text="Here.", by=way.owner)
            db.session.commit()
    served = Served(tmp_path)
    served.start()
    yield f"{served.address}/markets/{slug}/evidence"
    served.stop()


def signed_in(chromium: Browser, address: str, height: int = 700) -> Page:
    """Return the page that somebody of the office opens at a desk, signing in on the way."""
    page = chromium.new_context(locale="en", viewport={"width": 1280, "height": height}).new_page()
    page.goto(address)
    page.fill("[name=login]", "office@example.org")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    return page


def test_lines_are_walked_ticked_and_returned_by_keys(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address)
    expect(page.locator("[data-line]")).to_have_count(3)
    keys_told = page.locator("[data-keys]")
    expect(keys_told).to_be_visible()  # from now on they are heard
    ticked = page.locator("[data-ticked]")

    def at(*keys: str) -> str:
        for key in keys:
            page.keyboard.press(key)
        return str(page.evaluate(LINE))

    assert "Birch" in at("j", "j")
    assert "Alder" in at("k", "k"), "above the first there is nothing"
    at("x")
    expect(ticked).to_have_text("1")
    assert "Cedar" in at("j", "J"), "with the lock of capitals, too"
    at("p")
    expect(page.locator("button[value=pass]")).to_be_focused()
    expect(ticked).to_have_text("1")  # what is ticked, not the line he happens to stand at
    assert "Cedar" in at("Escape")
    page.locator("[data-line] input").nth(1).focus()
    assert "Cedar" in at("j"), "it goes on from where one has clicked"
    at("a")
    expect(ticked).to_have_text("3")
    at("a", "k", "k", "x", "j", "j", "x", "r")
    at("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Say what is missing")
    expect(ticked).to_have_text("2")  # a refusal costs no tick
    at("r")
    page.keyboard.type("jkx: a photo of the label, please.")
    expect(ticked).to_have_text("2")
    at("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("2 are done.")
    expect(page.locator("[data-line] h2")).to_contain_text("Birch")
    expect(keys_told).to_be_visible()
    at("j", "r")
    expect(ticked).to_have_text("1")  # nothing was ticked, so the line is


def test_a_fresh_person_goes_from_the_top_to_the_first_task_and_out_of_a_panel(
    chromium: Browser, address: str
) -> None:
    page = signed_in(chromium, address)
    expect(page.locator("[data-line]")).to_have_count(3)
    page.goto(address.partition("/markets")[0] + "/home")
    for key in ("Tab", "Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("!!document.activeElement.closest('.due-line')"), "the first task"

    page.goto(address.replace("/evidence", "/people"))
    panel = page.locator("details.ask").first
    panel.locator("summary").focus()
    for key in ("Enter", "Tab", "Escape"):
        page.keyboard.press(key)
    assert not panel.evaluate("panel => panel.open")
    expect(panel.locator("summary")).to_be_focused()


def test_what_has_the_focus_never_lies_under_the_bar(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address, height=420)
    expect(page.locator("[data-line]")).to_have_count(3)
    walked = 0
    for _step in range(60):
        page.keyboard.press("Tab")
        under = page.evaluate(UNDER_THE_BAR)
        if under is None:
            continue
        walked += 1
        assert under == "", under
    assert walked >= 6, "every line has a box and a link"
