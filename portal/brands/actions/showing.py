"""Whether outsiders see a brand: hidden, suspended, withdrawn, paused, and back."""

from datetime import date

from portal.audit import actions as audit
from portal.brands import queries, registry, rules
from portal.brands.actions.telling import owners_of, people_of, tell
from portal.brands.models import Brand, BrandState, RevisionState
from portal.core import clock
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l

B = BrandState


def hide(brand: Brand, *, by: audit.Actor, reason: str, back_on: date | None = None) -> None:
    """Take a brand out of the directory for a while: a holiday, no goods.

    With `back_on` it comes back on that day by itself.

    Raises:
        ConflictError: it is not in the directory.
        InvalidError: the day is not one of the coming year.
    """
    change_state(brand, "hide", by=by, reason=reason, back_on=back_on)
    tell(brand, "brand.hidden", people_of(brand, but=by), reason=reason)


def show(brand: Brand, *, by: audit.Actor) -> None:
    """Put a hidden brand back into the directory.

    Raises:
        ConflictError: it is not hidden, or the office has suspended it.
    """
    change_state(brand, "show", by=by)
    tell(brand, "brand.shown", people_of(brand, but=by))


def suspend(brand: Brand, *, by: audit.Actor, reason: str, back_on: date | None = None) -> None:
    """Take a brand out of the directory until a day, or until the office lets it in again.

    Raises:
        ConflictError: it was never published, or is suspended or withdrawn already.
        InvalidError: the day is not one of the coming year.
    """
    change_state(brand, "suspend", by=by, reason=reason, back_on=back_on)
    tell(brand, "brand.suspended", owners_of(brand), reason=reason)


def may_suspend(brand: Brand) -> bool:
    """Say whether the office could suspend a brand now."""
    return rules.BRAND_WORKFLOW.allows("suspend", brand.standing)


def withdraw(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """Take a brand out of the directory for good: it left the market.

    Raises:
        ConflictError: it was never published, or is withdrawn already.
    """
    change_state(brand, "withdraw", by=by, reason=reason)
    tell(brand, "brand.withdrawn", owners_of(brand), reason=reason)


def give_up(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """End a brand that nobody outside has seen: its maker stepped back after admission.

    Raises:
        ConflictError: it was published.
    """
    waiting = queries.open_revision(brand.id)
    if waiting and waiting.state is RevisionState.SUBMITTED:
        rules.REVISION_WORKFLOW.move(waiting, "take back")
    change_state(brand, "give up", by=by, reason=reason)


def readmit(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """Let a suspended or withdrawn brand into the directory again.

    Raises:
        ConflictError: it is neither.
    """
    if brand.state is B.WITHDRAWN and not queries.was_published(brand.id):
        raise ConflictError(
            _l("Its maker stepped back before it was ever published."),
            _l("If they come again, they apply again."),
        )
    come_back(brand)
    step = "lift" if brand.state is B.SUSPENDED else "publish again"
    change_state(brand, step, by=by, reason=reason)
    tell(brand, "brand.shown", owners_of(brand))


def change_state(
    brand: Brand, step: str, *, by: audit.Actor, reason: str = "", back_on: date | None = None
) -> None:
    """Make a step, keep its reason, and tell the directory."""
    rules.check_back_on(back_on, clock.today())
    come_back(brand)
    rules.BRAND_WORKFLOW.move(brand, step)
    brand.state_reason = reason if brand.state is not B.VISIBLE else ""
    brand.back_on = back_on
    audit.record(STEP_VERBS[step], brand, by=by, reason=reason)
    registry.changed(brand)


def come_back(brand: Brand) -> None:
    """Write down that a brand is back whose day has come; what goes on begins there."""
    if brand.standing is not brand.state:
        rules.BRAND_WORKFLOW.move(brand, "show" if brand.state is B.HIDDEN else "lift")
        brand.state_reason, brand.back_on = "", None


STEP_VERBS = {
    "hide": "brand.hide",
    "show": "brand.show",
    "suspend": "brand.suspend",
    "lift": "brand.readmit",
    "withdraw": "brand.withdraw",
    "give up": "brand.withdraw",
    "publish again": "brand.readmit",
}


def pause_from(brand: Brand, day: date | None) -> None:
    """Take a brand out of the directory from a day on, or let it in again with none.

    The hour is midnight where the markets are, and needs no job: whoever reads compares.
    """
    if brand.paused_from != day:
        brand.paused_from = day
        registry.changed(brand)
