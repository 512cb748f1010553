"""The verbs of a draft's pictures: hang, move, describe, take out.

Each marks the draft as changed, so that of two people who hang at once the second begins anew.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from portal.audit import actions as audit
from portal.brands import rules
from portal.brands.fields import MOST_PICTURES
from portal.brands.models import PICTURE_COLUMNS, ProfilePicture, Revision
from portal.brands.seasons import MOST_OF_SEASON, key_of, order_mark, season_of
from portal.core import throttle
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.documents import actions as documents
from portal.documents.actions import Upload

MOST_PERCENT = 100


def add(
    revision: Revision | None,
    uploads: Sequence[Upload],
    *,
    by: audit.Actor,
    year: int | None = None,
    wave: str = "",
) -> list[tuple[str, object]]:
    """Hang the good pictures at the end at once; return the refused ones by name, with the reason.

    Raises:
        ConflictError: there is no draft, or it lies with the office.
        InvalidError: a wave without its year, or a year without a wave.
        TooManyError: too many were sent today.
    """
    draft = rules.check_editable(revision)
    check_season(year, wave)
    refused: list[tuple[str, object]] = []
    added = 0
    for upload in uploads:
        throttle.hit(rules.PICTURES_PER_PERSON, "profile-picture", str(by.id))
        if reason := upload.error.message if upload.error else no_room(draft, key_of(year, wave)):
            refused.append((upload.name, reason))
        else:
            stored = documents.store(upload, by_id=by.id)
            place = max((one.position for one in draft.pictures), default=-1) + 1
            hung = ProfilePicture(file=stored, position=place, year=year, wave=wave)
            draft.pictures.append(hung)
            added += 1
    if added:
        touch(draft)
        audit.record("profile.add-pictures", draft, by=by, number=added)
    return refused


def copy_pictures(
    revision: Revision | None, earlier: Revision, *, by: audit.Actor
) -> tuple[int, object]:
    """Hang the pictures of an earlier revision at the end, as they were described there.

    Returns how many were hung, and why some were not; one that hangs already is left alone.

    Raises:
        ConflictError: there is no draft, or it lies with the office.
    """
    draft = rules.check_editable(revision)
    here = {one.file_id for one in draft.pictures}
    place = max((one.position for one in draft.pictures), default=-1) + 1
    hung, reason = 0, None
    for one in earlier.pictures:
        if one.file_id in here:
            continue
        if full := no_room(draft, season_of(one)):
            reason = full
            continue
        told = {column: getattr(one, column) for column in PICTURE_COLUMNS}
        draft.pictures.append(ProfilePicture(file=one.file, position=place + hung, **told))
        hung += 1
    if hung:
        touch(draft)
        audit.record("profile.add-pictures", draft, by=by, number=hung, copy_of=earlier.number)
    return hung, reason


def no_room(draft: Revision, season: str) -> object:
    """Return why a season takes no further picture; nothing when it does."""
    if len(draft.pictures) >= MOST_PICTURES:
        return _l("There are %(most)s pictures already. Remove one first.", most=MOST_PICTURES)
    if sum(1 for one in draft.pictures if season_of(one) == season) >= MOST_OF_SEASON:
        return _l(
            "There are %(most)s pictures of this season already. Choose another season for it, or "
            "take one out first.",
            most=MOST_OF_SEASON,
        )
    return ""


def check_season(year: int | None, wave: str) -> None:
    """Refuse half a season.

    Raises:
        InvalidError: a wave without its year, or a year without a wave.
    """
    if wave and not year:
        raise InvalidError("year", _l("Say of which year this wave is."))
    if year and not wave:
        raise InvalidError("wave", _l("Say of which wave of the year it is."))


def remove(picture: ProfilePicture, *, by: audit.Actor) -> None:
    """Take a picture off the wall of a draft.

    Raises:
        ConflictError: it is not in a draft that can be changed.
    """
    draft = rules.check_editable(picture.revision)
    audit.record("profile.remove-picture", draft, by=by, file=picture.file_id)
    draft.pictures.remove(picture)
    touch(draft)


def move(picture: ProfilePicture, *, to: int, seen: int | None = None) -> None:
    """Hang a picture at another place, counted from 0; place 0 makes it the cover.

    `seen` is the order that the person had before him; None: it was not asked.

    Raises:
        ConflictError: it is not in a draft that can be changed, or hangs otherwise by now.
    """
    draft = rules.check_editable(picture.revision)
    hung = list(draft.pictures)
    if seen is not None and seen != order_mark(hung):
        raise ConflictError(
            _l("The pictures hang otherwise than when you opened the page."),
            _l("Look at the wall as it is now, then move the picture."),
        )
    order = rules.moved(len(hung), hung.index(picture), to)
    for place, index in enumerate(order):
        hung[index].position = place
    touch(draft)


def describe(
    picture: ProfilePicture, *, focus: tuple[int, int], year: int | None, wave: str, **words: str
) -> None:
    """Say what is on a picture, of which season it is, and what must stay in sight.

    Raises:
        ConflictError: it is not in a draft that can be changed.
        InvalidError: half a season, or one that is full.
    """
    draft = rules.check_editable(picture.revision)
    check_season(year, wave)
    season = key_of(year, wave)
    if season != season_of(picture) and (full := no_room_in(draft, season)):
        raise InvalidError("wave", full)
    told: dict[str, Any] = {**words, "year": year, "wave": wave}
    told["focus_x"], told["focus_y"] = (max(0, min(one, MOST_PERCENT)) for one in focus)
    for column in PICTURE_COLUMNS:
        setattr(picture, column, told[column])
    touch(draft)


def no_room_in(draft: Revision, season: str) -> object:
    """Return why a picture that hangs already cannot go to a season; nothing when it can."""
    if sum(1 for one in draft.pictures if season_of(one) == season) < MOST_OF_SEASON:
        return ""
    return _l("There are %(most)s pictures of this season already.", most=MOST_OF_SEASON)


def touch(draft: Revision) -> None:
    """Write the draft's row anew although no column of it changes: who is late finds out."""
    flag_modified(draft, "number")
