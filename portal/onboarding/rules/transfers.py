"""What must hold when a brand goes from one market to another. Pure."""

from collections.abc import Collection

from portal.brands.models import Brand, BrandState
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.markets.models import Market
from portal.onboarding.models import Side, Transfer
from portal.onboarding.models import TransferState as S

TRANSFER_WORKFLOW = Workflow(
    {
        "carry out": Step(frozenset({S.ASKED}), S.DONE),
        "decline": Step(frozenset({S.ASKED}), S.DECLINED),
        "call off": Step(frozenset({S.ASKED}), S.CALLED_OFF),
    }
)
MOST_DAYS_AHEAD = 366
"""How far away the last day on the old stalls may lie."""


def waits_for(transfer: Transfer, *, has_people: bool) -> list[Side]:
    """Return whose word is still missing.

    A brand whose people have no account cannot say it here: its old office answers for them.
    """
    asked = [one for one in Side if one is not Side.OWNER or has_people]
    return [one for one in asked if transfer.agreed_at(one) is None]


def check_running(transfer: Transfer) -> None:
    """Refuse to speak about a transfer that has ended.

    Raises:
        ConflictError: it was carried out, declined or called off.
    """
    if transfer.state is not S.ASKED:
        raise ConflictError(
            _l("This is decided already: “%(state)s”.", state=transfer.state.label),
            _l("Look at the page again."),
        )


def check_may_go(brand: Brand, old: Market, new: Market) -> None:
    """Refuse a brand that may not go, or a market that takes nobody.

    Raises:
        InvalidError: the market is the brand's own.
        ConflictError: the brand is suspended, withdrawn or elsewhere; the new market is closed.
    """
    if brand.market_id != old.id:
        raise ConflictError(
            _l("The brand is in another market already."), _l("Look at the page again.")
        )
    if old.id == new.id:
        raise InvalidError("market", _l("The brand is in this market already."))
    if new.closed_at:
        raise ConflictError(
            _l("The market it wants to go to is closed."), _l("Choose another market.")
        )
    if brand.state in STAYS:
        raise ConflictError(
            _l("A brand that is “%(state)s” cannot go to another market.", state=brand.state.label),
            _l("Its office lets it in again first, or ends what keeps it."),
        )


STAYS: Collection[BrandState] = frozenset({BrandState.SUSPENDED, BrandState.WITHDRAWN})
