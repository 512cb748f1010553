import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.contact import (
    clean_text,
    format_mobile,
    mask_mobile,
    normalise_email,
    normalise_mobile,
)
from portal.core.errors import InvalidError

TURNS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("株洲\x00芦淞", "株洲芦淞"),
        ("lone \ud83d half", "lone  half"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\u2066inside\u2069", "inside"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("Cafe\u0301", "Café"),
        ("bell\x07\x1b[31m", "bell[31m"),
        ("not a character \ufffe\ufdd0", "not a character "),
        ("👩🏽‍🌾 👨‍👩‍👧 ❤️", "👩🏽‍🌾 👨‍👩‍👧 ❤️"),
        ("tab\there", "tab\there"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_text_is_made_clean(text: str, clean: str) -> None:
    assert clean_text(text) == clean


def test_of_all_code_points_just_those_are_left_out_that_no_text_has() -> None:
    def belongs(letter: str) -> bool:
        nothing = 0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE
        turns = unicodedata.bidirectional(letter) in TURNS
        return not nothing and not turns and unicodedata.category(letter) not in {"Cc", "Cs"}

    every = "".join(map(chr, range(sys.maxunicode + 1)))
    text = "".join(one for one in every if one not in BREAKS)
    kept = "".join(one for one in text if one in "\n\t" or belongs(one))
    assert clean_text(text) == unicodedata.normalize("NFC", kept)


@given(st.text(st.characters()))
def test_clean_text_can_be_stored_and_is_clean_already(text: str) -> None:
    clean = clean_text(text)
    clean.encode()
    assert "\x00" not in clean
    assert clean_text(clean) == clean


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Chen.Yu@Example.COM ", "chen.yu@example.com"),
        ("１３８@qq。com", "138@qq.com"),
        ("zhang＠163.com", "zhang@163.com"),
        ("a b@qq.com", "ab@qq.com"),
        ("\u200bwang@qq.com\u200b", "wang@qq.com"),
        ("office@芦淞.example", "office@xn--73w565b.example"),
    ],
)
def test_an_address_is_stored_in_one_form(text: str, address: str) -> None:
    assert normalise_email(text) == address
    assert normalise_email(address) == address


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "@ in the middle"),
        ("qq.com", "@ in the middle"),
        ("wang@qq", "with a dot"),
        ("wang..fang@qq.com", "cannot exist"),
        ("王芳@qq.com", "cannot exist"),
        ("@qq.com", "cannot exist"),
    ],
)
def test_an_impossible_address_is_refused_under_its_field(text: str, words: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        normalise_email(text, field="contact_email")
    assert refusal.value.field == "contact_email"
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("+852 5123 4567", "+85251234567"),
        ("＋855 12 345 678", "+85512345678"),
        ("19912345678", "+8619912345678"),
    ],
)
def test_a_mobile_is_stored_in_one_form(text: str, number: str) -> None:
    assert normalise_mobile(text) == number
    assert normalise_mobile(number) == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1381234567", "this one has 10"),
        ("138123456789", "this one has 12"),
        ("0731-28281234", "landline"),
        ("12012345678", "begins like this"),
        ("王芳", "in digits"),
        ("", "in digits"),
    ],
)
def test_an_impossible_mobile_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        normalise_mobile(text)
    assert words in str(refusal.value)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_checks(text: str) -> None:
    for check in (normalise_email, normalise_mobile):
        try:
            stored = check(text)
        except InvalidError:
            continue
        assert check(stored) == stored


def test_a_mobile_is_shown_whole_or_with_its_middle_hidden() -> None:
    assert format_mobile("+8613812345678") == "138 1234 5678"
    assert format_mobile("+85251234567") == "+852 5123 4567"
    assert mask_mobile("+8613812345678") == "138****5678"
    assert mask_mobile("+85251234567") == "+852 ****4567"
    assert mask_mobile("13812345678") == "138****5678"
    assert mask_mobile("晚上再打") == "****再打"
