"""Somebody finds a brand with the keyboard alone, on a phone and on a desk, and Back undoes it."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.directory.conftest import published
from tests.directory.test_exact import opens_to
from tests.make import PASSWORD, Make
from tests.served import Served, at_home, installed

pytestmark = pytest.mark.browser
AT = "(() => document.activeElement.id || document.activeElement.textContent.trim())()"
INSIDE = "document.getElementById('filters').contains(document.activeElement)"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a directory of three brands."""
    folder = tmp_path_factory.mktemp("directory")
    with at_home(installed(folder)):
        make = Make()
        make.user()  # an installation that nobody uses begins with the demo
        market = make.market()
        make.agent_person(make.agent(), email="agent@example.org")
        for name, category in (("重山", "W03"), ("白鹭", "W03"), ("沐野", "M01")):
            published(make, brand=make.brand(market, name_zh=name), name_zh=name, category=category)
    served = Served(folder)
    served.start()
    yield f"{served.address}/brands"
    served.stop()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Serve five brands of which one opens its terms to an agent; return where, and who."""
    folder = tmp_path_factory.mktemp("closed")
    with at_home(installed(folder)):
        make = Make()
        agent = make.agent()
        login = make.agent_person(agent).login
        names = ("重山", "白鹭", "沐野", "裤言", "半里")
        brands = [published(make, name_zh=one, contact_name="周敏") for one in names]
        opens_to(make, brands[0], agent)
        query = "&".join(f"brand={one.slug}" for one in brands)
    served = Served(folder)
    served.start()
    yield f"{served.address}/sign-in?next=/compare?{quote(query)}", login
    served.stop()


def page_of(chromium: Browser, width: int) -> Page:
    return chromium.new_context(viewport={"width": width, "height": 740}, locale="en").new_page()


def test_the_filters_of_a_phone_are_a_dialog(chromium: Browser, address: str) -> None:
    page = page_of(chromium, 360)
    page.goto(address)
    page.focus("#filters-open")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    assert page.evaluate(AT) == "Close"
    for _one in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{INSIDE} || document.activeElement === document.body")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(AT) == "filters-open", "whoever opened it stands where he stood"

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    page.locator("#facets input[value=W]").press("Space")
    expect(page.locator("#filters-foot button")).to_have_text("Show 2 brands")
    page.locator("#filters-foot button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results-title")).to_have_text("2 brands")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_back()
    expect(page.locator("#results-title")).to_have_text("3 brands")


def test_what_may_be_meant_is_chosen_by_arrows(chromium: Browser, address: str) -> None:
    page = page_of(chromium, 1280)
    page.goto(address)
    line = page.get_by_role("combobox", name="Search brands")
    line.press_sequentially("chongshan")
    expect(line).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(line).to_have_attribute("aria-expanded", "false")
    expect(line).to_have_value("chongshan")
    page.keyboard.press("Backspace")
    expect(page.locator("#suggestions [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#suggestions [role=option]")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("重山")


def test_filters_and_back_are_one_step_each(chromium: Browser, address: str) -> None:
    page = page_of(chromium, 1280)
    page.goto(address)
    for value, count in (("W", "2 brands"), ("430000", "2 brands")):
        page.check(f"#facets input[value='{value}']")
        expect(page.locator(f".chip-active >> nth={0 if value == 'W' else 1}")).to_be_visible()
        expect(page.locator("#results-title")).to_have_text(count)
    page.click(".chip-active >> nth=0")
    expect(page.locator("#results-title")).to_have_text("3 brands")
    page.go_back()
    expect(page.locator("#facets input[value=W]")).to_be_checked()
    expect(page.locator("#results-title")).to_have_text("2 brands")
    page.go_back()
    expect(page.locator("#facets input[value='430000']")).not_to_be_checked()
    page.go_back()
    expect(page.locator("#results-title")).to_have_text("3 brands")
    assert page.url == address


def test_a_tick_far_down_is_answered_in_sight(chromium: Browser, address: str) -> None:
    page = page_of(chromium, 1280)
    page.goto(address)
    page.set_viewport_size({"width": 1280, "height": 480})
    page.locator("#facets .facet-title").last.click()
    last = page.locator("#facets input[type=checkbox]").last
    last.check()
    expect(page.locator(".chip-active")).to_be_in_viewport()
    expect(last).to_be_in_viewport()


def test_brands_stay_chosen_while_filters_change(chromium: Browser, address: str) -> None:
    page = page_of(chromium, 360)
    page.goto(address)
    bar = page.locator(".compare-chosen")
    expect(bar).to_be_hidden()
    page.get_by_label("Compare 沐野").check()
    expect(bar).to_be_in_viewport()
    page.goto(f"{address}?category=W")
    page.get_by_label("Compare 重山").check()
    expect(bar.locator(".count")).to_have_text("2")
    page.get_by_role("button", name="Compare selected").click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    page.go_back()
    expect(page.get_by_label("Compare 重山")).to_be_checked()
    page.get_by_role("button", name="Clear selection").click()
    expect(bar).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Compare 重山")).not_to_be_checked()


def test_a_comparison_is_slid_within_the_page_and_printed_on_sheets(
    chromium: Browser, closed: tuple[str, str]
) -> None:
    address, login = closed
    page = page_of(chromium, 360)
    page.goto(address)
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.get_by_role("link", name="Not open to you")).to_have_count(4)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0, "only the table is wider than the phone"

    page.goto(
        page.url.replace("/compare?", "/brands/").replace("brand=", "").split("&")[0] + "/print"
    )
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1000})
    foot = page.locator(".sheet-foot").bounding_box()
    sheet = page.locator(".sheet").bounding_box()
    assert foot
    assert sheet
    assert foot["y"] + foot["height"] <= sheet["y"] + sheet["height"] + 1


def test_brands_are_kept_one_after_the_other_and_every_button_stays_in_use(
    chromium: Browser, address: str
) -> None:
    page = page_of(chromium, 1280)
    page.goto(address.replace("/brands", "/sign-in"))
    page.fill("[name=login]", "agent@example.org")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    page.goto(address)
    for place in (0, 1, 0):
        button = page.locator(".keep").nth(place)
        pressed = button.get_attribute("aria-pressed") == "true"
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", str(not pressed).lower())
        assert button.get_attribute("aria-disabled") is None
        expect(button).to_be_focused()
