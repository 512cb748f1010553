"""How the words of the tables are read aloud, without the large dictionary.

`data/readings.json` has the usual reading of each character of GB 2312, and the words of the
tables that are read otherwise (重庆, 长沙). Make it anew when a table has new words:
`python -m portal.reference.readings`.
"""

import json
from collections.abc import Iterator
from functools import cache

from portal.core import pinyin
from portal.reference import tables

FILE = "readings.json"
LONGEST = 12


def spoken(text: str) -> list[str]:
    """Return the syllables of a text; what is no character of the tables stands for itself."""
    words, characters = known()
    found, at = [], 0
    while at < len(text):
        size = next((n for n in range(LONGEST, 1, -1) if text[at : at + n] in words), 1)
        part = text[at : at + size]
        found += words[part] if size > 1 else [characters.get(part, part)]
        at += size
    return found


@cache
def known() -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the words that are read otherwise than their characters, and the characters."""
    kept = tables.read(FILE)
    characters = {one: syllable for syllable, many in kept["characters"].items() for one in many}
    return kept["words"], characters


def labels() -> Iterator[str]:
    """Yield what the tables call things in Chinese, and what people call them besides."""
    for vocabulary in tables.vocabularies().values():
        for term in vocabulary.terms.values():
            yield term.zh
            yield from (one for one in term.also if not one.isascii())
    for region in tables.regions().values():
        yield region.zh
    for cluster in tables.clusters().values():
        yield cluster.zh


def gb2312() -> Iterator[str]:
    """Yield the 6,763 characters of GB 2312."""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            if one := bytes((high, low)).decode("gb2312", errors="ignore"):
                yield one


def build() -> None:
    """Write the file from the dictionary."""
    characters: dict[str, str] = {}
    for one in gb2312():
        syllable = pinyin.syllables(one)[0]
        characters[syllable] = characters.get(syllable, "") + one
    usual = {one: syllable for syllable, many in characters.items() for one in many}
    words = {}
    for label in labels():
        for size in range(2, min(len(label), LONGEST) + 1):
            read = pinyin.syllables(label[:size])
            if read != [usual.get(one, one) for one in label[:size]] and len(read) == size:
                words[label[:size]] = read
    # 朝阳 is zhao yang, but 朝阳区 is not.
    for label in [one for one in labels() if any(one.startswith(word) for word in words)]:
        words[label] = pinyin.syllables(label)
    kept = {"characters": characters, "words": words}
    (tables.DATA / FILE).write_text(
        json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True) + "\n",
        encoding="utf-8",
        newline="\n",
    )


if __name__ == "__main__":
    build()
