"""The rubric, the readers, and what they give."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.markets.models import Market
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.actions.stepping import step
from portal.onboarding.actions.telling import address, name
from portal.onboarding.models import (
    Application,
    ApplicationState,
    Criterion,
    Review,
    ReviewState,
    Rubric,
    Score,
)

S = ApplicationState
R = ReviewState


def keep_rubric(
    market: Market, lines: Sequence[Mapping[str, Any]], *, seen: int | None, by: audit.Actor
) -> Rubric:
    """Make a new edition of a market's rubric; reviews that run keep theirs.

    Raises:
        ConflictError: somebody made another edition since `seen`.
        InvalidError: no criterion is left, or the weights do not add up to 100.
    """
    rules.check_weights([int(line["weight"]) for line in lines])
    latest = queries.rubric(market.id)
    edition = latest.edition if latest else 0
    if seen != edition:
        raise newer_edition()
    rubric = Rubric(market_id=market.id, edition=edition + 1, made_by_id=by.id)
    rubric.criteria = [Criterion(position=at, **line) for at, line in enumerate(lines, 1)]
    try:
        with db.session.begin_nested():
            db.session.add(rubric)
    except IntegrityError:
        raise newer_edition() from None
    audit.record("rubric.change", rubric, by=by, edition=rubric.edition)
    return rubric


def newer_edition() -> ConflictError:
    """Return the refusal for whoever changed an old edition."""
    return ConflictError(
        _l("Somebody made a new edition of the rubric while you were writing."),
        _l("Open it again and look at what is new."),
    )


def rubric_for(application: Application) -> Rubric:
    """Return the edition that an application is read by: its readers' own, else the newest."""
    panel = queries.panel(application.id)
    if panel:
        return db.session.get_one(Rubric, panel[0].rubric_id)
    own = queries.rubric(application.market_id)
    if own is None:
        own = Rubric(market_id=application.market_id, edition=1)
        own.criteria = queries.unsaved_criteria()
        db.session.add(own)
        db.session.flush()
    return own


def assign(application: Application, readers: Collection[int], *, by: audit.Actor) -> None:
    """Ask people of the office to read an application; asking somebody again does nothing.

    Raises:
        ConflictError: it is decided, or all reviews are in.
        InvalidError: on `readers`: somebody may not, or fewer than two would read it.
    """
    held = queries.hold(application)
    rules.check_scorable(held)
    check_readers(held, readers)
    panel = queries.panel(held.id)
    check_closed(panel)
    known = {one.reviewer_id for one in panel}
    new = [number for number in readers if number not in known]
    if len(active(panel)) + len(new) < rules.FEWEST_REVIEWERS:
        raise InvalidError("readers", _l("Choose at least two people."))
    rubric = rubric_for(held)
    for number in new:
        db.session.add(Review(application_id=held.id, reviewer_id=number, rubric_id=rubric.id))
    if held.state is S.SUBMITTED:
        step(held, "review", by=by)
    audit.record("review.assign", held, by=by, readers=names(new))
    ask_to_read(held, new)


def active(panel: Sequence[Review]) -> list[Review]:
    """Return the reviews of those who read or have read."""
    return [one for one in panel if one.state in {R.ASSIGNED, R.HANDED_IN}]


def is_open(panel: Sequence[Review]) -> bool:
    """Say whether all are in."""
    reading = active(panel)
    all_in = all(one.state is R.HANDED_IN for one in reading)
    return len(reading) >= rules.FEWEST_REVIEWERS and all_in


def check_closed(panel: Sequence[Review]) -> None:
    """Refuse a new reader where the points are on the table already.

    Raises:
        ConflictError: all are in.
    """
    if is_open(panel):
        raise ConflictError(
            _l("All reviews are in and open. A new reader would not be impartial any more."),
            _l("Talk about the differences in the meeting, and decide."),
        )


def check_readers(application: Application, readers: Collection[int]) -> None:
    """Refuse a reader who is not of the office, or is the applicant himself.

    Raises:
        InvalidError: on `readers`.
    """
    office = set(accounts.member_ids(Role.MANAGER, market_id=application.market_id))
    if set(readers) - office:
        raise InvalidError("readers", _l("Choose people of this office."))
    if application.author_id in readers:
        raise InvalidError("readers", _l("Nobody may review their own application."))


def names(people: Collection[int]) -> list[str]:
    """Return the names of these people, sorted."""
    return sorted(accounts.names(people).values())


def ask_to_read(application: Application, people: Collection[int]) -> None:
    """Tell readers that their turn has come."""
    notices.send("review.assigned", people, arguments=address(application), brand=name(application))


def replace(review: Review, *, reader_id: int, by: audit.Actor, reason: str) -> Review:
    """Let somebody else read in the place of one who left, stood back, or never came to it.

    Raises:
        ConflictError: decided, or all reviews are in.
        InvalidError: on `readers`: the new one may not, or reads it already.
    """
    held = queries.hold(review.application)
    rules.check_scorable(held)
    check_readers(held, [reader_id])
    panel = queries.panel(held.id)
    check_closed(panel)
    if reader_id in {one.reviewer_id for one in panel}:
        raise InvalidError("readers", _l("This person is or was a reader of it already."))
    rules.REVIEW_WORKFLOW.move(review, "replace")
    new = Review(application_id=held.id, reviewer_id=reader_id, rubric_id=review.rubric_id)
    db.session.add(new)
    audit.record("review.replace", review, by=by, reason=reason, readers=names([reader_id]))
    ask_to_read(held, [reader_id])
    open_when_all_are_in(held)
    return new


@dataclass(frozen=True)
class Given:
    """What a reader gives for one criterion; no points while he still thinks."""

    criterion_id: int
    points: int | None
    note: str


def keep_review(review: Review, given: Sequence[Given], *, note: str) -> None:
    """Keep a reader's points as far as he has come.

    Raises:
        ConflictError: handed in already, or the application is decided.
    """
    held = queries.hold(review.application)
    rules.check_scorable(held)
    if review.state is not R.ASSIGNED:
        raise ConflictError(
            _l("This review is closed: “%(state)s”.", state=review.state.label),
            _l("Open the application to see how it stands."),
        )
    for one in given:
        kept = review.score_of(one.criterion_id)
        if kept is None:
            kept = Score(criterion_id=one.criterion_id)
            review.scores.append(kept)
        kept.points, kept.note = one.points, one.note
    review.note = note
    review.saved_at = clock.now()


def hand_in(review: Review, given: Sequence[Given], *, note: str, by: audit.Actor) -> None:
    """Hand a complete review in; the last one opens all of them to the office.

    The trail tells of it only then: who is done first is nobody's business before.

    Raises:
        ConflictError: handed in already, or the application is decided.
        InvalidError: on a criterion without points.
    """
    keep_review(review, given, note=note)
    for one in given:
        if one.points is None:
            raise InvalidError(f"points_{one.criterion_id}", _l("Give from 0 to 5 points."))
    rules.REVIEW_WORKFLOW.move(review, "hand in")
    review.handed_in_at = clock.now()
    del by  # the trail names the reader when all are in
    open_when_all_are_in(review.application)


def open_when_all_are_in(application: Application) -> None:
    """Once nobody reads any more, write the reviews into the trail and tell the readers."""
    db.session.flush()
    panel = queries.panel(application.id)
    if not is_open(panel):
        return
    readers = active(panel)
    for one in readers:
        audit.record("review.hand-in", application, by=accounts.user(one.reviewer_id))
    notices.send(
        "review.open",
        [one.reviewer_id for one in readers],
        arguments=address(application),
        brand=name(application),
    )


def recuse(review: Review, *, by: audit.Actor, reason: str) -> None:
    """Stand back as a reader: related, in business together, or otherwise not impartial.

    Raises:
        ConflictError: handed in already, or the application is decided.
    """
    held = queries.hold(review.application)
    rules.check_scorable(held)
    if review.state is R.RECUSED:
        return
    rules.REVIEW_WORKFLOW.move(review, "recuse")
    review.conflict = reason
    review.scores.clear()
    review.note = ""
    audit.record("review.recuse", review, by=by, reason=reason)
    office = accounts.member_ids(Role.MANAGER, market_id=held.market_id)
    notices.send(
        "review.recused",
        [number for number in office if number != by.id],
        arguments=address(held),
        brand=name(held),
        who=by.name,
    )
    open_when_all_are_in(held)
