"""What waits for a market's office and for the platform's own staff."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import url_for

from portal.access.permissions import Role
from portal.accounts.models import Viewer
from portal.agency import queries as agency
from portal.agents.models import Agent
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, moment, said
from portal.incubation import queries as incubation
from portal.onboarding import queries as onboarding
from portal.onboarding.models import Application, Interview, Review
from portal.reports import queries
from portal.reports.duties.lines import (
    APPLICATION_CLOCK,
    OFFICE_CLOCK,
    Duty,
    by_clock,
    late,
    question,
)

HALF_A_DAY = timedelta(hours=12)
A_WEEK = timedelta(days=7)


def of_manager(viewer: Viewer) -> list[Duty]:
    """Return what waits for the offices where the person works."""
    here = viewer.ids(Role.MANAGER)
    duties = [application_to_decide(one) for one in queries.waiting_applications(here)]
    duties += [review_to_write(one) for one in onboarding.waiting_reviews(viewer)]
    duties += [talk_to_hold(one) for one in interviews_of_the_week(here)]
    duties += [evidence_to_decide(one) for one in incubation.waiting_evidence(here)]
    duties += [profile_to_decide(one) for one in queries.submitted_revisions(here)]
    duties += [question(one, OFFICE_CLOCK) for one in agency.waiting_in_markets(here)]
    duties += [agent_to_verify(one) for one in queries.agents_to_verify()]
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


def review_to_write(review: Review) -> Duty:
    application = review.application
    return Duty(
        title=said(application, "name"),
        text=_("wants your review; nobody else sees your points before all are in"),
        button=_("Read and score"),
        href=url_for("panel.score", market=application.market.slug, application_id=application.id),
        since=review.created_at,
        tone=late(review.created_at, APPLICATION_CLOCK),
    )


def interviews_of_the_week(market_ids: frozenset[int]) -> Sequence[Interview]:
    """Return the talks of the next seven days, and of today those that have begun."""
    now = clock.now()
    return onboarding.coming_interviews(market_ids, now - HALF_A_DAY, now + A_WEEK)


def talk_to_hold(interview: Interview) -> Duty:
    application = interview.application
    return Duty(
        title=in_text(_("Interview: %(brand)s"), brand=said(application, "name")),
        text=in_text(
            _("%(when)s, %(place)s, with %(who)s"),
            when=moment(interview.starts_at),
            place=said(interview.place),
            who=said(interview.interviewer.name),
        ),
        button=_("Open it"),
        href=url_for(
            "panel.talk",
            market=application.market.slug,
            application_id=application.id,
            interview_id=interview.id,
        ),
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
