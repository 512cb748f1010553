"""The verbs of line sheets: keeping them, their styles and pictures; imports; links."""

from portal.linesheets.actions.applying import apply, discard, keep_ticks, purge, sweep, undo
from portal.linesheets.actions.comparing import read_behind_the_pages
from portal.linesheets.actions.receiving import (
    Received,
    begin_import,
    more_pictures,
    name_columns,
    read_again,
    receive,
)
from portal.linesheets.actions.sharing import (
    count_view,
    note_taken,
    note_taken_by_link,
    revoke,
    share,
)
from portal.linesheets.actions.sheets import begin, change, publish, rename, retire
from portal.linesheets.actions.styles import (
    add,
    add_from_pictures,
    copy,
    hang,
    hang_many,
    move,
    order_mark,
    remove,
    save,
    take_down,
    turn,
)

__all__ = [
    "Received",
    "add",
    "add_from_pictures",
    "apply",
    "begin",
    "begin_import",
    "change",
    "copy",
    "count_view",
    "discard",
    "hang",
    "hang_many",
    "keep_ticks",
    "more_pictures",
    "move",
    "name_columns",
    "note_taken",
    "note_taken_by_link",
    "order_mark",
    "publish",
    "purge",
    "read_again",
    "read_behind_the_pages",
    "receive",
    "remove",
    "rename",
    "retire",
    "revoke",
    "save",
    "share",
    "sweep",
    "take_down",
    "turn",
    "undo",
]
