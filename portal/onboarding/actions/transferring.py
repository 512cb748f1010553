"""A brand goes from one market to another: asked by one office, agreed by the other and by it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import queries as brand_queries
from portal.brands.models import Brand
from portal.brands.moving import change_market
from portal.brands.registry import Change
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.markets.models import Market
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.models import Side, Transfer


@dataclass(frozen=True)
class Request:
    """What an office writes when it asks for a transfer."""

    last_day: date
    reason: str


def ask(brand: Brand, new: Market, request: Request, *, by: audit.Actor, side: Side) -> Transfer:
    """Return a transfer that waits for the others; whoever asks has agreed already.

    Raises:
        InvalidError: the day has passed or lies too far away, or the market is the brand's own.
        ConflictError: the brand may not go now, or another transfer of it waits for an answer.
    """
    rules.check_may_go(brand, brand.market, new)
    today = clock.today()
    if not today <= request.last_day <= today + timedelta(days=rules.MOST_DAYS_AHEAD):
        raise InvalidError("last_day", _l("Choose a day from today on, within a year."))
    transfer = Transfer(
        brand=brand,
        old_market=brand.market,
        new_market=new,
        asked_by=side,
        asked_by_id=by.id,
        reason=request.reason,
        last_day=request.last_day,
    )
    give_word(transfer, side)
    try:
        with db.session.begin_nested():
            db.session.add(transfer)
    except IntegrityError:
        raise ConflictError(
            _l("Another transfer of this brand waits for an answer."),
            _l("Answer that one first, or call it off."),
        ) from None
    write_down("transfer.ask", transfer, by=by, reason=request.reason)
    tell_sides("transfer.asked", transfer, missing(transfer), reason=request.reason)
    return transfer


def give_word(transfer: Transfer, side: Side) -> None:
    """Note that a side agrees."""
    setattr(transfer, f"{side.value}_agreed_at", clock.now())


def missing(transfer: Transfer) -> list[Side]:
    """Return whose word is still missing."""
    has_people = queries.has_people(transfer.brand_id)
    return rules.waits_for(transfer, has_people=has_people)


def agree(transfer: Transfer, side: Side, *, by: audit.Actor) -> bool:
    """Give a side's word; return whether it was the last one and the brand has moved.

    Raises:
        ConflictError: the transfer has ended, or the brand may not go any more.
    """
    brand_queries.hold(transfer.brand_id)
    rules.check_running(transfer)
    if transfer.agreed_at(side):  # the second click of two
        return False
    give_word(transfer, side)
    write_down("transfer.agree", transfer, by=by)
    if missing(transfer):
        return False
    carry_out(transfer, by=by)
    return True


def carry_out(transfer: Transfer, *, by: audit.Actor) -> None:
    """Move the brand: what it has comes along, what tied it to the old market ends."""
    brand, old, new = transfer.brand, transfer.old_market, transfer.new_market
    rules.check_may_go(brand, old, new)
    rules.TRANSFER_WORKFLOW.move(transfer, "carry out")
    transfer.ended_at, transfer.ended_by_id = clock.now(), by.id
    change_market(
        Change(brand, old, new, max(transfer.last_day, clock.today()), transfer.reason, by)
    )
    write_down("transfer.carry-out", transfer, by=by, reason=transfer.reason)
    tell_sides("transfer.done", transfer, list(Side))


def decline(transfer: Transfer, *, reason: str, by: audit.Actor) -> None:
    """End a transfer that one side does not want; the brand stays where it is.

    Raises:
        ConflictError: it has ended already.
    """
    close(transfer, "decline", "transfer.decline", reason=reason, by=by)


def call_off(transfer: Transfer, *, reason: str, by: audit.Actor) -> None:
    """End a transfer that its own office no longer asks for.

    Raises:
        ConflictError: it has ended already.
    """
    close(transfer, "call off", "transfer.call-off", reason=reason, by=by)


def close(transfer: Transfer, step: str, verb: str, *, reason: str, by: audit.Actor) -> None:
    """End a transfer without a move, and tell everybody why."""
    rules.TRANSFER_WORKFLOW.move(transfer, step)
    transfer.ended_at, transfer.ended_by_id, transfer.ended_reason = clock.now(), by.id, reason
    write_down(verb, transfer, by=by, reason=reason)
    tell_sides("transfer.ended", transfer, list(Side), reason=reason)


def write_down(verb: str, transfer: Transfer, *, by: audit.Actor, reason: str = "") -> None:
    """Write the deed into the trails of both markets: each office reads its own."""
    db.session.flush()
    facts, brand = audit.facts_of(transfer), transfer.brand
    for market in (transfer.old_market, transfer.new_market):
        own = {"market_id": market.id, "brand_id": brand.id if market is brand.market else None}
        audit.append(verb, facts | own, by=by, reason=reason, detail={})


def tell_sides(kind: str, transfer: Transfer, sides: list[Side], **params: str) -> None:
    """Leave the people of some sides a message that leads to the transfer as they see it."""
    brand = transfer.brand
    people = {
        Side.OLD: (transfer.old_market, accounts_of_office(transfer.old_market)),
        Side.NEW: (transfer.new_market, accounts_of_office(transfer.new_market)),
        Side.OWNER: (transfer.old_market, accounts.member_ids(Role.OWNER, brand_id=brand.id)),
    }
    for side in sides:
        market, told = people[side]
        notices.send(
            kind,
            told,
            arguments={"market": market.slug, "transfer_id": transfer.id},
            brand={"zh": brand.name_zh, "en": brand.name_en},
            old=named(transfer.old_market),
            new=named(transfer.new_market),
            **params,
        )


def accounts_of_office(market: Market) -> list[int]:
    """Return the managers of a market."""
    return accounts.member_ids(Role.MANAGER, market_id=market.id)


def named(market: Market) -> dict[str, str]:
    """Return a market's name as messages take it."""
    return {"zh": market.name_zh, "en": market.name_en}
