"""What an agent's people should do."""

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for

from portal.access.permissions import Role
from portal.accounts.models import Viewer
from portal.agency import queries as agency
from portal.agents.models import Agent, AgentState
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import said
from portal.reports.duties.lines import Duty, by_clock

RENEWAL_NOTICE = timedelta(days=60)


def of_agent(viewer: Viewer, run: Sequence[Agent]) -> list[Duty]:
    """Return what an agent's people should do."""
    duties = [company for agent in run for company in own_company(agent)]
    duties += [
        Duty(
            title=said(one.brand, "name"),
            text=_("has answered; it is your turn"),
            button=_("Read on"),
            href=url_for("agency.show", enquiry_id=one.id),
        )
        for one in agency.waiting_for_agent(viewer.ids(Role.AGENT))
    ]
    return by_clock(duties)


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
