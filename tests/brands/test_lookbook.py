"""A lookbook by season: what is said of a picture, two who hang at once, and how it is served."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.brands import seasons
from portal.brands.models import Brand, ProfilePicture
from portal.core.db import db
from portal.directory import actions as directory
from portal.documents import actions as documents
from portal.documents.models import FileKind
from tests.brands.conftest import address, newest, publish
from tests.client import Browser
from tests.make import Make, jpeg

Ready = Callable[..., Brand]
WALL = "profile/pictures"
KEEP = "Save"


def test_a_picture_says_its_season_its_focus_and_what_is_to_be_seen(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready(pictures=2)
    browser.sign_in(make.owner(brand))
    one = newest(brand).pictures[0]
    page = f"{address(brand, WALL)}/{one.id}"
    shown = browser.submit(page, KEEP, wave="autumn_1")
    assert shown.status == 422
    assert "Say of which year this wave is." in shown.words
    shown = browser.submit(
        page, KEEP, year="2026", wave="autumn_1", focus="90-10", alt_zh="驼色长大衣，单排扣"
    )
    assert "Autumn 2026" in shown.words
    kept = newest(brand).pictures[0]
    assert (kept.focus_x, kept.focus_y, kept.year, kept.wave) == (90, 10, 2026, "autumn_1")
    image = next(i for i in shown.tree.all("img") if i.at["alt"] == "驼色长大衣，单排扣")
    assert {"fx-90", "fy-10"} <= set(image.at["class"].split())
    form = browser.get(page).form_with(KEEP)
    assert form.fields["focus"] == ["90-10"]
    data = {name: list(values) for name, values in form.fields.items()} | {"focus": ["900-1"]}
    assert browser.post(page, data=data).status == 422


def test_two_who_describe_one_picture_see_both_texts(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready(pictures=1)
    first, second = browser.sign_in(make.owner(brand)), another().sign_in(make.owner(brand))
    page = f"{address(brand, WALL)}/{newest(brand).pictures[0].id}"
    late = second.get(page)
    first.submit(page, KEEP, caption_zh="斜纹九分裤")
    shown = second.submit(late, KEEP, caption_zh="九分裤")
    assert shown.status == 409
    assert "斜纹九分裤" in shown.words
    assert shown.form_with("Save what I wrote").fields["caption_zh"] == ["九分裤"]
    second.submit(shown, "Save what I wrote")
    assert newest(brand).pictures[0].caption_zh == "九分裤"


def test_a_picture_is_not_moved_on_a_wall_that_hangs_otherwise(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready(pictures=3)
    first, second = browser.sign_in(make.owner(brand)), another().sign_in(make.owner(brand))
    wall = address(brand, WALL)
    late = second.get(wall)
    first.submit(wall, "Move picture 3 forward")
    order = [one.id for one in newest(brand).pictures]
    shown = second.submit(late, "Move picture 2 forward")
    assert shown.status == 409
    assert "hang otherwise" in shown.words
    assert [one.id for one in newest(brand).pictures] == order


def test_pictures_of_an_earlier_season_hang_again(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready(pictures=3)
    publish(brand)
    browser.sign_in(make.owner(brand)).submit(address(brand), "Change the profile")
    wall = address(brand, WALL)
    assert not browser.get(wall).has_button("Hang them")
    files = [one.file_id for one in newest(brand).pictures]
    for _time in range(2):
        draft = newest(brand)
        db.session.delete(draft.pictures[0])
        db.session.commit()
    page = browser.submit(wall, "Hang them", number="1")
    assert "2 pictures hang." in page.words
    assert [one.file_id for one in newest(brand).pictures] == [files[2], files[0], files[1]]


def test_a_lookbook_of_many_seasons_shows_the_newest_first() -> None:
    told = [
        (2025, "winter_1"),
        (None, ""),
        (2026, "spring_2"),
        (2026, "spring_1"),
        (2026, "autumn_1"),
    ]
    pictures = [ProfilePicture(id=n, year=year, wave=wave) for n, (year, wave) in enumerate(told)]
    book = seasons.lookbook(pictures)
    assert [one.key for one in book.shelves] == [
        "2026-autumn",
        "2026-spring",
        "2025-winter",
        "other",
    ]
    assert book.shown is book.shelves[0]
    assert len(seasons.lookbook(pictures, "2026-spring").shown.pictures) == 2  # type: ignore[union-attr]
    assert seasons.lookbook(pictures, "2099-moon").shown == book.shown
    assert seasons.lookbook([]).shown is None


def test_a_public_picture_is_kept_a_year_and_a_page_asks_for_what_there_is(
    browser: Browser, ready: Ready
) -> None:
    brand = ready(pictures=1)
    real = documents.check("a.jpg", jpeg(700, 900), pdf_too=False)
    stored = documents.store(real, by_id=None)
    revision = newest(brand)
    for place, (year, wave) in enumerate([(2026, "autumn_1"), (2025, "spring_1")], 1):
        revision.pictures.append(ProfilePicture(file=stored, position=place, year=year, wave=wave))
    publish(brand)
    directory.reindex(brand)
    db.session.commit()
    page = browser.get(f"/brands/{brand.slug}?lang=en")
    assert "Autumn 2026 1" in page.words
    assert "Spring 2025 1" in page.words
    sources = [one for one in page.tree.all("source") if stored.mark in one.at["srcset"]]
    assert [one.at["type"] for one in sources] == ["image/avif", "image/webp"]
    listed = sources[0].at["srcset"].split(", ")
    assert [one.split()[1] for one in listed] == ["320w", "640w", "700w"]
    for copy in [one.split()[0] for source in sources for one in source.at["srcset"].split(", ")]:
        answer = browser.get(copy).response
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    spring = browser.get(f"/brands/{brand.slug}?season=2025-spring")
    assert len([one for one in spring.tree.all("source") if stored.mark in one.at["srcset"]]) == 2
    assert browser.get(f"/brands/{brand.slug}/pictures/{'0' * 16}-640.avif").status == 404
    assert browser.get(f"/brands/{brand.slug}/pictures/{stored.mark}-641.avif").status == 404


@pytest.mark.parametrize("path", ["/brands"])
def test_a_page_of_24_cards_is_small(browser: Browser, ready: Ready, path: str) -> None:
    for number in range(24):
        brand = ready(pictures=0, name_zh=f"云织女装第{number}号", slogan_zh="走得远的裤子")
        stored = documents.store(
            documents.Upload("a.jpg", FileKind.PICTURE, f"{number:064}", 9, 2048, 2560, "0" * 24),
            by_id=None,
        )
        draft = newest(brand)
        draft.pictures.append(ProfilePicture(file=stored, position=0))
        publish(brand)
        directory.reindex(brand)
    db.session.commit()
    page: Any = browser.get(path)
    assert len(page.tree.all("article")) >= 24
    assert len(page.html.encode()) <= 60_000
