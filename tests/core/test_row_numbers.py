"""Numbers of rows and versions as addresses and forms send them back."""

import pytest

from portal.core import row_numbers
from portal.core.answers import AnswerKind, plain_number, problem


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "+1", "1.0", " 1", "²", "１", "1" * 5000, "2147483648"]
)
def test_what_no_row_can_have_names_none(text: str) -> None:
    assert row_numbers.read(text) is None
    assert row_numbers.among([text, "7"]) == [7]


def test_the_highest_row_and_a_checksum_are_read() -> None:
    assert row_numbers.read("2147483647") == row_numbers.HIGHEST
    assert row_numbers.version("4294967295") == row_numbers.HIGHEST_VERSION
    assert row_numbers.version("0") == 0
    assert row_numbers.version("4294967296") is None


def test_rows_come_with_the_version_that_was_seen() -> None:
    assert row_numbers.seen(["7-0", "8-4294967295", "9", "0-1", "²-1", "5-x"], "-") == {
        7: 0,
        8: 4294967295,
    }


@pytest.mark.parametrize(("typed", "kept"), [("４０", "40"), ("1,200", "1200"), (" 7 ", "7")])
def test_a_whole_number_is_taken_as_people_type_it(typed: str, kept: str) -> None:
    assert plain_number(typed) == kept
    assert problem(AnswerKind.NUMBER, kept) is None


@pytest.mark.parametrize("typed", ["很多", "4.5", "²½", "9" * 12])
def test_what_is_no_whole_number_stays_as_it_was_typed(typed: str) -> None:
    assert plain_number(typed) == typed
    assert problem(AnswerKind.NUMBER, typed) is not None
