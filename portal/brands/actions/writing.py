"""Writing a draft of a profile: begun as a copy, saved section by section."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.brands import queries, rules
from portal.brands.actions.terms import check_mode, mark_typist
from portal.brands.fields import Group
from portal.brands.models import PICTURE_COLUMNS, ProfilePicture, Revision
from portal.brands.queries import Profile
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l


def begin_draft(profile: Profile, *, by: audit.Actor) -> Revision:
    """Return a new draft that begins as a copy of what is published, or the draft there is.

    Raises:
        ConflictError: somebody else begins one at this moment.
    """
    if profile.draft:
        return profile.draft
    try:
        with db.session.begin_nested():
            draft = copy_of(profile.newest, queries.last_number(profile.brand.id) + 1)
            db.session.add(draft)
    except IntegrityError:
        raise ConflictError(
            _l("Somebody has just begun a draft of this profile."), _l("Look at the page again.")
        ) from None
    audit.record("profile.begin", draft, by=by)
    return draft


def copy_of(revision: Revision, number: int) -> Revision:
    """Return a new draft that says what `revision` says, with the same pictures."""
    draft = Revision(
        brand=revision.brand,
        number=number,
        **{column: getattr(revision, column) for column in rules.BY_COLUMN},
    )
    draft.pictures = [
        ProfilePicture(
            file=one.file,
            position=place,
            **{column: getattr(one, column) for column in PICTURE_COLUMNS},
        )
        for place, one in enumerate(revision.pictures)
    ]
    return draft


def save_section(
    revision: Revision | None, group: Group, *, by: audit.Actor, **answers: Any
) -> None:
    """Keep a section of a draft, complete or not; the names are the columns' own.

    Raises:
        ConflictError: there is no draft, or it lies with the office.
        InvalidError: an answer that cannot be kept, by its field.
    """
    draft = rules.check_editable(revision)
    kept = rules.checked(answers)
    if "modes" in kept and rules.FRANCHISE in kept["modes"]:
        check_mode(draft, rules.FRANCHISE, "modes")
    changed = [column for column, value in kept.items() if getattr(draft, column) != value]
    for column in changed:
        setattr(draft, column, kept[column])
    if changed:
        mark_typist(draft, by)
        audit.record("profile.change", draft, by=by, section=group.value, columns=changed)
