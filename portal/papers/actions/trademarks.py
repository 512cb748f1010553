"""The way of a trademark: what people tell of it, and what verified papers show."""

from datetime import date

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.papers import queries, rules
from portal.papers.models import PaperVersion, Trademark, TrademarkState, TrademarkStep
from portal.papers.queries import Slot

SHOWN_BY = {"trademark_receipt": "accept", "trademark": "register"}
"""What a verified paper of a kind shows of its trademark."""


def tell_step(
    slot: Slot, *, by: audit.Actor, step: str, happened_on: date, number: str = "", note: str = ""
) -> None:
    """Tell what the authority has done with a trademark.

    Raises:
        ConflictError: this does not follow from where it stands.
        InvalidError: the day lies ahead.
    """
    if happened_on > clock.today():
        raise InvalidError("happened_on", _l("Choose today or a day before."))
    move(found_or_begun(slot.market_id, slot.brand_id), step, happened_on, by, (number, note))


def found_or_begun(market_id: int, brand_id: int) -> Trademark:
    """Return a brand's trademark, searched for when nothing was told before."""
    found = queries.trademark_of(brand_id)
    if found is None:
        found = Trademark(
            market_id=market_id, brand_id=brand_id, steps=[], state=TrademarkState.SEARCHED
        )
        db.session.add(found)
    return found


def move(
    trademark: Trademark,
    step: str,
    happened_on: date,
    by: audit.Actor,
    told: tuple[str, str] = ("", ""),
) -> None:
    """Make one step and keep who told of it."""
    number, note = told
    rules.TRADEMARK_WORKFLOW.move(trademark, step)
    trademark.number = number or trademark.number
    trademark.steps.append(
        TrademarkStep(reached=trademark.state, happened_on=happened_on, note=note, told_by_id=by.id)
    )
    audit.record("trademark.step", trademark, by=by, step=step)


def certified(version: PaperVersion, *, by: audit.Actor) -> None:
    """Bring a trademark as far as a verified paper shows, where it is not there yet."""
    step = SHOWN_BY.get(version.paper.kind)
    if step is None:
        return
    trademark = found_or_begun(version.market_id, version.brand_id)
    if rules.TRADEMARK_WORKFLOW.allows(step, trademark.state):
        day = version.issued_on or clock.today()
        move(trademark, step, day, by, (version.number[:40], ""))
