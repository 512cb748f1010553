"""Help with fees: granting it, and taking back what was entered by mistake."""

from datetime import date

from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.leasing import queries
from portal.leasing.actions.letting import tell_brand
from portal.leasing.models import FeeHelp


def grant_fee(
    brand: Brand, *, kind: str, fen: int, granted_on: date, reason: str, by: audit.Actor
) -> FeeHelp:
    """Return help with a fee that a brand is given in its present stage.

    Raises:
        InvalidError: the day lies ahead, or nothing is given.
    """
    if granted_on > clock.today():
        raise InvalidError("granted_on", _l("This day lies ahead. Enter help when it is given."))
    if fen < 1:
        raise InvalidError("fen", _l("Write how much is given, in yuan."))
    help_ = FeeHelp(
        market_id=brand.market_id,
        brand_id=brand.id,
        market=brand.market,
        brand=brand,
        kind=kind,
        fen=fen,
        granted_on=granted_on,
        stage_code=queries.stage_code(brand.id),
        reason=reason,
    )
    db.session.add(help_)
    audit.record("fee.grant", help_, by=by, reason=reason, fen=fen)
    tell_brand("fee.granted", brand, amount=f"¥{fen / 100:,.2f}", reason=reason)
    return help_


def take_back_fee(help_: FeeHelp, *, reason: str, by: audit.Actor) -> None:
    """Strike help out that was entered by mistake; it stays readable and costs nothing.

    Raises:
        ConflictError: it was struck out already.
    """
    if help_.taken_back_at:
        raise ConflictError(_l("This support was voided already."), _l("Nothing is left to do."))
    help_.taken_back_at, help_.taken_back_reason = clock.now(), reason
    audit.record("fee.take-back", help_, by=by, reason=reason)
