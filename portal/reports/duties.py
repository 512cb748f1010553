"""What each person should do now: one list ordered by clock, each line with its one button."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.access.permissions import Role
from portal.accounts.models import Viewer
from portal.agency import queries as agency
from portal.agency.models import Enquiry
from portal.agents.models import Agent, AgentState
from portal.brands import queries as brands
from portal.brands.models import Brand, Revision, RevisionState
from portal.core import clock
from portal.core.i18n import age, in_text, said
from portal.core.i18n import gettext as _
from portal.incubation import queries as incubation
from portal.incubation.models import MilestoneState
from portal.onboarding import queries as onboarding
from portal.onboarding.models import Application, ApplicationState
from portal.reports import queries

OWNER_CLOCK = timedelta(hours=24)
OFFICE_CLOCK = timedelta(hours=72)
APPLICATION_CLOCK = timedelta(days=5)
"""How long a paper may lie before its line turns red: the markets' own promise."""
RENEWAL_NOTICE = timedelta(days=60)
COMPLETE = 100


@dataclass(frozen=True)
class Duty:
    """One line: what, since when, and the button that leads to it."""

    title: Markup | str
    text: Markup | str
    button: str
    href: str
    since: datetime | None = None
    tone: str = "waiting"

    @property
    def when(self) -> str:
        """Return how long it has waited."""
        return _("waiting for %(age)s", age=age(self.since)) if self.since else ""


def late(since: datetime | None, limit: timedelta) -> str:
    """Return the tone of something that has waited since then."""
    return "danger" if since and clock.now() - since > limit else "waiting"


def by_clock(duties: Iterable[Duty]) -> list[Duty]:
    """Return the red ones first, then the longest waiting; those without a clock at the end."""
    far = clock.now() + timedelta(days=1)
    return sorted(duties, key=lambda duty: (duty.tone != "danger", duty.since or far))


def of_manager(viewer: Viewer) -> list[Duty]:
    """Return what waits for the offices where the person works."""
    here = viewer.ids(Role.MANAGER)
    duties = [application_to_decide(one) for one in queries.waiting_applications(here)]
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


def question(enquiry: Enquiry, limit: timedelta) -> Duty:
    return Duty(
        title=in_text(_("%(agent)s waits for an answer"), agent=said(enquiry.agent, "name")),
        text=in_text(_("A question to %(brand)s"), brand=said(enquiry.brand, "name")),
        button=_("Answer"),
        href=url_for("agency.show", enquiry_id=enquiry.id),
        since=enquiry.waiting_since,
        tone=late(enquiry.waiting_since, limit),
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


def of_owner(viewer: Viewer, owned: Sequence[Brand]) -> list[Duty]:
    """Return what the owner of brands should do; the first line is the one next step."""
    numbers = [brand.id for brand in owned]
    duties = [
        question(one, OWNER_CLOCK) for one in agency.waiting_for_owner(viewer.ids(Role.OWNER))
    ]
    duties += [
        own_step(step)
        for step in incubation.next_step(numbers).values()
        if step.progress.state is not MilestoneState.SUBMITTED
    ]
    for revision in queries.newest_revisions(viewer.ids(Role.OWNER)):
        duties += own_profile(revision)
    return by_clock(duties)


def own_step(step: Any) -> Duty:
    returned = step.progress.state is MilestoneState.RETURNED
    return Duty(
        title=said(step.milestone, "title"),
        text=said(step.request) if returned else said(step.milestone, "guidance"),
        button=_("Add it now") if returned else _("Show how far you are"),
        href=url_for("incubation.milestone", **step.arguments),
        tone="danger" if returned else "waiting",
    )


def own_profile(latest: Revision) -> list[Duty]:
    """Return what the profile of a brand, in its newest revision, waits for from its owner."""
    brand = latest.brand
    address = url_for("brands.profile", market=brand.market.slug, brand=brand.slug)
    if latest.state is RevisionState.RETURNED:
        return [
            Duty(
                title=_("The office asks for a change in your profile"),
                text=said(latest.request),
                button=_("Change the profile"),
                href=address,
                since=latest.decided_at,
                tone="danger",
            )
        ]
    if latest.state is not RevisionState.DRAFT:
        return []
    percent = brands.percent_of(latest)
    return [
        Duty(
            title=_("Your profile is %(percent)d %% complete", percent=percent),
            text=_("Agents see it once it is complete, submitted and published."),
            button=_("Go on filling it in") if percent < COMPLETE else _("Submit it"),
            href=address,
        )
    ]


def of_applicant(viewer: Viewer) -> list[Duty]:
    """Return the applications that wait for their author."""
    duties = []
    for one in onboarding.of_author(viewer.id):
        address = url_for("onboarding.show", market=one.market.slug, application_id=one.id)
        if one.state is ApplicationState.RETURNED:
            duties.append(
                Duty(
                    title=said(one, "name"),
                    text=said(one.request),
                    button=_("Add it now"),
                    href=address,
                    since=one.decided_at,
                    tone="danger",
                )
            )
        elif one.state is ApplicationState.DRAFT:
            duties.append(
                Duty(
                    title=said(one, "name") or said(one.market, "name"),
                    text=_("Your application is not sent yet."),
                    button=_("Go on with it"),
                    href=address,
                )
            )
    return duties


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
