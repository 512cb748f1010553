"""Sixty and more questions as people type them, and what a judge expects to see first."""

import pytest

from portal.brands.models import Revision
from portal.core import clock
from portal.directory.engine import text
from portal.directory.engine.asking import Question
from portal.directory.engine.index import Index
from portal.directory.engine.marking import marked, snippet
from portal.directory.facets import Facts, Place
from portal.directory.queries.names import known_words
from tests.directory.judged import BRANDS, JUDGED
from tests.directory.memory import Memory

ENOUGH = 0.95
USUAL = {"origin_region": "430203", "category": "W03", "story_zh": "做衣服的人。", "story_en": ""}


def facts(number: int, name: str, told: dict[str, object]) -> Facts:
    fields = {key: value for key, value in told.items() if key not in {"former", "stall"}}
    empty = dict.fromkeys(("slogan_zh", "slogan_en", "fabrics_zh", "fabrics_en", "cluster"), "")
    lists: dict[str, list[str]] = {
        "styles": [],
        "ages": [],
        "modes": [],
        "levels": [],
        "support": [],
    }
    bands = dict.fromkeys(("summer_band", "winter_band", "positioning", "exclusivity"), "")
    row = Revision(brand_id=number, name_zh=name, **(empty | lists | bands | USUAL | fields))
    stall = str(told.get("stall", ""))
    return Facts(
        row,
        market="lusong",
        market_names=("第一市场", "First Market"),
        names=(str(told.get("former", "")),),
        places=(Place(stall, 1, 1),) if stall else (),
        published_at=clock.now(),
    )


@pytest.fixture(scope="module")
def index() -> Index:
    return Memory(facts(at, *one) for at, one in enumerate(BRANDS.items(), 1)).index()


def first(index: Index, query: str) -> list[str]:
    """Return the names of the first three."""
    answer = index.ask(Question(typed=text.typed(query, known_words())))
    names = list(BRANDS)
    return [names[number - 1] for number in index.page(answer, "best", 0, 3)]


def test_what_a_judge_expects_stands_among_the_first_three(index: Index) -> None:
    assert len(JUDGED) >= 60
    missed = {
        query: (wanted, first(index, query))
        for query, expected in JUDGED.items()
        for wanted in expected
        if wanted not in first(index, query)
    }
    expected = sum(len(one) for one in JUDGED.values())
    assert 1 - len(missed) / expected >= ENOUGH, missed


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("半夏", ["半夏", "半夏男装"]),  # the whole name before a part of it
        ("重山", ["重山", "白鹭"]),  # a name before a story
    ],
)
def test_what_stands_first(index: Index, query: str, order: list[str]) -> None:
    assert first(index, query)[: len(order)] == order


@pytest.mark.parametrize(
    ("spelt", "written"),
    [("nvku", "女裤"), ("nuku", "女裤"), ("niuzaiku", "牛仔裤"), ("xiuxian", "休闲")],
)
def test_a_word_that_the_house_knows_is_found_as_it_is_spelt_and_no_longer_one(
    index: Index, spelt: str, written: str
) -> None:
    def among_words(query: str) -> list[int]:
        answer = index.ask(Question(typed=text.typed(query, known_words())))
        assert answer.tiers[2], query
        return sorted(slot for tier in answer.tiers[:3] for slot in tier)

    assert among_words(spelt) == among_words(written)


def test_a_style_and_a_character_that_says_what_it_is_are_two_words() -> None:
    trousers: dict[str, object] = {"category": "W03", "story_zh": "", "styles": ["casual"]}
    shirts: dict[str, object] = {"category": "W04", "story_zh": "", "styles": ["casual"]}
    index = Memory([facts(1, "甲", trousers), facts(2, "乙", shirts)]).index()
    for query, found in (("休闲裤", 1), ("休闲", 2), ("休闲帽", 0)):
        typed = text.typed(query, known_words())
        assert index.ask(Question(typed=typed)).total == found, query


def test_the_lowest_price_is_that_of_both_seasons_in_yuan() -> None:
    bands: dict[str, tuple[str, str]] = {"甲": ("s3", ""), "乙": ("s2", "w4"), "丙": ("", "w2")}
    bands |= {"丁": ("", ""), "戊": ("s4", "")}
    told = [
        facts(at, name, {"summer_band": summer, "winter_band": winter})
        for at, (name, (summer, winter)) in enumerate(bands.items(), 1)
    ]
    index = Memory(told).index()
    found = index.page(index.ask(Question()), "price", 0, 9)
    assert found == [2, 1, 3, 5, 4], "99, 199, 299, 399 yuan, none"


def test_pairs_of_characters_that_lie_apart_are_not_a_word() -> None:
    apart = facts(1, "甲", {"story_zh": "做女裤,裤子都有,女人穿。裁缝,缝纫,裁缝。"})
    index = Memory([apart]).index()
    for query, found in (("女裤", 1), ("裁缝", 1), ("缝纫", 1), ("裁缝纫", 0)):
        typed = text.typed(query, known_words())
        assert index.ask(Question(typed=typed)).total == found, query


def test_the_words_are_marked_where_they_stand() -> None:
    typed = text.typed("雲 hill", known_words())
    assert "<mark>云</mark>织" in str(marked("云织", typed))
    assert "Heavy <mark>Hill</mark>" in str(marked("Heavy Hill", typed))
    assert marked("白鹭", typed) is None
    told = snippet("从一台缝纫机做起。" * 9 + "<b>云</b>锦" + "洗不变形。" * 20, typed)
    assert told is not None
    assert "&lt;b&gt;<mark>云</mark>" in told
    assert told.count("…") == 2
    near = text.typed("cloudweve", known_words())
    assert "<mark>Cloudweave</mark>" in str(marked("Cloudweave", near))


@pytest.mark.parametrize(
    ("asked", "known", "shown"),
    [
        ("ky", "裤言", "<mark>裤言</mark>"),  # initials
        ("zzls", "株洲芦淞大市场", "<mark>株洲芦淞</mark>大市场"),
        ("zhongshan", "重山", "<mark>重山</mark>"),  # any reading
        ("shan", "重山", "重<mark>山</mark>"),  # from a later character on
        ("nuku", "女裤", "<mark>女裤</mark>"),
        ("chon", "重山", "<mark>重</mark>山"),  # in part
        ("Women's trousers", "Trousers", "<mark>Trousers</mark>"),
        ("s", "Type S", "Type <mark>S</mark>"),
    ],
)
def test_what_was_typed_as_it_is_spoken_is_marked(asked: str, known: str, shown: str) -> None:
    assert shown in str(marked(known, text.typed(asked, known_words())))


def test_a_letter_between_words_is_no_reason() -> None:
    typed = text.typed("Women's trousers", known_words())
    assert marked("Say yue", typed) is None
    assert snippet("It is what it is", typed) is None
    assert marked("裤言", text.typed("ka", known_words())) is None


@pytest.mark.parametrize(
    ("typed", "brands"),
    [
        ("yunj", ["云锦女裤"]),  # from the beginning of the pinyin
        ("z", ["重山"]),
        ("heav", ["重山"]),  # in part, in either language
        ("既白", ["东方既白"]),
        ("女裤", ["云锦女裤"]),  # and not all that make them
        ("cloudweve", ["云织"]),  # nearly so, where there is nothing else
        ("显瘦", []),  # a word of a story
        ("qqq", []),
    ],
)
def test_who_still_types_is_told_of_brands_by_their_names(
    index: Index, typed: str, brands: list[str]
) -> None:
    names = list(BRANDS)
    found = [names[one - 1] for one in index.named(text.typed(typed, known_words()), 5)]
    assert sorted(found) == sorted(brands)


def test_one_letter_is_a_word_and_no_beginning(index: Index) -> None:
    assert first(index, "l") == []
    assert first(index, "c") == ["裳"]  # as the initial of a name of one character
    assert {*first(index, "le")} == {"蓝门", "乐清纺", "长乐"}
