"""The invented markets' floors: laid out once, then let as the brands grow."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from portal.core import clock
from portal.core.errors import ConflictError
from portal.demo import material
from portal.demo.cast import Person
from portal.demo.material import chance, days, office_hour
from portal.demo.telling import ADMISSION_DAYS, STAGE_DAYS, STAGES, Telling, brand_of
from portal.demo.timeline import Story
from portal.leasing import actions as leasing
from portal.leasing import queries as lets
from portal.leasing.models import LetKind, Rung, Terms
from portal.markets import actions as markets
from portal.markets import queries as places
from portal.markets.models import Floor, Market, Stall

OPENS_IN = "S5"
PROBATION = timedelta(days=182)
A_YEAR = timedelta(days=364)
LADDER = (Rung("S5", 50, None), Rung("S6", 30, None), Rung("S7", None, 300_00))
NEARBY = 5
"""How many of the next vacant stalls a brand looks at."""
GROWN = {"S6": 3, "S7": 5, "S8": 6, "S9": 8}
"""How many stalls a brand holds by the stage it has reached."""
OUTGROWN = 3
"""Stalls from which on a brand takes the next ones outside the incubation floor."""
A_WHILE = 18
"""Days after which a growing brand takes the stall beside its own."""


def lay_out(made: dict[str, Market], offices: dict[str, list[Person]]) -> None:
    """Write down the stalls of every market and draw the floors that are no plain rows."""
    for row in material.rows("stalls"):
        market = made[row["market"]]
        by = offices[row["market"]][0]
        there = places.floors(market.id)
        floor = next(
            one for one in there if one.level == row["level"] and one.hall.position == row["hall"]
        )
        for group in row["groups"]:
            markets.add_stalls(
                market, floor, by=by, use=row["use"], in_a_row=row["in_a_row"], **group
            )
        if "grid" in row:
            plan = places.floor_plan(floor.id)
            markets.draw(floor, plan, text=row["grid"], by=by)
        turn(floor, row, by)


def turn(floor: Floor, row: dict[str, list[str]], by: Person) -> None:
    """Keep some stalls for the office, and have some fitted out."""
    for stall in places.standing_stalls(floor.id):
        for step, names in (("use", row["own_use"]), ("fit_out", row["fitting_out"])):
            if stall.short in names:
                markets.turn_stall(stall, step=step, by=by)


def open_stalls(telling: Telling, moment: datetime) -> Story:
    """Let the brand its first stall on probation, then go on; further ones as it grows."""
    yield office_hour(moment + days(2), "stall")
    number = let_one(telling, clock.today(), PROBATION, LADDER)
    if number is None:
        return
    for place in range(1, GROWN.get(telling.stage, 1)):
        grows = moment + days(A_WHILE * place)
        if grows < telling.now - days(5):
            yield office_hour(grows, ("stall", place))
            let_one(telling, clock.today(), A_YEAR, ())
    while True:
        let = lets.let(telling.house.slug, number)
        due = midday(let.ends_on) - days(25 + chance("stay", telling.slug).randint(0, 30))
        yield due
        let = lets.let(telling.house.slug, number)
        following = let.ends_on + A_YEAR
        grown = leasing.extend(
            let, ends_on=following, kind=LetKind.STANDARD, rent_fen=let.rent_fen, by=telling.manager
        )
        number = grown.id


def opens(telling: Telling) -> datetime:
    """Return when the brand comes to the stage in which it opens its stall."""
    before = STAGES[: STAGES.index(OPENS_IN)]
    return telling.begun + days(ADMISSION_DAYS + sum(STAGE_DAYS[code] for code in before))


def midday(on: date) -> datetime:
    """Return noon of a day."""
    return datetime(on.year, on.month, on.day, 12, tzinfo=clock.SHANGHAI)


def let_one(telling: Telling, first: date, term: timedelta, ladder: tuple[Rung, ...]) -> int | None:
    """Let a brand one of the next vacant stalls; return the let's number, None when all are let."""
    stall = vacant_stall(telling)
    if stall is None:
        return None
    kind = LetKind.PROBATION if ladder else LetKind.STANDARD
    rent = 6_000 + 500 * (int(telling.row["seed"]) % 9)
    terms = Terms(kind, first, first + term, rent, 5_000_00, ladder)
    made = leasing.let_stall(stall, brand_of(telling), terms, by=telling.manager)
    with suppress(ConflictError):  # a paper is missing: the stall stays closed for now
        leasing.open_stall(made, by=telling.manager)
    return made.id


def vacant_stall(telling: Telling) -> Stall | None:
    """Return a stall beside the brand's own, else one of the next that are vacant."""
    own = {place_of(one.stall) for one in lets.of_brand(telling.brand_id)}
    grown = len(own) >= OUTGROWN
    every = lets.vacant(telling.house.market_id)
    vacant = [one for one in every if (one.use == "incubation") is not grown] or every
    if not vacant:
        return None
    beside = (
        one
        for one in vacant
        if {(one.floor_id, one.zone, one.place + step) for step in (-1, 1)} & own
    )
    dice = chance("stall", telling.row["key"], len(own))
    chosen = next(beside, None) or vacant[dice.randrange(min(NEARBY, len(vacant)))]
    return places.stall(telling.house.slug, chosen.id)


def place_of(stall: Stall) -> tuple[int, str, int]:
    """Return where a stall stands."""
    return stall.floor_id, stall.zone, stall.place
