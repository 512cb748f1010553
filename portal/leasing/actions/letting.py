"""Letting a stall, going on with a let, ending it, moving the brand, and its leaving."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.brands.registry import Change
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import actions as incubation
from portal.leasing import queries, registry, rules
from portal.leasing.actions import ladders
from portal.leasing.models import Let, LetKind, Terms
from portal.markets import queries as markets
from portal.markets.models import Market, Stall, StallState
from portal.notices import actions as notices


def let_stall(stall: Stall, brand: Brand, terms: Terms, *, by: audit.Actor | None) -> Let:
    """Return a new let of a stall to a brand of its market.

    Raises:
        InvalidError: the last day lies before the first, a concession is above the rent, or the
            brand is another market's.
        ConflictError: the market is closed, the stall is not to let, or let in these days.
    """
    rules.check_ladder(terms.ladder, rules.monthly_rent(terms.rent_fen, stall.area))
    return begin("let.begin", stall, brand, terms, by=by)


def begin(
    verb: str,
    stall: Stall,
    brand: Brand,
    terms: Terms,
    *,
    before: Let | None = None,
    by: audit.Actor | None,
) -> Let:
    """Return a let on agreed terms, which may go on from another one."""
    let = Let(
        market_id=stall.market_id,
        previous_id=before.id if before else None,
        kind=terms.kind,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        agreed_until=terms.ends_on,
        rent_fen=terms.rent_fen,
        deposit_fen=terms.deposit_fen,
        opened_on=before.opened_on if before and before.stall_id == stall.id else None,
    )
    take(let, stall, brand)
    ladder = rules.cut_to(terms.ladder, rules.monthly_rent(let.rent_fen, let.area))
    ladders.put_up(let, ladder, let.starts_on)
    days = {"since": terms.starts_on.isoformat(), "until": terms.ends_on.isoformat()}
    audit.record(verb, let, by=by, **days)
    tell("let.begun", let, **days)
    incubation.check_automatic(brand)
    registry.changed(brand)
    return let


def take(let: Let, stall: Stall, brand: Brand) -> None:
    """Put a let on a stall, if nobody else holds it in these days.

    The stall is held first, so that of two who let it the second sees the first one's let. The
    database itself refuses what passes by that.
    """
    refuse_strangers(stall, brand)
    rules.check_days(let.starts_on, let.ends_on)
    markets.lock_stalls([stall.id])
    if stall.state is not StallState.AVAILABLE:
        raise ConflictError(
            _l(
                "Stall %(number)s is not to let: %(state)s.",
                number=stall.number,
                state=stall.state.label,
            ),
            _l("Look at the stall's page."),
        )
    if there := queries.overlapping(stall.id, let.starts_on, let.ends_on):
        raise taken(there)
    let.stall, let.brand, let.area = stall, brand, stall.area
    let.ladder, let.stages = [], []
    try:
        with db.session.begin_nested():
            db.session.add(let)
    except IntegrityError:
        raise taken(queries.overlapping(stall.id, let.starts_on, let.ends_on)) from None


def refuse_strangers(stall: Stall, brand: Brand) -> None:
    """Refuse a brand of another market, and every let in a market that is closed.

    The brand is held, so that it does not go to another market in this moment.
    """
    if brands.hold(brand.id) != stall.market_id:
        raise InvalidError("brand", _l("This brand belongs to another market."))
    if stall.market.closed_at:
        raise ConflictError(
            _l("The market is closed: nothing is let."), _l("Open the market again first.")
        )


def taken(there: Let | None) -> ConflictError:
    """Return the refusal for a stall that is let in some of the days."""
    step = _l("Choose other days or another stall.")
    if there is None:
        return ConflictError(_l("The stall was let just now."), step)
    return ConflictError(
        _l(
            "Stall %(number)s is let to %(brand)s from %(first)s to %(last)s.",
            number=there.stall.number,
            brand=there.brand.name_zh,
            first=there.starts_on.isoformat(),
            last=there.ends_on.isoformat(),
        ),
        step,
    )


def extend(let: Let, *, ends_on: date, kind: LetKind, rent_fen: int, by: audit.Actor) -> Let:
    """Return the new term that follows a let on the same stall, from the day after its last.

    Deposit and ladder go on; a step above the new rent comes down to it (`rules.lowered`).

    Raises:
        InvalidError: the new last day does not lie after the old one.
        ConflictError: the let was called off, or somebody else has the stall then.
    """
    refuse_called_off(let)
    first = let.ends_on + rules.A_DAY
    ladder = tuple(rules.ladder_of(let).values())
    terms = Terms(kind, first, ends_on, rent_fen, let.deposit_fen, ladder)
    return begin("let.extend", let.stall, let.brand, terms, before=let, by=by)


def refuse_called_off(let: Let) -> None:
    """Refuse to do anything more with a let that was called off."""
    if let.called_off_at:
        raise ConflictError(_l("This lease was cancelled."), _l("Let the stall anew."))


def end(let: Let, *, last_day: date, code: str, reason: str, by: audit.Actor) -> None:
    """End a let early with all terms in which it was to go on, as `stop` does with one.

    Raises:
        InvalidError: the day lies after the agreed last day.
        ConflictError: the let has ended already, or was called off.
    """
    following = queries.continued(let)
    stop(let, last_day=last_day, code=code, reason=reason, by=by)
    for one in following:
        stop(one, last_day=last_day, code=code, reason=reason, by=by)


def stop(let: Let, *, last_day: date, code: str, reason: str, by: audit.Actor) -> None:
    """End one term early, or call it off when it has not begun by its new last day.

    Raises:
        InvalidError: the day lies after the agreed last day.
        ConflictError: the let has ended already, or was called off.
    """
    refuse_called_off(let)
    if let.ends_on < clock.today():
        raise ConflictError(_l("This let has ended already."), _l("Nothing is left to do."))
    if last_day > let.ends_on:
        raise InvalidError("last_day", _l("The lease ends on %(day)s anyway.", day=let.ends_on))
    if last_day < let.starts_on:
        let.called_off_at = clock.now()
    else:
        let.ends_on = last_day
    let.end_code, let.end_reason = code, reason
    verb = "let.call-off" if let.called_off_at else "let.end"
    audit.record(verb, let, by=by, reason=reason, until=last_day.isoformat())
    tell("let.ended", let, until=last_day.isoformat(), reason=reason)
    registry.changed(let.brand)


def move(
    let: Let, stall: Stall, *, first_day: date, rent_fen: int, reason: str, by: audit.Actor
) -> Let:
    """Return the let of another stall, from a day to the agreed last one; the old let ends before.

    The terms in which it was to go on move along, a rent that was to stay the same too.

    Raises:
        InvalidError: the day lies after the let's last one.
        ConflictError: the let has ended, or the other stall is not to be had.
    """
    if first_day > let.ends_on:
        raise InvalidError("first_day", _l("The lease ends on %(day)s anyway.", day=let.ends_on))
    if stall.id == let.stall_id:
        raise InvalidError("stall_id", _l("The brand is there already."))
    agreed = [terms_there(one, let, first_day, rent_fen) for one in (let, *queries.continued(let))]
    end(let, last_day=first_day - rules.A_DAY, code="moved", reason=reason, by=by)
    made = [let]
    for terms in agreed:
        made.append(begin("let.move", stall, let.brand, terms, before=made[-1], by=by))
    return made[1]


def terms_there(one: Let, let: Let, first_day: date, rent_fen: int) -> Terms:
    """Return the terms of a let that moves, or of one that follows it, on the other stall."""
    return Terms(
        kind=one.kind,
        starts_on=max(first_day, one.starts_on),
        ends_on=one.ends_on,
        rent_fen=rent_fen if one.rent_fen == let.rent_fen else one.rent_fen,
        deposit_fen=one.deposit_fen,
        ladder=tuple(rules.ladder_of(one).values()),
    )


def leave(brand: Brand, *, last_day: date, reason: str, by: audit.Actor) -> int:
    """Return how many lets ended because the brand leaves the market; what had not begun is off.

    Raises:
        ConflictError: the brand holds no stall.
    """
    open_lets = queries.open_lets(brand.id)
    if not open_lets:
        raise ConflictError(_l("This brand holds no stall."), _l("There is nothing to end."))
    for let in open_lets:
        stop(let, last_day=min(last_day, let.ends_on), code="left", reason=reason, by=by)
    return len(open_lets)


def tell_brand(kind: str, brand: Brand, **params: str) -> None:
    """Tell a brand's people of something about its stalls and fees."""
    notices.send(
        kind,
        accounts.member_ids(Role.OWNER, brand_id=brand.id),
        arguments={"market": brand.market.slug, "brand": brand.slug},
        brand={"zh": brand.name_zh, "en": brand.name_en},
        **params,
    )


def brand_leaves(change: Change) -> None:
    """Listen to brands: one goes to another market, and keeps no stall beyond the named day."""
    if queries.open_lets(change.brand.id):
        leave(change.brand, last_day=change.last_day, reason=change.reason, by=change.by)


def tell(kind: str, let: Let, **params: str) -> None:
    """Tell the brand's people."""
    market: Market = let.stall.market
    notices.send(
        kind,
        accounts.member_ids(Role.OWNER, brand_id=let.brand_id),
        arguments={"market": market.slug, "brand": let.brand.slug},
        brand={"zh": let.brand.name_zh, "en": let.brand.name_en},
        stall=let.stall.number,
        **params,
    )
