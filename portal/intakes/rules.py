"""When an intake takes applications, what answers must be, who looks like whom. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from portal.core import likeness
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.intakes.models import IntakeState, Lead, LeadState, Question, QuestionKind
from portal.intakes.registry import Candidate, Kin

S = IntakeState
L = LeadState

INTAKE_WORKFLOW = Workflow(
    {
        "open": Step(frozenset({S.PLANNED}), S.OPEN),
        "close": Step(frozenset({S.PLANNED, S.OPEN}), S.CLOSED),
        "reopen": Step(frozenset({S.CLOSED}), S.OPEN),
    }
)
LEAD_WORKFLOW = Workflow(
    {
        "invite": Step(frozenset({L.OPEN, L.INVITED}), L.INVITED),
        "apply": Step(frozenset({L.OPEN, L.INVITED, L.LOST}), L.APPLIED),
        "lose": Step(frozenset({L.OPEN, L.INVITED}), L.LOST),
        "resume": Step(frozenset({L.LOST}), L.OPEN),
    }
)

MOST_PLACES = 2000
MOST_QUESTIONS = 20
MOST_CHOICES = 20
MOST_PAPERS = 20
LINE_LENGTH = 80
LINK_LIFE = timedelta(days=30)
"""How long a lead's link to apply works. Source: our decision; an intake's usual length."""
CLOSING_SOON = timedelta(days=7)
"""When the office's home begins to speak of an intake's last day. Source: our decision."""
CALL_BACK = timedelta(days=2)
"""When a lead that was left on the market's page is to be called. Source: our decision."""
LEFT_PER_VISITOR = "5/hour"
LEFT_PER_MARKET = "200/day"
LEADS_PER_PERSON = "300/hour"


def check_days(opens_on: date, closes_on: date) -> None:
    """Refuse an intake that ends before it begins.

    Raises:
        InvalidError: on `closes_on`.
    """
    if closes_on < opens_on:
        raise InvalidError("closes_on", _l("The last day comes before the first."))


def check_question(kind: QuestionKind, choices: Sequence[str]) -> None:
    """Refuse a choice without anything to choose.

    Raises:
        InvalidError: on `choices`.
    """
    if kind is QuestionKind.CHOICE and len(choices) < 2:  # noqa: PLR2004 -- one is no choice
        raise InvalidError("choices", _l("Write at least two answers to choose from, one a line."))


def check_room(questions: Sequence[Question]) -> None:
    """Refuse more questions than anybody answers.

    Raises:
        ConflictError: there are as many already.
    """
    if len(questions) >= MOST_QUESTIONS:
        raise ConflictError(
            _l("There are %(most)d questions already.", most=MOST_QUESTIONS),
            _l("Take one out before you add another."),
        )


def check_running(lead: Lead) -> None:
    """Refuse work on a lead that is done with.

    Raises:
        ConflictError: it has applied or is lost.
    """
    if not lead.is_running:
        raise ConflictError(
            _l("This lead is “%(state)s” by now.", state=lead.state.label),
            _l("Open it to see what happened."),
        )


def lines(text: str, most: int) -> list[str]:
    """Return the lines of a text, each once, none empty, none too long."""
    found = [line.strip()[:LINE_LENGTH] for line in text.split("\n")]
    return list(dict.fromkeys(line for line in found if line))[:most]


SAME_CODE = _l("the same credit code")
SAME_MOBILE = _l("the same mobile number")


def kin(one: Candidate, others: Iterable[Candidate]) -> list[Kin]:
    """Return what looks like `one` among others, the surest first."""
    found = []
    for other in others:
        if (other.kind, other.id) == (one.kind, one.id):
            continue
        if reasons := why_alike(one, other):
            found.append(Kin(other, reasons))
    return sorted(found, key=lambda each: -len(each.reasons))


def why_alike(one: Candidate, other: Candidate) -> tuple[object, ...]:
    """Return every reason to take two for the same."""
    reasons: list[object] = []
    if one.credit_code and one.credit_code == other.credit_code:
        reasons.append(SAME_CODE)
    if one.mobile and one.mobile == other.mobile:
        reasons.append(SAME_MOBILE)
    named = (likeness.reason(mine, theirs) for mine in one.names for theirs in other.names)
    if alike := next((each for each in named if each), None):
        reasons.append(alike)
    return tuple(reasons)
