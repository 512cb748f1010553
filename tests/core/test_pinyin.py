"""The readings of single characters are those of the dictionary, without loading it."""

import subprocess
import sys

from portal.core import pinyin
from tests.served import ROOT


def test_the_file_says_what_the_dictionary_says() -> None:
    wrong = [one for one, found in pinyin.read(step=9) if pinyin.readings(one) != found]
    assert wrong == []
    assert pinyin.readings("重") == ["zhong", "chong", "tong"]


def test_what_is_no_character_stands_for_itself() -> None:
    for one in ("a", "#", "。", "\udc80"):
        assert pinyin.readings(one) == [one]


def test_marking_what_was_typed_in_pinyin_loads_no_dictionary() -> None:
    asked = (
        "import sys; from portal.directory.engine.marking import marked; "
        "from portal.directory.engine.text import typed; "
        "print(marked('重庆', typed('chongq', ())), 'pypinyin' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == '<bdi lang="zh-Hans"><mark>重庆</mark></bdi> False'
