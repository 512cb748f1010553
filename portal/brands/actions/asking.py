"""The office asks about a field of a profile; its owner answers."""

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import rules
from portal.brands.actions.telling import address, name
from portal.brands.fields import BY_NAME
from portal.brands.models import FieldComment, Revision
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
