"""What an answer to a question that an office thought up must be. Pure."""

import unicodedata
from collections.abc import Collection
from datetime import date
from enum import StrEnum

from portal.core.i18n import lazy_gettext as _l

LINE_LENGTH = 200
TEXT_LENGTH = 2000
LARGEST_NUMBER = 999_999_999


class AnswerKind(StrEnum):
    """How a question is answered in words, digits or a choice."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"


def longest(kind: AnswerKind) -> int:
    """Return how many characters an answer may have."""
    return TEXT_LENGTH if kind is AnswerKind.TEXT else LINE_LENGTH


def problem(kind: AnswerKind, text: str, choices: Collection[str] = ()) -> object | None:
    """Return what is wrong with an answer, or None; an empty answer is never wrong."""
    if not text:
        return None
    if kind is AnswerKind.NUMBER and not is_number(text):
        return _l("Write a whole number in digits.")
    if kind is AnswerKind.CHOICE and text not in choices:
        return _l("Please choose from the list.")
    if kind is AnswerKind.DATE and not is_day(text):
        return _l("A day, please, like 2026-11-22.")
    if len(text) > longest(kind):
        return _l("At most %(max)d characters, please.", max=longest(kind))
    return None


def plain_number(text: str | None) -> str | None:
    """Return `４０` or `1,200` in plain digits; what is no whole number stays as it was typed."""
    digits = unicodedata.normalize("NFKC", text or "").replace(",", "").strip()
    return digits if is_number(digits) else text


def is_number(text: str) -> bool:
    """Say whether a text is a whole number that fits."""
    return text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_NUMBER


def is_day(text: str) -> bool:
    """Say whether a text is a day as a date field sends it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
