"""What must hold for a flag. Pure: no database, no request, no clock."""

from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.flags.models import PENDING, Flag, FlagKind
from portal.flags.models import FlagState as S

WORKFLOW = Workflow(
    {
        "ask": Step(frozenset({S.OPEN}), S.ASKED),
        "mend": Step(frozenset(PENDING), S.MENDED),
        "refuse": Step(frozenset(PENDING), S.REFUSED),
        "suspend": Step(frozenset(PENDING), S.MENDED),
    }
)
PER_PERSON = "10/day"
"""How many pages one person may report: enough for a diligent reader, too few for a campaign."""
SUSPENDING = frozenset({FlagKind.OFFENSIVE, FlagKind.BORROWED})
"""For these the office may take the brand out of the directory at once."""
SHORTEST, LONGEST = 5, 1000
"""Characters of a report."""


def check_seen(flag: Flag, seen: int | None) -> None:
    """Refuse an answer to something else than what was read.

    Raises:
        ConflictError: somebody did something with it since the page was opened.
    """
    if seen != flag.version:
        raise ConflictError(
            _l("Somebody in the office has dealt with this report since you opened it."),
            _l("Look at the page again, then decide."),
        )
