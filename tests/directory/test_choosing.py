"""An agent keeps brands in mind, writes notes, and sets them side by side."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.brands.models import BrandState
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.directory import actions, rules
from portal.directory.models import ShortlistEntry
from tests.client import Browser, Shown
from tests.make import PASSWORD, Make


def agent_at(browser: Browser, make: Make, *, verified: bool = True) -> Browser:
    return browser.sign_in(make.agent_person(make.agent(verified=verified)))


def test_a_brand_is_kept_sorted_found_and_taken_off(
    browser: Browser, make: Make, publish: Any
) -> None:
    first, second = publish(name_zh="重山"), publish(name_zh="白鹭")
    agent_at(browser, make)
    assert "Your list is empty" in browser.get("/shortlist").words

    for brand in (first, second):
        page = browser.submit(f"/brands/{brand.slug}", "Add to my list")
        assert "It is on your list." in page.words
    page = browser.submit(
        browser.get(browser.get(f"/brands/{first.slug}").link("On my list")),
        "Save this note",
        folder="春季订货",
        note="先看样衣",
    )

    assert "先看样衣" in page.words
    assert "白鹭" not in browser.get(page.link("春季订货")).words
    assert "白鹭" in browser.get("/shortlist?folder=").words
    assert "重山" in browser.get("/shortlist?q=样衣").words
    assert "Nothing on your list fits" in browser.get("/shortlist?q=无此").words
    names = browser.get("/shortlist?sort=name").words
    assert names.index("白鹭") < names.index("重山")
    number = db.session.query(ShortlistEntry.id).filter_by(brand_id=first.id).scalar()
    held = browser.get("/shortlist?folder=春季订货")
    for _window in range(2):
        page = browser.submit(held, "Remove from list")
        assert page.address == "/shortlist"
        assert "It is off your list." in page.words
        assert "重山" not in page.words
        assert "白鹭" in page.words
    assert browser.get(f"/shortlist/{number}").status == 404


def test_what_was_taken_off_comes_back_with_folder_and_note(
    browser: Browser, make: Make, publish: Any
) -> None:
    first, second = publish(name_zh="重山"), publish(name_zh="白鹭")
    agent_at(browser, make)
    for brand in (first, second):
        browser.submit(f"/brands/{brand.slug}", "Add to my list")
    entry = browser.get(browser.get(f"/brands/{first.slug}").link("On my list"))
    browser.submit(entry, "Save this note", folder="春季订货", note="先看样衣")
    off = browser.submit("/shortlist?folder=春季订货", "Remove from list")
    assert "重山" not in off.words
    for _tap in range(2):
        page = browser.submit(off, "Undo")
        assert page.address == "/shortlist"
        assert "On my list" in browser.get(f"/brands/{first.slug}").words
    for words in ("重山", "先看样衣", "春季订货"):
        assert words in browser.get("/shortlist").words
    assert len(db.session.query(ShortlistEntry).all()) == 2


def test_a_list_forgets_what_nobody_takes_back(
    browser: Browser, make: Make, publish: Any, at: Any
) -> None:
    at(2026, 3, 2, 9)
    brand = publish(name_zh="重山")
    agent_at(browser, make)
    page = browser.submit(f"/brands/{brand.slug}", "Add to my list")
    browser.submit(page.link("On my list"), "Save this note", note="先看样衣")
    off = browser.submit("/shortlist", "Remove from list")
    assert "Your list is empty" in off.words
    actions.sweep()
    assert db.session.query(ShortlistEntry).count() == 1
    at(2026, 3, 2, 10)
    actions.sweep()
    assert db.session.query(ShortlistEntry).count() == 0
    assert "too long ago" in browser.submit(off, "Undo").words
    browser.submit(f"/brands/{brand.slug}", "Add to my list")
    assert "先看样衣" not in browser.get("/shortlist").words


def test_what_is_added_anew_begins_without_its_old_note(
    browser: Browser, make: Make, publish: Any
) -> None:
    brand = publish(name_zh="重山")
    agent_at(browser, make)
    page = browser.submit(f"/brands/{brand.slug}", "Add to my list")
    browser.submit(page.link("On my list"), "Save this note", note="先看样衣")
    browser.submit("/shortlist", "Remove from list")
    browser.submit(f"/brands/{brand.slug}", "Add to my list")
    assert "先看样衣" not in browser.get("/shortlist").words


def test_a_folder_is_renamed_joined_and_dissolved(
    browser: Browser, make: Make, publish: Any
) -> None:
    brands = [publish(name_zh=f"重山{number}") for number in range(3)]
    agent_at(browser, make)
    for brand, folder in zip(brands, ("春季", "春季", "待看"), strict=True):
        browser.submit(f"/brands/{brand.slug}", "Add to my list")
        entry = db.session.query(ShortlistEntry).filter_by(brand_id=brand.id).one()
        entry.folder, entry.note = folder, "先看样衣"
        db.session.commit()

    page = browser.get(browser.get("/shortlist?folder=春季").link("Rename the folder"))
    assert "2 brands lie in it" in page.words
    renamed = browser.submit(page, "Call it so", name="夏季")
    assert "夏季 2" in renamed.words
    assert "春季" not in renamed.words
    joined = browser.submit(page, "Call it so", name="待看")
    assert "待看 3" in joined.words, "both are one"
    apart = browser.submit(page, "Dissolve the folder")
    assert "In no folder 3" in apart.words
    assert "先看样衣" in apart.words, "notes stay"
    assert "Its note goes with it" in apart.words, "and are not lost by one tap"
    assert "Rename" not in apart.words


def test_a_list_is_nobody_elses(browser: Browser, another: Any, make: Make, publish: Any) -> None:
    brand = publish()
    agent_at(browser, make).submit(f"/brands/{brand.slug}", "Add to my list")
    entry = db.session.query(ShortlistEntry).one()
    other = agent_at(another(), make)
    assert other.post(f"/shortlist/{entry.id}").status in {400, 404}
    other.submit(other.submit(f"/brands/{brand.slug}", "Add to my list"), "Remove from list")
    listed = db.session.query(ShortlistEntry).filter_by(dropped_at=None)
    assert listed.one().id == entry.id, "each takes off his own"
    assert other.get(f"/shortlist/{entry.id}").status == 404
    assert "Your list is empty" in other.get("/shortlist").words
    assert not another().get(f"/brands/{brand.slug}").has_button("Add to my list")


def test_a_brand_that_hides_says_so_and_tells_nothing(
    browser: Browser, make: Make, publish: Any
) -> None:
    brand = publish(name_zh="重山", summer_band="s3")
    agent_at(browser, make).submit(f"/brands/{brand.slug}", "Add to my list")
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.commit()

    words = browser.get("/shortlist").words

    assert "Not shown at present" in words
    assert "Trousers" not in words
    rows = list(workbook(browser, "/shortlist.xlsx"))
    assert rows[1][0] == "重山"
    assert not any(rows[1][3:6])
    page = browser.submit("/shortlist", "Remove from list")
    assert "Your list is empty" in page.words, "whoever keeps it may let it go all the same"


def test_there_is_room_for_so_many(make: Make, publish: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(rules, "MOST_KEPT", 1)
    person, first, second = make.user(), publish(), publish(name_zh="白鹭")
    kept = actions.keep(first, by=person)
    assert actions.keep(first, by=person) is kept, "a second tap changes nothing"
    with pytest.raises(ConflictError, match="1 "):
        actions.keep(second, by=person)


def test_a_note_too_long_stays_as_it_was_typed(browser: Browser, make: Make, publish: Any) -> None:
    brand = publish()
    agent_at(browser, make).submit(f"/brands/{brand.slug}", "Add to my list")
    entry = db.session.query(ShortlistEntry).one()
    page = browser.submit(f"/shortlist/{entry.id}", "Save this note", folder="长" * 50, note="x")
    assert page.status == 422
    assert "At most 40 characters" in page.words
    assert "长" * 50 in page.html


def test_brands_stand_side_by_side_with_what_differs(
    browser: Browser, make: Make, publish: Any
) -> None:
    brands = [
        publish(name_zh="重山", founded_year=2012, monthly_capacity=30000),
        publish(name_zh="白鹭", founded_year=2015, monthly_capacity=8000),
    ]
    address = "/compare?" + "&".join(f"brand={one.slug}" for one in brands)

    public = browser.get(address).words
    agent_at(browser, make)
    agents = browser.get(address)

    assert "2012" in public
    assert "30,000" not in public, "capacity is for verified agents"
    assert "30,000" in agents.words
    assert "8,000" in agents.words
    differing = [row.words for row in agents.tree.all("tr") if "differs" in row.at.get("class", "")]
    assert agents.words.index("2012") < agents.words.index("In their own words")
    assert any("2012" in words and "2015" in words for words in differing)
    assert not any("Trousers" in words for words in differing)
    rows = list(workbook(browser, agents.link("Excel table")))
    assert rows[0][1:] == ("重山", "白鹭")
    assert ("Founded", "2012", "2015") in rows
    alone = browser.get(agents.link("Remove"))
    assert "重山" not in alone.words


def test_when_to_call_stands_with_whom_to_ask_for(
    browser: Browser, make: Make, publish: Any
) -> None:
    own = publish(name_zh="重山", contact_name="周敏", contact_hours_zh="每天九点到五点")
    other = publish(name_zh="白鹭")
    browser.sign_in(make.owner(own))
    words = browser.get(f"/compare?brand={own.slug}&brand={other.slug}").words
    assert words.index("Whom to ask for") < words.index("每天九点到五点")
    assert words.index("每天九点到五点") < words.index("In their own words")


def test_only_the_lines_that_differ_can_be_asked_for(
    browser: Browser, make: Make, publish: Any
) -> None:
    brands = [
        publish(name_zh="重山", founded_year=2012, modes=["agency"]),
        publish(name_zh="白鹭", founded_year=2015, modes=["distribution"]),
    ]
    agent_at(browser, make)
    page = browser.get("/compare?" + "&".join(f"brand={one.slug}" for one in brands))
    assert page.words.index("Ways to work together") < page.words.index("Founded")
    assert "Category" in page.words

    fewer = browser.get(page.link("Show only where they differ"))

    assert "2012" in fewer.words
    assert "Category" not in fewer.words
    assert "lines=differing" in fewer.link("Remove"), "and stays so"
    assert "Category" in browser.get(fewer.link("Show all lines")).words


def test_brands_are_chosen_where_they_are_found(browser: Browser, publish: Any) -> None:
    brands = [publish(name_zh=f"重山{number}", name_en=f"Hill {number}") for number in range(3)]
    for view in ("", "?view=lines", "?q=hill"):
        page = browser.get(f"/brands{view}")
        ticks = [one for one in page.tree.all("input") if one.at.get("form") == "compare"]
        assert {one.at["value"] for one in ticks} == {one.slug for one in brands}, view
        assert "Compare Hill 1" in {one.at["aria-label"] for one in ticks}
    together = browser.submit("/brands", "Compare selected", brand=[brands[0].slug, brands[2].slug])
    assert "Hill 0" in together.words
    assert "Hill 2" in together.words
    assert "Hill 1" not in together.words


def marks_of(page: Shown) -> dict[str, str]:
    """Return which brands of a list are kept, as its marks say."""
    marks = [one for one in page.tree.all("button") if one.at.get("form") == "keep"]
    assert all((one.at["name"] == "drop") is (one.at["aria-pressed"] == "true") for one in marks)
    return {one.at["value"]: one.at["name"] for one in marks}


@pytest.mark.parametrize("view", ["", "view=lines"])
def test_a_brand_is_kept_where_it_is_found_and_goes_again(
    browser: Browser, another: Any, make: Make, publish: Any, view: str
) -> None:
    first, second = publish(name_zh="重山"), publish(name_zh="白鹭")
    agent_at(browser, make)
    other = agent_at(another(), make)
    here = f"/brands?category=W03&{view}"
    tap = "Add to my list 重山"

    before = browser.get(here)

    page = browser.submit(before, tap)
    assert "It is on your list." in page.words
    assert page.address.startswith("/brands?category=W03"), "one goes on there"
    assert marks_of(page) == {first.slug: "drop", second.slug: "keep"}
    assert marks_of(other.get(here)) == {first.slug: "keep", second.slug: "keep"}, "nobody else's"
    assert set(marks_of(another().get(here)).values()) == {"keep"}

    browser.submit(before, tap)
    assert db.session.query(ShortlistEntry).count() == 1, "an old page asks twice"
    assert marks_of(browser.submit(here, tap))[first.slug] == "keep"
    assert db.session.query(ShortlistEntry).filter_by(dropped_at=None).count() == 0


def test_a_tap_loses_no_note(browser: Browser, make: Make, publish: Any) -> None:
    brand = publish(name_zh="重山")
    agent_at(browser, make).submit("/brands", "Add to my list 重山")
    db.session.query(ShortlistEntry).one().note = "先看样衣"
    db.session.commit()
    refused = browser.submit("/brands", "Add to my list 重山")
    assert refused.status == 409
    assert "Your note about this brand" in refused.words
    page = browser.get(f"/brands/{brand.slug}")
    assert "Its note goes with it." in page.words
    back = browser.submit(page, "Remove from list")
    assert back.address == page.address
    assert back.has_button("Add to my list")
    assert "Your list is empty" in browser.get("/shortlist").words


def test_a_visitor_signs_in_to_keep_and_is_back_at_the_list(
    browser: Browser, make: Make, publish: Any
) -> None:
    brand = publish(name_zh="重山")
    person = make.agent_person(make.agent())
    door = browser.submit("/brands?category=W03", "Add to my list 重山")
    back = browser.submit(door, "Sign in", login=person.login, password=PASSWORD)
    assert back.address == "/brands?category=W03"
    assert marks_of(back) == {brand.slug: "keep"}


def test_an_address_asks_for_what_is_not_there(browser: Browser, publish: Any) -> None:
    brands = [publish(name_zh=f"重山{number}") for number in range(6)]
    slugs = [one.slug for one in brands]
    page = browser.get("/compare?" + "&".join(f"brand={one}" for one in [*slugs, "no-such"]))
    assert "Some brands of the address are not here" in page.words
    assert "重山4" in page.words
    assert "重山5" not in page.words
    assert "No brand was ticked" in browser.get("/compare").words
    assert "Nothing stands here yet" in browser.get("/compare?brand=nobody").words


def test_who_ticks_nothing_is_led_back(browser: Browser, make: Make, publish: Any) -> None:
    brand = publish(name_zh="重山")
    agent_at(browser, make).submit(f"/brands/{brand.slug}", "Add to my list")
    page = browser.submit("/shortlist", "Compare selected")
    assert "No brand was ticked" in page.words
    assert page.link("Back to my list") == "/shortlist"
    assert not browser.get("/shortlist?q=无此").has_button("Compare selected")


def workbook(browser: Browser, address: str) -> Any:
    """Return the rows of a table that is taken away."""
    content = browser.get(address).response.data
    return load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)


def test_a_brand_that_hid_meanwhile_is_not_kept(browser: Browser, make: Make, publish: Any) -> None:
    brand = publish(name_zh="重山")
    page = agent_at(browser, make).get("/brands")
    brand.state = BrandState.HIDDEN
    db.session.commit()
    refused = browser.submit(page, "Add to my list 重山")
    assert refused.status == 409
    assert "This brand is not shown at present." in refused.words
