import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import portal.incubation

FILE = Path(portal.incubation.__path__[0]) / "data" / "default.json"
TEMPLATE: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
HAN = re.compile("[\u4e00-\u9fff]")


def milestones() -> Iterator[dict[str, Any]]:
    for stage in TEMPLATE["stages"]:
        yield from stage["milestones"]


def test_the_nine_stages_come_in_their_order() -> None:
    assert [stage["code"] for stage in TEMPLATE["stages"]] == [f"S{n}" for n in range(1, 10)]
    for stage in TEMPLATE["stages"]:
        low, high = stage["weeks"]
        assert 0 < low <= high
        places = range(1, len(stage["milestones"]) + 1)
        assert [m["code"] for m in stage["milestones"]] == [f"{stage['code']}.{n}" for n in places]
        assert any(m["required"] for m in stage["milestones"]), "a gate needs something to wait for"


def test_each_text_is_there_in_both_languages() -> None:
    for thing in (TEMPLATE, *TEMPLATE["stages"], *milestones()):
        for key in [key for key in thing if key.endswith("_zh")]:
            zh, en = thing[key], thing[f"{key[:-3]}_en"]
            assert bool(zh) == bool(en)
            assert not zh or HAN.search(zh)
            assert not HAN.search(en)


def test_an_automatic_milestone_names_its_fact_and_asks_for_nothing() -> None:
    for milestone in milestones():
        automatic = milestone["evidence"] == "automatic"
        assert automatic == bool(milestone["condition"])
        assert automatic == (not milestone["wants_zh"])
        assert milestone["guidance_zh"]


def test_a_texts_length_suits_a_phone() -> None:
    for milestone in milestones():
        assert len(milestone["title_zh"]) <= 16
        assert len(milestone["guidance_zh"]) <= 130
        assert "！" not in milestone["guidance_zh"]
