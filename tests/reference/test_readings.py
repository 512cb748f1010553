"""The words of the tables are read aloud as the large dictionary reads them."""

import pytest

from portal.core import pinyin
from portal.reference import readings


def test_every_word_of_the_tables_is_read_as_the_dictionary_reads_it() -> None:
    wrong = [
        word
        for word in readings.labels()
        if "".join(readings.spoken(word)) != "".join(pinyin.syllables(word))
    ]
    # The dictionary says zhang le; the town is called chang le.
    assert wrong == ["福州长乐"], "make the file anew: python -m portal.reference.readings"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("重庆市大融汇", "chong qing shi da rong hui"),
        ("长沙", "chang sha"),
        ("株洲芦淞服饰市场", "zhu zhou lu song fu shi shi chang"),
        ("A1 馆", "A 1   guan"),
    ],
)
def test_names_of_markets_too(name: str, read: str) -> None:
    assert " ".join(readings.spoken(name)) == read
