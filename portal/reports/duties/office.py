"""What waits for a market's office and for the platform's own staff."""

from typing import Any

from flask import url_for

from portal.access.permissions import Role
from portal.accounts.models import Viewer
from portal.agency import queries as agency
from portal.agents.models import Agent
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, said
from portal.incubation import queries as incubation
from portal.incubation.models import Enrolment
from portal.onboarding.models import Application
from portal.reports import queries
from portal.reports.duties.lines import (
    APPLICATION_CLOCK,
    OFFICE_CLOCK,
    Duty,
    by_clock,
    late,
    question,
)


def of_manager(viewer: Viewer) -> list[Duty]:
    """Return what waits for the offices where the person works."""
    here = viewer.ids(Role.MANAGER)
    duties = [application_to_decide(one) for one in queries.waiting_applications(here)]
    duties += [evidence_to_decide(one) for one in incubation.waiting_evidence(here)]
    duties += [profile_to_decide(one) for one in queries.submitted_revisions(here)]
    duties += [question(one, OFFICE_CLOCK) for one in agency.waiting_in_markets(here)]
    duties += [agent_to_verify(one) for one in queries.agents_to_verify()]
    duties += [brand_to_graduate(one) for one in incubation.ready_to_graduate(here)]
    duties += [graduate_to_ask(one, months) for one, months in incubation.to_ask(here)]
    return by_clock(duties)


def of_staff() -> list[Duty]:
    """Return what waits for the platform's own staff."""
    return by_clock(agent_to_verify(one) for one in queries.agents_to_verify())


def application_to_decide(application: Application) -> Duty:
    return Duty(
        title=said(application, "name"),
        text=_("has applied and waits for your answer"),
        button=_("Open the application"),
        href=url_for(
            "onboarding.show", market=application.market.slug, application_id=application.id
        ),
        since=application.submitted_at,
        tone=late(application.submitted_at, APPLICATION_CLOCK),
    )


def evidence_to_decide(step: Any) -> Duty:
    brand = step.enrolment.brand
    return Duty(
        title=said(brand, "name"),
        text=in_text(
            _("has handed in evidence: %(milestone)s"), milestone=said(step.milestone, "title")
        ),
        button=_("Look at it"),
        href=url_for(
            "incubation.milestone",
            market=brand.market.slug,
            brand=brand.slug,
            milestone_id=step.id,
        ),
        since=step.state_since,
        tone=late(step.state_since, APPLICATION_CLOCK),
    )


def brand_to_graduate(enrolment: Enrolment) -> Duty:
    brand = enrolment.brand
    return Duty(
        title=said(brand, "name"),
        text=_("has nothing left to show in the last stage"),
        button=_("See the checklist"),
        href=url_for(
            "incubation.graduation",
            market=brand.market.slug,
            brand=brand.slug,
            enrolment_id=enrolment.id,
        ),
    )


def graduate_to_ask(enrolment: Enrolment, months: int) -> Duty:
    brand = enrolment.brand
    return Duty(
        title=said(brand, "name"),
        text=_("graduated %(months)d months ago: ask how it does", months=months),
        button=_("Ask and write it down"),
        href=url_for(
            "incubation.follow_up",
            market=brand.market.slug,
            brand=brand.slug,
            enrolment_id=enrolment.id,
            months=months,
        ),
    )


def profile_to_decide(revision: Any) -> Duty:
    brand = revision.brand
    return Duty(
        title=said(brand, "name"),
        text=_("has submitted a profile to be published"),
        button=_("See what changed"),
        href=url_for(
            "brands.revision",
            market=brand.market.slug,
            brand=brand.slug,
            number=revision.number,
        ),
        since=revision.submitted_at,
        tone=late(revision.submitted_at, APPLICATION_CLOCK),
    )


def agent_to_verify(agent: Agent) -> Duty:
    return Duty(
        title=said(agent, "name"),
        text=_("waits to be verified as an agent"),
        button=_("Check the company"),
        href=url_for("agents.show", agent_id=agent.id),
        since=agent.submitted_at,
        tone=late(agent.submitted_at, APPLICATION_CLOCK),
    )
