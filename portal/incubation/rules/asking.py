"""What a milestone asks for, and what is still missing before it can be handed in. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.answers import AnswerKind, problem
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, language, ngettext, said
from portal.incubation.models import Evidence, EvidenceKind, Milestone
from portal.incubation.rules.steps import is_declared, shown_by


@dataclass(frozen=True)
class Question:
    """One question of a milestone."""

    key: str
    kind: AnswerKind
    label_zh: str
    label_en: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    """What can be chosen, in Chinese and English; the Chinese one is kept."""

    @property
    def field(self) -> str:
        """Return the name of its field."""
        return f"answer_{self.key}"

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Return what is kept and what is shown of each choice."""
        return [(zh, (en or zh) if language() == "en" else zh) for zh, en in self.choices]

    def in_words(self, answer: str) -> str:
        """Return an answer as it is read: a choice in the reader's language."""
        return dict(self.offered).get(answer, answer)

    def problem(self, answer: str) -> object | None:
        """Return what is wrong with an answer, or None."""
        return problem(self.kind, answer, [zh for zh, _en in self.choices])


@dataclass(frozen=True)
class Gap:
    """Something that is missing or cannot be; `field` says where."""

    field: str
    words: object


class MissingError(InvalidError):
    """What was handed in is not whole; `gaps` names everything at once."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(gaps[0].field, gaps[0].words)
        self.gaps = gaps


def questions(milestone: Milestone) -> list[Question]:
    """Return what a milestone asks, in its order."""
    return [question_of(row) for row in milestone.questions]


def question_of(row: Mapping[str, Any]) -> Question:
    """Return a question as the template keeps it."""
    pairs = (list(pair) for pair in row.get("choices") or ())
    return Question(
        key=str(row["key"]),
        kind=AnswerKind(row["kind"]),
        label_zh=str(row["label_zh"]),
        label_en=str(row.get("label_en") or ""),
        required=bool(row.get("required")),
        choices=tuple((str(pair[0]), str(pair[-1])) for pair in pairs),
    )


def known_answers(milestone: Milestone, given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to questions that there are, without the empty ones."""
    return {one.key: given[one.key] for one in questions(milestone) if given.get(one.key)}


def gaps(milestone: Milestone, attempt: Evidence) -> list[Gap]:
    """Return all that is missing or wrong before an attempt can be handed in."""
    found = list(unanswered(milestone, attempt.answers))
    count = len(attempt.files)
    if count < milestone.files_least:
        found.append(Gap("files", too_few(milestone.files_least, count)))
    if not found and says_nothing(milestone, attempt):
        found.append(Gap("text", nothing_said(declared=is_declared(milestone))))
    return found


def unanswered(milestone: Milestone, answers: Mapping[str, str]) -> Iterable[Gap]:
    """Yield the questions that must be answered and are not, or whose answer cannot be."""
    for one in questions(milestone):
        answer = str(answers.get(one.key, ""))
        if one.required and not answer:
            yield Gap(
                one.field,
                in_text(_("“%(question)s” is not answered yet."), question=said(one, "label")),
            )
        elif wrong := one.problem(answer):
            yield Gap(one.field, wrong)


def says_nothing(milestone: Milestone, attempt: Evidence) -> bool:
    """Say whether there is neither a word nor a file; where only words count, a file is none."""
    if attempt.text or attempt.answers:
        return False
    return is_declared(milestone) or not attempt.files


def nothing_said(*, declared: bool) -> str:
    """Return what to say to a form without content."""
    if declared:
        return _("Please write it down; a sentence is enough.")
    return _("Write a sentence, or add a photo or PDF first.")


def too_few(least: int, count: int) -> str:
    """Return how many files are wanted, and how many there are."""
    return ngettext(
        "At least %(num)d photo or PDF is wanted; so far %(count)d.",
        "At least %(num)d photos or PDF are wanted; so far %(count)d.",
        least,
        count=count,
    )


def is_survey(milestone: Milestone) -> bool:
    """Say whether a few figures are all that is asked."""
    return shown_by(milestone) is EvidenceKind.SURVEY


FILE_PLACE = "file-"
"""How the place of a request at a file begins; its number follows."""


def place_names(milestone: Milestone, attempt: Evidence) -> dict[str, object]:
    """Return everything of an attempt that a request may stand at, by its place."""
    asked: dict[str, object] = {one.field: said(one, "label") for one in questions(milestone)}
    files = {f"{FILE_PLACE}{one.id}": said(one.file.name) for one in attempt.files}
    return asked | files


def in_lines(milestone: Milestone, attempt: Evidence, requests: Mapping[str, str]) -> str:
    """Return requests at single places as one text; Chinese is the office's own language."""
    names: dict[str, str] = {one.field: one.label_zh for one in questions(milestone)}
    names |= {f"{FILE_PLACE}{one.id}": one.file.name for one in attempt.files}
    return "\n".join(
        f"{names[place]}：{words}" for place, words in requests.items() if place in names
    )
