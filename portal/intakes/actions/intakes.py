"""Making intakes, opening and closing them, by hand and by the calendar."""

from datetime import date, timedelta
from typing import Any

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db, writing
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.intakes import queries, rules
from portal.intakes.models import Edition, Intake, IntakeState, Question
from portal.markets.models import Market

COPIED = (
    *("season_zh", "season_en", "title_zh", "title_en", "papers_zh", "papers_en"),
    *("programme_id", "hall_id", "places"),
)


def create(market: Market, *, by: audit.Actor, **facts: Any) -> Intake:
    """Return a new intake, planned; its facts are the columns' own, papers one a line.

    Raises:
        InvalidError: it would end before it begins.
        ConflictError: the market is closed.
    """
    if market.closed_at:
        raise ConflictError(_l("This market takes no applications any more."))
    rules.check_days(facts["opens_on"], facts["closes_on"])
    intake = Intake(market_id=market.id, editions=[Edition(number=1, questions=[])], **facts)
    db.session.add(intake)
    audit.record("intake.create", intake, by=by)
    return intake


def clone(earlier: Intake, *, by: audit.Actor) -> Intake:
    """Return a planned copy of an intake with its questions; it opens when the earlier closes."""
    length = earlier.closes_on - earlier.opens_on
    begins = max(earlier.closes_on + timedelta(days=1), clock.today())
    copy = Intake(
        market_id=earlier.market_id,
        market=earlier.market,
        opens_on=begins,
        closes_on=begins + length,
        categories=list(earlier.categories),
        editions=[Edition(number=1, questions=copied(earlier.edition))],
        **{name: getattr(earlier, name) for name in COPIED},
    )
    db.session.add(copy)
    audit.record("intake.create", copy, by=by, copied_from=earlier.id)
    return copy


def copied(edition: Edition) -> list[Question]:
    """Return the questions of an edition once more, for another."""
    kept = ("position", "kind", "title_zh", "title_en", "required")
    return [
        Question(choices=list(one.choices), **{name: getattr(one, name) for name in kept})
        for one in edition.questions
    ]


def change(intake: Intake, *, by: audit.Actor, **facts: Any) -> None:
    """Keep what is said of an intake.

    Raises:
        InvalidError: it would end before it begins.
    """
    rules.check_days(facts["opens_on"], facts["closes_on"])
    for name, value in facts.items():
        setattr(intake, name, value)
    audit.record("intake.change", intake, by=by)


def open_now(intake: Intake, *, by: audit.Actor | None) -> None:
    """Let makers apply; a double click is one.

    Raises:
        ConflictError: it is closed, or its last day is past.
    """
    if intake.state is IntakeState.OPEN:
        return
    if intake.closes_on < clock.today():
        raise ConflictError(
            _l("The last day of this intake is past."), _l("Write a later day first.")
        )
    rules.INTAKE_WORKFLOW.move(intake, "open")
    audit.record("intake.open", intake, by=by)


def close(intake: Intake, *, by: audit.Actor | None, reason: str = "") -> None:
    """Take no more applications; drafts stay with those who write them. A double click is one."""
    if intake.state is IntakeState.CLOSED:
        return
    rules.INTAKE_WORKFLOW.move(intake, "close")
    audit.record("intake.close", intake, by=by, reason=reason)


def reopen(intake: Intake, *, by: audit.Actor, closes_on: date) -> None:
    """Take applications again until another day; a double click is one.

    Raises:
        InvalidError: on `closes_on`: that day is past.
        ConflictError: it is not closed.
    """
    if closes_on < clock.today():
        raise InvalidError("closes_on", _l("This day is past."))
    if intake.state is IntakeState.OPEN and intake.closes_on == closes_on:
        return
    rules.INTAKE_WORKFLOW.move(intake, "reopen")
    intake.closes_on = closes_on
    audit.record("intake.reopen", intake, by=by, until=closes_on.isoformat())


def watch_dates() -> None:
    """Open and close every intake whose day has come; two workers at once do it once."""
    with writing():
        today = clock.today()
        for intake in queries.due(today):
            if intake.closes_on < today:
                close(intake, by=None)
            else:
                open_now(intake, by=None)
