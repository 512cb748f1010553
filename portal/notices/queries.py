"""Reading messages."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from portal.access.asking import viewer as whoever_asks
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.notices.models import Notice, OutboxMail


def unread(recipient_id: int) -> int:
    """Return how many messages a person has not read."""
    query = select(func.count()).where(
        Notice.recipient_id == recipient_id, Notice.read_at.is_(None)
    )
    return db.session.scalar(query) or 0


def of(recipient_id: int, page: int = 1) -> Page[Notice]:
    """Return one page of a person's messages, newest first."""
    query = select(Notice).where(Notice.recipient_id == recipient_id)
    return paginate(query.order_by(Notice.id.desc()), page)


def own_notice(notice_id: int) -> Notice:
    """Return one message of whoever is signed in; NoResultFound for anybody else's."""
    query = select(Notice).where(Notice.id == notice_id, Notice.recipient_id == whoever_asks().id)
    return db.session.scalars(query).one()


def unread_rows(recipient_id: int) -> Sequence[Notice]:
    """Return all of a person's unread messages."""
    query = select(Notice).where(Notice.recipient_id == recipient_id, Notice.read_at.is_(None))
    return db.session.scalars(query).all()


def due(now: datetime, limit: int) -> Sequence[int]:
    """Return the numbers of letters to try now, oldest first."""
    query = (
        select(OutboxMail.id)
        .where(
            OutboxMail.sent_at.is_(None),
            OutboxMail.given_up_at.is_(None),
            OutboxMail.next_try_at <= now,
        )
        .order_by(OutboxMail.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def letter(mail_id: int, now: datetime) -> OutboxMail | None:
    """Return a letter that is due, held for this transaction alone; None when another has it."""
    query = select(OutboxMail).where(
        OutboxMail.id == mail_id,
        OutboxMail.sent_at.is_(None),
        OutboxMail.given_up_at.is_(None),
        OutboxMail.next_try_at <= now,
    )
    return db.session.scalars(query.with_for_update(skip_locked=True)).one_or_none()


def any_letter(mail_id: int) -> OutboxMail:
    """Return a letter, whatever became of it."""
    return db.session.scalars(select(OutboxMail).where(OutboxMail.id == mail_id)).one()


def waiting_letters() -> int:
    """Return how many letters wait to be sent."""
    query = select(func.count()).where(
        OutboxMail.sent_at.is_(None), OutboxMail.given_up_at.is_(None)
    )
    return db.session.scalar(query) or 0


def given_up_letters() -> int:
    """Return how many letters could not be sent at all."""
    query = select(func.count()).where(OutboxMail.given_up_at.is_not(None))
    return db.session.scalar(query) or 0
