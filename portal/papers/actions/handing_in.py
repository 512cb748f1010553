"""Handing papers in, showing that a renewal is under way, asking for silence."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.documents import actions as documents
from portal.documents.actions import Upload
from portal.papers import queries, rules
from portal.papers.actions.telling import office, owners, tell
from portal.papers.models import Paper, PaperFile, PaperVersion
from portal.papers.models import VersionState as V
from portal.papers.queries import Slot
from portal.papers.rules import Written

NO_SCAN = _l("Choose at least one photo or PDF.")


def upload(
    slot: Slot,
    uploads: Sequence[Upload],
    written: Written,
    *,
    by: audit.Actor,
    on_behalf: bool = False,
) -> PaperVersion:
    """Hand a paper in as a new version, which waits for the office. Older ones stay readable.

    Args:
        slot: where on the brand's shelf it belongs.
        uploads: the checked scans; at least one must be good.
        written: what stands on it.
        by: who hands it in.
        on_behalf: the office does it for the brand.

    Raises:
        InvalidError: no scan, or a day that cannot be, by its field.
        ConflictError: somebody hands in the same paper at this moment.
    """
    today = clock.today()
    rules.check_days(written.issued_on, written.expires_on, today)
    end = rules.end_of(slot.kind, written)
    check_scans(uploads)
    paper = slot.paper or new_paper(slot)
    queries.lock_paper(paper.id)
    before = next((one for one in paper.versions if one.state is V.UPLOADED), None)
    if before:
        rules.VERSION_WORKFLOW.move(before, "replace")
        db.session.flush()
    version = PaperVersion(
        paper=paper,
        place=len(paper.versions) + 1,
        number=rules.kept_number(slot.kind, written.number),
        holder=written.holder,
        issued_on=written.issued_on,
        expires_on=end,
        note=written.note,
        uploaded_by_id=by.id,
        on_behalf=on_behalf,
        files=files_of(uploads, by),
    )
    db.session.add(version)
    paper.snoozed_until = None
    audit.record("paper.upload", version, by=by, on_behalf=on_behalf)
    people = owners(paper.brand_id) if on_behalf else []
    tell("paper.uploaded", [*office(paper.market_id), *people], paper, by=by)
    return version


def check_scans(uploads: Sequence[Upload]) -> None:
    """Refuse to go on without a good scan.

    Raises:
        InvalidError: there is none, or one cannot be taken.
    """
    for one in uploads:
        if one.error:
            raise InvalidError("files", one.error)
    if not uploads:
        raise InvalidError("files", NO_SCAN)


def new_paper(slot: Slot) -> Paper:
    """Return a paper in an empty place.

    Raises:
        ConflictError: somebody puts one there at this moment.
    """
    paper = Paper(
        market_id=brands.hold(slot.brand_id),
        brand=slot.brand,
        kind=slot.kind.code,
        category=slot.category,
        versions=[],
    )
    try:
        with db.session.begin_nested():
            db.session.add(paper)
    except IntegrityError:
        raise ConflictError(
            _l("Somebody hands in this paper at this moment."), _l("Look at the page again.")
        ) from None
    return paper


def files_of(
    uploads: Sequence[Upload], by: audit.Actor, *, of_renewal: bool = False
) -> list[PaperFile]:
    """Store scans and return their rows."""
    return [
        PaperFile(file=documents.store(one, by_id=by.id), of_renewal=of_renewal) for one in uploads
    ]


def show_renewal(slot: Slot, uploads: Sequence[Upload], *, by: audit.Actor) -> None:
    """Show that the renewal is under way: reminders are silent from now on.

    Raises:
        InvalidError: no evidence.
        ConflictError: nothing is in force, or it cannot be renewed yet.
    """
    current = next((one for one in slot.versions if one.state in rules.IN_FORCE), None)
    if slot.paper is None or current is None:
        raise ConflictError(_l("There is no verified paper to renew. Hand in the paper itself."))
    today = clock.today()
    rules.check_can_be_renewed(slot.kind, current.expires_on, today)
    check_scans(uploads)
    rules.VERSION_WORKFLOW.move(current, "renew")
    current.renewing_since = current.renewing_since or today
    current.files.extend(files_of(uploads, by, of_renewal=True))
    audit.record("paper.renew", current, by=by)
    tell("paper.renewing", office(slot.market_id), slot.paper, by=by)


def snooze(slot: Slot, *, by: audit.Actor, until: date, reason: str) -> None:
    """Send no reminders of a paper before a day, for a reason that is kept.

    Raises:
        InvalidError: the day is not ahead, or too far.
        ConflictError: there is no paper.
    """
    if slot.paper is None:
        raise ConflictError(_l("There is no paper yet, so nobody is reminded of its end."))
    rules.check_snooze(until, clock.today())
    slot.paper.snoozed_until = until
    slot.paper.snooze_reason = reason
    audit.record("paper.snooze", slot.paper, by=by, reason=reason, until=until.isoformat())
