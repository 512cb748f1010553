import re
from itertools import pairwise

import pytest

from portal.reference import queries, tables
from portal.reference.models import Term

HAN = re.compile("[\u4e00-\u9fff]")
CODE = re.compile("^[A-Za-z][A-Za-z0-9_]*$")
KINDS = sorted(tables.vocabularies())


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_says_everything_in_both_languages(kind: str) -> None:
    terms = queries.terms(kind)
    assert terms
    assert HAN.search(queries.kind_name(kind, "zh-Hans"))
    assert not HAN.search(queries.kind_name(kind, "en"))
    for term in terms.values():
        assert CODE.match(term.code), "codes are plain ASCII and can stand in an address"
        assert term.zh
        assert term.en
        assert not HAN.search(term.en), f"{term.code} says {term.en} to English readers"
        assert term.parent is None or term.parent in terms


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_terms_look_the_same(kind: str) -> None:
    for language in ("zh-Hans", "en"):
        labels = [(t.parent, t.label(language)) for t in queries.terms(kind).values()]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("price_band", "s"),
        ("price_band", "w"),
        ("price_band", "p"),
        ("discount_band", None),
        ("exchange_band", None),
        ("deposit_band", None),
        ("first_order_band", None),
        ("investment_band", None),
        ("volume_band", None),
    ],
)
def test_bands_leave_no_gap_and_do_not_overlap(kind: str, parent: str | None) -> None:
    bands = [term for _, term in queries.choices(kind, parent)]
    assert bands[0].low == 0
    for lower, upper in pairwise(bands):
        assert lower.high is not None
        assert upper.low == lower.high + 1


def test_an_amount_finds_its_band() -> None:
    found = {fen: queries.band("price_band", fen, "s") for fen in (0, 9_899, 9_900, 1_000_000)}
    assert [term.code if term else None for term in found.values()] == ["s1", "s1", "s2", "s6"]
    four = queries.band("discount_band", 4_000)
    assert four is not None
    assert (four.zh, four.en) == ("3.5–4折", "60–65 % off tag price")


def test_lusongs_flagship_is_womens_trousers() -> None:
    trousers = queries.term("category", "W03")
    assert (trousers.code, trousers.zh, trousers.en) == ("W03", "女裤", "Women's trousers")
    assert trousers.parent == "W"
    assert trousers in queries.children("category", "W")
    assert [head.code for head in queries.children("category")] == list("WMKUSPAF")
    assert "W03" in queries.with_children("category", "W")
    assert queries.with_children("category", "W03") == {"W03"}


def test_what_can_be_chosen_is_the_lowest_level() -> None:
    offered = {code for code, _ in queries.choices("category")}
    assert "W" not in offered
    assert len(offered) == 58
    groups = queries.grouped_choices("category")
    assert sum(len(inside) for _, inside in groups) == len(offered)


def test_an_unknown_code_is_its_own_word() -> None:
    assert queries.term("style", "nonsense") == Term("nonsense", "nonsense", "nonsense")
    assert not queries.is_known("style", "nonsense")
    assert queries.is_known("style", "commuter")
    assert queries.cluster("nonsense").zh == "nonsense"


def test_a_cluster_knows_its_place_and_its_titles() -> None:
    lusong = queries.clusters()[0]
    assert (lusong.code, lusong.region) == ("lusong", "430203")
    assert "中国服装品牌孵化基地" in [title.zh for title in lusong.titles]
    for cluster in queries.clusters():
        assert queries.is_region(cluster.region), cluster.code
        assert CODE.match(cluster.code)
        english = (cluster.en, cluster.speciality_en, *(title.en for title in cluster.titles))
        assert not any(HAN.search(text) for text in english)
