"""What people type by mistake or on purpose: kept as text, refused with a word, never a fault."""

from collections.abc import Callable

import pytest

from portal.brands import rules, seasons
from portal.brands.models import Brand
from tests.brands.conftest import address, newest
from tests.client import Browser
from tests.make import Make, jpeg

Ready = Callable[..., Brand]
IDENTITY = "profile/identity/edit"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("🎉👗", "🎉👗"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("云\x00织", "云织"),
        ("云\u202e织", "云织"),
        ("  云织  ", "云织"),
    ],
)
def test_strange_names_are_text(browser: Browser, make: Make, typed: str, kept: str) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    page = browser.submit(address(brand, IDENTITY), "Save", name_zh=typed)
    assert page.status == 200
    assert newest(brand).name_zh == kept
    assert "<script>alert" not in page.html
    assert browser.get(address(brand, "profile/preview?as=agent")).status == 200


def test_half_a_character_is_no_fault(browser: Browser, make: Make) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    fields_shown = browser.get(address(brand, IDENTITY)).form_with("Save").fields
    typed = "&".join(
        f"{name}={'%E4%BA%91%ED%A0%80%E7%BB%87' if name == 'name_zh' else values[0]}"
        for name, values in fields_shown.items()
        if values
    )
    page = browser.post(
        address(brand, IDENTITY), data=typed, content_type="application/x-www-form-urlencoded"
    )
    assert page.status == 200
    assert newest(brand).name_zh.startswith("云")


def test_a_name_of_200_characters_is_too_long_and_not_lost(browser: Browser, make: Make) -> None:
    brand = make.brand()
    page = browser.sign_in(make.owner(brand)).submit(
        address(brand, IDENTITY), "Save", name_zh="云" * 200, slogan_zh="留着"
    )
    assert page.status == 422
    assert "At most 60 characters" in page.words
    assert "云" * 200 in page.html
    assert "留着" in page.html


@pytest.mark.parametrize("typed", ["-1", "0", "9" * 30, "many", "1.5", "1e9", "½", "๒๓"])
def test_numbers_are_whole_and_believable(browser: Browser, make: Make, typed: str) -> None:
    brand = make.brand()
    page = browser.sign_in(make.owner(brand)).submit(
        address(brand, "profile/supply/edit"), "Save", workers=typed, monthly_capacity="3000"
    )
    assert page.status in {200, 422}
    assert "Our mistake" not in page.words
    if page.status == 422:
        assert "Write a whole number" in page.words
        assert newest(brand).monthly_capacity is None


def test_a_brand_was_not_founded_in_the_future(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 11, 22, 9, 0)
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    page = browser.submit(address(brand, IDENTITY), "Save", founded_year="2027")
    assert page.status == 422
    assert "That year is still to come." in page.words
    assert browser.submit(address(brand, IDENTITY), "Save", founded_year="2026").status == 200


def test_four_styles_are_one_too_many(browser: Browser, make: Make) -> None:
    brand = make.brand()
    four = ["minimal", "casual", "trend", "vintage"]
    page = browser.sign_in(make.owner(brand)).submit(
        address(brand, "profile/positioning/edit"), "Save", styles=four
    )
    assert page.status == 422
    assert "Choose at most 3" in page.words
    assert newest(brand).styles == []


def test_unknown_codes_and_strange_fields_change_nothing(browser: Browser, make: Make) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    form = browser.get(address(brand, "profile/positioning/edit")).form_with("Save")
    data = {"csrf_token": form.fields["csrf_token"][0], "version": form.fields["version"][0]}
    for extra in ({"category": "nonsense"}, {"styles": "nonsense"}, {"ages": "\x00"}):
        page = browser.post(address(brand, "profile/positioning/edit"), data=data | extra)
        assert page.status == 422
    sneaky = {"state": "published", "number": "7", "brand_id": "1", "category": "W03"}
    assert (
        browser.post(address(brand, "profile/positioning/edit"), data=data | sneaky).status == 200
    )
    draft = newest(brand)
    assert (draft.state.value, draft.number, draft.category) == ("draft", 1, "W03")


def test_another_markets_address_leads_nowhere(browser: Browser, make: Make, ready: Ready) -> None:
    mine, theirs = ready(), ready()
    other = address(theirs).split("/")[2]
    browser.sign_in(make.owner(mine))
    page = browser.submit(
        address(mine, "profile/pictures"),
        "Store these files",
        files={"files": [("a.jpg", jpeg())]},
    )
    assert page.status == 200
    picture = newest(theirs).pictures[0].id
    for path in (
        address(theirs),
        address(theirs, IDENTITY),
        address(theirs, f"profile/pictures/{picture}"),
        address(theirs, f"profile/pictures/{picture}-640.webp"),
        address(theirs, "revisions/1"),
        f"/markets/{other}/brands/{mine.slug}/profile",
        address(mine, f"profile/pictures/{picture}"),
        address(mine, f"profile/pictures/{picture}-640.webp"),
        address(mine, "revisions/99"),
        address(mine, "profile/nonsense/edit"),
        address(mine, "profile/pictures/edit"),
    ):
        assert browser.get(path).status == 404, path


def test_forty_pictures_are_enough(browser: Browser, make: Make, ready: Ready) -> None:
    brand = ready(pictures=seasons.MOST_OF_SEASON - 1)
    browser.sign_in(make.owner(brand))
    two = {"files": [("a.jpg", jpeg(colour="#111111")), ("b.jpg", jpeg(colour="#222222"))]}
    page = browser.submit(address(brand, "profile/pictures"), "Store these files", files=two)
    assert "1 picture is stored." in page.words
    assert "“b.jpg” was not stored: There are 40 pictures of this season already." in page.words
    assert len(newest(brand).pictures) == seasons.MOST_OF_SEASON


def test_a_picture_moves_within_the_wall() -> None:
    assert rules.moved(4, 3, 0) == [3, 0, 1, 2]
    assert rules.moved(4, 0, 99) == [1, 2, 3, 0]
    assert rules.moved(4, 2, -5) == [2, 0, 1, 3]
    assert rules.moved(1, 0, 0) == [0]
