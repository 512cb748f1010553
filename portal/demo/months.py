"""Twelve months of figures of the invented brands: seasons, growth, gaps, and a correction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from portal.core import clock
from portal.core.db import db
from portal.demo.cast import Person
from portal.demo.material import chance
from portal.demo.queries import OWNER_SHOWN
from portal.demo.telling import STAGES, Telling
from portal.figures import actions, monthly, queries
from portal.figures.fields import USUAL
from portal.figures.models import FigureChange, FigureSheet
from portal.figures.queries import Participant
from portal.markets.models import Market

SEASON = (0.75, 0.45, 1.15, 1.2, 1.0, 0.82, 0.7, 0.95, 1.25, 1.3, 1.15, 0.95)
"""Of a year's average month, January first: quiet over New Year and in July."""
BAND_EDGES = (50_000, 100_000, 300_000, 1_000_000, 3_000_000)
"""Where the bands of sales end, in yuan."""
ANSWERED = 0.92
ANSWERED_NEWEST = 0.7
BY_OFFICE = 0.08
BLANK = 0.05


def choose(market: Market, by: Person) -> None:
    """Let an office ask for what is usual."""
    actions.choose(market, fields=USUAL, by=by, seen=0)


def tell(tellings: Iterable[Telling], slugs: Iterable[str], now: datetime) -> None:
    """Write down what every brand reported, in one go, and let one owner correct a month."""
    people = {one.brand_id: one for one in tellings if one.brand_id}
    with clock.at(now):
        for slug in slugs:
            taking_part = queries.market_months(slug).participants
            known = {number: one for number, one in taking_part.items() if number in people}
            keep([row for number, one in known.items() for row in rows(one, people[number])])
        shown = next(one for one in people.values() if one.row["key"] == OWNER_SHOWN)
        correct(shown)


def keep(sheets: list[dict[str, Any]]) -> None:
    """Insert the sheets of a market, each with its first saving."""
    if not sheets:
        return
    made = db.session.execute(
        insert(FigureSheet).returning(FigureSheet.id, sort_by_parameter_order=True), sheets
    )
    saved = [
        {
            "sheet_id": number,
            "number": 1,
            "created_at": sheet["created_at"],
            "by_name": sheet["by_name"],
            "for_owner": sheet["for_owner"],
            "reason": "",
            "changed": {code: [None, value] for code, value in sheet["values"].items()},
        }
        for number, sheet in zip(made.scalars(), sheets, strict=True)
    ]
    db.session.execute(insert(FigureChange), saved)


def rows(one: Participant, telling: Telling) -> Iterable[dict[str, Any]]:
    """Yield a brand's sheets of the last twelve months, without those that it did not answer."""
    dice = chance("figures", telling.row["key"])
    size = dice.lognormvariate(7.0, 0.55) * (0.5 + 0.12 * STAGES.index(telling.stage))
    newest = monthly.last_complete(clock.today())
    shown = telling.row["key"] == OWNER_SHOWN
    for place, month in enumerate(monthly.months(newest)):
        values = reported(dice, size, place, month)
        answers = dice.random() < (ANSWERED_NEWEST if month == newest else ANSWERED)
        if shown:
            answers = month != newest
        if month < one.first or not answers:
            continue
        office = dice.random() < BY_OFFICE
        yield {
            "brand_id": one.brand.id,
            "month": month,
            "values": values,
            "for_owner": office,
            "by_name": telling.manager.name if office else telling.owner.name,
            "version": 1,
            "created_at": answered_at(month, dice),
        }


def answered_at(month: date, dice: Random) -> datetime:
    """Return when a month was answered: some morning before it was due, never in the future."""
    day = monthly.after(month) + timedelta(days=dice.randint(1, 8))
    moment = datetime.combine(day, time(9, dice.randint(0, 59)), tzinfo=clock.SHANGHAI)
    return min(moment, clock.now())


def reported(dice: Random, size: float, place: int, month: date) -> dict[str, int]:
    """Return a month's figures: the season, a little growth, and what only chance explains."""
    season = SEASON[month.month - 1]
    pieces = round(size * season * (1 + 0.025 * place) * dice.uniform(0.88, 1.12))
    yuan = pieces * 78
    agents = round(size / 260 + place * 0.3)
    values = {
        "pieces_sold": pieces,
        "sales_band": 1 + sum(yuan >= edge for edge in BAND_EDGES),
        "new_styles": round(24 * season * dice.uniform(0.6, 1.4)),
        "sell_through": percent(46 + 16 * season + place * 0.5 + dice.uniform(-5, 5)),
        "replenishment": percent(18 + 14 * season + dice.uniform(-4, 4)),
        "exchange": percent(9 - 2 * season + dice.uniform(-1.5, 2.5)),
        "agents_talking": max(0, agents // 2 + dice.randint(-1, 3)),
        "agents_signed": max(0, dice.randint(-2, 2)),
        "agents_active": agents,
        "direct_stores": 1 + place // 9 + (size > 1500),  # noqa: PLR2004 -- a large one
        "old_stock": percent(22 - 6 * season - place * 0.3 + dice.uniform(-3, 3)),
        "staff": 5 + round(size / 120) + place // 4,
    }
    return {code: value for code, value in values.items() if dice.random() > BLANK}


def percent(share: float) -> int:
    """Return a share as it is stored, to half a percent, between nothing and all."""
    return min(max(round(share * 2), 0), 200) * 50


def correct(telling: Telling) -> None:
    """Let an owner correct an old month: the exchanges were counted twice."""
    month = monthly.after(monthly.last_complete(clock.today()), -2)
    one = queries.month_of_brand(telling.house.slug, telling.slug, monthly.written(month))
    if one.sheet is None:
        return
    standing: Mapping[str, int] = one.sheet.values
    values = {**standing, "exchange": max(0, standing.get("exchange", 700) - 250)}
    actions.save(one, values=values, by=telling.owner, for_owner=False, reason="换货重复登记了一次")
