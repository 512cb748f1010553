"""Numbers as people in the trade type them: 3.6折, 36 %, 0.36, 5万, ¥50,000, full-width digits.

What can mean two things is asked back in words, never guessed. Pure.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from portal.core.i18n import lazy_gettext as _l

NUMBER = r"\d+(?:\.\d+)?"
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "两": "2",
    "半": ".5",
}
TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
MARKS = re.compile(r"[¥￥$]|RMB|CNY|人民币", re.IGNORECASE)
IN_YUAN = re.compile("(元|块|YUAN)整?$", re.IGNORECASE)
RANGE = re.compile(rf"{NUMBER}.*?(?:[-~–—]|至|到).*?{NUMBER}")
MULTIPLES = {"百": 100, "千": 1000, "K": 1000, "万": 10_000, "W": 10_000, "亿": 100_000_000}
WHOLE_PRICE = 10_000
"""The whole tag price, in hundredths of a percent."""


class UnclearError(ValueError):
    """What was typed is no number, or may be two. The message asks back in words."""


def tidy(text: str) -> str:
    """Return what was typed in plain digits and letters, without spaces and invisible marks."""
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(one for one in plain if not one.isspace() and unicodedata.category(one) != "Cf")
    kept = kept.replace("。", ".").replace("、", ",")
    return THOUSANDS.sub("", kept).upper()


def check_single(text: str) -> None:
    """Refuse a range: one term is one number."""
    if RANGE.search(text):
        raise UnclearError(
            _l("That is a range. Write one number; other cases have a line of their own.")
        )


def hundredths(number: Decimal) -> int:
    """Return a number times a hundred, rounded half up."""
    return int((number * 100).to_integral_value(ROUND_HALF_UP))


def decimal(text: str) -> Decimal:
    """Return the number that a text is.

    Raises:
        UnclearError: it is none.
    """
    if "," in text:
        raise UnclearError(
            _l("Is the comma a decimal point or between thousands? Write 12,000 or 1.2.")
        )
    digits = "".join(CHINESE_DIGITS.get(one, one) for one in TENS.sub(in_digits, text))
    if not re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?|\.\d{1,6}", digits):
        raise UnclearError(_l("Write a number in digits."))
    return Decimal(digits)


def in_digits(tens: re.Match[str]) -> str:
    """Return a number from ten to ninety-nine that is written out: 三十五 is 三五, 十 is 一0."""
    return f"{tens[1] or '1'}{tens[2] or '0'}"


def read_whole(text: str, behind: Sequence[str] = ()) -> int:
    """Return a whole number: 3,000, ３０００, 3千, 1.2万; a word of `behind` may follow it."""
    plain = tidy(text)
    check_single(plain)
    plain = plain.removesuffix(next((one for one in behind if plain.endswith(one)), ""))
    unclear = UnclearError(_l("Write a whole number in digits."))
    try:
        number, factor = scaled(plain)
    except UnclearError:
        raise unclear from None
    value = number * factor
    if value != int(value):
        raise unclear
    return int(value)


def scaled(plain: str) -> tuple[Decimal, int]:
    """Return a number and what stands behind it: 5万 is 5 and 10,000."""
    factor = MULTIPLES.get(plain[-1:], 1)
    return decimal(plain[:-1] if factor > 1 else plain), factor


def read_money(text: str, likely: int = 0) -> int:
    """Return an amount in fen: ¥50,000, 50000元, 5万, 5w, 1.5万元.

    A bare number below `likely` (fen) is asked back: 5 may be five yuan or fifty thousand.
    """
    plain = MARKS.sub("", tidy(text))
    check_single(plain)
    plain = IN_YUAN.sub("", plain)
    if re.fullmatch(r"\d{1,3}\.\d{3}", plain):
        raise UnclearError(_l("Is the point a decimal point or between thousands? Write 50,000."))
    number, factor = scaled(plain)
    fen = hundredths(number * factor)
    if factor == 1 and 0 < fen < likely and not IN_YUAN.search(tidy(text)):
        raise UnclearError(
            _l(
                "Do you mean %(number)s yuan or ten thousand times that? Write the word behind it.",
                number=str(number),
            )
        )
    return fen


def read_discount(text: str) -> int:
    """Return a supply price as a share of the tag price, in hundredths of a percent.

    3.6折, 36折, 三六折, 36 %, 0.36 and 64 % off are all 3600.
    """
    plain = tidy(text)
    check_single(plain)
    if plain.endswith("折"):
        return checked_price(zhe(plain[:-1]))
    if off := re.fullmatch(rf"({NUMBER})%?OFF.*", plain):
        return checked_price(WHOLE_PRICE - hundredths(Decimal(off[1])))
    if plain.endswith("%"):
        return checked_price(hundredths(decimal(plain[:-1])))
    number = decimal(plain)
    if 0 < number < 1:
        return checked_price(hundredths(number * 100))
    if number in {Decimal(1), Decimal(10)} or (number < 10 and number != 0):  # noqa: PLR2004
        raise UnclearError(
            _l(
                "Is %(number)s in tenths of the tag price or in percent? Write the sign behind it.",
                number=str(number),
            )
        )
    return checked_price(hundredths(number))


def zhe(text: str) -> int:
    """Return the share that so many 折 are: 3.6 and 36 are both 3600."""
    spelled = re.fullmatch("([零〇一二三四五六七八九两])([一二三四五六七八九])", text)
    number = decimal(text)
    if spelled or number > 10:  # noqa: PLR2004 -- 36折 is 3.6折
        return hundredths(number)
    return hundredths(number * 10)


def checked_price(share: int) -> int:
    """Return a share of the tag price that can be."""
    if not 0 < share <= WHOLE_PRICE:
        raise UnclearError(_l("A supply price lies above nothing and at most at the tag price."))
    return share


def read_percent(text: str, high: int = 10_000) -> int:
    """Return a share in hundredths of a percent: 15 %, 15, 1.5成, 百分之十五.

    0.15 is asked back: it may be 15 % or 0.15 %.
    """
    plain = tidy(text)
    check_single(plain)
    if plain.startswith("百分之"):
        share = hundredths(decimal(plain.removeprefix("百分之")))
    elif plain.endswith("成"):
        share = hundredths(decimal(plain[:-1]) * 10)
    elif plain.endswith("%"):
        share = hundredths(decimal(plain[:-1]))
    else:
        number = decimal(plain)
        if 0 < number < 1:
            raise UnclearError(
                _l(
                    "Do you mean %(large)s %% or %(small)s %%? Write %% behind it.",
                    large=f"{(number * 100).normalize():f}",
                    small=str(number),
                )
            )
        share = hundredths(number)
    if share > high:
        raise UnclearError(_l("At most %(most)s %%.", most=high // 100))
    return share
