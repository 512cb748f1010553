"""Dates stand in one line, and go into tables as they were."""

from collections.abc import Callable

import pytest

from portal.core import clock
from portal.core.typography import unbroken_days
from tests.client import Browser
from tests.intakes import desk
from tests.make import Make


@pytest.mark.parametrize(
    ("page", "set_page"),
    [
        ("<p>到2026-11-30止</p>", "<p>到<time>2026-11-30</time>止</p>"),
        ("<p>by <b>2026-11-30</b></p>", "<p>by <b><time>2026-11-30</time></b></p>"),
        ('<a title="2026-11-30">x</a>', '<a title="2026-11-30">x</a>'),
        ("<option>2026-11-30", "<option>2026-11-30"),
        ("<textarea>until 2026-11-30", "<textarea>until 2026-11-30"),
        ("<title>2026-11-30", "<title>2026-11-30"),
        ("<text x='1'>2026-11-30", "<text x='1'>2026-11-30"),
        ("<time>2026-11-30</time>", "<time>2026-11-30</time>"),
        ('<time datetime="x">2026-11-30 08:00', '<time datetime="x"><time>2026-11-30</time> 08:00'),
        ("<p>a-2026-11-30 12026-11-30</p>", "<p>a-2026-11-30 12026-11-30</p>"),
    ],
)
def test_a_date_among_words_is_marked_and_nowhere_else(page: str, set_page: str) -> None:
    assert unbroken_days(page) == set_page


def test_dates_that_people_write_do_not_break_either(
    browser: Browser, another: Callable[[], Browser], make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    day = clock.today().isoformat()
    shown = desk.plan(browser, market, papers_zh=f"营业执照（{day}前有效）")
    browser.submit(shown, "Open it now")
    assert f"<time>{day}</time>前有效" in another().get(f"/markets/{market.slug}").html
    form = browser.get(f"{shown.address}/edit")
    assert f"（{day}前有效）" in form.tree.all("textarea")[0].words
    assert "<time>" not in browser.get(f"/markets/{market.slug}/intakes.csv").response.text
