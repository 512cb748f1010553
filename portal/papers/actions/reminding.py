"""Reminding: by the clock, by the office, and the office's own letter of the week."""

import logging
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db, reading, writing
from portal.markets import queries as markets
from portal.notices import actions as notices
from portal.papers import queries, rules
from portal.papers.actions.telling import both, office, owners, tell
from portal.papers.models import PaperDigest, PaperVersion, Standing
from portal.papers.queries import Line
from portal.reference import papers as kinds

BATCH = 200
MORNING = 8
"""The hour from which people are reminded, where the markets are."""
logger = logging.getLogger(__name__)


def watch_clocks() -> None:
    """Send every reminder that is due and the letters of the week, each by itself.

    Nothing goes out at night. Two workers may do this at once: a reminder that one has in hand
    the other leaves alone, and what was sent is not due any more.
    """
    if clock.now().astimezone(clock.SHANGHAI).hour < MORNING:
        return
    with reading():
        numbers = queries.reminders_due(BATCH)
        offices = queries.markets_with_papers()
        db.session.rollback()
    for number in numbers:
        remind(number)
    for market_id in offices:
        send_digest(market_id)


def remind(version_id: int) -> None:
    """Send one reminder in a transaction of its own; a failure holds up no other."""
    try:
        with writing():
            version = queries.due_one(version_id)
            if version is not None:
                remind_of(version)
    except (SQLAlchemyError, StaleDataError):
        logger.exception("clock of paper version %s", version_id)


def remind_of(version: PaperVersion) -> None:
    """Tell the brand's people that a paper ends, unless this reminder went out already."""
    end, today = version.expires_on, clock.today()
    kind = kinds.every()[version.paper.kind]
    step = rules.is_due(kind, end, version.reminded_step, today) if end else None
    if end is None or step is None:
        return
    version.reminded_step = step
    audit.record("paper.remind", version, by=None, step=step)
    people, told = owners(version.brand_id), end.isoformat()
    if end >= today:
        tell("paper.expiring", people, version.paper, days=(end - today).days, end=told)
    else:
        tell("paper.expired", people, version.paper, days=(today - end).days, end=told)


def send_digest(market_id: int) -> None:
    """Tell an office once a week how many papers wait, end soon or have run out."""
    week_on = clock.monday(clock.today())
    try:
        with writing():
            if not queries.digest_sent(market_id, week_on):
                db.session.add(PaperDigest(market_id=market_id, week_on=week_on))
                db.session.flush()
                tell_office(market_id)
    except IntegrityError:
        logger.info("another worker wrote to market %s", market_id)
    except SQLAlchemyError:
        logger.exception("papers of market %s", market_id)


def tell_office(market_id: int) -> None:
    """Leave an office the numbers of its papers, unless all is well."""
    found = queries.counts(queries.lines_of_market(market_id))
    waiting, ends = found[Standing.UPLOADED], found[Standing.EXPIRING]
    expired = found[Standing.EXPIRED]
    if waiting or ends or expired:
        notices.send(
            "paper.digest",
            office(market_id),
            arguments={"market": markets.market_by_id(market_id).slug},
            waiting=waiting,
            ends=ends,
            expired=expired,
        )


def ask_again(lines: Sequence[Line], *, by: audit.Actor) -> int:
    """Ask the people of brands for papers, one message a brand; return how many brands."""
    asked: dict[int, list[Line]] = {}
    for line in lines:
        asked.setdefault(line.brand.id, []).append(line)
    for found in asked.values():
        brand = found[0].brand
        notices.send(
            "paper.asked",
            owners(brand.id),
            arguments={"market": brand.market.slug, "brand": brand.slug},
            brand=both(brand),
            papers={
                "zh": "、".join(line.kind.name_zh for line in found),
                "en": ", ".join(line.kind.name_en for line in found),
            },
        )
        audit.record("paper.ask-again", brand, by=by, papers=[line.code for line in found])
    return len(asked)
