"""Leads: from the first word to the link that lets them apply."""

from datetime import date
from typing import Any

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.core import clock, contact, throttle, tokens
from portal.core.db import db
from portal.core.errors import ConflictError, GoneError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.requests import absolute_address, visitor_address
from portal.intakes import queries, rules
from portal.intakes.models import Lead, LeadContact, LeadState
from portal.markets.models import Market
from portal.notices import actions as notices

LEFT_HERE = "page"
"""The source of a lead that left its number on the market's own page."""


def enter(market: Market, *, by: audit.Actor, **facts: Any) -> Lead:
    """Return a new lead; facts are the columns' own. The same again at once is the same lead.

    Raises:
        InvalidError: the mobile number is none, the next day is past, or nobody of the office
            is responsible.
        TooManyError: too many within the hour.
    """
    facts["mobile"] = contact.normalise_mobile(facts["mobile"])
    check_responsible(market, facts["responsible_id"])
    check_next_day(facts["next_on"])
    if twin := queries.just_entered(market.id, facts["name"], facts["mobile"]):
        return twin
    throttle.hit(rules.LEADS_PER_PERSON, "lead", str(by.id))
    lead = Lead(market_id=market.id, contacts=[], **facts)
    db.session.add(lead)
    audit.record("lead.enter", lead, by=by)
    return lead


def check_responsible(market: Market, person_id: int) -> None:
    """Refuse somebody who is not of the market's office.

    Raises:
        InvalidError: on `responsible_id`.
    """
    if person_id not in {one.id for one in queries.office(market.id)}:
        raise InvalidError("responsible_id", _l("Choose somebody of this office."))


def check_next_day(day: date) -> None:
    """Refuse to do next what should have been done before today.

    Raises:
        InvalidError: on `next_on`.
    """
    if day < clock.today():
        raise InvalidError("next_on", _l("This day is past."))


def leave_number(market: Market, *, name: str, mobile: str) -> None:
    """Let a visitor of the market's page leave his number; leaving it again changes nothing.

    Raises:
        InvalidError: the mobile number is none.
        TooManyError: too many from there, or for this market.
        ConflictError: nobody works in the office.
    """
    mobile = contact.normalise_mobile(mobile)
    throttle.hit(rules.LEFT_PER_VISITOR, "lead-left", visitor_address())
    throttle.hit(rules.LEFT_PER_MARKET, "lead-left-market", str(market.id))
    if queries.running_with(market.id, mobile):
        return
    office = accounts.member_ids(Role.MANAGER, market_id=market.id)
    if not office:
        raise ConflictError(_l("Nobody of the office can take it now."), _l("Call the office."))
    lead = Lead(
        market_id=market.id,
        name=name,
        mobile=mobile,
        source=LEFT_HERE,
        next_action=_("Call back: left a number on the market's page"),
        next_on=clock.today() + rules.CALL_BACK,
        responsible_id=queries.least_busy(office),
        contacts=[],
    )
    db.session.add(lead)
    audit.record("lead.leave", lead, by=None)
    notices.send(
        "lead.left",
        [lead.responsible_id],
        arguments={"market": market.slug, "lead_id": lead.id},
        who=name,
    )


def change_lead(lead: Lead, *, by: audit.Actor, **facts: Any) -> None:
    """Keep what is said of a lead.

    Raises:
        InvalidError: the mobile number is none, another day is past, or nobody of the office
            is responsible.
    """
    facts["mobile"] = contact.normalise_mobile(facts["mobile"])
    check_responsible(lead.market, facts["responsible_id"])
    if facts["next_on"] != lead.next_on:
        check_next_day(facts["next_on"])
    for name, value in facts.items():
        setattr(lead, name, value)
    audit.record("lead.change", lead, by=by)


def note_contact(
    lead: Lead, *, by: audit.Actor, text: str, next_action: str, next_on: date
) -> None:
    """Note a talk and what comes next; sending it twice is once.

    Raises:
        ConflictError: it has applied or is lost.
        InvalidError: on `next_on`: that day is past.
    """
    rules.check_running(lead)
    check_next_day(next_on)
    last = lead.contacts[-1:]
    if last and (last[0].author_id, last[0].text) == (by.id, text):
        return
    lead.contacts.append(LeadContact(author_id=by.id, author_name=by.name, text=text))
    lead.next_action, lead.next_on = next_action, next_on
    audit.record("lead.contact", lead, by=by)


def lose(lead: Lead, *, by: audit.Actor, reason: str) -> None:
    """Give a lead up, with the reason; its link opens nothing any more. A double click is one.

    Raises:
        ConflictError: it has applied.
    """
    if lead.state is LeadState.LOST:
        return
    rules.LEAD_WORKFLOW.move(lead, "lose")
    lead.reason = reason
    lead.token_hash = lead.token_expires_at = None
    audit.record("lead.lose", lead, by=by, reason=reason)


def resume(lead: Lead, *, by: audit.Actor) -> None:
    """Take up a lost lead again; a double click is one.

    Raises:
        ConflictError: it is not lost.
    """
    if lead.state is LeadState.OPEN:
        return
    rules.LEAD_WORKFLOW.move(lead, "resume")
    lead.next_on = max(lead.next_on, clock.today())
    audit.record("lead.resume", lead, by=by)


def invite(lead: Lead, *, by: audit.Actor) -> str:
    """Return a new link with which this lead applies; an earlier one ends.

    Raises:
        ConflictError: it has applied or is lost.
    """
    rules.LEAD_WORKFLOW.move(lead, "invite")
    token = tokens.new()
    lead.token_hash = tokens.digest(token)
    lead.token_expires_at = clock.now() + rules.LINK_LIFE
    audit.record("lead.invite", lead, by=by)
    return absolute_address("counter.invited", token=token)


def open_link(lead: Lead) -> Lead:
    """Return a lead whose link still works.

    Raises:
        GoneError: it is too old.
    """
    old = lead.token_expires_at is None or lead.token_expires_at < clock.now()
    if old and not lead.application_id:
        raise GoneError(
            _l("This link is too old."), _l("Ask the market's office for a new one, or just apply.")
        )
    return lead


def link_begun(lead: Lead, application_id: int) -> None:
    """Note what was begun with a lead's link."""
    lead.application_id = application_id


def has_applied(application_id: int, *, by: audit.Actor) -> None:
    """Let the lead of an application that was sent show it."""
    lead = queries.lead_of_application(application_id)
    if lead and lead.state is not LeadState.APPLIED:
        rules.LEAD_WORKFLOW.move(lead, "apply")
        lead.token_expires_at = None
        audit.record("lead.apply", lead, by=by)
