"""Numbers as people type them are read, and what may be two is asked back."""

import pytest

from portal.brands import kinds
from portal.brands.kinds import (
    UnclearError,
    read_discount,
    read_money,
    read_percent,
    read_whole,
)


@pytest.mark.parametrize(
    "text",
    ["0.36", "3.6折", "36折", "３．６折", "三六折", "36%", "36 ％", "36", " 3.6 折", "64% off",
     "0.360", "3.60折", "\u200b3.6\u00a0折\ufeff", "64 % OFF tag price"],
)  # fmt: skip
def test_a_supply_price_is_read(text: str) -> None:
    assert read_discount(text) == 3600


@pytest.mark.parametrize("text", ["3.6", "4", "1", "10", "3.5-4折", "3折到4折", "-3折", "折", "x"])
def test_an_unclear_supply_price_is_asked_back(text: str) -> None:
    with pytest.raises(UnclearError):
        read_discount(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("5万", 5_000_000), ("５万", 5_000_000), ("5w", 5_000_000), ("¥50,000", 5_000_000),
        ("￥50000元", 5_000_000), ("1.5万元", 1_500_000), ("５０,０００", 5_000_000),
        ("3千", 300_000), ("50k", 5_000_000), ("199.50", 19_950), ("0", 0), ("五万", 5_000_000),
        ("三十万", 30_000_000),
        ("RMB 50,000", 5_000_000), ("1亿", 10_000_000_000), ("50,000 元整", 5_000_000),
    ],
)  # fmt: skip
def test_an_amount_is_read(text: str, fen: int) -> None:
    assert read_money(text) == fen


@pytest.mark.parametrize("text", ["5", "50.000", "3-5万", "3万至5万", "5,00", "about 5", "", "5 5"])
def test_an_unclear_amount_is_asked_back(text: str) -> None:
    if text == "5 5":
        assert read_money(text) == 5500
        return
    with pytest.raises(UnclearError):
        read_money(text, likely=100_000)


@pytest.mark.parametrize(
    ("text", "share"),
    [("15%", 1500), ("15", 1500), ("１５％", 1500), ("1.5成", 1500), ("百分之十五", 1500),
     ("百分之二十", 2000), ("百分之五", 500), ("0", 0), ("100%", 10_000),
     ("2.5 %", 250), ("0.5%", 50)],
)  # fmt: skip
def test_a_share_is_read(text: str, share: int) -> None:
    assert read_percent(text) == share


@pytest.mark.parametrize("text", ["0.15", "120%", "10-20%", "many"])
def test_an_unclear_share_is_asked_back(text: str) -> None:
    with pytest.raises(UnclearError):
        read_percent(text)


def test_a_whole_number_is_read() -> None:
    assert [read_whole(one) for one in ("3,000", "３０００", "3千", "1.2万")] == [
        3000, 3000, 3000, 12_000,
    ]  # fmt: skip
    behind = kinds.SQUARE_METRES.typed
    assert [read_whole(one, behind) for one in ("60", "60㎡", "60 m²", "60平米", "６０平方米")] == [
        60
    ] * 5
    for text, words in (("2.5", ()), ("60天", behind), ("平米", behind)):
        with pytest.raises(UnclearError):
            read_whole(text, words)
