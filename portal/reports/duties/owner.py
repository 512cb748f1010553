"""What a brand's owner should do, and an applicant."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import url_for
from markupsafe import Markup

from portal.access.permissions import Role
from portal.accounts.models import Viewer
from portal.agency import queries as agency
from portal.brands import queries as brands
from portal.brands.models import Brand, Revision, RevisionState
from portal.connections import queries as connections
from portal.core import clock, week
from portal.core.i18n import date_words, in_text, moment, month_words, ngettext, said
from portal.core.i18n import gettext as _
from portal.figures import queries as figures
from portal.figures.queries import Owed
from portal.flags import queries as flags
from portal.flags.models import Flag
from portal.incubation import queries as incubation
from portal.incubation.models import Enrolment, MilestoneState
from portal.incubation.queries import NextStep
from portal.leasing.models import Let
from portal.leasing.queries import Held
from portal.mentoring import queries as mentoring
from portal.onboarding import queries as onboarding
from portal.onboarding.models import WITH_THE_OFFICE, Application, ApplicationState, Interview
from portal.papers import queries as papers
from portal.papers.cards import ShownLine, shown
from portal.papers.models import Standing
from portal.reports import queries
from portal.reports.duties.lines import (
    OWNER_CLOCK,
    Duty,
    asked_for,
    by_clock,
    question,
    to_confirm,
    transfer_to_answer,
)
from portal.reports.duties.mentor import coming_session
from portal.reports.queries import LINES

COMPLETE = 100
TOLD_FOR = timedelta(days=60)
"""How long an application that was not taken stands on its author's home."""
OWN_TURN = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED})


def of_owner(viewer: Viewer, owned: Sequence[Brand], held: Held) -> list[Duty]:
    """Return what the owner of brands should do; the first line is the one next step."""
    numbers = [brand.id for brand in owned]
    revisions = queries.newest_revisions(viewer.ids(Role.OWNER))
    reading = {one.brand_id for one in revisions if one.state is RevisionState.SUBMITTED}
    duties = [
        to_confirm(one, one.agent) if one.is_over else question(one, OWNER_CLOCK)
        for one in agency.turn_of_owner(viewer.ids(Role.OWNER))
    ]
    duties += [asked_for(one) for one in connections.waiting_for_owner(viewer.ids(Role.OWNER))]
    steps, paused = incubation.next_and_paused(numbers, reading)
    for step in steps.values():
        duties += own_steps(step)
    duties += [own_pause(one) for one in paused]
    duties += [own_figures(one) for one in figures.waiting_for_owner(numbers)]
    for revision in revisions:
        duties += own_profile(revision)
    duties += [own_flag(one) for one in flags.to_mend(numbers)]
    duties += [own_let(one) for one in held.ending[:LINES]]
    duties += [own_paper(one) for one in paper_lines(owned)]
    duties += [coming_session(one) for one in mentoring.coming(numbers)]
    duties += [transfer_to_answer(one) for one in onboarding.transfers_waiting(numbers)]
    return by_clock(duties)


def paper_lines(owned: Sequence[Brand]) -> list[ShownLine]:
    """Return the papers to see to: what has a consequence, ends, or came back.

    That a paper is missing from which nothing follows stands on the page of papers alone.
    """
    lines = [line for shelf in papers.shelves(owned).values() for line in shelf.lines]
    return [
        one
        for one in shown(lines)
        if one.is_urgent and (one.line.standing is not Standing.MISSING or one.follows)
    ][:LINES]


def own_paper(one: ShownLine) -> Duty:
    line = one.line
    follows = line.consequence
    hard = line.standing in {Standing.EXPIRED, Standing.RETURNED} or (
        follows is not None and follows.holds and bool(one.follows)
    )
    return Duty(
        title=one.title,
        text=one.follows or one.until or said(line.kind, "purpose"),
        button=one.button,
        href=url_for(
            "papers.show",
            market=line.brand.market.slug,
            brand=line.brand.slug,
            slot=line.code,
        ),
        due=week.midnight_after(line.expires_on) if line.expires_on else None,
        tone="danger" if hard else "waiting",
    )


def own_steps(first: NextStep) -> list[Duty]:
    """Return a brand's next milestone, the others that are late, and how many more wait."""
    if first.progress.state is MilestoneState.SUBMITTED:
        return []
    duties = [own_step(one) for one in (first, *first.late[:LINES])]
    more = first.waiting + len(first.late[LINES:])
    if more:
        track = {name: first.arguments[name] for name in ("market", "brand")}
        duties.append(
            Duty(
                title=ngettext(
                    "%(num)d more milestone waits for you",
                    "%(num)d more milestones wait for you",
                    more,
                ),
                text=said(first.brand, "name"),
                button=_("See my milestones"),
                href=url_for("incubation.track", **track),
                tone="quiet",
            )
        )
    return duties


def own_pause(paused: Enrolment) -> Duty:
    """Return the line of a brand in whose programme no clock runs."""
    back = paused.pause.expected_on if paused.pause else None
    return Duty(
        title=in_text(_("The programme of %(brand)s is paused"), brand=said(paused.brand, "name")),
        text=_(
            "Nothing is due meanwhile; it goes on when the office lets it, likely on %(day)s.",
            day=date_words(back),
        )
        if back
        else _("Nothing is due meanwhile; it goes on when the office lets it."),
        button=_("See the track"),
        href=url_for("incubation.track", market=paused.brand.market.slug, brand=paused.brand.slug),
        tone="quiet",
    )


def own_step(step: NextStep) -> Duty:
    returned = step.progress.state is MilestoneState.RETURNED
    due = step.progress.due_on
    return Duty(
        title=said(step.milestone, "title"),
        text=said(step.request) if returned else said(step.milestone, "guidance"),
        button=_("Add it now") if returned else str(step.wish.label),
        href=url_for("incubation.milestone", **step.arguments),
        due=week.midnight_after(due) if due else None,
        tone="danger" if returned or step.days_late else "waiting",
        clock=until(due, step.days_late) if due else "",
    )


def until(due: date, days_late: int) -> str:
    """Return until when something is in time, or for how long it has not been."""
    day = date_words(due)
    if not days_late:
        return _("due on %(day)s", day=day)
    return ngettext(
        "overdue by %(num)d day, since %(day)s",
        "overdue by %(num)d days, since %(day)s",
        days_late,
        day=day,
    )


def own_figures(owed: Owed) -> Duty:
    month = Markup('<span class="unbroken">{}</span>').format(month_words(owed.month))
    return Duty(
        title=in_text(_("Figures of %(month)s: 2 minutes"), month=month),
        text=in_text(
            _("%(brand)s: a few numbers; what you do not know stays blank"),
            brand=said(owed.brand, "name"),
        ),
        button=_("Fill them in"),
        href=url_for("figures.month", **owed.arguments),
        due=week.midnight_after(owed.due_on),
        tone="danger" if owed.is_late else "waiting",
        clock=until(owed.due_on, owed.days_late),
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


def own_flag(flag: Flag) -> Duty:
    """Return the line of a page that the office asks to put right after a reader's report."""
    return Duty(
        title=_("A reader reports: %(what)s", what=flag.kind.label),
        text=said(flag.answer),
        button=_("See it and put it right"),
        href=url_for("flags.brand", market=flag.brand.market.slug, brand=flag.brand.slug),
        due=flag.due_at,
        tone="danger" if clock.now() > flag.due_at else "waiting",
        clock=_("due on %(day)s", day=date_words(flag.due_at.astimezone(clock.SHANGHAI).date())),
    )


def own_let(let: Let) -> Duty:
    number, day = let.stall.number, let.ends_on.isoformat()
    return Duty(
        title=_("Your lease of stall %(number)s ends on %(day)s", number=number, day=day),
        text=_("Tell the office whether you stay: it lets the stall to others otherwise."),
        button=_("See your stalls"),
        href=url_for("leasing.brand", market=let.market.slug, brand=let.brand.slug),
        due=week.midnight_after(let.ends_on),
    )


def of_applicant(viewer: Viewer) -> list[Duty]:
    """Return where a person's applications stand: first those that wait for the person."""
    mine = onboarding.of_author(viewer.id)
    lately = clock.now() - TOLD_FOR
    duties = [own_application(one) for one in mine if one.state in OWN_TURN]
    duties += [sent_application(one) for one in mine if one.state in WITH_THE_OFFICE]
    duties += [
        declined_application(one)
        for one in mine
        if one.state is ApplicationState.DECLINED and one.decided_at and one.decided_at > lately
    ]
    return duties


def own_application(one: Application) -> Duty:
    """Return the line of an application that its author has to finish."""
    if one.state is ApplicationState.DRAFT:
        return Duty(
            title=said(one, "name") or said(one.market, "name"),
            text=_("Your application is not sent yet."),
            button=_("Go on with it"),
            href=application_page(one),
        )
    return Duty(
        title=said(one, "name"),
        text=said(one.request),
        button=_("Add it now"),
        href=application_page(one),
        since=one.decided_at,
        tone="danger",
    )


def sent_application(one: Application) -> Duty:
    """Return the line of an application that the office has: what it says, or when they meet."""
    talk = onboarding.open_interview(one.id) if one.state is ApplicationState.INTERVIEW else None
    return Duty(
        title=in_text(
            _("%(brand)s at %(market)s"), brand=said(one, "name"), market=said(one.market, "name")
        ),
        text=invited(talk) if talk else str(one.state.label),
        button=_("See where it stands"),
        href=application_page(one),
        tone="waiting" if talk else "quiet",
    )


def invited(talk: Interview) -> str:
    """Return when and where an applicant is expected."""
    return in_text(
        _("The office expects you: %(when)s, %(place)s"),
        when=moment(talk.starts_at),
        place=said(talk.place),
    )


def declined_application(one: Application) -> Duty:
    """Return the line of an application that the office did not take."""
    return Duty(
        title=in_text(
            _("%(brand)s at %(market)s"), brand=said(one, "name"), market=said(one.market, "name")
        ),
        text=_("The office could not take it this time, and wrote why."),
        button=_("Read the answer"),
        href=application_page(one),
        tone="quiet",
    )


def application_page(one: Application) -> str:
    return url_for("onboarding.show", market=one.market.slug, application_id=one.id)
