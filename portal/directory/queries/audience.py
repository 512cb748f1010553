"""How often a brand's page was opened and its people were written to, week by week."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from portal.agency import queries as agency
from portal.brands.models import Brand, Revision
from portal.connections import queries as connections
from portal.core import clock
from portal.core.db import db
from portal.directory import rules
from portal.directory.models import MeasuredDay, PageViews
from portal.reference import queries as reference

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class AudienceWeek:
    """A week of a brand's page. `views` is None where nothing was measured."""

    monday: date
    views: int | None
    contacts: int
    measured: int
    """On how many of its days views were counted."""
    days: int
    """How many of its days have begun and lie after the brand was first shown."""

    @property
    def is_partial(self) -> bool:
        """Say whether some of its days were not measured."""
        return self.views is not None and self.measured < self.days


@dataclass(frozen=True)
class Audience:
    """The last weeks of a brand's page, the oldest first; where readers and contacts come from."""

    brand: Brand
    weeks: Sequence[AudienceWeek]
    provinces: Sequence[tuple[str, int]]
    """Codes with their views, the most first; those with too few are not among them."""
    elsewhere: int
    """Views of agents from provinces with too few to be named."""
    unknown: int
    """Views of readers of whom nobody knows where they are."""
    contacts_from: Sequence[tuple[str, int]]
    """Provinces of the agents who wrote or asked, the most first. The brand knows each by name."""

    @property
    def this_week(self) -> AudienceWeek:
        """Return the week that runs."""
        return self.weeks[-1]


def audience(brand: Brand) -> Audience:
    """Return a brand's weeks up to the present one."""
    this = clock.monday(clock.today())
    first = this - (rules.WEEKS_SHOWN - 1) * A_WEEK
    shown_on = first_shown(brand.id)
    begin = max(first, clock.monday(shown_on)) if shown_on else this
    mondays = [begin + number * A_WEEK for number in range((this - begin).days // 7 + 1)]
    views: Counter[tuple[date, str]] = Counter()
    query = select(PageViews.week, PageViews.province, PageViews.number)
    for week, province, number in db.session.execute(
        query.where(PageViews.brand_id == brand.id, PageViews.week >= begin)
    ):
        views[week, province] = number
    wrote, measured = contacts(brand.id, begin), days_measured(begin)
    written = Counter(monday for monday, _province in wrote)
    weeks = [
        week_of(
            monday,
            sum(n for (on, _p), n in views.items() if on == monday),
            written,
            measured,
            shown_on,
        )
        for monday in mondays
    ]
    by_province = Counter[str]()
    for (_week, province), number in views.items():
        by_province[province] += number
    unknown = by_province.pop("", 0)
    named = [one for one in by_province.most_common() if one[1] >= rules.FEWEST]
    few = by_province.total() - sum(number for _code, number in named)
    places = Counter(province for _monday, province in wrote if province)
    return Audience(brand, weeks, named, few, unknown, places.most_common())


def week_of(
    monday: date,
    views: int,
    written: Counter[date],
    measured: frozenset[date],
    shown_on: date | None,
) -> AudienceWeek:
    """Return one week; without a measured day its views are not known."""
    days = {monday + timedelta(days=number) for number in range(7)}
    begun = {one for one in days if one <= clock.today() and (shown_on is None or one >= shown_on)}
    counted = len(begun & measured)
    return AudienceWeek(
        monday, views if counted or views else None, written[monday], counted, len(begun)
    )


def contacts(brand_id: int, begin: date) -> list[tuple[date, str]]:
    """Return each time that an agent wrote or asked for terms: the Monday, and his province."""
    since = datetime.combine(begin, time(), tzinfo=clock.SHANGHAI)
    told = [*agency.begun_since(brand_id, since), *connections.begun_since(brand_id, since)]
    return [
        (clock.monday(moment.astimezone(clock.SHANGHAI).date()), province_of(region))
        for moment, region in told
    ]


def days_measured(begin: date) -> frozenset[date]:
    """Return the days from one on, on which views were counted."""
    return frozenset(db.session.scalars(select(MeasuredDay.day).where(MeasuredDay.day >= begin)))


def is_measured(day: date) -> bool:
    """Say whether views were counted on a day."""
    return db.session.scalar(select(MeasuredDay.id).where(MeasuredDay.day == day)) is not None


def first_shown(brand_id: int) -> date | None:
    """Return the day on which a brand was first published; None before that."""
    query = select(func.min(Revision.decided_at)).where(
        Revision.brand_id == brand_id, Revision.state.in_(["published", "superseded"])
    )
    moment = db.session.scalar(query)
    return moment.astimezone(clock.SHANGHAI).date() if moment else None


def province_of(agent_region: str) -> str:
    """Return the province of a region by its code; empty for none."""
    return reference.province_of(agent_region) or "" if agent_region else ""
