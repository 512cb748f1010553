"""Two applications of the same maker become one."""

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.actions.stepping import keep, step
from portal.onboarding.actions.telling import address, market_name, name
from portal.onboarding.models import (
    Application,
    ApplicationFile,
    ApplicationPicture,
    ApplicationState,
)

S = ApplicationState


def merge(application: Application, *, by: audit.Actor, other_id: int, reason: str) -> None:
    """Keep `application` and put another one of its market into it; a double click is one.

    What the kept one lacks is taken over. The other stays readable and leads to the kept one.

    Raises:
        ConflictError: one of them was decided or merged meanwhile, or they are of two markets.
    """
    found = {one.id: one for one in queries.held([application.id, other_id])}
    kept, other = found[application.id], found.get(other_id)
    if other is None:
        raise ConflictError(_l("These two cannot be merged."))
    if other.merged_into_id == kept.id:
        return
    rules.check_mergeable(kept, other)
    step(other, "merge", by=by, reason=reason)
    keep(kept, "take in", by=by, note=reason)
    taken = take_over(kept, other)
    other.merged_into = kept
    other.reason, other.decided_at, other.decided_by_id = reason, clock.now(), by.id
    db.session.flush()
    audit.record("application.merge", kept, by=by, reason=reason, other=other.id, taken=taken)
    audit.record("application.merge", other, by=by, reason=reason, into=kept.id)
    notices.send(
        "application.merged",
        [other.author_id],
        arguments=address(other),
        brand=name(other),
        market=market_name(other),
        reason=reason,
    )


def take_over(kept: Application, other: Application) -> list[str]:
    """Fill in what the kept one lacks; return the names of what was taken."""
    taken = [
        field for field in rules.MERGED_FIELDS if getattr(other, field) and not getattr(kept, field)
    ]
    for field in taken:
        setattr(kept, field, getattr(other, field))
    if kept.has_company is None and other.has_company is not None:
        kept.has_company = other.has_company
    if not kept.styles and other.styles:
        kept.styles = list(other.styles)
    return [*taken, *replies_of(kept, other), *pictures_of(kept, other)]


def replies_of(kept: Application, other: Application) -> list[str]:
    """Take over answers and files to equal questions that the kept one did not answer."""
    theirs = {(one.title_zh, one.kind): one for one in rules.questions(other)}
    replies, taken = dict(kept.replies or {}), []
    for mine in rules.questions(kept):
        same = theirs.get((mine.title_zh, mine.kind))
        if same is None:
            continue
        text = rules.reply_to(other, same)
        if text and not rules.reply_to(kept, mine):
            replies[str(mine.id)] = text
            taken.append(mine.title_zh)
        if not [one for one in kept.files if one.question_id == mine.id]:
            files = [one.file for one in other.files if one.question_id == same.id]
            kept.files += [ApplicationFile(file=file, question_id=mine.id) for file in files]
            taken += [file.name for file in files]
    kept.replies = replies
    return taken


def pictures_of(kept: Application, other: Application) -> list[str]:
    """Take over the pictures that the kept one lacks, as far as there is room."""
    there = {one.file.sha256 for one in kept.pictures}
    room = rules.MAX_PICTURES - len(kept.pictures)
    more = [one.file for one in other.pictures if one.file.sha256 not in there][:room]
    kept.pictures += [ApplicationPicture(file=file) for file in more]
    return [file.name for file in more]
