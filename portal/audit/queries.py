"""Reading the trail."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal.audit import rules
from portal.audit.models import AuditEvent
from portal.core.db import Base, db
from portal.core.paging import Page, paginate

EVENTS_PER_PAGE = 50
CHAIN_LOCK = 20091  # any number, the same for all who append


def last_hash() -> str:
    """Return the hash that the next event hangs on, holding others back until this commits."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    return db.session.scalar(LAST) or rules.FIRST


LAST = select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)


def history(subject: Base) -> Sequence[AuditEvent]:
    """Return everything that happened to one thing, oldest first."""
    query = select(AuditEvent).where(
        AuditEvent.subject_type == subject.__tablename__, AuditEvent.subject_id == subject.id
    )
    return db.session.scalars(query.order_by(AuditEvent.id)).all()


def search(
    *,
    market_id: int | None = None,
    brand_id: int | None = None,
    verb: str | None = None,
    actor: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
) -> Page[AuditEvent]:
    """Return one page of events, newest first; without a market, those of the whole platform."""
    query = matching(market_id, brand_id, verb, actor, since, until)
    return paginate(query.order_by(AuditEvent.id.desc()), page, EVENTS_PER_PAGE)


def matching(
    market_id: int | None,
    brand_id: int | None,
    verb: str | None,
    actor: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Select[Any]:
    """Return the select behind `search`, unordered."""
    query = select(AuditEvent)
    if market_id is not None:
        query = query.where(AuditEvent.market_id == market_id)
    if brand_id is not None:
        query = query.where(AuditEvent.brand_id == brand_id)
    if verb:
        query = query.where(AuditEvent.verb == verb)
    if actor:
        query = query.where(AuditEvent.actor_name.icontains(actor, autoescape=True))
    if since:
        query = query.where(AuditEvent.created_at >= since)
    if until:
        query = query.where(AuditEvent.created_at < until)
    return query


def broken_links() -> Iterator[int]:
    """Yield the number of every event whose hash does not fit: none, if nobody tampered."""
    previous = rules.FIRST
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).yield_per(500)
    for event in events:
        if event.previous_hash != previous or event.hash != rules.chained_hash(event):
            yield event.id
        previous = event.hash
