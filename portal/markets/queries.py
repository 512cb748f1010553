"""Reading the alliance and its markets."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.db import db
from portal.markets.models import Alliance, Hall, Honour, Market


def whole() -> Select[Market]:
    """Return the select of markets with their alliance, halls, floors and honours."""
    return select(Market).options(
        joinedload(Market.alliance),
        selectinload(Market.halls).selectinload(Hall.floors),
        selectinload(Market.honours),
    )


def market(market: str) -> Market:
    """Return a market by the slug in its address, open or closed; NoResultFound for none."""
    return db.session.scalars(whole().where(Market.slug == market)).one()


def open_market(market: str) -> Market:
    """Return a market by its slug; NoResultFound for none and for a closed one."""
    query = whole().where(Market.slug == market, Market.closed_at.is_(None))
    return db.session.scalars(query).one()


def market_by_id(market_id: int) -> Market:
    """Return a market by its number; NoResultFound for none."""
    return db.session.scalars(whole().where(Market.id == market_id)).one()


def open_markets() -> Sequence[Market]:
    """Return the markets that are open, in the order they joined."""
    query = whole().where(Market.closed_at.is_(None)).order_by(Market.id)
    return db.session.scalars(query).unique().all()


def every_market() -> Sequence[Market]:
    """Return all markets, the closed ones last."""
    query = whole().order_by(Market.closed_at.is_not(None), Market.id)
    return db.session.scalars(query).unique().all()


def alliances() -> Sequence[Alliance]:
    """Return the alliances with their markets."""
    query = select(Alliance).options(selectinload(Alliance.markets)).order_by(Alliance.id)
    return db.session.scalars(query).all()


def alliance(alliance_id: int) -> Alliance:
    """Return an alliance by its number; NoResultFound for none."""
    return db.session.scalars(select(Alliance).where(Alliance.id == alliance_id)).one()


def names(numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the Chinese and English names of these markets by number."""
    query = select(Market.id, Market.name_zh, Market.name_en).where(Market.id.in_(numbers))
    return {number: (zh, en) for number, zh, en in db.session.execute(query)}


def hall(market: str, hall_id: int) -> Hall:
    """Return one hall of that market with its floors; NoResultFound for another market's."""
    query = (
        select(Hall)
        .join(Hall.market)
        .options(contains_eager(Hall.market), selectinload(Hall.floors))
        .where(Market.slug == market, Hall.id == hall_id)
    )
    return db.session.scalars(query).one()


def honour(market: str, honour_id: int) -> Honour:
    """Return one honour of that market; NoResultFound for another market's."""
    query = select(Honour).join(Honour.market).options(contains_eager(Honour.market))
    return db.session.scalars(query.where(Market.slug == market, Honour.id == honour_id)).one()
