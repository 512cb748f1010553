"""What an answer to an intake's own question must be. Pure."""

from portal.core.i18n import lazy_gettext as _l
from portal.intakes.models import Question, QuestionKind

SHORT_LENGTH = 200
LONG_LENGTH = 2000
LARGEST_NUMBER = 999_999_999


def problem(question: Question, text: str) -> object | None:
    """Return what is wrong with an answer, or None; an empty answer is never wrong."""
    if not text:
        return None
    if question.kind is QuestionKind.NUMBER and not is_number(text):
        return _l("Write a whole number in digits.")
    if question.kind is QuestionKind.CHOICE and text not in question.choices:
        return _l("Please choose from the list.")
    limit = LONG_LENGTH if question.kind is QuestionKind.LONG else SHORT_LENGTH
    if len(text) > limit:
        return _l("At most %(max)d characters, please.", max=limit)
    return None


def is_number(text: str) -> bool:
    """Say whether a text is a whole number that fits."""
    return text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_NUMBER
