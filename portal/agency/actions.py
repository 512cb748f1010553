"""Asking, answering, ending well or not, and the clocks of 24 and 72 hours."""

import logging
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.agency import queries, registry, rules
from portal.agency.models import Enquiry, EnquiryMessage, EnquiryState, Side
from portal.agents import queries as agents
from portal.agents.models import Agent
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.brands.registry import Change
from portal.core import clock, throttle
from portal.core.db import db, reading, writing
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.notices import actions as notices
from portal.reference import queries as reference

BATCH = 200
logger = logging.getLogger(__name__)


def ask(
    brand: Brand,
    agent: Agent,
    *,
    by: audit.Actor,
    message: str,
    regions: Sequence[str],
    channel: str,
    pieces_per_month: int,
) -> Enquiry:
    """Return an agent's new enquiry to a brand, or the open one, into which the message goes.

    `pieces_per_month` counts garments the agent thinks of taking, at least 1.

    Raises:
        TooManyError: the agent has asked 20 brands within the hour.
    """
    agents.held(agent.id)  # two clicks at once come one after the other
    if running := queries.open_between(brand.id, agent.id):
        reply(running, by=by, side=Side.AGENT, text=message)
        return running
    throttle.hit(rules.ASK_PER_AGENT, "enquiry", str(agent.id))
    enquiry = Enquiry(
        market_id=brands.hold(brand.id),
        brand=brand,
        agent=agent,
        author_id=by.id,
        waiting_since=clock.now(),
        regions=list(regions),
        channel=channel,
        pieces_per_month=pieces_per_month,
    )
    db.session.add(enquiry)
    say(enquiry, Side.AGENT, message, by=by)
    audit.record("enquiry.send", enquiry, by=by)
    tell("enquiry.new", enquiry, [*owners(enquiry), *office(enquiry)], by=by, text=message)
    return enquiry


def reply(
    enquiry: Enquiry, *, by: audit.Actor, side: Side, text: str, reopen: bool = False
) -> None:
    """Add a message and pass the turn to the other side; sending it twice is once.

    Args:
        enquiry: with its messages, brand and agent.
        by: who writes.
        side: for whom he speaks.
        text: what he says.
        reopen: the writer has seen that the conversation has ended, and goes on.

    Raises:
        ConflictError: it ended unseen, a newer one is open, or the agent was refused.
        TooManyError: too many messages within the hour.
    """
    last = enquiry.messages[-1] if enquiry.messages else None
    if rules.is_repeated(last, by.id, text):
        return
    rules.check_may_write(enquiry, side, reopen=reopen)
    if enquiry.is_over:
        check_is_newest(enquiry)
        enquiry.market_id = brands.hold(enquiry.brand_id)  # where the brand is by now
    throttle.hit(rules.REPLY_PER_PERSON, "enquiry-reply", str(by.id))
    pass_turn(enquiry, side)
    say(enquiry, side, text, by=by)
    audit.record("enquiry.reply", enquiry, by=by, side=side.value)
    tell("enquiry.reply", enquiry, others(enquiry, side), by=by, text=text, side=side)
    if side is Side.BRAND:
        registry.gone_on(enquiry.brand)


def brand_arrives(change: Change) -> None:
    """Listen to brands: open talks come along to a new market, ended ones stay to be read."""
    for enquiry in queries.open_of_brand(change.brand.id):
        enquiry.market_id = change.new.id


def check_is_newest(enquiry: Enquiry) -> None:
    """Refuse to go on with an ended conversation while the two have another one.

    Raises:
        ConflictError: they do.
    """
    if queries.open_between(enquiry.brand_id, enquiry.agent_id):
        raise ConflictError(
            _l("The two of you have a newer conversation, and it is open."),
            _l("Go on there: it stands first in the list of your enquiries."),
        )


def pass_turn(enquiry: Enquiry, side: Side) -> None:
    """Let the other side's clock run: asking again while one waits does not start it anew."""
    if side is not Side.AGENT:
        rules.WORKFLOW.move(enquiry, "answer")
        enquiry.waiting_since = None
        enquiry.first_answered_at = enquiry.first_answered_at or clock.now()
    elif rules.WORKFLOW.move(enquiry, "ask") is not EnquiryState.NEW:
        enquiry.waiting_since = clock.now()
        enquiry.reminded_at = enquiry.escalated_at = None
    enquiry.close_reason = ""
    if enquiry.agreed_at is None:  # what both have said stays, however the talk goes on
        forget_agreement(enquiry)


def say(enquiry: Enquiry, side: Side, text: str, *, by: audit.Actor) -> None:
    """Add a message to the thread."""
    enquiry.messages.append(
        EnquiryMessage(side=side, author_id=by.id, author_name=by.name, text=text)
    )


def forget_agreement(enquiry: Enquiry) -> None:
    """Let it be open again whether the two come to terms."""
    enquiry.agent_agreed_at = enquiry.brand_agreed_at = None


def agree(enquiry: Enquiry, *, by: audit.Actor, side: Side) -> None:
    """Say for a side that the two came to terms; what both say is confirmed. Twice is once.

    Raises:
        ConflictError: the other side closed the conversation meanwhile, for a reason.
    """
    if enquiry.state is EnquiryState.AGREED and enquiry.has_agreed(side):
        return
    rules.check_may_end(enquiry, "agree")
    rules.WORKFLOW.move(enquiry, "agree")
    if side is Side.AGENT:
        enquiry.agent_agreed_at = enquiry.agent_agreed_at or clock.now()
    else:
        enquiry.brand_agreed_at = enquiry.brand_agreed_at or clock.now()
    enquiry.waiting_since = None
    audit.record("enquiry.agree", enquiry, by=by, side=side.value)
    if enquiry.agreed_at is None:
        tell("enquiry.agreed", enquiry, others(enquiry, side), by=by, side=side)
        return
    told = [*others(enquiry, side), *office(enquiry)]
    tell("enquiry.confirmed", enquiry, told, by=by, side=side)
    registry.gone_on(enquiry.brand)


def close(enquiry: Enquiry, *, by: audit.Actor, side: Side, reason: str) -> None:
    """End the conversation for now, with a code of `lost_reason`; a double click is one.

    Raises:
        ConflictError: the other side ended it meanwhile, in another way.
    """
    if enquiry.state is EnquiryState.CLOSED and enquiry.close_reason == reason:
        return
    rules.check_may_end(enquiry, "close")
    rules.WORKFLOW.move(enquiry, "close")
    enquiry.close_reason = reason
    enquiry.waiting_since = None
    words = reference.term("lost_reason", reason)
    audit.record("enquiry.close", enquiry, by=by, reason=words.zh, code=reason)
    tell(
        "enquiry.closed",
        enquiry,
        others(enquiry, side),
        by=by,
        side=side,
        reason={"zh": words.zh, "en": words.en},
    )
    if enquiry.agreed_at:  # it fell through after all
        forget_agreement(enquiry)
        registry.gone_on(enquiry.brand)


# Who is told


def owners(enquiry: Enquiry) -> list[int]:
    """Return the brand's people, by number."""
    return accounts.member_ids(Role.OWNER, brand_id=enquiry.brand_id)


def office(enquiry: Enquiry) -> list[int]:
    """Return the people of the brand's office, by number."""
    return accounts.member_ids(Role.MANAGER, market_id=enquiry.market_id)


def asker(enquiry: Enquiry) -> list[int]:
    """Return the agent's people, by number."""
    return accounts.member_ids(Role.AGENT, agent_id=enquiry.agent_id)


def others(enquiry: Enquiry, side: Side) -> list[int]:
    """Return who hears of a message: everybody but the writer's side.

    The office hears of it once it takes part itself, or has been called for help.
    """
    told = [] if side is Side.AGENT else asker(enquiry)
    told += [] if side is Side.BRAND else owners(enquiry)
    takes_part = any(message.side is Side.OFFICE for message in enquiry.messages)
    if side is not Side.OFFICE and (takes_part or enquiry.escalated_at):
        told += office(enquiry)
    return told


def tell(
    kind: str,
    enquiry: Enquiry,
    people: Iterable[int],
    *,
    by: audit.Actor | None = None,
    side: Side = Side.AGENT,
    text: str = "",
    **params: object,
) -> None:
    """Leave these people a message about the thread, but not whoever caused it."""
    speakers = {Side.AGENT: enquiry.agent, Side.BRAND: enquiry.brand}
    notices.send(
        kind,
        set(people) - {by.id if by else None},
        arguments={"enquiry_id": enquiry.id},
        brand=named(enquiry.brand),
        agent=named(enquiry.agent),
        who=named(speakers.get(side, enquiry.brand.market)),
        excerpt=rules.excerpt(text),
        **params,
    )


def named(thing: Agent | Brand | object) -> dict[str, str]:
    """Return a name as messages take it."""
    return {"zh": getattr(thing, "name_zh", ""), "en": getattr(thing, "name_en", "")}


# The clocks


def watch_clocks() -> None:
    """Remind owners after 24 hours and tell the office after 72, each enquiry by itself.

    Two workers may do this at once: an enquiry that one has in hand the other leaves alone, and
    what is done is not due any more.
    """
    for condition, deed in ((queries.unreminded, remind), (queries.unescalated, escalate)):
        with reading():
            numbers = queries.due(condition(clock.now()), BATCH)
            db.session.rollback()
        for number in numbers:
            try_one(number, condition, deed)


def try_one(number: int, condition: Callable[..., object], deed: Callable[[Enquiry], None]) -> None:
    """Do what is due for one enquiry in a transaction of its own; a failure holds up no other."""
    try:
        with writing():
            enquiry = queries.due_one(condition(clock.now()), number)  # type: ignore[arg-type]
            if enquiry is not None:
                deed(enquiry)
    except SQLAlchemyError:
        logger.exception("clock of enquiry %s", number)


def remind(enquiry: Enquiry) -> None:
    """Tell the brand's people that the agent has waited 24 hours."""
    enquiry.reminded_at = clock.now()
    audit.record("enquiry.remind", enquiry, by=None)
    tell("enquiry.unanswered", enquiry, owners(enquiry))


def escalate(enquiry: Enquiry) -> None:
    """Tell the office that the agent has waited 72 hours."""
    enquiry.escalated_at = clock.now()
    audit.record("enquiry.escalate", enquiry, by=None)
    tell("enquiry.escalated", enquiry, office(enquiry))
