"""What must hold for a style: its safety class by the standards, and how its values are read."""

from typing import Any

import pytest
from flask import Flask

from portal.brands.fields import Visibility
from portal.core.errors import InvalidError
from portal.core.i18n import LOCALES, force_locale
from portal.linesheets import reading, rules
from portal.linesheets.fields import BY_NAME, FIELDS, readable_style
from portal.linesheets.models import View
from tests.linesheets.conftest import style

pytestmark = pytest.mark.sqlite
INFANT_TEXT = "GB 31701 婴幼儿用品"


@pytest.mark.parametrize(
    ("wearer", "contact", "sizes", "least", "text"),
    [
        ("infant", "direct", [], "A", INFANT_TEXT),
        ("infant", "outer", [], "A", INFANT_TEXT),
        ("infant", "", [], "A", INFANT_TEXT),
        ("child", "direct", ["90/52", "100/56"], "A", INFANT_TEXT),
        ("child", "outer", ["80/48"], "A", INFANT_TEXT),
        ("child", "direct", ["100/56", "110/60"], "B", "GB 31701 B类"),
        ("child", "direct", ["S", "M"], "B", "GB 31701 B类"),
        ("child", "outer", ["150/72"], "C", "GB 31701 C类"),
        ("child", "direct", ["160/80"], "B", "GB 31701 B类"),
        ("child", "direct", ["165/84A", "170/88A"], "B", "GB 18401 B类"),
        ("child", "direct", ["160/80", "165/84A"], "B", "GB 31701 B类"),
        ("child", "direct", ["100/56", "M"], "B", "GB 31701 B类"),
        ("adult", "direct", ["155/76A"], "B", "GB 18401 B类"),
        ("adult", "outer", [], "C", "GB 18401 C类"),
        ("adult", "", [], "", ""),
        ("", "direct", [], "", ""),
    ],
)
def test_the_least_class_and_the_text_of_the_label(
    wearer: str, contact: str, sizes: list[str], least: str, text: str
) -> None:
    found = rules.verdict(wearer, contact, least, sizes)
    assert (found.least, found.text) == (least, text)
    assert found.passes == bool(least)
    for given in "ABC":
        judged = rules.verdict(wearer, contact, given, sizes)
        assert bool(judged.problem) == bool(least and given > least)
        if least and given <= least and least != "A":
            assert judged.text.endswith(f" {given}类")


@pytest.mark.parametrize(
    ("category", "wearer", "sizes", "given", "passes", "text"),
    [
        ("K01", "infant", ["73/48"], "A", True, INFANT_TEXT),
        ("K01", "child", ["S"], "B", False, INFANT_TEXT),
        ("K01", "adult", [], "B", False, INFANT_TEXT),
        ("K02", "adult", ["110/56"], "B", True, "GB 31701 B类"),
        ("K02", "adult", ["110/56"], "C", False, "GB 31701 B类"),
        ("K04", "adult", ["S"], "A", True, "GB 31701 A类"),
        ("K05", "adult", ["165/84A"], "B", True, "GB 18401 B类"),
        ("W01", "adult", ["155/80A"], "C", False, "GB 18401 B类"),
        ("W03", "child", ["110/56"], "B", True, "GB 31701 B类"),
    ],
)
def test_a_category_says_for_whom_it_is(
    category: str, wearer: str, sizes: list[str], given: str, passes: bool, text: str
) -> None:
    found = rules.verdict(wearer, "direct", given, sizes, category)
    assert (found.passes, found.text) == (passes, text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("棉 95% 氨纶 5%", [("", [("cotton", 9500), ("elastane", 500)])]),
        ("95%棉，5%氨纶", [("", [("cotton", 9500), ("elastane", 500)])]),
        ("100% cotton", [("", [("cotton", 10000)])]),
        ("Polyester 62.5%, viscose 37.5%", [("", [("polyester", 6250), ("viscose", 3750)])]),
        (
            "面料：羊毛70%涤纶30% 里料：聚酯纤维100%",
            [("shell", [("wool", 7000), ("polyester", 3000)]), ("lining", [("polyester", 10000)])],
        ),
        (
            "Shell: 100% cotton; filling: 90% white duck down",
            None,
        ),
        (
            "面料：锦纶100%；填充物：鹅绒 100%",
            [("shell", [("polyamide", 10000)]), ("filling", [("down_goose", 10000)])],
        ),
        ("棉 95%", None),
        ("棉 95% 神奇纤维 5%", None),
        ("很舒服的棉", None),
    ],
)
def test_fibres_come_to_a_hundred_in_each_part(text: str, parts: Any) -> None:
    if parts is None:
        with pytest.raises(ValueError, match=r".+"):
            reading.read_fibres(text)
        return
    found = reading.read_fibres(text)
    assert [
        (one["part"], [(fibre["code"], fibre["share"]) for fibre in one["fibres"]]) for one in found
    ] == parts


def test_sizes_colours_numbers_and_packs() -> None:
    assert reading.read_sizes("155/76A、160/80A") == ["155/76A", "160/80A"]
    assert reading.read_sizes("s m XL 2XL 均码") == ["S", "M", "XL", "2XL", "均码"]
    assert reading.read_pack("1：2/2-1") == "1:2:2:1"
    assert reading.read_number(" a101 ") == "A101"
    assert reading.read_colours("墨绿 Bottle green #2B4A3F、米白") == [
        {"zh": "墨绿", "en": "Bottle green", "hex": "#2b4a3f"},
        {"zh": "米白", "en": "", "hex": ""},
    ]
    assert reading.read_down_content("９０％") == 9000
    assert BY_NAME["down_grams"].read("120克") == 120
    for read, text in (
        (reading.read_down_content, "45%"),
        (reading.read_down_content, "78.2%"),
        (reading.read_sizes, "S-XL到处都有"),
        (reading.read_pack, "一手"),
        (reading.read_number, "A/101"),
        (reading.read_colours, "#2b4a3f"),
        (reading.read_day, "2027-02-30"),
    ):
        with pytest.raises(ValueError, match=r".+"):
            read(text)


@pytest.mark.parametrize("locale", LOCALES.values())
def test_every_value_is_written_so_that_it_is_read_again(app: Flask, locale: str) -> None:
    from datetime import date

    one = style(
        "A101",
        name_en="Straight trousers",
        mixing="colours",
        pack="1:2",
        supply_price=14_364,
        delivery_from=date(2027, 1, 5),
        delivery_until=date(2027, 2, 1),
        exchangeable="yes",
        stock="few",
        down_content=9_000,
        down_grams=120,
    )
    with app.test_request_context(), force_locale(locale):
        for field in FIELDS:
            assert field.of(one) not in (None, "", []), field.name
            assert field.taken(field.text_of(one)) == field.of(one), field.name


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "A", "sizes": ["S", "M"], "pack": "1:2:1"}, "pack"),
        ({"number": "A", "tag_price": 100, "supply_price": 101}, "supply_price"),
    ],
)
def test_values_that_contradict_each_other(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        rules.check_style(values)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (["A101.jpg", "a101_2.png", "A101-细节.webp"], {"front", "back", "detail"}),
        (["a101_front.JPG", "A101正面.jpg", "A101_label.jpg"], {"front", "label"}),
        (["A1011.jpg", "B101.jpg", "A101_5.jpg", "A101x.jpg"], set()),
    ],
)
def test_a_picture_is_found_by_its_name(names: list[str], sides: set[str]) -> None:
    by_stem = {rules.stem(name): place for place, name in enumerate(names)}
    found, lost = rules.pictures_of("A101", {}, by_stem)
    assert {view.value for view in found} == sides
    assert not lost
    found, lost = rules.pictures_of("A101", {View.FRONT: "nowhere.jpg"}, by_stem)
    assert lost == ["nowhere.jpg"]


@pytest.mark.parametrize(
    ("number", "stand_in"),
    [
        ("IMG_2034", True),
        ("IMG_2034-2", True),
        ("IMAGE", True),
        ("IMAGE (3)", True),
        ("MMEXPORT1732950000000", True),
        ("微信图片_20261130101112", True),
        ("NEW-2", True),
        ("Y101", False),
        ("NEW01", False),
        ("IMG", False),
        ("26S-1001", False),
    ],
)
def test_a_number_that_nobody_gave_is_known(number: str, stand_in: bool) -> None:
    assert rules.is_stand_in(number) is stand_in


def test_each_class_of_reader_gets_his_fields(app: Flask) -> None:
    one = style("A101")
    one.id = 1
    with app.test_request_context():
        public, agent, connected = (
            readable_style(one, viewer)
            for viewer in (Visibility.PUBLIC, Visibility.AGENT, Visibility.CONNECTED)
        )
        assert not public.readings
        assert not public.photos
        assert not public.called
        assert not public.colours
        for name in ("tag_price", "supply_price", "supply_discount", "least_pieces"):
            assert name not in agent.values
            assert agent.get(name) is None
        assert agent.get("fibres")
        assert "143.64" in str(connected.get("supply_price"))
