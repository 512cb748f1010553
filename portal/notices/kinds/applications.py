"""Messages about leads, applications, reviews and talks, and people who join. Read as a list."""

from collections.abc import Mapping

from portal.core.i18n import lazy_gettext as _l
from portal.notices.kinds.kind import Kind

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
        _l("%(market)s tells you as soon as there is a place. Your position: %(position)s"),
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
    "people.joined": Kind(
        _l("%(who)s has joined"),
        _l("%(who)s has accepted the invitation to %(where)s."),
        _l("Go to my page"),
        "reports.home",
    ),
}
