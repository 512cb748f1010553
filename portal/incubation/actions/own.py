"""Nobody decides on what is his own."""

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Viewer
from portal.audit import actions as audit
from portal.core.errors import NotAllowedError
from portal.core.i18n import lazy_gettext as _l


def is_own(brand_id: int, by: audit.Actor | None) -> bool:
    """Say whether a person belongs to the brand."""
    if isinstance(by, Viewer) and by.session_id:  # what he holds was read in this transaction
        return by.holds(Role.OWNER, brand_id=brand_id)
    return by is not None and by.id in accounts.member_ids(Role.OWNER, brand_id=brand_id)


def must_not_be_own(brand_id: int, by: audit.Actor | None) -> None:
    """Do nothing for somebody who does not belong to the brand.

    Raises:
        NotAllowedError: the person belongs to it.
    """
    if is_own(brand_id, by):
        raise NotAllowedError(
            _l("You belong to this brand yourself, so you cannot decide on its way."),
            _l("A colleague of the office has to decide."),
        )
