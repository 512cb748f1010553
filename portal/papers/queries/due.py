"""What is due by the clock, and what waits for an office."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.papers import rules
from portal.papers.models import Paper, PaperDigest, PaperVersion
from portal.papers.models import VersionState as V
from portal.reference import papers as kinds


def unsilenced(today: date) -> list[ColumnElement[bool]]:
    """Return the conditions for versions that may have a reminder to send."""
    furthest = max(kind.notice_days for kind in kinds.every().values())
    return [
        PaperVersion.state == V.VERIFIED,
        PaperVersion.expires_on <= today + timedelta(days=furthest),
        or_(PaperVersion.reminded_step.is_(None), PaperVersion.reminded_step > 0),
        or_(Paper.snoozed_until.is_(None), Paper.snoozed_until <= today),
    ]


def reminders_due(limit: int) -> list[int]:
    """Return the numbers of versions of which somebody should hear now, the first to end first."""
    today = clock.today()
    query = (
        select(PaperVersion.id, Paper.kind, PaperVersion.expires_on, PaperVersion.reminded_step)
        .join(PaperVersion.paper)
        .where(*unsilenced(today))
        .order_by(PaperVersion.expires_on, PaperVersion.id)
    )
    found = []
    for number, kind, expires_on, reminded in db.session.execute(query):
        about = kinds.every().get(kind)
        if about and expires_on and rules.is_due(about, expires_on, reminded, today) is not None:
            found.append(number)
    return found[:limit]


def due_one(version_id: int) -> PaperVersion | None:
    """Return a version that may still be due, held for this transaction; none when another has it.

    It comes with its paper, brand and market.
    """
    query = (
        select(PaperVersion)
        .join(PaperVersion.paper)
        .options(
            contains_eager(PaperVersion.paper).joinedload(Paper.brand).joinedload(Brand.market)
        )
        .where(PaperVersion.id == version_id, *unsilenced(clock.today()))
        .with_for_update(of=PaperVersion, skip_locked=True)
    )
    return db.session.scalars(query).one_or_none()


def markets_with_papers() -> Sequence[int]:
    """Return the markets where any paper was ever handed in."""
    return db.session.scalars(select(Paper.market_id).distinct().order_by(Paper.market_id)).all()


def digest_sent(market_id: int, week_on: date) -> bool:
    """Say whether a week's letter about papers went out to an office."""
    query = select(PaperDigest.id).where(
        PaperDigest.market_id == market_id, PaperDigest.week_on == week_on
    )
    return db.session.scalar(query) is not None


def waiting_for_office(market_ids: Collection[int], limit: int = 50) -> Sequence[PaperVersion]:
    """Return the versions that wait to be verified, the longest wait first."""
    query = (
        select(PaperVersion)
        .join(PaperVersion.paper)
        .options(
            contains_eager(PaperVersion.paper).options(
                joinedload(Paper.brand).joinedload(Brand.market)
            )
        )
        .where(Paper.market_id.in_(market_ids), PaperVersion.state == V.UPLOADED)
        .order_by(PaperVersion.created_at, PaperVersion.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()
