"""When two names are likely the same, and what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import likeness


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("云锦裤业", "云锦裤业®", likeness.SAME),
        ("ＣＬＯＵＤ（株洲）", "cloud", likeness.SAME),
        ("晚熟裤社", "晚熟裤设", likeness.SOUND),
        ("云锦裤业", "云绵裤业", likeness.NEAR),
        ("Cloudweave", "Cloudweav", likeness.NEAR),
        ("云锦", "云景", likeness.NEAR_SOUND),
        ("云锦裤业", "彭记裤行", None),
        ("红", "黄", None),
        ("", "云锦", None),
        ("(无)", "（无）", likeness.SAME),
    ],
)
def test_names_are_compared_as_people_hear_and_see_them(one: str, other: str, why: object) -> None:
    assert likeness.reason(one, other) is why
    assert likeness.reason(other, one) is why


@given(st.text(max_size=12), st.text(max_size=12))
def test_comparing_never_fails_and_knows_no_order(one: str, other: str) -> None:
    assert likeness.reason(one, other) is likeness.reason(other, one)


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_one_apart_is_one_letter_more_less_or_other(one: str, other: str) -> None:
    less = {one[:n] + one[n + 1 :] for n in range(len(one))}
    more = {one[:n] + letter + one[n:] for n in range(len(one) + 1) for letter in "abc"}
    swapped = {one[:n] + letter + one[n + 1 :] for n in range(len(one)) for letter in "abc"}
    expected = other != one and other in less | more | swapped
    assert likeness.one_apart(one, other) is expected
