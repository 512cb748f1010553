"""Agents who report what is not right on a brand's page, and what the office answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.brands import queries as brands
from portal.demo import material
from portal.demo.material import days, office_hour
from portal.demo.telling import Telling
from portal.demo.timeline import Story
from portal.demo.trade import Agents
from portal.flags import actions, queries
from portal.flags.models import FlagKind

ANSWERS = {"asked": actions.ask, "mended": actions.mend, "refused": actions.refuse}


def everything(tellings: Mapping[str, Telling], made: Agents, now: datetime) -> list[Story]:
    """Return a story for each row of the data file."""
    return [report(row, tellings[row["brand"]], made, now) for row in material.rows("flags")]


def report(row: dict[str, Any], telling: Telling, made: Agents, now: datetime) -> Story:
    """Let an agent report a page, and the office answer as the row tells."""
    moment = now - days(row["age_days"])
    yield office_hour(moment, (row["agent"], row["brand"], "flag"))
    revision = brands.published_revision(telling.brand_id)
    if revision is None:
        return
    _agent, person = made.company(row["agent"])
    number = actions.raise_flag(
        revision,
        by=person,
        kind=FlagKind(row["kind"]),
        field=row["field"],
        words=row["words"],
    ).id
    if row["state"] == "open":
        return
    yield office_hour(moment + days(1), (row["agent"], "looked at"))
    ANSWERS[row["state"]](queries.flag(number), by=telling.house.office[0], text=row["answer"])
