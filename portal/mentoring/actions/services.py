"""Offering mentors and services: what, when, closed days, quotas, a mentor's own account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.access.permissions import Role
from portal.accounts import memberships
from portal.accounts import queries as accounts
from portal.accounts.memberships import Place
from portal.accounts.models import Invitation
from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.markets.models import Market
from portal.mentoring import queries
from portal.mentoring.models import Closure, Quota, Service, ServiceHours, ServiceKind
from portal.mentoring.rules import Stretch


@dataclass(frozen=True)
class Offer:
    """What is offered, as the office writes it. `hours` are minutes of the day by weekday."""

    name_zh: str
    name_en: str
    about_zh: str
    about_en: str
    topics: Sequence[str]
    place_zh: str
    place_en: str
    capacity: int
    slot_minutes: int
    notice_hours: int
    hours: Mapping[int, Sequence[Stretch]]


def create(market: Market, kind: ServiceKind, offer: Offer, *, by: audit.Actor | None) -> Service:
    """Return a new service of a market.

    Raises:
        ConflictError: the market is closed.
    """
    if market.closed_at:
        raise ConflictError(
            _l("The market is closed: nothing is offered."), _l("Open the market again first.")
        )
    service = Service(market_id=market.id, kind=kind, hours=[], closures=[], topics=[])
    service.market = market
    write(service, offer)
    db.session.add(service)
    db.session.flush()
    audit.record("service.create", service, by=by, kind=kind.value)
    return service


def write(service: Service, offer: Offer) -> None:
    """Take over what the office wrote; a mentor has topics and talks to one brand at a time."""
    is_mentor = service.kind is ServiceKind.MENTOR
    service.name_zh, service.name_en = offer.name_zh, offer.name_en
    service.about_zh, service.about_en = offer.about_zh, offer.about_en
    service.topics = list(offer.topics) if is_mentor else []
    service.place_zh, service.place_en = offer.place_zh, offer.place_en
    service.capacity = 1 if is_mentor else offer.capacity
    service.slot_minutes, service.notice_hours = offer.slot_minutes, offer.notice_hours
    service.hours[:] = [
        ServiceHours(weekday=weekday, opens=opens, closes=closes)
        for weekday, stretches in offer.hours.items()
        for opens, closes in stretches
    ]


def change(service: Service, offer: Offer, *, by: audit.Actor) -> None:
    """Change what is offered; what is booked already stays as it was booked."""
    write(service, offer)
    audit.record("service.change", service, by=by)


def end(service: Service, *, by: audit.Actor) -> None:
    """Offer something no more; bookings that stand are kept or called off one by one."""
    if service.ended_at:
        raise ConflictError(_l("This is not offered any more."), _l("Nothing is left to do."))
    service.ended_at = clock.now()
    audit.record("service.end", service, by=by)


def resume(service: Service, *, by: audit.Actor) -> None:
    """Offer something again."""
    if not service.ended_at:
        raise ConflictError(_l("This is offered already."), _l("Nothing is left to do."))
    service.ended_at = None
    audit.record("service.resume", service, by=by)


def close_days(
    service: Service, *, starts_on: date, ends_on: date, reason: str, by: audit.Actor
) -> Closure:
    """Return the days on which something cannot be booked.

    Raises:
        InvalidError: the last day lies before the first.
    """
    if ends_on < starts_on:
        raise InvalidError("ends_on", _l("The last day lies before the first."))
    closure = Closure(starts_on=starts_on, ends_on=ends_on, reason=reason)
    service.closures.append(closure)
    days = {"since": starts_on.isoformat(), "until": ends_on.isoformat()}
    audit.record("service.close-days", service, by=by, reason=reason, **days)
    return closure


def open_days(closure: Closure, *, by: audit.Actor) -> None:
    """Take closed days back."""
    audit.record("service.open-days", closure.service, by=by, since=closure.starts_on.isoformat())
    db.session.delete(closure)


def set_quotas(
    market: Market, quotas: Mapping[ServiceKind, Mapping[str, int]], *, by: audit.Actor | None
) -> None:
    """Replace how often brands may use what, by stage."""
    for row in queries.quota_rows(market.id):
        db.session.delete(row)
    db.session.flush()
    db.session.add_all(
        Quota(market_id=market.id, kind=kind, stage_code=code, most=most)
        for kind, by_stage in quotas.items()
        for code, most in by_stage.items()
    )
    audit.record("service.set-quotas", market, by=by)


def invite(
    service: Service, *, email: str, language: str, by: audit.Actor | None
) -> tuple[Invitation, str]:
    """Return an invitation and the one-time address that gives a mentor an account.

    Raises:
        ConflictError: this is no mentor, or he has an account.
    """
    if service.kind is not ServiceKind.MENTOR or service.mentor_id:
        raise ConflictError(
            _l("Only a mentor without an account can be invited."), _l("Look at the page again.")
        )
    if service.invitation and service.invitation.is_open:
        service.invitation.revoked_at = clock.now()
    place = Place(
        role=Role.MENTOR,
        market_id=service.market_id,
        name_zh=service.market.name_zh,
        name_en=service.market.name_en,
    )
    invitation, address = memberships.invite(
        place, name=service.name_zh, email=email, language=language, by=by
    )
    service.invitation = invitation
    return invitation, address


def dismiss(service: Service, *, by: audit.Actor) -> None:
    """Take a mentor's account, or the invitation to one, off; his sessions stay.

    Raises:
        ConflictError: there is nothing to take off.
    """
    invitation = service.invitation
    if invitation is None:
        raise ConflictError(_l("This mentor has no account."), _l("Nothing is left to do."))
    if invitation.used_by_id:
        for member in accounts.members(Role.MENTOR, market_id=service.market_id):
            if member.user_id == invitation.used_by_id:
                memberships.remove(member, by=by)
    elif invitation.is_open:
        memberships.revoke(invitation, by=by)
    service.invitation = None
