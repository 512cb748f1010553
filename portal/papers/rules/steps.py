"""The legal moves of papers and trademarks, and what keeps one from being made. Pure."""

from collections.abc import Sequence
from datetime import date

from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.papers.models import TrademarkState as T
from portal.papers.models import VersionState as V
from portal.papers.rules.dates import add_months
from portal.reference.papers import Kind

VERSION_WORKFLOW = Workflow(
    {
        "verify": Step(frozenset({V.UPLOADED}), V.VERIFIED),
        "return": Step(frozenset({V.UPLOADED}), V.RETURNED),
        "withdraw": Step(frozenset({V.VERIFIED, V.RENEWING}), V.RETURNED),
        "renew": Step(frozenset({V.VERIFIED, V.RENEWING}), V.RENEWING),
        "doubt the renewal": Step(frozenset({V.RENEWING}), V.VERIFIED),
        "replace": Step(frozenset({V.UPLOADED, V.VERIFIED, V.RENEWING}), V.REPLACED),
    }
)
TRADEMARK_WORKFLOW = Workflow(
    {
        "file": Step(frozenset({T.SEARCHED, T.REFUSED}), T.FILED),
        "accept": Step(frozenset({T.SEARCHED, T.FILED, T.REFUSED}), T.ACCEPTED),
        "publish": Step(frozenset({T.ACCEPTED, T.OPPOSED}), T.PUBLISHED),
        "oppose": Step(frozenset({T.PUBLISHED}), T.OPPOSED),
        "refuse": Step(frozenset({T.FILED, T.ACCEPTED, T.PUBLISHED, T.OPPOSED}), T.REFUSED),
        "register": Step(frozenset(set(T) - {T.REGISTERED}), T.REGISTERED),
    }
)
TOLD = ("file", "accept", "publish", "oppose", "refuse")
"""What people tell of a trademark; that it is registered only its certificate shows."""
IN_FORCE = frozenset({V.VERIFIED, V.RENEWING})


def check_can_be_renewed(kind: Kind, expires_on: date | None, today: date) -> None:
    """Refuse evidence of a renewal where there is nothing to renew yet.

    Raises:
        ConflictError: the paper has no end, or its window for renewing is not open.
    """
    if expires_on is None:
        raise ConflictError(_l("This paper has no end, so there is nothing to renew."))
    opens = add_months(expires_on, -kind.renew_months) if kind.renew_months else today
    if today < opens:
        raise ConflictError(
            _l("It cannot be renewed yet: that is possible from %(day)s on.", day=opens.isoformat())
        )


def check_can_be_verified(expires_on: date | None, today: date) -> None:
    """Refuse to verify what has run out.

    Raises:
        ConflictError: it has; it can only be returned.
    """
    if expires_on and expires_on < today:
        raise ConflictError(
            _l("This paper expired on %(day)s.", day=expires_on.isoformat()),
            _l("Return it and ask for the new one."),
        )


def check_seen(version: int, seen: int | None) -> None:
    """Refuse a decision on something else than what was read.

    Raises:
        ConflictError: somebody decided or added something since the page was opened.
    """
    if seen != version:
        raise ConflictError(
            _l("This paper has changed since you opened the page."),
            _l("Look at it again, then decide."),
        )


def possible_steps(state: T) -> Sequence[str]:
    """Return what may be told of a trademark next."""
    return [step for step in TOLD if TRADEMARK_WORKFLOW.allows(step, state)]
