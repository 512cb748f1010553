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
from portal.core.i18n import date_words, in_text, moment, month_words, ngettext, said
from portal.core.i18n import gettext as _
from portal.figures import queries as figures
from portal.figures.queries import Owed
from portal.incubation import queries as incubation
from portal.incubation.models import Enrolment
from portal.intakes import queries as intakes
from portal.intakes.models import Intake, Lead
from portal.leasing import queries as leasing
from portal.leasing.models import Let
from portal.markets.models import Market
from portal.mentoring import queries as mentoring
from portal.onboarding import queries as onboarding
from portal.onboarding.models import Application, Interview, Review
from portal.papers import queries as papers
from portal.papers.models import PaperVersion
from portal.reference import papers as kinds
from portal.reports import queries
from portal.reports.duties.lines import (
    APPLICATION_CLOCK,
    OFFICE_CLOCK,
    Duty,
    by_clock,
    late,
    question,
)
from portal.reports.duties.mentor import session_to_note
from portal.rosters import queries as rosters
from portal.rosters.models import Roster, RosterState

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
    duties += [paper_to_decide(one) for one in papers.waiting_for_office(here, limit=queries.LINES)]
    duties += [question(one, OFFICE_CLOCK) for one in agency.waiting_in_markets(here)]
    duties += [figures_to_chase(one) for one in figures.unanswered_by_market(here)]
    duties += [agent_to_verify(one) for one in queries.agents_to_verify()]
    duties += [table_to_decide(one) for one in rosters.waiting(here)]
    duties += [let_that_ends(one) for one in leasing.ending_in(here)]
    duties += [vacant_stalls(market, count) for market, count in leasing.vacancies(here)]
    duties += [lead_to_follow(one) for one in intakes.due_leads(here, viewer.id)]
    duties += [intake_to_watch(one) for one in intakes.closing_soon(here)]
    duties += [word_to_get(one) for one in onboarding.unconfirmed(here)]
    duties += [brand_to_graduate(one) for one in incubation.ready_to_graduate(here)]
    duties += [session_to_note(one) for one in mentoring.to_note(here)]
    duties += [graduate_to_ask(one, months) for one, months in incubation.to_ask(here)]
    return by_clock(duties)


def lead_to_follow(lead: Lead) -> Duty:
    return Duty(
        title=said(lead.next_action),
        text=in_text(_("Lead: %(name)s"), name=said(lead.name)),
        button=_("Open the lead"),
        href=url_for("intakes.show_lead", market=lead.market.slug, lead_id=lead.id),
        tone="danger" if lead.next_on < clock.today() else "waiting",
    )


def intake_to_watch(intake: Intake) -> Duty:
    return Duty(
        title=said(intake, "title"),
        text=_("The intake closes on %(day)s.", day=date_words(intake.closes_on)),
        button=_("Open the intake"),
        href=url_for("intakes.show", market=intake.market.slug, intake_id=intake.id),
    )


def word_to_get(application: Application) -> Duty:
    return Duty(
        title=said(application, "name") or said(application.contact_name),
        text=_("was typed by the office and is not yet confirmed by the owner"),
        button=_("Open the application"),
        href=url_for(
            "onboarding.show", market=application.market.slug, application_id=application.id
        ),
        since=application.created_at,
    )


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


def paper_to_decide(version: PaperVersion) -> Duty:
    paper = version.paper
    return Duty(
        title=said(paper.brand, "name"),
        text=in_text(
            _("has handed in a paper: %(paper)s"), paper=said(kinds.every()[paper.kind], "name")
        ),
        button=_("Look at it"),
        href=url_for(
            "papers.show",
            market=paper.brand.market.slug,
            brand=paper.brand.slug,
            slot=papers.slot_code(paper.kind, paper.category),
        ),
        since=version.created_at,
        tone=late(version.created_at, APPLICATION_CLOCK),
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


def figures_to_chase(owed: Owed) -> Duty:
    return Duty(
        title=ngettext(
            "%(num)d brand has not answered for %(month)s",
            "%(num)d brands have not answered for %(month)s",
            owed.number,
            month=month_words(owed.month),
        ),
        text=in_text(
            _("Monthly figures, due by %(day)s · %(market)s"),
            day=date_words(owed.due_on),
            market=said(owed.market, "name"),
        ),
        button=_("See who, and remind"),
        href=url_for("figures.unanswered", **owed.arguments),
        tone="danger" if owed.is_late else "waiting",
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


def table_to_decide(roster: Roster) -> Duty:
    columns = roster.state is RosterState.UPLOADED
    return Duty(
        title=said(roster.file_name),
        text=_("a table that was sent waits for somebody to look and tick"),
        button=_("Check the columns") if columns else _("Look at the rows"),
        href=url_for(
            "rosters.columns" if columns else "rosters.show",
            market=roster.market.slug,
            roster_id=roster.id,
        ),
        since=roster.created_at,
        tone=late(roster.created_at, APPLICATION_CLOCK),
    )


def let_that_ends(let: Let) -> Duty:
    return Duty(
        title=said(let.brand, "name"),
        text=_(
            "Its let of stall %(number)s ends on %(day)s",
            number=let.stall.number,
            day=let.ends_on.isoformat(),
        ),
        button=_("Extend or end"),
        href=url_for("leasing.stall", market=let.market.slug, stall_id=let.stall_id),
    )


def vacant_stalls(market: Market, count: int) -> Duty:
    return Duty(
        title=ngettext("%(num)d vacant stall", "%(num)d vacant stalls", count),
        text=said(market, "name"),
        button=_("See the vacant stalls"),
        href=url_for("leasing.stalls", market=market.slug, state="vacant"),
        tone="quiet",
    )
