"""The invented brands, agents and people, as the data files tell them."""

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from portal.core import clock, credit_code

DATA = Path(__file__).parent / "data"
PASSWORD = "lusong-sample-room"  # noqa: S105 -- of invented people, printed at every start
SEED = 2009


@cache
def read(name: str) -> dict[str, Any]:
    """Return one data file."""
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a data file that is named after them."""
    found: list[dict[str, Any]] = read(name)[name]
    return found


def brands() -> list[dict[str, Any]]:
    """Return the brands with the person who owns each."""
    owners = {one["brand"]: one for one in people("owner")}
    return [brand | {"person": owners[brand["key"]]} for brand in rows("brands")]


def people(role: str) -> list[dict[str, Any]]:
    """Return the people of a role."""
    return [one for one in rows("people") if one["role"] == role]


def code_of(row: dict[str, Any]) -> str:
    """Return a right credit code for an invented business."""
    region = str(row.get("home_region") or row.get("origin_region") or "430203")
    return credit_code.make(7_000_000 + int(row["seed"]), prefix=row["entity"], region=region)


def chance(*key: object) -> Random:
    """Return a source of chance that is the same at every load."""
    return Random(repr((SEED, *key)))  # noqa: S311 -- for variety, not for secrets


def office_hour(moment: datetime, key: object) -> datetime:
    """Return a moment of the same day while the market is open, in the market's zone."""
    dice = chance("hour", key, moment.isoformat())
    here = moment.astimezone(clock.SHANGHAI)
    return here.replace(hour=dice.randint(8, 17), minute=dice.randint(0, 59), second=0)


def days(number: float) -> timedelta:
    """Return a number of days."""
    return timedelta(days=number)
