"""What an answer to an intake's own question must be. Pure."""

from collections.abc import Mapping

from portal.core import answers
from portal.core.answers import AnswerKind
from portal.intakes.models import Question, QuestionKind

ANSWERED_BY: Mapping[QuestionKind, AnswerKind] = {
    QuestionKind.SHORT: AnswerKind.LINE,
    QuestionKind.LONG: AnswerKind.TEXT,
    QuestionKind.NUMBER: AnswerKind.NUMBER,
    QuestionKind.CHOICE: AnswerKind.CHOICE,
}
"""A file is answered beside the form."""


def problem(question: Question, text: str) -> object | None:
    """Return what is wrong with an answer, or None; an empty answer is never wrong."""
    kind = ANSWERED_BY.get(question.kind, AnswerKind.LINE)
    return answers.problem(kind, text, question.choices)
