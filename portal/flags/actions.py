"""The verbs of a flag: raise it, ask the brand, say that it is mended or right as it is."""

from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import actions as brands
from portal.brands.models import Revision
from portal.core import clock, throttle
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.flags import queries, rules
from portal.flags.models import Flag, FlagKind
from portal.notices import actions as notices

EXCERPT = 80


def raise_flag(
    revision: Revision, *, by: audit.Actor, kind: FlagKind, field: str, words: str
) -> Flag:
    """Report a brand's page to its market's office.

    Raises:
        ConflictError: the same person's report for the same reason waits already.
        TooManyError: ten within a day.
    """
    if queries.pending(by.id, revision.brand_id, kind):
        raise twice()
    throttle.hit(rules.PER_PERSON, "flag", str(by.id))
    flag = Flag(
        brand=revision.brand,
        revision=revision.number,
        kind=kind,
        field=field,
        words=words,
        author_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(flag)
    except IntegrityError:  # two clicks at once
        raise twice() from None
    note_raised(flag, by=by)
    office = accounts.member_ids(Role.MANAGER, market_id=flag.market_id)
    tell("flag.raised", flag, office, text=words)
    return flag


def note_raised(flag: Flag, *, by: audit.Actor) -> None:
    """Record who raised it, in the office's trail but not in the brand's own: its people read that.

    The office's trail is the market's.
    """
    db.session.flush()
    facts = audit.facts_of(flag) | {"brand_id": None}
    audit.append("flag.raise", facts, by=by, detail={"kind": flag.kind.value})


def twice() -> ConflictError:
    """Return what somebody is told who reports the same thing again."""
    return ConflictError(
        _l("You have reported this already, and the office has it before it."),
        _l("You will get a message as soon as it answers."),
    )


def ask(flag: Flag, *, by: audit.Actor, text: str) -> None:
    """Ask the brand's people to mend it; the clock begins anew, and the reader is told.

    Raises:
        ConflictError: it was answered, or the brand was asked already.
    """
    rules.WORKFLOW.move(flag, "ask")
    answer(flag, text, by=by)
    flag.waiting_since = clock.now()
    audit.record("flag.ask", flag, by=by, reason=text)
    tell("flag.asked-brand", flag, owners(flag), text=text)
    tell("flag.asked", flag, [flag.author_id])


def mend(flag: Flag, *, by: audit.Actor, text: str) -> None:
    """Tell the reader that it is put right.

    Raises:
        ConflictError: it was answered meanwhile.
    """
    rules.WORKFLOW.move(flag, "mend")
    answer(flag, text, by=by)
    audit.record("flag.mend", flag, by=by, reason=text)
    tell("flag.mended", flag, [flag.author_id], text=text)


def refuse(flag: Flag, *, by: audit.Actor, text: str) -> None:
    """Tell the reader that the page is right as it is, and why.

    Raises:
        ConflictError: it was answered meanwhile.
    """
    rules.WORKFLOW.move(flag, "refuse")
    answer(flag, text, by=by)
    audit.record("flag.refuse", flag, by=by, reason=text)
    tell("flag.refused", flag, [flag.author_id], text=text)


def suspend(flag: Flag, *, by: audit.Actor, text: str) -> None:
    """Take the brand out of the directory at once; its owners read why, the reader hears of it.

    Raises:
        InvalidError: what was reported is no reason for it.
        ConflictError: it was answered meanwhile, or the brand is not shown any more.
    """
    if flag.kind not in rules.SUSPENDING:
        raise InvalidError("text", _l("For this the brand is asked, not suspended."))
    rules.WORKFLOW.move(flag, "suspend")
    brands.suspend(flag.brand, by=by, reason=text)
    answer(flag, text, by=by)
    audit.record("flag.suspend", flag, by=by, reason=text)
    tell("flag.mended", flag, [flag.author_id], text=text)


def answer(flag: Flag, text: str, *, by: audit.Actor) -> None:
    """Keep what the office said, when, and who said it."""
    flag.answer, flag.answered_at, flag.answered_by_name = text, clock.now(), by.name


def owners(flag: Flag) -> list[int]:
    """Return the brand's people, by number."""
    return accounts.member_ids(Role.OWNER, brand_id=flag.brand_id)


def tell(kind: str, flag: Flag, people: list[int], *, text: str = "") -> None:
    """Leave people a message about a flag; it never says who raised it."""
    line = " ".join(text.split())
    notices.send(
        kind,
        people,
        arguments={"flag_id": flag.id},
        brand={"zh": flag.brand.name_zh, "en": flag.brand.name_en},
        excerpt=line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…",
    )
