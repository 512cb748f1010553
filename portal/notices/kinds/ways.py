"""Messages about a brand's way through its programme and its monthly figures. Read as a list."""

from collections.abc import Mapping

from portal.core.i18n import lazy_gettext as _l
from portal.notices.kinds.kind import Kind

KINDS: Mapping[str, Kind] = {
    "milestone.submitted": Kind(
        _l("Evidence to look at: %(brand)s"),
        _l("%(brand)s has handed in evidence for “%(milestone)s”."),
        _l("Look at it"),
        "incubation.milestone",
    ),
    "milestone.assigned": Kind(
        _l("For you to look at: %(brand)s"),
        _l("A colleague has asked you to look at “%(milestone)s” of %(brand)s."),
        _l("Look at it"),
        "incubation.milestone",
    ),
    "milestone.typed": Kind(
        _l("Handed in for you: “%(milestone)s”"),
        _l("The office has written down in your place what you showed. Look whether it is right."),
        _l("See what was handed in"),
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
    "milestones.due-soon": Kind(
        _l("Due on %(due)s: %(milestones)s"),
        _l("%(brand)s has %(days)s days left. A photo and a sentence are often enough."),
        _l("See what is due"),
        "incubation.track",
    ),
    "milestones.due-today": Kind(
        _l("Due today: %(milestones)s"),
        _l("%(brand)s: hand it in today, or tell the office how much longer it takes."),
        _l("See what is due"),
        "incubation.track",
    ),
    "milestones.reminded": Kind(
        _l("The office reminds you: %(milestones)s"),
        _l("%(brand)s: hand it in, or tell the office how much longer it takes."),
        _l("See what is due"),
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
    "enrolment.paused-until": Kind(
        _l("The programme of %(brand)s is paused"),
        _l("No clock runs until the office lets it go on, likely on %(until)s: %(reason)s"),
        _l("See the track"),
        "incubation.track",
    ),
    "enrolment.resumed-at-once": Kind(
        _l("%(brand)s goes on in the programme"),
        _l("The pause was shorter than a day: every date stays as it was."),
        _l("See the track"),
        "incubation.track",
    ),
    "enrolment.begun": Kind(
        _l("%(brand)s is in the programme “%(programme)s”"),
        _l("It begins with the stage “%(stage)s”. What to do first is open now."),
        _l("See what comes next"),
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
    "enrolment.new-version": Kind(
        _l("%(brand)s goes on by a new version of “%(template)s”"),
        _l("Added: %(added)s, no longer asked: %(dropped)s. What is passed stays so. %(reason)s"),
        _l("See the track"),
        "incubation.track",
    ),
    "fair.moved": Kind(
        _l("%(fair)s has moved to %(new)s"),
        _l("It was on %(old)s. Days of %(brand)s that move with it: %(count)s. %(reason)s"),
        _l("See the new dates"),
        "incubation.track",
    ),
    "programme.fair": Kind(
        _l("%(brand)s works towards %(fair)s now"),
        _l("It begins on %(day)s. Days that are counted from it now: %(count)s."),
        _l("See the new dates"),
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
    "figures.filled": Kind(
        _l("The office has filled in the figures of %(month)s for you"),
        _l("Please see whether the numbers of %(brand)s are right; you can correct them."),
        _l("Look at the numbers"),
        "figures.month",
    ),
    "figures.reminded": Kind(
        _l("The office asks for the figures of %(month)s"),
        _l("%(brand)s has not answered yet. It takes two minutes; the office also takes them."),
        _l("Fill them in"),
        "figures.month",
    ),
}
