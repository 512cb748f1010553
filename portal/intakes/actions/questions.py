"""An intake's own questions. Whoever has begun keeps the edition that he began with."""

from collections.abc import Sequence

from portal.audit import actions as audit
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.intakes import queries, registry, rules
from portal.intakes.actions.intakes import copied
from portal.intakes.models import Edition, Intake, Question, QuestionKind


def edition_to_change(intake: Intake) -> Edition:
    """Return the newest edition; a new one when applications keep it."""
    newest = queries.edition_held(intake.edition.id)
    if not registry.is_used(newest.id):
        return intake.edition
    following = Edition(number=newest.number + 1, questions=copied(intake.edition))
    intake.editions.append(following)
    db.session.flush()  # the questions get their numbers in the order in which they are asked
    return following


def touched(intake: Intake, edition: Edition, *, by: audit.Actor) -> None:
    """Give the questions their numbers anew and note the change."""
    for place, one in enumerate(edition.questions, 1):
        one.position = place
    db.session.flush()
    audit.record("intake.questions", intake, by=by, edition=edition.number)


def add_question(
    intake: Intake,
    *,
    by: audit.Actor,
    kind: QuestionKind,
    title_zh: str,
    title_en: str = "",
    required: bool = False,
    choices: Sequence[str] = (),
) -> None:
    """Ask one more question, the last; asking the same again at once is asking it once.

    Raises:
        InvalidError: on `choices`: a choice without any.
        ConflictError: there are too many.
    """
    rules.check_question(kind, choices)
    last = intake.edition.questions[-1:]
    if last and last[0].title_zh == title_zh and last[0].kind is kind:
        return
    rules.check_room(intake.edition.questions)
    edition = edition_to_change(intake)
    edition.questions.append(
        Question(
            position=len(edition.questions) + 1,
            kind=kind,
            title_zh=title_zh,
            title_en=title_en,
            required=required,
            choices=list(choices) if kind is QuestionKind.CHOICE else [],
        )
    )
    touched(intake, edition, by=by)


def place_of(intake: Intake, question: Question) -> int:
    """Return where a question stands among the newest.

    Raises:
        ConflictError: a newer edition took its place while the page was open.
    """
    if question not in intake.edition.questions:
        raise ConflictError(
            _l("The questions were changed since you opened the page."), _l("Look at them again.")
        )
    return intake.edition.questions.index(question)


def remove_question(intake: Intake, question: Question, *, by: audit.Actor) -> None:
    """Ask a question no more; who was asked it already keeps it.

    Raises:
        ConflictError: the questions were changed meanwhile.
    """
    place = place_of(intake, question)
    edition = edition_to_change(intake)
    del edition.questions[place]
    touched(intake, edition, by=by)


def move_question(intake: Intake, question: Question, *, by: audit.Actor) -> None:
    """Ask a question one place earlier; the first stays where it is.

    Raises:
        ConflictError: the questions were changed meanwhile.
    """
    place = place_of(intake, question)
    if place == 0:
        return
    edition = edition_to_change(intake)
    edition.questions.insert(place - 1, edition.questions.pop(place))
    touched(intake, edition, by=by)
