"""What help with rent and fees has cost, by brand and in all, for a period and a programme."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation.models import Enrolment, EnrolmentState
from portal.leasing import rules
from portal.leasing.criteria import CostCriteria, CostOrder
from portal.leasing.models import ConcessionStep, FeeHelp, Let
from portal.leasing.queries.lets import stands, with_ladder
from portal.markets.models import Market


@dataclass(frozen=True)
class Cost:
    """What the help of one brand has cost in a period (fen), and where the brand stands."""

    brand: Brand
    rent_fen: int
    fees_fen: int
    way: Enrolment | None
    """Its latest enrolment with stage and programme."""

    @property
    def total_fen(self) -> int:
        """Return rent and fees together."""
        return self.rent_fen + self.fees_fen

    @property
    def is_graduate(self) -> bool:
        """Say whether the brand has graduated."""
        return self.way is not None and self.way.state is EnrolmentState.GRADUATED


@dataclass(frozen=True)
class Costs:
    """The costs of a market's help that fit a question."""

    lines: Sequence[Cost]

    @property
    def rent_fen(self) -> int:
        """Return what was let off rents."""
        return sum(one.rent_fen for one in self.lines)

    @property
    def fees_fen(self) -> int:
        """Return what was given towards fees."""
        return sum(one.fees_fen for one in self.lines)

    @property
    def total_fen(self) -> int:
        """Return everything together."""
        return self.rent_fen + self.fees_fen

    @property
    def graduates(self) -> int:
        """Return how many of the brands have graduated."""
        return sum(one.is_graduate for one in self.lines)

    @property
    def per_brand_fen(self) -> int | None:
        """Return the cost per brand that was helped; None without one."""
        return self.total_fen // len(self.lines) if self.lines else None

    @property
    def per_graduate_fen(self) -> int | None:
        """Return the cost of all help, per brand that graduated; None while none has."""
        return self.total_fen // self.graduates if self.graduates else None


def help_costs(market_id: int, criteria: CostCriteria) -> Costs:
    """Return what help has cost in a period: a fixed number of queries however many brands.

    Days that lie ahead cost nothing yet.
    """
    until = min(criteria.until, clock.today())
    rents = rent_costs(market_id, criteria.since, until)
    fees = fee_costs(market_id, criteria.since, until)
    ways = ways_of(rents.keys() | fees.keys())
    lines = [
        Cost(brand, rents.get(brand.id, 0), fees.get(brand.id, 0), ways.get(brand.id))
        for brand in brands_of(rents.keys() | fees.keys())
    ]
    return Costs(ordered([one for one in lines if fits(one, criteria)], criteria.order))


def rent_costs(market_id: int, since: date, until: date) -> dict[int, int]:
    """Return what was let off the rents of a period (fen), by the brand's number."""
    has_ladder = Let.id.in_(select(ConcessionStep.let_id))
    query = with_ladder().where(
        Let.market_id == market_id,
        stands(),
        has_ladder,
        Let.starts_on <= until,
        Let.ends_on >= since,
    )
    total: dict[int, int] = {}
    for let in db.session.scalars(query):
        cost = rules.cost_between(let, since, until)
        if cost:
            total[let.brand_id] = total.get(let.brand_id, 0) + cost
    return total


def fee_costs(market_id: int, since: date, until: date) -> dict[int, int]:
    """Return what was given towards fees in a period (fen), by the brand's number."""
    query = select(FeeHelp.brand_id, FeeHelp.fen).where(
        FeeHelp.market_id == market_id,
        FeeHelp.taken_back_at.is_(None),
        FeeHelp.granted_on >= since,
        FeeHelp.granted_on <= until,
    )
    total: dict[int, int] = {}
    for number, fen in db.session.execute(query):
        total[number] = total.get(number, 0) + fen
    return total


def brands_of(numbers: set[int]) -> Sequence[Brand]:
    """Return brands by their numbers, with market, by pinyin."""
    query = select(Brand).options(joinedload(Brand.market)).where(Brand.id.in_(numbers))
    return db.session.scalars(query.order_by(Brand.pinyin, Brand.id)).all()


def ways_of(numbers: set[int]) -> Mapping[int, Enrolment]:
    """Return each brand's latest enrolment with stage and programme, by the brand's number."""
    query = (
        select(Enrolment)
        .options(joinedload(Enrolment.stage), joinedload(Enrolment.programme))
        .where(Enrolment.brand_id.in_(numbers))
        .order_by(Enrolment.id)
    )
    return {one.brand_id: one for one in db.session.scalars(query)}


def fits(one: Cost, criteria: CostCriteria) -> bool:
    """Say whether a line fits the filters that are set."""
    if criteria.programme and (one.way is None or one.way.programme_id != criteria.programme):
        return False
    if criteria.graduates and not one.is_graduate:
        return False
    names = f"{one.brand.name_zh} {one.brand.name_en} {one.brand.pinyin}".lower()
    return criteria.query.lower() in names


def ordered(lines: list[Cost], order: CostOrder) -> list[Cost]:
    """Return lines in the order that was asked for."""
    if order is CostOrder.BRAND:
        return lines
    return sorted(lines, key=lambda one: -one.total_fen)


# Help with fees, one by one


def fees_of(brand_id: int, market_id: int | None = None) -> Sequence[FeeHelp]:
    """Return what a brand was given towards fees, by one market or any, the latest first."""
    query = select(FeeHelp).where(FeeHelp.brand_id == brand_id)
    if market_id is not None:
        query = query.where(FeeHelp.market_id == market_id)
    return db.session.scalars(query.order_by(FeeHelp.granted_on.desc(), FeeHelp.id.desc())).all()


def fees_by_brand(brand_ids: Collection[int]) -> dict[int, int]:
    """Return what was given towards fees so far (fen), by the brand's number: one query."""
    query = (
        select(FeeHelp.brand_id, func.sum(FeeHelp.fen))
        .where(FeeHelp.brand_id.in_(brand_ids), FeeHelp.taken_back_at.is_(None))
        .group_by(FeeHelp.brand_id)
    )
    return {number: int(fen) for number, fen in db.session.execute(query)}


def fee_help(market: str, brand: str, fee_id: int) -> FeeHelp:
    """Return one help of a brand of that market; NoResultFound for another's."""
    query = (
        select(FeeHelp)
        .join(FeeHelp.market)
        .join(FeeHelp.brand)
        .options(contains_eager(FeeHelp.market), contains_eager(FeeHelp.brand))
        .where(Market.slug == market, Brand.slug == brand, FeeHelp.id == fee_id)
    )
    found: FeeHelp = db.session.scalars(query).one()
    return found
