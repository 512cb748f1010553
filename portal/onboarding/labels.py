"""An application's story, and where it stands, in the words of whoever reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from portal.core import clock
from portal.core.i18n import date_words, in_text, paragraphs, said
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.onboarding import rules
from portal.onboarding.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Interview,
    InterviewState,
)

S = ApplicationState
DEEDS: Mapping[str, tuple[object, object, str]] = {
    "admit": (_l("Admitted"), _l("Admitted"), "done"),
    "begin": (_l("Begun"), _l("Begun"), "quiet"),
    "call off": (_l("Interview called off"), _l("Interview called off"), "waiting"),
    "confirm": (_l("Confirmed by its owner"), _l("Confirmed by its owner"), "done"),
    "decline": (_l("Declined"), _l("Declined"), "danger"),
    "give up": (_l("Place given back"), _l("You gave the place back"), "quiet"),
    "hold": (_l("Interview held"), _l("Interview held"), "done"),
    "invite": (_l("Invited to an interview"), _l("Invited to an interview"), "waiting"),
    "merge": (_l("Merged"), _l("Merged"), "waiting"),
    "move": (_l("Interview moved"), _l("Interview moved"), "waiting"),
    "move down": (_l("Moved down on the waiting list"), "", "quiet"),
    "move up": (_l("Moved up on the waiting list"), "", "quiet"),
    "other intake": (_l("Moved to another intake"), _l("Moved to another intake"), "quiet"),
    "return": (_l("Returned with a request"), _l("The office asked you something"), "waiting"),
    "review": (_l("Review begun"), _l("The office began to review it"), "quiet"),
    "shortlist": (_l("Shortlisted"), _l("Shortlisted"), "done"),
    "submit": (_l("Sent to the office"), _l("Sent to the office"), "quiet"),
    "take in": (_l("Another application was merged into it"), "", "quiet"),
    "type": (_l("Begun by the office, for the merchant"), _l("Begun by the office"), "quiet"),
    "wait-list": (_l("On the waiting list"), _l("On the waiting list"), "waiting"),
    "withdraw": (_l("Withdrawn"), _l("Withdrawn"), "quiet"),
}
"""What the office and the applicant call each step, and its tone; the applicant does not hear of
a step without words for him."""


@dataclass(frozen=True)
class Told:
    """One line of an application's story."""

    at: datetime
    title: object
    by: str
    text: Markup
    tone: str


def own_story(events: Sequence[ApplicationEvent]) -> list[Told]:
    """Return what an applicant reads of his application, newest first: no note of the office."""
    return [
        Told(one.created_at, DEEDS[one.step][1], one.by_name, paragraphs(one.reason), tone(one))
        for one in reversed(events)
        if one.step in DEEDS and DEEDS[one.step][1]
    ]


def office_story(events: Sequence[ApplicationEvent]) -> list[Told]:
    """Return what the office reads of an application, newest first, with its own notes."""
    return [
        Told(one.created_at, DEEDS[one.step][0], one.by_name, both_texts(one), tone(one))
        for one in reversed(events)
        if one.step in DEEDS
    ]


def tone(event: ApplicationEvent) -> str:
    """Return the tone of an event."""
    return DEEDS[event.step][2]


def both_texts(event: ApplicationEvent) -> Markup:
    """Return the applicant's reason and, marked as such, the office's own note."""
    if not event.note:
        return paragraphs(event.reason)
    kept = Markup('<p class="event-note">{}</p>').format(
        in_text(_("For the office: %(note)s"), note=said(event.note))
    )
    return paragraphs(event.reason) + kept


@dataclass(frozen=True)
class Outlook:
    """Whose turn it is, what happens next, and by when."""

    title: object
    text: object
    by: date | None = None
    kicker: object = _l("It is the office's turn")

    @property
    def is_late(self) -> bool:
        """Say whether the day is over on which the office wanted to answer."""
        return self.by is not None and self.by < clock.today()

    @property
    def when(self) -> str:
        """Return the day in words; empty when none can be told."""
        return _("by %(day)s", day=date_words(self.by)) if self.by else ""


def outlook(
    application: Application,
    events: Iterable[ApplicationEvent],
    waiting: tuple[int, int] | None = None,
    talk: Interview | None = None,
) -> Outlook | None:
    """Return what an applicant whose turn it is not should know; None in any other state.

    `talk` is the last interview that was set.
    """
    told = OUTLOOKS.get(application.state)
    if told is None or application.submitted_at is None:
        return None
    entered = [one.created_at for one in events if one.entered == application.state]
    since = entered[-1] if entered else application.submitted_at
    title, text, days = told
    if application.state is S.INTERVIEW:
        if talk is None or talk.state is not InterviewState.HELD:
            return Outlook(title, text, kicker=_("The office invites you"))
        title, text, days = TALKED
    if waiting is not None:
        title = _(
            "Position %(position)d of %(length)d on the waiting list",
            position=waiting[0],
            length=waiting[1],
        )
    by = rules.working_days_after(since, days) if days else None
    return Outlook(title, text, by)


TALKED = (
    _l("The talk is over, the office decides"),
    _l("There is nothing to do for you now. You get a message here."),
    rules.DECISION_DAYS,
)
OUTLOOKS: Mapping[ApplicationState, tuple[object, object, int]] = {
    S.SUBMITTED: (
        _l("The office is reading it"),
        _l("It usually answers within %(days)s working days. You get a message here as soon as"
           " something happens; there is nothing to do for you now.", days=rules.ANSWER_DAYS),
        rules.ANSWER_DAYS,
    ),
    S.IN_REVIEW: (
        _l("Several people of the office are reviewing it"),
        _l("Each reads it alone, by the points below. Then they may invite you to a talk,"
           " or decide at once."),
        rules.DECISION_DAYS,
    ),
    S.SHORTLISTED: (
        _l("You are in the closer choice"),
        _l("Next comes a talk with the office, or its decision."),
        rules.DECISION_DAYS,
    ),
    S.INTERVIEW: (
        _l("The office wants to talk with you"),
        _l("Time and place stand below. If you cannot come, call the office. After the talk it"
           " decides."),
        0,
    ),
    S.WAITLISTED: (
        _l("You are on the waiting list"),
        _l("As soon as there is a place, the first in line is asked; you need not do anything,"
           " and may withdraw at any time."),
        0,
    ),
}  # fmt: skip
