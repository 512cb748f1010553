"""What an office asks of its brands, from today on."""

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.notices import actions as notices
from portal.papers import queries
from portal.papers.actions.keeping import refresh_market
from portal.papers.actions.telling import both, owners
from portal.papers.models import Effect, PaperRequirement, Scope
from portal.papers.queries import Preview, Ruling


def require(
    ruling: Ruling,
    *,
    by: audit.Actor,
    effect: Effect,
    scope: Scope,
    grace_days: int,
    seen: int = 0,
) -> Preview:
    """Let a rule hold from today on in place of the one before; return whom it concerns.

    Args:
        ruling: the kind of paper and the rule it replaces.
        by: who of the office.
        effect: what follows when the paper is missing or has run out.
        scope: of whom it is asked.
        grace_days: how long after that day.
        seen: the version of the rule that the form showed, 0 for none.

    Raises:
        ConflictError: somebody has set another rule meanwhile.
    """
    row = ruling.row
    if row and (row.effect, row.scope, row.grace_days) == (effect, scope, grace_days):
        return Preview([], [], 0)
    check_seen(ruling, seen)
    found = queries.preview(ruling, effect, scope, grace_days)
    today = clock.today()
    following = PaperRequirement(
        market_id=ruling.market_id,
        kind=ruling.kind.code,
        effect=effect,
        scope=scope,
        grace_days=grace_days,
        since=today,
        set_by_id=by.id,
    )
    succeed(row, following)
    audit.record(
        "paper.require", following, by=by, effect=effect.value, scope=scope.value, days=grace_days
    )
    refresh_market(ruling.market_id)
    if effect is not Effect.REMIND:
        tell_owners(ruling, found)
    return found


def succeed(row: PaperRequirement | None, following: PaperRequirement) -> None:
    """End a rule on the day on which the next one begins.

    Raises:
        ConflictError: somebody has set another rule at this moment.
    """
    if row:
        row.ended_on = following.since
        db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.add(following)
    except IntegrityError:
        raise changed_meanwhile() from None


def lift(ruling: Ruling, *, by: audit.Actor, seen: int = 0) -> None:
    """End a rule: from today on nothing follows but what is usual.

    Raises:
        ConflictError: somebody has set another rule meanwhile.
    """
    if ruling.row is None:
        return
    check_seen(ruling, seen)
    ruling.row.ended_on = clock.today()
    audit.record("paper.lift", ruling.row, by=by)
    refresh_market(ruling.market_id)


def check_seen(ruling: Ruling, seen: int) -> None:
    """Refuse to replace a rule that nobody saw.

    Raises:
        ConflictError: the rule is not the one that the form showed.
    """
    if seen != (ruling.row.id if ruling.row else 0):
        raise changed_meanwhile()


def changed_meanwhile() -> ConflictError:
    """Return the refusal for a rule that somebody else has set."""
    return ConflictError(
        _l("Somebody has changed this rule meanwhile."), _l("Look at it again, then decide.")
    )


def tell_owners(ruling: Ruling, found: Preview) -> None:
    """Tell the people of the brands that lack the paper from when on something follows."""
    today = clock.today()
    for brand, day in [*((one, today) for one in found.now), *found.later]:
        notices.send(
            "paper.required",
            owners(brand.id),
            arguments={"market": ruling.market.slug, "brand": brand.slug},
            brand=both(brand),
            paper=both(ruling.kind),
            day=day.isoformat(),
        )
