"""What must hold for line sheets and styles. Pure: no database, no request."""

from portal.linesheets.rules.importing import (
    IMPORT_WORKFLOW,
    KEEP_FILES,
    LEASE,
    MOST_STYLES,
    OPEN,
    check_undo,
    may_undo,
    pictures_of,
)
from portal.linesheets.rules.safety import Verdict, label_text, minimum_class, verdict
from portal.linesheets.rules.sheets import (
    MOST_ON_SHEET,
    SHARE_DAYS,
    WORKFLOW,
    check_complete,
    check_draft,
    check_style,
    missing,
    moved,
)

__all__ = [
    "IMPORT_WORKFLOW",
    "KEEP_FILES",
    "LEASE",
    "MOST_ON_SHEET",
    "MOST_STYLES",
    "OPEN",
    "SHARE_DAYS",
    "WORKFLOW",
    "Verdict",
    "check_complete",
    "check_draft",
    "check_style",
    "check_undo",
    "label_text",
    "may_undo",
    "minimum_class",
    "missing",
    "moved",
    "pictures_of",
    "verdict",
]
