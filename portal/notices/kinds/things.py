"""Messages about profiles, papers, stalls, agents and questions. Read as a list."""

from collections.abc import Mapping

from portal.core.i18n import lazy_gettext as _l
from portal.notices.kinds.kind import Kind

KINDS: Mapping[str, Kind] = {
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
    "profile.asked": Kind(
        _l("The office asks: %(brand)s"),
        _l("About the profile of %(brand)s: %(question)s"),
        _l("Answer"),
        "brands.revision",
    ),
    "profile.answered": Kind(
        _l("Answered: %(brand)s"),
        _l("About the profile of %(brand)s: %(answer)s"),
        _l("Read the profile"),
        "brands.revision",
    ),
    "terms.changed": Kind(
        _l("New terms: %(brand)s"),
        _l("%(brand)s has changed its terms of cooperation. See what is new and what was before."),
        _l("See the difference"),
        "terms.changed",
    ),
    "line-sheet.published": Kind(
        _l("New line sheet: %(brand)s"),
        _l("%(brand)s shows its styles with your prices: %(sheet)s."),
        _l("See the styles"),
        "linesheets.shown",
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
    "enquiry.agreed": Kind(
        _l("Came to terms: %(agent)s and %(brand)s"),
        _l("%(who)s says so. Confirm it, or write if you see it otherwise."),
        _l("Open the conversation"),
        "agency.show",
    ),
    "enquiry.confirmed": Kind(
        _l("Came to terms: %(agent)s and %(brand)s"),
        _l("Both sides have said so."),
        _l("Open the conversation"),
        "agency.show",
    ),
    "enquiry.closed": Kind(
        _l("Closed: %(agent)s and %(brand)s"),
        _l("%(who)s has closed the conversation: %(reason)s"),
        _l("Read it"),
        "agency.show",
    ),
    "booking.cancelled": Kind(
        _l("Cancelled: %(service)s, %(when)s"),
        _l("The booking of %(brand)s does not take place: %(reason)s"),
        _l("See it"),
        "mentoring.booking",
    ),
    "booking.free": Kind(
        _l("A time is free: %(service)s"),
        _l("Somebody gave a time back. Whoever books first has it."),
        _l("Choose a time"),
        "mentoring.book",
    ),
    "booking.held": Kind(
        _l("%(service)s: noted what came of it"),
        _l("The booking of %(brand)s on %(when)s was held. Read the note."),
        _l("Read the note"),
        "mentoring.booking",
    ),
    "booking.made": Kind(
        _l("Booked: %(service)s, %(when)s"),
        _l("Booked for %(brand)s."),
        _l("See it"),
        "mentoring.booking",
    ),
    "booking.missed": Kind(
        _l("Did not take place: %(service)s, %(when)s"),
        _l("The booking of %(brand)s was noted as not held. It counts on the quota."),
        _l("See it"),
        "mentoring.booking",
    ),
    "booking.moved": Kind(
        _l("Moved: %(service)s, now %(when)s"),
        _l("The booking of %(brand)s has another time: %(reason)s"),
        _l("See it"),
        "mentoring.booking",
    ),
    "booking.tomorrow": Kind(
        _l("Soon: %(service)s, %(when)s"),
        _l("%(brand)s is expected then. Whoever cannot come opens this now: it says what to do."),
        _l("See it"),
        "mentoring.booking",
    ),
    "fee.granted": Kind(
        _l("Help with a fee: %(amount)s for %(brand)s"),
        _l("The market gives %(amount)s: %(reason)s"),
        _l("See your stalls"),
        "leasing.brand",
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
    "let.opened": Kind(
        _l("Stall %(stall)s is open"),
        _l("The office has noted that stall %(stall)s of %(brand)s is open for trade."),
        _l("See your stalls"),
        "leasing.brand",
    ),
    "let.shut": Kind(
        _l("Stall %(stall)s is closed for now"),
        _l("%(brand)s may not trade there for now: %(reason)s"),
        _l("See your stalls"),
        "leasing.brand",
    ),
    "transfer.asked": Kind(
        _l("May %(brand)s change its market?"),
        _l("From %(old)s to %(new)s: %(reason)s"),
        _l("Read and answer"),
        "transfers.show",
    ),
    "transfer.done": Kind(
        _l("%(brand)s has changed its market"),
        _l("All have agreed: %(brand)s belongs to %(new)s now, no longer to %(old)s."),
        _l("See what came along"),
        "transfers.show",
    ),
    "transfer.ended": Kind(
        _l("%(brand)s stays where it is"),
        _l("The change from %(old)s to %(new)s does not happen: %(reason)s"),
        _l("Read it"),
        "transfers.show",
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
    "search.news": Kind(
        _l("New in your search “%(name)s”: %(count)s"),
        _l("Brands that you have not been told of fit it now."),
        _l("See what is new"),
        "directory.search_news",
    ),
}
