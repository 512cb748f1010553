"""The lists of stalls and lets as tables to take away."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from portal.core import clock
from portal.core.cells import Yuan
from portal.core.i18n import language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.leasing.models import Let
from portal.leasing.queries import Cost
from portal.leasing.rules import monthly_rent, phase, standing
from portal.markets.models import Stall
from portal.reference import queries as reference

STALL_HEAD = (
    _l("Stall"),
    _l("Hall"),
    _l("Floor"),
    _l("Area in m²"),
    _l("Frontage in cm"),
    _l("Used for"),
    _l("State"),
    _l("Brand"),
    _l("Let since"),
    _l("Let until"),
)
LET_HEAD = (
    _l("Stall"),
    _l("Hall"),
    _l("Brand"),
    _l("Kind"),
    _l("First day"),
    _l("Last day"),
    _l("Rent per m² and month in yuan"),
    _l("Area in m²"),
    _l("Rent a month in yuan"),
    _l("Deposit in yuan"),
    _l("State"),
    _l("Open for trade since"),
    _l("Why it ended"),
)


COST_HEAD = (
    _l("Brand"),
    _l("Programme"),
    _l("Stage"),
    _l("Rent relief in yuan"),
    _l("Fee support in yuan"),
    _l("Total in yuan"),
    _l("Result"),
)


def cost_lines(costs: Iterable[Cost]) -> Iterator[list[object]]:
    """Yield a line per brand that was helped."""
    for one in costs:
        yield [
            plain(one.brand, "name"),
            plain(one.way.programme, "name") if one.way else "",
            one.way.stage.code if one.way else "",
            Yuan(one.rent_fen),
            Yuan(one.fees_fen),
            Yuan(one.total_fen),
            str(one.way.state.label) if one.way else "",
        ]


def stall_lines(stalls: Iterable[Stall], lets: Mapping[int, Let]) -> Iterator[list[object]]:
    """Yield a line per stall."""
    for stall in stalls:
        let = lets.get(stall.id)
        yield [
            stall.number,
            plain(stall.floor.hall, "name"),
            stall.floor.level,
            stall.area / 100,
            stall.frontage_cm,
            reference.term("stall_use", stall.use).label(language()),
            str(standing(stall, let).label),
            plain(let.brand, "name") if let else "",
            let.starts_on if let else "",
            let.ends_on if let else "",
        ]


def let_lines(lets: Iterable[Let], going_on: Collection[int]) -> Iterator[list[object]]:
    """Yield a line per let; `going_on` are those with a next term."""
    for let in lets:
        yield [
            let.stall.number,
            plain(let.stall.floor.hall, "name"),
            plain(let.brand, "name"),
            str(let.kind.label),
            let.starts_on,
            let.ends_on,
            Yuan(let.rent_fen),
            let.area / 100,
            Yuan(monthly_rent(let.rent_fen, let.area)),
            Yuan(let.deposit_fen),
            str(phase(let, clock.today(), goes_on=let.id in going_on).label),
            let.opened_on or "",
            reference.term("let_end", let.end_code).label(language()) if let.end_code else "",
        ]
