"""Somebody looks for a brand."""

from typing import Any

import pytest

from portal.brands.models import Brand, BrandState, ProfilePicture, Revision
from portal.core.db import db
from portal.directory import actions
from portal.directory.engine import text as texts
from portal.directory.queries import count
from portal.documents import actions as documents
from tests.client import Browser
from tests.make import Make, jpeg


@pytest.mark.parametrize(
    "asked",
    [
        "女裤",
        "重山",
        "chongshan",
        "cs",
        "山",
        "CHONGSHAN",
        "ｃｈｏｎｇ",
        "Heavy",
        "zhongshan",
        "通勤",
        "株洲",
    ],
)
def test_a_brand_is_found_by_what_people_type(browser: Browser, publish: Any, asked: str) -> None:
    publish(name_zh="重山", name_en="Heavy Hill", styles=["commuter"])
    publish(name_zh="白鹭", category="M01", origin_region="350581")

    page = browser.get(f"/brands?q={asked}")

    assert "Heavy Hill" in page.words
    assert "白鹭" not in page.words


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("长沙", "Changsha, Hunan"),
        ("株洲", "Zhuzhou, Hunan"),
        ("毕节", "Bijie, Guizhou"),
        ("七星关", "Qixingguan"),
        ("荷塘", ""),  # a county's name, but a brand's too
        ("女裤", ""),
        ("zhuzhou", ""),
    ],
)
def test_who_asks_for_a_city_hears_what_the_search_goes_by(
    browser: Browser, publish: Any, asked: str, place: str
) -> None:
    publish(name_zh="荷塘月色", origin_region="430203")
    words = browser.get(f"/brands?q={asked}").words
    assert ("open one and ask about your city" in words) is bool(place)
    assert place in words


def test_two_words_must_both_fit(browser: Browser, publish: Any) -> None:
    publish(name_zh="蓝门", name_en="Leemond")
    assert "1 brand" in browser.get("/brands?q=LEE 女裤").words
    assert "No brand fits all of this" in browser.get("/brands?q=LEE 羽绒").words


def test_names_come_before_stories(browser: Browser, publish: Any) -> None:
    publish(name_zh="白鹭", name_en="Egret", story_zh="我们和重山做邻居。")
    publish(name_zh="重山", name_en="Heavy Hill")
    page = browser.get("/brands?q=重山")
    assert page.words.index("Heavy Hill") < page.words.index("Egret")


def test_facets_count_under_the_other_filters(browser: Browser, publish: Any) -> None:
    publish(name_zh="一", category="W03", summer_band="s2")
    publish(name_zh="二", category="W03", summer_band="s3", origin_region="350581")
    publish(name_zh="三", category="W12", summer_band="s3")

    page = browser.get("/brands?category=W03")

    options = {
        (one.at["name"], one.at["value"]): label.words
        for label in page.tree.all("label")
        for one in label.all("input")
        if one.at.get("type") == "checkbox"
    }
    assert options["category", "W12"].endswith("1"), "what is chosen in a facet does not narrow it"
    assert options["price_band", "s3"].endswith("1")
    assert options["region", "350000"].endswith("1")
    assert "2 brands" in page.words


def test_several_values_of_a_facet_widen_and_several_facets_narrow(
    browser: Browser, publish: Any
) -> None:
    publish(name_zh="一", category="W03", summer_band="s2")
    publish(name_zh="二", category="W12", summer_band="s3")
    publish(name_zh="三", category="M01", summer_band="s3")
    assert "2 brands" in browser.get("/brands?category=W03&category=W12").words
    assert "1 brand" in browser.get("/brands?category=W03&category=W12&price_band=s3").words


@pytest.mark.parametrize(
    "address",
    ["?category=nonsense", "?market=nowhere", "?stage=S99", "?region=0"],
)
def test_an_unknown_filter_is_left_out_and_said(
    browser: Browser, publish: Any, address: str
) -> None:
    publish()
    page = browser.get(f"/brands{address}")
    assert page.status == 200
    assert "a filter that does not exist" in page.words
    assert "1 brand" in page.words


@pytest.mark.parametrize("page_number", ["-1", "0", "abc", "99999999999", "1.5", "１"])
def test_a_page_that_is_none_is_the_nearest(
    browser: Browser, publish: Any, page_number: str
) -> None:
    publish(name_en="Only")
    page = browser.get(f"/brands?page={page_number}")
    assert page.status == 200
    assert "Only" in page.words


@pytest.mark.parametrize(
    "text", ["*", '"', "NEAR(", "'; --", "%", "。，", "\x00", "x" * 10_000, "🧵"]
)
def test_odd_questions_find_nothing_and_break_nothing(
    browser: Browser, publish: Any, text: str
) -> None:
    publish()
    response = browser.get("/brands?q=" + text.replace("%", "%25").replace("\x00", "%00"))
    assert response.status == 200


@pytest.mark.parametrize("state", [s for s in BrandState if s is not BrandState.VISIBLE])
def test_a_brand_that_is_not_visible_is_nowhere(
    browser: Browser, publish: Any, make: Make, state: BrandState
) -> None:
    hidden, other = publish(name_zh="藏锋", name_en="Hidden"), publish(name_zh="白鹭")
    picture = hang_picture(hidden)
    assert browser.get(f"/brands/{hidden.slug}/pictures/{picture}-320.avif").status == 200
    hidden.state = state
    db.session.commit()
    actions.reindex(hidden)
    db.session.commit()

    assert browser.get(f"/brands/{hidden.slug}").status == 404
    assert browser.get(f"/brands/{hidden.slug}/pictures/{picture}-320.avif").status == 404
    for address in ("/brands", "/brands?q=藏锋", "/", f"/brands/{other.slug}", "/brands?q=cf"):
        assert "Hidden" not in browser.get(address).words, address
    assert count() == 1
    del make


def hang_picture(brand: Brand) -> str:
    """Hang a real picture into a published profile; return what names it in an address."""
    stored = documents.store(documents.check("a.jpg", jpeg(), pdf_too=False), by_id=None)
    revision = db.session.query(Revision).filter_by(brand_id=brand.id).one()
    picture = ProfilePicture(revision_id=revision.id, file_id=stored.id, position=0)
    db.session.add(picture)
    db.session.commit()
    return stored.mark


def test_only_verified_agents_see_the_terms(browser: Browser, publish: Any, make: Make) -> None:
    brand = publish(name_en="Open", monthly_capacity=3200, modes=["agency"])
    address = f"/brands/{brand.slug}"
    assert "3,200" not in browser.get(address).words
    assert "For verified agents" in browser.get(address).words

    waiting = make.agent_person(make.agent(verified=False))
    page = browser.sign_in(waiting).get(address)
    assert "3,200" not in page.words
    for shown in (page, browser.get("/brands")):
        assert "See how far the check of my company is" in shown.words, "it asks nobody twice"
        assert "Have my company verified" not in shown.words
    agent = make.agent_person(make.agent())
    assert "3,200" in browser.sign_in(agent).get(address).words


def test_the_whole_directory_can_be_built_anew(publish: Any) -> None:
    publish(name_zh="一")
    publish(name_zh="二")
    assert actions.rebuild() == 2


def test_pinyin_reads_names_as_people_do() -> None:
    for name, spelling in [
        ("重庆", "chongqing"),
        ("长沙", "changsha"),
        ("六安", "luan"),
        ("乐清", "yueqing"),
    ]:
        assert spelling in texts.name_tokens(name)


def test_the_brands_of_a_closed_market_leave_with_it(
    browser: Browser, make: Make, publish: Any
) -> None:
    market = make.market()
    publish(brand=make.brand(market, name_zh="重山"), name_zh="重山")
    assert "重山" in browser.get("/brands").words

    browser.sign_in(make.staff())
    browser.submit(f"/markets/{market.slug}/close", "Close the market", reason="搬迁")

    assert "重山" not in browser.get("/brands").words
    assert count() == 0
    browser.submit(f"/markets/{market.slug}/settings", "Open the market again")
    assert "重山" in browser.get("/brands").words


def test_agents_filter_and_order_by_what_owners_released(
    browser: Browser, publish: Any, make: Make
) -> None:
    dear = {"tier": "t2", "fit_out": 40_000_000, "first_order": 10_000_000}
    cheap = {"tier": "t2", "fit_out": 3_000_000, "first_order": 1_000_000}
    publish(name_en="Costly", estimates=[dear], released=["investment"])
    publish(name_en="Lean", estimates=[cheap], released=["investment"])
    publish(name_en="Silent", estimates=[cheap])

    public = browser.get("/brands?sort=investment&investment=i1")
    assert "Total investment" not in public.words
    assert "not released" not in browser.get("/brands?view=lines").words
    assert "Lowest investment first" not in public.words
    assert "3 brands" in public.words, "nobody learns from an order or a filter"
    assert "Terms are for verified agents" in public.words

    browser.sign_in(make.agent_person(make.agent()))
    words = browser.get("/brands?sort=investment&view=lines").words
    assert words.index("Lean") < words.index("Costly") < words.index("Silent")
    assert "Under ¥50,000" in words
    lines = browser.get("/brands?sort=investment&view=lines").tree.all("article")
    columns = [[term.words for term in line.all("dt")] for line in lines]
    assert columns[0][:2] == ["Supply price", "Security deposit"], "what an agent looks for first"
    assert all(one == columns[0] for one in columns), "each term stands in one place"
    assert "not released" in lines[2].words
    assert "1 brand" in browser.get("/brands?investment=i1").words
    assert "Terms are for verified agents" not in words


def test_a_list_is_drawn_as_lines_and_stays_so(browser: Browser, publish: Any) -> None:
    publish(name_en="Heavy Hill", styles=["commuter"])
    page = browser.get(browser.get("/brands").link("As lines"))
    assert "Commuter" in page.words
    assert page.link("As tags") == "/brands"
    assert 'name="view" value="lines"' in page.html


def test_what_lies_under_a_kind_is_folded_until_it_is_chosen(
    browser: Browser, publish: Any
) -> None:
    publish(category="W03")
    folded = '<details data-open="category W">'
    assert folded in browser.get("/brands").html
    assert folded not in browser.get("/brands?category=W03").html


@pytest.mark.parametrize("asked", ["", "?q=甲", "?q=乙", "?q=jia", "?view=lines&q=甲"])
def test_a_name_with_signs_of_markup_is_a_name(browser: Browser, publish: Any, asked: str) -> None:
    publish(name_zh='甲"><b>乙', name_en='<i>One & "Two"', slogan_zh="<u>丙</u>乙")
    for _time in range(2):
        page = browser.get(f"/brands{asked}")
        assert "<b>" not in page.html
        assert "<i>" not in page.html.replace("<i>1</i>", "").replace("<i>0</i>", "")
        assert "<u>" not in page.html
        assert '甲"><b>' not in page.html, "it is no attribute's end"


def test_names_stand_in_the_order_that_a_reader_expects(browser: Browser, publish: Any) -> None:
    publish(name_zh="安之", name_en="Willow")
    publish(name_zh="周末", name_en="Amber")
    publish(name_zh="明月", name_en="")
    english = browser.get("/brands?sort=name").words
    order = [english.index(one) for one in ("Amber", "明月", "Willow")]
    assert order == sorted(order), "a name without English stands by its pinyin"
    chinese = browser.get("/brands?sort=name&lang=zh-Hans").words
    order = [chinese.index(one) for one in ("安之", "明月", "周末")]
    assert order == sorted(order)


def test_what_is_called_so_altogether_is_suggested_first(browser: Browser, publish: Any) -> None:
    for _one in range(2):
        publish(category="W01")
    publish(category="W03")
    for typed in ("nvku", "nk", "女裤"):
        lines = browser.get(f"/search/suggest?q={typed}").tree.all("a")
        found = [one.at["href"] for one in lines if "category=" in one.at["href"]]
        assert found[0].endswith("category=W03"), (typed, found)


def test_a_market_is_found_by_the_end_of_its_name_as_it_is_spelt(
    browser: Browser, publish: Any, make: Make
) -> None:
    brand = make.brand(make.market(name_zh="芦淞女裤城"))
    publish(brand=brand, name_zh="重山", name_en="Heavy Hill")
    for typed in ("nvkucheng", "lusong nvkucheng", "nkc", "lsnkc"):
        assert "Heavy Hill" in browser.get(f"/brands?q={typed}").words, typed


def test_what_people_call_a_thing_is_suggested_as_it_is_read(
    browser: Browser, publish: Any
) -> None:
    publish(category="W08")
    lines = browser.get("/search/suggest?q=nizidayi").tree.all("a")
    assert any("category=W08" in one.at["href"] for one in lines), "呢子大衣 is no nezi"
