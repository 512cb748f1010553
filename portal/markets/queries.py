"""Reading the alliance and its markets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.db import db
from portal.markets.models import (
    Alliance,
    Floor,
    FloorPlan,
    Hall,
    Honour,
    Market,
    Stall,
    StallState,
    StallSuccession,
)


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


def market_alone(market: str) -> Market:
    """Return a market by its slug without halls, floors and honours; NoResultFound for none."""
    return db.session.scalars(BY_SLUG, {"slug": market}).one()


BY_SLUG = select(Market).where(Market.slug == bindparam("slug"))


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


def alliance_called(alliance: str) -> Alliance:
    """Return an alliance by its name in addresses; NoResultFound for none."""
    return db.session.scalars(select(Alliance).where(Alliance.slug == alliance)).one()


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


# Stalls and the plans of floors


@dataclass(frozen=True)
class DrawnFloor:
    """A floor with its hall and market, and the plan that its office has drawn, if any."""

    floor: Floor
    plan: FloorPlan | None

    @property
    def market(self) -> Market:
        """Return the market that it lies in."""
        return self.floor.hall.market

    @property
    def market_id(self) -> int:
        """Return whose office keeps it."""
        return self.floor.hall.market_id


def drawn_floor(market: str, floor_id: int) -> DrawnFloor:
    """Return one floor of that market with its plan; NoResultFound for another market's."""
    query = (
        select(Floor, FloorPlan)
        .join(Floor.hall)
        .join(Hall.market)
        .outerjoin(FloorPlan, FloorPlan.floor_id == Floor.id)
        .options(contains_eager(Floor.hall).contains_eager(Hall.market))
        .where(Market.slug == market, Floor.id == floor_id)
    )
    floor, plan = db.session.execute(query).one()
    return DrawnFloor(floor, plan)


def floor_plan(floor_id: int) -> FloorPlan | None:
    """Return the plan of a floor, or None."""
    return db.session.scalars(select(FloorPlan).where(FloorPlan.floor_id == floor_id)).one_or_none()


def floors(market_id: int) -> Sequence[Floor]:
    """Return a market's floors with their halls, from hall to hall and upwards."""
    query = (
        select(Floor)
        .join(Floor.hall)
        .options(contains_eager(Floor.hall))
        .where(Hall.market_id == market_id)
        .order_by(Hall.position, Hall.id, Floor.level)
    )
    return db.session.scalars(query).all()


def stall(market: str, stall_id: int) -> Stall:
    """Return one stall of that market, withdrawn or not; NoResultFound for another market's."""
    query = placed().where(Market.slug == market, Stall.id == stall_id)
    return db.session.scalars(query).one()


def placed() -> Select[Stall]:
    """Return the select of stalls with floor, hall and market."""
    return (
        select(Stall)
        .join(Stall.floor)
        .join(Floor.hall)
        .join(Stall.market)
        .options(
            contains_eager(Stall.floor).contains_eager(Floor.hall).contains_eager(Hall.market),
            contains_eager(Stall.market),
        )
    )


def standing_stalls(floor_id: int) -> Sequence[Stall]:
    """Return the stalls of a floor that were not taken off, in the order of their numbers."""
    query = (
        select(Stall)
        .where(Stall.floor_id == floor_id, Stall.state != StallState.WITHDRAWN)
        .order_by(Stall.zone, Stall.place)
    )
    return db.session.scalars(query).all()


def lock_stalls(stall_ids: Collection[int]) -> None:
    """Hold stalls for this transaction, in one order for everybody, and read them afresh."""
    query = placed().where(Stall.id.in_(stall_ids)).order_by(Stall.id)
    fresh = query.with_for_update(of=Stall).execution_options(populate_existing=True)
    db.session.scalars(fresh).all()


def before(stall_id: int) -> Sequence[Stall]:
    """Return the stalls that this one followed."""
    query = select(Stall).join(StallSuccession, StallSuccession.old_id == Stall.id)
    return db.session.scalars(
        query.where(StallSuccession.new_id == stall_id).order_by(Stall.id)
    ).all()


def after(stall_id: int) -> Sequence[Stall]:
    """Return the stalls that followed this one."""
    query = select(Stall).join(StallSuccession, StallSuccession.new_id == Stall.id)
    return db.session.scalars(
        query.where(StallSuccession.old_id == stall_id).order_by(Stall.id)
    ).all()
