"""A section is saved while it is written; two people's words are put together field by field."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.brands.models import Brand
from portal.core.db import db
from portal.markets.models import Market
from tests.brands.conftest import address, goes_on, newest
from tests.client import Browser
from tests.make import Make

Ready = Callable[..., Brand]
STORY = "两口子从一台缝纫机做起，专做梨形身材穿得好看的女裤，十二年没有换过版师。"


@pytest.fixture
def desks(
    make: Make, ready: Ready, another: Callable[[], Browser]
) -> tuple[Brand, Browser, Browser]:
    """Return a brand with a draft, its owner and the office's manager at their browsers."""
    brand = ready()
    manager = make.manager(db.session.get_one(Market, brand.market_id))
    return brand, another().sign_in(make.owner(brand)), another().sign_in(manager)


def columns_noted() -> list[list[str]]:
    """Return which columns the trail says were changed, deed by deed."""
    query = select(AuditEvent).where(AuditEvent.verb == "profile.change").order_by(AuditEvent.id)
    return [one.detail["columns"] for one in db.session.scalars(query)]


def test_what_is_typed_is_kept_and_what_cannot_be_is_named(
    desks: tuple[Brand, Browser, Browser],
) -> None:
    brand, owner, _manager = desks
    page = owner.get(address(brand, "profile/identity/edit"))
    kept = goes_on(owner, page, "Save", slogan_zh="走得远的裤子")
    assert kept.status == 200
    assert "Saved at" in kept.words
    assert "<html" not in kept.html
    assert newest(brand).slogan_zh == "走得远的裤子"
    page = owner.get(address(brand, "profile/identity/edit"))
    half = goes_on(owner, page, "Save", slogan_zh="走得更远的裤子", founded_year="去年")
    assert half.status == 200
    assert "but not yet" in half.words
    assert newest(brand).slogan_zh == "走得更远的裤子"
    assert newest(brand).founded_year == 2012
    assert columns_noted() == [["slogan_zh"], ["slogan_zh"]]


def test_two_people_in_other_fields_lose_nothing(desks: tuple[Brand, Browser, Browser]) -> None:
    brand, owner, manager = desks
    place = address(brand, "profile/identity/edit")
    opened = owner.get(place)
    manager.submit(place, "Save", slogan_zh="办公室写的")
    line = goes_on(owner, opened, "Save", story_zh=STORY + "又一句。")
    assert line.status == 409
    assert "Press Save" in line.words
    assert newest(brand).story_zh == STORY
    both = owner.submit(opened, "Save", story_zh=STORY + "又一句。")
    assert both.status == 409
    assert "both stand together" in both.words
    assert owner.submit(both, "Save what I wrote").status == 200
    revision = newest(brand)
    assert (revision.slogan_zh, revision.story_zh) == ("办公室写的", STORY + "又一句。")


@pytest.mark.parametrize(
    ("choice", "stays"),
    [("mine", "我写的"), ("theirs", "办公室写的"), ("before", "原来的")],
)
def test_where_both_wrote_one_chooses(
    desks: tuple[Brand, Browser, Browser], choice: str, stays: str
) -> None:
    brand, owner, manager = desks
    place = address(brand, "profile/identity/edit")
    owner.submit(place, "Save", slogan_zh="原来的")
    opened = owner.get(place)
    manager.submit(place, "Save", slogan_zh="办公室写的", founded_year="2011")
    both = owner.submit(opened, "Save", slogan_zh="我写的")
    assert both.status == 409
    for words in ("我写的", "办公室写的", "原来的"):
        assert words in both.html
    kept: dict[str, Any] = {"keep-slogan_zh": choice}
    assert owner.submit(both, "Save both together", **kept).status == 200
    assert (newest(brand).slogan_zh, newest(brand).founded_year) == (stays, 2011)


def test_lists_numbers_and_places_can_be_chosen_too(desks: tuple[Brand, Browser, Browser]) -> None:
    brand, owner, manager = desks
    place = address(brand, "profile/supply/edit")
    opened = owner.get(place)
    manager.submit(place, "Save", monthly_capacity="20000")
    both = owner.submit(opened, "Save", monthly_capacity="25000")
    assert "20,000" in both.words
    assert "30,000" in both.words
    kept: dict[str, Any] = {"keep-monthly_capacity": "before"}
    owner.submit(both, "Save both together", **kept)
    assert newest(brand).monthly_capacity == 30_000


@pytest.mark.parametrize(
    "rubbish", ["", "[]", "{", '{"slogan_zh": {"a": 1}, "styles": 7}', "[" * 3000]
)
def test_whatever_stands_in_the_carried_words_is_no_fault(
    desks: tuple[Brand, Browser, Browser], rubbish: str
) -> None:
    brand, owner, manager = desks
    place = address(brand, "profile/identity/edit")
    opened = owner.get(place)
    manager.submit(place, "Save", slogan_zh="办公室写的")
    assert owner.submit(opened, "Save", slogan_zh="我写的", before=rubbish).status == 409
    assert newest(brand).slogan_zh == "办公室写的"
