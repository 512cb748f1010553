"""The office asks about a field of a profile, or sees a document for it; its owner answers."""

from datetime import date

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import rules
from portal.brands.actions.telling import address, name
from portal.brands.fields import BY_NAME, stamp
from portal.brands.models import FieldComment, Revision, SeenClaim
from portal.core import clock
from portal.core.db import db
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.notices import actions as notices


def ask(revision: Revision, *, by: audit.Actor, field: str, text: str) -> FieldComment:
    """Ask the owner about one field of what lies with the office.

    Raises:
        ConflictError: the revision does not wait for the office.
        InvalidError: there is no such field.
    """
    rules.check_waiting(revision)
    if field not in BY_NAME:
        raise InvalidError("field", _l("Please choose from the list."))
    comment = FieldComment(revision=revision, field=field, author_id=by.id, text=text)
    db.session.add(comment)
    audit.record("profile.ask", revision, by=by, reason=text)
    notices.send(
        "profile.asked",
        accounts.member_ids(Role.OWNER, brand_id=revision.brand_id),
        arguments={**address(revision.brand), "number": revision.number},
        brand=name(revision),
        question=text,
    )
    return comment


def answer(comment: FieldComment, *, by: audit.Actor, answer: str) -> None:
    """Answer what the office asked; a second answer replaces the first."""
    comment.answer = answer
    comment.answered_at = clock.now()
    comment.answered_by_id = by.id
    audit.record("profile.answer", comment.revision, by=by, reason=answer)
    notices.send(
        "profile.answered",
        [comment.author_id],
        arguments={**address(comment.revision.brand), "number": comment.revision.number},
        brand=name(comment.revision),
        answer=answer,
    )


def note_seen(
    revision: Revision,
    *,
    by: audit.Actor,
    of_field: str,
    document: str,
    seen_on: date,
    expires_on: date | None,
) -> SeenClaim:
    """Note that the office saw a document for what one field says now.

    Raises:
        InvalidError: there is no such field, nothing stands in it, or the days cannot be.
    """
    if of_field not in BY_NAME or not BY_NAME[of_field].is_filled(revision):
        raise InvalidError("of_field", _l("Nothing stands in this field."))
    if seen_on > clock.today():
        raise InvalidError("seen_on", _l("That day is still to come."))
    if expires_on is not None and expires_on <= seen_on:
        raise InvalidError("expires_on", _l("The end must come after the day it was seen."))
    claim = SeenClaim(
        brand_id=revision.brand_id,
        field=of_field,
        value=stamp(of_field, revision),
        document=document,
        seen_on=seen_on,
        expires_on=expires_on,
        seen_by_id=by.id,
    )
    db.session.add(claim)
    audit.record("profile.seen", revision, by=by, field=of_field, document=document)
    return claim
