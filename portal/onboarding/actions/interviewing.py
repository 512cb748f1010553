"""Inviting an applicant, moving the talk, calling it off, and noting what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.actions.stepping import keep, step, strike_out
from portal.onboarding.actions.telling import address, name
from portal.onboarding.models import (
    Application,
    ApplicationState,
    Interview,
    InterviewMode,
)


@dataclass(frozen=True)
class Wish:
    """When, where and with whom."""

    starts_at: datetime
    minutes: int
    mode: InterviewMode
    place: str
    words: str
    interviewer_id: int

    @property
    def ends_at(self) -> datetime:
        """Return when it would be over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def invite(
    application: Application, wish: Wish, *, by: audit.Actor, seen: int | None = None
) -> Interview:
    """Invite the applicant to a talk.

    Raises:
        ConflictError: it is not the time for it, or the application was changed since `seen`.
        InvalidError: in the past, nobody of the office, or a double booking.
    """
    if application.state is ApplicationState.INTERVIEW:
        raise ConflictError(
            _l("The applicant is invited already."), _l("Open the application, and move the talk.")
        )
    check(application, wish)
    step(application, "invite", by=by, reason=wish.words, seen=seen)
    interview = Interview(
        application_id=application.id,
        application=application,
        uid=f"{uuid4()}@interview",
        sequence=0,
        changed_at=clock.now(),
        **as_columns(wish),
    )
    db.session.add(interview)
    audit.record("interview.invite", interview, by=by)
    tell("interview.invited", interview)
    return interview


def move_to(interview: Interview, wish: Wish, *, by: audit.Actor) -> None:
    """Move a talk to another time, place or person; the applicant is told, his calendar moves.

    Raises:
        ConflictError: it was held or called off.
        InvalidError: as `invite`.
    """
    if not rules.INTERVIEW_WORKFLOW.allows("hold", interview.state):
        raise ConflictError(
            _l("This interview is over: “%(state)s”.", state=interview.state.label),
            _l("Invite the applicant anew if you want to talk again."),
        )
    if all(getattr(interview, column) == value for column, value in as_columns(wish).items()):
        return
    check(interview.application, wish, but=interview.id)
    for column, value in as_columns(wish).items():
        setattr(interview, column, value)
    interview.sequence += 1
    interview.changed_at = clock.now()
    keep(interview.application, "move", by=by, reason=wish.words)
    audit.record("interview.move", interview, by=by)
    tell("interview.moved", interview)


def as_columns(wish: Wish) -> dict[str, object]:
    """Return what a wish writes into the row."""
    columns = ("starts_at", "minutes", "mode", "place", "words", "interviewer_id")
    return {column: getattr(wish, column) for column in columns}


def check(application: Application, wish: Wish, *, but: int = 0) -> None:
    """Refuse a time that is over, a stranger, and a double booking.

    Raises:
        InvalidError: on the field that cannot be.
    """
    if wish.starts_at <= clock.now():
        raise InvalidError("day", _l("Choose a time that is still to come."))
    office = accounts.member_ids(Role.MANAGER, market_id=application.market_id)
    if wish.interviewer_id not in office:
        raise InvalidError("interviewer_id", _l("Choose somebody of this office."))
    queries.hold_market(application.market_id)
    found = queries.around(
        application.market_id, wish.starts_at, wish.ends_at, wish.interviewer_id, wish.place
    )
    for other in found:
        if other.id == but:
            continue
        if rules.overlap(wish.starts_at, wish.ends_at, other.starts_at, other.ends_at):
            refuse_double(other, wish)


def refuse_double(other: Interview, wish: Wish) -> None:
    """Say who or what is taken at that time.

    Raises:
        InvalidError: always.
    """
    here = other.starts_at.astimezone(clock.SHANGHAI)
    said = {
        "who": other.interviewer.name,
        "brand": other.application.name_zh,
        "from": here.strftime("%H:%M"),
        "until": other.ends_at.astimezone(clock.SHANGHAI).strftime("%H:%M"),
        "place": other.place,
    }
    if other.interviewer_id == wish.interviewer_id:
        words = _l("%(who)s talks with %(brand)s from %(from)s to %(until)s that day.", **said)
        raise InvalidError("time", words)
    words = _l("“%(place)s” is taken by %(brand)s from %(from)s to %(until)s that day.", **said)
    raise InvalidError("place", words)


def cancel(interview: Interview, *, by: audit.Actor, reason: str) -> None:
    """Call a talk off; the application goes back to the shortlist.

    Raises:
        ConflictError: it was held or called off already.
    """
    strike_out(interview)
    step(interview.application, "call off", by=by, reason=reason)
    audit.record("interview.cancel", interview, by=by, reason=reason)
    tell("interview.cancelled", interview, reason=reason)


def note_result(
    interview: Interview, *, score: int | None, passed: bool, note: str, by: audit.Actor
) -> None:
    """Note what came of a talk, for the office alone.

    Raises:
        ConflictError: it was called off or noted already, or has not begun.
    """
    if interview.starts_at > clock.now():
        raise ConflictError(
            _l("The interview has not begun yet."), _l("Note the result when it is over.")
        )
    rules.INTERVIEW_WORKFLOW.move(interview, "hold")
    interview.score, interview.passed, interview.note = score, passed, note
    keep(interview.application, "hold", by=by, note=note)
    audit.record("interview.hold", interview, by=by, passed=passed)


def tell(kind: str, interview: Interview, **params: object) -> None:
    """Leave the applicant a message about a talk."""
    here = interview.starts_at.astimezone(clock.SHANGHAI)
    market = interview.application.market
    notices.send(
        kind,
        [interview.author_id],
        arguments=address(interview.application),
        brand=name(interview.application),
        market={"zh": market.name_zh, "en": market.name_en},
        when=here.strftime("%Y-%m-%d %H:%M"),
        place=interview.place,
        **params,
    )
