"""Names are read aloud as the dictionary reads them, without loading it."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as some
from pypinyin import lazy_pinyin

from portal.core import pinyin
from tests.served import ROOT

STEP = 9
PHRASES = [phrase for phrase, _said in pinyin.read_phrases(STEP)]
CHARACTERS = [character for character, _found in pinyin.read(STEP)]
LATIN = ["LEE ", "1", "·", "ü"]


def test_the_files_say_what_the_dictionary_says() -> None:
    wrong = [one for one, found in pinyin.read(STEP) if pinyin.readings(one) != found]
    wrong += [one for one, said in pinyin.read_phrases(STEP) if pinyin.syllables(one) != said]
    assert wrong == []
    assert pinyin.readings("重") == ["zhong", "chong", "tong"]


def test_a_phrase_is_read_otherwise_than_its_characters() -> None:
    for name, said in (("重庆", "chong qing"), ("长沙", "chang sha"), ("乐清LEE", "yue qing LEE")):
        assert pinyin.syllables(name) == said.split()


def test_what_might_become_a_phrase_is_read_character_by_character() -> None:
    assert pinyin.syllables("隆重庆") == ["long", "zhong", "qing"]  # 隆重庆祝
    begun = {phrase[:size] for phrase in PHRASES for size in range(2, len(phrase))}
    assert [one for one in sorted(begun) if pinyin.syllables(one) != lazy_pinyin(one)] == []


@given(some.lists(some.sampled_from([*PHRASES, *CHARACTERS, *LATIN]), max_size=5), some.integers(1))
def test_any_text_is_read_as_the_dictionary_reads_it(parts: list[str], end: int) -> None:
    text = "".join(parts)[:end]
    assert pinyin.syllables(text) == lazy_pinyin(text)


def test_what_is_no_character_stands_for_itself() -> None:
    for one in ("a", "#", "。", "\udc80"):
        assert pinyin.readings(one) == [one]
        assert pinyin.syllables(one) == [one]
    assert pinyin.syllables("") == []


def test_neither_reading_a_name_nor_marking_it_loads_the_dictionary() -> None:
    asked = (
        "import sys; from portal.core import pinyin; "
        "from portal.directory.engine.marking import marked; "
        "from portal.directory.engine.text import typed; "
        "print(marked('重庆', typed('chongq', ())), *pinyin.syllables('重庆'), "
        "'pypinyin' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == '<bdi lang="zh-Hans"><mark>重庆</mark></bdi> chong qing False'
