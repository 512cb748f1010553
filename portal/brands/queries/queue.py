"""The profiles of a market that are not published yet, as its office works through them."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.brands.criteria import QueueCriteria, QueueOrder
from portal.brands.models import Brand, Revision
from portal.core.db import db
from portal.core.paging import Page, paginate

ORDERS = {
    QueueOrder.LONGEST: (Revision.submitted_at, Revision.id),
    QueueOrder.NEWEST: (Revision.submitted_at.desc(), Revision.id.desc()),
    QueueOrder.NAME: (Brand.pinyin, Revision.id),
}


def queue_page(market_id: int, criteria: QueueCriteria) -> Page[Revision]:
    """Return one page of the queue, each with its brand and who handed it in."""
    return paginate(queued(market_id, criteria), criteria.page)


def queue_rows(market_id: int, criteria: QueueCriteria) -> Sequence[Revision]:
    """Return all of the queue that fits, for export."""
    return db.session.scalars(queued(market_id, criteria)).unique().all()


def queued(market_id: int, criteria: QueueCriteria) -> Select[Revision]:
    """Select the profiles that fit."""
    query = (
        select(Revision)
        .join(Revision.brand)
        .options(contains_eager(Revision.brand), joinedload(Revision.submitted_by))
        .where(Brand.market_id == market_id, Revision.state == criteria.state)
        .order_by(*ORDERS[criteria.order])
    )
    if criteria.query:
        columns = (Revision.name_zh, Revision.name_en, Brand.pinyin)
        query = query.where(
            or_(*(one.icontains(criteria.query, autoescape=True) for one in columns))
        )
    return query
