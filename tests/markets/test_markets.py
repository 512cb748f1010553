"""Staff make alliances and markets; their offices keep them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access.permissions import Role
from portal.accounts.models import Membership, User
from portal.audit.models import AuditEvent
from portal.core.db import db
from portal.core.errors import InvalidError
from portal.markets import rules
from portal.markets.models import Alliance, Hall, Honour, Market
from tests.client import Browser, Shown
from tests.make import Make

GOOD = "two looms and a green umbrella"
Another = Callable[[], Browser]
MARKET: dict[str, Any] = {
    "name_zh": "中大服饰市场",
    "name_en": "Zhongda Fashion Market",
    "slug": "zhongda",
    "region_code": "芦淞区",
    "opened_year": "1998",
    "phone": "0731-2868 0001",
    "hall_lines": "女裤大楼 / Trousers Building / 5\n北馆",
}


def link_on(page: Shown) -> str:
    field = next(one for one in page.tree.all("input") if "readonly" in one.at)
    return "/" + field.at["value"].split("/", 3)[3]


def the_market() -> Market:
    return db.session.scalars(select(Market)).one()


def halls() -> list[Hall]:
    return list(db.session.scalars(select(Hall).order_by(Hall.position)))


def is_closed(market: Market) -> bool:
    return market.closed_at is not None


def test_staff_make_an_alliance_and_a_market_whose_first_manager_joins(
    browser: Browser, another: Another, make: Make
) -> None:
    browser.sign_in(make.staff())
    page = browser.get("/platform")
    assert "No alliance yet" in page.words
    page = browser.submit(
        page.link("Make the alliance"),
        "Make the alliance",
        name_zh="芦淞服饰市场联盟",
        name_en="Lusong Alliance",
        slug="lusong",
    )
    assert "The alliance is made. Now its first market." in page.words
    page = browser.submit(page, "Make the market", **MARKET)

    market = the_market()
    assert (market.slug, market.region_code, market.opened_year) == ("zhongda", "430203", 1998)
    assert [(hall.name_zh, hall.name_en) for hall in halls()] == [
        ("女裤大楼", "Trousers Building"),
        ("北馆", ""),
    ]
    assert page.address.startswith("/markets/zhongda/people")
    page = browser.submit(page, "Invite", name="Wang Fang")
    guest = another()
    guest.submit(
        link_on(page),
        "Make my account and accept",
        name="Wang Fang",
        login="13807310001",
        password=GOOD,
        consent=True,
    )
    manager = db.session.scalars(select(User).where(User.mobile == "+8613807310001")).one()
    held = db.session.scalars(select(Membership).where(Membership.user_id == manager.id)).one()
    assert (held.role, held.market_id) == (Role.MANAGER, market.id)
    assert guest.get("/markets/zhongda/settings").status == 200
    verbs = db.session.scalars(select(AuditEvent.verb)).all()
    assert {"alliance.create", "market.create", "invitation.send", "membership.add"} <= set(verbs)


def test_an_alliances_name_can_be_put_right(browser: Browser, make: Make) -> None:
    alliance = make.alliance(slug="lusong", name_zh="芦松联盟", name_en="Lusong Aliance")
    market = make.market(alliance=alliance)
    browser.sign_in(make.staff())
    form = browser.get(browser.get("/platform").link("Rename"))
    assert browser.submit(form, "Keep the names", name_zh="").status == 422
    names: dict[str, Any] = {"name_zh": "芦淞联盟", "name_en": "Lusong Alliance"}
    for _time in range(2):
        page = browser.submit(form, "Keep the names", **names)
        assert "Lusong Alliance" in page.words
    assert "Lusong Alliance" in browser.get(f"/markets/{market.slug}").words
    renamed = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "alliance.rename")
    ).one()
    assert renamed.detail == {"former": "芦松联盟"}
    browser.sign_in(make.manager(market))
    assert browser.get("/platform/alliances/lusong/names").status == 404


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"slug": "Zhongda Market"}, "3 to 40 small letters"),
        ({"slug": "taken"}, "This address is taken."),
        ({"region_code": "nowhere at all"}, "No place is called"),
        ({"region_code": "鼓楼"}, "Several places are called"),
        ({"opened_year": "1066"}, "A year from 1900"),
        ({"phone": "call me"}, "Digits, spaces and hyphens"),
        ({"name_zh": ""}, "Write the Chinese name."),
        ({"hall_lines": "一号馆\n / Hall 2"}, "Line 2"),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_stays_typed(
    browser: Browser, make: Make, answers: dict[str, Any], words: str
) -> None:
    make.market(slug="taken")
    browser.sign_in(make.staff())
    page = browser.submit("/platform/markets/new", "Make the market", **MARKET | answers)
    assert page.status == 422
    assert words in page.words
    assert page.form_with("Make the market").fields["name_en"] == ["Zhongda Fashion Market"]
    assert db.session.scalars(select(Market.slug)).all() == ["taken"]


def test_a_place_that_is_not_clear_is_chosen(browser: Browser, make: Make) -> None:
    make.alliance()
    browser.sign_in(make.staff())
    page = browser.submit(
        "/platform/markets/new", "Make the market", **MARKET | {"region_code": "鼓楼"}
    )
    page = browser.submit(page, "Make the market", region_code_pick="320106")
    assert the_market().region_code == "320106"


def test_the_office_changes_its_particulars(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    address = f"/markets/{market.slug}/settings/particulars"
    page = browser.submit(address, "Save the particulars", name_en="New Name", phone="0731 2868")
    assert "The market's particulars are saved." in page.words
    assert (market.name_en, market.phone, market.region_code) == ("New Name", "0731 2868", "430203")
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-1]
    assert (event.verb, event.detail) == ("market.change", {"changed": ["name_en", "phone"]})


def test_a_stale_edit_shows_both_texts(browser: Browser, another: Another, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    address = f"/markets/{market.slug}/settings/particulars"
    page = browser.get(address)
    another().sign_in(make.staff()).submit(
        address, "Save the particulars", name_en="Name of staff", region_code="荷塘区"
    )
    page = browser.submit(page, "Save the particulars", name_en="Name of the office")

    assert page.status == 409
    assert "Name of staff" in page.words
    assert "Hetang" in page.words
    assert page.form_with("Save what I wrote").fields["name_en"] == ["Name of the office"]
    browser.submit(page, "Save what I wrote")
    assert market.name_en == "Name of the office"


def test_halls_and_their_floors_are_written_as_lines(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    page = browser.submit(
        f"/markets/{market.slug}/settings/halls/new",
        "Add the hall",
        name_zh="女裤大楼",
        floor_lines="B1 车库 / Garage\n1 女裤\n２楼 牛仔 / Denim",
    )
    assert "The hall is added." in page.words
    hall = halls()[-1]
    assert (hall.name_zh, hall.position) == ("女裤大楼", 2)
    address = f"/markets/{market.slug}/settings/halls/{hall.id}"
    page = browser.get(address)
    assert page.form_with("Save the hall").fields["floor_lines"] == [
        "B1 车库 / Garage\n1 女裤\n2 牛仔 / Denim"
    ]
    page = browser.submit(page, "Save the hall", floor_lines="1 女裤 / Trousers\n3")
    shown = browser.get(address).form_with("Save the hall").fields["floor_lines"]
    assert shown == ["1 女裤 / Trousers\n3"]


def test_a_floor_that_nothing_is_said_of_is_no_line_of_the_public_page(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    new = f"/markets/{market.slug}/settings/halls/new"
    browser.submit(new, "Add the hall", name_zh="北馆", floor_lines="1\n2\n3")
    assert "北馆 3 floors" in browser.get(f"/markets/{market.slug}").words
    browser.submit(new, "Add the hall", name_zh="南馆", floor_lines="1 牛仔\n2")
    page = browser.get(f"/markets/{market.slug}")
    assert "南馆 1F 牛仔" in page.words
    assert "2F" not in page.words


def test_a_stale_hall_shows_both_texts(browser: Browser, another: Another, make: Make) -> None:
    market = make.market()
    address = f"/markets/{market.slug}/settings/halls/{halls()[0].id}"
    browser.sign_in(make.manager(market))
    page = browser.get(address)
    another().sign_in(make.staff()).submit(address, "Save the hall", floor_lines="1 牛仔\n2")
    page = browser.submit(page, "Save the hall", floor_lines="1 女裤\n2")
    assert page.status == 409
    assert "1 牛仔" in page.words
    browser.submit(page, "Save what I wrote")
    assert "1 女裤" in browser.get(address).form_with("Save the hall").fields["floor_lines"][0]


def test_a_hall_goes_with_its_floors(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    page = browser.submit(
        f"/markets/{market.slug}/settings/halls/{halls()[0].id}", "Remove the hall"
    )
    assert "The hall is removed." in page.words
    assert not halls()


def test_honours_are_kept_newest_first(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    for year, title in (("2003", "中国女裤名城"), ("2019", "服装品牌孵化基地")):
        browser.submit(
            f"/markets/{market.slug}/settings/honours/new",
            "Add the honour",
            year=year,
            title_zh=title,
        )
    words = browser.get(f"/markets/{market.slug}/settings").words
    assert words.index("服装品牌孵化基地") < words.index("中国女裤名城")
    honour = db.session.scalars(select(Honour).where(Honour.year == 2003)).one()
    address = f"/markets/{market.slug}/settings/honours/{honour.id}"
    page = browser.submit(address, "Save the honour", year="3003")
    assert page.status == 422
    browser.submit(address, "Save the honour", title_en="City of Trousers")
    assert honour.title_en == "City of Trousers"
    browser.submit(address, "Remove the honour")
    assert db.session.scalars(select(Honour.year)).all() == [2019]


def test_another_markets_halls_are_not_found(browser: Browser, make: Make) -> None:
    mine, theirs = make.market(), make.market()
    foreign = db.session.scalars(select(Hall).where(Hall.market_id == theirs.id)).one()
    browser.sign_in(make.manager(mine))
    for slug in (mine.slug, theirs.slug):
        assert browser.get(f"/markets/{slug}/settings/halls/{foreign.id}").status == 404
    assert browser.get(f"/markets/{theirs.slug}/settings").status == 404


def test_staff_close_a_market_with_a_reason_and_open_it_again(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    browser.sign_in(make.staff())
    page = browser.submit(f"/markets/{market.slug}/close", "Close the market")
    assert page.status == 422
    page = browser.submit(page, "Close the market", reason="The building is pulled down")
    assert is_closed(market)
    assert market.name_en not in another().get("/markets").words
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-1]
    assert (event.verb, event.reason) == ("market.close", "The building is pulled down")
    browser.submit(page, "Open the market again")
    assert not is_closed(market)
    assert market.name_en in another().get("/markets").words


def test_an_office_does_not_close_its_own_market(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    assert browser.get(f"/markets/{market.slug}/close").status == 403
    assert browser.get("/platform").status == 404


def test_the_desk_counts_brands_and_managers(browser: Browser, make: Make) -> None:
    market = make.market()
    make.manager(market)
    for _brand in range(3):
        make.brand(market)
    browser.sign_in(make.staff())
    cells = [one for one in browser.get("/platform").tree.all("td") if "data-label" in one.at]
    shown = {one.at["data-label"]: one.words for one in cells}
    assert (shown["Brands"], shown["Managers"]) == ("3", "1")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("1 女裤", (1, "女裤", "")),
        ("B2", (-2, "", "")),
        ("负1楼 车库", (-1, "车库", "")),
        ("12F Denim / 牛仔", (12, "牛仔", "Denim")),
        ("3、男装 / Menswear / Suits", (3, "男装", "Menswear / Suits")),
    ],
)
def test_a_floor_is_read_as_offices_write_it(line: str, read: tuple[int, str, str]) -> None:
    [floor] = rules.floors_in(line)
    assert (floor.level, floor.theme_zh, floor.theme_en) == read


@pytest.mark.parametrize("text", ["女裤", "0 底层", "1\n1", "1 " + "裤" * 61, "\n".join("1" * 70)])
def test_floors_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        rules.floors_in(text)


def test_a_market_is_made_and_listed_at_the_terminal(app: Flask, make: Make) -> None:
    make.alliance(slug="lusong")
    run = app.test_cli_runner()
    said = run.invoke(
        args=[
            *("market", "create", "--alliance", "lusong", "--slug", "zhongda"),
            *("--name-zh", "中大服饰市场", "--name-en", "Zhongda", "--region", "430203"),
            *("--hall", "女裤大楼 / Trousers Building / 5"),
        ]
    )
    assert said.exit_code == 0, said.output
    assert "zhongda\t中大服饰市场\t430203\tlusong" in run.invoke(args=["market", "list"]).output
    again = run.invoke(
        args=[
            *("market", "create", "--alliance", "new", "--slug", "zhongda"),
            *("--name-zh", "中大", "--name-en", "", "--region", "430203"),
        ]
    )
    assert again.exit_code != 0
    assert db.session.scalars(select(Alliance.slug)).all() == ["lusong"]
