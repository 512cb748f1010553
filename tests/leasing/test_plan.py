"""The plan of a floor: everything for its office, published brands for the rest."""

from collections.abc import Callable

from portal.brands.models import BrandState, Revision, RevisionState
from portal.core.db import db
from portal.leasing.cards import wrapped
from tests.client import Browser
from tests.leasing.conftest import Desk
from tests.make import Make

Another = Callable[[], Browser]


def test_visitors_see_published_brands_and_nothing_of_the_lets(
    desk: Desk, another: Another, make: Make
) -> None:
    desk.add("A1-A6")
    shown = make.brand(
        desk.market,
        name_zh="公开品牌",
        name_en="Shown",
        state=BrandState.VISIBLE,
        revisions=[
            Revision(number=1, name_zh="公开", category="W03", state=RevisionState.PUBLISHED)
        ],
    )
    db.session.commit()
    desk.let("1F-A1", -9, 20)
    desk.let("1F-A2", -9, 200, brand=shown.name_zh)
    address = f"{desk.here}/floors/{desk.floor.id}"
    visitor = another().get(address)
    assert visitor.status == 200
    assert "Shown" in visitor.words
    assert f"/brands/{shown.slug}" in visitor.html
    for secret in ("Cloud", "vacant", "until", "m²", "12.5"):
        assert secret not in visitor.words
    assert "/stalls/" not in visitor.html
    office = desk.browser.get(address)
    assert "Cloud Trousers" in office.words
    assert "vacant" in office.words
    for colour, words in (
        ("category", "Women's trousers"),
        ("stage", "S1"),
        ("state", "let, ends within 60 days"),
        ("nonsense", "let, ends within 60 days"),
    ):
        assert words in desk.browser.get(f"{address}?colour={colour}").words
    assert words not in another().get(f"{address}?colour=stage").words


def test_floors_elsewhere_are_not_shown_as_ones_own(desk: Desk, make: Make) -> None:
    other = make.market()
    assert desk.browser.get(f"{desk.here}/floors/{other.halls[0].floors[0].id}").status == 404
    assert desk.browser.get(f"/markets/{other.slug}/floors/{desk.floor.id}").status == 404
    assert desk.browser.get(f"{desk.here}/floors/{desk.floor.id}").status == 200


def test_the_markets_page_counts_for_its_office_alone(desk: Desk, another: Another) -> None:
    desk.add("A1-A4")
    desk.let("1F-A1", -9, 200)
    page = desk.browser.get(desk.here)
    assert "Stalls by floor" in page.words
    assert "25 %" in page.words
    visitor = another().get(desk.here)
    assert "Stalls by floor" not in visitor.words
    assert f"/floors/{desk.floor.id}" in visitor.html


def test_names_are_cut_to_their_cells() -> None:
    assert list(wrapped("云锦裤业", 10.6)) == ["云锦裤业"]
    assert list(wrapped("株洲芦淞大市场女裤", 10.6)) == ["株洲芦淞大", "市场女裤"]
    assert list(wrapped("一二三四五六七八九十十一十二", 10.6))[1].endswith("…")
    assert list(wrapped("Zhuzhou Cloudweave", 10.6)) == ["Zhuzhou", "Cloudweave"]
    assert len(next(iter(wrapped("Incomprehensibilities", 10.6)))) <= 11
