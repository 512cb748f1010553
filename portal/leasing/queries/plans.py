"""Reading a floor for its plan: the grid, the stalls, and whoever may be named on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.brands.models import BrandState
from portal.core import clock
from portal.core.db import db
from portal.incubation import queries as incubation
from portal.incubation.models import EnrolmentState
from portal.leasing import rules
from portal.leasing.models import Let, Phase
from portal.leasing.queries import lets, stalls
from portal.markets import grid
from portal.markets import queries as markets
from portal.markets.models import Floor, Market, Stall
from portal.markets.queries import DrawnFloor


@dataclass(frozen=True)
class Plan:
    """A floor as somebody may see it: lets, categories and stages are those he may know of."""

    drawn: DrawnFloor
    rows: grid.Rows
    stalls: Sequence[Stall]
    lets: Mapping[int, Let]
    """By the stall's number."""
    categories: Mapping[int, str]
    """By the brand's number, like the stages' codes and names."""
    stages: Mapping[int, tuple[str, str, str]]
    floors: Sequence[Floor]
    """The market's floors that have stalls."""
    whole: bool
    """Whether all is told, or only what is public."""
    going_on: frozenset[int] = frozenset()
    """The lets that go on in a next term."""

    def phase(self, let: Let) -> Phase:
        """Return where a let of the floor stands today."""
        return rules.phase(let, clock.today(), goes_on=let.id in self.going_on)

    @property
    def floor(self) -> Floor:
        """Return the floor."""
        return self.drawn.floor

    @property
    def market(self) -> Market:
        """Return the market that it lies in."""
        return self.drawn.market


def plan(drawn: DrawnFloor, *, whole: bool) -> Plan:
    """Return a floor for drawing: a fixed number of queries however many stalls it has.

    Raises:
        NoResultFound: the market is closed and only its public may be told.
    """
    market = drawn.market
    if market.closed_at and not whole:
        raise NoResultFound
    there = markets.standing_stalls(drawn.floor.id)
    held = lets_of_floor(drawn.floor.id, whole=whole)
    brands = {one.brand_id for one in held.values()}
    with_stalls = stalls.floors_with_stalls(market.id)
    return Plan(
        drawn=drawn,
        rows=grid.rows_in(drawn.plan.grid, drawn.floor.level) if drawn.plan else [],
        stalls=there,
        lets=held,
        categories=stalls.categories(brands),
        stages=stages(brands) if whole else {},
        floors=[one for one in markets.floors(market.id) if one.id in with_stalls],
        whole=whole,
        going_on=lets.going_on(held.values()) if whole else frozenset(),
    )


def lets_of_floor(floor_id: int, *, whole: bool) -> dict[int, Let]:
    """Return the lets that run on a floor today; for outsiders those of published brands."""
    inside = select(Stall.id).where(Stall.floor_id == floor_id)
    query = lets.whole().where(Let.stall_id.in_(inside), lets.runs(clock.today()))
    found = db.session.scalars(query)
    return {one.stall_id: one for one in found if whole or one.brand.standing is BrandState.VISIBLE}


def stages(brand_ids: set[int]) -> dict[int, tuple[str, str, str]]:
    """Return the stage's code and names of the brands that are on their way."""
    return {
        number: (one.stage.code, one.stage.name_zh, one.stage.name_en)
        for number, one in incubation.stage_of(brand_ids).items()
        if one.state is EnrolmentState.RUNNING
    }


def stage_code(brand_id: int) -> str:
    """Return the stage that a brand is in, "" when it is in no programme."""
    found = incubation.stage_of({brand_id}).get(brand_id)
    return found.stage.code if found and found.state is EnrolmentState.RUNNING else ""


def stages_since(brand_id: int) -> list[tuple[date, str]]:
    """Return since when a brand was in which stage, the present one last; "" in no programme.

    What the trail does not tell (a new version of the template put the brand elsewhere) is known
    from the brand's present stage on.
    """
    entered, code = clock.today(), ""
    found = incubation.stage_of({brand_id}).get(brand_id)
    if found and found.state is EnrolmentState.RUNNING:
        code = found.stage.code
        entered = clock.date_of(found.stage_entered_at)
    told = incubation.stages_entered(brand_id)
    if told and told[-1][1] == code and (not code or (entered, code) in told):
        return told
    return [*(one for one in told if one[0] < entered), (entered, code)]
