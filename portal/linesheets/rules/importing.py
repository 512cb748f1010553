"""Where an import may go, how long it may be taken back, and which picture is of which style."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.linesheets.fields import BY_NAME
from portal.linesheets.models import ImportState as I
from portal.linesheets.models import Style, StyleImport, StylePhoto, View

IMPORT_WORKFLOW = Workflow(
    {
        "show": Step(frozenset({I.READING}), I.PREVIEW),
        "fail": Step(frozenset({I.READING}), I.FAILED),
        "read again": Step(frozenset({I.PREVIEW, I.FAILED}), I.READING),
        "apply": Step(frozenset({I.PREVIEW}), I.APPLIED),
        "undo": Step(frozenset({I.APPLIED}), I.UNDONE),
        "discard": Step(frozenset({I.READING, I.PREVIEW, I.FAILED}), I.DISCARDED),
    }
)
MOST_STYLES = 500
"""Rows of one table. Source: our decision."""
LEASE = timedelta(minutes=2)
"""How long a reading may be silent before another worker takes it up."""
UNDO_WITHIN = timedelta(days=1)
KEEP_FILES = timedelta(days=30)
PICTURE_WIDTH, PICTURE_ENDING = 1280, "jpg"
"""Which copy of a picture leaves the house: what WeChat and print shops take."""
ENDING = re.compile(r"\.(jpe?g|png|webp|heic)$", re.IGNORECASE)
SIDES: Mapping[str, View] = {
    "": View.FRONT,
    "1": View.FRONT,
    "2": View.BACK,
    "3": View.DETAIL,
    "4": View.LABEL,
    "front": View.FRONT,
    "back": View.BACK,
    "detail": View.DETAIL,
    "label": View.LABEL,
    "tag": View.LABEL,
    "正面": View.FRONT,
    "正": View.FRONT,
    "主图": View.FRONT,
    "背面": View.BACK,
    "背": View.BACK,
    "细节": View.DETAIL,
    "细节图": View.DETAIL,
    "吊牌": View.LABEL,
    "洗标": View.LABEL,
    "水洗标": View.LABEL,
    "标签": View.LABEL,
}
"""How the sides of a style are called in a picture's name, behind its number."""


def stem(name: str) -> str:
    """Return a picture's name as it is compared: without ending, case and spaces."""
    plain = unicodedata.normalize("NFKC", name)
    return re.sub(r"\s+", "", ENDING.sub("", plain)).casefold()


def pictures_of(
    number: str, named: Mapping[View, str], names: Mapping[str, int]
) -> tuple[dict[View, int], list[str]]:
    """Return a style's pictures by side, and the names in its row that no picture has.

    Args:
        number: the style's.
        named: what its row says, by side; it goes before what is found by the number.
        names: every picture's number, by its `stem`.
    """
    found, lost = {}, []
    for side, name in named.items():
        if (picture := names.get(stem(name))) is not None:
            found[side] = picture
        elif name:
            lost.append(name)
    begin = stem(number)
    for said, side in SIDES.items():
        for between in (
            ("_", "-", "") if said and not said.isdigit() else ("_", "-") if said else ("",)
        ):
            picture = names.get(f"{begin}{between}{said}")
            if picture is not None and side not in found and side not in named:
                found[side] = picture
    return found, lost


def name_in_zip(style: Style, view: View) -> str:
    """Return what a style's picture is called where it leaves the house; nothing for none."""
    return f"{style.number}_{view.value}.{PICTURE_ENDING}" if style.photo(view) else ""


def copy_in_zip(photo: StylePhoto) -> str:
    """Return the name in `core.files` of the copy that leaves the house."""
    return photo.file.stored_name(PICTURE_WIDTH, PICTURE_ENDING)


def number_in(texts: Mapping[str, str]) -> str:
    """Return the number that a row gives, as styles have it."""
    return str(BY_NAME["number"].taken(texts.get("number", "")))


def check_readable(one: StyleImport) -> None:
    """Refuse to read an import anew that is being read or was decided, or whose files are gone.

    Raises:
        ConflictError: it says which.
    """
    if one.files_purged_at is not None:
        raise ConflictError(
            _l("The files of this import are no longer kept."), _l("Send the table once more.")
        )
    if not IMPORT_WORKFLOW.allows("read again", one.state):
        raise ConflictError(
            _l("This import is being read, or was decided."), _l("Look at it as it is now.")
        )


def may_undo(one: StyleImport, now: datetime) -> bool:
    """Say whether an import can still be taken back."""
    applied = one.applied_at if one.state is I.APPLIED else None
    return applied is not None and now - applied <= UNDO_WITHIN


def check_undo(one: StyleImport, now: datetime) -> None:
    """Refuse to take back what was taken over too long ago.

    Raises:
        ConflictError: more than a day has passed.
    """
    if one.state is I.APPLIED and not may_undo(one, now):
        raise ConflictError(
            _l("An import can be taken back within a day; this one is older."),
            _l("Change the styles themselves."),
        )
