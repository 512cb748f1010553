"""The index stays in step: after many random deeds it says what a new one says, and the truth."""

import io
from contextvars import Context
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from portal.brands.models import Brand, BrandState, Company, Revision, RevisionState
from portal.core import clock
from portal.core.db import db
from portal.directory import actions, queries
from portal.directory.criteria import Criteria, Sort
from portal.directory.models import DirectoryChange, Listing, SearchText
from portal.directory.queries import store
from portal.leasing.models import Let, LetKind
from portal.markets.models import Floor, Stall
from tests.client import Browser
from tests.directory.deeds import Deeds
from tests.make import Make

DEEDS = 90
QUESTIONS = ("", "女裤", "云", "棉布", "yun", "衣")


def ask(app: Flask, address: str, headers: dict[str, str]) -> TestResponse:
    """Ask as a browser does that sends something more with it."""
    sent = {"Accept-Language": "en"} | headers
    return Context().run(app.test_client().get, address, headers=sent)


def told() -> list[Any]:
    """Return what the index answers to some questions, with every count."""
    found = []
    for query in QUESTIONS:
        for sort in Sort:
            answer = queries.search(Criteria(query=query, sort=sort), queries.Reader())
            counts = {name: dict(values) for name, values in answer.counts.items()}
            found.append((query, sort, answer.page.total, answer.page.items, counts))
    return found


def test_after_many_deeds_the_index_says_what_a_new_one_says(publish: Any) -> None:
    deeds = Deeds(4)
    brands = [publish(name_zh=deeds.name()) for _ in range(8)]
    for deed in range(DEEDS):
        one: Brand = deeds.dice.choice(brands)
        deeds.do(one, db.session.query(Revision).filter_by(brand_id=one.id).one())
        if deeds.dice.random() < 0.1:
            db.session.rollback()
        else:
            db.session.commit()
        if deed % 10 == 0:
            queries.index()  # sometimes it follows each deed, sometimes many at once
    followed = told()
    store.forget_all()
    assert told() == followed
    visible = db.session.scalar(select(func.count(Brand.id)).where(Brand.state == "visible"))
    assert queries.index().size == visible == queries.count()
    assert actions.keep_in_step([one.id for one in brands]) == 0
    assert list(queries.differences([one.id for one in brands])) == []
    assert queries.misfiled() == []
    assert db.session.scalar(select(func.count(SearchText.id))) == visible
    db.session.rollback()


def test_published_and_hidden_within_a_second(browser: Browser, publish: Any) -> None:
    brand = publish(name_en="Brief")
    assert "Brief" in browser.get("/brands").words
    brand.state = BrandState.HIDDEN
    actions.reindex(brand)
    db.session.commit()
    page = browser.get("/brands?category=W03")
    assert "Brief" not in page.words
    assert "0 brands" in page.words
    counts = [one.words for one in page.tree.all("i")]
    assert set(counts) == {"0"}, "no number tells of it"


def test_what_an_import_broke_is_mended_and_nothing_else(publish: Any) -> None:
    kept, broken = publish(name_zh="重山"), publish(name_zh="白鹭")
    listing = db.session.scalars(select(Listing).where(Listing.brand_id == broken.id)).one()
    listing.digest = ""
    db.session.add(SearchText(id=9_999, tokens="n甲乙", text="甲乙"))
    db.session.commit()
    before = db.session.scalar(select(func.max(DirectoryChange.id)))
    assert actions.rebuild() == 2
    changed = db.session.scalars(select(DirectoryChange).where(DirectoryChange.id > before)).all()
    assert [one.brand_id for one in changed] == [broken.id]
    assert queries.text_of(9_999) is None
    del kept


def test_who_is_built_anew_is_no_fresher_for_it(browser: Browser, publish: Any) -> None:
    for days, name in ((3, "甲布"), (9, "乙布"), (1, "丙布")):
        brand = publish(name_zh=name)
        revision = db.session.scalars(select(Revision).where(Revision.brand_id == brand.id)).one()
        revision.decided_at = clock.now() - timedelta(days=days)
        actions.reindex(brand)
    db.session.execute(update(Listing).values(digest=""))  # as a migration does
    db.session.commit()
    assert actions.watch_days() == 3
    words = browser.get("/brands").words
    assert words.index("丙布") < words.index("甲布") < words.index("乙布")


def test_filters_on_gated_fields_are_for_those_who_may_read_them(
    browser: Browser, publish: Any, make: Make
) -> None:
    publish(name_zh="重山", name_en="Open", modes=["agency"])
    publish(name_zh="白鹭", name_en="Closed", modes=["franchise"])
    public = browser.get("/brands?mode=agency")
    assert "Closed" in public.words, "a filter that does not exist narrows nothing"
    assert "a filter that does not exist" not in public.words
    assert "Ways to work together" not in public.words
    browser.sign_in(make.agent_person(make.agent()))
    page = browser.get("/brands?mode=agency")
    assert "Ways to work together" in page.words
    assert "Closed" not in page.words


def test_the_company_is_found_by_its_own_office_alone(
    browser: Browser, another: Any, publish: Any, make: Make
) -> None:
    market = make.market()
    brand = make.brand(market, name_zh="重山")
    db.session.get_one(Company, brand.company_id).legal_name = "渌口织造有限公司"
    db.session.commit()
    publish(brand=brand, name_zh="重山")
    assert "重山" not in browser.get("/brands?q=渌口").words.split("brands")[-1]
    office = another().sign_in(make.manager(market)).get("/brands?q=渌口")
    assert "1 brand" in office.words
    assert "Company 渌口" in office.words, "and why"
    other = another().sign_in(make.manager(make.market()))
    assert "No brand fits" in other.get("/brands?q=渌口").words
    publish(name_zh="白鹭", story_zh="渌口的河边。")
    assert "有限公司" not in browser.get("/brands?q=渌口").words


def let_to(
    brand: Brand, floor: Floor, make: Make, number: int = 1, opened: date | None = None
) -> Let:
    """Let a stall of a floor to a brand."""
    called = f"{floor.code}-A{number}"
    place = {"floor_id": floor.id, "number": called, "zone": "A", "place": number, "area": 1000}
    stall = make.save(Stall(market_id=brand.market_id, **place))
    days = {"starts_on": clock.today(), "ends_on": clock.today(), "agreed_until": clock.today()}
    money = {"rent_fen": 8000, "area": 1000, "deposit_fen": 0}
    whose = {"market_id": brand.market_id, "stall_id": stall.id, "brand_id": brand.id}
    return make.save(Let(kind=LetKind.STANDARD, opened_on=opened, **whose, **days, **money))


def test_where_a_brand_trades_stands_wherever_it_is_shown(
    browser: Browser, another: Any, publish: Any, make: Make
) -> None:
    market = make.market(name_en="Lusong")
    brand = make.brand(market, name_en="Heavy Hill")
    floor = db.session.scalars(select(Floor).where(Floor.level == 1)).one()
    lets = [let_to(brand, floor, make, one, clock.today()) for one in (1, 2, 12)]
    publish(brand=brand, name_en="Heavy Hill")
    in_short, whole = "Hall 1 · 1F-A1 and 2 more", "Hall 1 · 1F · 1F-A1, 1F-A2, 1F-A12"

    for page in ("/brands", "/brands?view=lines", f"/markets/{market.slug}"):
        assert in_short in browser.get(page).words, page
    assert in_short in browser.get(f"/compare?brand={brand.slug}").words
    assert f"Lusong · {whole}" in browser.get(f"/brands/{brand.slug}/print").words
    neighbours = browser.get(f"/brands/{brand.slug}").link(whole)
    assert neighbours == f"/brands?place=f{floor.id}"
    assert browser.get(f"/markets/{market.slug}").link("1 brand") == neighbours
    agent = another().sign_in(make.agent_person(make.agent(verified=True)))
    table = load_workbook(io.BytesIO(agent.get("/brands.xlsx").response.data)).worksheets[0]
    assert [one.value for one in table[2]][3:5] == ["Hall 1 · 1F", "1F-A1, 1F-A2, 1F-A12"]

    office = another().sign_in(make.manager(market))
    shut = f"/markets/{market.slug}/lets/{lets[1].id}/shut"
    office.submit(shut, "Close it for now", reason="装修")
    assert "Hall 1 · 1F-A1, 1F-A12" in browser.get("/brands").words, "nobody is sent to a shut one"
    hall = f"/markets/{market.slug}/settings/halls/{floor.hall_id}"
    office.submit(hall, "Save the hall", name_en="Denim")
    assert "Denim · 1F-A1, 1F-A12" in browser.get("/brands").words


def test_a_stall_or_a_former_name_is_told_as_the_reason(
    browser: Browser, publish: Any, make: Make
) -> None:
    brand = make.brand(make.market(), name_zh="裁缝铺")
    floor = db.session.scalars(select(Floor).where(Floor.level == 1)).one()
    let_to(brand, floor, make)
    publish(brand=brand, name_zh="裁缝铺")
    former = db.session.scalars(select(Revision).where(Revision.brand_id == brand.id)).one()
    former.state = RevisionState.SUPERSEDED
    brand.name_zh = "老裁缝"
    lists: dict[str, list[str]] = {
        name: [] for name in ("styles", "ages", "modes", "levels", "support")
    }
    make.save(
        Revision(
            brand_id=brand.id,
            number=2,
            name_zh="老裁缝",
            name_en="",
            state=RevisionState.PUBLISHED,
            decided_at=clock.now(),
            **lists,
        )
    )
    actions.reindex(brand)
    db.session.commit()

    assert "1F-A1" not in browser.get("/brands").words, "it does not trade there yet"
    assert "Formerly <bdi" in browser.get("/brands?q=裁缝铺").html
    assert "<mark>裁缝铺</mark>" in browser.get("/brands?q=裁缝铺").html
    assert "Stall 1F-A1" in browser.get("/brands?q=a1").words
    assert "1F-<mark>A1</mark>" in browser.get("/brands?q=a1").html


def test_new_names_of_a_market_its_halls_and_floors_are_in_the_log_at_once(
    browser: Browser, another: Any, publish: Any, make: Make
) -> None:
    market = make.market(name_en="Old Market")
    brand = make.brand(market)
    floor = db.session.scalars(select(Floor).where(Floor.level == 1)).one()
    let_to(brand, floor, make)
    publish(brand=brand)
    office = another().sign_in(make.manager(market))
    assert "Old Market, Hall 1" in browser.get("/brands").words

    before, hall = queries.last_number(), f"/markets/{market.slug}/settings/halls"
    typed = {"name_en": "Denim Hall", "floor_lines": "1 牛仔 / Denim\n2"}
    office.submit(f"{hall}/{floor.hall_id}", "Save the hall", **typed)

    words = browser.get(f"/brands?place=h{floor.hall_id}").words
    assert "Old Market, Denim Hall" in words
    assert "1F Denim" in words
    assert queries.last_number() == before + 1, "other processes read of it there"
    office.submit(f"{hall}/new", "Add the hall", name_zh="新馆", floor_lines="1")
    assert queries.last_number() == before + 2

    office.submit(
        f"/markets/{market.slug}/settings/particulars", "Save the particulars", name_en="OLD MARKET"
    )
    assert "OLD MARKET, Denim Hall" in browser.get("/brands").words, "no brand's words are others"


def test_nothing_found_says_what_to_leave_out(browser: Browser, publish: Any) -> None:
    publish(name_zh="重山", name_en="Open", category="W03")
    page = browser.get("/brands?q=重山&category=M01")
    assert "No brand fits all of this" in page.words
    assert "Open" in browser.get(page.link("1 brand")).words


def test_an_unchanged_page_is_not_sent_again(app: Flask, browser: Browser, publish: Any) -> None:
    publish(name_zh="重山")
    mark = browser.get("/brands").response.headers["ETag"]
    again = ask(app, "/brands", {"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    publish(name_zh="白鹭")
    assert ask(app, "/brands", {"If-None-Match": mark}).status_code == 200


def test_suggestions_need_no_script(app: Flask, browser: Browser, publish: Any) -> None:
    publish(name_zh="重山", name_en="Heavy Hill")
    page = browser.get("/search/suggest?q=chong")
    assert "Heavy Hill" in page.words
    assert "Women's trousers" in browser.get("/search/suggest?q=女裤").words
    piece = ask(app, "/search/suggest?q=chong", {"HX-Request": "true"})
    assert b"<html" not in piece.data
    assert b"Heavy" in piece.data
    assert "Nothing is called so" in browser.get("/search/suggest?q=xyzzy").words


@pytest.mark.parametrize(
    ("address", "listed"),
    [("", True), ("?category=W03", True), ("?category=W03&region=430000", False), ("?q=x", False)],
)
def test_machines_are_told_which_pages_count(
    browser: Browser, publish: Any, address: str, listed: bool
) -> None:
    publish()
    html = browser.get(f"/brands{address}").html
    assert ("noindex" in html) is not listed
    assert 'rel="canonical"' in html


def test_many_changes_at_once_are_followed_without_reading_all_anew(publish: Any) -> None:
    brands = [publish(name_zh=f"云{letter}") for letter in "锦荷雅素织澜衣禾"]
    epoch = queries.version()[0]
    for brand in reversed(brands):
        revision = db.session.query(Revision).filter_by(brand_id=brand.id).one()
        revision.story_zh = "从今天起做裙子。"
    ids = [one.id for one in brands]
    for number in (ids[5], ids[0], *ids[6:], *ids[1:5]):
        assert actions.keep_in_step([number]) == 1
    db.session.commit()
    assert queries.version()[0] == epoch
    followed = told()
    store.forget_all()
    assert told() == followed
