import re
import time
from pathlib import Path

import pytest

from portal.reference import build, queries, tables
from portal.reference.models import Level

HAN = re.compile("[\u4e00-\u9fff]")


def test_the_list_is_the_ministrys() -> None:
    levels = [region.level for region in tables.regions().values()]
    assert levels.count(Level.PROVINCE) == 34
    assert levels.count(Level.PREFECTURE) == 333
    assert levels.count(Level.COUNTY) == 2847
    assert queries.revision() == "2026-09-11"


def test_each_region_has_an_english_name_and_a_place() -> None:
    for region in tables.regions().values():
        assert re.fullmatch(r"\d{6}", region.code)
        assert region.en
        assert not HAN.search(region.en)
        assert re.fullmatch("[a-z]+", region.pinyin), region
        assert region.parent is None or region.parent in tables.regions()


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("430203", "湖南省 › 株洲市 › 芦淞区", "Hunan › Zhuzhou › Lusong District"),
        ("110105", "北京市 › 朝阳区", "Beijing › Chaoyang District"),
        ("429006", "湖北省 › 天门市", "Hubei › Tianmen"),
        ("441900", "广东省 › 东莞市", "Guangdong › Dongguan"),
        ("430223", "湖南省 › 株洲市 › 攸县", "Hunan › Zhuzhou › Youxian County"),
        ("659013", "新疆维吾尔自治区 › 草湖市", "Xinjiang › Caohu"),
        ("810000", "香港特别行政区", "Hong Kong"),
    ],
)
def test_a_path_names_each_level_once(code: str, chinese: str, english: str) -> None:
    assert queries.path(code, "zh-Hans") == chinese
    assert queries.path(code, "en") == english


def test_an_address_is_written_as_each_language_does() -> None:
    assert queries.full_region_name("430203", "zh-Hans") == "湖南省株洲市芦淞区"
    assert queries.full_region_name("430203", "en") == "Lusong District, Zhuzhou, Hunan"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("陕西省", "Shaanxi"),
        ("山西省", "Shanxi"),
        ("内蒙古自治区", "Inner Mongolia"),
        ("西藏自治区", "Tibet (Xizang)"),
        ("澳门特别行政区", "Macao"),
        ("重庆市", "Chongqing"),
        ("西安市", "Xi'an"),
        ("六安市", "Lu'an"),
        ("长治市", "Changzhi"),
        ("漯河市", "Luohe"),
        ("吕梁市", "Lüliang"),
        ("厦门市", "Xiamen"),
        ("蚌埠市", "Bengbu"),
        ("乐清市", "Yueqing"),
        ("乐亭县", "Laoting County"),
        ("番禺区", "Panyu District"),
        ("莘县", "Shenxian County"),
        ("台儿庄区", "Tai'erzhuang District"),
        ("都江堰市", "Dujiangyan"),
        ("长葛市", "Changge"),
        ("乌鲁木齐市", "Urumqi"),
        ("喀什市", "Kashgar"),
        ("拉萨市", "Lhasa"),
        ("锡林郭勒盟", "Xilingol League"),
        ("科尔沁左翼中旗", "Horqin Left Middle Banner"),
        ("湘西土家族苗族自治州", "Xiangxi Prefecture"),
        ("靖州苗族侗族自治县", "Jingzhou Miao and Dong Autonomous County"),
        ("浦东新区", "Pudong New Area"),
        ("津市市", "Jinshi"),
        ("芒市", "Mangshi"),
    ],
)
def test_places_carry_the_name_english_readers_know(chinese: str, english: str) -> None:
    found = [region.en for region in tables.regions().values() if region.zh == chinese]
    assert found == [english]


def test_what_a_province_runs_itself_lies_directly_below_it() -> None:
    hubei = [region.zh for region in queries.prefectures("420000")]
    assert hubei[0] == "武汉市"
    assert "天门市" in hubei
    assert queries.region("429006").parent == "420000"
    assert queries.covers("420000", "429006")
    assert not queries.covers("429000", "429006")
    assert queries.region_children("441900") == ()
    assert all(region.level is Level.COUNTY for region in queries.prefectures("500000"))


def test_a_territory_is_everything_in_it() -> None:
    hunan = queries.within("430000")
    assert {"430000", "430200", "430203"} <= hunan
    assert "420100" not in hunan
    assert queries.within("441900") == {"441900"}


def test_an_unknown_code_is_shown_as_it_is_with_its_province() -> None:
    former = queries.region("430221")
    assert (former.zh, former.level) == ("430221", Level.UNKNOWN)
    assert queries.path("430221", "en") == "Hunan › 430221"
    assert queries.province_of("430221") == "430000"
    assert queries.province_of("999900") is None
    assert queries.path("nonsense", "en") == "nonsense"
    assert not queries.is_region("430221")


def test_the_macro_regions_cover_every_province_once() -> None:
    parts = [macro for macro in queries.macro_regions() if macro.partition]
    inside = [code for macro in parts for code in macro.provinces]
    assert sorted(inside) == [province.code for province in queries.provinces()]
    assert queries.macro_regions()[-1].provinces[0] == "430000"


def test_a_tile_shows_the_short_name() -> None:
    short = {queries.short_region_name(p.code, "zh-Hans") for p in queries.provinces()}
    assert {"湖南", "内蒙古", "广西", "新疆", "北京", "香港", "台湾"} <= short
    assert all(len(name) <= 3 for name in short)
    assert queries.short_region_name("430000", "en") == "Hunan"


def test_a_region_is_found_by_the_beginning_of_its_name() -> None:
    assert queries.find_regions("株洲")[0].code == "430200"
    assert queries.find_regions("Lu song")[0].code == "430203"
    assert queries.find_regions("hunan")[0].level is Level.PROVINCE
    assert queries.find_regions("  ") == []


def test_the_tables_are_read_fast() -> None:
    for table in (tables.regions, tables.below):
        table.cache_clear()
    start = time.process_time()
    tables.below()
    assert time.process_time() - start < 0.06


def test_the_build_reads_the_ministrys_shape(tmp_path: Path) -> None:
    source = tmp_path / "divisions.json"
    source.write_text(
        """{"meta": {"fetched_at": "2027-01-02 03:04:05"}, "provinces": {
        "湖北省": {"code": "420000000000", "cities": {
            "武汉市": {"code": "420100000000", "counties": {"江岸区": "420102000000"}},
            "": {"code": null, "counties": {"天门市": "429006000000"}}}}}}""",
        encoding="utf-8",
    )
    target = tmp_path / "regions.json"
    assert build.build(source, target) == 4
    assert target.read_text(encoding="utf-8").splitlines() == [
        "{",
        '"revision": "2027-01-02",',
        '"regions": [',
        '["420000", "湖北省", "Hubei", "hubei"],',
        '["420100", "武汉市", "Wuhan", "wuhan"],',
        '["420102", "江岸区", "Jiang\'an District", "jiangan"],',
        '["429006", "天门市", "Tianmen", "tianmen"]',
        "]",
        "}",
    ]
