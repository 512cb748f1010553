"""Readers who open the brands' pages: twelve weeks of views, one of them not measured."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.brands import queries as brands
from portal.core import clock
from portal.core.db import db
from portal.demo.material import chance, days, office_hour
from portal.demo.telling import Telling
from portal.demo.timeline import Story
from portal.directory.models import MeasuredDay, PageViews

WEEKS = 12
GAP = 7
"""So many weeks ago nobody counted."""
PROVINCES = ("430000", "520000", "450000", "360000", "420000")


def everything(tellings: Sequence[Telling], now: datetime) -> list[Story]:
    """Return the story of the days that were measured, and one for each brand."""
    return [measure(now), *(look(one, now) for one in tellings)]


def measure(now: datetime) -> Story:
    """Note every day of the last weeks as measured, but those of the gap."""
    moment = office_hour(now - days(1), "measured")
    yield moment
    monday = clock.monday(moment.date())
    for back in range((WEEKS - 1) * 7, -7, -1):
        day = monday - timedelta(days=back)
        in_gap = monday - timedelta(weeks=GAP) <= day < monday - timedelta(weeks=GAP - 1)
        if day <= moment.date() and not in_gap:
            db.session.add(MeasuredDay(day=day))


def look(telling: Telling, now: datetime) -> Story:
    """Let readers open a brand's page in each week since it is shown; more of them each week."""
    moment = office_hour(now - days(1), (telling.row["key"], "looked at"))
    yield moment
    revision = brands.published_revision(telling.brand_id)
    if revision is None:
        return
    dice = chance("views", telling.row["key"])
    monday = clock.monday(moment.date())
    for back in range(WEEKS):
        if back == GAP:
            continue
        week = monday - timedelta(weeks=back)
        numbers = {"": dice.randint(4, 14) + WEEKS - back}
        numbers |= {one: dice.randint(0, 5) for one in dice.sample(PROVINCES, 3)}
        for province, number in numbers.items():
            if number:
                row = PageViews(
                    brand_id=telling.brand_id, week=week, province=province, number=number
                )
                db.session.add(row)
