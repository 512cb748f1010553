"""Moving an application: the one place where a step is made and written down."""

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.actions.telling import address, name
from portal.onboarding.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Interview,
    WaitingPlace,
)

S = ApplicationState


def step(
    application: Application,
    named: str,
    *,
    by: audit.Actor | None,
    reason: str = "",
    note: str = "",
    seen: int | None = None,
) -> None:
    """Make a step of the workflow and keep who made it, when and why.

    An interview that was still to be held is called off when the application leaves that state,
    and the waiting list closes up behind one that leaves it.

    Raises:
        ConflictError: it is not in a state that the step may start from, or was changed
            since `seen`.
    """
    left = rules.WORKFLOW.move(application, named)
    rules.check_seen(application, seen)
    keep(application, named, by=by, reason=reason, note=note)
    if left is S.WAITLISTED:
        leave_the_list(application)
    elif left is S.INTERVIEW and (still := queries.open_interview(application.id)):
        strike_out(still)


def keep(
    application: Application,
    named: str,
    *,
    by: audit.Actor | None,
    reason: str = "",
    note: str = "",
) -> None:
    """Write down what happened; `reason` is for the applicant, `note` for the office alone."""
    db.session.flush()
    event = ApplicationEvent(
        created_at=clock.now(),
        application_id=application.id,
        step=named,
        entered=application.state.value,
        by_id=by.id if by else None,
        by_name=by.name if by else "",
        reason=reason,
        note=note,
    )
    db.session.add(event)


def strike_out(interview: Interview) -> None:
    """Call an interview off: calendars that took it in strike it out."""
    rules.INTERVIEW_WORKFLOW.move(interview, "cancel")
    interview.sequence += 1
    interview.changed_at = clock.now()


def join_the_list(application: Application) -> WaitingPlace:
    """Give an application the last position of its market's waiting list."""
    db.session.flush()
    queries.hold_market(application.market_id)
    last = len(queries.waiting_places(application.market_id))
    place = WaitingPlace(
        market_id=application.market_id, application_id=application.id, position=last + 1
    )
    db.session.add(place)
    db.session.flush()
    return place


def leave_the_list(application: Application) -> None:
    """Take an application off the waiting list; whoever stands behind it moves up."""
    db.session.flush()
    queries.hold_market(application.market_id)
    places = list(queries.waiting_places(application.market_id))
    for place in places:
        if place.application_id == application.id:
            db.session.delete(place)
    in_order([one for one in places if one.application_id != application.id])


def in_order(places: list[WaitingPlace]) -> None:
    """Let these stand in this order, from 1 without gaps.

    No two may share a position even for a moment, so those that move step aside first.
    """
    moved = [(one, at) for at, one in enumerate(places, 1) if one.position != at]
    for one, at in moved:
        one.position = -at
    db.session.flush()
    for one, at in moved:
        one.position = at
    db.session.flush()


def tell_applicant(kind: str, application: Application, **params: object) -> None:
    """Leave the applicant a message that leads to the application."""
    notices.send(
        kind,
        [application.author_id],
        arguments=address(application),
        brand=name(application),
        **params,
    )
