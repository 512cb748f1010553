"""The table of an office's duties: how each kind of line reads, and where its button leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.core.i18n import date_words, in_text, moment, month_words, ngettext, said
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.figures import monthly
from portal.flags.models import FlagKind
from portal.reference import papers as paper_kinds
from portal.reports.queries import Line

Words = Callable[[Line], Markup | str] | object
"""What a line says: made from it, or the same for all of its kind."""
IN_BRAND = {"brand": "slug"}


@dataclass(frozen=True)
class Kind:
    """How lines of one kind read."""

    label: object
    text: Words
    button: object
    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Arguments of the address, by the column that holds each; the market's is added."""
    title: Words = lambda line: said(line, "name")
    group: Words | None = None
    """What a group of merchants is told; none where it is the office's own affair."""
    names_day: bool = False
    """Whether those words say on which day it is due."""
    in_market: bool = True
    is_quiet: bool = False
    """Whether the line only reminds, without a clock."""

    def says(self, words: Words, line: Line) -> Markup | str:
        """Return some of the kind's words as this line says them."""
        return words(line) if callable(words) else str(words)

    def href(self, line: Line, market: str) -> str:
        """Return where the button leads."""
        return url_for(self.endpoint, **self.place(line, market))

    def place(self, line: Line, market: str) -> dict[str, Any]:
        """Return the arguments of the address that the button leads to."""
        found = {name: getattr(line, column) for name, column in self.arguments.items()}
        return found | ({"market": market} if self.in_market else {})


def paper_name(line: Line) -> Markup:
    """Return what a paper is called."""
    kind = paper_kinds.every().get(line.code.partition(".")[0])
    return said(kind, "name") if kind else said(line.code)


def some_milestones(line: Line) -> Markup | str:
    """Return one milestone by its title, several by their number."""
    if line.number == 1:
        return in_text(_("has a milestone to show: %(milestone)s"), milestone=said(line, "words"))
    return ngettext("has %(num)d milestone to show", "has %(num)d milestones to show", line.number)


def unanswered(line: Line) -> Markup | str:
    """Return which brand owes a month, or how many do."""
    month = month_words(monthly.read_month(line.code) or line.due_on)
    if line.number == 1:
        return in_text(
            _("%(brand)s has not answered for %(month)s"), brand=said(line, "words"), month=month
        )
    return ngettext(
        "%(num)d brand has not answered for %(month)s",
        "%(num)d brands have not answered for %(month)s",
        line.number,
        month=month,
    )


def until(line: Line) -> Markup:
    """Return until when a month's figures are wanted, and by whom."""
    return in_text(
        _("Monthly figures, due by %(day)s · %(market)s"),
        day=date_words(line.due_on),
        market=said(line, "name"),
    )


def let_ends(line: Line) -> str:
    """Return which stall's let ends when."""
    return _(
        "Its lease of stall %(number)s ends on %(day)s",
        number=line.code,
        day=line.due_on.isoformat(),
    )


def paper_ends(line: Line) -> Markup:
    """Return which paper is good until when."""
    return in_text(
        _("%(paper)s is good until %(day)s"), paper=paper_name(line), day=line.due_on.isoformat()
    )


KINDS: Mapping[str, Kind] = {
    "application": Kind(
        _l("Applications"),
        _l("has applied and waits for your answer"),
        _l("Open the application"),
        "onboarding.show",
        {"application_id": "thing_id"},
    ),
    "review": Kind(
        _l("Reviews"),
        _l("wants your review; nobody else sees your points before all are in"),
        _l("Read and score"),
        "panel.score",
        {"application_id": "thing_id"},
    ),
    "decision": Kind(
        _l("Decisions"),
        _l("is read; the applicant waits for the decision"),
        _l("Open the application"),
        "onboarding.show",
        {"application_id": "thing_id"},
    ),
    "interview": Kind(
        _l("Interviews"),
        lambda line: in_text(
            _("%(when)s, %(place)s, with %(who)s"),
            when=moment(line.since),
            place=said(line.code),
            who=said(line.words_zh),
        ),
        _l("Open it"),
        "panel.talk",
        {"application_id": "thing_id", "interview_id": "other_id"},
        title=lambda line: in_text(_("Interview: %(brand)s"), brand=said(line, "name")),
    ),
    "evidence": Kind(
        _l("Evidence"),
        lambda line: in_text(
            _("has handed in evidence: %(milestone)s"), milestone=said(line, "words")
        ),
        _l("Look at it"),
        "incubation.milestone",
        IN_BRAND | {"milestone_id": "thing_id"},
    ),
    "milestones": Kind(
        _l("Milestones due"),
        some_milestones,
        _l("See and remind"),
        "incubation.track",
        IN_BRAND,
        group=some_milestones,
    ),
    "pause": Kind(
        _l("Pauses ending"),
        lambda line: _(
            "is paused, expected back on %(day)s: let it go on, or talk to it",
            day=date_words(line.due_on),
        ),
        _l("Open the track"),
        "incubation.track",
        IN_BRAND,
    ),
    "profile": Kind(
        _l("Profiles"),
        _l("has submitted a profile to be published"),
        _l("See what changed"),
        "brands.revision",
        IN_BRAND | {"number": "number"},
    ),
    "paper": Kind(
        _l("Papers to check"),
        lambda line: in_text(_("has handed in a paper: %(paper)s"), paper=paper_name(line)),
        _l("Look at it"),
        "papers.show",
        IN_BRAND | {"slot": "code"},
    ),
    "paper_end": Kind(
        _l("Papers running out"),
        paper_ends,
        _l("Open the paper"),
        "papers.show",
        IN_BRAND | {"slot": "code"},
        group=paper_ends,
        names_day=True,
    ),
    "enquiry": Kind(
        _l("Agents' questions"),
        lambda line: in_text(_("A question to %(brand)s"), brand=said(line, "name")),
        _l("Answer"),
        "agency.show",
        {"enquiry_id": "thing_id"},
        title=lambda line: in_text(_("%(agent)s waits for an answer"), agent=said(line, "words")),
        group=_l("an agent waits for an answer"),
        in_market=False,
    ),
    "connection": Kind(
        _l("Terms asked for"),
        lambda line: in_text(_("The exact terms of %(brand)s"), brand=said(line, "name")),
        _l("Look at it"),
        "connections.show",
        {"connection_id": "thing_id"},
        title=lambda line: in_text(_("%(agent)s asks for terms"), agent=said(line, "words")),
        group=_l("an agent asks for the exact terms"),
        in_market=False,
    ),
    "flag": Kind(
        _l("Reports about pages"),
        lambda line: _("A reader reports: %(what)s", what=FlagKind(line.code).label),
        _l("Read and answer"),
        "flags.show",
        {"flag_id": "thing_id"},
        in_market=False,
    ),
    "figures": Kind(
        _l("Monthly figures"),
        until,
        _l("See who, and remind"),
        "figures.unanswered",
        {"month": "code"},
        title=unanswered,
        group=unanswered,
    ),
    "agent": Kind(
        _l("Agents to verify"),
        _l("waits to be verified as an agent"),
        _l("Check the company"),
        "agents.show",
        {"agent_id": "thing_id"},
        in_market=False,
    ),
    "roster": Kind(
        _l("Imports"),
        _l("a table that was sent waits for somebody to look and tick"),
        _l("Look at the rows"),
        "rosters.show",
        {"roster_id": "thing_id"},
    ),
    "let_end": Kind(
        _l("Leases ending"),
        let_ends,
        _l("Extend or end"),
        "leasing.stall",
        {"stall_id": "thing_id"},
        group=let_ends,
        names_day=True,
    ),
    "session": Kind(
        _l("Sessions to record"),
        lambda line: moment(line.since),
        _l("Note it"),
        "mentoring.booking",
        {"booking_id": "thing_id"},
        title=lambda line: in_text(
            _("Did it take place? %(service)s with %(brand)s"),
            service=said(line, "words"),
            brand=said(line, "name"),
        ),
    ),
    "booking": Kind(
        _l("Sessions booked"),
        lambda line: in_text(
            _("%(when)s: %(service)s"), when=moment(line.since), service=said(line, "words")
        ),
        _l("Open it"),
        "mentoring.booking",
        {"booking_id": "thing_id"},
        group=lambda line: in_text(
            _("is expected %(when)s: %(service)s"),
            when=moment(line.since),
            service=said(line, "words"),
        ),
    ),
    "lead": Kind(
        _l("Leads"),
        lambda line: in_text(_("Lead: %(name)s"), name=said(line.words_zh)),
        _l("Open the lead"),
        "intakes.show_lead",
        {"lead_id": "thing_id"},
    ),
    "intake": Kind(
        _l("Intakes"),
        lambda line: _("The intake closes on %(day)s.", day=date_words(line.due_on)),
        _l("Open the intake"),
        "intakes.show",
        {"intake_id": "thing_id"},
    ),
    "word": Kind(
        _l("Owner confirmations pending"),
        _l("was entered by the office and is not yet confirmed by the owner"),
        _l("Open the application"),
        "onboarding.show",
        {"application_id": "thing_id"},
        title=lambda line: said(line, "name") or said(line.words_zh),
    ),
    "transfer": Kind(
        _l("Changes of market"),
        _l("may change its market: your word is missing"),
        _l("Read and answer"),
        "transfers.show",
        {"transfer_id": "thing_id"},
    ),
    "graduation": Kind(
        _l("Ready to graduate"),
        _l("has nothing left to show in the last stage"),
        _l("See the checklist"),
        "incubation.graduation",
        IN_BRAND | {"enrolment_id": "thing_id"},
    ),
    "follow_up": Kind(
        _l("Alumni follow-up due"),
        lambda line: _("graduated %(months)d months ago: ask how it is doing", months=line.number),
        _l("Call and record"),
        "incubation.follow_up",
        IN_BRAND | {"enrolment_id": "thing_id", "months": "number"},
    ),
    "vacancy": Kind(
        _l("Vacant stalls"),
        lambda line: said(line, "name"),
        _l("See the vacant stalls"),
        "leasing.stalls",
        {"state": "code"},
        title=lambda line: ngettext("%(num)d vacant stall", "%(num)d vacant stalls", line.number),
        is_quiet=True,
    ),
}
