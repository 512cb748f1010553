import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from portal.core import credit_code

DIGITS = "0123456789"
# A right code of an invented enterprise at Lusong.
RIGHT = credit_code.make(12345678)
codes = st.builds(
    lambda head, tail: head + tail,
    st.text(DIGITS, min_size=8, max_size=8),
    st.text(credit_code.ALPHABET, min_size=9, max_size=9),
)


@given(codes, st.sampled_from(credit_code.ALPHABET))
def test_the_check_character_agrees_with_an_independent_one(body: str, last: str) -> None:
    assert credit_code.is_valid(body + last) == uscc.is_valid(body + last)
    assert credit_code.check(body) == uscc.calc_check_digit(body)


@given(st.integers(0, 99_999_999), st.sampled_from(["91", "92", "93"]), st.sampled_from(["430203"]))
def test_made_codes_are_right(serial: int, prefix: str, region: str) -> None:
    code = credit_code.make(serial, prefix, region)
    assert uscc.is_valid(code)
    assert credit_code.problem(code) is None
    assert code[2:8] == region


@given(codes, st.integers(0, 17), st.sampled_from(credit_code.ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, other: str) -> None:
    code = body + credit_code.check(body)
    changed = code[:place] + other + code[place + 1 :]
    assert credit_code.is_valid(changed) == (changed == code)


@given(st.text(max_size=24))
def test_anything_typed_gets_an_answer(text: str) -> None:
    answer = credit_code.problem(text)
    assert answer is None or str(answer)


def test_a_real_published_code_is_right() -> None:
    assert credit_code.problem("91110000600037341L") is None  # python-stdnum's own example
    assert credit_code.problem("91110000600037341M") is not None


@pytest.mark.parametrize(
    "typed",
    [
        RIGHT.lower(),
        f" {RIGHT[:4]} {RIGHT[4:8]}\u3000{RIGHT[8:]} ",
        f"{RIGHT[:8]}-{RIGHT[8:17]}—{RIGHT[17:]}",
        "".join(chr(ord(letter) + 0xFEE0) for letter in RIGHT),
    ],
)
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert credit_code.normalise(typed) == RIGHT
    assert credit_code.problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (RIGHT[:-1], "this one has 17"),
        (RIGHT + "0", "this one has 19"),
        ("", "this one has 0"),
        (RIGHT[:9] + "O" + RIGHT[10:], "letter O at place 10"),
        (RIGHT[:9] + "O" + RIGHT[10:], "Is it 0?"),
        (RIGHT[:3] + "A" + RIGHT[4:], "Place 4 must be a digit"),
        (RIGHT[:5] + "湘" + RIGHT[6:], "Place 6 is neither"),
        (RIGHT[:12] + ("1" if RIGHT[12] != "1" else "2") + RIGHT[13:], "mistyped"),
    ],
)
def test_the_message_names_what_is_wrong(typed: str, words: str) -> None:
    assert words in str(credit_code.problem(typed))


def test_the_code_says_what_its_holder_is() -> None:
    assert credit_code.kind(RIGHT) == "enterprise"
    assert credit_code.kind(credit_code.make(1, "92")) == "household"
    assert credit_code.kind(credit_code.make(1, "93")) == "cooperative"
    assert credit_code.kind("52" + RIGHT[2:]) == "other"
    assert credit_code.kind("") == "other"
