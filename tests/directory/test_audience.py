"""Views of a brand's page are counted for its owner, of nobody in particular."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.brands import queries as brands
from portal.core import clock
from portal.core.db import db
from portal.directory import counting, queries, rules
from portal.directory.models import MeasuredDay, PageViews
from tests.client import Browser
from tests.connections.conftest import Stage, ready, stage

__all__ = ["ready", "stage"]


@pytest.fixture(autouse=True)
def nothing_counted_yet(app: Flask) -> None:
    """Forget the views that other stories left: the file outlives their database."""
    counting.taken()


def counted() -> list[tuple[str, int]]:
    """Return what the database has counted, by province."""
    db.session.rollback()
    query = select(PageViews.province, PageViews.number).order_by(PageViews.province)
    return [(one.province, one.number) for one in db.session.execute(query)]


def where(stage: Stage) -> str:
    """Return the address of the owner's page of views."""
    return f"/markets/{stage.market.slug}/brands/{stage.brand.slug}/audience"


def test_views_of_outsiders_are_counted_by_province_and_no_others(
    stage: Stage, browser: Browser
) -> None:
    stage.agent.home_region = "430100"
    db.session.commit()
    for _time in range(3):
        stage.person.get(stage.page)
    browser.get(stage.page)
    browser.get(stage.page)
    stage.owner.get(stage.page)
    stage.manager.get(stage.page)
    browser.get(stage.page, headers={"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"})
    browser.get(stage.page, headers={"Sec-Purpose": "prefetch"})
    assert counted() == []
    counting.carry_over()
    counting.carry_over()
    assert counted() == [("", 2), ("430000", 3)]
    stage.person.get(stage.page)
    counting.carry_over()
    assert counted() == [("", 2), ("430000", 4)]

    page = stage.owner.get(where(stage))
    assert "2 views of readers of whom no region is known" in page.words
    assert "Hunan" in page.words
    assert stage.agent.name_en not in page.html
    assert stage.manager.get(where(stage)).status == 200
    assert stage.person.get(where(stage)).status == 404
    table = stage.owner.get(f"{where(stage)}.csv")
    assert f"{clock.monday(clock.today())},6,1,0" in table.response.get_data(as_text=True)


def test_what_could_be_one_person_is_not_named(stage: Stage) -> None:
    stage.agent.home_region = "520100"
    db.session.commit()
    assert queries.audience(stage.brand).contacts_from == []
    for _time in range(rules.FEWEST - 1):
        stage.person.get(stage.page)
    counting.carry_over()
    page = stage.owner.get(where(stage))
    assert "Guizhou" not in page.words
    assert "2 views from provinces with fewer than 3 each" in page.words
    stage.ask()
    assert queries.audience(stage.brand).contacts_from == [("520000", 1)]
    assert "Guizhou" in stage.owner.get(where(stage)).words


def test_a_week_without_measuring_is_no_zero(stage: Stage) -> None:
    stage.ask()
    monday = clock.monday(clock.today())
    for back in (21, 20):
        db.session.add(MeasuredDay(day=monday - timedelta(days=back)))
    db.session.commit()
    revision = stage.brand.id
    published(revision, monday - timedelta(days=28))
    weeks = queries.audience(stage.brand).weeks
    assert [(one.views, one.measured) for one in weeks[:3]] == [(None, 0), (0, 2), (None, 0)]
    assert weeks[-1].contacts == 1
    page = stage.owner.get(where(stage))
    assert "not measured" in page.words
    assert "0 in 2 of 7 days" in page.words


def published(brand_id: int, on: date) -> None:
    """Let a brand be published on a day."""
    revision = brands.published_revision(brand_id)
    assert revision
    revision.decided_at = clock.now() - (clock.today() - on)
    db.session.commit()


def test_what_cannot_be_carried_over_waits(
    stage: Stage, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.get(stage.page)

    def away(*_args: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    with monkeypatch.context() as broken:
        broken.setattr(counting, "add", away)
        counting.carry_over()
    assert counted() == []
    counting.carry_over()
    assert counted() == [("", 1)]
