"""Agents who ask for a brand's exact terms, and what came of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.connections import actions, queries
from portal.connections.actions import Offer
from portal.connections.models import Side
from portal.core import clock
from portal.demo import material
from portal.demo import queries as demo
from portal.demo.material import days, office_hour
from portal.demo.telling import Telling
from portal.demo.timeline import Story
from portal.demo.trade import Agents


def everything(tellings: Mapping[str, Telling], made: Agents, now: datetime) -> list[Story]:
    """Return a story for each row of the data file."""
    return [connect(row, tellings[row["brand"]], made, now) for row in material.rows("connections")]


def connect(row: dict[str, Any], telling: Telling, made: Agents, now: datetime) -> Story:
    """Let an agent ask and the brand answer, or let the brand invite, as the row tells."""
    moment = now - days(row["age_days"])
    yield office_hour(moment, (row["agent"], row["brand"]))
    agent, person = made.company(row["agent"])
    brand = demo.brand(telling.brand_id)
    if row["state"] == "invited":
        end = clock.today() + timedelta(days=row["open_days"])
        offer = Offer(end, row["plan"])
        actions.invite(brand, [agent], offer, by=telling.owner, side=Side.BRAND)
        return
    number = actions.ask(
        brand,
        agent,
        by=person,
        regions=row["regions"],
        channels=row["channels"],
        plan=row["plan"],
    ).id
    if row["state"] == "asked":
        return
    yield office_hour(moment + days(1), (row["agent"], "answer"))
    connection, owner, side = queries.connection(number), telling.owner, Side.BRAND
    if row["state"] == "asked-back":
        actions.ask_back(connection, by=owner, side=side, text=row["question"])
    elif row["state"] == "declined":
        actions.decline(connection, by=owner, side=side, reason=row["reason"])
    else:
        end = clock.today() + timedelta(days=row["open_days"])
        actions.accept(connection, by=owner, side=side, ends_on=end)
