"""What agents keep in mind: searches with something new in them, a list with notes, pages seen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.accounts import queries as accounts
from portal.demo import material, queries
from portal.demo.material import days
from portal.demo.telling import Telling
from portal.demo.timeline import Story
from portal.demo.trade import Agents
from portal.directory import actions, watching
from portal.directory.criteria import Criteria

LOOKED = timedelta(minutes=12)
"""Between one page that was opened and the next."""


def everything(tellings: Mapping[str, Telling], made: Agents, now: datetime) -> list[Story]:
    """Return the stories of each row of the data file."""
    return [
        story
        for row in material.rows("keeping")
        for story in (
            *(search(one, row["agent"], made, now) for one in row["searches"]),
            keep(row, tellings, made, now),
            look(row, tellings, made, now),
        )
    ]


def search(row: dict[str, Any], agent: str, made: Agents, now: datetime) -> Story:
    """Let an agent keep a search. What has appeared since then is news, told on the next morning.

    Nothing is saved until the whole demo is told, so that the directory's index knows none of it
    yet: what was there on that day is read from the listings.
    """
    yield now - days(row["age_days"])
    _company, person = made.company(agent)
    chosen = {name: tuple(values) for name, values in row["chosen"].items()}
    watching.keep_search(
        Criteria(row.get("query", ""), chosen),
        by=accounts.user(person.id),
        name=row["name"],
        rhythm=row["rhythm"],
        known=queries.listed_brands(),
    )


def keep(
    row: dict[str, Any], tellings: Mapping[str, Telling], made: Agents, now: datetime
) -> Story:
    """Let an agent put brands on his list, into folders, with what he thinks of them."""
    for one in row["list"]:
        yield now - days(one["age_days"])
        _company, person = made.company(row["agent"])
        brand = queries.brand(tellings[one["brand"]].brand_id)
        entry = actions.keep(brand, by=accounts.user(person.id))
        actions.annotate(entry, folder=one["folder"], note=one["note"])


def look(
    row: dict[str, Any], tellings: Mapping[str, Telling], made: Agents, now: datetime
) -> Story:
    """Let an agent open pages, the last one just before now."""
    count = len(row["seen"])
    for place, key in enumerate(row["seen"]):
        yield now - LOOKED * (count - place)
        _company, person = made.company(row["agent"])
        watching.note_seen(person.id, tellings[key].brand_id)
