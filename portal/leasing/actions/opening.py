"""Opening a let stall for trade, and shutting it again."""

from portal.audit import actions as audit
from portal.core import clock
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.leasing import queries, registry, rules
from portal.leasing.actions.letting import refuse_called_off, tell
from portal.leasing.models import Let
from portal.papers import cards as papers


def open_stall(let: Let, *, by: audit.Actor) -> None:
    """Note that a let stall is open for trade from today on. A second click changes nothing.

    A let may be signed while papers are missing; the stall opens only when none of those is
    that its market asks for before opening (`papers.rules.following`).

    Raises:
        ConflictError: the let does not run today, or a paper stands in the way.
    """
    refuse_called_off(let)
    if let.opened_on:
        return
    if not rules.runs(let, clock.today()):
        raise ConflictError(
            _l("This lease is not running today."), _l("A stall opens while it is let.")
        )
    if missing := papers.opening_obstacles(let.brand):
        names = rules.listed(missing)
        raise ConflictError(
            _l("The stall cannot open yet. Missing or not valid: %(papers)s.", papers=names),
            _l("It opens as soon as the office has verified them."),
        )
    let.opened_on = clock.today()
    registry.changed(let.brand)
    audit.record("let.open", let, by=by)
    tell("let.opened", let)


def shut_stall(let: Let, *, reason: str, by: audit.Actor) -> None:
    """Note that a stall is closed for now; the let goes on.

    Raises:
        ConflictError: it is not open.
    """
    if let.opened_on is None:
        raise ConflictError(_l("The stall is not open."), _l("Look at the page again."))
    for one in (let, *queries.terms_after(let)):
        one.opened_on = None
    registry.changed(let.brand)
    audit.record("let.shut", let, by=by, reason=reason)
    tell("let.shut", let, reason=reason)
