"""Reading what a market offers: one service, its list, its quotas, and who waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.db import db
from portal.incubation import queries as incubation
from portal.incubation.models import Enrolment, EnrolmentState
from portal.markets.models import Market
from portal.mentoring import rules
from portal.mentoring.models import Closure, Quota, Service, ServiceKind, WaitingWord

ON_ITS_WAY = frozenset({EnrolmentState.RUNNING, EnrolmentState.PAUSED})


def whole() -> Select[Any]:
    """Return the select of services with market, hours, closures and the mentor's invitation."""
    return (
        select(Service)
        .join(Service.market)
        .options(
            contains_eager(Service.market),
            joinedload(Service.invitation),
            selectinload(Service.hours),
            selectinload(Service.closures),
        )
    )


def service(market: str, service_id: int) -> Service:
    """Return one service of that market; NoResultFound for another market's."""
    found: Service = db.session.scalars(
        whole().where(Market.slug == market, Service.id == service_id)
    ).one()
    return found


def services(market_id: int) -> Sequence[Service]:
    """Return everything that a market offers or has offered, by kind and name."""
    query = whole().where(Service.market_id == market_id)
    return db.session.scalars(query.order_by(Service.kind, Service.name_zh, Service.id)).all()


def offered(market_id: int) -> Sequence[Service]:
    """Return what a market offers now, by kind and name."""
    return [one for one in services(market_id) if not one.ended_at]


def mentors(market_id: int) -> Select[int, str, str]:
    """Return the select of a market's mentors: number and names."""
    return select(Service.id, Service.name_zh, Service.name_en).where(
        Service.market_id == market_id,
        Service.kind == ServiceKind.MENTOR,
        Service.ended_at.is_(None),
    )


def times(service: Service, day: date) -> list[datetime]:
    """Return when the slots of a day begin (UTC), whoever has booked them."""
    return list(rules.beginnings(service, day))


def closure(market: str, service_id: int, closure_id: int) -> Closure:
    """Return a closure of a service of that market; NoResultFound for another's."""
    query = (
        select(Closure)
        .join(Closure.service)
        .join(Service.market)
        .options(
            contains_eager(Closure.service).contains_eager(Service.market),
        )
        .where(Market.slug == market, Service.id == service_id, Closure.id == closure_id)
    )
    found: Closure = db.session.scalars(query).one()
    return found


def hold(service_id: int, brand_id: int) -> None:
    """Hold a service and a brand for this transaction, in one order for everybody."""
    for row, number in ((Service, service_id), (Brand, brand_id)):
        db.session.execute(select(row.id).where(row.id == number).with_for_update())


def quotas(market_id: int) -> Mapping[ServiceKind, dict[str, int]]:
    """Return how often a brand may use each kind while in a stage, by the stage's code."""
    found: dict[ServiceKind, dict[str, int]] = {kind: {} for kind in ServiceKind}
    for one in db.session.scalars(select(Quota).where(Quota.market_id == market_id)):
        found[one.kind][one.stage_code] = one.most
    return found


def quota_rows(market_id: int) -> Sequence[Quota]:
    """Return the quotas of a market as rows, to be replaced."""
    return db.session.scalars(select(Quota).where(Quota.market_id == market_id)).all()


def way_of(brand_id: int) -> Enrolment | None:
    """Return the enrolment by which a brand is on its way, with its stage; None without one."""
    way = incubation.stage_of([brand_id]).get(brand_id)
    return way if way and way.state in ON_ITS_WAY else None


def waiting(service_id: int) -> Sequence[WaitingWord]:
    """Return who wants to hear when something becomes free, the longest waiting first."""
    query = (
        select(WaitingWord)
        .options(joinedload(WaitingWord.brand).joinedload(Brand.market))
        .where(WaitingWord.service_id == service_id)
    )
    return db.session.scalars(query.order_by(WaitingWord.id)).all()


def waits(service_id: int, brand_id: int) -> WaitingWord | None:
    """Return the word that a brand has left for a service."""
    query = select(WaitingWord).where(
        WaitingWord.service_id == service_id, WaitingWord.brand_id == brand_id
    )
    return db.session.scalars(query).first()


@dataclass(frozen=True)
class Choice:
    """A service before a brand that may book it."""

    brand: Brand
    service: Service

    @property
    def brand_id(self) -> int:
        """Return whose booking it would be."""
        return self.brand.id

    @property
    def market_id(self) -> int:
        """Return whose office keeps it."""
        return self.brand.market_id

    @property
    def arguments(self) -> dict[str, Any]:
        """Return what its addresses name."""
        return {
            "market": self.brand.market.slug,
            "brand": self.brand.slug,
            "service_id": self.service.id,
        }


def choice(market: str, brand: str, service_id: int) -> Choice:
    """Return a service before a brand of its market; NoResultFound when either is not there."""
    return Choice(brands.brand(market, brand), service(market, service_id))
