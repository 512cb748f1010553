"""What must hold for line sheets, styles and their imports. Pure: no database, no request."""

from portal.linesheets.reading.goods import NUMBER_LENGTH
from portal.linesheets.rules.importing import (
    IMPORT_WORKFLOW,
    KEEP_FILES,
    LEASE,
    MOST_STYLES,
    check_readable,
    check_undo,
    copy_in_zip,
    may_undo,
    name_in_zip,
    number_in,
    pictures_of,
    stem,
)
from portal.linesheets.rules.layout import Column, Line, columns_of, is_plain, lines, repeated
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
    "NUMBER_LENGTH",
    "SHARE_DAYS",
    "WORKFLOW",
    "Column",
    "Line",
    "Verdict",
    "check_complete",
    "check_draft",
    "check_readable",
    "check_style",
    "check_undo",
    "columns_of",
    "copy_in_zip",
    "is_plain",
    "label_text",
    "lines",
    "may_undo",
    "minimum_class",
    "missing",
    "moved",
    "name_in_zip",
    "number_in",
    "pictures_of",
    "repeated",
    "stem",
    "verdict",
]
