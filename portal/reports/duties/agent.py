"""What an agent's people should do."""

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for

from portal.access.permissions import Role
from portal.accounts.models import Viewer
from portal.agency import queries as agency
from portal.agency.models import Enquiry
from portal.agents.models import Agent, AgentState
from portal.connections import queries as connections
from portal.connections.models import Connection, ConnectionState
from portal.core import clock
from portal.core.i18n import date_words, said
from portal.core.i18n import gettext as _
from portal.reports.duties.lines import Duty, by_clock, to_confirm

RENEWAL_NOTICE = timedelta(days=60)


def of_agent(viewer: Viewer, run: Sequence[Agent]) -> list[Duty]:
    """Return what an agent's people should do."""
    duties = [company for agent in run for company in own_company(agent)]
    companies = viewer.ids(Role.AGENT)
    duties += [own_talk(one) for one in agency.turn_of_agent(companies)]
    duties += [own_turn(one) for one in connections.waiting_for_agent(companies)]
    duties += [open_terms(one) for one in connections.news_of_agent(companies)]
    return by_clock(duties)


def own_talk(enquiry: Enquiry) -> Duty:
    """Return the line of a talk that waits for the agent."""
    if enquiry.is_over:
        return to_confirm(enquiry, enquiry.brand)
    return Duty(
        title=said(enquiry.brand, "name"),
        text=_("has answered; it is your turn"),
        button=_("Read on"),
        href=url_for("agency.show", enquiry_id=enquiry.id),
    )


def own_turn(connection: Connection) -> Duty:
    """Return the line of an invitation, or of what a brand has asked back."""
    invited = connection.state is ConnectionState.INVITED
    return Duty(
        title=said(connection.brand, "name"),
        text=_("invites you to read its terms")
        if invited
        else _("has a question before it opens its terms"),
        button=_("Read and accept") if invited else _("Answer"),
        href=url_for("connections.show", connection_id=connection.id),
        clock=_("due on %(day)s", day=date_words(connection.answer_by)),
    )


def open_terms(connection: Connection) -> Duty:
    """Return the line of terms that were just opened, or that close soon."""
    until = date_words(connection.ends_on)
    if connection.is_renewable:
        return Duty(
            title=said(connection.brand, "name"),
            text=_("Its terms are open to you until %(day)s.", day=until),
            button=_("Ask anew"),
            href=url_for("connections.connect", brand=connection.brand.slug),
        )
    return Duty(
        title=said(connection.brand, "name"),
        text=_("has opened its terms to you until %(day)s", day=until),
        button=_("See what is open"),
        href=url_for("connections.show", connection_id=connection.id),
        tone="done",
    )


def own_company(agent: Agent) -> list[Duty]:
    """Return what an agent's verification waits for from its people."""
    if agent.state is AgentState.REFUSED:
        return [
            Duty(
                title=_("Your company is not verified"),
                text=said(agent.state_reason),
                button=_("Correct it"),
                href=url_for("agents.edit", agent_id=agent.id),
                tone="danger",
            )
        ]
    ends = agent.verified_until
    if agent.state is AgentState.VERIFIED and ends and ends - clock.now() < RENEWAL_NOTICE:
        return [
            Duty(
                title=_("Your verification ends soon"),
                text=_("Look over your particulars; the office renews it once a year."),
                button=_("Look them over"),
                href=url_for("agents.edit", agent_id=agent.id),
                tone="danger" if not agent.is_verified else "waiting",
            )
        ]
    return []
