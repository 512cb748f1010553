"""What a process carries before it has done anything, and what the page of the directory weighs."""

import subprocess
import sys

from tests.bench.stock import Stock
from tests.client import Browser
from tests.make import Make
from tests.served import ROOT

HEAVY = {"alembic", "numpy", "opencc", "openpyxl", "pypinyin", "pyroaring", "zxcvbn"}
"""Together 125 MB, in each worker process."""
MOST_BYTES = 60_000
"""Of the directory's first page as a visitor sees it, packed by nobody, without its pictures."""
MOST_FOR_AGENTS = 67_000
"""With the filters of terms and an agent's own ways around the page: packed, a fifth of that."""
BRANDS = 600


def test_a_process_begins_without_the_heavy_libraries() -> None:
    asked = f"import sys, portal; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == []


def test_the_first_page_of_the_directory_is_light(browser: Browser, make: Make) -> None:
    Stock(make).write(BRANDS)
    agent = make.agent_person(make.agent())
    for spoken in ("zh-Hans", "en"):
        page = browser.get(f"/brands?lang={spoken}")
        assert len(page.tree.all("article")) == 24
        assert len(page.response.data) <= MOST_BYTES, f"a visitor, {spoken}"
    browser.sign_in(agent)
    for spoken in ("zh-Hans", "en"):
        page = browser.get(f"/brands?lang={spoken}")
        assert len(page.response.data) <= MOST_FOR_AGENTS, f"an agent, {spoken}"


def test_a_long_filter_begins_with_what_is_found_most_and_shows_all_when_asked(
    browser: Browser, make: Make
) -> None:
    Stock(make).write(BRANDS)
    few = values(browser, "/brands", "market")
    everything = values(browser, "/brands?all=market", "market")
    assert len(few) < len(everything)
    least = min(everything, key=lambda one: (everything[one], one))
    assert least not in few
    assert min(few.values()) >= everything[least]
    assert least in values(browser, f"/brands?market={least}", "market"), "what is ticked is shown"
    assert values(browser, "/brands?all=nonsense&all=price_band", "market") == few
    page = browser.get("/brands?all=market")
    kept = [one for one in page.tree.all("input") if one.at.get("name") == "all"]
    assert [one.at["value"] for one in kept] == ["market"], "the next tick leaves it unfolded"
    robots = [one for one in page.tree.all("meta") if one.at.get("name") == "robots"]
    assert robots, "machines need not list it"


def values(browser: Browser, address: str, facet: str) -> dict[str, int]:
    """Return the values of a filter that a page shows, with their counts."""
    return {
        one.at["value"]: int(label.words.split()[-1])
        for label in browser.get(address).tree.all("label")
        for one in label.all("input")
        if one.at.get("name") == facet
    }
