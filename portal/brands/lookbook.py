"""The verbs of a draft's pictures: hang, move, caption, take out."""

from collections.abc import Sequence

from portal.audit import actions as audit
from portal.brands import rules
from portal.brands.fields import MOST_PICTURES
from portal.brands.models import ProfilePicture, Revision
from portal.core import throttle
from portal.core.i18n import lazy_gettext as _l
from portal.documents import actions as documents
from portal.documents.actions import Upload


def add(
    revision: Revision | None, uploads: Sequence[Upload], *, by: audit.Actor
) -> list[tuple[str, object]]:
    """Hang the good pictures at the end at once; return the refused ones by name, with the reason.

    Raises:
        ConflictError: there is no draft, or it lies with the office.
        TooManyError: too many were sent today.
    """
    draft = rules.check_editable(revision)
    refused: list[tuple[str, object]] = []
    added = 0
    for upload in uploads:
        throttle.hit(rules.PICTURES_PER_PERSON, "profile-picture", str(by.id))
        if upload.error:
            refused.append((upload.name, upload.error.message))
        elif len(draft.pictures) >= MOST_PICTURES:
            full = _l("There are %(most)s pictures already. Remove one first.", most=MOST_PICTURES)
            refused.append((upload.name, full))
        else:
            stored = documents.store(upload, by_id=by.id)
            place = max((one.position for one in draft.pictures), default=-1) + 1
            draft.pictures.append(ProfilePicture(file=stored, position=place))
            added += 1
    if added:
        audit.record("profile.add-pictures", draft, by=by, number=added)
    return refused


def remove(picture: ProfilePicture, *, by: audit.Actor) -> None:
    """Take a picture off the wall of a draft.

    Raises:
        ConflictError: it is not in a draft that can be changed.
    """
    draft = rules.check_editable(picture.revision)
    audit.record("profile.remove-picture", draft, by=by, file=picture.file_id)
    draft.pictures.remove(picture)


def move(picture: ProfilePicture, *, to: int) -> None:
    """Hang a picture at another place, counted from 0; place 0 makes it the cover.

    Raises:
        ConflictError: it is not in a draft that can be changed.
    """
    draft = rules.check_editable(picture.revision)
    hung = list(draft.pictures)
    order = rules.moved(len(hung), hung.index(picture), to)
    for place, index in enumerate(order):
        hung[index].position = place


def caption(picture: ProfilePicture, *, caption_zh: str, caption_en: str) -> None:
    """Write the words under a picture.

    Raises:
        ConflictError: it is not in a draft that can be changed.
    """
    rules.check_editable(picture.revision)
    picture.caption_zh, picture.caption_en = caption_zh, caption_en
