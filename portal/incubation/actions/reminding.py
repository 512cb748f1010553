"""Reminding brands of what is due: 14 and 3 days before, and on the day."""

import logging
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.core import clock, week
from portal.core.db import db, reading, writing
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, registry, rules
from portal.incubation.actions.gates import check_automatic
from portal.incubation.actions.own import must_not_be_own
from portal.incubation.actions.telling import both, tell_owners
from portal.incubation.models import CalendarDay, Enrolment, MilestoneProgress

BATCH = 200
MORNING = 8
"""The hour from which people are reminded, where the markets are."""
logger = logging.getLogger(__name__)


def watch_days() -> None:
    """Remind every brand of what comes due, one message for all that is due on one day.

    Nothing goes out at night. Two workers may do this at once: what one has in hand the other
    leaves alone, and what was said is not said again.
    """
    if clock.now().astimezone(clock.SHANGHAI).hour < MORNING:
        return
    with reading():
        numbers = queries.enrolments_to_remind(clock.today(), BATCH)
        db.session.rollback()
    for number in numbers:
        remind_one(number)
    look_at_the_calendar(clock.today())


def look_at_the_calendar(today: date) -> None:
    """Look again, once a day, at what comes or goes by waiting alone, brand by brand.

    A shop becomes a year old; a licence expires, and what it passed is marked. What one brand's
    records make fail holds up no other. The day is noted at the end: whoever stops in the middle
    begins anew, which changes nothing where he has been.
    """
    with reading():
        seen = queries.calendar_is_seen(today)
        numbers = [] if seen else queries.waiting_for_calendar(registry.calendar_conditions())
        db.session.rollback()
    if seen:
        return
    for number in numbers:
        try:
            with writing():
                check_automatic(brands.named(number))
        except (SQLAlchemyError, StaleDataError):
            logger.exception("calendar of brand %s", number)
    with writing():
        if not queries.calendar_is_seen(today):
            db.session.add(CalendarDay(day=today))


def remind_one(enrolment_id: int) -> None:
    """Remind of one enrolment in a transaction of its own; a failure holds up no other."""
    try:
        with writing():
            steps = queries.to_remind(enrolment_id, clock.today())
            for _due_on, together in groupby(steps, key=lambda one: one.due_on):
                remind(list(together))
    except (SQLAlchemyError, StaleDataError):
        logger.exception("days of enrolment %s", enrolment_id)


def remind_now(enrolment: Enrolment, *, by: audit.Actor) -> int:
    """Remind a brand's people of what is late or due this week; return of how many milestones.

    Once a day: 0 when somebody of the office has done so today.

    Raises:
        ConflictError: the brand is not on its way, or nothing is due.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    rules.must_be_on_its_way(enrolment)
    # Of two colleagues at once the second sees what the first has done; the lock reads anew.
    queries.lock_running(enrolment.brand_id)
    running = queries.running_enrolment(enrolment.brand_id)
    steps = rules.due_by(running.steps, week.end()) if running else []
    if not steps:
        raise ConflictError(
            _l("Nothing is late or due this week."), _l("There is nothing to remind of.")
        )
    if queries.reminded_by_office(enrolment.id, clock.today()):
        return 0
    tell_owners("milestones.reminded", enrolment, milestones=titles_of(steps))
    audit.record("enrolment.remind", enrolment, by=by, codes=[one.milestone.code for one in steps])
    return len(steps)


def titles_of(steps: Sequence[MilestoneProgress]) -> dict[str, str]:
    """Return what milestones are called, as a message keeps it."""
    titles = [both(step.milestone, "title") for step in steps]
    return {
        "zh": "、".join(one["zh"] for one in titles),
        "en": ", ".join(one["en"] or one["zh"] for one in titles),
    }


def remind(steps: Sequence[MilestoneProgress]) -> None:
    """Say what is due on one day, once for each of its three reminders."""
    today, enrolment = clock.today(), steps[0].enrolment
    due_on = steps[0].due_on or today
    for step in steps:
        step.told_days = rules.reminder_due(due_on, step.told_days, today)
    days = (due_on - today).days
    words: dict[str, Any] = {
        "milestones": titles_of(steps),
        "due": due_on.isoformat(),
        "days": str(days),
    }
    if days:
        tell_owners("milestones.due-soon", enrolment, **words)
    else:
        tell_owners("milestones.due-today", enrolment, **words)
    codes = [step.milestone.code for step in steps]
    audit.record("enrolment.remind", enrolment, by=None, due=due_on.isoformat(), codes=codes)
