"""Whose turn it is in a thread, and by when. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.access.permissions import Role
from portal.access.policy import Person
from portal.agency.models import Enquiry, EnquiryMessage, EnquiryState, Side
from portal.agents.models import AgentState
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow

S = EnquiryState
ANY = frozenset(S)

WORKFLOW = Workflow(
    {
        # A message of either side opens a thread again that has ended.
        "ask": Step(ANY, S.NEW),
        "answer": Step(ANY, S.ANSWERED),
        "agree": Step(frozenset({S.NEW, S.ANSWERED, S.AGREED}), S.AGREED),
        "close": Step(frozenset({S.NEW, S.ANSWERED}), S.CLOSED),
    }
)

OWNER_CLOCK = timedelta(hours=24)
"""How long a brand has to answer. Source: the service promise of the markets."""
OFFICE_CLOCK = timedelta(hours=72)
"""When the office is told that a brand has not answered. Source: as above."""
ASK_PER_AGENT = "20/hour"
"""Source: no spraying of brands (security targets)."""
REPLY_PER_PERSON = "60/hour"
SHORTEST = 10
LONGEST = 2000
MOST_PIECES = 1_000_000
EXCERPT = 80


class Stage(StrEnum):
    """How the clock stands."""

    IN_TIME = "in-time"
    LATE = "late"
    OVERDUE = "overdue"
    AGENT = "agent"
    AGREED = "agreed"
    CLOSED = "closed"


@dataclass(frozen=True)
class Clock:
    """How the clock of a thread stands, and the moment that counts next (none: no clock runs)."""

    stage: Stage
    due: datetime | None = None


def clock_of(enquiry: Enquiry, now: datetime) -> Clock:
    """Return how the clock of a thread stands."""
    if enquiry.is_over:
        return Clock(Stage.AGREED if enquiry.state is S.AGREED else Stage.CLOSED)
    since = enquiry.waiting_since
    if enquiry.state is S.ANSWERED or since is None:
        return Clock(Stage.AGENT)
    if now < since + OWNER_CLOCK:
        return Clock(Stage.IN_TIME, since + OWNER_CLOCK)
    late = now < since + OFFICE_CLOCK
    return Clock(Stage.LATE if late else Stage.OVERDUE, since + OFFICE_CLOCK)


def side_of(person: Person, enquiry: Enquiry) -> Side:
    """Return for whom a person speaks in a thread; one who has a brand speaks for the brand."""
    if person.holds(Role.OWNER, brand_id=enquiry.brand_id):
        return Side.BRAND
    if person.holds(Role.AGENT, agent_id=enquiry.agent_id):
        return Side.AGENT
    return Side.OFFICE


def is_repeated(last: EnquiryMessage | None, author_id: int, text: str) -> bool:
    """Say whether the same person has just said the same: a form sent twice."""
    return last is not None and last.author_id == author_id and last.text == text


def check_may_write(enquiry: Enquiry, side: Side, *, reopen: bool) -> None:
    """Refuse a message into a thread that was closed unseen, or by a company that was refused.

    Raises:
        ConflictError: either of these.
    """
    if enquiry.is_over and not reopen:
        raise ConflictError(
            _l("The conversation was closed while you wrote."),
            _l("Your text is still here. Send it again to open the conversation again."),
        )
    if side is Side.AGENT and enquiry.agent.state is AgentState.REFUSED:
        raise ConflictError(
            _l("Your company is not verified, so nothing can be sent."),
            _l("Correct the particulars of the company first."),
        )


def check_may_end(enquiry: Enquiry, step: str) -> None:
    """Refuse to end a second time, and otherwise, what has ended meanwhile.

    Raises:
        ConflictError: the other side was first.
    """
    if not WORKFLOW.allows(step, enquiry.state):
        raise ConflictError(
            _l("The conversation has ended meanwhile: what you chose is not kept."),
            _l("How it ended stands below. If you see it otherwise, write: that opens it again."),
        )


def excerpt(text: str) -> str:
    """Return the beginning of a message on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"
