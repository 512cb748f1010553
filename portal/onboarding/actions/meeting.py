"""What a meeting does: shortlist, wait-list, decide for many at once, and state the places."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, PortalError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.models import Programme
from portal.markets.models import Market
from portal.onboarding import queries
from portal.onboarding.actions import deciding
from portal.onboarding.actions.stepping import in_order, join_the_list, keep, step, tell_applicant
from portal.onboarding.actions.telling import market_name
from portal.onboarding.models import Application, ApplicationState, DecisionRound, WaitingPlace

S = ApplicationState


def shortlist(
    application: Application,
    *,
    by: audit.Actor,
    reason: str = "",
    note: str = "",
    seen: int | None = None,
) -> None:
    """Take an application into the closer choice; a double click is one.

    Raises:
        ConflictError: decided or moved meanwhile, or changed since `seen`.
    """
    last = queries.last_event(application.id)
    if application.state is S.SHORTLISTED and last and last.by_id == by.id:
        return
    step(application, "shortlist", by=by, reason=reason, note=note, seen=seen)
    application.reason = reason
    audit.record("application.shortlist", application, by=by, reason=reason)
    tell_applicant("application.shortlisted", application, market=market_name(application))


def wait_list(
    application: Application,
    *,
    by: audit.Actor,
    reason: str = "",
    note: str = "",
    seen: int | None = None,
) -> WaitingPlace | None:
    """Put an application at the end of the waiting list; a double click is one.

    Raises:
        ConflictError: decided or moved meanwhile, or changed since `seen`.
    """
    last = queries.last_event(application.id)
    if application.state is S.WAITLISTED and last and last.by_id == by.id:
        return None
    step(application, "wait-list", by=by, reason=reason, note=note, seen=seen)
    application.reason = reason
    place = join_the_list(application)
    audit.record("application.wait-list", application, by=by, reason=reason)
    tell_applicant(
        "application.waitlisted",
        application,
        market=market_name(application),
        position=str(place.position),
    )
    return place


def move_on_list(
    application: Application, *, up: bool, seen: int, by: audit.Actor, reason: str
) -> None:
    """Let an application and its neighbour on the waiting list change places.

    Raises:
        ConflictError: it left the list or stands elsewhere meanwhile, or is at the end of it.
    """
    queries.hold_market(application.market_id)
    places = list(queries.waiting_places(application.market_id))
    at = next((n for n, one in enumerate(places) if one.application_id == application.id), None)
    to = None if at is None else at + (-1 if up else 1)
    if at is None or to is None or at + 1 != seen or not 0 <= to < len(places):
        raise ConflictError(
            _l("The waiting list has changed since you opened it."),
            _l("Look at it again, and move it then."),
        )
    places[at], places[to] = places[to], places[at]
    in_order(places)
    keep(application, "move up" if up else "move down", by=by, note=reason)
    audit.record("waiting.move", application, by=by, reason=reason, position=to + 1)


def state_places(market: Market, *, places: int, seen: int, by: audit.Actor) -> DecisionRound:
    """State how many places are given away from now on; it begins to count anew.

    Raises:
        ConflictError: a colleague stated it since `seen`.
    """
    queries.hold_market(market.id)
    found = queries.decision_round(market.id)
    if (found.version if found else 0) != seen:
        raise ConflictError(
            _l("Somebody stated the places a moment ago."), _l("Look at the meeting's page again.")
        )
    if found is None:
        found = DecisionRound(market_id=market.id)
        db.session.add(found)
    found.places, found.stated_at, found.stated_by_id = places, clock.now(), by.id
    audit.record("round.state", found, by=by, places=places)
    return found


# Many at once


@dataclass
class Outcome:
    """What became of each chosen application."""

    done: list[str] = field(default_factory=list)
    """Names."""
    refused: list[tuple[str, object]] = field(default_factory=list)
    """Names, with what stands against it and who changed what meanwhile."""


@dataclass(frozen=True)
class Verdict:
    """What the meeting decides for all that are chosen."""

    act: str
    """shortlist, wait-list, decline or admit."""
    reason: str = ""
    note: str = ""
    programme: Programme | None = None
    over: str = ""
    """Why they are admitted although there are not so many places."""


def decide_many(
    market: Market, chosen: Mapping[int, int | None], verdict: Verdict, *, by: audit.Actor
) -> Outcome:
    """Decide each chosen application (its number, and the version that was seen) by itself.

    One that was changed meanwhile keeps nothing of this decision; the others are decided.

    Raises:
        InvalidError: on `over_reason`: more are to be admitted than there are places.
    """
    found = queries.of_market(market.id, list(chosen))
    if verdict.act == "admit":
        check_all_places(market, found, over=verdict.over)
    outcome = Outcome()
    known = {one.id for one in found}
    for number, seen in chosen.items():
        if number in known:
            decide_one(number, seen, verdict, outcome, by=by)
    return outcome


def check_all_places(market: Market, chosen: Sequence[Application], *, over: str) -> None:
    """Refuse to admit more than the intakes and the round have places, counted together.

    Raises:
        InvalidError: on `over_reason`, with the numbers.
    """
    for intake_id, wanted in Counter(one.intake_id for one in chosen).items():
        if intake_id:
            deciding.check_intake(intake_id, wanted=wanted, over=over)
        else:
            deciding.check_round(market.id, wanted=wanted, over=over)


def decide_one(
    number: int, seen: int | None, verdict: Verdict, outcome: Outcome, *, by: audit.Actor
) -> None:
    """Decide one application wholly or not at all, and note what became of it."""
    application = queries.by_number(number)
    called, before = application.name_zh, queries.last_event(number)
    try:
        with db.session.begin_nested():
            ACTS[verdict.act](application, verdict, seen=seen, by=by)
    except StaleDataError:
        outcome.refused.append((called, _l("was saved by somebody else at the same moment")))
    except PortalError as error:
        outcome.refused.append((called, why(error, before, by)))
    else:
        outcome.done.append(called)


def why(error: PortalError, before: Any, by: audit.Actor) -> object:
    """Return what stands against a decision: who changed it last, else the rule's own words."""
    if before and before.by_name and before.by_id != by.id and isinstance(error, ConflictError):
        return _l(
            "%(who)s was there before you: now “%(state)s”",
            who=before.by_name,
            state=before.reached.label,
        )
    return error.message


def admit_one(
    application: Application, verdict: Verdict, *, seen: int | None, by: audit.Actor
) -> None:
    """Admit as one of many; the places were counted for all together."""
    if verdict.programme is None:
        raise ConflictError(_l("No programme takes brands now."))
    deciding.admit(
        application,
        by=by,
        programme=verdict.programme,
        seen=seen,
        over=verdict.over,
        note=verdict.note,
        counted=True,
    )


Act = Callable[..., object]
ACTS: Mapping[str, Act] = {
    "admit": admit_one,
    "shortlist": lambda one, verdict, **how: shortlist(
        one, reason=verdict.reason, note=verdict.note, **how
    ),
    "wait-list": lambda one, verdict, **how: wait_list(
        one, reason=verdict.reason, note=verdict.note, **how
    ),
    "decline": lambda one, verdict, **how: deciding.decline(
        one, reason=verdict.reason, note=verdict.note, **how
    ),
}
NEEDS_REASON: Sequence[str] = ("decline",)
