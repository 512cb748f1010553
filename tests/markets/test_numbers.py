"""One stall has one number, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.markets.numbers import StallNumber, read, readings


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        *(("3F-A12", "3F-A12"), ("3楼A12", "3F-A12"), ("A3-12", "3F-A12"), ("3A012", "3F-A12")),
        *(
            (" 1F-32 ", "1F-32"),
            ("1楼 32号", "1F-32"),
            ("３Ｆ－Ａ１２", "3F-A12"),
            ("3f—a-012", "3F-A12"),
        ),
        *(
            ("负1楼A3", "B1-A3"),
            ("-1F-7", "B1-7"),
            ("地下1层B07", "B1-B7"),
            ("12F-AB100", "12F-AB100"),
        ),
    ],
)
def test_offices_write_one_stall_in_many_ways(text: str, canonical: str) -> None:
    assert str(read(text)) == canonical


def test_what_may_be_two_stalls_is_not_guessed() -> None:
    assert [str(one) for one in readings("B1-07")] == ["1F-B7", "B1-7"]
    assert read("B1-07") is None
    assert str(read("B1-07", level=1)) == "1F-B7"
    assert str(read("B1-07", level=-1)) == "B1-7"


def test_a_floor_left_out_is_the_one_it_stands_under() -> None:
    assert read("A12") is None
    assert str(read("A12", level=2)) == "2F-A12"
    assert str(read("A2-12", level=3)) == "2F-A12", "what is written outweighs where it stands"


@pytest.mark.parametrize("text", ["", "仓库", "A", "0F-12", "3F-A0", "3F-A12/13", "3F-A12345"])
def test_what_is_no_stall_is_none(text: str) -> None:
    assert readings(text) == []


@given(st.integers(1, 9), st.sampled_from(["", "A", "D"]), st.integers(1, 999))
def test_a_number_reads_back_as_itself(level: int, zone: str, number: int) -> None:
    stall = StallNumber(level, zone, number)
    assert read(str(stall), level=level) == stall
