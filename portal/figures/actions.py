"""Choosing what is asked, answering and correcting a month, reminding who has not answered."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db, reading, writing
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.figures import monthly, queries, rules
from portal.figures.models import (
    FigureChange,
    FigureChoice,
    FigureReminder,
    FigureSheet,
    ReminderKind,
)
from portal.figures.queries import MonthOfBrand, Unanswered
from portal.incubation import actions as incubation
from portal.markets.models import Market
from portal.notices import actions as notices

BATCH = 200
OFFICE_HOURS = range(9, 20)
"""When people are written to, by Beijing time."""
logger = logging.getLogger(__name__)


# What a market asks for


def choose(market: Market, *, fields: Sequence[str], by: audit.Actor, seen: int) -> None:
    """Ask for these figures from the present month on; earlier months keep theirs.

    Args:
        market: whose brands are asked.
        fields: codes of figures, in any order.
        by: who chooses.
        seen: the number of the choice that he saw, 0 for none yet.

    Raises:
        InvalidError: none, too many, or two that ask the same.
        ConflictError: somebody else chose meanwhile.
    """
    rules.check_choice(fields)
    queries.held_market(market.id)
    chosen = queries.choices(market.id)
    number = chosen[-1].number if chosen else 0
    if chosen and set(chosen[-1].fields) == set(fields):
        return
    if number != seen:
        raise ConflictError(
            _l("Somebody chose other figures meanwhile."), _l("Look at the choice again.")
        )
    month = monthly.month_of(clock.today())
    db.session.add(
        FigureChoice(
            market_id=market.id,
            number=number + 1,
            from_month=month,
            fields=sorted(fields),
            by_id=by.id,
            by_name=by.name,
        )
    )
    audit.record(
        "figures.choose", market, by=by, fields=sorted(fields), month=monthly.written(month)
    )


# One month of one brand


def save(
    one: MonthOfBrand,
    *,
    values: Mapping[str, int | None],
    by: audit.Actor,
    for_owner: bool,
    reason: str = "",
) -> None:
    """Keep a brand's figures of a month; what stood before is kept too. Saving twice is once.

    Args:
        one: the month, as the writer saw it.
        values: by the figure's code; None for what is not known. Figures that the market does
            not ask for that month stay as they are.
        by: who writes.
        for_owner: the office writes in the owner's place.
        reason: why it is corrected, for a month older than the newest one.

    Raises:
        InvalidError: nothing at all is known, or the reason is missing.
        ConflictError: somebody else answered at the same moment.
    """
    queries.held_brand(one.brand_id)
    sheet = queries.sheet(one.brand_id, one.month)
    if sheet is not None and one.sheet is None:
        raise ConflictError(
            _l("Somebody filled in this month at the same moment."),
            _l("Open the month again and correct what differs."),
        )
    changed = rules.changes(sheet.values if sheet else {}, values, one.asked)
    if sheet is not None and not changed:
        return
    known = rules.standing(sheet.values if sheet else {}, changed)
    correcting = sheet is not None
    check(one, known, correcting=correcting, reason=reason)
    number = len(sheet.changes) + 1 if sheet else 1
    if sheet is None:
        sheet = FigureSheet(brand_id=one.brand_id, month=one.month, values={})
        db.session.add(sheet)
    sheet.values, sheet.for_owner, sheet.by_name = known, for_owner, by.name
    db.session.flush()
    signed = {"by_id": by.id, "by_name": by.name, "for_owner": for_owner, "reason": reason}
    db.session.add(FigureChange(sheet_id=sheet.id, number=number, changed=changed, **signed))
    verb = "figures.correct" if correcting else "figures.answer"
    month = monthly.written(one.month)
    audit.record(verb, one.brand, by=by, reason=reason, month=month, for_owner=for_owner)
    if for_owner:
        tell("figures.filled", one.brand, one.month)
    incubation.check_automatic(one.brand)


def check(one: MonthOfBrand, known: Mapping[str, int], *, correcting: bool, reason: str) -> None:
    """Refuse a month of which nothing is known, and an old correction without a reason.

    Raises:
        InvalidError: either.
    """
    if not known:
        raise InvalidError(
            "", _l("Write at least one figure. What you do not know stays blank: it is no zero.")
        )
    if correcting and not reason and rules.needs_reason(one.month, clock.today()):
        raise InvalidError("reason", _l("Say in a few words why an old month changes."))


# Reminding


def remind(market: Market, month: date, brand_ids: Collection[int], *, by: audit.Actor) -> int:
    """Remind these brands' owners by the office; return how many, each once a day.

    Who has answered, is not asked, or was reminded today is left alone.
    """
    queries.held_market(market.id)
    today = clock.today()
    done = queries.reminded_on(market.id, today)
    owing = queries.every_unanswered(market.id, Unanswered(month))
    chosen = [one.brand for one in owing if one.brand_id in set(brand_ids) - done]
    for brand in chosen:
        note(brand, month, ReminderKind.OFFICE, by=by)
        tell("figures.reminded", brand, month)
    if chosen:
        names = [brand.name_zh for brand in chosen]
        audit.record("figures.remind", market, by=by, month=monthly.written(month), brands=names)
    return len(chosen)


def note(brand: Brand, month: date, kind: ReminderKind, *, by: audit.Actor | None = None) -> None:
    """Keep that a brand was reminded today."""
    db.session.add(
        FigureReminder(
            brand_id=brand.id,
            month=month,
            on_day=clock.today(),
            kind=kind,
            by_id=by.id if by else None,
        )
    )
    db.session.flush()


def tell(kind: str, brand: Brand, month: date) -> None:
    """Leave a brand's people a message that leads to the month's form."""
    notices.send(
        kind,
        accounts.member_ids(Role.OWNER, brand_id=brand.id),
        arguments={
            "market": brand.market.slug,
            "brand": brand.slug,
            "month": monthly.written(month),
        },
        brand={"zh": brand.name_zh, "en": brand.name_en},
        month=monthly.in_both(month),
        due={"zh": f"{monthly.due_on(month).month}月10日", "en": f"{monthly.due_on(month):%d %B}"},
    )


def watch_months() -> None:
    """Say that a month is open, soon due, and late: each brand once, by day, in its own time.

    Two workers may do this at once: a brand that one has in hand the other leaves alone.
    """
    if clock.now().astimezone(clock.SHANGHAI).hour not in OFFICE_HOURS:
        return
    today = clock.today()
    month, kind = monthly.last_complete(today), rules.reminder_due(today)
    with reading():
        numbers = queries.to_remind(month, kind, today, BATCH)
        db.session.rollback()
    for number in numbers:
        try_one(number, month, kind)


def try_one(number: int, month: date, kind: ReminderKind) -> None:
    """Remind one brand in a transaction of its own; a failure holds up no other."""
    try:
        with writing():
            brand = queries.to_remind_now(month, kind, clock.today(), number)
            if brand is not None:
                say(brand, month, kind)
    except SQLAlchemyError:
        logger.exception("figures of brand %s", number)


def say(brand: Brand, month: date, kind: ReminderKind) -> None:
    """Remind a brand's people as the day of the month asks."""
    note(brand, month, kind)
    if kind is ReminderKind.OPENED:
        tell("figures.opened", brand, month)
    elif kind is ReminderKind.DUE:
        tell("figures.due", brand, month)
    else:
        tell("figures.late", brand, month)
