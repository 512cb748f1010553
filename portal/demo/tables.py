"""An office that brings its own tables in: one taken over, one that waits to be looked at."""

from datetime import datetime

from portal.demo import material
from portal.demo.cast import Person
from portal.demo.material import days, office_hour
from portal.demo.timeline import Story
from portal.markets import queries as markets
from portal.rosters import actions as rosters

TAKEN_OVER = "五楼新商户.csv", "roster-applied.csv", 12.0
WAITING = "五楼商户台账2026-11.csv", "roster-waiting.csv", 0.6
"""What the file is called, where its text is, and how many days ago it was sent."""


def bring(market: str, office: Person, now: datetime) -> Story:
    """Send both tables; take the first one over."""
    for name, text, age in (TAKEN_OVER, WAITING):
        yield office_hour(now - days(age), name)
        content = (material.DATA / text).read_bytes()
        draft = rosters.begin(markets.market(market), rosters.receive(name, content), by=office)
        rosters.choose_columns(draft, {}, by=office)
        if text == TAKEN_OVER[1]:
            rosters.apply(draft, by=office)
