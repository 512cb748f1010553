"""Every message there is: its headline, its sentence, its one button. Read as a list.

`%(name)s` takes a param; a param given as {"zh": …, "en": …} speaks the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.core.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Kind:
    """One kind of message. `endpoint` is where its button leads."""

    headline: object
    sentence: object
    button: object
    endpoint: str


KINDS: Mapping[str, Kind] = {
    "application.submitted": Kind(
        _l("New application: %(brand)s"),
        _l("%(brand)s has applied. It is the office's turn to look at it."),
        _l("Open the application"),
        "onboarding.show",
    ),
    "application.returned": Kind(
        _l("Your turn: %(brand)s"),
        _l("The office of %(market)s asks you to add something: %(request)s"),
        _l("Add it now"),
        "onboarding.show",
    ),
    "application.admitted": Kind(
        _l("%(brand)s is admitted"),
        _l("Welcome to %(market)s. First comes: %(first)s"),
        _l("See the first step"),
        "incubation.track",
    ),
    "application.declined": Kind(
        _l("%(brand)s was not admitted"),
        _l("%(market)s has declined the application: %(reason)s"),
        _l("Read the decision"),
        "onboarding.show",
    ),
    "application.withdrawn": Kind(
        _l("Withdrawn: %(brand)s"),
        _l("The applicant has withdrawn the application of %(brand)s."),
        _l("Open the application"),
        "onboarding.show",
    ),
    "application.confirmed": Kind(
        _l("Confirmed: %(brand)s"),
        _l("%(who)s has confirmed what the office typed for %(brand)s."),
        _l("Open the application"),
        "onboarding.show",
    ),
    "application.merged": Kind(
        _l("%(brand)s: two applications are one now"),
        _l("The office of %(market)s has put two applications together: %(reason)s"),
        _l("Read what happened"),
        "onboarding.show",
    ),
    "lead.left": Kind(
        _l("A maker asks to be called: %(who)s"),
        _l("%(who)s has left a number on the market's page and waits for a call."),
        _l("Open the lead"),
        "intakes.show_lead",
    ),
    "application.shortlisted": Kind(
        _l("%(brand)s is shortlisted"),
        _l("%(market)s has taken the application into the closer choice."),
        _l("See what happens next"),
        "onboarding.show",
    ),
    "application.waitlisted": Kind(
        _l("%(brand)s is on the waiting list"),
        _l("All places of %(market)s are taken for now. Your position: %(position)s"),
        _l("See what happens next"),
        "onboarding.show",
    ),
    "application.given-up": Kind(
        _l("You gave the place of %(brand)s back"),
        _l("%(market)s knows. The brand's pages and its place in the programme are closed."),
        _l("Open the application"),
        "onboarding.show",
    ),
    "application.place-free": Kind(
        _l("A place is free again: %(brand)s"),
        _l("%(brand)s stepped back after admission: %(reason)s"),
        _l("Open the application"),
        "onboarding.show",
    ),
    "interview.invited": Kind(
        _l("Interview: %(when)s"),
        _l("%(market)s wants to talk with you about %(brand)s. Where: %(place)s"),
        _l("Open the invitation"),
        "onboarding.show",
    ),
    "interview.moved": Kind(
        _l("New time or place: %(when)s"),
        _l("The talk with %(market)s about %(brand)s has moved. Where: %(place)s"),
        _l("Open the invitation"),
        "onboarding.show",
    ),
    "interview.cancelled": Kind(
        _l("Called off: the interview of %(when)s"),
        _l("%(market)s has called the talk about %(brand)s off: %(reason)s"),
        _l("See what happens next"),
        "onboarding.show",
    ),
    "review.assigned": Kind(
        _l("To review: %(brand)s"),
        _l("You are a reader of the application of %(brand)s."),
        _l("Read and score"),
        "panel.score",
    ),
    "review.open": Kind(
        _l("All reviews are in: %(brand)s"),
        _l("The points for %(brand)s are open to the office now."),
        _l("See all points"),
        "panel.reviews",
    ),
    "review.recused": Kind(
        _l("A reader stood back: %(brand)s"),
        _l("%(who)s is not impartial. Ask somebody else to read %(brand)s."),
        _l("Ask somebody else"),
        "panel.reviews",
    ),
    "milestone.submitted": Kind(
        _l("Evidence to look at: %(brand)s"),
        _l("%(brand)s has handed in evidence for “%(milestone)s”."),
        _l("Look at it"),
        "incubation.milestone",
    ),
    "milestone.returned": Kind(
        _l("Your turn: “%(milestone)s”"),
        _l("The office asks for something more: %(request)s"),
        _l("Add it now"),
        "incubation.milestone",
    ),
    "milestone.passed": Kind(
        _l("Passed: “%(milestone)s”"),
        _l("The office has passed “%(milestone)s” of %(brand)s."),
        _l("See what comes next"),
        "incubation.track",
    ),
    "stage.entered": Kind(
        _l("%(brand)s reaches a new stage: %(stage)s"),
        _l("The gate of the last stage holds. Now begins: %(stage)s."),
        _l("See what comes next"),
        "incubation.track",
    ),
    "stage.moved-on": Kind(
        _l("%(brand)s goes on: %(stage)s"),
        _l("The office has moved the brand on by hand: %(reason)s What is open stays open."),
        _l("See what comes next"),
        "incubation.track",
    ),
    "stage.held": Kind(
        _l("%(brand)s stays in this stage: %(stage)s"),
        _l("The office holds the gate for now: %(reason)s"),
        _l("See the track"),
        "incubation.track",
    ),
    "stage.released": Kind(
        _l("%(brand)s: the gate is free again"),
        _l("The office has freed the gate of %(stage)s."),
        _l("See the track"),
        "incubation.track",
    ),
    "milestone.moved": Kind(
        _l("New date for “%(milestone)s”: %(new)s"),
        _l("The office has moved it from %(old)s to %(new)s: %(reason)s"),
        _l("Open the milestone"),
        "incubation.milestone",
    ),
    "milestone.waived": Kind(
        _l("Waived: “%(milestone)s”"),
        _l("The office asks nothing more for it: %(reason)s"),
        _l("Open the milestone"),
        "incubation.milestone",
    ),
    "milestone.lapsed": Kind(
        _l("No longer so: “%(milestone)s”"),
        _l("The portal's records no longer show what passed it. Put it in order again."),
        _l("See what is missing"),
        "incubation.milestone",
    ),
    "enrolment.paused": Kind(
        _l("The programme of %(brand)s is paused"),
        _l("No clock runs until the office lets it go on: %(reason)s"),
        _l("See the track"),
        "incubation.track",
    ),
    "enrolment.resumed": Kind(
        _l("%(brand)s goes on in the programme"),
        _l("Everything that was due has moved by the days of the pause (%(days)s)."),
        _l("See the new dates"),
        "incubation.track",
    ),
    "enrolment.extended": Kind(
        _l("More time for %(brand)s: until %(new)s"),
        _l("The planned end has moved from %(old)s to %(new)s: %(reason)s"),
        _l("See the track"),
        "incubation.track",
    ),
    "enrolment.exited": Kind(
        _l("%(brand)s has left the programme"),
        _l(
            "The office has ended the programme for the brand: %(reason)s Everything stays to read."
        ),
        _l("See what it means"),
        "incubation.track",
    ),
    "enrolment.graduated": Kind(
        _l("%(brand)s has graduated"),
        _l("Every line of the checklist holds. The certificate of %(brand)s is ready."),
        _l("See the certificate"),
        "incubation.track",
    ),
    "certificate.revoked": Kind(
        _l("The certificate of %(brand)s is revoked"),
        _l("Its public page says so from now on: %(reason)s"),
        _l("See the track"),
        "incubation.track",
    ),
    "figures.opened": Kind(
        _l("%(brand)s: the figures of %(month)s, 2 minutes"),
        _l("The month is over. A few numbers until %(due)s; what you do not know stays blank."),
        _l("Fill them in"),
        "figures.month",
    ),
    "figures.due": Kind(
        _l("%(brand)s: the figures of %(month)s are due by %(due)s"),
        _l("A few numbers are enough; what you do not know stays blank."),
        _l("Fill them in"),
        "figures.month",
    ),
    "figures.late": Kind(
        _l("%(brand)s: the figures of %(month)s are missing"),
        _l("They were due by %(due)s. Without them your line has a gap, and nothing more."),
        _l("Fill them in"),
        "figures.month",
    ),
    "figures.reminded": Kind(
        _l("The office asks for the figures of %(month)s"),
        _l("%(brand)s has not answered yet. It takes two minutes; the office also takes them."),
        _l("Fill them in"),
        "figures.month",
    ),
    "profile.submitted": Kind(
        _l("Profile to publish: %(brand)s"),
        _l("%(brand)s has submitted its profile. It is the office's turn."),
        _l("See what changed"),
        "brands.revision",
    ),
    "profile.returned": Kind(
        _l("Your turn: the profile of %(brand)s"),
        _l("The office asks for a change before it publishes: %(request)s"),
        _l("Change the profile"),
        "brands.profile",
    ),
    "profile.published": Kind(
        _l("Published: %(brand)s"),
        _l("Agents can now see the new profile of %(brand)s."),
        _l("See it as agents do"),
        "directory.show",
    ),
    "brand.hidden": Kind(
        _l("%(brand)s is hidden"),
        _l("%(brand)s was taken out of the directory for a while: %(reason)s"),
        _l("Open the profile"),
        "brands.profile",
    ),
    "brand.shown": Kind(
        _l("%(brand)s is in the directory again"),
        _l("Agents can find %(brand)s again."),
        _l("Open the profile"),
        "brands.profile",
    ),
    "brand.suspended": Kind(
        _l("%(brand)s is not shown for now"),
        _l("The office has suspended the public profile: %(reason)s"),
        _l("Open the profile"),
        "brands.profile",
    ),
    "brand.withdrawn": Kind(
        _l("%(brand)s left the directory"),
        _l("The office has withdrawn the public profile: %(reason)s"),
        _l("Open the profile"),
        "brands.profile",
    ),
    "agent.submitted": Kind(
        _l("Agent to verify: %(agent)s"),
        _l("%(agent)s has registered and waits for verification."),
        _l("Check the company"),
        "agents.show",
    ),
    "agent.verified": Kind(
        _l("%(agent)s is verified"),
        _l("You can now see cooperation terms and write to brands, until %(until)s."),
        _l("Browse the brands"),
        "directory.index",
    ),
    "agent.refused": Kind(
        _l("%(agent)s is not verified"),
        _l("The check found a problem: %(reason)s"),
        _l("Correct it"),
        "agents.edit",
    ),
    "enquiry.new": Kind(
        _l("%(agent)s asks %(brand)s"),
        _l("Please answer within 24 hours: %(excerpt)s"),
        _l("Answer"),
        "agency.show",
    ),
    "enquiry.reply": Kind(
        _l("%(who)s has answered"),
        _l("On %(brand)s: %(excerpt)s"),
        _l("Read on"),
        "agency.show",
    ),
    "enquiry.unanswered": Kind(
        _l("%(agent)s has waited 24 hours"),
        _l("The question to %(brand)s is not answered yet."),
        _l("Answer"),
        "agency.show",
    ),
    "enquiry.escalated": Kind(
        _l("%(agent)s has waited 72 hours"),
        _l("%(brand)s has not answered. Please call the brand or answer for it."),
        _l("Open the question"),
        "agency.show",
    ),
    "enquiry.closed": Kind(
        _l("Closed: %(agent)s and %(brand)s"),
        _l("%(who)s has closed the conversation: %(reason)s"),
        _l("Read it"),
        "agency.show",
    ),
    "let.begun": Kind(
        _l("Stall %(stall)s for %(brand)s"),
        _l("The market lets you stall %(stall)s from %(since)s to %(until)s."),
        _l("See your stalls"),
        "leasing.brand",
    ),
    "let.ended": Kind(
        _l("Stall %(stall)s: last day %(until)s"),
        _l("The let of %(brand)s ends then: %(reason)s"),
        _l("See your stalls"),
        "leasing.brand",
    ),
    "paper.uploaded": Kind(
        _l("Paper to look at: %(paper)s of %(brand)s"),
        _l("%(paper)s of %(brand)s was handed in and waits for the office."),
        _l("Look at it"),
        "papers.show",
    ),
    "paper.verified": Kind(
        _l("In order: %(paper)s"),
        _l("The office has verified %(paper)s of %(brand)s."),
        _l("See it"),
        "papers.show",
    ),
    "paper.returned": Kind(
        _l("Your turn: %(paper)s"),
        _l("The office cannot take it like this: %(request)s"),
        _l("Hand in another"),
        "papers.show",
    ),
    "paper.withdrawn": Kind(
        _l("No longer verified: %(paper)s"),
        _l("The office has withdrawn its verification: %(reason)s"),
        _l("Hand in another"),
        "papers.show",
    ),
    "paper.renewing": Kind(
        _l("Being renewed: %(paper)s of %(brand)s"),
        _l("%(brand)s has shown that the renewal of %(paper)s is under way."),
        _l("Look at it"),
        "papers.show",
    ),
    "paper.renewal-doubted": Kind(
        _l("Your turn: the renewal of %(paper)s"),
        _l("What you sent does not show a renewal: %(reason)s"),
        _l("See what is missing"),
        "papers.show",
    ),
    "paper.expiring": Kind(
        _l("%(paper)s ends in %(days)s days"),
        _l(
            "%(paper)s of %(brand)s is good until %(end)s. Hand in the new one, or show that you"
            " have applied for it."
        ),
        _l("Do it now"),
        "papers.show",
    ),
    "paper.expired": Kind(
        _l("%(paper)s has run out"),
        _l("%(paper)s of %(brand)s ran out %(days)s days ago, on %(end)s. Hand in the new one."),
        _l("Hand in the new one"),
        "papers.show",
    ),
    "paper.asked": Kind(
        _l("The office asks for papers of %(brand)s"),
        _l("Please see to these: %(papers)s."),
        _l("See my papers"),
        "papers.index",
    ),
    "paper.required": Kind(
        _l("%(brand)s needs this paper: %(paper)s"),
        _l("From %(day)s on it has consequences if %(paper)s of %(brand)s is missing."),
        _l("See what to do"),
        "papers.index",
    ),
    "paper.digest": Kind(
        _l("Papers this week"),
        _l("%(waiting)s to look at, %(ends)s ending soon, %(expired)s run out."),
        _l("Open the list"),
        "papers.market",
    ),
    "people.joined": Kind(
        _l("%(who)s has joined"),
        _l("%(who)s has accepted the invitation to %(where)s."),
        _l("Go to my page"),
        "reports.home",
    ),
}
